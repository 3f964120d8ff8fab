"""Agents who are wanted by name: asked by a colleague, given a call, called back by one, or called to help.

The distributor rings them, too: whoever is rung here is offered nothing else at the same time.
"""

from collections.abc import Iterator

from acd.deciding import Table
from acd.floor import Floor
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import OfferId

LEASE_GRACE = 3.0
MAY_BE_RUNG = frozenset({"ready", "not_ready"})


class Wanted:
    """Rings the one agent who is wanted, or says why not."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def table(self) -> Table:
        """What is done about agents who are wanted, by the kind of fact."""
        return {e.AgentWanted: self._wanted, e.AgentPickedUp: self._up}

    def resume(self, _at: float) -> Iterator[Command]:
        """The leases of those who are rung."""
        for event in self._floor.wanted.values():
            yield self._lease(event)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """Asterisk never told how a ring ended. While the link is away nobody can know: wait for the resync."""
        event = self._floor.wanted.get(OfferId(name)) if kind == "wanted" else None
        if event is None:
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

    def _lease(self, event: e.AgentWanted) -> Command:
        return SetTimer(timer=f"wanted {event.offer}", due=event.at + self._seconds(event) + LEASE_GRACE)

    def _up(self, event: e.AgentPickedUp) -> Iterator[Command]:
        yield c.CancelTimer(timer=f"wanted {event.offer}")

    def _wanted(self, event: e.AgentWanted) -> Iterator[Command]:
        reason = self._why_not(event)
        if reason:
            yield Record(
                event=e.AgentUnavailable(
                    at=event.at, call=event.call, agent=event.agent, offer=event.offer, reason=reason
                )
            )
            return
        queue, agent = self._floor.queue(event.queue), self._floor.agents[event.agent]
        expires = event.at + queue.ring_seconds
        yield Record(
            event=e.AgentOffered(
                at=event.at,
                call=event.call,
                agent=event.agent,
                offer=event.offer,
                queue=event.queue,
                expires=expires,
                reason=event.reason,
            )
        )
        yield self._lease(event)
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
