"""A day in intervals: every call in the one in which it was queued."""

from datetime import date
from zoneinfo import ZoneInfo

from reports.floor_plan import FloorPlan
from reports.intervals import day_on
from reports.intraday import intraday
from reports.visit import Visits
from tests.reports import stories as s

BERLIN = ZoneInfo("Europe/Berlin")
PLAN = FloorPlan((), (), BERLIN)
DAY = day_on(date(2026, 10, 25), BERLIN)


def test_each_call_is_in_its_interval_and_the_empty_ones_between_are_there() -> None:
    visits, hour = Visits(), DAY.start + 10 * 3600
    for event in (
        *s.abandoned(1, hour + 1799.0, 40.0),
        *s.abandoned(2, hour + 1800.0, 5.0, s.SERVICE),
        *s.abandoned(3, hour + 5400.0, 5.0),
        *s.abandoned(4, DAY.end, 5.0),
    ):
        visits.hear(event)
    found = intraday(visits, DAY, 30, PLAN)
    assert [(i.start - hour, i.figures.offered) for i in found] == [(0, 1), (1800, 1), (3600, 0), (5400, 1)]
    assert [i.figures.offered for i in intraday(visits, DAY, 30, PLAN, s.SERVICE)] == [1]


def test_a_day_without_calls_has_no_interval() -> None:
    assert intraday(Visits(), DAY, 30, PLAN) == ()
