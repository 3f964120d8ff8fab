"""The queues' figures of any period, by day, hour or queue: the same visits and formulas as live, kept as sums.

Calls that are over are counted and forgotten, so a year costs no more memory than a day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from cti import events as e
from cti.ids import QueueId
from reports.floor_plan import FloorPlan
from reports.intervals import day_of, day_on
from reports.tally import Figures, Tally
from reports.visit import Visit, Visits

By = Literal["day", "hour", "queue"]

# How often, in facts, calls that are over are forgotten; and how long, in seconds, their wrap-up is waited for.
FORGET_EVERY = 20_000
FORGET_AFTER_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of a period: its first instant (seconds since the epoch), and its name in ISO 8601."""

    start: float
    name: str


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a site from `first` to `last`, both included; `start` ≤ t < `end` are its instants."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> float:
        """The first instant, seconds since the epoch."""
        return day_on(self.first, self.zone).start

    @property
    def end(self) -> float:
        """The first instant after it, seconds since the epoch."""
        return day_on(self.last, self.zone).end

    def part(self, at: float, by: By) -> Part:
        """The part in which an instant lies: a day, an hour of the site's clock, or (by queue) all of the period.

        An hour tells its distance from UTC, as one hour comes twice where the clocks go back.
        """
        if by == "queue":
            return Part(self.start, f"{self.first}/{self.last}")
        if by == "day":
            day = day_of(at, self.zone)
            return Part(day.start, day.date.isoformat())
        hour = datetime.fromtimestamp(at, self.zone).replace(minute=0, second=0, microsecond=0)
        return Part(hour.timestamp(), hour.isoformat(timespec="minutes"))


@dataclass(frozen=True, slots=True)
class Row:
    """One queue in one part of the period; `formula` is the id of the service level's formula."""

    queue: QueueId
    period: str
    figures: Figures
    formula: str


class PeriodFold:
    """The running fold of the journal into the figures of a period."""

    def __init__(self, plan: FloorPlan, period: Period, by: By) -> None:
        self._plan = plan
        self._start, self._end = period.start, period.end
        # A visit is counted again at each of its changes.
        self._part = lru_cache(4096)(lambda at: period.part(at, by))
        self._visits = Visits()
        self._tallies: dict[tuple[QueueId, Part], Tally] = {}
        self._heard = 0

    def hear(self, event: e.Event) -> None:
        """Take one fact in, in the journal's order; also those of some hours before and after the period."""
        for was, now in self._visits.hear(event):
            if was is not None:
                self._count(was, -1)
            self._count(now, 1)
        self._heard += 1
        if self._heard % FORGET_EVERY == 0:
            self._visits.forget(event.at - FORGET_AFTER_SECONDS)

    def rows(self) -> tuple[Row, ...]:
        """The figures of each queue that had calls: the queues in the site's order, each one's parts as time went."""
        place = {queue: number for number, queue in enumerate(self._plan.queue_ids({q for q, _ in self._tallies}))}
        formula = self._plan.service_level
        ordered = sorted(self._tallies.items(), key=lambda item: (place[item[0][0]], item[0][1]))
        return tuple(Row(queue, part.name, tally.figures(formula), formula) for (queue, part), tally in ordered)

    def _count(self, visit: Visit, by: int) -> None:
        if self._start <= visit.enqueued_at < self._end:
            tally = self._tallies.setdefault((visit.queue, self._part(visit.enqueued_at)), Tally())
            tally.count(visit, self._plan.queue(visit.queue), by)
