"""Which of several free agents takes a call: one small function a strategy, lower is sooner."""

from collections.abc import Callable

from acd.agent import Agent
from acd.queue import BEST_SKILL, LONGEST_IDLE

Rank = Callable[[Agent, float, dict[str, int]], tuple[float, ...]]


def longest_idle(_agent: Agent, idle_since: float, _required: dict[str, int]) -> tuple[float, ...]:
    """The agent who has had nothing to do for longest."""
    return (idle_since,)


def best_skill(agent: Agent, idle_since: float, required: dict[str, int]) -> tuple[float, ...]:
    """The agent with the highest levels in what the call needs; among equals, the longest idle."""
    return (-float(sum(agent.skills.get(skill, 0) for skill in required)), idle_since)


RANKS: dict[str, Rank] = {LONGEST_IDLE: longest_idle, BEST_SKILL: best_skill}
REASONS = {LONGEST_IDLE: "longest idle", BEST_SKILL: "best skill"}
