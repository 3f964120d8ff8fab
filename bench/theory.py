"""Erlang C and Erlang A against the very distributor: a million calls a case, three loads each.

A million drawn talk times still have a mean that is a tenth of a percent off, and at high load that alone moves the
mean wait by more than one percent. So the times drawn are scaled to have the means of the model exactly (the common
control for this: A. M. Law, "Simulation Modeling and Analysis", chapter 11), and every run has a mirrored twin.
"""

import math
import statistics
import sys
from collections.abc import Iterator
from random import Random

from acd.agent import Agent
from acd.arrivals import Caller
from acd.erlang import Demand, outcome
from acd.queue import Queue
from acd.sample import Sample, sample
from acd.simulator import Simulator
from cti.ids import AgentId, CallId, QueueId

PAIRS, CALLS, AGENTS, AHT, THRESHOLD, PATIENCE = 2, 1_000_000, 10, 180.0, 20.0, 120.0
C_LOADS, A_LOADS = (0.7, 0.8, 0.85), (0.8, 1.0, 1.2)
QUEUE = QueueId("queue")


def cases() -> Iterator[tuple[str, Demand]]:
    """What is played: the model's name, and its demand."""
    for load in C_LOADS:
        yield f"M/M/{AGENTS}, {load:.0%} load", Demand(load * AGENTS / AHT, AHT, None)
    for load in A_LOADS:
        yield f"M/M/{AGENTS}+M, {load:.0%} load", Demand(load * AGENTS / AHT, AHT, PATIENCE)


class Mirror(Random):
    """The same chances, mirrored: where the one draws a long time, the other draws a short one."""

    def random(self) -> float:
        """A number from 0 up to 1."""
        return 1.0 - super().random()


def exact(demand: Demand, calls: int, source: Random) -> Iterator[Caller]:
    """Drawn callers whose gaps, talk times and patience have the model's means."""
    state = source.getstate()
    draws = [[source.expovariate(1.0) for _ in range(3)] for _ in range(calls)]
    gap, talk, patience = (1 / statistics.fmean(column) for column in zip(*draws, strict=True))
    del draws
    source.setstate(state)
    at = 0.0
    for number in range(calls):
        drawn = [source.expovariate(1.0) for _ in range(3)]
        at += drawn[0] * gap / demand.rate
        lasting = drawn[2] * patience * demand.patience if demand.patience else math.inf
        yield Caller(CallId(str(number)), at, QUEUE, drawn[1] * talk * demand.aht, lasting, 0.0, math.inf, 0.0, ())


def play(demand: Demand, calls: int, source: Random) -> Sample:
    """The figures of one run."""
    staff = [Agent(AgentId(str(number)), "", (QUEUE,)) for number in range(AGENTS)]
    run = Simulator([Queue(QUEUE, wrap_up_seconds=0)], staff, exact(demand, calls, source))
    return sample(list(run.visits()), THRESHOLD)


def measure(calls: int = CALLS, pairs: int = PAIRS) -> list[str]:
    """A table of each figure as simulated and by the formula; the last column is how far apart they are, in percent."""
    lines = [
        f"Each case: {2 * pairs} runs of {calls:,} calls.",
        "",
        "| case | figure | simulated | formula | apart % |",
        "|---|---|---|---|---|",
    ]
    for name, demand in cases():
        print(f"  {name}: {2 * pairs} × {calls:,} calls", file=sys.stderr)
        runs = [play(demand, calls, kind(seed)) for seed in range(pairs) for kind in (Random, Mirror)]
        formula = outcome(AGENTS, demand, THRESHOLD)
        for figure, got, right in (
            ("P(wait)", [run.p_wait.value for run in runs], formula.p_wait),
            ("ASA s", [run.asa.value for run in runs], formula.asa),
            (f"SL {THRESHOLD:g} s", [run.service_level.value for run in runs], formula.service_level),
        ):
            mean = statistics.fmean(got)
            lines.append(f"| {name} | {figure} | {mean:.4f} | {right:.4f} | {100 * (mean / right - 1):+.2f} |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure(int(sys.argv[1]) if len(sys.argv) > 1 else CALLS)))
