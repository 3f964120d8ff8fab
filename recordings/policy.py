"""What is recorded and what is kept: decided from the facts of a segment. Pure."""

from dataclasses import dataclass

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
        start, since = None, None
        spans: list[Span] = []
        for recorded in facts:
            event = recorded.event
            if getattr(event, "offer", None) != offer:
                continue
            if isinstance(event, e.AgentAnswered):
                start = event.at
            elif isinstance(event, e.CallHeld) and since is None:
                since = event.at
            elif isinstance(event, e.CallRetrieved | e.SegmentEnded | e.AgentPhoneLost) and since is not None:
                if start is not None:
                    spans.append((since - start, event.at - start))
                since = None
        return [] if self.keep_hold else spans
