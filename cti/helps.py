"""Help: a supervisor listens to a talk, whispers to the agent, barges in, or takes the call over; a `Machine`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cti import commands as c
from cti import events as e
from cti.arrangement import BARGE, TAKE_OVER, arrangement
from cti.call import Call, Calls, Help
from cti.commands import Command, Record
from cti.ids import OfferId, QueueId

LISTEN, WHISPER = "listen", "whisper"
MODES = (LISTEN, WHISPER, BARGE)
Decider = Callable[[Any, Call], Iterable[Command]]


class Helps:
    """Every supervisor who is with an agent."""

    def __init__(self) -> None:
        self.calls = Calls()
        self._table: dict[type[e.Event], Decider] = {
            e.HelpBegan: self._began,
            e.HelpAnswered: self._answered,
            e.HelpChanged: self._changed,
            e.HelpEnded: self._ended,
            e.AgentUnavailable: self._not_had,
            e.OfferExpired: self._not_had,
            e.PartyLeft: self._left,
            e.CallTakenOver: self._taken_over,
            e.AgentAnswered: self._has_it,
            e.SegmentEnded: self._talk_over,
            e.CallEnded: self._call_over,
        }

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self.calls.apply(event)

    def decide(self, event: e.Event) -> Iterable[Command]:
        """What is to be done now that this fact has been applied."""
        decider = self._table.get(type(event))
        call = self.calls.by_id.get(event.call) if decider and isinstance(event, e.CallEvent) else None
        return decider(event, call) if decider is not None and call is not None else ()

    def resume(self, _at: float) -> Iterable[Command]:
        """Nothing is due before Asterisk has said who is still there."""
        return ()

    def refused(self, command: c.TelephonyCommand, at: float) -> Iterator[Command]:
        """A change that could not be carried out: the supervisor is gone."""
        call = self.calls.by_id.get(command.call)
        if isinstance(command, c.ChangeHelp) and call is not None and command.party in call.helps:
            yield self._over(call, call.helps[command.party], "left", at)

    @staticmethod
    def _began(event: e.HelpBegan, call: Call) -> Iterator[Command]:
        yield Record(
            event=e.AgentWanted(
                at=event.at,
                call=call.id,
                agent=event.agent,
                offer=event.party,
                queue=call.queue or QueueId(""),
                reason="help",
                joins=event.offer,
                helps=WHISPER if event.mode == WHISPER else LISTEN,
                auto_answer=True,
            )
        )

    @staticmethod
    def _answered(event: e.HelpAnswered, call: Call) -> Iterator[Command]:
        help_ = call.helps.get(event.party)
        if help_ is not None and help_.mode == BARGE:
            yield arrangement(call)

    @staticmethod
    def _changed(event: e.HelpChanged, call: Call) -> Iterator[Command]:
        help_ = call.helps.get(event.party)
        if help_ is None or not help_.answered:
            return
        yield arrangement(call)
        if event.mode != BARGE:
            yield c.ChangeHelp(call=call.id, party=event.party, helped=help_.offer, mode=event.mode)

    @staticmethod
    def _over(call: Call, help_: Help, reason: str, at: float) -> Record:
        return Record(event=e.HelpEnded(at=at, call=call.id, agent=help_.agent, party=help_.id, reason=reason))

    @staticmethod
    def _ended(event: e.HelpEnded, call: Call) -> Iterator[Command]:
        if event.reason == "took_over":
            return
        yield c.EndLeg(call=call.id, offer=event.party)
        if call.ended is None and call.others:
            yield arrangement(call)

    def _gone(self, call: Call, party: OfferId, reason: str, at: float) -> Iterator[Command]:
        help_ = call.helps.get(party)
        if help_ is not None:
            yield self._over(call, help_, reason, at)

    def _not_had(self, event: e.AgentUnavailable | e.OfferExpired, call: Call) -> Iterator[Command]:
        return self._gone(call, event.offer, event.reason, event.at)

    def _left(self, event: e.PartyLeft, call: Call) -> Iterator[Command]:
        return self._gone(call, event.party, event.reason, event.at)

    @staticmethod
    def _taken_over(_event: e.CallTakenOver, call: Call) -> Iterator[Command]:
        yield arrangement(call)

    def _has_it(self, event: e.AgentAnswered, call: Call) -> Iterator[Command]:
        """The customer is with the supervisor now: the agent is let go."""
        help_ = call.helps.get(event.offer)
        if help_ is None or help_.mode != TAKE_OVER:
            return
        yield self._over(call, help_, "took_over", event.at)
        segment = call.part(help_.offer)
        if segment is not None and segment.ended is None:
            yield c.EndLeg(call=call.id, offer=segment.id, rejoin=segment.losses)
            yield Record(event=e.SegmentEnded(at=event.at, call=call.id, agent=segment.agent, offer=segment.id))

    def _talk_over(self, event: e.SegmentEnded, call: Call) -> Iterator[Command]:
        for help_ in list(call.helps.values()):
            if help_.offer == event.offer and help_.mode != TAKE_OVER:
                yield self._over(call, help_, "over", event.at)

    def _call_over(self, event: e.CallEnded, call: Call) -> Iterator[Command]:
        for help_ in list(call.helps.values()):
            yield self._over(call, help_, "over", event.at)
