"""The interaction: all events of one call, folded into the one record the customer's timeline shows.

A fold of the whole call, so a fact that comes late (a wrap-up, a note, a recording, a link) needs no special case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crm_bridge.text import one_line, paragraphs
from cti import events as e
from cti.ids import AgentId, CallId, CustomerId, QueueId, RecordingId
from cti.segment import Segment, after, begun

WRAP_UP_EXPECTED_S = 5.0
WRAP_UP_OVERDUE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecording:
    """A recording of a segment, or (with no `offer`) a caller's message; `duration_s` is 0 until it is stored."""

    id: RecordingId
    offer: str
    duration_s: float
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardQuality:
    """How well an agent's browser heard a segment: mean and worst opinion score (1 to 4.5), share of lost packets,
    jitter and round trip in milliseconds."""

    offer: str
    mos: float
    mos_min: float
    loss: float
    jitter_ms: float
    rtt_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One ended call. Times are seconds since the epoch, durations seconds; terms as in the field's glossary.

    `direction`: inbound, callback (we dialled, as the customer had been promised), or outbound (an agent called).
    `outcome`: answered; abandoned (hung up while waiting in a queue); flowed_out (left the queue unserved); voicemail
    (that, and heard the tone to leave a message);
    not_reached (called back, and nobody was there);
    closed (told that nobody works now); failed (the flow broke); self_service (anything else that ended in the menu).
    `exact` is false when the end was seen only afterwards. `logged` tells whether `InteractionLogged` was recorded;
    `complete_at` is from when it may be.
    """

    call: CallId
    customer: CustomerId | None
    direction: str
    caller: str
    caller_name: str
    dialled: str
    queue: QueueId | None
    agent: AgentId | None
    arrived_at: float
    enqueued_at: float | None
    answered_at: float | None
    ended_at: float
    exact: bool
    wait_s: float
    talk_s: float
    hold_s: float
    wrap_up_s: float
    outcome: str
    disposition: str | None
    fields: dict[str, str]
    note: str
    digits: tuple[tuple[str, str], ...]
    segments: tuple[Segment, ...]
    recordings: tuple[CallRecording, ...]
    qualities: tuple[HeardQuality, ...]
    logged: bool
    complete_at: float

    @property
    def recording(self) -> CallRecording | None:
        """The first stored recording."""
        return next((recording for recording in self.recordings if recording.stored), None)

    @property
    def quality(self) -> HeardQuality | None:
        """The segment that was heard worst, of those that were measured."""
        return min(self.qualities, key=lambda heard: heard.mos_min, default=None)


class _Fold:
    """The call so far."""

    def __init__(self) -> None:
        self.arrived: e.CallArrived | None = None
        self.first_at = 0.0
        self.ended: e.CallEnded | None = None
        self.recognised: CustomerId | None = None
        self.linked: CustomerId | None = None
        self.queue: QueueId | None = None
        self.enqueued_at: float | None = None
        self.waiting_since: float | None = None
        self.wait_s = 0.0
        self.left = "self_service"
        self.direction = "inbound"
        self.digits: list[tuple[str, str]] = []
        self.segments: list[Segment] = []
        self.recordings: dict[RecordingId, CallRecording] = {}
        self.qualities: dict[str, HeardQuality] = {}
        self.note = ""
        self.disposition: str | None = None
        self.fields: dict[str, str] = {}
        self.logged = False

    def hear(self, event: e.CallEvent) -> None:
        self.first_at = self.first_at or event.at
        self.segments = [after(segment, event) for segment in self.segments]
        self._path(event)
        self._said(event)
        self._recorded(event)

    def _path(self, event: e.CallEvent) -> None:
        match event:
            case e.CallArrived():
                self.arrived = self.arrived or event
                if event.stage == "dialling":
                    self.direction, self.left = "callback", "not_reached"
            case e.CallDialled(queue=queue):
                self.direction, self.queue = "outbound", queue
            case e.AgentOffered(queue=queue):
                self.queue = self.queue or queue
            case e.CallHeldInQueue() if self.direction == "callback" and self.enqueued_at is None:
                self.enqueued_at = self.waiting_since = event.at
            case e.FlowLeft(outcome=outcome) if outcome in {"closed", "failed"}:
                self.left = outcome
            case e.CallQueued(queue=queue):
                self.queue = queue
                self.enqueued_at = event.at if self.enqueued_at is None else self.enqueued_at
                self.waiting_since = event.at if self.waiting_since is None else self.waiting_since
            case e.AgentAnswered():
                self._waited(event.at)
                self.segments.append(begun(event))
            case e.CallServedByFallback() | e.CallLeftQueue():
                self._waited(event.at)
                self.left = "flowed_out"
            case e.VoicemailStarted():
                self.left = "voicemail"
            case e.CallEnded() if self.ended is None:
                self.ended = event
                if self.waiting_since is not None:
                    self.left = "abandoned"
                self._waited(event.at)

    def _waited(self, at: float) -> None:
        if self.waiting_since is not None:
            self.wait_s += max(0.0, at - self.waiting_since)
            self.waiting_since = None

    def _said(self, event: e.CallEvent) -> None:
        match event:
            case e.CallerRecognised(customer=customer):
                self.recognised = customer or self.recognised
            case e.CustomerLinked(customer=customer):
                self.linked = customer
            case e.DigitsEntered(step=step, digits=keys) if keys:
                self.digits.append((one_line(step), one_line(keys)))
            case e.NoteWritten(text=text):
                self.note = paragraphs(text)
            case e.DispositionChosen(disposition=disposition, fields=fields):
                self.disposition, self.fields = disposition or None, fields
            case e.InteractionLogged():
                self.logged = True

    def _recorded(self, event: e.CallEvent) -> None:
        match event:
            case e.RecordingStarted(offer=offer, recording=name):
                self.recordings.setdefault(name, CallRecording(id=name, offer=offer, duration_s=0.0, stored=False))
            case e.RecordingStored(offer=offer, recording=name, duration=duration):
                self.recordings[name] = CallRecording(id=name, offer=offer, duration_s=duration, stored=True)
            case e.VoicemailLeft(recording=name, duration=duration):
                self.recordings[name] = CallRecording(id=name, offer="", duration_s=duration, stored=True)
            case e.RecordingFailed(recording=name):
                self.recordings.pop(name, None)
            case e.CallQualityMeasured(offer=offer):
                figures = (event.mos, event.mos_min, event.loss, event.jitter_ms, event.rtt_ms)
                names = ("mos", "mos_min", "loss", "jitter_ms", "rtt_ms")
                self.qualities[offer] = HeardQuality(offer=offer, **dict(zip(names, figures, strict=True)))

    def outcome(self) -> str:
        return "answered" if self.segments else self.left

    def answered_by(self) -> Segment | None:
        return self.segments[-1] if self.segments else None


def interaction_of(facts: Iterable[e.Event]) -> Interaction | None:
    """The interaction of one call from all its facts in the journal's order; None while the call goes on."""
    fold = _Fold()
    for fact in facts:
        if isinstance(fact, e.CallEvent):
            fold.hear(fact)
    return None if fold.ended is None else _interaction(fold, fold.ended)


