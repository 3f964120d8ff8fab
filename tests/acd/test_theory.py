"""Erlang C and Erlang A within stated bounds: the bench's mirrored runs, small enough for every day."""

import statistics
from collections.abc import Iterator
from random import Random

import pytest

from acd.erlang import Demand, outcome
from acd.queue import Queue
from acd.sample import Sample, sample
from acd.simulator import Simulator
from bench.theory import QUEUE, Mirror, exact
from cti.ids import AgentId
from tests.acd.desk import agent

# Calls are so short that one lost second of each is a twentieth of all work, and is seen.
AGENTS, AHT, THRESHOLD, PATIENCE, CALLS, SEED = 5, 20.0, 5.0, 20.0, 10_000, 8


def runs(demand: Demand) -> Iterator[Sample]:
    """A run and its mirrored twin: where the one draws a long time, the other draws a short one."""
    staff = [agent(AgentId(str(1000 + number)), QUEUE) for number in range(AGENTS)]
    for kind in (Random, Mirror):
        run = Simulator([Queue(QUEUE, wrap_up_seconds=0)], staff, exact(demand, CALLS, kind(SEED)))
        yield sample(list(run.visits()), THRESHOLD)


def apart(demand: Demand) -> dict[str, float]:
    """By how many percent each figure is off its formula."""
    seen, formula = list(runs(demand)), outcome(AGENTS, demand, THRESHOLD)
    figures = ("p_wait", "asa", "service_level")
    means = {figure: statistics.fmean(getattr(run, figure).value for run in seen) for figure in figures}
    return {figure: 100 * (mean / getattr(formula, figure) - 1) for figure, mean in means.items()}


@pytest.mark.parametrize("load", [0.5, 0.65, 0.8])
def test_patient_callers_wait_as_erlang_c_says(load: float) -> None:
    off = apart(Demand(load * AGENTS / AHT, AHT))
    assert abs(off["p_wait"]) < 4, off
    assert abs(off["asa"]) < 9, off
    assert abs(off["service_level"]) < 1.5, off


@pytest.mark.parametrize("load", [0.8, 1.0, 1.2])
def test_impatient_callers_wait_as_erlang_a_says(load: float) -> None:
    off = apart(Demand(load * AGENTS / AHT, AHT, PATIENCE))
    assert abs(off["p_wait"]) < 4, off
    assert abs(off["asa"]) < 5, off
    assert abs(off["service_level"]) < 1.5, off
