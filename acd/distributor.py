"""The distributor: all waiting calls and all agents as one problem; decides offers, and says why. Pure.

Serves first who has waited longest, a head start counted as waiting; a call is offered to the agent its queue's
strategy ranks first among those free, skilled, and not asked in vain just now.
"""

from acd.agent import Agent
from acd.floor import Floor, Waiting
from acd.queue import Queue
from acd.strategies import RANKS, REASONS
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import AgentId, CallId, OfferId, QueueId, offer_id

LEASE_GRACE = 3.0
DECLINED_SECONDS = 30.0
CONSOLE_SECONDS = 120.0
NO_ANSWER, UNREACHABLE, BUSY, CONSOLE_LOST = "no_answer", "phone_unreachable", "phone_busy", "console_lost"
_DEFAULT = Queue(QueueId(""))


class Distributor:
    """Matches calls and agents; a `Machine`."""

    def __init__(self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent]) -> None:
        self.floor = Floor(queues, agents)

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self.floor.apply(event)

    def decide(self, event: e.Event) -> list[Command]:
        """What is to be done now that this fact has been applied."""
        match event:
            case e.CallQueued():
                return [self._hold(event.call, event.queue), *self._match(event.at)]
            case e.CallResumed():
                return self._resumed(event)
            case e.OfferExpired():
                return self._unanswered(event)
            case e.CallEnded() | e.CallServedByFallback() | e.CallLeftQueue():
                return self._withdraw(event)
            case e.SegmentEnded():
                return self._start_wrap_up(event.agent, event.at)
            case e.WrapUpStarted():
                return [SetTimer(timer=f"wrap-up {event.agent}", due=event.limit)]
            case e.WrapUpFinished():
                return [c.CancelTimer(timer=f"wrap-up {event.agent}"), *self._match(event.at)]
            case e.AgentAnswered():
                return [c.CancelTimer(timer=f"offer {event.offer}")]
            case e.OfferWithdrawn():
                return [c.CancelTimer(timer=f"offer {event.offer}"), *self._match(event.at)]
            case e.TimerRang():
                return self._rang(event)
            case e.ConsoleLost():
                return [self._console_timer(event.agent, event.at)]
            case e.ServiceStarted():
                ready = [p.id for p in self.floor.presences.by_id.values() if p.ready]
                return [self._console_timer(agent, event.at) for agent in ready]
            case (
                e.AgentBecameReady()
                | e.AgentBecameNotReady()
                | e.ConsoleConnected()
                | e.PhoneRegistered()
                | e.TelephonyRestored()
            ):
                return self._match(event.at)
        return []

    def resume(self, at: float) -> list[Command]:
        """Timers for what is under way, and wrap-ups that a death in between left undecided."""
        commands: list[Command] = []
        for presence in self.floor.presences.by_id.values():
            if presence.wrap_up_due:
                commands += self._start_wrap_up(presence.id, at)
            elif presence.wrap_up_limit is not None:
                commands.append(SetTimer(timer=f"wrap-up {presence.id}", due=presence.wrap_up_limit))
            if presence.offer and presence.call not in self.floor.waiting and presence.call:
                gone = e.OfferWithdrawn(at=at, call=presence.call, agent=presence.id, offer=presence.offer)
                commands.append(Record(event=gone))
        for waiting in self.floor.waiting.values():
            if waiting.offer:
                commands.append(SetTimer(timer=f"offer {waiting.offer}", due=waiting.expires + LEASE_GRACE))
        return commands

    def refused(self, command: c.TelephonyCommand, at: float) -> list[Command]:
        """An order to ring a phone that could not be carried out: the offer is over."""
        if not isinstance(command, c.RingAgent):
            return []
        waiting = self.floor.waiting.get(command.call)
        if waiting is None or waiting.offer != command.offer:
            return []
        return [self._expired(waiting, at, "failed")]

    def _match(self, at: float) -> list[Command]:
        if not self.floor.telephony_up:
            return []
        unoffered = self.floor.unoffered()
        free = self.floor.free_agents() if unoffered else []
        commands: list[Command] = []
        for waiting in unoffered:
            if not free:
                break
            agent = self._best(waiting, free, at)
            if agent is not None:
                free.remove(agent)
                commands += self._offer(waiting, agent, at)
        return commands

    def _best(self, waiting: Waiting, free: list[Agent], at: float) -> Agent | None:
        fit = [a for a in free if waiting.queue in a.queues and a.can(waiting.skills)]
        if waiting.declined:
            fit = [a for a in fit if at - waiting.declined.get(a.id, -DECLINED_SECONDS) >= DECLINED_SECONDS]
        rank = RANKS[self._queue(waiting.queue).strategy]
        idle = self.floor.presences.by_id
        return min(fit, key=lambda a: (*rank(a, idle[a.id].idle_since, waiting.skills), a.id), default=None)

    def _queue(self, queue: QueueId) -> Queue:
        return self.floor.queues.get(queue, _DEFAULT)

    def _offer(self, waiting: Waiting, agent: Agent, at: float) -> list[Command]:
        queue = self._queue(waiting.queue)
        offer = offer_id(waiting.call, waiting.offers + 1)
        expires = at + queue.ring_seconds
        offered = e.AgentOffered(
            at=at,
            call=waiting.call,
            agent=agent.id,
            offer=offer,
            queue=waiting.queue,
            expires=expires,
            reason=REASONS[queue.strategy],
        )
        return [
            Record(event=offered),
            c.RingAgent(
                call=waiting.call,
                agent=agent.id,
                offer=offer,
                ring_seconds=queue.ring_seconds,
                recorded=queue.recorded,
            ),
            SetTimer(timer=f"offer {offer}", due=expires + LEASE_GRACE),
        ]

    def _hold(self, call: CallId, queue: QueueId) -> Command:
        return c.HoldInQueue(call=call, queue=queue, music=self._queue(queue).music)

    def _resumed(self, event: e.CallResumed) -> list[Command]:
        """A caller whom the native queue had meanwhile is taken back, with place and waiting time kept."""
        waiting = self.floor.waiting.get(event.call)
        if waiting is None or event.stage in {"talk", "fallback"}:
            return []
        return [] if event.stage == "queue" else [self._hold(event.call, waiting.queue)]

    def _unanswered(self, event: e.OfferExpired) -> list[Command]:
        """An agent who did not answer becomes not ready; one who declined is not asked again for this call at once.
        An order that failed (the caller just hung up, the link was lost) is nobody's fault, and not repeated at once.

        Whom the call rings next is decided when that is settled.
        """
        commands: list[Command] = [c.CancelTimer(timer=f"offer {event.offer}")]
        reason = {"no_answer": NO_ANSWER, "unreachable": UNREACHABLE, "busy": BUSY}.get(event.reason)
        if reason:
            not_ready = e.AgentBecameNotReady(at=event.at, agent=event.agent, reason=reason)
            return [*commands, Record(event=not_ready)]
        if event.reason in {"rejected", "failed"}:
            commands.append(SetTimer(timer=f"again {event.agent}", due=event.at + DECLINED_SECONDS))
        return [*commands, *self._match(event.at)]

    def _withdraw(self, event: e.CallEnded | e.CallServedByFallback | e.CallLeftQueue) -> list[Command]:
        commands: list[Command] = []
        for presence in self.floor.rung_agents():
            if presence.offer and presence.call == event.call:
                gone = e.OfferWithdrawn(at=event.at, call=event.call, agent=presence.id, offer=presence.offer)
                commands += [c.EndLeg(call=event.call, offer=presence.offer), Record(event=gone)]
        return commands

    def _start_wrap_up(self, agent: AgentId, at: float) -> list[Command]:
        presence = self.floor.presences.get(agent)
        offer, call = presence.wrap_up_due, presence.call
        if offer is None or call is None:
            return []
        limit = at + self._queue(presence.queue or QueueId("")).wrap_up_seconds
        if limit <= at:
            done = e.WrapUpFinished(at=at, call=call, agent=agent, offer=offer, by_limit=False)
            return [Record(event=done)]
        return [Record(event=e.WrapUpStarted(at=at, call=call, agent=agent, offer=offer, limit=limit))]

    def _rang(self, event: e.TimerRang) -> list[Command]:
        kind, _, name = event.timer.partition(" ")
        if kind == "wrap-up":
            return self._wrap_up_over(AgentId(name), event.at)
        if kind == "offer":
            return self._lease_over(OfferId(name), event.at)
        if kind == "console":
            return self._console_away(AgentId(name), event.at)
        return self._match(event.at)

    @staticmethod
    def _console_timer(agent: AgentId, at: float) -> Command:
        return SetTimer(timer=f"console {agent}", due=at + CONSOLE_SECONDS)

    def _console_away(self, agent: AgentId, at: float) -> list[Command]:
        """An agent whose desk stays closed is not ready: whoever comes back says so."""
        presence = self.floor.presences.get(agent)
        if presence.console or not presence.ready:
            return []
        return [Record(event=e.AgentBecameNotReady(at=at, agent=agent, reason=CONSOLE_LOST))]

    def _wrap_up_over(self, agent: AgentId, at: float) -> list[Command]:
        presence = self.floor.presences.get(agent)
        if presence.wrap_up is None or presence.call is None:
            return []
        done = e.WrapUpFinished(at=at, call=presence.call, agent=agent, offer=presence.wrap_up, by_limit=True)
        return [Record(event=done)]

    def _lease_over(self, offer: OfferId, at: float) -> list[Command]:
        """Asterisk never told how an offer ended. While the link is away nobody can know: wait for the resync."""
        waiting = next((w for w in self.floor.waiting.values() if w.offer == offer), None)
        if waiting is None:
            return []
        if not self.floor.telephony_up:
            return [SetTimer(timer=f"offer {offer}", due=at + LEASE_GRACE)]
        return [c.EndLeg(call=waiting.call, offer=offer), self._expired(waiting, at, "lost")]

    @staticmethod
    def _expired(waiting: Waiting, at: float, reason: str) -> Record:
        assert waiting.agent is not None
        assert waiting.offer is not None
        return Record(
            event=e.OfferExpired(at=at, call=waiting.call, agent=waiting.agent, offer=waiting.offer, reason=reason)
        )
