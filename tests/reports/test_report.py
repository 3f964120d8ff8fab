"""A day's figures, and the calls behind each of them."""

import csv
import io
from itertools import chain

import pytest
from hypothesis import given

from cti import events as e
from cti.errors import ConfigurationError
from reports.export import calls_csv, guarded, report_csv
from reports.floor_plan import FloorPlan
from reports.intervals import day_of
from reports.report import AGENT_OFFERS, AGENT_SEGMENTS, QUEUE_FIGURES, Report, calls_behind, calls_behind_agent, report
from reports.tally import AgentFigures, Figures
from reports.visit import Visits
from tests.reports.stories import (
    MEI,
    MIDNIGHT,
    NOON,
    OVER_MIDNIGHT,
    PLAN,
    SALES,
    SERVICE,
    SHANGHAI,
    WEI,
    abandoned,
    answered,
    call,
    offer,
    queued,
    rings,
)

DAY = day_of(NOON, SHANGHAI)
STORY = [
    *answered(1, NOON, wait=10, talk=60, wrap_up=20),
    *answered(2, NOON, wait=30, talk=30, wrap_up=0, agent=MEI),
    *abandoned(3, NOON, 3),
    *abandoned(4, NOON, 50, SERVICE),
    *queued(5, NOON),
    rings(5, NOON + 2),
    e.OfferExpired(at=NOON + 17, call=call(5), agent=WEI, offer=offer(5), reason="rejected"),
    rings(5, NOON + 17, MEI, 2),
    e.AgentAnswered(at=NOON + 20, call=call(5), agent=MEI, offer=offer(5, 2)),
    *queued(6, NOON),
]


def fold(facts: list[e.Event]) -> Visits:
    visits = Visits()
    for fact in facts:
        visits.hear(fact)
    return visits


def of(facts: list[e.Event]) -> Report:
    return report(fold(facts), DAY, PLAN)


def test_the_figures_of_a_day() -> None:
    day = of(STORY)
    assert dict(day.queues)[SALES] == Figures(
        offered=4,
        answered=3,
        abandoned=1,
        flowed_out=0,
        service_level=2 / 4,
        asa_s=20,
        aht_s=(80 + 30) / 2,  # the call that still goes on is in no mean
        longest_wait_s=30,
    )
    assert dict(day.queues)[SERVICE].service_level == 0
    assert (day.total.offered, day.total.abandoned, day.total.longest_wait_s) == (5, 2, 50)


def test_the_figures_of_agents() -> None:
    agents = dict(of(STORY).agents)
    assert agents[WEI] == AgentFigures(
        offered=2, answered=1, missed=1, talk_s=50, hold_s=10, wrap_up_s=20, consult_s=0, aht_s=80
    )
    assert (agents[MEI].offered, agents[MEI].answered, agents[MEI].missed) == (2, 2, 0)


def test_a_day_without_calls_has_empty_figures_for_every_queue_and_agent() -> None:
    day = of([])
    assert [name for name, _ in day.queues] == [SALES, SERVICE]
    assert [name for name, _ in day.agents] == [WEI, MEI]
    assert (day.total.offered, day.total.service_level, day.total.longest_wait_s) == (0, None, None)


def test_a_call_over_midnight_counts_on_the_day_it_was_enqueued() -> None:
    visits = fold(answered(1, MIDNIGHT - 5, wait=10))
    today, yesterday = day_of(MIDNIGHT, SHANGHAI), day_of(MIDNIGHT - 1, SHANGHAI)
    assert report(visits, today, PLAN).total.offered == 0
    assert report(visits, yesterday, PLAN).total.answered == 1
    assert dict(report(visits, yesterday, PLAN).agents)[WEI].talk_s == 50


def test_a_call_in_progress_is_offered_once_it_is_over() -> None:
    assert of(queued(1, NOON)).total.offered == 0
    assert of(abandoned(1, NOON, 5)).total.offered == 1


def test_another_formula_can_be_chosen_but_not_an_unknown_one() -> None:
    visits = fold(STORY)
    second = report(visits, DAY, FloorPlan(PLAN.queues, PLAN.agents, SHANGHAI, "sl.icmi-2"))
    assert second.total.service_level == 2 / 3
    with pytest.raises(ConfigurationError, match=r"use one of sl\.icmi-1"):
        FloorPlan((), (), SHANGHAI, "asa")


