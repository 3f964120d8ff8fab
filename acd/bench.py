"""The agents of one kind: how many are in which state, and the free ones in the orders that strategies ask for."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import NamedTuple

from acd import queue as names
from acd.kinds import Profile
from cti.ids import AgentId

FREE, RINGING, TALKING, WRAP_UP, NOT_READY, AWAY = range(6)
STANDINGS = ("free", "ringing", "talking", "wrap_up", "not_ready", "away")


class Keys(NamedTuple):
    """By what the free agents of a bench are ordered, lower first. Times are seconds since the epoch."""

    idle: float
    turn: float
    calls: float
    talk: float


IDLE, TURN, CALLS, TALK = range(len(Keys._fields))
# The order of free agents within a kind; two strategies have none of their own and are worked out each time.
ORDER = {
    names.LONGEST_IDLE: IDLE,
    names.ROUND_ROBIN: TURN,
    names.FEWEST_CALLS: CALLS,
    names.LEAST_TALK: TALK,
    names.BEST_SKILL: IDLE,
}


class Bench:
    """`free` holds a sorted list for each order that is asked for; `counts` the agents by standing."""

    __slots__ = ("_keys", "counts", "free", "profile")

    def __init__(self, profile: Profile, orders: tuple[int, ...]) -> None:
        self.profile = profile
        self.counts = [0] * len(STANDINGS)
        self.free: dict[int, list[tuple[float, AgentId]]] = {order: [] for order in orders}
        self._keys: dict[AgentId, Keys] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, agent: AgentId) -> bool:
        return agent in self._keys

    @property
    def agents(self) -> Iterable[AgentId]:
        """The free agents, the longest idle first."""
        return (agent for _, agent in self.free[IDLE])

    def sits(self, agent: AgentId, keys: Keys) -> None:
        """An agent is free from now on."""
        self.rises(agent)
        self._keys[agent] = keys
        for order, entries in self.free.items():
            insort(entries, (keys[order], agent))

    def rises(self, agent: AgentId) -> None:
        """An agent is not free any more."""
        keys = self._keys.pop(agent, None)
        if keys is not None:
            for order, entries in self.free.items():
                del entries[bisect_left(entries, (keys[order], agent))]
