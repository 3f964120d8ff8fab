"""A call centre in simulated time: the very distributor that serves live, with drawn callers and agents who answer.

Facts go in, orders come out, and what the world then does lies on one heap by time. Deterministic for a seed. Pure.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from typing import Any

from msgspec import Struct

from acd.agent import Agent
from acd.arrivals import Caller
from acd.distributor import Distributor
from acd.queue import Queue
from cti import commands as c
from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId
from cti.machine import react

AWAY_SECONDS = 60.0

World = dict[type[e.Event], Callable[[Any], bool]]


class Visit(Struct, frozen=True, gc=False):
    """How one simulated call fared. Times are seconds since the simulation's start; None for what did not happen.

    `wait` runs from queued to answered, abandoned or left; `rung` is when the agent who answered began to be rung;
    `left` is why the queue showed the call out, empty if it did not.
    """

    call: CallId
    queue: QueueId
    queued: float
    wait: float
    agent: AgentId | None = None
    rung: float | None = None
    ended: float | None = None
    left: str = ""

    @property
    def abandoned(self) -> bool:
        """Whether the caller hung up before an answer."""
        return self.agent is None and not self.left


class _Open(Struct):
    """A call under way: what was drawn for it, and how far it is."""

    caller: Caller
    agent: AgentId | None = None
    rung: float | None = None
    answered: float | None = None


class Simulator:
    """Plays callers against agents who are all at work from the start; every visit that ends is given out.

    An agent who lets a call ring out is made not ready by the distributor, and comes back after a minute. A call that
    no agent may take and whose caller never leaves is never given out.
    """

    def __init__(self, queues: Sequence[Queue], agents: Sequence[Agent], callers: Iterable[Caller]) -> None:
        self.machine = Distributor({q.id: q for q in queues}, {a.id: a for a in agents}, explained=False)
        self.now = 0.0
        self._callers = iter(callers)
        self._calls: dict[CallId, _Open] = {}
        self._heap: list[tuple[float, int, e.Event | str]] = []
        self._timers: dict[str, int] = {}
        self._number = 0
        self._ended: list[Visit] = []
        self._happens, self._carry_out = self._world(), self._orders()
        self._hears(e.TelephonyRestored(at=0.0, node="main"))
        for agent in agents:
            for kind in (e.AgentLoggedIn, e.ConsoleConnected, e.PhoneRegistered, e.AgentBecameReady):
                self._hears(kind(at=0.0, agent=agent.id))
        self._next_caller()

    def visits(self) -> Iterator[Visit]:
        """The calls in the order in which they end, until no caller is left."""
        while self._heap:
            at, number, event = heappop(self._heap)
            if isinstance(event, str):
                if self._timers.get(event) != number:
                    continue
                del self._timers[event]
                event = e.TimerRang(at=at, timer=event)
            self.now = at
            happens = self._happens.get(type(event))
            if happens is None or happens(event):
                self._hears(event)
            if self._ended:
                yield from self._ended
                self._ended.clear()

    def _world(self) -> World:
        """The world's own side of a fact: whether the machine is to hear it, or it has been overtaken by another."""
        return {
            e.CallQueued: self._comes,
            e.AgentAnswered: self._answers,
            e.OfferExpired: self._still_rings,
            e.SegmentEnded: self._hangs_up,
            e.CallEnded: self._gives_up,
            e.WrapUpFinished: self._still_wraps_up,
        }

    def _orders(self) -> dict[type[c.Command], Callable[[Any], None]]:
        return {
            c.Record: self._record,
            c.SetTimer: self._set_timer,
            c.CancelTimer: self._cancel_timer,
            c.RingAgent: self._rings,
        }

    def _hears(self, event: e.Event) -> None:
        for command in react(self.machine, event):
            carry_out = self._carry_out.get(type(command))
            if carry_out is not None:
                carry_out(command)

    def _record(self, order: c.Record) -> None:
        event = order.event
        if isinstance(event, e.WrapUpStarted):
            self._wraps_up(event)
        elif isinstance(event, e.CallLeftQueue) and event.exit:
            self._ends(self._calls.pop(event.call), event.reason)
        elif isinstance(event, e.AgentBecameNotReady):
            back = self.now + AWAY_SECONDS
            self._later(back, e.AgentBecameReady(at=back, agent=event.agent))

    def _set_timer(self, order: c.SetTimer) -> None:
        self._timers[order.timer] = self._later(order.due, order.timer)

    def _cancel_timer(self, order: c.CancelTimer) -> None:
        self._timers.pop(order.timer, None)

    def _comes(self, _event: e.CallQueued) -> bool:
        self._next_caller()
        return True

    def _answers(self, event: e.AgentAnswered) -> bool:
        if not self._still_rings(event):
            return False
        self._talks(self._calls[event.call], event.agent, event.offer)
        return True

    def _still_rings(self, event: e.AgentAnswered | e.OfferExpired) -> bool:
        waiting = self.machine.floor.waiting.get(event.call)
        return waiting is not None and waiting.ringing is not None and event.offer in waiting.ringing

    def _hangs_up(self, event: e.SegmentEnded) -> bool:
        self._hears(event)
        self._ends(self._calls.pop(event.call))
        self._hears(e.CallEnded(at=self.now, call=event.call, ended_by="caller"))
        return False

    def _gives_up(self, event: e.CallEnded) -> bool:
        call = self._calls.get(event.call)
        if call is None or call.answered is not None:
            return False
        self._ends(self._calls.pop(event.call))
        return True

    def _still_wraps_up(self, event: e.WrapUpFinished) -> bool:
        mine = self.machine.floor.presences.get(event.agent).part(event.offer)
        return mine is not None and mine.wrap_up == event.offer

    def _later(self, at: float, event: e.Event | str) -> int:
        """Put a fact, or the name of a timer, where its time comes."""
        self._number += 1
        heappush(self._heap, (at, self._number, event))
        return self._number

    def _next_caller(self) -> None:
        caller = next(self._callers, None)
        if caller is None:
            return
        call, at = caller.call, caller.at
        self._calls[call] = _Open(caller)
        queued = e.CallQueued(at=at, call=call, queue=caller.queue, head_start=caller.head_start, skills=caller.skills)
        self._later(at, queued)
        if math.isfinite(caller.patience):
            gone = at + caller.patience
            self._later(gone, e.CallEnded(at=gone, call=call, ended_by="caller"))

    def _rings(self, order: c.RingAgent) -> None:
        call = self._calls[order.call]
        call.agent, call.rung = order.agent, self.now
        at = self.now + min(call.caller.ring, order.ring_seconds)
        if call.caller.ring < order.ring_seconds:
            answered = e.AgentAnswered(at=at, call=order.call, agent=order.agent, offer=order.offer)
            self._later(at, answered)
        else:
            silent = e.OfferExpired(at=at, call=order.call, agent=order.agent, offer=order.offer, reason="no_answer")
            self._later(at, silent)

    def _talks(self, call: _Open, agent: AgentId, offer: OfferId) -> None:
        call.answered = self.now
        over = self.now + call.caller.talk
        self._later(over, e.SegmentEnded(at=over, call=call.caller.call, agent=agent, offer=offer))

    def _wraps_up(self, begun: e.WrapUpStarted) -> None:
        at = self.now + self._calls[begun.call].caller.wrap_up
        if at < begun.limit:
            done = e.WrapUpFinished(at=at, call=begun.call, agent=begun.agent, offer=begun.offer, by_limit=False)
            self._later(at, done)

    def _ends(self, call: _Open, left: str = "") -> None:
        caller = call.caller
        if call.answered is None:
            self._ended.append(Visit(caller.call, caller.queue, caller.at, self.now - caller.at, left=left))
            return
        wait = call.answered - caller.at
        self._ended.append(Visit(caller.call, caller.queue, caller.at, wait, call.agent, call.rung, self.now))
