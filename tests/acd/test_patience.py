"""How long callers would wait, from calls of which many were answered before they showed it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.patience import Patience, estimated

WAITS = st.lists(st.integers(0, 60).map(float), max_size=30)


def test_the_textbook_case() -> None:
    """Kaplan and Meier's own (1958, section 1.2): deaths at 0.8, 3.1, 5.4, 9.2; lost at 1.0, 2.7, 7.0, 12.1."""
    patience = estimated([0.8, 3.1, 5.4, 9.2], [1.0, 2.7, 7.0, 12.1])
    assert patience.times == (0.8, 3.1, 5.4, 9.2)
    assert patience.shares == pytest.approx((7 / 8, 7 / 8 * 4 / 5, 7 / 8 * 4 / 5 * 3 / 4, 7 / 8 * 4 / 5 * 3 / 4 / 2))
    assert patience.longer_than(0.0) == 1
    assert patience.longer_than(4.0) == pytest.approx(0.7)


def test_who_was_answered_at_the_same_second_had_stayed_longer() -> None:
    assert estimated([5.0], [5.0]).shares == (0.5,)


def test_without_anybody_who_stayed_it_is_the_plain_distribution() -> None:
    patience = estimated([1.0, 1.0, 2.0, 4.0], [])
    assert patience.shares == (0.5, 0.25, 0.0)
    assert [patience.draw(chance) for chance in (0.0, 0.2, 0.3, 0.6, 0.99)] == [4, 4, 2, 1, 1]


def test_who_has_waited_waits_longer_and_who_outlasts_all_never_leaves() -> None:
    patience = estimated([10.0, 20.0], [30.0, 30.0])
    assert patience.shares == (0.75, 0.5)
    assert [patience.draw(chance, 10.0) for chance in (0.6, 0.7)] == [math.inf, 20]
    assert patience.draw(0.99, 20.0) == math.inf
    assert Patience().draw(0.5) == math.inf


@given(WAITS, WAITS, st.floats(0, 1, exclude_max=True), st.integers(0, 70).map(float))
def test_whatever_was_seen_shares_fall_and_a_draw_lies_beyond_the_wait(
    gone: list[float], stayed: list[float], chance: float, waited: float
) -> None:
    patience = estimated(gone, stayed)
    assert list(patience.shares) == sorted(patience.shares, reverse=True)
    assert all(0 <= share <= 1 for share in patience.shares)
    assert patience.draw(chance, waited) > waited
