"""How well wait promises were kept: shares of callers who waited less than was promised, each with its error. Pure."""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from cti.ids import QueueId

# Where ranges of the promised P50 begin, in seconds.
RANGES = (0, 15, 30, 60, 120, 240)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A promise and what became of it. Times in seconds; `at` since the epoch, when the caller was queued.

    `wait` lasted until the answer, or else until the caller was gone; `at_once` if an agent was free.
    """

    queue: QueueId
    at: float
    p50: float
    p90: float
    wait: float
    answered: bool
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Under:
    """The share of callers who waited less than promised, counted in three ways; NaN where nobody can be counted.

    `answered`, the principal figure: of the callers who were answered, as the mean wait is (`asa`). `error` is its
    standard error, as if callers were independent. `everyone`: of all callers, the seconds until they left taken for
    the wait of those who were not answered. `if_stayed`: of all callers, had nobody left (E. Kaplan and P. Meier,
    "Nonparametric Estimation from Incomplete Observations", 1958; used for waits and patience by L. Brown and
    others, "Statistical Analysis of a Telephone Call Center", 2005): who left before the promised time says only
    that the wait would have been longer than that, and does so in units of the promise.

    A wait that equals its promise counts as the promised level: the mean of a randomised probability integral
    transform for a promise without spread, as when an agent is free and the wait is 0 (C. Czado, T. Gneiting and
    L. Held, "Predictive Model Assessment for Count Data", 2009).
    """

    answered: float
    error: float
    everyone: float
    if_stayed: float


@dataclass(frozen=True, slots=True)
class Row:
    """The calibration of some promises. Seconds: the medians `promised` (P50) and `waited`, the latter of the answered.

    `loss50` and `loss90` are mean pinball losses of the answered, smaller is sharper (T. Gneiting and A. Raftery,
    "Strictly Proper Scoring Rules, Prediction, and Estimation", 2007).
    """

    name: str
    calls: int
    answered: int
    under50: Under
    under90: Under
    promised: float
    waited: float
    loss50: float
    loss90: float


def calibration(outcomes: Iterable[Outcome], zone: tzinfo) -> list[Row]:
    """The rows of a report: callers who met a free agent, callers who had to wait, and these by queue, by day in
    `zone`, and by range of the promised P50. Rows that would count nobody are left out.
    """
    every = list(outcomes)
    waited = [outcome for outcome in every if not outcome.at_once]
    free = [outcome for outcome in every if outcome.at_once]
    return [
        *(row(name, some) for name, some in (("all", every), ("agent free", free), ("had to wait", waited)) if some),
        *rows(waited, lambda outcome: f"queue {outcome.queue}"),
        *rows(waited, lambda outcome: f"day {datetime.fromtimestamp(outcome.at, zone):%Y-%m-%d}"),
        *rows(waited, _range, lambda outcome: outcome.p50),
    ]


def rows(
    outcomes: Iterable[Outcome],
    name: Callable[[Outcome], str],
    order: Callable[[Outcome], float | str] | None = None,
) -> list[Row]:
    """One row for each name, in the order of the names, or of the first outcome by `order`."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=order or name):
        groups.setdefault(name(outcome), []).append(outcome)
    return [row(key, group) for key, group in groups.items()]


def row(name: str, outcomes: Sequence[Outcome]) -> Row:
    """The calibration of these promises taken together."""
    answered = [outcome for outcome in outcomes if outcome.answered]
    return Row(
        name,
        len(outcomes),
        len(answered),
        _under(outcomes, answered, _p50, 0.5),
        _under(outcomes, answered, _p90, 0.9),
        _over(statistics.median, [outcome.p50 for outcome in outcomes]),
        _over(statistics.median, [outcome.wait for outcome in answered]),
        _over(statistics.fmean, [pinball(outcome.wait, outcome.p50, 0.5) for outcome in answered]),
        _over(statistics.fmean, [pinball(outcome.wait, outcome.p90, 0.9) for outcome in answered]),
    )


def pinball(wait: float, promised: float, level: float) -> float:
    """The loss, in seconds, that is least in the mean if `promised` is the wait's quantile at `level`."""
    return (wait - promised) * (level - (wait < promised))


def if_stayed(outcomes: Iterable[Outcome], seconds: Callable[[Outcome], float], level: float) -> float:
    """The share that would have waited less than `seconds`, had nobody left: the product limit. NaN for no outcomes."""
    points = sorted((_ratio(outcome.wait, seconds(outcome)), outcome.answered) for outcome in outcomes)
    survival, at_risk, exact = 1.0, len(points), 0
    for point, answered in points:
        if point < 1 and answered:
            survival *= 1 - 1 / at_risk
        at_risk -= point < 1
        exact += point == 1 and answered
    # Those answered exactly when promised count as the promised level, all at one point.
    survival *= 1 - level * exact / max(1, at_risk)
    return 1 - survival if points else math.nan


def _under(
    all_: Sequence[Outcome], answered: Sequence[Outcome], seconds: Callable[[Outcome], float], level: float
) -> Under:
    share, everyone = (
        _over(statistics.fmean, [_counts(_ratio(outcome.wait, seconds(outcome)), level) for outcome in some])
        for some in (answered, all_)
    )
    error = math.sqrt(share * (1 - share) / len(answered)) if answered else math.nan
    return Under(share, error, everyone, if_stayed(all_, seconds, level))


def _counts(ratio: float, level: float) -> float:
    return level if ratio == 1 else float(ratio < 1)


def _ratio(wait: float, promised: float) -> float:
    if promised > 0:
        return wait / promised
    return 1.0 if wait == 0 else math.inf


def _p50(outcome: Outcome) -> float:
    return outcome.p50


def _p90(outcome: Outcome) -> float:
    return outcome.p90


def _over(figure: Callable[[list[float]], float], values: list[float]) -> float:
    return figure(values) if values else math.nan


def _range(outcome: Outcome) -> str:
    start = max(bound for bound in RANGES if bound <= outcome.p50)
    after = next((bound for bound in RANGES if bound > start), None)
    return f"P50 {start} to {after} s" if after else f"P50 over {start} s"
