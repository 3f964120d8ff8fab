"""The staff that past calls themselves show: who was at work, for which queues, and how long away after a call. Pure.

A log says when agents talk, and not when they were free; but who was free would have taken the call that waited.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import merge

from acd.agent import Agent
from acd.past import ANSWERED, PastCall
from acd.roster import Roster, Shift, merged
from cti.ids import AgentId, CallId, QueueId

# Seconds. A longer time without a call is a break or a night, a shorter one goes with the call before it; and nobody
# is taken to have sat idle for longer. An agent who is away for so long begins another working day.
LONGEST_PAUSE, NIGHT = 1800.0, 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Seen:
    """The roster, and for how many seconds after each answered call its agent took none although one waited."""

    roster: Roster
    after: dict[CallId, float]


def seen(past: Iterable[PastCall]) -> Seen:
    """The staff of some calls.

    An agent, each working day anew, serves the queues in which they answered. Before a call that had waited they were
    away: it would have been theirs sooner. Before one that had not they were idle, since the last instant at which
    somebody waited whom they serve. What they are away after a call (wrap-up, a pause) goes with that call, up to half
    an hour; a longer absence parts two shifts.
    """
    calls = _by_working_day(past)
    queues = _served(calls)
    spans: dict[AgentId, list[tuple[Shift, CallId]]] = {agent: [] for agent in queues}
    for call, since in _idle_since(calls, queues):
        if call.agent is not None:
            earlier = spans[call.agent]
            free = max(since, earlier[-1][0].end) if earlier else since
            earlier.append((Shift(min(free, call.answered_at), call.ended_at), call.call))
    agents = tuple(Agent(agent, str(agent), served) for agent, served in queues.items())
    shifts = {agent: merged((shift for shift, _ in some), LONGEST_PAUSE) for agent, some in spans.items()}
    return Seen(Roster(agents, shifts), {call: pause for some in spans.values() for call, pause in _pauses(some)})


def _by_working_day(past: Iterable[PastCall]) -> list[PastCall]:
    """The calls in the order of their answers; each agent's name with the number of the working day."""
    calls, days, over = list[PastCall](), dict[AgentId, int](), dict[AgentId, float]()
    for call in sorted(past, key=lambda call: call.answered_at):
        if call.outcome != ANSWERED or call.agent is None:
            calls.append(replace(call, agent=None))
            continue
        if call.answered_at - over.get(call.agent, -NIGHT) >= NIGHT:
            days[call.agent] = days.get(call.agent, 0) + 1
        over[call.agent] = max(over.get(call.agent, 0.0), call.ended_at)
        calls.append(replace(call, agent=AgentId(f"{call.agent} {days[call.agent]}")))
    return calls


def _served(calls: Iterable[PastCall]) -> dict[AgentId, tuple[QueueId, ...]]:
    found: dict[AgentId, set[QueueId]] = {}
    for call in calls:
        if call.agent is not None:
            found.setdefault(call.agent, set()).add(call.queue)
    return {agent: tuple(sorted(queues)) for agent, queues in sorted(found.items())}


def _idle_since(
    calls: Sequence[PastCall], queues: dict[AgentId, tuple[QueueId, ...]]
) -> Iterable[tuple[PastCall, float]]:
    """Each answered call, as time went, with the first instant from which its agent may have been idle."""
    waiting: dict[QueueId, int] = dict.fromkeys((call.queue for call in calls), 0)
    last: dict[QueueId, float] = {}
    begun = ((call.at, True, call) for call in sorted(calls, key=lambda call: call.at))
    over = ((call.answered_at, False, call) for call in calls)
    for at, begins, call in merge(over, begun, key=lambda entry: entry[:2]):
        if call.wait:
            waiting[call.queue] += 1 if begins else -1
            last[call.queue] = at
        if not begins and call.agent is not None:
            since = at - LONGEST_PAUSE
            for queue in queues[call.agent]:
                since = max(since, at if call.wait or waiting[queue] else last.get(queue, since))
            yield call, since


def _pauses(spans: Sequence[tuple[Shift, CallId]]) -> Iterable[tuple[CallId, float]]:
    for place, (span, call) in enumerate(spans):
        pause = spans[place + 1][0].start - span.end if place + 1 < len(spans) else 0.0
        yield call, pause if 0 < pause <= LONGEST_PAUSE else 0.0
