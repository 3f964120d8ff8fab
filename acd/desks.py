"""Agents between calls: after-call work with its limit, and desks that stay closed."""

from collections.abc import Iterable, Iterator

from acd.deciding import Table
from acd.floor import Floor
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import AgentId, OfferId, QueueId
from cti.in_hand import InHand

CONSOLE_SECONDS = 120.0
CONSOLE_LOST = "console_lost"


class Desks:
    """Ends what agents do not end themselves."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def table(self) -> Table:
        """What is done about agents, by the kind of fact."""
        return {
            e.SegmentEnded: self._talked,
            e.WrapUpStarted: self._wraps_up,
            e.WrapUpExtended: self._wraps_up,
            e.WrapUpFinished: self._wrapped_up,
            e.ConsoleLost: self._console_lost,
            e.ServiceStarted: self._started,
        }

    def _talked(self, event: e.SegmentEnded) -> Iterable[Command]:
        one = self._floor.presences.get(event.agent).part(event.offer)
        return self._start_wrap_up(event.agent, one, event.at) if one else ()

    def _wraps_up(self, event: e.WrapUpStarted | e.WrapUpExtended) -> Iterable[Command]:
        return (SetTimer(timer=f"wrap-up {event.agent} {event.offer}", due=event.limit),)

    def _wrapped_up(self, event: e.WrapUpFinished) -> Iterable[Command]:
        return (c.CancelTimer(timer=f"wrap-up {event.agent} {event.offer}"),)

    def _console_lost(self, event: e.ConsoleLost) -> Iterator[Command]:
        yield self._console_timer(event.agent, event.at)

    def _started(self, event: e.ServiceStarted) -> Iterator[Command]:
        for presence in list(self._floor.presences.by_id.values()):
            if presence.ready:
                yield self._console_timer(presence.id, event.at)

    def resume(self, at: float) -> Iterator[Command]:
        """Timers of the wrap-ups under way, and wrap-ups that a death in between left undecided."""
        for presence in list(self._floor.presences.by_id.values()):
            for one in presence.in_hand:
                if one.wrap_up_due:
                    yield from self._start_wrap_up(presence.id, one, at)
                elif one.wrap_up_limit is not None:
                    yield SetTimer(timer=f"wrap-up {presence.id} {one.wrap_up}", due=one.wrap_up_limit)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """A wrap-up has reached its limit, or a desk has stayed closed."""
        if kind == "wrap-up":
            # In a simulation an agent's name may have a space; the name of an offer never has.
            agent, _, offer = name.rpartition(" ")
            yield from self._wrap_up_over(AgentId(agent), OfferId(offer), at)
        elif kind == "console":
            yield from self._console_away(AgentId(name), at)

    def _start_wrap_up(self, agent: AgentId, one: InHand, at: float) -> Iterator[Command]:
        offer, call = one.wrap_up_due, one.call
        if offer is None:
            return
        limit = at + self._floor.queue(one.queue or QueueId("")).wrap_up_seconds
        if limit <= at:
            yield Record(event=e.WrapUpFinished(at=at, call=call, agent=agent, offer=offer, by_limit=False))
        else:
            yield Record(event=e.WrapUpStarted(at=at, call=call, agent=agent, offer=offer, limit=limit))

    def _wrap_up_over(self, agent: AgentId, offer: OfferId, at: float) -> Iterator[Command]:
        one = self._floor.presences.get(agent).part(offer)
        if one is not None and one.wrap_up == offer:
            yield Record(event=e.WrapUpFinished(at=at, call=one.call, agent=agent, offer=offer, by_limit=True))

    @staticmethod
    def _console_timer(agent: AgentId, at: float) -> Command:
        return SetTimer(timer=f"console {agent}", due=at + CONSOLE_SECONDS)

    def _console_away(self, agent: AgentId, at: float) -> Iterator[Command]:
        """An agent whose desk stays closed is not ready: whoever comes back says so."""
        presence = self._floor.presences.get(agent)
        if presence.ready and not presence.console:
            yield Record(event=e.AgentBecameNotReady(at=at, agent=agent, reason=CONSOLE_LOST))
