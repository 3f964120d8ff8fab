"""Facts of what callers hear and do when no agent answers: voicemail, and a number outside."""

from dataclasses import dataclass

from cti.event import CallEvent
from cti.ids import RecordingId


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailStarted(CallEvent):
    """The caller hears the tone, and what is said from now on is a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailLeft(CallEvent):
    """The caller's message is stored under the name `recording`; `duration` in seconds."""

    recording: RecordingId
    duration: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailFailed(CallEvent):
    """There is no message: `reason` is empty (nothing was said), or one sentence that says what to do."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideDialled(CallEvent):
    """A number outside is dialled for the caller, over the trunk."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedOutside(CallEvent):
    """The caller is in conversation with a number outside; the call is over when either hangs up."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideFailed(CallEvent):
    """Nobody answered outside: busy, no_answer, unreachable, no_number, or unknown (nobody saw it end)."""

    number: str
    reason: str
