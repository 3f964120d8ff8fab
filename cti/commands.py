"""Orders, in the imperative: what the pure machines want done. The runners of the rooms carry them out.

Orders to Asterisk go through the `Telephony` port; they are never sent twice.
"""

from dataclasses import dataclass

from cti.events import Event
from cti.ids import AgentId, CallId, OfferId, QueueId


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Command):
    """Write a fact that the machine has decided into the journal, before anything that follows from it is done."""

    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimer(Command):
    """Tell the machine `TimerRang(timer)` at `due` (seconds since the epoch); a timer set again moves."""

    timer: str
    due: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTimer(Command):
    """Forget a timer; it need not be set."""

    timer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelephonyCommand(Command):
    """An order to Asterisk about one call."""

    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayPrompt(TelephonyCommand):
    """Play a sound, named by its path without extension, then say `PromptFinished(step)`."""

    step: str
    sound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectDigits(TelephonyCommand):
    """Play the sound, which any key interrupts, and collect up to `max_digits` keys; then `DigitsEntered(step)`.

    `timeout` is the seconds of silence after the sound, and between two keys.
    """

    step: str
    sound: str
    max_digits: int
    timeout: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterFlow(TelephonyCommand):
    """Bring the caller to where prompts can be played; then `CallResumed` with stage flow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldInQueue(TelephonyCommand):
    """Put the caller where music plays and Asterisk alone can carry on; then `CallHeldInQueue`."""

    queue: QueueId
    music: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce(TelephonyCommand):
    """Say these sounds to a caller who is on hold, then go on with the music; nothing is told of it.

    It is said within two seconds, unless an agent answers before: the conversation is never disturbed.
    """

    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMessage(TelephonyCommand):
    """Record what the caller says after a tone: until a `#`, a silence, `seconds` are over, or the caller hangs up.

    Leads to `VoicemailStarted`; and, if the caller is still there after it, to `CallResumed` with stage flow.
    """

    seconds: int = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectOutside(TelephonyCommand):
    """Dial a number over the trunk, and join it with the caller.

    Leads to `OutsideDialled`, then `ConnectedOutside`, or `OutsideFailed` and `CallResumed` with stage flow.
    """

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialCustomer(TelephonyCommand):
    """Dial a customer for at most `ring_seconds`, under the id of this call; who answers waits on hold.

    Leads to `CallHeldInQueue`, or to `CustomerNotReached` and `CallEnded`.
    """

    number: str
    ring_seconds: float
    music: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class RingAgent(TelephonyCommand):
    """Ring the agent's phone for at most `ring_seconds`; when answered, join it with the caller.

    Leads to `AgentRinging`, then `AgentAnswered` or `OfferExpired`. `rejoin` counts the returns of a phone that was
    lost in mid-call: then it leads to `AgentRejoined` or `AgentPhoneLost`, and `offer` is the segment's. With
    `auto_answer` the phone is asked to pick up by itself.
    """

    agent: AgentId
    offer: OfferId
    ring_seconds: float
    recorded: bool = False
    rejoin: int = 0
    auto_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLeg(TelephonyCommand):
    """End an agent's leg, ringing or answered; no harm if it is gone already, and nothing is told of it.

    With `ringing` a leg that rings is meant: one that was answered in the very moment is ended too, and that is told.
    """

    offer: OfferId
    rejoin: int = 0
    ringing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(TelephonyCommand):
    """End the caller's channel; `by` says who wanted it: agent or system."""

    by: str = "system"
