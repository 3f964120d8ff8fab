"""Kinds of calls and kinds of agents: who may take what is asked of kinds, so a large floor is as quick as a small one.

Calls that ask for the same form one `Need`, agents who offer the same one `Profile`. There are few kinds however many
calls and agents there are, and between two kinds everything but the order within a kind is settled once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from acd.agent import FIRST_ORDER, Agent
from acd.queue import Queue
from cti.ids import QueueId

Levels = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What a waiting call asks for: an agent of one of the queues (its own comes first), with these skills."""

    queues: tuple[QueueId, ...]
    skills: Levels


@dataclass(frozen=True, slots=True)
class Profile:
    """What an agent offers: queues with the agent's order of them, skills, weight, and room for more work."""

    queues: tuple[tuple[QueueId, int], ...]
    skills: Levels
    weight: float
    room: float


class Fit(NamedTuple):
    """How well a profile serves a need; lower is better in each. `score` is what best-skill ranks by."""

    order: int
    unliked: int
    score: float


def levels(skills: Iterable[tuple[str, int]]) -> Levels:
    """Skills in the one form that makes equal ones equal."""
    return tuple(sorted(skills))


def asked(queue: Queue, extra: Iterable[str]) -> Levels:
    """What a call asks for: its queue's skills, and the flow's (`billing` or, with a level, `billing:3`)."""
    required = dict(queue.skills)
    for text in extra:
        skill, _, level = text.partition(":")
        required[skill] = max(int(level) if level.isdigit() else 1, required.get(skill, 1))
    return levels(required.items())


def profile_of(agent: Agent, taken: float = 0.0) -> Profile:
    """The kind an agent is of, with so much work in hand already."""
    queues = tuple(sorted((queue, agent.order.get(queue, FIRST_ORDER)) for queue in agent.queues))
    return Profile(queues, levels(agent.skills.items()), agent.weight, agent.capacity - taken)


def fit(need: Need, queue: Queue, profile: Profile) -> Fit | None:
    """How well agents of this kind serve calls of that kind; None if they may not."""
    skills, orders = dict(profile.skills), dict(profile.queues)
    if queue.load > profile.room or any(skills.get(skill, 0) < level for skill, level in need.skills):
        return None
    order = min((orders[one] for one in need.queues if one in orders), default=None)
    if order is None:
        return None
    liked = sum(skills.get(skill, 0) >= level for skill, level in queue.preferred.items())
    wanted = {skill for skill, _ in need.skills} | set(queue.preferred)
    return Fit(order, -liked, -float(sum(skills.get(skill, 0) for skill in wanted)))
