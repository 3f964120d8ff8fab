"""Which of several free agents takes a call: strategies as orders within a kind, and the choice across kinds."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from heapq import merge
from itertools import islice
from typing import NamedTuple

from acd import queue as names
from acd.bench import ORDER, Bench
from acd.floor import Floor
from acd.kinds import Fit
from acd.line import Waiting
from cti.ids import AgentId


class Candidate(NamedTuple):
    """A free agent for a call, lower is better: the agent's own order of the queue, preferred skills lacking, skill
    score (best-skill only), and the strategy's own value."""

    order: int
    unliked: int
    score: float
    value: float
    agent: AgentId


def candidates(
    floor: Floor, benches: list[tuple[Bench, Fit]], strategy: str, call: Waiting, at: float, most: int
) -> list[Candidate]:
    """The best free agents for a call among those on these benches, at most so many, the best first."""
    if most == 1 and call.declined is None and strategy in ORDER:
        return [_first(benches, strategy)]
    if strategy == names.WEIGHTED_RANDOM:
        return list(islice(_drawn(benches, call, at), most))
    ranked = [_bench(floor, strategy, bench, fit, call, at) for bench, fit in benches]
    if len(ranked) == 1:
        return list(islice(ranked[0], most))
    return list(islice(merge(*ranked), most))


def _first(benches: list[tuple[Bench, Fit]], strategy: str) -> Candidate:
    """The best of all, by a look at who sits first on each bench."""
    order, skilled = ORDER[strategy], strategy == names.BEST_SKILL
    heads = []
    for bench, fit in benches:
        value, agent = bench.free[order][0]
        heads.append((fit.order, fit.unliked, fit.score if skilled else 0.0, value, agent))
    return Candidate(*min(heads))


def _bench(floor: Floor, strategy: str, bench: Bench, fit: Fit, call: Waiting, at: float) -> Iterator[Candidate]:
    """The free agents of one kind who were not asked in vain just now, the best first."""
    order = ORDER.get(strategy)
    if order is None:
        entries = sorted((_occupancy(floor, agent, at), agent) for agent in bench.agents)
    else:
        entries = bench.free[order]
    score = fit.score if strategy == names.BEST_SKILL else 0.0
    declined = call.declined
    for value, agent in entries:
        if declined is None or call.may_ring(agent, at):
            yield Candidate(fit.order, fit.unliked, score, value, agent)


def _occupancy(floor: Floor, agent: AgentId, at: float) -> float:
    tally, standing = floor.tallies.get(agent), floor.standings[agent]
    return tally.occupancy(max(0.0, at - standing.since)) if tally else 0.0


def _drawn(benches: list[tuple[Bench, Fit]], call: Waiting, at: float) -> Iterator[Candidate]:
    """Agents drawn by weight, without putting back; the same call at the same try draws the same agents."""
    groups: dict[tuple[int, int], list[tuple[Bench, list[AgentId]]]] = {}
    for bench, fit in benches:
        able = [agent for agent in bench.agents if call.may_ring(agent, at)]
        groups.setdefault((fit.order, fit.unliked), []).append((bench, able))
    draw = _draws(f"{call.call} {call.offers}")
    for (order, unliked), group in sorted(groups.items(), key=lambda item: item[0]):
        while any(able for _, able in group):
            point = draw() * sum(bench.profile.weight * len(able) for bench, able in group)
            able, weight, rest = _at(group, point)
            agent = able.pop(min(int(rest / weight), len(able) - 1) if weight else 0)
            yield Candidate(order, unliked, 0.0, weight, agent)


def _at(group: list[tuple[Bench, list[AgentId]]], point: float) -> tuple[list[AgentId], float, float]:
    """The agents among whom a point on the line of all shares lies, their weight, and how far in it lies."""
    peopled = [(bench.profile.weight, able) for bench, able in group if able]
    for weight, able in peopled[:-1]:
        if point < weight * len(able):
            return able, weight, point
        point -= weight * len(able)
    weight, able = peopled[-1]
    return able, weight, point


def _draws(seed: str) -> Callable[[], float]:
    """Numbers from 0 up to 1 that depend on the seed alone, whatever the machine."""
    number = 0

    def draw() -> float:
        nonlocal number
        number += 1
        digest = blake2b(f"{seed} {number}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    return draw
