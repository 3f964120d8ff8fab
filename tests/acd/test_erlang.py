"""The formulas against published figures, and against brute force that shares nothing with them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.erlang import Demand, agents_needed, erlang_a, erlang_b, erlang_c, outcome
from cti.errors import ConfigurationError

# 100 calls in half an hour, 180 s each: the ten erlangs every planner's primer begins with.
PRIMER = Demand(100 / 1800, 180)
# 48 calls a minute of one minute, patience two: the example of Garnett, Mandelbaum, Reiman (2002), table 1.
GARNETT = Demand(48 / 60, 60, 120)


def chain(agents: int, demand: Demand, states: int = 900) -> np.ndarray:
    """The stationary shares of a truncated birth-death chain, by solving πQ = 0 as linear equations."""
    rates = np.zeros((states, states))
    for n in range(states - 1):
        rates[n, n + 1] = demand.rate
        lost = max(0, n + 1 - agents) / demand.patience if demand.patience else 0.0
        rates[n + 1, n] = min(n + 1, agents) / demand.aht + lost
    rates -= np.diag(rates.sum(axis=1))
    rates[:, 0] = 1.0
    return np.linalg.solve(rates.T, np.eye(states)[0])


def answered_by(seconds: float, agents: int, demand: Demand, *, weigh: bool = False) -> float:
    """P(waits, and is answered within that), or the mean over it: the virtual wait's density, integrated.

    Baccelli, Hebuterne (1981): f(t) = π_n·c·exp(−ct + (λ/θ)(1 − e^(−θt))), of which e^(−θt) are still there.
    """
    clear, theta = agents / demand.aht, 1 / (demand.patience or math.inf)
    t = np.linspace(0, seconds, 200_001)
    density = np.exp(-(clear + theta) * t + demand.rate / theta * -np.expm1(-theta * t))
    return float(np.trapezoid(density * (t if weigh else 1.0), t) * chain(agents, demand)[agents] * clear)


@pytest.mark.parametrize(
    ("agents", "load", "blocked"),
    [(0, 5, 1.0), (1, 1, 0.5), (2, 2, 0.4), (5, 3, 0.1101), (10, 10, 0.2146), (10, 5, 0.0184), (100, 100, 0.0757)],
)
def test_erlang_b_as_in_the_tables(agents: int, load: float, blocked: float) -> None:
    assert erlang_b(agents, load) == pytest.approx(blocked, abs=5e-5)


@given(st.integers(1, 60), st.floats(0.1, 60))
def test_erlang_b_is_the_sum_formula(agents: int, load: float) -> None:
    terms = [math.exp(k * math.log(load) - math.lgamma(k + 1)) for k in range(agents + 1)]
    assert erlang_b(agents, load) == pytest.approx(terms[-1] / sum(terms), rel=1e-9)


@pytest.mark.parametrize(
    ("agents", "p_wait", "asa", "level"), [(11, 0.682, 122.8, 0.390), (13, 0.285, 17.1, 0.796), (14, 0.174, 7.8, 0.888)]
)
def test_erlang_c_as_in_the_primer(agents: int, p_wait: float, asa: float, level: float) -> None:
    found = erlang_c(agents, PRIMER, 20)
    assert (found.p_wait, found.service_level) == (pytest.approx(p_wait, abs=5e-4), pytest.approx(level, abs=5e-4))
    assert found.asa == pytest.approx(asa, abs=0.05)
    assert found.occupancy == pytest.approx(10 / agents)


def test_one_agent_waits_as_the_mm1_queue_does() -> None:
    found = erlang_c(1, Demand(0.5, 1), 3)
    assert found.p_wait == pytest.approx(0.5)
    assert found.asa == pytest.approx(1.0)
    assert found.service_level == pytest.approx(1 - 0.5 * math.exp(-1.5))


@pytest.mark.parametrize(("agents", "rate"), [(2, 0.01), (7, 0.1), (30, 0.45)])
def test_erlang_c_is_the_solved_chain(agents: int, rate: float) -> None:
    demand = Demand(rate, 60)
    shares, found = chain(agents, demand), erlang_c(agents, demand, 20)
    assert found.p_wait == pytest.approx(shares[agents:].sum(), rel=1e-6)
    assert found.asa == pytest.approx(np.arange(len(shares) - agents) @ shares[agents:] / rate, rel=1e-6)


def test_as_many_erlangs_as_agents_wait_for_ever() -> None:
    for agents in (9, 10):
        found = erlang_c(agents, PRIMER, 20)
        assert (found.p_wait, found.asa, found.service_level, found.occupancy) == (1, math.inf, 0, 1)


def test_erlang_a_as_published() -> None:
    found, patient = erlang_a(50, GARNETT, 20), erlang_c(50, GARNETT, 20)
    assert found.abandoned == pytest.approx(0.031, abs=5e-4)
    assert found.mean_wait == pytest.approx(3.7, abs=0.05)
    assert found.occupancy == pytest.approx(0.93, abs=5e-3)
    assert patient.asa == pytest.approx(20.8, abs=0.05)


@pytest.mark.parametrize(
    ("agents", "demand"),
    [(50, GARNETT), (3, Demand(0.1, 60, 30)), (1, Demand(0.05, 40, 200)), (12, PRIMER), (8, Demand(0.2, 60, 90))],
)
def test_erlang_a_is_the_solved_chain(agents: int, demand: Demand) -> None:
    demand = Demand(demand.rate, demand.aht, demand.patience or 75)
    assert demand.patience
    shares, found = chain(agents, demand), erlang_a(agents, demand, 20)
    queue = np.arange(len(shares) - agents) @ shares[agents:]
    assert found.p_wait == pytest.approx(shares[agents:].sum(), rel=1e-9)
    assert found.abandoned == pytest.approx(queue / demand.patience / demand.rate, rel=1e-9)
    assert found.service_level == pytest.approx(1 - found.p_wait + answered_by(20, agents, demand), rel=1e-6)
    handled = 1 - found.p_wait + answered_by(3000, agents, demand)
    assert 1 - found.abandoned == pytest.approx(handled, rel=1e-6)
    assert found.asa == pytest.approx(answered_by(3000, agents, demand, weigh=True) / handled, rel=1e-5)
    busy = np.minimum(np.arange(len(shares)), agents) @ shares
    assert found.occupancy == pytest.approx(busy / agents, rel=1e-9)


@given(st.integers(1, 40), st.floats(0.01, 0.6), st.floats(0.5, 1800), st.floats(0, 120))
def test_every_share_is_a_share(agents: int, rate: float, patience: float, threshold: float) -> None:
    found = erlang_a(agents, Demand(rate, 60, patience), threshold)
    for share in (found.p_wait, found.abandoned, found.service_level, found.occupancy):
        assert 0 <= share <= 1 + 1e-12
    assert found.service_level <= 1 - found.abandoned + 1e-9
    assert found.asa >= 0


def test_endless_patience_is_erlang_c() -> None:
    a, c = erlang_a(14, Demand(100 / 1800, 180, 1e7), 20), erlang_c(14, PRIMER, 20)
    assert (a.p_wait, a.asa) == (pytest.approx(c.p_wait, rel=1e-4), pytest.approx(c.asa, rel=1e-4))
    assert a.service_level == pytest.approx(c.service_level, rel=1e-4)


def test_nobody_there_answers_nobody() -> None:
    found = erlang_a(0, GARNETT, 20)
    assert (found.p_wait, found.abandoned, found.service_level) == (1, pytest.approx(1), 0)
    assert found.mean_wait == pytest.approx(120)


def test_a_crowd_before_one_agent_is_still_a_number() -> None:
    """Ratios of the chain go far beyond the range of floats here: one agent, a thousand patient callers."""
    found = erlang_a(1, Demand(1, 60, 1000), 20)
    assert found.abandoned == pytest.approx(1 - 1 / 60, rel=1e-6)
    assert erlang_a(1000, Demand(10 / 60, 60, 100), 20).p_wait < 1e-15
    assert erlang_b(1000, 10) < 1e-15


def test_the_fewest_agents_who_reach_the_target() -> None:
    assert agents_needed(PRIMER, 0.8, 20) == 14
    assert agents_needed(PRIMER, 0.79, 20) == 13
    for demand in (PRIMER, GARNETT, Demand(0.001, 60), Demand(3.7, 200, 45), Demand(1.5, 300)):
        for target, threshold in ((0.8, 20), (0.95, 10), (0.5, 0), (0.1, 300)):
            agents = agents_needed(demand, target, threshold)
            assert outcome(agents, demand, threshold).service_level >= target
            assert agents == 1 or outcome(agents - 1, demand, threshold).service_level < target


@pytest.mark.parametrize(
    ("figures", "word"),
    [
        ((0, 60, None), "call rate"),
        ((-1, 60, None), "call rate"),
        ((1, 0, None), "handling time"),
        ((1, math.nan, None), "handling time"),
        ((1, 60, 0), "patience"),
        ((1, 60, math.inf), "patience"),
        ((1e6, 60, None), "erlangs"),
        ((1, 60, 1e9), "endless"),
    ],
)
def test_figures_no_call_centre_has_are_named(figures: tuple[float, float, float | None], word: str) -> None:
    with pytest.raises(ConfigurationError, match=word):
        Demand(*figures)


@pytest.mark.parametrize(
    ("target", "threshold", "word"), [(1, 20, "target"), (0, 20, "target"), (0.8, -1, "threshold")]
)
def test_targets_nobody_reaches_are_named(target: float, threshold: float, word: str) -> None:
    with pytest.raises(ConfigurationError, match=word):
        agents_needed(PRIMER, target, threshold)


def test_a_threshold_of_next_to_nothing_is_none() -> None:
    instant = [erlang_a(12, Demand(0.05, 180, 60), threshold).service_level for threshold in (0.0, 5e-324, 1e-12)]
    assert instant == pytest.approx([1 - erlang_a(12, Demand(0.05, 180, 60), 20).p_wait] * 3)


def test_erlang_a_wants_a_patience() -> None:
    with pytest.raises(ConfigurationError, match="patience"):
        erlang_a(14, PRIMER, 20)
