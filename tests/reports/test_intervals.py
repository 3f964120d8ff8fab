from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.intervals import day_of, day_on

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "UTC")]


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_a_day_begins_at_the_sites_midnight() -> None:
    day = day_of(at("2026-11-21T20:22:30"), ZoneInfo("Asia/Shanghai"))
    assert day.date == date(2026, 11, 22)
    assert (day.start, day.end) == (at("2026-11-21T16:00:00"), at("2026-11-22T16:00:00"))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)])
def test_a_day_has_as_many_hours_as_the_clocks_give_it(day: date, hours: int) -> None:
    berlin = day_on(day, ZoneInfo("Europe/Berlin"))
    assert berlin.end - berlin.start == hours * 3600


@given(st.floats(0, 4e9), st.sampled_from(ZONES))
def test_every_instant_is_in_exactly_one_day(instant: float, zone: ZoneInfo) -> None:
    day = day_of(instant, zone)
    assert instant in day
    assert day_of(day.end, zone).start == day.end
    assert day.end not in day
