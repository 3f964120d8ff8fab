"""Transfers: a call goes from one agent to somebody else, with a way back at every step; a `Machine`.

The customer is never left alone: who gives a call away is let go only when somebody else has it, or when it waits where
it is served; what nobody takes comes back. Whoever is asked first is the matter of `cti/consults.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cti import commands as c
from cti import events as e
from cti.agent_presence import Presences
from cti.arrangement import arrangement
from cti.call import GIVE_BACK, Call, Calls
from cti.commands import Command, Record
from cti.consults import Consults
from cti.handing import let_go, not_taken, queue_of, wanted
from cti.ids import AgentId, CallId, QueueId

# Who comes back to a queue comes before all others who wait there.
BACK_HEAD_START = 3600.0
MAY_BE_RUNG = {"ready", "not_ready", "wrap_up"}
Decider = Callable[[Any, Call], Iterable[Command]]


class Transfers:
    """Every call that more than one agent has to do with."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.presences = Presences()
        self._consults = Consults()
        self._table: dict[type[e.Event], Decider] = {
            e.CallHeld: self._held_apart,
            e.CallRetrieved: self._held_apart,
            e.CallTransferred: self._transferred,
            e.CallGivenBack: self._given_back,
            e.TransferFailed: self._failed,
            e.CallParked: self._parked,
            e.CallPickedUp: self._picked_up,
            e.AgentUnavailable: self._not_had,
            e.OfferExpired: self._not_had,
            e.PartyLeft: self._party_left,
            e.OutsideFailed: self._outside_failed,
            e.CallHeldInQueue: self._gone_on,
            e.OutsideDialled: self._gone_on,
            e.CallResumed: self._resumed,
            e.SegmentEnded: self._segment_ended,
            e.AgentRejoined: self._arranged,
            e.CallEnded: self._ended,
        }

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self.calls.apply(event)
        self.presences.apply(event)

    def decide(self, event: e.Event) -> Iterable[Command]:
        """What is to be done now that this fact has been applied."""
        if isinstance(event, e.TimerRang):
            return self._rang(event)
        call = self.calls.by_id.get(event.call) if isinstance(event, e.CallEvent) else None
        return self._about(event, call) if call is not None else ()

    def _about(self, event: e.Event, call: Call) -> Iterable[Command]:
        if self._consults.concerned(event, call):
            return self._consults.decide(event, call)
        decider = self._table.get(type(event))
        return decider(event, call) if decider is not None else ()

    def resume(self, at: float) -> Iterator[Command]:
        """The time a parked call has left."""
        for call in self.calls.alive():
            if call.parked is not None:
                yield c.SetTimer(timer=f"park {call.id}", due=max(at, call.parked.limit))

    def refused(self, command: c.TelephonyCommand, at: float) -> Iterable[Command]:
        """An order that could not be carried out: a number that cannot be dialled was not reached."""
        if isinstance(command, c.DialParty):
            yield Record(event=e.PartyLeft(at=at, call=command.call, party=command.party, reason="failed"))
        elif isinstance(command, c.ConnectOutside):
            yield Record(event=e.OutsideFailed(at=at, call=command.call, number=command.number, reason="failed"))

    @staticmethod
    def _arranged(_event: e.Event, call: Call) -> Iterator[Command]:
        yield arrangement(call)

    @staticmethod
    def _held_apart(event: e.CallHeld | e.CallRetrieved, call: Call) -> Iterable[Command]:
        """A phone may end, too, a hold that was ordered here; who hears whom already is not moved."""
        return (arrangement(call),) if event.apart or isinstance(event, e.CallRetrieved) else ()

    # Giving away

    def _transferred(self, event: e.CallTransferred, call: Call) -> Iterator[Command]:
        if event.way == "queue":
            yield Record(event=e.CallQueued(at=event.at, call=call.id, queue=QueueId(event.to)))
        elif event.way == "outside":
            yield c.ConnectOutside(call=call.id, number=event.to)
        elif event.way == "flow":
            yield c.EnterFlow(call=call.id)
        elif event.consult is not None:
            yield c.HoldInQueue(call=call.id, queue=queue_of(call))
            yield wanted(call, AgentId(event.to), event.consult, "transfer", event.at)

    def _gone_on(self, event: e.CallHeldInQueue | e.OutsideDialled, call: Call) -> Iterable[Command]:
        """The caller is where it goes on: whoever gave it away is let go."""
        return let_go(call, call.leaving, event.at) if call.leaving is not None else ()

    def _resumed(self, event: e.CallResumed, call: Call) -> Iterator[Command]:
        if call.leaving is not None and event.stage in {"flow", "queue", "outside"}:
            yield from let_go(call, call.leaving, event.at)
        if call.others and event.stage in {"talk", "kept", "queue"}:
            # Nobody knows which orders a loss has swallowed: who is where they should be is not moved.
            yield arrangement(call)
        elif call.transfer is not None and call.stage == "transfer" and call.offer is None:
            back = call.transfer.way == GIVE_BACK
            nobody = not back or call.transfer.party is None
            if nobody and (event.stage == "queue" or (back and event.stage == "flow")):
                yield not_taken(call, "lost", event.at)

    def _not_had(self, event: e.AgentUnavailable | e.OfferExpired, call: Call) -> Iterator[Command]:
        """Who was to have the call is not rung, or does not answer."""
        reason = event.reason if isinstance(event, e.OfferExpired) else "unavailable"
        if call.transfer is not None and event.offer in call.asked and call.stage == "transfer":
            yield not_taken(call, reason, event.at)

    @staticmethod
    def _outside_failed(event: e.OutsideFailed, call: Call) -> Iterator[Command]:
        if call.transfer is not None and call.transfer.way == "outside":
            yield not_taken(call, event.reason, event.at)

    @staticmethod
    def _given_back(event: e.CallGivenBack, call: Call) -> Iterator[Command]:
        """Whoever is wanted puts the caller on hold, with the music of the queue."""
        yield wanted(call, event.agent, call.next_party, GIVE_BACK, event.at, until=event.limit)

    def _failed(self, event: e.TransferFailed, call: Call) -> Iterator[Command]:
        """Back to whoever gave it away, if that agent can be rung; else before all others in the queue it came from."""
        away = call.transfer
        if away is None or call.ended is not None:
            return
        presence = self.presences.get(away.by)
        own = all(one.call == call.id for one in presence.in_hand) and presence.phone and presence.logged_in
        if own and presence.state in MAY_BE_RUNG and away.backs == 1 and away.way != GIVE_BACK:
            yield c.HoldInQueue(call=call.id, queue=queue_of(call))
            yield wanted(call, away.by, call.next_party, "back", event.at)
            return
        queued = e.CallQueued(at=event.at, call=call.id, queue=queue_of(call), head_start=BACK_HEAD_START)
        yield Record(event=queued)

    # Parking

    @staticmethod
    def _parked(event: e.CallParked, call: Call) -> Iterator[Command]:
        yield c.HoldInQueue(call=call.id, queue=queue_of(call))
        yield c.SetTimer(timer=f"park {call.id}", due=event.limit)

    def _picked_up(self, event: e.CallPickedUp, call: Call) -> Iterator[Command]:
        yield c.CancelTimer(timer=f"park {call.id}")
        yield wanted(call, event.agent, event.offer, "pick_up", event.at, auto_answer=True)

    def _rang(self, event: e.TimerRang) -> Iterator[Command]:
        kind, _, name = event.timer.partition(" ")
        call = self.calls.by_id.get(CallId(name)) if kind == "park" else None
        if call is not None and call.parked is not None and call.ended is None:
            yield not_taken(call, "timeout", event.at)

    # Ends

    def _party_left(self, event: e.PartyLeft, call: Call) -> Iterator[Command]:
        if call.ended is None and call.talks:
            yield arrangement(call)
        elif call.ended is None and call.stage == "outside" and not call.parties:
            yield c.HangUp(call=call.id)

    @staticmethod
    def _segment_ended(event: e.SegmentEnded, call: Call) -> Iterator[Command]:
        """An agent who leaves leaves the call to the others who are on it."""
        if call.ended is None and (call.talks or call.parties):
            yield arrangement(call)

    def _ended(self, event: e.CallEnded, call: Call) -> Iterator[Command]:
        """Without the customer nobody is kept on the call, nor an agent who waits apart from it."""
        yield c.CancelTimer(timer=f"park {call.id}")
        if not call.asked and not any(segment.held_apart for segment in call.talks):
            return
        yield from self._consults.over(call, event.at)
        for party in list(call.parties):
            yield c.EndLeg(call=call.id, offer=party)
            yield Record(event=e.PartyLeft(at=event.at, call=call.id, party=party, reason="over"))
        for segment in call.talks:
            if segment.lost_since is None:
                yield from let_go(call, segment.id, event.at)
