"""The board: the floor as it is now, and today's figures, kept fact by fact; each fact tells which rows it changed.

The fold has no clock: `roll` is told the time, and begins a new day at the site's midnight. Whoever then still waits
stays on the board, but counts, like everything of that visit, to the day on which it was enqueued.
"""

from dataclasses import dataclass, field

from cti import events as e
from cti.agent_presence import Presences
from cti.ids import AgentId, CallId, QueueId
from reports import agent_day
from reports.agent_day import AgentDay, ReadyTime
from reports.alerts import KINDS, Measured
from reports.floor_plan import FloorPlan
from reports.intervals import Day, day_of
from reports.recent import Recent
from reports.report import Report, report
from reports.tally import AgentFigures, AgentTally, Figures, Tally, agents_in, part_of
from reports.visit import WAITING, Visit, Visits

BUSY = frozenset({"offered", "talking", "wrap_up"})


@dataclass(frozen=True, slots=True)
class WaitingCall:
    """A call in its queue's order; `position` counts from 1. `enqueued_at` is when the caller's wait began, here or in
    the queue it was moved from."""

    call: CallId
    caller: str
    enqueued_at: float
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardQueue:
    """A queue's row. Agents are counted in each queue they serve; those logged out in none. `service_level_now` is that
    of the callers whose wait was over in the last half hour; `alerts` the limits that are passed."""

    id: QueueId
    waiting: int
    longest_waiting_since: float | None
    agents_ready: int
    agents_busy: int
    agents_not_ready: int
    today: Figures
    service_level_now: float | None = None
    alerts: tuple[str, ...] = ()
    calls: tuple[WaitingCall, ...]


