"""How each fact changes the call it is about."""

from collections.abc import Callable
from typing import Any

from cti import events as e
from cti.call_parts import DIALLING, GIVE_BACK, Call, Consult, Help, Offer, Segment, Transfer
from cti.ids import AgentId, OfferId, same_party
from cti.script_progress import advanced


def _recognised(call: Call, event: e.CallerRecognised) -> None:
    # What a person said stands, whatever a late look-up finds.
    if not call.linked:
        call.customer, call.candidates = event.customer, event.candidates


def _flow(call: Call, event: e.FlowEntered) -> None:
    call.node = (event.flow, event.node, event.attempt, event.language)


def _digits(call: Call, event: e.DigitsEntered) -> None:
    if event.digits:
        call.digits.append((event.step, event.digits))


def _queued(call: Call, event: e.CallQueued) -> None:
    call.transfer = None
    call.stage, call.queue, call.head_start = "queued", event.queue, event.head_start
    call.enqueued = event.at


def _offered(call: Call, event: e.AgentOffered) -> None:
    call.stage = call.stage if call.stage in _STAYS else "offered"
    call.queue = call.queue or event.queue
    call.offers += 1
    call.offer = Offer(event.offer, event.agent, event.queue, event.at, event.expires)


def _unoffered(call: Call, event: e.OfferExpired | e.OfferWithdrawn) -> None:
    if call.offer and call.offer.id == event.offer:
        call.offer = None
        _unavailable(call, event)
        if call.stage == "offered":
            call.stage = "transfer" if call.transfer else "queued"


def _held_in_queue(call: Call, event: e.CallHeldInQueue) -> None:
    """A callback's customer is there, and waits from now on."""
    if call.stage == DIALLING:
        call.stage, call.enqueued = "offered" if call.offer else "queued", event.at


def _answered(call: Call, event: e.AgentAnswered) -> None:
    call.stage, call.parked = "talk", None
    if (call.offer and call.offer.id == event.offer) or call.consult is None:
        call.offer = None
    if call.consult is None:
        call.transfer = None
    call.segments.append(Segment(event.offer, event.agent, call.queue, event.at))


def _held(call: Call, event: e.CallHeld) -> None:
    segment = call.part(event.offer)
    if segment and segment.ended is None:
        segment.held_apart, segment.was_held = segment.held_apart or event.apart, False
        if segment.held_since is None:
            segment.held_since = event.at


def _retrieved(call: Call, event: e.CallRetrieved | e.AgentPhoneLost | e.SegmentEnded) -> None:
    segment = call.part(event.offer)
    if segment and segment.held_since is not None:
        segment.hold_seconds += max(0.0, event.at - segment.held_since)
        segment.held_since, segment.held_apart = None, False


def _phone_lost(call: Call, event: e.AgentPhoneLost) -> None:
    segment = call.part(event.offer)
    asking = call.consult is not None and call.consult.offer == event.offer
    if segment and not asking:
        # Whom the agent had on hold is on hold again when the agent is back.
        segment.was_held = segment.was_held or segment.held_since is not None
        _retrieved(call, event)
    if segment and segment.ended is None:
        segment.lost_since = event.at
        segment.losses += 1


def _rejoined(call: Call, event: e.AgentRejoined) -> None:
    segment = call.part(event.offer)
    if segment:
        segment.lost_since = None


def _segment_ended(call: Call, event: e.SegmentEnded) -> None:
    _retrieved(call, event)
    segment = call.part(event.offer)
    if segment and segment.ended is None:
        segment.ended = event.at
    if call.leaving == event.offer:
        call.leaving = None
    if call.stage == "talk" and not call.talks and call.parties:
        call.stage = "outside"


def _wrap_up(call: Call, event: e.WrapUpStarted | e.WrapUpExtended) -> None:
    for segment in call.segments:
        if segment.id == event.offer:
            segment.wrap_up_limit = event.limit


def _wrapped_up(call: Call, event: e.WrapUpFinished) -> None:
    for segment in call.segments:
        if segment.id == event.offer:
            segment.wrapped_up = event.at


def _recording(call: Call, event: e.RecordingStarted) -> None:
    for segment in call.segments:
        if segment.id == event.offer:
            segment.recording = event.recording


