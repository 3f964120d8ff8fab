"""The shares of promises kept, counted by hand where that can be done, and against known chances where it cannot."""

import math
from datetime import UTC
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.calibration import Outcome, calibration, if_stayed, pinball, row
from cti.ids import QueueId
from tests.acd.desk import SALES, SUPPORT


def outcome(
    wait: float, p50: float = 30, p90: float = 90, answered: bool = True, at: float = 0.0, queue: QueueId = SALES
) -> Outcome:
    return Outcome(queue, at, p50, p90, wait, answered, at_once=p90 == 0)


def p50(one: Outcome) -> float:
    return one.p50


def test_the_three_ways_of_counting() -> None:
    """Answered at 10, 40 and 100; gone at 20. Had the one who left stayed, the two later stand for him too."""
    seen = row("all", [outcome(10), outcome(20, answered=False), outcome(40), outcome(100)])
    assert (seen.calls, seen.answered) == (4, 3)
    assert seen.under50.answered == pytest.approx(1 / 3)
    assert seen.under50.everyone == pytest.approx(2 / 4)
    assert seen.under50.if_stayed == pytest.approx(1 / 4)
    assert seen.under90.answered == pytest.approx(2 / 3)
    assert seen.under90.everyone == pytest.approx(3 / 4)
    assert seen.under90.if_stayed == pytest.approx(1 - 3 / 4 * 1 / 2)
    assert seen.under50.error == pytest.approx(math.sqrt(1 / 3 * 2 / 3 / 3))
    assert (seen.promised, seen.waited) == (30, 40)
    assert seen.loss50 == pytest.approx((20 * 0.5 + 10 * 0.5 + 70 * 0.5) / 3)
    assert seen.loss90 == pytest.approx((80 * 0.1 + 50 * 0.1 + 10 * 0.9) / 3)


def test_a_promise_of_nothing_that_is_kept_exactly_is_right_at_every_level() -> None:
    kept = row("agent free", [outcome(0, 0, 0)] * 20)
    assert kept.under50.answered == kept.under50.everyone == 0.5
    assert kept.under50.if_stayed == pytest.approx(0.5)
    assert kept.under90.answered == kept.under90.if_stayed == pytest.approx(0.9)
    late = row("agent free", [outcome(3, 0, 0)] * 20)
    assert late.under90.answered == late.under90.if_stayed == 0


def test_where_nobody_was_answered_nothing_is_said_of_the_answered() -> None:
    gone = row("all", [outcome(40, answered=False)])
    assert math.isnan(gone.under50.answered)
    assert math.isnan(gone.under50.error)
    assert math.isnan(gone.waited)
    assert math.isnan(gone.loss90)
    assert gone.under50.everyone == gone.under50.if_stayed == 0
    assert math.isnan(row("nobody", []).under50.if_stayed)


def test_rows_by_queue_by_day_and_by_range() -> None:
    some = [
        outcome(0, 0, 0),
        outcome(10, 14.9),
        outcome(10, 15, queue=SUPPORT),
        outcome(10, 500, 900, at=86400.0),
    ]
    names = {seen.name: seen.calls for seen in calibration(some, UTC)}
    assert list(names.items()) == [
        *(("all", 4), ("agent free", 1), ("had to wait", 3)),
        *(("queue sales", 2), ("queue support", 1)),
        *(("day 1970-01-01", 2), ("day 1970-01-02", 1)),
        *(("P50 0 to 15 s", 1), ("P50 15 to 30 s", 1), ("P50 over 240 s", 1)),
    ]
    assert calibration([], UTC) == []


def test_had_nobody_left_is_found_although_many_leave() -> None:
    """Waits and patience are exponential with one mean, so half leave: half the waits are under ln 2 all the same."""
    source = Random(1)
    pairs = [(source.expovariate(1 / 60), source.expovariate(1 / 60)) for _ in range(20_000)]
    some = [outcome(min(pair), 60 * math.log(2), answered=pair[0] < pair[1]) for pair in pairs]
    seen = row("all", some).under50
    assert seen.if_stayed == pytest.approx(0.5, abs=0.02)
    assert seen.answered > 0.7, "those who were answered in time are the lucky ones"


def test_the_loss_is_least_at_the_quantile() -> None:
    source = Random(2)
    waits = [source.expovariate(1 / 60) for _ in range(20_000)]

    def loss(promised: float) -> float:
        return sum(pinball(wait, promised, 0.9) for wait in waits)

    assert loss(60 * math.log(10)) < min(loss(110), loss(170))


_OUTCOMES = st.lists(
    st.builds(
        outcome,
        st.floats(0, 1000),
        st.sampled_from([0.0, 20.0, 60.0]),
        st.sampled_from([60.0, 300.0]),
        st.booleans(),
    ),
    min_size=1,
)


@given(_OUTCOMES)
def test_whatever_became_of_them_the_shares_are_shares_in_order(some: list[Outcome]) -> None:
    """Had nobody left, no more are under than if all who left in time are counted as kept, no fewer than if none."""
    seen = row("all", some)
    for under in (seen.under50, seen.under90):
        for share in (under.everyone, under.if_stayed, under.answered):
            assert math.isnan(share) or -1e-9 <= share <= 1 + 1e-9
    assert if_stayed(some, p50, 0.5) <= seen.under50.everyone + 1e-9
    everybody = [outcome(one.wait, one.p50, one.p90) for one in some]
    whole = row("all", everybody).under50
    assert whole.if_stayed == pytest.approx(whole.everyone) == pytest.approx(whole.answered)
