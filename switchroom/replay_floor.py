"""The floor on which past calls are played again: queues and staff, from a plan and the command line."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from acd.agent import Agent
from acd.past import PastCall
from acd.queue import LONGEST_IDLE, STRATEGIES, Queue
from acd.roster import Roster, Shifts, merged
from acd.seen import LONGEST_PAUSE, seen
from cti.errors import ConfigurationError
from cti.ids import AgentId, CallId, QueueId
from reports.period import Period
from switchroom.head_starts import HeadStarts
from switchroom.replay_plan import MOST_AGENTS, AgentPlan, Plan, QueuePlan

AS_LOGGED = "as-logged"


@dataclass(frozen=True, slots=True)
class Floor:
    """What a replay needs besides the calls. `after` tells how long agents were away after which call, as logged."""

    queues: tuple[Queue, ...]
    roster: Roster
    after: dict[CallId, float]
    head_start: Callable[[PastCall], float]

    def wrap_up(self, queue: QueueId) -> float:
        """How long wrap-up is planned to last, in seconds; 0 where the log's own times after calls are played."""
        return 0.0 if self.after else next((q.wrap_up_seconds for q in self.queues if q.id == queue), 0.0)


@dataclass(frozen=True, slots=True)
class Wishes:
    """The command line's part: `agents` as typed, `wrap_up` in seconds (None: not said), `head_starts` by caller."""

    agents: tuple[str, ...] = ()
    strategy: str = LONGEST_IDLE
    wrap_up: float | None = None
    head_starts: dict[str, float] = field(default_factory=dict)


def floor_for(plan: Plan, wishes: Wishes, past: Sequence[PastCall], names: set[QueueId], period: Period) -> Floor:
    """The floor on which these calls shall be played; `names` are the queues there are.

    Raises:
        ConfigurationError: the staff is said twice or not at all, or cannot be; one sentence.
    """
    _check(plan, wishes, names)
    more, after = _as_logged(wishes.agents), dict[CallId, float]()
    if more is not None:
        staff = seen(past)
        roster, after = staff.roster.with_more(more), staff.after
    elif plan.agents:
        roster = _planned(plan.agents, names, period)
    else:
        roster = Roster(tuple(_always(wishes.agents, names)), {})
    queues = tuple(_queue(name, plan, wishes, as_logged=more is not None) for name in sorted(names))
    return Floor(queues, roster, after, HeadStarts({**plan.head_starts, **wishes.head_starts}).of)


def _check(plan: Plan, wishes: Wishes, names: set[QueueId]) -> None:
    if plan.agents and wishes.agents:
        raise ConfigurationError("The plan has agents already; leave --agents out, or take them out of the plan.")
    if not plan.agents and not wishes.agents:
        raise ConfigurationError("Somebody must answer: give --agents, or a --plan with agents.")
    if wishes.strategy not in STRATEGIES:
        raise ConfigurationError(f"There is no strategy “{wishes.strategy}”; use one of {', '.join(STRATEGIES)}.")
    if wishes.wrap_up is not None and not 0 <= wishes.wrap_up < LONGEST_PAUSE:
        raise ConfigurationError(f"The wrap-up must be 0 to {LONGEST_PAUSE:g} seconds, not {wishes.wrap_up:g}.")
    for queue in (*plan.queues, *(queue for group in plan.agents for queue in group.queues)):
        _there(queue, names)


def _there(queue: str, names: set[QueueId]) -> QueueId:
    if queue not in names:
        raise ConfigurationError(f"No call waits in a queue “{queue}”; the log has {', '.join(sorted(names))}.")
    return QueueId(queue)


def _queue(name: QueueId, plan: Plan, wishes: Wishes, *, as_logged: bool) -> Queue:
    own = plan.queues.get(name, QueuePlan())
    said = wishes.wrap_up if own.wrap_up is None else own.wrap_up
    if as_logged and said is not None:
        raise ConfigurationError("The staff as logged has its time after calls already; leave the wrap-up out.")
    limit = LONGEST_PAUSE + 1 if as_logged else said or 0.0
    return Queue(name, strategy=own.strategy or wishes.strategy, wrap_up_seconds=limit, skills=own.skills)


def _as_logged(words: Sequence[str]) -> int | None:
    """How many agents more than logged; None if something else is wanted."""
    found = [re.fullmatch(rf"{AS_LOGGED}(?:\+(\d{{1,4}}))?", word) for word in words]
    if not any(found):
        return None
    if len(words) > 1 or found[0] is None:
        raise ConfigurationError(f"Give one --agents {AS_LOGGED} alone, or {AS_LOGGED}+2 for two more.")
    return int(found[0][1] or 0)


def _always(words: Sequence[str], names: set[QueueId]) -> Iterable[Agent]:
    """`N`: so many for every queue; `QUEUE=N`: so many for that one."""
    for word in words:
        queue, equals, number = word.rpartition("=")
        if not (number.isascii() and number.isdigit() and int(number) <= MOST_AGENTS):
            raise ConfigurationError(f"--agents {word}: write 12, or QUEUE=12 for each queue, or {AS_LOGGED}.")
        queues = (_there(queue, names),) if equals else tuple(sorted(names))
        for each in range(int(number)):
            yield Agent(AgentId(f"{queue or 'agent'} {each + 1}"), "", queues)


def _planned(groups: Sequence[AgentPlan], names: set[QueueId], period: Period) -> Roster:
    agents, shifts = list[Agent](), dict[AgentId, Shifts]()
    for number, group in enumerate(groups, 1):
        queues = tuple(QueueId(queue) for queue in group.queues) or tuple(sorted(names))
        hours = merged(shift for line in group.shifts for shift in line.on(period))
        for each in range(group.count):
            agent = AgentId(f"{group.name} {number}.{each + 1}")
            agents.append(Agent(agent, group.name, queues, group.skills))
            if group.shifts:
                shifts[agent] = hours
    return Roster(tuple(agents), shifts)
