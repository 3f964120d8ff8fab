"""The distributor: all waiting calls and all agents as one problem; decides offers, and says why. Pure.

Serves first who has waited longest, a head start counted as waiting; a call is offered to the agent its queue's
strategy ranks first among those free, skilled, and not asked in vain just now.
"""

from collections.abc import Iterable, Iterator

from acd.agent import Agent
from acd.announcer import Announcer
from acd.asking import Asking
from acd.bench import AWAY, FREE, NOT_READY, RINGING, TALKING, WRAP_UP
from acd.callback import Alike
from acd.deciding import Table, joined
from acd.desks import Desks
from acd.doors import Doors
from acd.estimate import Promise
from acd.floor import Floor
from acd.hand import Hand
from acd.line import Waiting
from acd.matching import RIVALS, kept_back
from acd.offers import Offers
from acd.promises import Promises
from acd.queue import Queue
from acd.recalls import Recalls
from acd.virtual_hold import VirtualHold
from acd.wanted import Wanted
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record
from cti.ids import AgentId, CallId, QueueId


class Distributor:
    """Matches calls and agents; a `Machine`. Its parts share one floor, and each decides about one thing."""

    def __init__(
        self,
        queues: dict[QueueId, Queue],
        agents: dict[AgentId, Agent],
        timezone: str = "UTC",
        promises: Promises | None = None,
        *,
        explained: bool = True,
        alike: Alike = str,
    ) -> None:
        """`timezone` is where opening hours are meant and a day's tallies begin; without `promises` none are made.
        `alike` gives all ways of writing one telephone number the same form.

        What is decided does not depend on `explained`: without it, facts that only say why are left out.
        """
        self.floor = Floor(queues, agents, timezone, alike)
        self._promises = promises
        self._explained = explained
        self._recalls = Recalls(self.floor)
        self._offers = Offers(self.floor, self._recalls, RIVALS if explained else 0)
        self._desks = Desks(self.floor)
        self._wanted = Wanted(self.floor)
        self._asking = Asking(self.floor)
        self._doors = Doors(self.floor)
        self._hand = Hand(self.floor, self._doors, self._offers)
        self._announcer = Announcer(self.floor, self._expected)
        self._virtual_hold = VirtualHold(self.floor, self._recalls, self._offers, self._expected)
        own: Table = {e.TimerRang: self._rang, e.CallQueued: self._queued, e.CallResumed: self._resumed}
        parts = (
            self._hand,
            self._doors,
            self._desks,
            self._recalls,
            # Who is waited for is rung before anything else is offered there.
            self._wanted,
            self._asking,
            self._offers,
            self._announcer,
            self._virtual_hold,
        )
        self._table = joined(own, *(part.table() for part in parts))

    def promise(self, promises: Promises) -> None:
        """From now on promise every caller a wait, with what these have learnt so far."""
        self._promises = promises

    def newcomer(self, queue: QueueId, at: float) -> Promise | None:
        """What a caller who joined this queue now would be promised; None where nobody who may take it is at work."""
        if self._promises is None:
            return None
        line = self.floor.line_for(queue)
        crew = self.floor.seating.crew(line)
        if sum(crew) == crew[AWAY]:
            return None
        free = line.head is None and self.floor.seating.free(line) > 0 and not kept_back(self.floor, line)
        return self._promises.for_newcomer(queue, at, free=free)

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self.floor.apply(event)
        if self._promises is not None:
            self._promises.hear(event)

    def decide(self, event: e.Event) -> Iterable[Command]:
        """What is to be done now that this fact has been applied."""
        decider = self._table.get(type(event))
        return decider(event) if decider is not None else ()

    def resume(self, at: float) -> Iterator[Command]:
        """Timers for what is under way, and what a death in between left undecided."""
        yield from self._desks.resume(at)
        yield from self._offers.resume(at)
        yield from self._wanted.resume(at)
        yield from self._asking.resume(at)
        yield from self._doors.resume(at)
        yield from self._announcer.resume(at)
        yield from self._recalls.resume(at)
        yield from self._virtual_hold.resume(at)
        yield from self._hand.resume(at)

    def refused(self, command: c.TelephonyCommand, at: float) -> Iterator[Command]:
        """An order that could not be carried out: an offer ends, a customer was not reached."""
        if isinstance(command, c.RingAgent):
            yield from self._offers.refused(command, at)
            yield from self._wanted.refused(command, at)
        elif isinstance(command, c.DialCustomer):
            yield Record(event=e.CustomerNotReached(at=at, call=command.call, reason="failed"))
            yield Record(event=e.CallEnded(at=at, call=command.call, ended_by="system"))

    def _rang(self, event: e.TimerRang) -> Iterator[Command]:
        kind, _, name = event.timer.partition(" ")
        yield from self._desks.rang(kind, name, event.at)
        yield from self._offers.rang(kind, name, event.at)
        yield from self._wanted.rang(kind, name, event.at)
        yield from self._asking.rang(kind, name, event.at)
        yield from self._doors.rang(kind, name, event.at)
        yield from self._announcer.rang(kind, name, event.at)
        yield from self._recalls.rang(kind, name, event.at)
        yield from self._virtual_hold.rang(kind, name, event.at)

    def _expected(self, call: CallId, at: float) -> float | None:
        """How many seconds more a call is expected to wait, as it was promised."""
        promise, waiting = self._promises.of(call) if self._promises else None, self.floor.waiting.get(call)
        return promise.p50 - (at - waiting.since) if promise and waiting else None

    def _queued(self, event: e.CallQueued) -> Iterator[Command]:
        call, at = event.call, event.at
        waiting = self.floor.waiting[call]
        refusal = None if event.by else self._doors.refusal(waiting, at)
        if refusal is not None:
            reason, way = refusal
            yield from self._doors.leave(waiting, reason, way, at)
        if self.floor.waiting.get(call) is waiting:
            yield self._hold(waiting)
            if self._explained:
                yield Record(event=self._joined(waiting, at))
            yield from self._doors.timers(call)
            yield from self._virtual_hold.timer(waiting)
            yield from self._offers.of_call(call, at)
            # Only now it is known whether somebody was free.
            promise = self._promises.of(call) if self._promises is not None else None
            if promise is not None:
                yield Record(
                    event=e.WaitPromised(
                        at=at,
                        call=call,
                        queue=promise.queue,
                        p50=promise.p50,
                        p90=promise.p90,
                        at_once=promise.at_once,
                    )
                )

    def _joined(self, call: Waiting, at: float) -> e.QueueJoined:
        crew = self.floor.seating.crew(self.floor.line_of(call))
        return e.QueueJoined(
            at=at,
            call=call.call,
            queue=call.queue,
            ahead=self.floor.ahead(call),
            free=crew[FREE],
            ringing=crew[RINGING],
            talking=crew[TALKING],
            wrap_up=crew[WRAP_UP],
            not_ready=crew[NOT_READY],
            away=crew[AWAY],
        )

    def _hold(self, call: Waiting) -> Command:
        return c.HoldInQueue(call=call.call, queue=call.queue, music=self.floor.queue(call.queue).music)

    def _resumed(self, event: e.CallResumed) -> Iterator[Command]:
        """A caller whom the native queue had meanwhile is taken back, with place and waiting time kept."""
        waiting = self.floor.waiting.get(event.call)
        if waiting is not None and not waiting.asking and event.stage not in {"talk", "fallback", "queue"}:
            yield self._hold(waiting)
