"""Erlang C and Erlang A against the very distributor: a million calls a case, three loads each.

A million drawn talk times still have a mean that is a tenth of a percent off, and at high load that alone moves the
mean wait by more than one percent. So the times drawn are scaled to have the means of the model exactly (the common
control for this: A. M. Law, "Simulation Modeling and Analysis", chapter 11); what is left is the queue's own chance.
"""

import math
import statistics
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from acd.agent import Agent
from acd.arrivals import Caller, Stream, callers, exponential
from acd.erlang import Demand, outcome
from acd.queue import Queue
from acd.sample import Sample, sample
from acd.simulator import Simulator
from cti.ids import AgentId, QueueId

CALLS, AGENTS, AHT, THRESHOLD, PATIENCE = 1_000_000, 10, 180.0, 20.0, 120.0
C_LOADS, A_LOADS = (0.7, 0.8, 0.85), (0.8, 1.0, 1.2)
QUEUE = QueueId("queue")


def cases() -> Iterator[tuple[str, Demand]]:
    """What is played: the model's name, and its demand."""
    for load in C_LOADS:
        yield f"M/M/{AGENTS}, {load:.0%} load", Demand(load * AGENTS / AHT, AHT, None)
    for load in A_LOADS:
        yield f"M/M/{AGENTS}+M, {load:.0%} load", Demand(load * AGENTS / AHT, AHT, PATIENCE)


def exact(demand: Demand, calls: int, seed: int) -> Iterator[Caller]:
    """Drawn callers whose gaps, talk times and patience have the model's means."""
    stream = Stream(QUEUE, demand.rate, exponential(demand.aht), exponential(demand.patience or 1.0))
    drawn = [(one.at, one.talk, one.patience) for one in islice(callers([stream], seed), calls)]
    gap = calls / demand.rate / drawn[-1][0]
    talk = demand.aht / statistics.fmean(one[1] for one in drawn)
    patience = (demand.patience or 0.0) / statistics.fmean(one[2] for one in drawn)
    for one in islice(callers([stream], seed), calls):
        lasting = one.patience * patience if demand.patience else math.inf
        yield replace(one, at=one.at * gap, talk=one.talk * talk, patience=lasting)


def play(demand: Demand, calls: int, seed: int) -> Sample:
    """The figures of one run."""
    staff = [Agent(AgentId(str(number)), "", (QUEUE,)) for number in range(AGENTS)]
    run = Simulator([Queue(QUEUE, wrap_up_seconds=0)], staff, exact(demand, calls, seed))
    return sample(list(run.visits()), THRESHOLD)


def measure(calls: int = CALLS, seed: int = 1) -> list[str]:
    """A table of each figure as simulated and by the formula; the last column is how far apart they are, in percent."""
    lines = ["| case | figure | simulated | standard error | formula | apart % |", "|---|---|---|---|---|---|"]
    for name, demand in cases():
        print(f"  {name}: {calls:,} calls", file=sys.stderr)
        seen, formula = play(demand, calls, seed), outcome(AGENTS, demand, THRESHOLD)
        for figure, got, right in (
            ("P(wait)", seen.p_wait, formula.p_wait),
            ("ASA s", seen.asa, formula.asa),
            (f"SL {THRESHOLD:g} s", seen.service_level, formula.service_level),
        ):
            apart = 100 * (got.value / right - 1)
            lines.append(f"| {name} | {figure} | {got.value:.4f} | {got.error:.4f} | {right:.4f} | {apart:+.2f} |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure(int(sys.argv[1]) if len(sys.argv) > 1 else CALLS)))
