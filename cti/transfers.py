"""Transfers: a call goes from one agent to somebody else, with a way back at every step; a `Machine`.

The customer is never left alone: who gives a call away is let go only when somebody else has it, or when it waits where
it is served; whoever is asked and does not answer, leaves, or cannot be rung, gives the customer back.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cti import commands as c
from cti import events as e
from cti.agent_presence import Presences
from cti.arrangement import arrangement
from cti.call import Call, Calls, Consult
from cti.commands import Command, Record
from cti.ids import CallId, OfferId, QueueId

# Who comes back to a queue comes before all others who wait there.
BACK_HEAD_START = 3600.0
PARTY_RING_SECONDS = 45.0
GAVE_BACK = {"taken_back", "no_answer", "busy", "rejected", "unavailable", "unreachable", "failed", "lost", "left"}
MAY_BE_RUNG = {"ready", "not_ready", "wrap_up"}
Decider = Callable[[Any, Call], Iterable[Command]]


class Transfers:
    """Every call that more than one agent has to do with."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.presences = Presences()
        self._table: dict[type[e.Event], Decider] = {
            e.ConsultBegan: self._consult_began,
            e.ConsultToggled: self._toggled,
            e.ConsultEnded: self._consult_ended,
            e.ConferenceBegan: self._arranged,
            e.CallHeld: self._held_apart,
            e.CallRetrieved: self._held_apart,
            e.CallTransferred: self._transferred,
            e.TransferFailed: self._failed,
            e.CallParked: self._parked,
            e.CallPickedUp: self._picked_up,
            e.AgentUnavailable: self._not_had,
            e.OfferExpired: self._not_had,
            e.PartyLeft: self._party_left,
            e.PartyJoined: self._has_it,
            e.AgentAnswered: self._has_it,
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
        decider = self._table.get(type(event))
        call = self.calls.by_id.get(event.call) if decider and isinstance(event, e.CallEvent) else None
        return decider(event, call) if decider is not None and call is not None else ()

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

    # Asking somebody first

    def _consult_began(self, event: e.ConsultBegan, call: Call) -> Iterator[Command]:
        yield Record(event=e.CallHeld(at=event.at, call=call.id, offer=event.offer))
        yield arrangement(call)
        consult = call.consult
        if consult is not None and consult.agent is not None:
            yield Record(
                event=e.AgentWanted(
                    at=event.at,
                    call=call.id,
                    agent=consult.agent,
                    offer=consult.id,
                    queue=_queue(call),
                    reason="consult",
                    joins=event.offer,
                )
            )
        else:
            party, ring = event.consult, PARTY_RING_SECONDS
            yield c.DialParty(call=call.id, party=party, number=event.to, ring_seconds=ring, joins=event.offer)

    @staticmethod
    def _toggled(event: e.ConsultToggled, call: Call) -> Iterator[Command]:
        yield arrangement(call)
        if call.consult is not None:
            made = e.CallRetrieved if event.to == "customer" else e.CallHeld
            yield Record(event=made(at=event.at, call=call.id, offer=call.consult.offer))

    @staticmethod
    def _arranged(_event: e.Event, call: Call) -> Iterator[Command]:
        yield arrangement(call)

    @staticmethod
    def _held_apart(event: e.CallHeld | e.CallRetrieved, call: Call) -> Iterable[Command]:
        """A phone may end, too, a hold that was ordered here; who hears whom already is not moved."""
        return (arrangement(call),) if event.apart or isinstance(event, e.CallRetrieved) else ()

    def _consult_over(self, call: Call, consult: Consult, reason: str, at: float) -> Record:
        ended = e.ConsultEnded(
            at=at, call=call.id, consult=consult.id, by=consult.by, reason=reason, agent=consult.agent
        )
        return Record(event=ended)

    def _consult_ended(self, event: e.ConsultEnded, call: Call) -> Iterator[Command]:
        if event.reason not in GAVE_BACK or call.ended is not None:
            return
        if event.reason == "taken_back":
            yield c.EndLeg(call=call.id, offer=event.consult)
        mine = call.segment_of(event.by)
        if mine is not None and mine.ended is None:
            if mine.lost_since is None:
                yield arrangement(call)
            yield Record(event=e.CallRetrieved(at=event.at, call=call.id, offer=mine.id))
        elif call.transfer is not None:
            yield self._not_taken(call, event.reason, event.at)

    def _has_it(self, event: e.AgentAnswered | e.PartyJoined, call: Call) -> Iterator[Command]:
        """Who was asked is with the customer now: whoever asked may go, or has the customer, too."""
        party = event.offer if isinstance(event, e.AgentAnswered) else event.party
        consult = call.consult
        if consult is None or consult.id != party:
            return
        joined = consult.side == "all"
        yield self._consult_over(call, consult, "joined" if joined else "transferred", event.at)
        mine = call.part(consult.offer)
        if mine is None or mine.ended is not None:
            return
        if joined:
            yield Record(event=e.CallRetrieved(at=event.at, call=call.id, offer=mine.id))
        else:
            yield from self._let_go(call, mine.id, event.at)

    def _let_go(self, call: Call, offer: OfferId, at: float) -> Iterator[Command]:
        segment = call.part(offer)
        if segment is not None and segment.ended is None:
            yield c.EndLeg(call=call.id, offer=offer, rejoin=segment.losses)
            yield Record(event=e.SegmentEnded(at=at, call=call.id, agent=segment.agent, offer=offer))

    # Giving away

    def _transferred(self, event: e.CallTransferred, call: Call) -> Iterator[Command]:
        if call.consult is not None and call.consult.id == event.consult:
            yield arrangement(call)
            if not call.consult.answered:
                yield from self._let_go(call, event.offer, event.at)
        elif event.way == "queue":
            yield Record(event=e.CallQueued(at=event.at, call=call.id, queue=QueueId(event.to)))
        elif event.way == "outside":
            yield c.ConnectOutside(call=call.id, number=event.to)
        elif event.way == "flow":
            yield c.EnterFlow(call=call.id)
        elif event.consult is not None:
            yield c.HoldInQueue(call=call.id, queue=_queue(call))
            yield self._wanted(call, event.to, event.consult, "transfer", event.at)

    @staticmethod
    def _wanted(call: Call, agent: str, offer: OfferId, reason: str, at: float, *, auto_answer: bool = False) -> Record:
        wanted = e.AgentWanted(
            at=at,
            call=call.id,
            agent=agent,  # type: ignore[arg-type]
            offer=offer,
            queue=_queue(call),
            reason=reason,
            auto_answer=auto_answer,
        )
        return Record(event=wanted)

    def _gone_on(self, event: e.CallHeldInQueue | e.OutsideDialled, call: Call) -> Iterable[Command]:
        """The caller is where it goes on: whoever gave it away is let go."""
        return self._let_go(call, call.leaving, event.at) if call.leaving is not None else ()

    def _resumed(self, event: e.CallResumed, call: Call) -> Iterator[Command]:
        if call.leaving is not None and event.stage in {"flow", "queue", "outside"}:
            yield from self._let_go(call, call.leaving, event.at)
        if call.others and event.stage in {"talk", "kept", "queue"}:
            # Nobody knows which orders a loss has swallowed: who is where they should be is not moved.
            yield arrangement(call)
        elif call.transfer is not None and call.stage == "transfer" and call.offer is None and event.stage == "queue":
            yield self._not_taken(call, "lost", event.at)

    @staticmethod
    def _not_taken(call: Call, reason: str, at: float) -> Record:
        away = call.transfer
        way, to = (away.way, away.to) if away else ("agent", "")
        return Record(event=e.TransferFailed(at=at, call=call.id, way=way, to=to, reason=reason))

    def _not_had(self, event: e.AgentUnavailable | e.OfferExpired, call: Call) -> Iterator[Command]:
        """Who was to have the call is not rung, or does not answer."""
        consult, reason = call.consult, event.reason if isinstance(event, e.OfferExpired) else "unavailable"
        if consult is not None and consult.id == event.offer:
            yield self._consult_over(call, consult, reason, event.at)
        elif call.transfer is not None and event.offer in call.asked and call.stage == "transfer":
            yield self._not_taken(call, reason, event.at)

    @staticmethod
    def _outside_failed(event: e.OutsideFailed, call: Call) -> Iterator[Command]:
        if call.transfer is not None and call.transfer.way == "outside":
            yield Transfers._not_taken(call, event.reason, event.at)

    def _failed(self, event: e.TransferFailed, call: Call) -> Iterator[Command]:
        """Back to whoever gave it away, if that agent can be rung; else before all others in the queue it came from."""
        away = call.transfer
        if away is None or call.ended is not None:
            return
        presence = self.presences.get(away.by)
        own = all(one.call == call.id for one in presence.in_hand)
        if own and presence.phone and presence.logged_in and presence.state in MAY_BE_RUNG and away.backs == 1:
            wrapped = presence.of(call.id)
            if wrapped is not None and wrapped.wrap_up is not None:
                done = e.WrapUpFinished(at=event.at, call=call.id, agent=away.by, offer=wrapped.wrap_up, by_limit=False)
                yield Record(event=done)
            yield c.HoldInQueue(call=call.id, queue=_queue(call))
            yield self._wanted(call, away.by, call.next_party, "back", event.at)
            return
        queued = e.CallQueued(at=event.at, call=call.id, queue=_queue(call), head_start=BACK_HEAD_START)
        yield Record(event=queued)

    # Parking

    @staticmethod
    def _parked(event: e.CallParked, call: Call) -> Iterator[Command]:
        yield c.HoldInQueue(call=call.id, queue=_queue(call))
        yield c.SetTimer(timer=f"park {call.id}", due=event.limit)

    def _picked_up(self, event: e.CallPickedUp, call: Call) -> Iterator[Command]:
        yield c.CancelTimer(timer=f"park {call.id}")
        yield self._wanted(call, event.agent, event.offer, "pick_up", event.at, auto_answer=True)

    def _rang(self, event: e.TimerRang) -> Iterator[Command]:
        kind, _, name = event.timer.partition(" ")
        call = self.calls.by_id.get(CallId(name)) if kind == "park" else None
        if call is not None and call.parked is not None and call.ended is None:
            yield self._not_taken(call, "timeout", event.at)

    # Ends

    def _party_left(self, event: e.PartyLeft, call: Call) -> Iterator[Command]:
        consult = call.consult
        if consult is not None and consult.id == event.party:
            yield self._consult_over(call, consult, event.reason, event.at)
        elif call.ended is None and call.talks:
            yield arrangement(call)
        elif call.ended is None and call.stage == "outside" and not call.parties:
            yield c.HangUp(call=call.id)

    def _segment_ended(self, event: e.SegmentEnded, call: Call) -> Iterator[Command]:
        """An agent who leaves gives the call to whoever was asked, or leaves it to the others who are on it."""
        consult = call.consult
        if call.ended is not None:
            return
        if consult is not None and consult.offer == event.offer:
            if consult.side != "away":
                yield Record(
                    event=e.CallTransferred(
                        at=event.at,
                        call=call.id,
                        agent=event.agent,
                        offer=event.offer,
                        way=consult.way,
                        to=consult.to,
                        consult=consult.id,
                    )
                )
        elif call.talks or call.parties:
            yield arrangement(call)

    def _ended(self, event: e.CallEnded, call: Call) -> Iterator[Command]:
        """Without the customer nobody is kept on the call, nor an agent who waits apart from it."""
        yield c.CancelTimer(timer=f"park {call.id}")
        if not call.asked and not any(segment.held_apart for segment in call.talks):
            return
        consult = call.consult
        if consult is not None:
            yield c.EndLeg(call=call.id, offer=consult.id)
            yield self._consult_over(call, consult, "over", event.at)
        for party in list(call.parties):
            yield c.EndLeg(call=call.id, offer=party)
            yield Record(event=e.PartyLeft(at=event.at, call=call.id, party=party, reason="over"))
        for segment in call.talks:
            if segment.lost_since is None:
                yield from self._let_go(call, segment.id, event.at)


def _queue(call: Call) -> QueueId:
    """The queue a call belongs to: that of its latest segment, or the one it waited in."""
    latest = call.segment
    return (latest.queue if latest else None) or call.queue or QueueId("")
