"""Facts, in the past tense: everything that ever happened on the floor is one of these, and nothing else is.

Every fact is frozen and carries `at`, the time it happened in seconds since 1970-01-01 UTC, taken at the border.
The journal keeps facts in order; call log, board, reports and customer timelines are functions of them.
"""

from cti.admin_events import AlertOver as AlertOver
from cti.admin_events import AlertRaised as AlertRaised
from cti.admin_events import CatalogueChanged as CatalogueChanged
from cti.admin_events import DeskBookChanged as DeskBookChanged
from cti.admin_events import TokenChanged as TokenChanged
from cti.admin_events import UserChanged as UserChanged
from cti.admin_events import WebhookChanged as WebhookChanged
from cti.agent_events import AgentBecameNotReady as AgentBecameNotReady
from cti.agent_events import AgentBecameReady as AgentBecameReady
from cti.agent_events import AgentLoggedIn as AgentLoggedIn
from cti.agent_events import AgentLoggedOut as AgentLoggedOut
from cti.agent_events import ConsoleConnected as ConsoleConnected
from cti.agent_events import ConsoleLost as ConsoleLost
from cti.agent_events import PhoneLost as PhoneLost
from cti.agent_events import PhoneRegistered as PhoneRegistered
from cti.call_events import AgentAnswered as AgentAnswered
from cti.call_events import AgentPhoneLost as AgentPhoneLost
from cti.call_events import AgentRejoined as AgentRejoined
from cti.call_events import CallArrived as CallArrived
from cti.call_events import CallEnded as CallEnded
from cti.call_events import CallerRecognised as CallerRecognised
from cti.call_events import CallHeld as CallHeld
from cti.call_events import CallResumed as CallResumed
from cti.call_events import CallRetrieved as CallRetrieved
from cti.call_events import CustomerLinked as CustomerLinked
from cti.call_events import DigitsEntered as DigitsEntered
from cti.call_events import DispositionChosen as DispositionChosen
from cti.call_events import FlowEntered as FlowEntered
from cti.call_events import FlowLeft as FlowLeft
from cti.call_events import InteractionLogged as InteractionLogged
from cti.call_events import NoteWritten as NoteWritten
from cti.call_events import PromptFailed as PromptFailed
from cti.call_events import PromptFinished as PromptFinished
from cti.call_events import RecordingFailed as RecordingFailed
from cti.call_events import RecordingStarted as RecordingStarted
from cti.call_events import RecordingStored as RecordingStored
from cti.call_events import SegmentEnded as SegmentEnded
from cti.call_events import WrapUpFinished as WrapUpFinished
from cti.call_events import WrapUpStarted as WrapUpStarted
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
    QueueRemoved as QueueRemoved,
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
from cti.party_events import CallGivenBack as CallGivenBack
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
from cti.party_events import QueueAsked as QueueAsked
from cti.party_events import RecordingPaused as RecordingPaused
from cti.party_events import RecordingResumed as RecordingResumed
from cti.party_events import TransferFailed as TransferFailed
from cti.phone_events import CallQualityMeasured as CallQualityMeasured
from cti.phone_events import PhoneChosen as PhoneChosen
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


class TelephonyLost(Event, frozen=True, kw_only=True):
    """The link to Asterisk is gone; calls go on there."""

    node: str


class TelephonyRestored(Event, frozen=True, kw_only=True):
    """The link is back and every fact that was missed has been told."""

    node: str


class ServiceStarted(Event, frozen=True, kw_only=True):
    """This service began; what it decides from now on follows from the journal before this."""

    version: str


class TimerRang(Event, frozen=True, kw_only=True):
    """A timer that a machine had set is due. Never journalled: it follows from the facts."""

    timer: str
