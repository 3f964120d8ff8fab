"""Consults: an agent asks somebody before the call goes on, while the customer hears music; with a way back.

Whoever is asked and does not answer, leaves, or cannot be rung, gives the customer back to whoever asked. Pure.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cti import commands as c
from cti import events as e
from cti.arrangement import arrangement
from cti.call import Call, Consult
from cti.commands import Command, Record
from cti.handing import let_go, not_taken, wanted
from cti.ids import QueueId, same_party

PARTY_RING_SECONDS = 45.0
GAVE_BACK = {"taken_back", "no_answer", "busy", "rejected", "unavailable", "unreachable", "failed", "lost", "left"}
GAVE_BACK |= {"nobody_free"}
Decider = Callable[[Any, Call], Iterable[Command]]


class Consults:
    """What is decided about whoever is asked; a part of `Transfers`, which folds the calls."""

    def __init__(self) -> None:
        self._table: dict[type[e.Event], Decider] = {
            e.ConsultBegan: self._began,
            e.ConsultToggled: self._toggled,
            e.ConsultEnded: self._ended,
            e.ConferenceBegan: self._arranged,
            e.CallTransferred: self._handed_over,
            e.AgentUnavailable: self._not_had,
            e.OfferExpired: self._not_had,
            e.PartyLeft: self._party_left,
            e.PartyJoined: self._has_it,
            e.AgentAnswered: self._has_it,
            e.SegmentEnded: self._asker_gone,
        }

    @staticmethod
    def concerned(event: e.Event, call: Call) -> bool:
        """Whether this fact is about asking, or about those of the call who ask or are asked."""
        consult = call.consult
        match event:
            case e.ConsultBegan() | e.ConsultToggled() | e.ConsultEnded() | e.ConferenceBegan():
                return True
            case e.CallTransferred():
                return consult is not None and same_party(consult.id, event.consult)
            case e.AgentUnavailable() | e.OfferExpired() | e.AgentAnswered():
                return consult is not None and consult.id == event.offer
            case e.PartyLeft() | e.PartyJoined():
                return consult is not None and consult.id == event.party
            case e.SegmentEnded():
                return consult is not None and consult.offer == event.offer
        return False

    def decide(self, event: e.Event, call: Call) -> Iterable[Command]:
        """What is to be done now that this fact has been applied to the call."""
        decider = self._table.get(type(event))
        return decider(event, call) if decider is not None else ()

    @staticmethod
    def _began(event: e.ConsultBegan, call: Call) -> Iterator[Command]:
        yield Record(event=e.CallHeld(at=event.at, call=call.id, offer=event.offer))
        yield arrangement(call)
        consult = call.consult
        if consult is not None and consult.agent is not None:
            yield wanted(call, consult.agent, consult.id, "consult", event.at, joins=event.offer)
        elif event.way == "queue":
            asks, queue = event.agent, QueueId(event.to)
            asked = e.QueueAsked(
                at=event.at, call=call.id, by=asks, offer=event.offer, consult=event.consult, queue=queue
            )
            yield Record(event=asked)
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
    def _arranged(_event: e.ConferenceBegan, call: Call) -> Iterator[Command]:
        yield arrangement(call)

    @staticmethod
    def _ended(event: e.ConsultEnded, call: Call) -> Iterator[Command]:
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
            yield not_taken(call, event.reason, event.at)

    @staticmethod
    def _has_it(event: e.AgentAnswered | e.PartyJoined, call: Call) -> Iterator[Command]:
        """Who was asked is with the customer now: whoever asked may go, or has the customer, too."""
        consult = call.consult
        if consult is None:
            return
        joined = consult.side == "all"
        yield _over(call, consult, "joined" if joined else "transferred", event.at)
        mine = call.part(consult.offer)
        if mine is None or mine.ended is not None:
            return
        if joined:
            yield Record(event=e.CallRetrieved(at=event.at, call=call.id, offer=mine.id))
        else:
            yield from let_go(call, mine.id, event.at)

    @staticmethod
    def _handed_over(event: e.CallTransferred, call: Call) -> Iterator[Command]:
        """Who was asked is to have the call; while it still rings there, the customer waits alone. A queue of which
        nobody has answered yet has the customer as it has any other."""
        consult = call.consult
        if consult is not None and consult.waits:
            yield c.EndLeg(call=call.id, offer=consult.id)
            yield _over(call, consult, "queued", event.at)
            yield Record(event=e.CallQueued(at=event.at, call=call.id, queue=QueueId(consult.to)))
            return
        yield arrangement(call)
        if consult is not None and not consult.answered:
            yield from let_go(call, event.offer, event.at)

    @staticmethod
    def _not_had(event: e.AgentUnavailable | e.OfferExpired, call: Call) -> Iterator[Command]:
        reason = event.reason if isinstance(event, e.OfferExpired) else "unavailable"
        # Of a queue, the next one is rung.
        if call.consult is not None and not call.consult.waits:
            yield _over(call, call.consult, reason, event.at)

    @staticmethod
    def _party_left(event: e.PartyLeft, call: Call) -> Iterator[Command]:
        if call.consult is not None:
            yield _over(call, call.consult, event.reason, event.at)

    @staticmethod
    def _asker_gone(event: e.SegmentEnded, call: Call) -> Iterator[Command]:
        """An agent who hangs up while asking gives the call to whoever was asked."""
        consult = call.consult
        if call.ended is None and consult is not None and consult.side != "away":
            (way, to), asked = consult.goal, consult.id
            yield Record(
                event=e.CallTransferred(
                    at=event.at, call=call.id, agent=event.agent, offer=event.offer, way=way, to=to, consult=asked
                )
            )

    @staticmethod
    def over(call: Call, at: float) -> Iterator[Command]:
        """The call is over: nobody is asked any more."""
        if call.consult is not None:
            yield c.EndLeg(call=call.id, offer=call.consult.id)
            yield _over(call, call.consult, "over", at)


def _over(call: Call, consult: Consult, reason: str, at: float) -> Record:
    asked, by, agent, to = consult.id, consult.by, consult.agent, consult.to
    ended = e.ConsultEnded(at=at, call=call.id, consult=asked, by=by, reason=reason, agent=agent, to=to)
    return Record(event=ended)
