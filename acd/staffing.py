"""How many agents an interval takes by Erlang C and by Erlang A, and how many must be scheduled for that. Pure."""

import dataclasses
import math
from dataclasses import dataclass

from acd.erlang import Demand, Outcome, agents_needed, outcome
from cti.errors import ConfigurationError

# What is computed while calls go on must be over soon.
MOST_ERLANGS, MOST_WAITING = 500.0, 2000.0


@dataclass(frozen=True, slots=True)
class Goal:
    """The share (0…1) of calls to be answered within `threshold` seconds; `shrinkage` is the share of their paid time
    (0 ≤ … < 1) in which scheduled agents are away from the phone: breaks, training, absence.

    Raises ConfigurationError for a shrinkage nobody can work with.
    """

    target: float
    threshold: float
    shrinkage: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.shrinkage < 1:
            raise ConfigurationError(f"The shrinkage must be 0 to below 1, as 0.3 for 30 %, not {self.shrinkage:g}.")

    def scheduled(self, agents: int) -> int:
        """How many must be on the schedule so that so many are on the phone: n / (1 − shrinkage), rounded up.

        Source: WFM Labs glossary, shrinkage.
        """
        # So that 7 / 0.7 is 10, and not 11 for the sake of a last binary digit.
        return math.ceil(agents / (1 - self.shrinkage) - 1e-9)


@dataclass(frozen=True, slots=True)
class Need:
    """The fewest agents on the phone who reach the goal, how many to schedule, and what callers then meet with."""

    agents: int
    scheduled: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Needs:
    """By Erlang C, where everybody waits; and by Erlang A where callers have a patience."""

    erlang_c: Need
    erlang_a: Need | None


def needs(demand: Demand, goal: Goal) -> Needs:
    """The agents one interval takes.

    Raises:
        ConfigurationError: the goal is none, or the load is too much to be computed beside live calls; one sentence.
    """
    if demand.load > MOST_ERLANGS:
        raise ConfigurationError(
            f"A load of {demand.load:.0f} erlangs is more than the {MOST_ERLANGS:g} computed here; "
            "use `switchroom staff`."
        )
    if demand.patience is not None and demand.rate * demand.patience > MOST_WAITING:
        raise ConfigurationError(f"A patience of {demand.patience:g} s is as good as endless here; leave it out.")
    endless = dataclasses.replace(demand, patience=None)
    return Needs(_need(endless, goal), None if demand.patience is None else _need(demand, goal))


def _need(demand: Demand, goal: Goal) -> Need:
    agents = agents_needed(demand, goal.target, goal.threshold)
    return Need(agents, goal.scheduled(agents), outcome(agents, demand, goal.threshold))
