"""What simulated visits show, each figure with its standard error: to be laid beside the theory. Pure."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from acd.simulator import Visit

BATCHES = 20
WARM_UP = 0.1


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its standard error, in the figure's own unit; both NaN where nothing could be counted."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Sample:
    """The figures of `acd.erlang.Outcome` as they were seen; shares of all calls, times in seconds."""

    calls: int
    p_wait: Estimate
    asa: Estimate
    service_level: Estimate
    abandoned: Estimate


def sample(visits: Sequence[Visit], threshold: float) -> Sample:
    """The figures of some visits, of one queue or of all; the first tenth, when the house was still empty, is left out.

    Waits of neighbours are alike, so the errors come from the spread of the means of twenty batches of consecutive
    calls: A. M. Law, "Simulation Modeling and Analysis", chapter 9 (batch means).
    """
    in_order = sorted(visits, key=lambda visit: visit.queued)
    steady = in_order[int(WARM_UP * len(in_order)) :]
    answered = [visit for visit in steady if not visit.abandoned]
    return Sample(
        len(steady),
        _estimate(steady, _waited),
        _estimate(answered, lambda visit: visit.wait),
        _estimate(steady, lambda visit: not visit.abandoned and visit.wait <= threshold),
        _estimate(steady, lambda visit: visit.abandoned),
    )


def _waited(visit: Visit) -> bool:
    """Whether no agent could be rung at once."""
    return visit.rung is None or visit.rung > visit.queued


def _estimate(visits: Sequence[Visit], figure: Callable[[Visit], float]) -> Estimate:
    size = len(visits) // BATCHES
    if size == 0:
        return Estimate(math.nan, math.nan)
    figures = [float(figure(visit)) for visit in visits]
    means = [statistics.fmean(figures[start : start + size]) for start in range(0, BATCHES * size, size)]
    return Estimate(statistics.fmean(figures), statistics.stdev(means) / math.sqrt(BATCHES))
