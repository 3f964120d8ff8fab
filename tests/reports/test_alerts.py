"""Limits that are passed call once, and not again while the figure trembles about them."""

import pytest

from cti import events as e
from reports.alerts import Limits, Measured, limits_of, passed
from reports.board import Board
from tests.reports.stories import MIDNIGHT, NOON, PLAN, SALES, abandoned, answered, queued

NONE: frozenset[str] = frozenset()


def story(limits: Limits, *moments: Measured) -> list[list[str]]:
    """Which limits were passed, moment by moment."""
    told, raised = [], NONE
    for moment in moments:
        raised = passed(limits, moment, raised)
        told.append(sorted(raised))
    return told


def test_a_queue_without_limits_never_calls() -> None:
    assert story(Limits(), Measured(waiting=900, longest_s=9000, service_level=0.0, abandoned=900)) == [[]]


@pytest.mark.parametrize(
    ("limits", "moments", "was"),
    [
        (Limits(waiting=5), [Measured(waiting=n) for n in (4, 5, 6, 5, 4, 5, 4, 3)], [0, 1, 1, 1, 0, 1, 0, 0]),
        (Limits(waiting=10), [Measured(waiting=n) for n in (10, 9, 10, 9, 8, 9)], [1, 1, 1, 1, 0, 0]),
        (Limits(waiting=1), [Measured(waiting=n) for n in (1, 0, 1)], [1, 0, 1]),
        (Limits(longest_s=60), [Measured(longest_s=s) for s in (59, 60, 50, 49, 48, 59)], [0, 1, 1, 1, 0, 0]),
        (
            Limits(service_level=0.8),
            [Measured(service_level=s) for s in (None, 0.8, 0.79, 0.82, None, 0.85, 0.81)],
            [0, 0, 1, 1, 1, 0, 0],
        ),
        (Limits(service_level=1.0), [Measured(service_level=s) for s in (0.99, 1.0)], [1, 0]),
        (Limits(abandoned=2), [Measured(abandoned=n) for n in (1, 2, 3, 0)], [0, 1, 1, 0]),
    ],
)
def test_a_limit_is_passed_at_it_and_over_only_well_on_the_good_side(
    limits: Limits, moments: list[Measured], was: list[int]
) -> None:
    assert [len(told) for told in story(limits, *moments)] == was


def test_a_limit_that_is_taken_away_is_passed_no_more() -> None:
    assert passed(Limits(), Measured(waiting=9), frozenset({"waiting"})) == NONE


def test_limits_are_read_out_of_a_queues_document_whatever_its_age() -> None:
    assert limits_of({}) == Limits()
    assert limits_of({"alerts": {"waiting": 3, "service_level": 0.8}}) == Limits(waiting=3, service_level=0.8)


def floor(*facts: e.Event) -> Board:
    board = Board(PLAN, NOON)
    for fact in facts:
        board.hear(fact)
    return board


def test_what_the_limits_are_about_is_measured_on_the_floor() -> None:
    board = floor(*answered(1, NOON, wait=10), *abandoned(2, NOON, 30), *queued(3, NOON + 60))
    assert board.measured(SALES, NOON + 100) == Measured(1, 40.0, 0.5, 1)


def test_the_service_level_now_forgets_what_is_half_an_hour_ago_and_today_does_not() -> None:
    board = floor(*abandoned(1, NOON, 30), *answered(2, NOON + 600, wait=10))
    assert board.queue(SALES).service_level_now == board.queue(SALES).today.service_level == 0.5
    assert board.roll(NOON + 30 + 1800).queues == {SALES}
    assert board.queue(SALES).service_level_now == 1.0
    assert board.queue(SALES).today.service_level == 0.5
    board.roll(NOON + 4000)
    assert board.queue(SALES).service_level_now is None


def test_the_last_half_hour_goes_over_midnight() -> None:
    end = MIDNIGHT + 86400
    board = floor(*abandoned(1, end - 60, 30))
    board.roll(end + 1)
    assert (board.queue(SALES).today.abandoned, board.queue(SALES).service_level_now) == (0, 0.0)


def test_a_limit_changed_counts_the_last_half_hour_anew() -> None:
    board = floor(*answered(1, NOON, wait=10))
    board.hear(e.QueueConfigured(at=NOON + 50, queue=SALES, version=9, by="Sue", settings={"threshold": 5}))
    assert board.queue(SALES).service_level_now == 0.0


def test_the_row_says_which_limits_are_passed_by_what_the_journal_says() -> None:
    board = floor()
    raised = e.AlertRaised(at=NOON, queue=SALES, limit="waiting", value=5, bound=5)
    assert board.hear(raised).queues == {SALES}
    board.hear(e.AlertRaised(at=NOON, queue=SALES, limit="abandoned", value=2, bound=2))
    assert board.queue(SALES).alerts == ("waiting", "abandoned")
    board.hear(e.AlertOver(at=NOON + 1, queue=SALES, limit="waiting"))
    assert board.queue(SALES).alerts == ("abandoned",)
