"""Days as the site's clock has them: 23 or 25 hours long where the clocks change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the site, and the instants start ≤ t < end (seconds since the epoch) that belong to it."""

    date: date
    start: float
    end: float

    def __contains__(self, at: float) -> bool:
        """Whether the instant is in the day."""
        return self.start <= at < self.end


def _midnight(day: date, zone: ZoneInfo) -> float:
    return datetime.combine(day, time(), zone).timestamp()


def day_of(at: float, zone: ZoneInfo) -> Day:
    """The day an instant belongs to."""
    return day_on(datetime.fromtimestamp(at, zone).date(), zone)


def day_on(day: date, zone: ZoneInfo) -> Day:
    """The day of a date."""
    return Day(day, _midnight(day, zone), _midnight(day + timedelta(days=1), zone))
