"""How many agents an interval takes, and how many must be scheduled for that."""

import pytest

from acd.erlang import Demand
from acd.staffing import Goal, needs
from cti.errors import ConfigurationError


def test_both_formulas_and_the_schedule() -> None:
    """The table that `switchroom staff` prints for 200 calls an hour of 180 s."""
    found = needs(Demand(200 / 3600, 180, 90), Goal(0.8, 20, 0.3))
    assert (found.erlang_c.agents, found.erlang_c.scheduled) == (14, 20)
    assert found.erlang_c.outcome.service_level == pytest.approx(0.888, abs=0.0005)
    assert found.erlang_a is not None
    assert (found.erlang_a.agents, found.erlang_a.scheduled) == (12, 18)


def test_without_a_patience_there_is_no_erlang_a() -> None:
    assert needs(Demand(200 / 3600, 180), Goal(0.8, 20)).erlang_a is None


@pytest.mark.parametrize(("agents", "shrinkage", "scheduled"), [(7, 0.3, 10), (14, 0.3, 20), (9, 0, 9), (1, 0.9, 10)])
def test_shrinkage_is_rounded_up_and_no_further(agents: int, shrinkage: float, scheduled: int) -> None:
    assert Goal(0.8, 20, shrinkage).scheduled(agents) == scheduled


def test_what_cannot_be_computed_beside_live_calls_is_one_sentence() -> None:
    with pytest.raises(ConfigurationError, match="use `switchroom staff`"):
        needs(Demand(10, 180), Goal(0.8, 20))
    with pytest.raises(ConfigurationError, match="as good as endless"):
        needs(Demand(2, 180, 5000), Goal(0.8, 20))
    with pytest.raises(ConfigurationError, match="shrinkage"):
        Goal(0.8, 20, 1.0)