def _paused(call: Call, event: e.RecordingPaused | e.RecordingResumed) -> None:
    segment = call.part(event.offer)
    if segment:
        segment.paused = isinstance(event, e.RecordingPaused)


def _note(call: Call, event: e.NoteWritten) -> None:
    call.note, call.note_revision = event.text, call.note_revision + 1


def _disposition(call: Call, event: e.DispositionChosen) -> None:
    call.disposition, call.fields = event.disposition, event.fields


def _scripted(call: Call, event: e.ScriptAnswered) -> None:
    call.script = advanced(call.script, event)


def _linked(call: Call, event: e.CustomerLinked) -> None:
    call.customer, call.candidates, call.linked = event.customer, (), True


def _fallback(call: Call, _event: e.CallServedByFallback) -> None:
    call.stage, call.offer = "fallback", None


def _left_queue(call: Call, event: e.CallLeftQueue) -> None:
    if call.queue == event.queue and call.stage in {"queued", "offered"}:
        call.stage, call.queue, call.enqueued, call.offer = "flow", None, None, None


def _voicemail(call: Call, _event: e.VoicemailStarted) -> None:
    call.stage = "voicemail"


def _outside(call: Call, _event: e.OutsideDialled | e.ConnectedOutside) -> None:
    call.stage = "outside"


def _resumed(call: Call, event: e.CallResumed) -> None:
    if event.stage in _ON_ITS_OWN or (event.stage == "flow" and call.stage in _ON_ITS_OWN):
        call.stage = event.stage


def _asked(call: Call, event: e.AgentWanted) -> None:
    call.asked.add(event.offer)
    if call.transfer and event.reason == GIVE_BACK:
        call.transfer.party = event.offer
    if call.consult and event.reason == "consult" and same_party(call.consult.id, event.offer):
        call.consult.id, call.consult.agent = event.offer, event.agent


def _given_back(call: Call, event: e.CallGivenBack) -> None:
    sent = call.transfer.offer if call.transfer else OfferId("")
    call.transfer = Transfer(event.agent, sent, GIVE_BACK, event.agent)
    call.stage, call.offer = "transfer", None


def _unavailable(call: Call, event: e.AgentUnavailable | e.OfferExpired | e.OfferWithdrawn) -> None:
    if call.transfer and call.transfer.party == event.offer:
        call.transfer.party = None
    if call.consult and call.consult.waits and call.consult.id == event.offer:
        call.consult.agent = None


def _dialled(call: Call, event: e.CallDialled) -> None:
    call.direction, call.queue = "outbound", event.queue
    call.asked.add(event.offer)


def _consult(call: Call, event: e.ConsultBegan) -> None:
    agent = AgentId(event.to) if event.way == "agent" else None
    call.asked.add(event.consult)
    call.consult = Consult(event.consult, event.agent, event.offer, event.way, event.to, agent)


def _consult_answered(call: Call, event: e.ConsultAnswered) -> None:
    if call.consult and call.consult.id == event.consult:
        call.consult.answered = True
    if call.offer and call.offer.id == event.consult:
        call.offer = None


def _toggled(call: Call, event: e.ConsultToggled) -> None:
    if call.consult and call.consult.id == event.consult:
        call.consult.side = event.to


def _consult_ended(call: Call, event: e.ConsultEnded) -> None:
    if call.consult and same_party(call.consult.id, event.consult):
        call.consult = None
        mine = call.segment_of(event.by)
        if event.reason == "transferred" or (mine is not None and mine.ended is None):
            call.transfer = None
    if call.offer and call.offer.id == event.consult:
        call.offer = None


def _transferred(call: Call, event: e.CallTransferred) -> None:
    call.transfer = Transfer(event.agent, event.offer, event.way, event.to, event.consult)
    if event.consult is not None:
        call.asked.add(event.consult)
    if call.consult and same_party(call.consult.id, event.consult) and not call.consult.waits:
        call.consult.side = "away"
    else:
        call.stage, call.offer, call.leaving = "transfer", None, event.offer


def _conference(call: Call, event: e.ConferenceBegan) -> None:
    if call.consult and call.consult.id == event.consult:
        call.consult.side = "all"


