"""Agents who are wanted by name: asked by a colleague, given a call, called back by one, or called to help.

The distributor rings them, too: whoever is rung here is offered nothing else at the same time. Some are waited for
while they are busy, and then rung before anything else is offered to them.
"""

from collections.abc import Iterable, Iterator

from acd.deciding import Table
from acd.floor import Floor
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import CallId, OfferId

LEASE_GRACE = 3.0
MAY_BE_RUNG = frozenset({"ready", "not_ready"})
# Nobody waits for who is not there at all.
ABSENT = frozenset({"unknown", "logged_out"})
# What comes back to an agent comes before the wrap-up of the same call.
COMES_BACK = frozenset({"back", "give_back"})


class Wanted:
    """Rings the one agent who is wanted, as soon as that may be; or says why not."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def table(self) -> Table:
        """What is done about agents who are wanted, by the kind of fact."""
        freed = (
            e.WrapUpStarted,
            e.WrapUpFinished,
            e.AgentBecameReady,
            e.AgentBecameNotReady,
            e.AgentLoggedOut,
            e.PhoneRegistered,
            e.ConsultEnded,
            e.HelpEnded,
            e.OfferExpired,
            e.OfferWithdrawn,
        )
        return {
            e.AgentWanted: self._wanted,
            e.AgentPickedUp: self._up,
            **dict.fromkeys(freed, self._freed),
            e.TelephonyRestored: self._all,
            e.CallResumed: self._resumed,
            e.CallEnded: self._gone,
            e.CallServedByFallback: self._gone,
        }

    def resume(self, at: float) -> Iterator[Command]:
        """The leases of those who are rung, and the patience with those who are waited for."""
        for event in self._floor.wanted.values():
            waited_for = event.until and self._waits(event)
            yield self._patience(event) if waited_for else self._lease(event, at)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """Patience is over; or Asterisk never told how a ring ended. While the link is away nobody can know: wait for
        the resync."""
        event = self._floor.wanted.get(OfferId(name)) if kind == "wanted" else None
        if event is None:
            return
        if event.until and self._waits(event):
            reason = self._why_not(event)
            yield from (self._unavailable(event, reason, at),) if reason else self._ring(event, at)
            return
        if not self._floor.telephony_up:
            yield SetTimer(timer=f"wanted {event.offer}", due=at + LEASE_GRACE)
            return
        yield c.EndLeg(call=event.call, offer=event.offer, ringing=True)
        yield self._expired(event, at, "lost")

    def refused(self, command: c.RingAgent, at: float) -> Iterator[Command]:
        """An order to ring that could not be carried out: the ring is over."""
        event = self._floor.wanted.get(command.offer)
        if event is not None:
            yield self._expired(event, at, "failed")

    @staticmethod
    def _expired(event: e.AgentWanted, at: float, reason: str) -> Record:
        return Record(event=e.OfferExpired(at=at, call=event.call, agent=event.agent, offer=event.offer, reason=reason))

    def _seconds(self, event: e.AgentWanted) -> float:
        return self._floor.queue(event.queue).ring_seconds

    def _lease(self, event: e.AgentWanted, at: float) -> Command:
        return SetTimer(timer=f"wanted {event.offer}", due=at + self._seconds(event) + LEASE_GRACE)

    def _up(self, event: e.AgentPickedUp) -> Iterator[Command]:
        yield c.CancelTimer(timer=f"wanted {event.offer}")

    def _patience(self, event: e.AgentWanted) -> Command:
        return SetTimer(timer=f"wanted {event.offer}", due=event.until)

    def _waits(self, event: e.AgentWanted) -> bool:
        """Whether the agent is wanted still, and not rung yet."""
        rung = self._floor.presences.get(event.agent).part(event.offer)
        return rung is None and event.offer in self._floor.wanted

    def _wanted(self, event: e.AgentWanted) -> Iterator[Command]:
        if event.until:
            yield self._hold(event)
            yield self._patience(event)
            yield from self._try(event, event.at)
            return
        yield from self._out_of_wrap_up(event, event.at)
        reason = self._why_not(event) if self._waits(event) else ""
        if reason:
            yield self._unavailable(event, reason, event.at)
        elif self._waits(event):
            yield from self._ring(event, event.at)

    def _try(self, event: e.AgentWanted, at: float) -> Iterator[Command]:
        """Ring the agent who is waited for, if that may be by now."""
        yield from self._out_of_wrap_up(event, at)
        if not self._waits(event):
            return
        reason = self._why_not(event)
        if not reason:
            yield from self._ring(event, at)
        elif reason in ABSENT:
            yield self._unavailable(event, reason, at)

    def _freed(self, event: e.AgentEvent | e.CallEvent) -> Iterable[Command]:
        """The agent whom a fact names may be rung now, or is gone."""
        agent = getattr(event, "agent", None)
        found = [one for one in self._floor.wanted.values() if one.agent == agent and self._waits(one)]
        return self._tries(found, event.at) if found else ()

    def _all(self, event: e.TelephonyRestored) -> Iterable[Command]:
        return self._tries([one for one in self._floor.wanted.values() if self._waits(one)], event.at)

    def _tries(self, found: list[e.AgentWanted], at: float) -> Iterator[Command]:
        for one in found:
            yield from self._try(one, at)

    def _resumed(self, event: e.CallResumed) -> Iterator[Command]:
        """The order to hold was lost with what went on before."""
        if event.stage == "flow":
            for one in self._of(event.call):
                yield self._hold(one)

    def _gone(self, event: e.CallEvent) -> Iterator[Command]:
        for one in self._of(event.call):
            yield c.CancelTimer(timer=f"wanted {one.offer}")
            if self._waits(one):
                yield self._unavailable(one, "over", event.at)

    def _of(self, call: CallId) -> list[e.AgentWanted]:
        return [one for one in self._floor.wanted.values() if one.call == call and one.until]

    def _hold(self, event: e.AgentWanted) -> Command:
        queue = self._floor.queue(event.queue)
        return c.HoldInQueue(call=event.call, queue=event.queue, music=queue.music)

    def _out_of_wrap_up(self, event: e.AgentWanted, at: float) -> Iterator[Command]:
        mine = self._floor.presences.get(event.agent).of(event.call) if event.reason in COMES_BACK else None
        if mine is not None and mine.wrap_up is not None:
            yield Record(
                event=e.WrapUpFinished(at=at, call=event.call, agent=event.agent, offer=mine.wrap_up, by_limit=False)
            )

    @staticmethod
    def _unavailable(event: e.AgentWanted, reason: str, at: float) -> Record:
        return Record(
            event=e.AgentUnavailable(at=at, call=event.call, agent=event.agent, offer=event.offer, reason=reason)
        )

    def _ring(self, event: e.AgentWanted, at: float) -> Iterator[Command]:
        queue, agent = self._floor.queue(event.queue), self._floor.agents[event.agent]
        yield Record(
            event=e.AgentOffered(
                at=at,
                call=event.call,
                agent=event.agent,
                offer=event.offer,
                queue=event.queue,
                expires=at + queue.ring_seconds,
                reason=event.reason,
            )
        )
        yield self._lease(event, at)
        yield c.RingAgent(
            call=event.call,
            agent=event.agent,
            offer=event.offer,
            ring_seconds=queue.ring_seconds,
            recorded=queue.recorded and not event.helps,
            auto_answer=event.auto_answer or agent.auto_answer,
            joins=event.joins,
            helps=event.helps,
            waits=event.reason == "dial",
        )

    def _why_not(self, event: e.AgentWanted) -> str:
        """Why this agent cannot be rung now; empty if nothing is in the way."""
        presence = self._floor.presences.get(event.agent)
        if event.agent not in self._floor.agents:
            return "unknown"
        if presence.state not in MAY_BE_RUNG and not presence.can_take(self._floor.agents[event.agent].calls_at_once):
            return presence.state
        return "" if presence.phone and self._floor.telephony_up else "phone"
