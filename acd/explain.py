"""Why a call waited and whom it was given to: the journal's facts on one call, told in the light of the whole floor.

Fed with every fact of a stretch of time, it also tells which agents were given other calls meanwhile, and why. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from acd.floor import Floor
from acd.line import Waiting
from acd.matching import kept_back
from cti import events as e
from cti.ids import CallId, OfferId

EXAMPLES = 3
NOT_MEMBER, SKILL, NO_ROOM = "not_member", "skill", "no_room"
KEPT_FOR, JUST_ASKED, KEPT_BACK, NOT_READY = "kept_for", "just_asked", "kept_back", "not_ready"
CLASS, LONGER, AHEAD, ORDER, PREFERRED = "class", "longer", "head_start", "order", "preferred"
RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation: when (seconds since the epoch), what, and its values."""

    at: float
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class Explanation:
    """The way of one call through its queues. Give it facts in order; read `lines`."""

    def __init__(self, floor: Floor, call: CallId) -> None:
        self._lines: list[Line] = []
        self._floor = floor
        self._call = call
        self._given: dict[tuple[str, str], list[str]] = {}
        self._rung: dict[OfferId, float] = {}
        self._now = 0.0

    @property
    def lines(self) -> list[Line]:
        """What is to be told so far; of a call that still waits, also who was given others until now."""
        return [*self._lines, *self._passed_over(self._now)]

    @property
    def told(self) -> list[Line]:
        """What has been told for good so far; it only grows."""
        return self._lines

    def hear(self, event: e.Event) -> None:
        """Take one fact in."""
        self.notice(event)
        self._floor.apply(event)

    def notice(self, event: e.Event) -> None:
        """Take one fact in that somebody else is about to apply to the floor: several calls are explained on one."""
        waiting = self._floor.waiting.get(self._call)
        if isinstance(event, e.AgentOffered) and waiting and event.call != self._call and not waiting.ringing:
            self._given.setdefault(self._why_not(waiting, event), []).append(event.call)
        if isinstance(event, e.CallbackDue) and event.call == self._call:
            self._lines.append(self._due(event))
        if isinstance(event, e.CallEvent) and event.call == self._call:
            for line in self._told(event, waiting):
                self._lines.append(line)
        self._now = event.at

    def _due(self, event: e.CallbackDue) -> Line:
        callback = self._floor.callbacks.by_id.get(event.callback)
        asked = callback.request if callback else None
        values = {"queue": asked.queue if asked else "", "by": asked.by if asked else "", "attempt": event.attempt}
        return Line(event.at, "callback_due", {**values, "waited": event.at - asked.since if asked else 0.0})

    def _why_not(self, mine: Waiting, offered: e.AgentOffered) -> tuple[str, str]:
        """Why this agent was not given my call but another: a code, and what it is about."""
        floor, agent = self._floor, offered.agent
        line, standing, other = floor.line_of(mine), floor.standings.get(agent), floor.waiting.get(offered.call)
        if standing is None or not floor.seating.serves(standing.bench, line):
            return self._cannot(mine, offered)
        if not mine.ready:
            return NOT_READY, ""
        if mine.waits_for is not None and mine.waits_for != agent:
            return KEPT_FOR, str(mine.waits_for)
        if not mine.may_ring(agent, offered.at):
            return JUST_ASKED, str(agent)
        if kept_back(floor, line):
            return KEPT_BACK, str(mine.queue)
        if other is None or other.prefer == agent:
            return PREFERRED, str(agent)
        if other.rank.behind != mine.rank.behind:
            return CLASS, str(-other.rank.behind)
        if other.raised is not None and other.rank < mine.rank:
            return RAISED, ""
        if other.rank < mine.rank:
            return (LONGER, "") if other.since <= mine.since else (AHEAD, str(other.queue))
        return ORDER, str(agent)

    def _cannot(self, mine: Waiting, offered: e.AgentOffered) -> tuple[str, str]:
        agent, need = self._floor.agents.get(offered.agent), self._floor.line_of(mine).need
        if agent is None or not set(agent.queues) & set(need.queues):
            return NOT_MEMBER, str(mine.queue)
        lacking = [f"{skill}:{level}" for skill, level in need.skills if agent.skills.get(skill, 0) < level]
        return (SKILL, lacking[0]) if lacking else (NO_ROOM, str(agent.id))

    def _told(self, event: e.CallEvent, waiting: Waiting | None) -> Iterator[Line]:
        match event:
            case e.CallQueued():
                asked = {"queue": event.queue, "head_start": event.head_start, "priority": event.priority}
                yield Line(event.at, "queued", {**asked, "skills": list(event.skills), "prefer": event.prefer})
            case e.QueueJoined():
                names = ("ahead", "free", "ringing", "talking", "wrap_up", "not_ready", "away")
                yield Line(event.at, "joined", {name: getattr(event, name) for name in names})
            case e.WaitPromised():
                yield Line(event.at, "promised", {"p50": event.p50, "p90": event.p90, "at_once": event.at_once})
            case e.AgentOffered():
                yield from self._settled(event.at)
                self._rung[event.offer] = event.at
                yield Line(event.at, "offered", _offer(event))
            case e.OfferExpired() | e.OfferWithdrawn():
                rung = event.at - self._rung.pop(event.offer, event.at)
                yield Line(event.at, "not_answered", {"agent": event.agent, "reason": event.reason, "seconds": rung})
            case e.CallWidened():
                yield Line(event.at, "widened", self._step(event, waiting))
            case e.CallMoved(to_queue=None):
                yield Line(event.at, "sent" if event.to_agent else "raised", {"by": event.by, "agent": event.to_agent})
            case e.PreferenceLapsed():
                yield Line(event.at, "preference_lapsed", {"agent": event.agent, "reason": event.reason})
            case e.CallAnnounced():
                yield Line(event.at, "announced", {"position": event.position, "minutes": event.minutes})
            case e.CallbackOffered():
                yield Line(event.at, "callback_offered", {"number": event.number})
            case e.CallbackAccepted():
                yield Line(event.at, "callback_accepted", {"number": event.number})
            case e.CallbackDeclined():
                yield Line(event.at, "callback_declined", {"reason": event.reason})
            case e.CustomerDialled():
                yield Line(event.at, "customer_dialled", {"number": event.number})
            case e.CustomerNotReached():
                yield Line(event.at, "customer_not_reached", {"reason": event.reason})
            case e.AgentAnswered() | e.CallLeftQueue() | e.CallServedByFallback() | e.CallEnded():
                yield from self._over(event, waiting)

    def _over(
        self, event: e.AgentAnswered | e.CallLeftQueue | e.CallServedByFallback | e.CallEnded, waiting: Waiting | None
    ) -> Iterator[Line]:
        yield from self._settled(event.at)
        waited = event.at - waiting.since if waiting else None
        match event:
            case e.AgentAnswered():
                yield Line(event.at, "answered", {"agent": event.agent, "waited": waited})
            case e.CallLeftQueue():
                values = {"queue": event.queue, "reason": event.reason, "exit": event.exit, "to": event.to}
                values |= {"by": event.by}
                yield Line(event.at, "left", {**values, "waited": waited})
            case e.CallServedByFallback():
                yield Line(event.at, "fallback", {"waited": waited})
            case e.CallEnded():
                code = "abandoned" if waiting else "ended"
                yield Line(event.at, code, {"by": event.ended_by, "waited": waited})

    def _settled(self, at: float) -> Iterator[Line]:
        yield from self._passed_over(at)
        self._given.clear()

    def _passed_over(self, at: float) -> Iterator[Line]:
        """Offers to other calls since this one began to wait, counted by why they were not for this one."""
        if self._given:
            counted = sorted(self._given.items(), key=lambda item: -len(item[1]))
            reasons = [
                {"code": code, "about": about, "offers": len(calls), "calls": calls[:EXAMPLES]}
                for (code, about), calls in counted
            ]
            yield Line(at, "passed_over", {"offers": sum(map(len, self._given.values())), "reasons": reasons})

    def _step(self, event: e.CallWidened, waiting: Waiting | None) -> dict[str, Any]:
        queue = self._floor.queue(waiting.queue) if waiting else None
        if queue is not None and event.step == 0:
            return {"step": event.step, "skills": None, "also": [queue.overflow.queue]}
        steps = queue.steps if queue else ()
        if not 0 < event.step <= len(steps):
            return {"step": event.step, "skills": None, "also": []}
        step = steps[event.step - 1]
        return {"step": event.step, "skills": step.skills, "also": list(step.also)}


def _offer(event: e.AgentOffered) -> dict[str, Any]:
    return {
        "agent": event.agent,
        "queue": event.queue,
        "reason": event.reason,
        "value": event.value,
        "free": event.free,
        "rivals": [{"agent": agent, "value": value} for agent, value in event.rivals],
        "passed": list(event.passed),
    }
