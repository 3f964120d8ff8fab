"""Facts of what callers hear and do when no agent answers: voicemail, and a number outside."""

from cti.event import CallEvent
from cti.ids import RecordingId


class VoicemailStarted(CallEvent, frozen=True, kw_only=True):
    """The caller hears the tone, and what is said from now on is a message."""


class VoicemailLeft(CallEvent, frozen=True, kw_only=True):
    """The caller's message is stored under the name `recording`; `duration` in seconds."""

    recording: RecordingId
    duration: float


class VoicemailFailed(CallEvent, frozen=True, kw_only=True):
    """There is no message: `reason` is empty (nothing was said), or one sentence that says what to do."""

    reason: str


class OutsideDialled(CallEvent, frozen=True, kw_only=True):
    """A number outside is dialled for the caller, over the trunk."""

    number: str


class ConnectedOutside(CallEvent, frozen=True, kw_only=True):
    """The caller is in conversation with a number outside; the call is over when either hangs up."""

    number: str


class OutsideFailed(CallEvent, frozen=True, kw_only=True):
    """Nobody answered outside: busy, no_answer, unreachable, no_number, or unknown (nobody saw it end)."""

    number: str
    reason: str
