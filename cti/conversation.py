"""A conversation's end and its repair: an agent who hangs up ends the call, an agent whose phone is lost gets it back.

The caller is never left alone: music plays while the agent's phone is awaited, and when it does not come back in
time the call is queued again before all others. Pure; a `Machine`.
"""

from collections.abc import Iterator

from cti import commands as c
from cti import events as e
from cti.agent_presence import Presences
from cti.arrangement import arrangement
from cti.call import Call, Calls, Segment
from cti.commands import Command, Record, SetTimer
from cti.ids import AgentId, OfferId, QueueId

REJOIN_SECONDS = 25.0
GONE_SECONDS = 6.0
RING_BACK_SECONDS = 0.5
REJOIN_RING_SECONDS = 10.0
LOST_HEAD_START = 3600.0


class Conversations:
    """Every call in talk."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.presences = Presences()
        self._contacts: dict[AgentId, str] = {}
        self._talks_on: dict[OfferId, str] = {}

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self.calls.apply(event)
        self.presences.apply(event)
        match event:
            case e.PhoneRegistered():
                self._contacts[event.agent] = event.contact
            case e.AgentAnswered() | e.AgentRejoined():
                self._talks_on[event.offer] = self._contacts.get(event.agent, "")
            case e.ConsultAnswered() if event.agent is not None:
                self._talks_on[event.consult] = self._contacts.get(event.agent, "")
            case e.HelpAnswered():
                self._talks_on[event.party] = self._contacts.get(event.agent, "")
            case e.SegmentEnded():
                self._talks_on.pop(event.offer, None)
            case e.ConsultEnded() if event.reason not in {"transferred", "joined"}:
                self._talks_on.pop(event.consult, None)
            case e.HelpEnded() if event.reason != "took_over":
                self._talks_on.pop(event.party, None)

    def decide(self, event: e.Event) -> list[Command]:
        """What is to be done now that this fact has been applied."""
        match event:
            case e.SegmentEnded():
                return self._segment_ended(event)
            case e.AgentPhoneLost():
                return self._phone_lost(event)
            case e.PhoneRegistered():
                return self._phone_back(event.agent, event.at)
            case e.PhoneLost():
                return self._phone_gone(event)
            case e.AgentRejoined():
                return self._rejoined(event)
            case e.AgentAnswered():
                return self._turned_to(event.agent, event.offer, event.at)
            case e.ConsultAnswered() if event.agent is not None:
                return self._turned_to(event.agent, event.consult, event.at)
            case e.HelpAnswered():
                return self._turned_to(event.agent, event.party, event.at)
            case e.CallRetrieved():
                return self._retrieved(event)
            case e.CallEnded():
                return self._ended_while_lost(event)
            case e.TimerRang():
                return self._rang(event)
        return []

    def resume(self, at: float) -> list[Command]:
        """Wait on for the phones that were awaited."""
        commands: list[Command] = []
        for call in self.calls.alive():
            for segment in call.talks:
                if segment.lost_since is not None:
                    commands.append(SetTimer(timer=f"rejoin {segment.id}", due=at + REJOIN_SECONDS))
        return commands

    def refused(self, command: c.TelephonyCommand, at: float) -> list[Command]:
        """A phone that could not be rung back is tried again while the wait lasts."""
        if isinstance(command, c.RingAgent):
            return [SetTimer(timer=f"ring-back {command.offer}", due=at + 1.0)]
        return []

    def _rejoined(self, event: e.AgentRejoined) -> list[Command]:
        """The agent is back; whom the agent had on hold is put there again."""
        call = self.calls.by_id.get(event.call)
        segment = call.part(event.offer) if call else None
        commands: list[Command] = [c.CancelTimer(timer=f"rejoin {event.offer}")]
        if segment is not None and segment.was_held and segment.ended is None:
            held = e.CallHeld(at=event.at, call=event.call, offer=event.offer, apart=True)
            commands.append(Record(event=held))
        return commands

    def _segment_ended(self, event: e.SegmentEnded) -> list[Command]:
        call = self.calls.by_id.get(event.call)
        if call is None or call.ended is not None or call.stage != "talk" or call.talks or call.others:
            # Gone on elsewhere, or somebody else is on the call, too.
            return []
        segment = call.part(event.offer)
        if segment is not None and segment.lost_since is not None and segment.queue is not None:
            queued = e.CallQueued(at=event.at, call=call.id, queue=segment.queue, head_start=LOST_HEAD_START)
            return [Record(event=queued)]
        return [c.HangUp(call=call.id, by="agent")]

    def _phone_lost(self, event: e.AgentPhoneLost) -> list[Command]:
        call = self.calls.by_id.get(event.call)
        segment = call.part(event.offer) if call else None
        if call is None or segment is None or call.ended is not None:
            return []
        alone = not call.others
        commands: list[Command] = [
            c.HoldInQueue(call=call.id, queue=segment.queue or QueueId("")) if alone else arrangement(call),
            c.EndLeg(call=call.id, offer=segment.id, rejoin=segment.losses - 1),
        ]
        if segment.losses == 1:
            commands.append(SetTimer(timer=f"rejoin {segment.id}", due=event.at + REJOIN_SECONDS))
        if self.presences.get(segment.agent).phone:
            commands.append(SetTimer(timer=f"ring-back {segment.id}", due=event.at + RING_BACK_SECONDS))
        return commands

    def _talks_of(self, agent: AgentId) -> Iterator[tuple[Call, Segment]]:
        """The conversations an agent is in: one active, the others on hold."""
        for one in list(self.presences.get(agent).in_hand):
            call = self.calls.by_id.get(one.call)
            segment = call.part(one.segment) if call and one.segment else None
            if call is not None and call.ended is None and segment is not None and segment.ended is None:
                yield call, segment

    def _turned_to(self, agent: AgentId, offer: OfferId, at: float) -> list[Command]:
        """An agent speaks with one customer at a time: whoever else is not on hold yet hears music from now on."""
        return [
            Record(event=e.CallHeld(at=at, call=call.id, offer=segment.id, apart=True))
            for call, segment in self._talks_of(agent)
            if segment.id != offer and segment.held_since is None and segment.lost_since is None
        ]

    def _retrieved(self, event: e.CallRetrieved) -> list[Command]:
        call = self.calls.by_id.get(event.call)
        segment = call.part(event.offer) if call else None
        return self._turned_to(segment.agent, event.offer, event.at) if segment else []

    def _phone_gone(self, event: e.PhoneLost) -> list[Command]:
        """The media may still flow: only a phone that stays away for a while is taken for lost."""
        return [
            SetTimer(timer=f"gone {segment.id}", due=event.at + GONE_SECONDS)
            for _call, segment in self._talks_of(event.agent)
            if segment.lost_since is None
        ]

    def _phone_back(self, agent: AgentId, at: float) -> list[Command]:
        """A phone that was awaited is rung; a new phone in the middle of a talk is a page that was loaded anew."""
        commands = self._parties_gone(agent, at)
        for call, segment in self._talks_of(agent):
            if segment.lost_since is not None:
                commands.append(self._ring_back(call, segment))
                continue
            commands.append(c.CancelTimer(timer=f"gone {segment.id}"))
            if self._talks_on.get(segment.id, "") != self._contacts.get(agent, ""):
                lost = e.AgentPhoneLost(at=at, call=call.id, agent=agent, offer=segment.id)
                commands.append(Record(event=lost))
        return commands

    def _parties_gone(self, agent: AgentId, at: float) -> list[Command]:
        """Who was only asked, or helped, and loads the page anew, has left."""
        commands: list[Command] = []
        for one in self.presences.get(agent).in_hand:
            if one.party is not None and self._talks_on.get(one.party, "") != self._contacts.get(agent, ""):
                left = e.PartyLeft(at=at, call=one.call, party=one.party, reason="lost")
                commands += [c.EndLeg(call=one.call, offer=one.party), Record(event=left)]
        return commands

    @staticmethod
    def _ring_back(call: Call, segment: Segment) -> Command:
        return c.RingAgent(
            call=call.id,
            agent=segment.agent,
            offer=segment.id,
            ring_seconds=REJOIN_RING_SECONDS,
            recorded=segment.recording is not None,
            rejoin=segment.losses,
            waits=call.others,
        )

    def _ended_while_lost(self, event: e.CallEnded) -> list[Command]:
        call = self.calls.by_id.get(event.call)
        commands: list[Command] = []
        for segment in call.talks if call else []:
            if segment.lost_since is not None:
                over = e.SegmentEnded(at=event.at, call=event.call, agent=segment.agent, offer=segment.id)
                commands += [c.CancelTimer(timer=f"rejoin {segment.id}"), Record(event=over)]
        return commands

    def _rang(self, event: e.TimerRang) -> list[Command]:
        kind, _, name = event.timer.partition(" ")
        offer = OfferId(name)
        for call in self.calls.alive():
            segment = call.part(offer)
            if segment is not None and segment.ended is None:
                return self._overdue(kind, call, segment, event.at)
        return []

    def _overdue(self, kind: str, call: Call, segment: Segment, at: float) -> list[Command]:
        if kind == "gone":
            back = self.presences.get(segment.agent).phone or segment.lost_since is not None
            lost = e.AgentPhoneLost(at=at, call=call.id, agent=segment.agent, offer=segment.id)
            return [] if back else [Record(event=lost)]
        if segment.lost_since is None:
            return []
        if kind == "ring-back":
            return [self._ring_back(call, segment)]
        # A ring that goes on would take the customer away from whoever has it by then.
        end = c.EndLeg(call=call.id, offer=segment.id, rejoin=segment.losses, ringing=True)
        return [end, Record(event=e.SegmentEnded(at=at, call=call.id, agent=segment.agent, offer=segment.id))]
