"""An agent's day beside the team's, by the formulas of the reports."""

import pytest

from cti.ids import AgentId
from reports.agent_day import ReadyTime, day_of
from reports.tally import AgentTally

ANNA = AgentId("1001")
SECOND = 1_000_000


def tally(handled: int, seconds: int) -> AgentTally:
    return AgentTally(answered=handled, missed=1, talk=seconds * SECOND, handled=handled, handle=seconds * SECOND)


def test_ready_time_is_what_lies_within_the_day() -> None:
    ready = ReadyTime()
    ready.changed(ANNA, "ready", 50, day_start=100)
    assert ready.of(ANNA, 130, day_start=100) == 30
    ready.changed(ANNA, "talking", 140, day_start=100)
    ready.changed(ANNA, "wrap_up", 150, day_start=100)
    ready.changed(ANNA, "ready", 160, day_start=100)
    assert ready.of(ANNA, 165, day_start=100) == 45
    assert ready.agents == {ANNA}
    ready.new_day()
    assert ready.of(ANNA, 210, day_start=200) == 10


def test_a_teams_figures_are_means_and_formulas_over_the_sums() -> None:
    mine = day_of([(tally(2, 200), 200.0)])
    assert (mine.answered, mine.aht_s, mine.occupancy) == (2, 100, 0.5)
    team = day_of([(tally(2, 200), 200.0), (tally(4, 200), 0.0)])
    assert (team.answered, team.missed, team.talk_s) == (3, 1, 200)
    assert team.aht_s == pytest.approx(400 / 6)
    assert team.occupancy == pytest.approx(400 / 600)


def test_who_did_nothing_has_no_mean() -> None:
    assert day_of([]).aht_s is None
    assert day_of([(AgentTally(), 0.0)]).occupancy is None
