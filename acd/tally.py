"""What an agent has done today: what the strategies that share work fairly go by."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from acd.bench import FREE, RINGING, TALKING, WRAP_UP


@dataclass(slots=True)
class Tally:
    """Calls answered since midnight; seconds in talk, in handling (ring, talk, wrap-up), and free.

    `turn` is when the agent was last offered a call; it outlives midnight.
    """

    calls: int = 0
    talk: float = 0.0
    handling: float = 0.0
    free: float = 0.0
    turn: float = 0.0

    def add(self, standing: int, seconds: float) -> None:
        """Count some seconds of one standing."""
        if standing == FREE:
            self.free += seconds
        elif standing in {RINGING, TALKING, WRAP_UP}:
            self.handling += seconds
            if standing == TALKING:
                self.talk += seconds

    def occupancy(self, free_for: float) -> float:
        """Handling by handling and available time (WFM glossary), with the `free_for` seconds that are not over yet."""
        whole = self.handling + self.free + free_for
        return self.handling / whole if whole > 0 else 0.0

    def new_day(self) -> None:
        """Begin to count anew."""
        self.calls, self.talk, self.handling, self.free = 0, 0.0, 0.0, 0.0


def next_midnight(at: float, timezone: str) -> float:
    """The first midnight after `at` (seconds since the epoch) on the clock of `timezone`."""
    zone = ZoneInfo(timezone)
    day = datetime.fromtimestamp(at, UTC).astimezone(zone).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()
