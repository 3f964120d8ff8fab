"""Colleagues who ask a queue: each waits for whoever is free there, without being a call of the queue."""

from dataclasses import dataclass

from acd.line import Waiting
from cti import events as e
from cti.ids import CallId, OfferId, asked_in_turn, same_party


@dataclass(slots=True)
class Ask:
    """One who asks, until `until` (seconds since the epoch). `waiting` is the place among those who wait, `rung` the
    leg of who is rung now, `turns` how many were rung."""

    event: e.QueueAsked
    waiting: Waiting
    until: float
    rung: OfferId | None = None
    turns: int = 0

    @property
    def following(self) -> OfferId:
        """The leg of who is rung next."""
        return asked_in_turn(self.event.consult, self.turns + 1)


class Asks:
    """All who ask a queue now, by the call they ask about; by facts alone."""

    def __init__(self) -> None:
        self.by_call: dict[CallId, Ask] = {}

    def began(self, event: e.QueueAsked, waiting: Waiting, until: float) -> None:
        """Somebody asks."""
        self.by_call[event.call] = Ask(event, waiting, until)

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        ask = self.by_call.get(event.call) if isinstance(event, e.CallEvent) else None
        if ask is None:
            return
        match event:
            case e.AgentWanted() if same_party(ask.event.consult, event.offer):
                ask.rung, ask.turns = event.offer, ask.turns + 1
            case e.OfferExpired() | e.AgentUnavailable() if event.offer == ask.rung:
                ask.rung = None
                ask.waiting.declined = {**(ask.waiting.declined or {}), event.agent: event.at}
            case e.OfferWithdrawn() if event.offer == ask.rung:
                ask.rung = None
            case e.ConsultAnswered() | e.ConsultEnded() if same_party(ask.event.consult, event.consult):
                del self.by_call[event.call]
            case e.CallEnded():
                del self.by_call[event.call]
