"""Orders, in the imperative: what the pure machines want done. The runners of the rooms carry them out.

Orders to Asterisk go through the `Telephony` port; they are never sent twice.
"""

from msgspec import Struct

from cti.events import Event
from cti.ids import AgentId, CallId, OfferId, QueueId


# Orders hold facts and plain values: the garbage collector need not look at them.
class Command(Struct, frozen=True, kw_only=True, gc=False):
    """Something to be done."""


class Record(Command, frozen=True, kw_only=True):
    """Write a fact that the machine has decided into the journal, before anything that follows from it is done."""

    event: Event


class SetTimer(Command, frozen=True, kw_only=True):
    """Tell the machine `TimerRang(timer)` at `due` (seconds since the epoch); a timer set again moves."""

    timer: str
    due: float


class CancelTimer(Command, frozen=True, kw_only=True):
    """Forget a timer; it need not be set."""

    timer: str


class TelephonyCommand(Command, frozen=True, kw_only=True):
    """An order to Asterisk about one call."""

    call: CallId


class PlayPrompt(TelephonyCommand, frozen=True, kw_only=True):
    """Play a sound, named by its path without extension, then say `PromptFinished(step)`."""

    step: str
    sound: str


class CollectDigits(TelephonyCommand, frozen=True, kw_only=True):
    """Play the sound, which any key interrupts, and collect up to `max_digits` keys; then `DigitsEntered(step)`.

    `timeout` is the seconds of silence after the sound, and between two keys.
    """

    step: str
    sound: str
    max_digits: int
    timeout: float


class EnterFlow(TelephonyCommand, frozen=True, kw_only=True):
    """Bring the caller to where prompts can be played; then `CallResumed` with stage flow."""


class HoldInQueue(TelephonyCommand, frozen=True, kw_only=True):
    """Put the caller where music plays and Asterisk alone can carry on; then `CallHeldInQueue`."""

    queue: QueueId
    music: str = "default"


class Announce(TelephonyCommand, frozen=True, kw_only=True):
    """Say these sounds to a caller who is on hold, then go on with the music; nothing is told of it.

    It is said within two seconds, unless an agent answers before: the conversation is never disturbed.
    """

    sounds: tuple[str, ...]


class RecordMessage(TelephonyCommand, frozen=True, kw_only=True):
    """Record what the caller says after a tone: until a `#`, a silence, `seconds` are over, or the caller hangs up.

    Leads to `VoicemailStarted`; and, if the caller is still there after it, to `CallResumed` with stage flow.
    """

    seconds: int = 180


class ConnectOutside(TelephonyCommand, frozen=True, kw_only=True):
    """Dial a number over the trunk, and join it with the caller.

    Leads to `OutsideDialled`, then `ConnectedOutside`, or `OutsideFailed` and `CallResumed` with stage flow.
    """

    number: str


class DialCustomer(TelephonyCommand, frozen=True, kw_only=True):
    """Dial a customer for at most `ring_seconds`, under the id of this call; who answers waits on hold.

    Leads to `CallHeldInQueue`, or to `CustomerNotReached` and `CallEnded`. With `joins`, who answers speaks with that
    leg at once: `AgentAnswered`. `shown` is the number the customer sees, empty for the trunk's own.
    """

    number: str
    ring_seconds: float
    music: str = "default"
    joins: OfferId | None = None
    shown: str = ""


class RingAgent(TelephonyCommand, frozen=True, kw_only=True):
    """Ring the agent's phone for at most `ring_seconds`; when answered, join it with the caller.

    Leads to `AgentRinging`, then `AgentAnswered` or `OfferExpired`. `rejoin` counts the returns of a phone that was
    lost in mid-call: then it leads to `AgentRejoined` or `AgentPhoneLost`, and `offer` is the segment's. With
    `auto_answer` the phone is asked to pick up by itself.

    With `joins` the agent is a party that speaks with that leg alone: then it leads to `ConsultAnswered`, and at its
    end to `PartyLeft`. With `helps` (listen or whisper) the agent hears that leg's talk: `HelpAnswered`, `PartyLeft`.
    With `waits` there is no customer yet: the agent hears a ringing tone once the phone is up, `AgentPickedUp`; a phone
    that comes back to a call of several waits likewise to be brought to them, `AgentRejoined`.
    """

    agent: AgentId
    offer: OfferId
    ring_seconds: float
    recorded: bool = False
    rejoin: int = 0
    auto_answer: bool = False
    joins: OfferId | None = None
    helps: str = ""
    waits: bool = False


class DialParty(TelephonyCommand, frozen=True, kw_only=True):
    """Dial a number outside for at most `ring_seconds`; who answers speaks with the leg `joins`.

    Leads to `ConsultAnswered` or `PartyLeft`. `shown` is the number seen there, empty for the trunk's own.
    """

    party: OfferId
    number: str
    ring_seconds: float
    joins: OfferId
    shown: str = ""


class Connect(TelephonyCommand, frozen=True, kw_only=True):
    """Who hears whom from now on: those of one group hear each other, who is alone in one hears music.

    Groups are made of the call's id, which stands for its customer, and of the ids of legs; all there are must be in
    one. The legs in `calling` hear a ringing tone instead of music. It leads to `AgentAnswered`, `ConsultAnswered` or
    `PartyJoined` for who has not been in such a conversation before. A leg that rings joins its group when answered.
    A supervisor's leg that helped is an agent's from now on where it `takes` the call.
    """

    groups: tuple[tuple[str, ...], ...]
    calling: tuple[OfferId, ...] = ()
    takes: OfferId | None = None


class ChangeHelp(TelephonyCommand, frozen=True, kw_only=True):
    """The supervisor's leg goes on in another way: listen or whisper to the leg `helped`."""

    party: OfferId
    helped: OfferId
    mode: str


class SendDigits(TelephonyCommand, frozen=True, kw_only=True):
    """Press keys for an agent: the customer's side hears them."""

    digits: str


class MuteLeg(TelephonyCommand, frozen=True, kw_only=True):
    """What a leg says is heard by nobody, or again."""

    offer: OfferId
    muted: bool


class StartRecording(TelephonyCommand, frozen=True, kw_only=True):
    """Record a leg that is not recorded yet, from now on."""

    offer: OfferId


class PauseRecording(TelephonyCommand, frozen=True, kw_only=True):
    """Nothing of this leg is written down, or again."""

    offer: OfferId
    paused: bool


class EndLeg(TelephonyCommand, frozen=True, kw_only=True):
    """End an agent's leg, ringing or answered; no harm if it is gone already, and nothing is told of it.

    With `ringing` a leg that rings is meant: one that was answered in the very moment is ended too, and that is told.
    """

    offer: OfferId
    rejoin: int = 0
    ringing: bool = False


class HangUp(TelephonyCommand, frozen=True, kw_only=True):
    """End the caller's channel; `by` says who wanted it: agent or system."""

    by: str = "system"