def test_the_calls_behind_a_figure_are_named() -> None:
    visits = fold(STORY)
    assert [row.call for row in calls_behind(visits, DAY, PLAN, "abandoned")] == [call(3), call(4)]
    assert [row.call for row in calls_behind(visits, DAY, PLAN, "abandoned", SERVICE)] == [call(4)]
    (row,) = calls_behind_agent(visits, DAY, PLAN, "missed", WEI)
    assert (row.call, row.outcome, row.talk_s, row.within_threshold) == (call(5), "answered", 0, True)
    with pytest.raises(ValueError, match="There is no figure 'happiness' of a queue"):
        calls_behind(visits, DAY, PLAN, "happiness")
    with pytest.raises(ValueError, match="There is no figure 'abandoned' of an agent"):
        calls_behind_agent(visits, DAY, PLAN, "abandoned", WEI)


@given(OVER_MIDNIGHT)
def test_every_figure_is_exactly_its_calls(facts: list[e.Event]) -> None:
    visits, zone_day = fold(facts), day_of(MIDNIGHT, SHANGHAI)
    for day in (zone_day, day_of(MIDNIGHT - 1, SHANGHAI)):
        told = report(visits, day, PLAN)
        for name, figures in [(None, told.total), *told.queues]:
            for figure in ("offered", "answered", "abandoned", "flowed_out"):
                assert len(calls_behind(visits, day, PLAN, figure, name)) == getattr(figures, figure)
            rows = calls_behind(visits, day, PLAN, "service_level", name)
            met = sum(row.within_threshold and row.outcome == "answered" for row in rows)
            assert figures.service_level == (met / len(rows) if rows else None)
            longest = max((row.wait_s for row in calls_behind(visits, day, PLAN, "offered", name)), default=None)
            assert figures.longest_wait_s == pytest.approx(longest, abs=1e-6)
        for agent, agent_figures in told.agents:
            for figure in ("offered", "answered", "missed"):
                assert len(calls_behind_agent(visits, day, PLAN, figure, agent)) == getattr(agent_figures, figure)
            talked = sum(row.talk_s for row in calls_behind_agent(visits, day, PLAN, "talk_s", agent))
            assert agent_figures.talk_s == pytest.approx(talked, abs=1e-3)


@given(OVER_MIDNIGHT)
def test_totals_are_the_sum_of_queues_and_days_the_sum_of_visits(facts: list[e.Event]) -> None:
    visits = fold(facts)
    days = [report(visits, day_of(at, SHANGHAI), PLAN) for at in (MIDNIGHT - 1, MIDNIGHT)]
    for told in days:
        for figure in ("offered", "answered", "abandoned", "flowed_out"):
            assert getattr(told.total, figure) == sum(getattr(figures, figure) for _, figures in told.queues)
    assert sum(told.total.offered for told in days) == sum(
        visit.outcome not in {"waiting", "called_back"} for visit in visits
    )


def test_every_named_figure_can_be_opened() -> None:
    visits = fold(STORY)
    assert all(calls_behind(visits, DAY, PLAN, figure) for figure in QUEUE_FIGURES if figure != "flowed_out")
    assert all(calls_behind_agent(visits, DAY, PLAN, figure, WEI) for figure in chain(AGENT_OFFERS, AGENT_SEGMENTS))


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_csv_of_a_day_opens_in_a_spreadsheet() -> None:
    data = report_csv(of(STORY))
    assert data.startswith("\ufeffdate,queue,offered".encode())
    rows = table(data)
    assert rows[1] == ["2025-11-22", "total", "5", "3", "2", "0", "0.4", "20.0", "55.0", "50.0", "sl.icmi-3"]
    assert rows[-2][:5] == ["2025-11-22", "wei", "王伟", "2", "1"]


@pytest.mark.parametrize("cell", ["=1+1", "+8613800138001", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_ever_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [guarded(cell) for cell in ("a=b", "", -1.23456, 5, None)] == ["a=b", "", -1.235, 5, None]
    (_, row, *_) = table(calls_csv(calls_behind(fold(STORY), DAY, PLAN, "offered")))
    assert row[3].startswith("'+86138")
