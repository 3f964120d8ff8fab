"""A day in intervals: how many calls came in each, and how long they took to handle. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from cti.ids import QueueId
from reports.floor_plan import FloorPlan
from reports.intervals import Day
from reports.tally import Figures, Tally
from reports.visit import Visit


@dataclass(frozen=True, slots=True)
class Interval:
    """The calls queued at `start` ≤ t < `start` + its length, seconds since the epoch, and their figures."""

    start: float
    figures: Figures


def intraday(
    visits: Iterable[Visit], day: Day, minutes: int, plan: FloorPlan, queue: QueueId | None = None
) -> tuple[Interval, ...]:
    """The intervals of a day from the first that had calls to the last, of one queue or (None) of all."""
    length = 60.0 * minutes
    tallies: dict[int, Tally] = {}
    for visit in visits:
        if visit.enqueued_at in day and queue in {None, visit.queue}:
            tally = tallies.setdefault(math.floor((visit.enqueued_at - day.start) / length), Tally())
            tally.count(visit, plan.queue(visit.queue))
    if not tallies:
        return ()
    numbers = range(min(tallies), max(tallies) + 1)
    return tuple(
        Interval(day.start + number * length, tallies.get(number, Tally()).figures(plan.service_level))
        for number in numbers
    )
