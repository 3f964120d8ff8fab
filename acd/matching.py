"""Who takes which call: the pairing of waiting calls and free agents. Pure; it looks at the floor and changes nothing.

A call is offered as soon as somebody free may take it, so one side of every pair is new: the call that just came (or
came back, or may be taken by more agents now), or the agent who just became free.
"""

from heapq import nsmallest

from msgspec import Struct

from acd.bench import FREE
from acd.floor import Floor
from acd.line import Head, Line, Waiting
from acd.strategies import Candidate, candidates
from cti.ids import AgentId

PREFERRED, ONLY_ONE, NEXT_IN_LINE = "preferred-agent", "only-one-free", "next-in-line"
SENT = "sent-by-supervisor"
RIVALS, PASSED = 4, 3


class Match(Struct, frozen=True):
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
    wanted = line.queue.ring_at_once - len(call.ringing or ())
    if wanted <= 0:
        return []
    if call.prefer is not None:
        preferred = _preferred(floor, call, line, at)
        if preferred:
            return [preferred]
        if call.waits_for is not None:
            return []
    benches = floor.seating.free_benches(line)
    free = floor.seating.free_on(benches)
    # Whoever is free may be kept back for other queues.
    if free <= line.queue.keep_free:
        return []
    found = candidates(floor, benches, line.queue.strategy, call, at, wanted + rivals)
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
    if standing is None or standing.state != FREE:
        return None
    if call.sent:
        # A supervisor's word counts for more than queues and skills, but nobody takes more than they have hands for.
        return Match(call, call.prefer, SENT, 0.0, 1) if _has_room(floor, call, call.prefer) else None
    if not floor.seating.serves(standing.bench, line):
        return None
    return Match(call, call.prefer, PREFERRED, 0.0, floor.seating.free(line))


def _has_room(floor: Floor, call: Waiting, agent: AgentId) -> bool:
    return floor.line_of(call).queue.load <= floor.standings[agent].bench.profile.room


def _kept(floor: Floor, call: Waiting, agent: AgentId, at: float) -> bool:
    """Whether a call that is kept for this agent can be asked of them now."""
    return call.may_ring(agent, at) and (not call.sent or _has_room(floor, call, agent))


def kept_back(floor: Floor, line: Line) -> bool:
    """Whether the agents who are free are kept back for other queues."""
    return line.queue.keep_free > 0 and floor.seating.free(line) <= line.queue.keep_free


def for_agent(floor: Floor, agent: AgentId, at: float, rivals: int) -> list[Match]:
    """The call this agent is to be asked to take now, if any (with whom else its queue rings at once)."""
    standing = floor.standings.get(agent)
    if standing is None or standing.state != FREE:
        return []
    mine = floor.waits_for.get(agent)
    heads = [((*call.rank, call), 0) for call in mine.values() if _kept(floor, call, agent, at)] if mine else []
    bench = standing.bench
    for line, fit in floor.seating.served(bench):
        head = line.head
        if head is None:
            continue
        if head[4].declined is not None and not head[4].may_ring(agent, at):
            following = line.first(agent, at)
            if following is None:
                continue
            head = (*following.rank, following)
        if not line.queue.keep_free or not kept_back(floor, line):
            heads.append((head, fit[0]))
    if not heads:
        return []
    first, *others = _ranked(heads, 1 + PASSED if rivals else 1)
    return _asked(floor, first, agent, at, tuple([str(other.call) for other in others]), rivals)


def _ranked(heads: list[tuple[Head, int]], most: int) -> list[Waiting]:
    """The calls to be served first, at most so many: by strict class, the agent's own order of the queues, and rank."""
    if len({order for _, order in heads}) == 1:
        # An order that is everywhere the same settles nothing, and heads can be compared as they are.
        ranked = [head for head, _ in heads]
        return [head[4] for head in (nsmallest(most, ranked) if most > 1 else (min(ranked),))]
    by_order = [(behind, order, due, since, name, call) for (behind, due, since, name, call), order in heads]
    return [head[5] for head in nsmallest(most, by_order)]


def _asked(floor: Floor, call: Waiting, agent: AgentId, at: float, passed: tuple[str, ...], rivals: int) -> list[Match]:
    """Others may be free for the call as well (kept back until now, or declined before): the strategy decides."""
    if call.prefer == agent and call.may_ring(agent, at):
        return [Match(call, agent, SENT if call.sent else PREFERRED, 0.0, 1, (), passed)]
    if floor.seating.free(floor.line_of(call)) == 1:
        return [Match(call, agent, NEXT_IN_LINE, call.rank.due, 1, (), passed)]
    matches = for_call(floor, call, at, rivals)
    return [Match(call, one.agent, one.reason, one.value, one.free, one.rivals, passed) for one in matches]
