"""Who takes which call: the pairing of waiting calls and free agents. Pure; it looks at the floor and changes nothing.

A call is offered as soon as somebody free may take it, so one side of every pair is new: the call that just came (or
came back, or may be taken by more agents now), or the agent who just became free.
"""

from dataclasses import dataclass
from heapq import nsmallest

from acd.bench import FREE
from acd.floor import Floor
from acd.line import Line, Waiting
from acd.strategies import Candidate, candidates
from cti.ids import AgentId, CallId

PREFERRED, ONLY_ONE, NEXT_IN_LINE = "preferred-agent", "only-one-free", "next-in-line"
RIVALS, PASSED = 4, 3


@dataclass(frozen=True, slots=True)
class Match:
    """A call and the agent who is to be asked, and why; see `AgentOffered`."""

    call: Waiting
    agent: AgentId
    reason: str
    value: float
    free: int
    rivals: tuple[tuple[str, float], ...] = ()
    passed: tuple[str, ...] = ()


def for_call(floor: Floor, call: Waiting, at: float, rivals: int) -> list[Match]:
    """The agents to be asked for this call now: as many as its queue rings at once and are free, or none.

    `rivals` is how many of the next best are told.
    """
    if not floor.seating.anybody_free:
        return []
    line = floor.line_of(call)
    preferred = _preferred(floor, call, line, at)
    if preferred:
        return [preferred]
    if call.waits_for is not None or kept_back(floor, line):
        return []
    wanted = line.queue.ring_at_once - len(call.ringing or ())
    found = candidates(floor, line, call, at, wanted + rivals)
    free = floor.seating.free(line)
    return [_match(call, line, found, place, wanted, free) for place in range(min(wanted, len(found)))]


def _match(call: Waiting, line: Line, found: list[Candidate], place: int, wanted: int, free: int) -> Match:
    chosen = found[place]
    rivals = tuple((str(one.agent), shown(one)) for one in found[wanted:])
    reason = line.queue.strategy if free > 1 else ONLY_ONE
    return Match(call, chosen.agent, reason, shown(chosen), free, rivals)


def shown(one: Candidate) -> float:
    """The figure a candidate was ranked by: the skill score under best-skill, else the strategy's value."""
    return -one.score if one.score else one.value


def _preferred(floor: Floor, call: Waiting, line: Line, at: float) -> Match | None:
    if call.prefer is None or not call.may_ring(call.prefer, at):
        return None
    standing = floor.standings.get(call.prefer)
    if standing is None or standing.state != FREE or not floor.seating.serves(standing.bench, line):
        return None
    return Match(call, call.prefer, PREFERRED, 0.0, floor.seating.free(line))


def kept_back(floor: Floor, line: Line) -> bool:
    """Whether the agents who are free are kept back for other queues."""
    return line.queue.keep_free > 0 and floor.seating.free(line) <= line.queue.keep_free


def for_agent(floor: Floor, agent: AgentId, at: float, rivals: int) -> list[Match]:
    """The call this agent is to be asked to take now, if any (with whom else its queue rings at once)."""
    standing = floor.standings.get(agent)
    if standing is None or standing.state != FREE:
        return []
    heads = [_head(0, call) for call in floor.waits_for.get(agent, {}).values() if call.may_ring(agent, at)]
    for line, fit in floor.seating.served(standing.bench):
        # Written out: a freed agent may look at the heads of a hundred lines.
        entries = line.waiting or line.partly
        if not entries:
            continue
        rank, call = entries[0]
        if call.declined is not None and not call.may_ring(agent, at):
            following = line.first(agent, at)
            if following is None:
                continue
            call, rank = following, following.rank
        if not line.queue.keep_free or not kept_back(floor, line):
            behind, due, since, name = rank
            heads.append((behind, fit[0], due, since, name, call))
    if not heads:
        return []
    first, *others = nsmallest(1 + PASSED, heads) if rivals else [min(heads)]
    return _asked(floor, first[-1], agent, at, tuple([str(other[4]) for other in others]), rivals)


def _head(order: int, call: Waiting) -> tuple[int, int, float, float, CallId, Waiting]:
    behind, due, since, name = call.rank
    return behind, order, due, since, name, call


def _asked(floor: Floor, call: Waiting, agent: AgentId, at: float, passed: tuple[str, ...], rivals: int) -> list[Match]:
    """Others may be free for the call as well (kept back until now, or declined before): the strategy decides."""
    if call.prefer == agent and call.may_ring(agent, at):
        return [Match(call, agent, PREFERRED, 0.0, 1, (), passed)]
    if floor.seating.free(floor.line_of(call)) == 1:
        return [Match(call, agent, NEXT_IN_LINE, call.rank.due, 1, (), passed)]
    matches = for_call(floor, call, at, rivals)
    return [Match(call, one.agent, one.reason, one.value, one.free, one.rivals, passed) for one in matches]
