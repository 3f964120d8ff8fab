"""What is recorded and what is kept: decided from the facts of a segment. Pure."""

from dataclasses import dataclass, field

from cti import events as e
from cti.bus import Recorded
from cti.ids import OfferId
from recordings.wave import Span


@dataclass(frozen=True, slots=True)
class Policy:
    """`keep_hold`: whether what is said while the customer is on hold stays; `least_free` in bytes of disk."""

    enabled: bool = True
    keep_hold: bool = False
    least_free: int = 200 * 1024 * 1024

    def problem(self, free: int) -> str | None:
        """Why nothing can be recorded now, in a sentence; None when it can."""
        if free >= self.least_free:
            return None
        return (
            f"The disk for recordings has only {free // 2**20} MB left: this call is not recorded. "
            f"Free space, or lower recording.minimum_free_mb ({self.least_free // 2**20})."
        )

    def cuts(self, facts: list[Recorded], offer: OfferId) -> list[Span]:
        """The spans of a segment that are not kept, in seconds from its answer: what was said on hold."""
        tape = _Tape()
        for recorded in facts:
            if getattr(recorded.event, "offer", None) == offer:
                tape.hear(recorded.event)
        return [] if self.keep_hold else tape.holds


@dataclass(slots=True)
class _Tape:
    """The recording's own time: it runs from the answer on, and stands while the agent's phone is lost."""

    holds: list[Span] = field(default_factory=list)
    _before: float = 0.0
    _started: float | None = None
    _held: float | None = None

    def _time(self, at: float) -> float:
        return self._before + (at - self._started if self._started is not None else 0.0)

    def hear(self, event: e.Event) -> None:
        match event:
            case e.AgentAnswered() | e.AgentRejoined():
                self._started = event.at
            case e.CallHeld() if self._held is None:
                self._held = self._time(event.at)
            case e.CallRetrieved():
                self._end_hold(event.at)
            case e.AgentPhoneLost() | e.SegmentEnded():
                self._end_hold(event.at)
                self._before, self._started = self._time(event.at), None

    def _end_hold(self, at: float) -> None:
        if self._held is not None:
            self.holds.append((self._held, self._time(at)))
            self._held = None
