"""The promises under way: facts in, a promise for every caller who is queued, and what became of each. Pure.

Facts must come in order of time. Agents are known by logging in, or by answering where a log tells of no logging in.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

from acd.calibration import Outcome
from acd.estimate import LEVELS, Estimator, Place, Promise
from cti import events as e
from cti.ids import AgentId, CallId, QueueId

# Nobody works longer without a word: whoever was not heard of for twelve hours has gone home.
SHIFT = 12 * 3600.0
# Behind every call of the same instant.
LAST = "\U0010ffff"

Rank = tuple[float, float, CallId]


@dataclass(slots=True)
class _Wait:
    """A caller who waits; `promise` is None where nothing could be promised."""

    queue: QueueId
    since: float
    rank: Rank
    promise: Promise | None
    overdue: list[bool] = field(default_factory=lambda: [False] * len(LEVELS))

    @property
    def at_once(self) -> bool:
        return self.promise is not None and self.promise.at_once


class Promises:
    """Every waiting caller's promise, and the estimator that learns from how they are kept.

    A caller's promise stands once the decisions of the same instant are facts: before, it is not known whether a free
    agent's phone rings.
    """

    def __init__(self) -> None:
        self.estimator = Estimator()
        self._waits: dict[CallId, _Wait] = {}
        self._lines: dict[QueueId, list[Rank]] = {}
        self._floor: list[Rank] = []
        self._due: list[tuple[float, CallId, float, int]] = []
        self._agents: dict[AgentId, float] = {}
        self._taken: dict[AgentId, float] = {}
        self._hears = self._table()

    def of(self, call: CallId) -> Promise | None:
        """The promise to a caller who waits; None if there is none."""
        wait = self._waits.get(call)
        return wait.promise if wait else None

    def for_newcomer(self, queue: QueueId, at: float, *, free: bool) -> Promise | None:
        """What a caller who came now would be promised, an agent being `free` at once or not; nothing is learnt."""
        if free:
            return self.estimator.at_once(queue)
        rank = (at, at, CallId(LAST))
        ahead, on_floor = _place(self._lines.get(queue, []), rank), _place(self._floor, rank)
        return self.estimator.promise(Place(queue, ahead, on_floor, self._at_work(at)))

    def hear(self, event: e.Event) -> Outcome | None:
        """Take one fact in; the outcome, if it ends the wait of a caller who had a promise."""
        if self._due and self._due[0][0] < event.at:
            self._overdue(event.at)
        hears = self._hears.get(type(event))
        return hears(event) if hears is not None else None

    def _table(self) -> dict[type[e.Event], Callable[[Any], Outcome | None]]:
        return {
            e.AgentLoggedIn: self._came,
            e.AgentBecameReady: self._came,
            e.AgentLoggedOut: self._went,
            e.CallQueued: self._queued,
            e.AgentOffered: self._offered,
            e.AgentAnswered: self._answered,
            e.WrapUpFinished: self._wrapped_up,
            e.CallEnded: self._unanswered,
            e.CallLeftQueue: self._unanswered,
            e.CallServedByFallback: self._unanswered,
        }

    def _came(self, event: e.AgentLoggedIn | e.AgentBecameReady) -> None:
        self._works(event.agent, event.at)

    def _went(self, event: e.AgentLoggedOut) -> None:
        self._agents.pop(event.agent, None)

    def _answered(self, event: e.AgentAnswered) -> Outcome | None:
        self._works(event.agent, event.at)
        self._taken[event.agent] = event.at
        return self._over(event.call, event.at, answered=True)

    def _wrapped_up(self, event: e.WrapUpFinished) -> None:
        begun = self._taken.pop(event.agent, None)
        if begun is not None:
            self.estimator.handled(event.at - begun)

    def _unanswered(self, event: e.CallEnded | e.CallLeftQueue | e.CallServedByFallback) -> Outcome | None:
        return self._over(event.call, event.at, answered=False)

    def _queued(self, event: e.CallQueued) -> Outcome | None:
        before = self._waits.get(event.call)
        if before and before.queue == event.queue:
            # Said again of the queue it waits in, as after a restart, it is the same wait.
            return None
        outcome = self._over(event.call, event.at, answered=False)
        rank = (event.at - event.head_start, event.at, event.call)
        line = self._lines.setdefault(event.queue, [])
        ahead, on_floor = _place(line, rank), _place(self._floor, rank)
        promise = self.estimator.promise(Place(event.queue, ahead, on_floor, self._at_work(event.at)))
        self._waits[event.call] = _Wait(event.queue, event.at, rank, promise)
        line.insert(ahead, rank)
        self._floor.insert(on_floor, rank)
        self.estimator.joined(event.queue, event.at)
        for level in range(len(LEVELS)) if promise else ():
            assert promise
            heappush(self._due, (event.at + promise.seconds(level), event.call, event.at, level))
        return outcome

    def _offered(self, event: e.AgentOffered) -> None:
        """Rung in the very instant of being queued, the caller does not wait for the others."""
        wait = self._waits.get(event.call)
        if wait and wait.since == event.at and not wait.at_once:
            self._steps_out(wait)
            self.estimator.left(wait.queue)
            wait.promise = self.estimator.at_once(wait.queue)

    def _over(self, call: CallId, at: float, *, answered: bool) -> Outcome | None:
        wait = self._waits.pop(call, None)
        if wait is None:
            return None
        if not wait.at_once:
            self._steps_out(wait)
            if answered:
                self.estimator.served(wait.queue, at, self._at_work(at))
            else:
                self.estimator.left(wait.queue)
        promise, waited = wait.promise, max(0.0, at - wait.since)
        if promise is None:
            return None
        if answered:
            self.estimator.answered(promise, waited, tuple(wait.overdue))
        else:
            self.estimator.unanswered(promise, tuple(wait.overdue))
        return Outcome(wait.queue, wait.since, promise.p50, promise.p90, waited, answered, promise.at_once)

    def _overdue(self, at: float) -> None:
        """Promises broken by now are learnt from at the instant they broke, before anything else is promised."""
        while self._due and self._due[0][0] < at:
            _, call, since, level = heappop(self._due)
            wait = self._waits.get(call)
            if wait and wait.since == since and wait.promise and not wait.at_once:
                wait.overdue[level] = True
                self.estimator.overdue(wait.promise, level)

    def _steps_out(self, wait: _Wait) -> None:
        for line in (self._lines[wait.queue], self._floor):
            del line[bisect_left(line, wait.rank)]

    def _works(self, agent: AgentId, at: float) -> None:
        # Who was heard of last stands last, so that the first is the one to go home.
        self._agents.pop(agent, None)
        self._agents[agent] = at

    def _at_work(self, at: float) -> int:
        while self._agents and at - next(iter(self._agents.values())) > SHIFT:
            del self._agents[next(iter(self._agents))]
        return len(self._agents)


def _place(line: list[Rank], rank: Rank) -> int:
    """How many are served before this rank. Nearly everybody comes last: a search would touch many others."""
    return len(line) if not line or line[-1] < rank else bisect_left(line, rank)
