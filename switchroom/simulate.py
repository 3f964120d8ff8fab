"""The distributor in simulated time, at will beside the theory: the table of `switchroom simulate`."""

import math
from collections.abc import Callable
from itertools import islice

from rich.console import Group
from rich.table import Table

from acd.agent import Agent
from acd.arrivals import Stream, callers, exponential, never
from acd.erlang import Demand, outcome
from acd.queue import Queue
from acd.sample import BATCHES, WARM_UP, Estimate, Sample, sample
from acd.simulator import Simulator, Visit
from cti.errors import ConfigurationError
from cti.ids import AgentId, QueueId

QUEUE = QueueId("queue")
LEAST_CALLS, TELL_EVERY = 1000, 500
ERRORS = 3


def simulate(
    demand: Demand, agents: int, calls: int, threshold: float, seed: int, told: Callable[[int], None]
) -> Sample:
    """Play so many calls, one queue, equal agents, no ring and no wrap-up time, through the real distributor.

    `told` hears how many calls have ended. Raises ConfigurationError where there is no steady state to be measured.
    """
    if agents < 1:
        raise ConfigurationError("Somebody must answer: give --agents 1 or more.")
    if calls < LEAST_CALLS:
        raise ConfigurationError(f"{calls} calls are too few to say anything; give --calls {LEAST_CALLS} or more.")
    if not threshold >= 0:
        raise ConfigurationError(f"The threshold must be 0 seconds or more, not {threshold:g}.")
    if demand.patience is None and demand.load >= agents:
        raise ConfigurationError(
            f"{demand.load:.2f} erlangs on {agents} agents wait longer and longer; add agents, or give --patience."
        )
    patience = exponential(demand.patience) if demand.patience else never
    stream = Stream(QUEUE, demand.rate, exponential(demand.aht), patience)
    staff = [Agent(AgentId(str(number + 1)), "", (QUEUE,)) for number in range(agents)]
    visits: list[Visit] = []
    for visit in Simulator([Queue(QUEUE, wrap_up_seconds=0)], staff, islice(callers([stream], seed), calls)).visits():
        visits.append(visit)
        if len(visits) % TELL_EVERY == 0:
            told(len(visits))
    told(len(visits))
    return sample(visits, threshold)


def figures(seen: Sample, demand: Demand, agents: int, threshold: float, *, theory: bool) -> Group:
    """What was measured, each figure with its standard error; at will beside Erlang C, or Erlang A with patience."""
    formula = outcome(agents, demand, threshold)
    rows = (
        ("P(wait)", seen.p_wait, formula.p_wait, "%"),
        ("ASA", seen.asa, formula.asa, "s"),
        (f"Service level, {threshold:g} s", seen.service_level, formula.service_level, "%"),
        ("Abandoned", seen.abandoned, formula.abandoned, "%"),
    )
    headings = (
        "",
        "Simulated",
        "± standard error",
        "Erlang A" if demand.patience else "Erlang C",
        "Difference / error",
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    shown = len(headings) if theory else 3
    for heading in headings[:shown]:
        table.add_column(heading, justify="right" if heading else "left")
    for row in rows:
        table.add_row(*_cells(*row)[:shown])
    lines = [f"{seen.calls} calls measured; {agents} agents, {demand.load:.2f} erlangs."]
    if theory:
        lines.append(_verdict(rows))
    least = calls_for_trust(demand, agents)
    if seen.calls < int((1 - WARM_UP) * least):
        lines.append(f"The errors are understated for so few calls here; give --calls {least} or more.")
    return Group(table, *lines)


def calls_for_trust(demand: Demand, agents: int) -> int:
    """How many calls make each batch ten times as long as the house remembers, so that batches are independent.

    The memory of M/M/n is about AHT/(√n − √a)² seconds; impatience makes it no longer than the longer of AHT and
    patience.
    """
    gap = math.sqrt(agents) - math.sqrt(demand.load)
    memory = demand.aht / gap**2 if gap > 0 else math.inf
    if demand.patience:
        memory = min(memory, max(demand.aht, demand.patience))
    return max(LEAST_CALLS, math.ceil(10 * memory * demand.rate * BATCHES / (1 - WARM_UP)))


def _cells(name: str, seen: Estimate, theory: float, unit: str) -> tuple[str, ...]:
    factor = 100 if unit == "%" else 1
    cells = (f"{factor * figure:.2f} {unit}" for figure in (seen.value, seen.error, theory))
    return (name, *cells, f"{(seen.value - theory) / seen.error:+.1f}" if seen.error else "")


def _verdict(rows: tuple[tuple[str, Estimate, float, str], ...]) -> str:
    far = [name for name, seen, theory, _unit in rows if not abs(seen.value - theory) <= ERRORS * seen.error + 1e-9]
    if far:
        return f"Not within {ERRORS} standard errors of the theory: {', '.join(far)}."
    return f"All within {ERRORS} standard errors of the theory."