def _taken_over(call: Call, event: e.CallTakenOver) -> None:
    if event.party in call.helps:
        call.helps[event.party].mode = "take_over"


def _transfer_failed(call: Call, _event: e.TransferFailed) -> None:
    if call.transfer:
        call.transfer.backs += 1
        call.stage = "transfer" if not call.talks else call.stage


def _party_joined(call: Call, event: e.PartyJoined) -> None:
    call.parties[event.party] = event.number


def _party_left(call: Call, event: e.PartyLeft) -> None:
    call.parties.pop(event.party, None)


def _parked(call: Call, event: e.CallParked) -> None:
    call.stage, call.parked, call.leaving = "parked", event, event.offer
    call.transfer = Transfer(event.agent, event.offer, "park", str(event.slot))


def _picked_up(call: Call, event: e.CallPickedUp) -> None:
    call.stage, call.parked = "transfer", None
    call.asked.add(event.offer)


def _help(call: Call, event: e.HelpBegan) -> None:
    call.asked.add(event.party)
    call.helps[event.party] = Help(event.party, event.agent, event.helped, event.offer, event.mode)


def _help_answered(call: Call, event: e.HelpAnswered) -> None:
    if event.party in call.helps:
        call.helps[event.party].answered = True


def _help_changed(call: Call, event: e.HelpChanged) -> None:
    if event.party in call.helps:
        call.helps[event.party].mode = event.mode


def _help_ended(call: Call, event: e.HelpEnded) -> None:
    call.helps.pop(event.party, None)


def _ended(call: Call, event: e.CallEnded) -> None:
    call.stage, call.ended, call.ended_by = "ended", event.at, event.ended_by


# Where neither the flow nor a queue has the caller.
_ON_ITS_OWN = frozenset({"voicemail", "outside"})
# Where an agent who is rung for the call does not mean that the call waits.
_STAYS = frozenset({DIALLING, "talk"})
CHANGES: dict[type[e.Event], Callable[[Call, Any], None]] = {
    e.CallerRecognised: _recognised,
    e.FlowEntered: _flow,
    e.DigitsEntered: _digits,
    e.CallQueued: _queued,
    e.AgentOffered: _offered,
    e.OfferExpired: _unoffered,
    e.OfferWithdrawn: _unoffered,
    e.CallHeldInQueue: _held_in_queue,
    e.AgentAnswered: _answered,
    e.CallHeld: _held,
    e.CallRetrieved: _retrieved,
    e.AgentPhoneLost: _phone_lost,
    e.AgentRejoined: _rejoined,
    e.SegmentEnded: _segment_ended,
    e.WrapUpStarted: _wrap_up,
    e.WrapUpExtended: _wrap_up,
    e.WrapUpFinished: _wrapped_up,
    e.RecordingStarted: _recording,
    e.RecordingPaused: _paused,
    e.RecordingResumed: _paused,
    e.NoteWritten: _note,
    e.DispositionChosen: _disposition,
    e.ScriptAnswered: _scripted,
    e.CustomerLinked: _linked,
    e.CallServedByFallback: _fallback,
    e.CallLeftQueue: _left_queue,
    e.VoicemailStarted: _voicemail,
    e.OutsideDialled: _outside,
    e.ConnectedOutside: _outside,
    e.CallResumed: _resumed,
    e.CallEnded: _ended,
    e.AgentWanted: _asked,
    e.CallDialled: _dialled,
    e.ConsultBegan: _consult,
    e.ConsultAnswered: _consult_answered,
    e.ConsultToggled: _toggled,
    e.ConsultEnded: _consult_ended,
    e.CallTransferred: _transferred,
    e.CallGivenBack: _given_back,
    e.AgentUnavailable: _unavailable,
    e.ConferenceBegan: _conference,
    e.CallTakenOver: _taken_over,
    e.TransferFailed: _transfer_failed,
    e.PartyJoined: _party_joined,
    e.PartyLeft: _party_left,
    e.CallParked: _parked,
    e.CallPickedUp: _picked_up,
    e.HelpBegan: _help,
    e.HelpAnswered: _help_answered,
    e.HelpChanged: _help_changed,
    e.HelpEnded: _help_ended,
}
