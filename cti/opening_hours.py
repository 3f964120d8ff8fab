"""Opening hours: a week's spans, public holidays by country, and a site's own exceptions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from cti.errors import ConfigurationError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
LOOK_AHEAD_DAYS = 400

Spans = tuple[tuple[int, int], ...]
"""Spans of minutes of a day, each from its first minute up to but without its last."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When somebody is there; no `week` at all means always.

    `week` gives spans by weekday (0 is Monday); `holidays` names a country or region whose public holidays are closed
    (`CN`, `DE-BY`; empty: none); `dates` are exceptions by ISO date, which win over both (no spans: closed that day).
    """

    week: Mapping[int, Spans] = field(default_factory=dict)
    holidays: str = ""
    dates: Mapping[str, Spans] = field(default_factory=dict)

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return not self.week and not self.holidays and not self.dates

    def spans(self, day: date) -> Spans:
        """The open spans of one day."""
        own = self.dates.get(day.isoformat())
        if own is not None:
            return own
        if self.holidays and day in _public(self.holidays, day.year):
            return ()
        return self.week.get(day.weekday(), ()) if self.week else ((0, MINUTES_A_DAY),)

    def is_open(self, at: float, timezone: str) -> bool:
        """Whether `at` (seconds since the epoch) lies within the hours, on the clock of `timezone`."""
        if self.always:
            return True
        local = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(timezone))
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self.spans(local.date()))

    def next_change(self, at: float, timezone: str) -> float | None:
        """When, after `at`, it next opens or closes; None if it never does within a year."""
        if self.always:
            return None
        zone = ZoneInfo(timezone)
        today = datetime.fromtimestamp(at, UTC).astimezone(zone).date()
        before = self.is_open(at, timezone)
        for number in range(LOOK_AHEAD_DAYS):
            day = today + timedelta(days=number)
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
            for minute in (0, *sorted({edge for span in self.spans(day) for edge in span})):
                moment = (midnight + timedelta(minutes=minute)).timestamp()
                if moment > at and self.is_open(moment, timezone) != before:
                    return moment
        return None


@lru_cache(maxsize=64)
def _public(place: str, year: int) -> frozenset[date]:
    country, _, region = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


def checked_place(place: str) -> str:
    """The country or region itself, if its public holidays are known.

    Raises:
        ConfigurationError: they are not.
    """
    try:
        if place:
            _public(place, 2024)
    except NotImplementedError:
        raise ConfigurationError(
            f"No public holidays are known for {place!r}; give a country as CN or a region as DE-BY, or leave it empty."
        ) from None
    return place


def spans(texts: str | list[str] | tuple[str, ...]) -> Spans:
    """Spans from texts like `09:00-12:30`; several as a list or separated by commas.

    Raises:
        ConfigurationError: a text is no span, or ends before it begins.
    """
    parts = texts.split(",") if isinstance(texts, str) else texts
    return tuple(_span(part.strip()) for part in parts if part.strip())


def _span(text: str) -> tuple[int, int]:
    begin, _, end = text.partition("-")
    try:
        span = (_minute(begin), _minute(end))
    except ValueError:
        raise ConfigurationError(f"{text!r} is no span of a day; write it as 09:00-18:00.") from None
    if span[0] >= span[1]:
        raise ConfigurationError(f"{text!r} ends before it begins; split it at midnight.")
    return span


def _minute(text: str) -> int:
    hour, _, minute = text.strip().partition(":")
    value = int(hour) * 60 + int(minute)
    if not (0 <= int(minute) < 60 and 0 <= value <= MINUTES_A_DAY):
        raise ValueError(text)
    return value
