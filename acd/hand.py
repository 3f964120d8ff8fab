"""The supervisor's hand on the floor: calls that a person moves, and agents whose work a person ends."""

from collections.abc import Iterable, Iterator

from acd.deciding import Table
from acd.doors import MOVED, Doors
from acd.floor import Floor
from acd.line import Waiting
from acd.offers import LOGGED_OUT, Offers
from acd.waiting_rules import QUEUE, Exit
from cti import events as e
from cti.commands import Command, Record
from cti.ids import AgentId, QueueId

GONE = "gone"
IN_CALL = frozenset({"talking", "wrap_up"})


class Hand:
    """Does what a supervisor says, where the floor still allows it: a call that waits no more is not moved."""

    def __init__(self, floor: Floor, doors: Doors, offers: Offers) -> None:
        self._floor = floor
        self._doors = doors
        self._offers = offers

    def table(self) -> Table:
        """What is done about a supervisor's word, by the kind of fact."""
        return {e.CallMoved: self._moved, e.AgentForcedOut: self._forced_out, e.WrapUpFinished: self._out_at_last}

    def resume(self, at: float) -> Iterator[Command]:
        """What a death in between left undone: agents to be logged out, and calls kept for who is not there."""
        for presence in list(self._floor.presences.by_id.values()):
            yield from self._ends_work(presence.id, at)
        for call in [one for one in self._floor.waiting.values() if one.sent]:
            if call.waits_for is not None and not self._comes(call.waits_for):
                yield self._lapses(call, call.waits_for, at)

    def _moved(self, event: e.CallMoved) -> Iterator[Command]:
        call = self._floor.waiting.get(event.call)
        if call is None or self._floor.is_callback(event.call):
            return
        if event.to_queue is not None:
            yield from self._to_queue(call, event.to_queue, event)
        elif event.to_agent is not None:
            yield from self._offers.withdraw(event.call, event.at, MOVED, but=event.to_agent)
            if not self._comes(event.to_agent):
                yield self._lapses(call, event.to_agent, event.at)
            yield from self._offers.of_call(event.call, event.at)

    def _to_queue(self, call: Waiting, queue: QueueId, event: e.CallMoved) -> Iterator[Command]:
        if queue != call.queue:
            yield from self._doors.leave(call, MOVED, Exit(QUEUE, queue=queue), event.at, event.by)

    def _comes(self, agent: AgentId) -> bool:
        """Whether it is worth waiting for an agent: at work, and ready but for a call in hand."""
        presence = self._floor.presences.by_id.get(agent)
        works = presence is not None and presence.logged_in and presence.ready and not presence.out_by
        return works and agent in self._floor.agents

    @staticmethod
    def _lapses(call: Waiting, agent: AgentId, at: float) -> Record:
        return Record(event=e.PreferenceLapsed(at=at, call=call.call, agent=agent, reason=GONE))

    def _forced_out(self, event: e.AgentForcedOut) -> Iterator[Command]:
        return self._ends_work(event.agent, event.at)

    def _out_at_last(self, event: e.WrapUpFinished) -> Iterable[Command]:
        return self._ends_work(event.agent, event.at) if self._floor.presences.get(event.agent).out_by else ()

    def _ends_work(self, agent: AgentId, at: float) -> Iterator[Command]:
        """Log an agent out unless a call is in hand; what rings there rings elsewhere."""
        presence = self._floor.presences.get(agent)
        if not presence.out_by or presence.state in IN_CALL:
            return
        call = presence.ringing.call if presence.ringing else None
        yield Record(event=e.AgentLoggedOut(at=at, agent=agent, by=presence.out_by))
        if call is not None:
            yield from self._offers.withdraw(call, at, LOGGED_OUT, only=agent)
            yield from self._offers.of_call(call, at)
