"""Facts, in the past tense: everything that ever happened on the floor is one of these, and nothing else is.

Every fact is frozen and carries `at`, the time it happened in seconds since 1970-01-01 UTC, taken at the border.
The journal keeps facts in order; call log, board, reports and customer timelines are functions of them.
"""

from msgspec import field

from cti.callback_events import CallbackAccepted as CallbackAccepted
from cti.callback_events import CallbackClosed as CallbackClosed
from cti.callback_events import CallbackDeclined as CallbackDeclined
from cti.callback_events import CallbackDue as CallbackDue
from cti.callback_events import CallbackEvent as CallbackEvent
from cti.callback_events import CallbackFailed as CallbackFailed
from cti.callback_events import CallbackMerged as CallbackMerged
from cti.callback_events import CallbackOffered as CallbackOffered
from cti.callback_events import CallbackRequested as CallbackRequested
from cti.callback_events import CustomerDialled as CustomerDialled
from cti.callback_events import CustomerNotReached as CustomerNotReached
from cti.event import (
    AgentEvent as AgentEvent,
)
from cti.event import (
    CallEvent as CallEvent,
)
from cti.event import (
    Event as Event,
)
from cti.floor_events import (
    AgentConfigured as AgentConfigured,
)
from cti.floor_events import (
    QueueConfigured as QueueConfigured,
)
from cti.floor_events import (
    SiteClosed as SiteClosed,
)
from cti.floor_events import (
    SiteReopened as SiteReopened,
)
from cti.floor_events import (
    WorkDone as WorkDone,
)
from cti.floor_events import (
    WorkTaken as WorkTaken,
)
from cti.ids import AgentId, CustomerId, OfferId, RecordingId
from cti.ivr_events import (
    ConnectedOutside as ConnectedOutside,
)
from cti.ivr_events import (
    OutsideDialled as OutsideDialled,
)
from cti.ivr_events import (
    OutsideFailed as OutsideFailed,
)
from cti.ivr_events import (
    VoicemailFailed as VoicemailFailed,
)
from cti.ivr_events import (
    VoicemailLeft as VoicemailLeft,
)
from cti.ivr_events import (
    VoicemailStarted as VoicemailStarted,
)
from cti.party_events import AgentPickedUp as AgentPickedUp
from cti.party_events import AgentUnavailable as AgentUnavailable
from cti.party_events import AgentWanted as AgentWanted
from cti.party_events import CallDialled as CallDialled
from cti.party_events import CallParked as CallParked
from cti.party_events import CallPickedUp as CallPickedUp
from cti.party_events import CallTakenOver as CallTakenOver
from cti.party_events import CallTransferred as CallTransferred
from cti.party_events import ConferenceBegan as ConferenceBegan
from cti.party_events import ConsultAnswered as ConsultAnswered
from cti.party_events import ConsultBegan as ConsultBegan
from cti.party_events import ConsultEnded as ConsultEnded
from cti.party_events import ConsultToggled as ConsultToggled
from cti.party_events import HelpAnswered as HelpAnswered
from cti.party_events import HelpBegan as HelpBegan
from cti.party_events import HelpChanged as HelpChanged
from cti.party_events import HelpEnded as HelpEnded
from cti.party_events import PartyJoined as PartyJoined
from cti.party_events import PartyLeft as PartyLeft
from cti.party_events import RecordingPaused as RecordingPaused
from cti.party_events import RecordingResumed as RecordingResumed
from cti.party_events import TransferFailed as TransferFailed
from cti.queue_events import (
    AgentOffered as AgentOffered,
)
from cti.queue_events import (
    AgentRinging as AgentRinging,
)
from cti.queue_events import (
    CallAnnounced as CallAnnounced,
)
from cti.queue_events import (
    CallHeldInQueue as CallHeldInQueue,
)
from cti.queue_events import (
    CallLeftQueue as CallLeftQueue,
)
from cti.queue_events import (
    CallQueued as CallQueued,
)
from cti.queue_events import (
    CallServedByFallback as CallServedByFallback,
)
from cti.queue_events import (
    CallWidened as CallWidened,
)
from cti.queue_events import (
    OfferExpired as OfferExpired,
)
from cti.queue_events import (
    OfferWithdrawn as OfferWithdrawn,
)
from cti.queue_events import (
    PreferenceLapsed as PreferenceLapsed,
)
from cti.queue_events import (
    QueueJoined as QueueJoined,
)
from cti.queue_events import (
    WaitPromised as WaitPromised,
)
from cti.supervision_events import (
    AgentForcedOut as AgentForcedOut,
)
from cti.supervision_events import (
    AgentStateForced as AgentStateForced,
)
from cti.supervision_events import (
    CallMoved as CallMoved,
)
from cti.supervision_events import (
    FloorMessageSent as FloorMessageSent,
)
from cti.work_events import ChatSaid as ChatSaid
from cti.work_events import ChatSeen as ChatSeen
from cti.work_events import HandLowered as HandLowered
from cti.work_events import HandRaised as HandRaised
from cti.work_events import ScriptAnswered as ScriptAnswered
from cti.work_events import WrapUpExtended as WrapUpExtended


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


class AgentLoggedIn(AgentEvent, frozen=True, kw_only=True):
    """An agent began work; not ready until the agent says so."""


class AgentLoggedOut(AgentEvent, frozen=True, kw_only=True):
    """An agent ended work; `by` is who ended it, if not the agent."""

    by: str = ""


class AgentBecameReady(AgentEvent, frozen=True, kw_only=True):
    """The agent wants calls."""


class AgentBecameNotReady(AgentEvent, frozen=True, kw_only=True):
    """The agent wants no calls, for the named reason."""

    reason: str


class ConsoleConnected(AgentEvent, frozen=True, kw_only=True):
    """The agent's console has a live socket."""


class ConsoleLost(AgentEvent, frozen=True, kw_only=True):
    """The agent's console has no live socket any more."""


class PhoneRegistered(AgentEvent, frozen=True, kw_only=True):
    """The agent's phone can be reached by Asterisk. `contact` tells one phone from its successor."""

    contact: str = ""


class PhoneLost(AgentEvent, frozen=True, kw_only=True):
    """The agent's phone can no longer be reached by Asterisk."""


class TelephonyLost(Event, frozen=True, kw_only=True):
    """The link to Asterisk is gone; calls go on there."""

    node: str


class TelephonyRestored(Event, frozen=True, kw_only=True):
    """The link is back and every fact that was missed has been told."""

    node: str


class CallResumed(CallEvent, frozen=True, kw_only=True):
    """After a loss of link or service the call was found alive at `stage`: flow, queue, talk, voicemail, outside,
    fallback (served by Asterisk's own queue) or fallback_waiting."""

    stage: str


class ServiceStarted(Event, frozen=True, kw_only=True):
    """This service began; what it decides from now on follows from the journal before this."""

    version: str


class TimerRang(Event, frozen=True, kw_only=True):
    """A timer that a machine had set is due. Never journalled: it follows from the facts."""

    timer: str