@dataclass(frozen=True, slots=True)
class AgentCall:
    """The call that rings at, talks with, or is wrapped up by an agent."""

    call: CallId
    caller: str
    queue: QueueId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAgent:
    """An agent's row; `state` as in `cti.agent_presence`, `reason` the not-ready reason while that is the state;
    `call` is the call the agent turned to last, `others` how many more are in hand; `out_by` is who logs the agent out
    once the calls in hand are over."""

    id: AgentId
    name: str
    extension: str
    state: str
    reason: str | None
    since: float
    call: AgentCall | None
    others: int
    phone_reachable: bool
    console_alive: bool
    today: AgentFigures
    out_by: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows to send again."""

    queues: frozenset[QueueId] = frozenset()
    agents: frozenset[AgentId] = frozenset()
    totals: bool = False

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.queues or self.agents or self.totals)

    def __or__(self, other: "Changes") -> "Changes":
        """Both together."""
        if not other:
            return self
        if not self:
            return other
        return Changes(self.queues | other.queues, self.agents | other.agents, self.totals or other.totals)


NOTHING = Changes()


@dataclass(slots=True)
class _Today:
    day: Day
    total: Tally = field(default_factory=Tally)
    queues: dict[QueueId, Tally] = field(default_factory=dict)
    agents: dict[AgentId, AgentTally] = field(default_factory=dict)

    def count(self, visit: Visit, plan: FloorPlan, by: int = 1) -> None:
        if visit.enqueued_at not in self.day:
            return
        queue = plan.queue(visit.queue)
        self.total.count(visit, queue, by)
        self.queues.setdefault(visit.queue, Tally()).count(visit, queue, by)
        for agent in agents_in(visit):
            self.agents.setdefault(agent, AgentTally()).count(*part_of(visit, agent), by)


class Board:
    """The running state. `at` is any time of the first day (seconds since the epoch)."""

    def __init__(self, plan: FloorPlan, at: float) -> None:
        self.plan = plan
        self._visits = Visits()
        self._waiting: dict[QueueId, dict[CallId, Visit]] = {}
        self._callers: dict[CallId, str] = {}
        self._presences = Presences()
        self._recent = Recent()
        self._alerts: dict[QueueId, frozenset[str]] = {}
        self._today = _Today(day_of(at, plan.zone))
        self._ready_time = ReadyTime()

    @property
    def day(self) -> Day:
        """The day whose figures the board shows."""
        return self._today.day

    def hear(self, event: e.Event) -> Changes:
        """Take one fact in, in the journal's order; the rows it changed."""
        changes = self._plan_changed(event) | self._agent_changed(event) | self._alert_changed(event)
        if isinstance(event, e.QueueConfigured | e.QueueRemoved):
            changes |= Changes(queues=frozenset({event.queue}))
        if isinstance(event, e.CallArrived):
            self._callers.setdefault(event.call, event.caller)
            shown = (agent.id for agent in self._presences.by_id.values() if agent.of(event.call))
            changes |= Changes(agents=frozenset(shown))
        for was, now in self._visits.hear(event):
            changes |= self._visit_changed(was, now)
        return changes

    def roll(self, now: float) -> Changes:
        """Time has passed: begin a new day if `now` is past this one's end (every row has then changed), and forget
        what was half an hour ago."""
        gone = self._recent.pass_to(now, self.plan)
        if now < self.day.end:
            return Changes(queues=gone)
        self._today = _Today(day_of(now, self.plan.zone))
        self._visits.forget(self.day.start)
        self._ready_time.new_day()
        self._count_anew()
        self._forget_callers()
        return self._everything()

    def today(self) -> Report:
        """Today's report, from the same visits."""
        return report(self.visits(), self.day, self.plan)

    def visits(self) -> list[Visit]:
        """Today's visits, and earlier ones that are not over."""
        return list(self._visits)

    def queues(self) -> tuple[BoardQueue, ...]:
        """Every queue's row, in the site's order."""
        return tuple(self.queue(queue) for queue in self._queue_ids())

    def agents(self) -> tuple[BoardAgent, ...]:
        """Every agent's row, in the site's order."""
        return tuple(self.agent(agent) for agent in self.plan.agent_ids(self._presences.by_id))

    def totals(self) -> Figures:
        """Today's figures of all queues together."""
        return self._today.total.figures(self.plan.service_level)

    def queue(self, queue: QueueId) -> BoardQueue:
        """One queue's row."""
        waiting = sorted(self._waiting.get(queue, {}).values(), key=_place)
        states = [self._presences.get(agent.id).state for agent in self.plan.agents if queue in agent.queues]
        return BoardQueue(
            id=queue,
            waiting=len(waiting),
            longest_waiting_since=min((visit.waiting_since for visit in waiting), default=None),
            agents_ready=states.count("ready"),
            agents_busy=sum(state in BUSY for state in states),
            agents_not_ready=states.count("not_ready"),
            service_level_now=self._recent.service_level(queue, self.plan),
            alerts=tuple(kind for kind in KINDS if kind in self.alerts(queue)),
            today=self._today.queues.get(queue, Tally()).figures(self.plan.service_level),
            calls=tuple(
                WaitingCall(visit.call, visit.caller, visit.waiting_since, place)
                for place, visit in enumerate(waiting, start=1)
            ),
        )

    def alerts(self, queue: QueueId) -> frozenset[str]:
        """The limits of a queue that are passed, as facts have told."""
        return self._alerts.get(queue, frozenset())

    def measured(self, queue: QueueId, now: float) -> Measured:
        """A queue's figures as its limits mean them."""
        waits = [now - visit.waiting_since for visit in self._waiting.get(queue, {}).values()]
        return Measured(
            waiting=len(waits),
            longest_s=max(waits, default=0.0),
            service_level=self._recent.service_level(queue, self.plan),
            abandoned=self._today.queues.get(queue, Tally()).abandoned,
        )

    def agent(self, agent: AgentId) -> BoardAgent:
        """One agent's row."""
        presence, known = self._presences.get(agent), self.plan.agent(agent)
        state, active = presence.state, presence.active if presence.state in BUSY else None
        return BoardAgent(
            id=agent,
            name=known.name,
            extension=known.extension,
            state=state,
            reason=presence.reason if state == "not_ready" else None,
            since=presence.since,
            call=AgentCall(active.call, self._callers.get(active.call, ""), active.queue) if active else None,
            others=max(0, len(presence.in_hand) - 1),
            phone_reachable=presence.phone,
            console_alive=presence.console,
            out_by=presence.out_by,
            today=self._today.agents.get(agent, AgentTally()).figures(),
        )

    def days(self, agent: AgentId, now: float) -> tuple[AgentDay, AgentDay, int]:
        """An agent's day so far, the mean of all who worked today, and how many those are."""
        tallies, start = self._today.agents, self.day.start

        def part(one: AgentId) -> tuple[AgentTally, float]:
            return tallies.get(one, AgentTally()), self._ready_time.of(one, now, start)

        worked = {*tallies, *self._ready_time.agents}
        return agent_day.day_of([part(agent)]), agent_day.day_of(map(part, sorted(worked))), len(worked)

    def _count_anew(self) -> None:
        self._today = _Today(self.day)
        for visit in self._visits:
            self._today.count(visit, self.plan)

    def _plan_changed(self, event: e.Event) -> Changes:
        """Limits and agents that changed hold for the whole of today: every figure is counted anew."""
        plan = self.plan.after(event)
        if plan is self.plan:
            return NOTHING
        self.plan = plan
        self._recent.recount(plan)
        self._count_anew()
        return self._everything()

    def _agent_changed(self, event: e.Event) -> Changes:
        if isinstance(event, e.ServiceStarted | e.TelephonyLost):
            self._presences.apply(event)
            return Changes(agents=frozenset(self._presences.by_id))
        name = getattr(event, "agent", None)
        before = self._presences.get(name).state if name else None
        presence = self._presences.apply(event)
        if presence is None:
            return NOTHING
        moved = presence.state != before
        self._ready_time.changed(presence.id, presence.state, event.at, self.day.start)
        queues = frozenset(self.plan.agent(presence.id).queues) if moved else frozenset()
        return Changes(queues=queues, agents=frozenset({presence.id}))

    def _alert_changed(self, event: e.Event) -> Changes:
        if not isinstance(event, e.AlertRaised | e.AlertOver):
            return NOTHING
        now = self.alerts(event.queue) - {event.limit}
        self._alerts[event.queue] = now | {event.limit} if isinstance(event, e.AlertRaised) else now
        return Changes(queues=frozenset({event.queue}))

    def _visit_changed(self, was: Visit | None, now: Visit) -> Changes:
        if was is not None:
            self._today.count(was, self.plan, by=-1)
        self._today.count(now, self.plan)
        self._recent.changed(was, now, self.plan)
        waiting = self._waiting.setdefault(now.queue, {})
        if now.outcome == WAITING:
            waiting[now.call] = now
        else:
            waiting.pop(now.call, None)
        return Changes(frozenset({now.queue}), frozenset(agents_in(now)), now.outcome != WAITING)

    def _forget_callers(self) -> None:
        kept = {visit.call for visit in self._visits}
        kept |= {one.call for presence in self._presences.by_id.values() for one in presence.in_hand}
        self._callers = {call: caller for call, caller in self._callers.items() if call in kept}

    def _queue_ids(self) -> list[QueueId]:
        """Those there are, and those that have calls waiting, or had some today."""
        waiting = {queue for queue, visits in self._waiting.items() if visits}
        return self.plan.queue_ids(waiting | set(self._today.queues))

    def _everything(self) -> Changes:
        queues = self._queue_ids()
        agents = self.plan.agent_ids(self._presences.by_id)
        return Changes(frozenset(queues), frozenset(agents), True)


def _place(visit: Visit) -> tuple[float, float, float, CallId]:
    """By what waiting calls are in order: who was moved up first, the last one moved before the others."""
    return -visit.raised_at, visit.enqueued_at - visit.head_start, visit.enqueued_at, visit.call
