"""A period's figures are those of its days, whatever the order of the facts, and forget no call too early."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti import events as e
from cti.ids import QueueId
from reports import period as period_module
from reports.export import period_csv
from reports.intervals import day_on
from reports.period import By, Period, PeriodFold, Row
from reports.report import report
from reports.visit import Visits
from tests.reports.stories import MIDNIGHT, NOON, OVER_MIDNIGHT, PLAN, SALES, SERVICE, SHANGHAI, abandoned, answered

DAYS = (date(2025, 11, 21), date(2025, 11, 22))
HOUR = 3600.0


def rows(facts: list[e.Event], by: By, first: date = DAYS[0], last: date = DAYS[1]) -> tuple[Row, ...]:
    fold = PeriodFold(PLAN, Period(first, last, SHANGHAI), by)
    for fact in facts:
        fold.hear(fact)
    return fold.rows()


STORY = [
    *answered(1, NOON - 24 * HOUR),
    *answered(2, NOON, wait=30),
    *abandoned(3, NOON + HOUR, 3),
    *abandoned(4, NOON + HOUR, 4, SERVICE),
]


def test_by_day_by_hour_and_by_queue() -> None:
    by_day = rows(STORY, "day")
    assert [(row.queue, row.period, row.figures.offered) for row in by_day] == [
        (SALES, "2025-11-21", 1),
        (SALES, "2025-11-22", 2),
        (SERVICE, "2025-11-22", 1),
    ]
    assert [row.period for row in rows(STORY, "hour") if row.queue == SALES] == [
        "2025-11-21T12:00+08:00",
        "2025-11-22T12:00+08:00",
        "2025-11-22T13:00+08:00",
    ]
    sales, service = rows(STORY, "queue")
    assert (sales.period, sales.figures.answered, sales.figures.abandoned) == ("2025-11-21/2025-11-22", 2, 1)
    assert (sales.figures.asa_s, sales.figures.aht_s, sales.figures.service_level) == (20, 80, 1 / 3)
    assert (service.queue, service.formula) == (SERVICE, "sl.icmi-3")


def test_both_dates_belong_to_the_period_and_nothing_else_does() -> None:
    facts = [*abandoned(1, MIDNIGHT - 1, 5), *abandoned(2, MIDNIGHT, 5), *abandoned(3, MIDNIGHT + 24 * HOUR, 5)]
    (row,) = rows(facts, "day", DAYS[1], DAYS[1])
    assert (row.period, row.figures.offered) == ("2025-11-22", 1)
    assert rows(facts, "day", date(2025, 11, 1), date(2025, 11, 2)) == ()


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    period = Period(date(2025, 10, 26), date(2025, 10, 26), ZoneInfo("Europe/Berlin"))
    assert period.end - period.start == 25 * HOUR
    first, second = (period.part(period.start + (2.5 + more) * HOUR, "hour") for more in (0, 1))
    assert (first.name, second.name) == ("2025-10-26T02:00+02:00", "2025-10-26T02:00+01:00")
    assert second.start - first.start == HOUR


@given(OVER_MIDNIGHT, st.sampled_from(DAYS))
def test_a_periods_days_are_the_daily_reports(facts: list[e.Event], day: date) -> None:
    visits = Visits()
    for fact in facts:
        visits.hear(fact)
    daily = dict(report(visits, day_on(day, SHANGHAI), PLAN).queues)
    for by in ("day", "queue"):
        found = {row.queue: row.figures for row in rows(facts, by, day, day)}  # type: ignore[arg-type]
        assert all(daily[queue] == figures for queue, figures in found.items())
        assert all(figures.offered == 0 for queue, figures in daily.items() if queue not in found)


def test_calls_that_are_over_are_forgotten_and_stay_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    facts: list[e.Event] = [f for name in range(48) for f in answered(name, NOON - 36 * HOUR + name * HOUR)]
    whole = rows(facts, "day")
    monkeypatch.setattr(period_module, "FORGET_EVERY", 1)
    fold = PeriodFold(PLAN, Period(*DAYS, SHANGHAI), "day")
    kept = 0
    for fact in facts:
        fold.hear(fact)
        kept = max(kept, sum(1 for _ in fold._visits))
    assert fold.rows() == whole
    assert kept <= 26


def test_the_csv_has_a_line_for_each_row_and_no_formula_in_a_cell() -> None:
    facts = [*abandoned(9, NOON, 3, QueueId("=cmd()")), *STORY]
    lines = period_csv(rows(facts, "queue")).decode("utf-8-sig").splitlines()
    assert lines == [
        "queue,period,offered,answered,abandoned,asa_s,aht_s,service_level,formula",
        "sales,2025-11-21/2025-11-22,3,2,1,20.0,80.0,0.333,sl.icmi-3",
        "service,2025-11-21/2025-11-22,1,0,1,,,0.0,sl.icmi-3",
        "'=cmd(),2025-11-21/2025-11-22,1,0,1,,,0.0,sl.icmi-3",
    ]
