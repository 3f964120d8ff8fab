"""What a call is: the fold of its facts. Every room that needs to know a call's present asks this."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cti import events as e
from cti.ids import AgentId, CallId, CustomerId, OfferId, QueueId

DIALLING = "dialling"


@dataclass(slots=True)
class Offer:
    """The call rings at one agent."""

    id: OfferId
    agent: AgentId
    queue: QueueId
    offered: float
    expires: float


@dataclass(slots=True)
class Segment:
    """The part of a call that one agent handles; talk and hold belong to it, never to the whole call."""

    id: OfferId
    agent: AgentId
    queue: QueueId | None
    answered: float
    ended: float | None = None
    held_since: float | None = None
    hold_seconds: float = 0.0
    lost_since: float | None = None
    losses: int = 0
    wrap_up_limit: float | None = None
    wrapped_up: float | None = None
    recording: str | None = None


@dataclass(slots=True)
class Call:
    """One call as it now stands. Times are seconds since the epoch, UTC.

    `stage` is flow, queued, offered, talk, voicemail, outside, fallback or ended; or dialling: a callback, whose
    customer is not there yet.
    """

    id: CallId
    caller: str
    caller_name: str
    dialled: str
    arrived: float
    stage: str = "flow"
    queue: QueueId | None = None
    enqueued: float | None = None
    head_start: float = 0.0
    customer: CustomerId | None = None
    candidates: tuple[CustomerId, ...] = ()
    linked: bool = False
    offer: Offer | None = None
    offers: int = 0
    segments: list[Segment] = field(default_factory=list)
    digits: list[tuple[str, str]] = field(default_factory=list)
    node: tuple[str, str, int, str] | None = None
    note: str = ""
    disposition: str | None = None
    ended: float | None = None
    ended_by: str = ""

    @property
    def segment(self) -> Segment | None:
        """The latest segment, over or not."""
        return self.segments[-1] if self.segments else None

    @property
    def talking(self) -> Segment | None:
        """The segment in conversation now."""
        return self.segment if self.segment and self.segment.ended is None else None


class Calls:
    """All calls that are not over and done with: neither alive nor in anybody's wrap-up."""

    def __init__(self) -> None:
        self.by_id: dict[CallId, Call] = {}

    def apply(self, event: e.Event) -> Call | None:
        """Take one fact in, and give the call it concerns (also when the call is forgotten with it)."""
        if isinstance(event, e.CallArrived):
            stage = DIALLING if event.stage == DIALLING else "flow"
            made = Call(event.call, event.caller, event.caller_name, event.dialled, event.at, stage)
            self.by_id.setdefault(event.call, made)
        if not isinstance(event, e.CallEvent):
            return None
        call = self.by_id.get(event.call)
        if call is None:
            return None
        change = _CHANGES.get(type(event))
        if change is not None:
            change(call, event)
        if call.ended is not None and all(_done(segment) for segment in call.segments):
            del self.by_id[call.id]
        return call

    def alive(self) -> list[Call]:
        """The calls whose caller is still on the line."""
        return [call for call in self.by_id.values() if call.ended is None]

    def of_agent(self, agent: AgentId) -> Call | None:
        """The call that rings at, talks with, or is wrapped up by this agent."""
        for call in self.by_id.values():
            if call.offer and call.offer.agent == agent:
                return call
            if call.segment and call.segment.agent == agent and not _done(call.segment):
                return call
        return None


def _done(segment: Segment) -> bool:
    return segment.ended is not None and segment.wrapped_up is not None


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
    call.stage, call.queue, call.head_start = "queued", event.queue, event.head_start
    call.enqueued = event.at


def _offered(call: Call, event: e.AgentOffered) -> None:
    call.stage = DIALLING if call.stage == DIALLING else "offered"
    call.queue = call.queue or event.queue
    call.offers += 1
    call.offer = Offer(event.offer, event.agent, event.queue, event.at, event.expires)


def _unoffered(call: Call, event: e.OfferExpired | e.OfferWithdrawn) -> None:
    if call.offer and call.offer.id == event.offer:
        call.offer = None
        if call.stage == "offered":
            call.stage = "queued"


def _held_in_queue(call: Call, event: e.CallHeldInQueue) -> None:
    """A callback's customer is there, and waits from now on."""
    if call.stage == DIALLING:
        call.stage, call.enqueued = "offered" if call.offer else "queued", event.at


def _answered(call: Call, event: e.AgentAnswered) -> None:
    call.stage, call.offer = "talk", None
    call.segments.append(Segment(event.offer, event.agent, call.queue, event.at))


def _held(call: Call, event: e.CallHeld) -> None:
    if call.talking and call.talking.held_since is None:
        call.talking.held_since = event.at


def _retrieved(call: Call, event: e.Event) -> None:
    segment = call.segment
    if segment and segment.held_since is not None:
        segment.hold_seconds += max(0.0, event.at - segment.held_since)
        segment.held_since = None


def _phone_lost(call: Call, event: e.AgentPhoneLost) -> None:
    _retrieved(call, event)
    if call.talking:
        call.talking.lost_since = event.at
        call.talking.losses += 1


def _rejoined(call: Call, event: e.AgentRejoined) -> None:
    if call.talking:
        call.talking.lost_since = None


def _segment_ended(call: Call, event: e.SegmentEnded) -> None:
    _retrieved(call, event)
    for segment in call.segments:
        if segment.id == event.offer and segment.ended is None:
            segment.ended = event.at


def _wrap_up(call: Call, event: e.WrapUpStarted) -> None:
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


def _note(call: Call, event: e.NoteWritten) -> None:
    call.note = event.text


def _disposition(call: Call, event: e.DispositionChosen) -> None:
    call.disposition = event.disposition


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


def _ended(call: Call, event: e.CallEnded) -> None:
    call.stage, call.ended, call.ended_by = "ended", event.at, event.ended_by


# Where neither the flow nor a queue has the caller.
_ON_ITS_OWN = frozenset({"voicemail", "outside"})
_CHANGES: dict[type[e.Event], Callable[[Call, Any], None]] = {
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
    e.WrapUpFinished: _wrapped_up,
    e.RecordingStarted: _recording,
    e.NoteWritten: _note,
    e.DispositionChosen: _disposition,
    e.CustomerLinked: _linked,
    e.CallServedByFallback: _fallback,
    e.CallLeftQueue: _left_queue,
    e.VoicemailStarted: _voicemail,
    e.OutsideDialled: _outside,
    e.ConnectedOutside: _outside,
    e.CallResumed: _resumed,
    e.CallEnded: _ended,
}
