"""Facts of one call from its arrival to its record: flow, talk, hold, recording, note, wrap-up."""

from msgspec import field

from cti.event import CallEvent
from cti.ids import AgentId, CustomerId, OfferId, RecordingId


class CallArrived(CallEvent, frozen=True, kw_only=True):
    """The PBX accepted a call. `caller` is the number as it was presented, cleaned of control characters.

    `stage` is where it was when this service first saw it: flow; or, for a call that came while nobody looked,
    queue, fallback, or gone; dialling, if it is a callback that we make.
    """

    caller: str
    caller_name: str
    dialled: str
    stage: str = "flow"


class CallerRecognised(CallEvent, frozen=True, kw_only=True):
    """The customer directory answered: one customer, several candidates, or (both empty) nobody.

    `owner` is the agent the customer belongs to, `last_agent` the one the customer spoke to last, `vip` whether the
    customer is one of those who matter most.
    """

    customer: CustomerId | None = None
    candidates: tuple[CustomerId, ...] = ()
    owner: AgentId | None = None
    last_agent: AgentId | None = None
    vip: bool = False


class FlowEntered(CallEvent, frozen=True, kw_only=True):
    """The IVR flow moved to a node; `attempt` counts the tries of that node, from 1."""

    flow: str
    node: str
    attempt: int
    language: str


class PromptFinished(CallEvent, frozen=True, kw_only=True):
    """What the flow asked to be played for `step` has been heard to its end."""

    step: str


class DigitsEntered(CallEvent, frozen=True, kw_only=True):
    """The caller's keys for `step` of the flow; empty when no key was pressed in time."""

    step: str
    digits: str


class PromptFailed(CallEvent, frozen=True, kw_only=True):
    """The PBX could not play or collect for `step`; `reason` is its own word."""

    step: str
    reason: str


class FlowLeft(CallEvent, frozen=True, kw_only=True):
    """The flow is done with the call: `outcome` is queued, closed, self_service, or failed."""

    flow: str
    outcome: str


class AgentAnswered(CallEvent, frozen=True, kw_only=True):
    """Caller and agent are in conversation: a segment begins. `offer` is the segment's id."""

    agent: AgentId
    offer: OfferId


class CallHeld(CallEvent, frozen=True, kw_only=True):
    """The agent put the caller on hold; `apart` where not the phone does it, but the server by taking the two apart."""

    offer: OfferId
    apart: bool = False


class CallRetrieved(CallEvent, frozen=True, kw_only=True):
    """The agent took the caller back from hold."""

    offer: OfferId
    apart: bool = False


class AgentRejoined(CallEvent, frozen=True, kw_only=True):
    """An agent whose phone was lost in mid-call is in conversation again."""

    agent: AgentId
    offer: OfferId


class AgentPhoneLost(CallEvent, frozen=True, kw_only=True):
    """The agent's phone left in mid-call without hanging up; the caller hears music until it is back."""

    agent: AgentId
    offer: OfferId


class SegmentEnded(CallEvent, frozen=True, kw_only=True):
    """The conversation between caller and agent is over."""

    agent: AgentId
    offer: OfferId


class CallEnded(CallEvent, frozen=True, kw_only=True):
    """The caller's channel is gone. `ended_by` is caller, agent, system or unknown; `cause` is Q.850.

    `exact` is false when the end was seen only afterwards and Asterisk had no record of its time.
    """

    ended_by: str
    cause: int = 0
    exact: bool = True


class RecordingStarted(CallEvent, frozen=True, kw_only=True):
    """The segment `offer` is being recorded under the name `recording`."""

    offer: OfferId
    recording: RecordingId


class RecordingStored(CallEvent, frozen=True, kw_only=True):
    """The recording is complete and stored: two channels, customer left and agent right. `duration` in seconds."""

    offer: OfferId
    recording: RecordingId
    duration: float


class RecordingFailed(CallEvent, frozen=True, kw_only=True):
    """The recording could not be kept; `reason` is one sentence that says what to do."""

    offer: OfferId
    recording: RecordingId
    reason: str


class NoteWritten(CallEvent, frozen=True, kw_only=True):
    """The agent's note on the call as it now reads."""

    agent: AgentId
    text: str


class DispositionChosen(CallEvent, frozen=True, kw_only=True):
    """The outcome the agent chose for the call, with what its fields were filled with."""

    agent: AgentId
    disposition: str
    fields: dict[str, str] = field(default_factory=dict)


class CustomerLinked(CallEvent, frozen=True, kw_only=True):
    """A person said who the caller is: a new customer or one of the candidates."""

    customer: CustomerId


class WrapUpStarted(CallEvent, frozen=True, kw_only=True):
    """After-call work began; it ends by itself at `limit` (seconds since the epoch)."""

    agent: AgentId
    offer: OfferId
    limit: float


class WrapUpFinished(CallEvent, frozen=True, kw_only=True):
    """After-call work is over; `by_limit` when the time was up rather than the agent done."""

    agent: AgentId
    offer: OfferId
    by_limit: bool


class InteractionLogged(CallEvent, frozen=True, kw_only=True):
    """The call's events became one record on the customer (or on nobody known)."""

    customer: CustomerId | None
    interaction: str


class CallResumed(CallEvent, frozen=True, kw_only=True):
    """After a loss of link or service the call was found alive at `stage`: flow, queue, talk, voicemail, outside,
    fallback (served by Asterisk's own queue) or fallback_waiting."""

    stage: str