def _interaction(fold: _Fold, ended: e.CallEnded) -> Interaction:
    arrived, segments = fold.arrived, tuple(fold.segments)
    last = fold.answered_by()
    return Interaction(
        call=ended.call,
        customer=fold.linked or fold.recognised,
        direction=fold.direction,
        caller=one_line(arrived.caller) if arrived else "",
        caller_name=one_line(arrived.caller_name) if arrived else "",
        dialled=one_line(arrived.dialled) if arrived else "",
        queue=fold.queue,
        agent=last.agent if last else None,
        arrived_at=arrived.at if arrived else fold.first_at,
        enqueued_at=fold.enqueued_at,
        answered_at=segments[0].answered_at if segments else None,
        ended_at=ended.at,
        exact=ended.exact,
        wait_s=fold.wait_s,
        talk_s=sum(segment.talk_s for segment in segments),
        hold_s=sum(segment.hold_s for segment in segments),
        wrap_up_s=sum(segment.wrap_up_s for segment in segments),
        outcome=fold.outcome(),
        disposition=fold.disposition,
        fields=fold.fields,
        note=fold.note,
        digits=tuple(fold.digits),
        segments=segments,
        recordings=tuple(fold.recordings.values()),
        qualities=tuple(fold.qualities.values()),
        logged=fold.logged,
        complete_at=_complete_at(ended.at, segments),
    )


def _complete_at(ended_at: float, segments: Sequence[Segment]) -> float:
    """From when the record may be logged: after each wrap-up; a wrap-up that never begins or ends is not awaited
    for ever."""
    return max([ended_at, *(_wrapped_up_at(segment, ended_at) for segment in segments)])


def _wrapped_up_at(segment: Segment, ended_at: float) -> float:
    if segment.wrapped_up:
        return ended_at
    if segment.wrap_up_limit is not None:
        return segment.wrap_up_limit + WRAP_UP_OVERDUE_S
    return ended_at + WRAP_UP_EXPECTED_S
