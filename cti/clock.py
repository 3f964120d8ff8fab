"""Time, as a port: the machines never ask for it, their runners do."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in seconds since 1970-01-01 UTC."""

    def now(self) -> float:
        """The present time."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """The present time."""
        return time.time()


def iso(at: float) -> str:
    """A time as the API writes it: ISO 8601, UTC, milliseconds."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def iso_or_none(at: float | None) -> str | None:
    """As `iso`, keeping None."""
    return None if at is None else iso(at)
