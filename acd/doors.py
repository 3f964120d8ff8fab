"""The doors of a queue: who may come in, and who has to leave without an agent.

A queue refuses when it is closed (the site's emergency switch, its own switch, its hours), full, or nobody is there.
It sends away who has waited too long, and whom a step of the wait leads elsewhere.
"""

from collections.abc import Iterable, Iterator

from acd.deciding import Table
from acd.floor import Floor
from acd.kinds import fit, profile_of
from acd.line import Waiting
from acd.queue import Queue
from acd.waiting_rules import MESSAGE, NOBODY_LOGGED_IN, NOBODY_READY, QUEUE, Exit
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import AgentId, CallId, QueueId

CLOSED, FULL, EMPTY, TIMEOUT, STEP = "closed", "full", "empty", "timeout", "step"
OVERFLOW, MOVED = "overflow", "moved"
# A call that is sent from queue to queue ends up in the last of so many.
MOST_MOVES = 5
ABSENT = {NOBODY_LOGGED_IN: {"logged_out"}, NOBODY_READY: {"logged_out", "not_ready"}}


class Doors:
    """Lets calls into queues, widens whom they may reach, and shows them out."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._timed: set[CallId] = set()

    def refusal(self, call: Waiting, at: float) -> tuple[str, Exit] | None:
        """Why the queue does not take this call, and where it goes instead; None if it does."""
        floor, queue = self._floor, self._floor.queue(call.queue)
        if floor.closed is not None:
            return CLOSED, Exit(MESSAGE, text=floor.closed.text)
        if self._shut(queue, at):
            return CLOSED, queue.closing.exit
        if queue.max_waiting is not None and self._in_queue(call.queue) > queue.max_waiting and not self._served(call):
            return FULL, queue.when_full
        return (EMPTY, queue.when_empty) if self._empty(call, queue) else None

    def _shut(self, queue: Queue, at: float) -> bool:
        return queue.closing.closed or not queue.closing.hours.is_open(at, self._floor.timezone)

    def _in_queue(self, queue: QueueId) -> int:
        alone = [call for calls in self._floor.waits_for.values() for call in calls.values()]
        kept = sum(call.queue == queue and not call.ringing for call in alone)
        return kept + sum(len(line.waiting) for line in self._floor.seating.of_queue(queue))

    def _served(self, call: Waiting) -> bool:
        """Whether somebody is free for the call: it does not wait at all."""
        line = self._floor.line_of(call)
        return self._floor.seating.free(line) > line.queue.keep_free

    def _empty(self, call: Waiting, queue: Queue) -> bool:
        """Whether nobody is there who could take the call, were it not for a talk, other work, or a page that loads."""
        if not queue.empty:
            return False
        need, agents, absent = self._floor.line_of(call).need, self._floor.agents, ABSENT[queue.empty]
        there = [one.id for one in self._floor.presences.by_id.values() if one.state not in absent]
        return not any(fit(need, queue, profile_of(agents[name])) for name in there if name in agents)

    def table(self) -> Table:
        """What is done about those who wait, by the kind of fact."""
        return {
            e.CallerRecognised: self._recognised,
            e.CallWidened: self._waits,
            e.PreferenceLapsed: self._waits,
            e.AgentAnswered: self._over,
            e.CallEnded: self._over,
            e.CallLeftQueue: self._over,
            e.CallServedByFallback: self._over,
            e.AgentLoggedOut: self._gone,
            e.AgentBecameNotReady: self._gone,
            e.WrapUpFinished: self._gone_meanwhile,
            e.OfferExpired: self._gone_meanwhile,
            e.OfferWithdrawn: self._gone_meanwhile,
            e.QueueConfigured: self._configured,
            e.TelephonyRestored: self._look_at_clock,
        }

    def _waits(self, event: e.CallEvent) -> Iterator[Command]:
        return self.timers(event.call)

    def _recognised(self, event: e.CallerRecognised) -> Iterable[Command]:
        """A caller who was recognised only while waiting may be kept for one agent from now on."""
        call = self._floor.waiting.get(event.call)
        return self.timers(event.call) if call is not None and call.waits_for is not None else ()

    def _over(self, event: e.CallEvent) -> Iterable[Command]:
        if event.call not in self._timed:
            return ()
        self._timed.discard(event.call)
        return (c.CancelTimer(timer=f"wait {event.call}"),)

    def _configured(self, event: e.QueueConfigured) -> Iterator[Command]:
        return self._changed(event.queue, event.at)

    def resume(self, _at: float) -> Iterator[Command]:
        """The timers of all who wait."""
        for call in list(self._floor.waiting):
            yield from self.timers(call)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """Something is due for one who waits, or a queue opens or closes."""
        if kind == "wait":
            yield from self._due(CallId(name), at)
        elif kind == "hours":
            yield from self._changed(QueueId(name), at)

    def _next(self, call: Waiting) -> tuple[float, str] | None:
        """What is due next for a call that waits, and when."""
        queue = self._floor.queue(call.queue)
        if not queue.steps and queue.max_wait is None and call.waits_for is None and not queue.overflow.open:
            return None
        due: list[tuple[float, str]] = []
        if call.waits_for is not None and not call.sent:
            due.append((call.since + queue.prefer_seconds, "prefer"))
        if call.step < len(queue.steps):
            due.append((call.since + queue.steps[call.step].after, STEP))
        if self._overflow_due(call, queue):
            due.append((call.since + queue.overflow.after, OVERFLOW))
        if queue.max_wait is not None:
            due.append((call.since + queue.max_wait, TIMEOUT))
        return min(due, default=None)

    def _overflow_due(self, call: Waiting, queue: Queue) -> bool:
        """Whether the queue's overflow is still to come for this call, by the way it is open now."""
        if not queue.overflow.open:
            return False
        return self._may_move(call, _flows(queue)) if queue.overflow.flow else not call.overflows

    def timers(self, name: CallId) -> Iterator[Command]:
        """The timer of what is due next for a call that waits."""
        call = self._floor.waiting.get(name)
        following = self._next(call) if call and not self._floor.is_callback(name) else None
        if following is not None:
            self._timed.add(name)
            yield SetTimer(timer=f"wait {name}", due=following[0])

    def _due(self, name: CallId, at: float) -> Iterator[Command]:
        call = self._floor.waiting.get(name)
        following = self._next(call) if call else None
        if call is None or following is None:
            return
        when, what = following
        if when > at:
            yield SetTimer(timer=f"wait {name}", due=when)
        elif what == "prefer" and call.waits_for:
            yield Record(event=e.PreferenceLapsed(at=at, call=name, agent=call.waits_for, reason="time"))
        elif what == TIMEOUT:
            yield from self.leave(call, TIMEOUT, self._floor.queue(call.queue).when_over, at)
        elif what == OVERFLOW:
            yield from self._overflows(call, at)
        else:
            yield from self._step(call, at)

    def _step(self, call: Waiting, at: float) -> Iterator[Command]:
        step = self._floor.queue(call.queue).steps[call.step]
        if step.exit is not None and (step.exit.kind != QUEUE or self._may_move(call, step.exit)):
            yield from self.leave(call, STEP, step.exit, at)
        else:
            yield Record(event=e.CallWidened(at=at, call=call.call, step=call.step + 1))

    def _overflows(self, call: Waiting, at: float) -> Iterator[Command]:
        queue = self._floor.queue(call.queue)
        if queue.overflow.flow:
            yield from self.leave(call, OVERFLOW, _flows(queue), at)
        else:
            yield Record(event=e.CallWidened(at=at, call=call.call, step=0))

    def _gone(self, event: e.AgentLoggedOut | e.AgentBecameNotReady) -> Iterator[Command]:
        """Calls kept for this agent alone are anybody's now; a queue may have nobody left."""
        kept = dict.fromkeys([*self._floor.waits_for.get(event.agent, {}), *self._floor.sent_to(event.agent)])
        queues = {self._floor.waiting[call].queue for call in kept}
        for call in kept:
            yield Record(event=e.PreferenceLapsed(at=event.at, call=call, agent=event.agent, reason="gone"))
        yield from self._leaves_behind(event.agent, queues, event.at)

    def _gone_meanwhile(self, event: e.WrapUpFinished | e.OfferExpired | e.OfferWithdrawn) -> Iterable[Command]:
        """Who left, or began a break, during a call or a ring is away only now that it is over."""
        away = self._floor.presences.get(event.agent).state in ABSENT[NOBODY_READY]
        return self._leaves_behind(event.agent, (), event.at) if away else ()

    def _leaves_behind(self, name: AgentId, also: Iterable[QueueId], at: float) -> Iterator[Command]:
        """What becomes of the queues that an agent served, and of those whose calls waited for this agent alone."""
        agent = self._floor.agents.get(name)
        for queue in dict.fromkeys([*(agent.queues if agent else ()), *sorted(also)]):
            if self._floor.queue(queue).empty:
                yield from self._emptied(queue, at)

    def _emptied(self, queue: QueueId, at: float) -> Iterator[Command]:
        for call in [one for one in self._callers(queue) if not one.ringing and not one.sent]:
            if self._empty(call, self._floor.queue(queue)):
                yield from self.leave(call, EMPTY, self._floor.queue(queue).when_empty, at)

    def _changed(self, name: QueueId, at: float) -> Iterator[Command]:
        """A queue's settings or the time have changed: is it shut now, and when will that change?"""
        queue = self._floor.queue(name)
        waiting = self._callers(name)
        if queue.closing.also_waiting and self._shut(queue, at):
            for call in waiting:
                yield from self.leave(call, CLOSED, queue.closing.exit, at)
        for call in waiting:
            yield from self.timers(call.call)
        turn = queue.closing.hours.next_change(at, self._floor.timezone)
        if turn is not None:
            yield SetTimer(timer=f"hours {name}", due=turn)

    def _callers(self, queue: QueueId) -> list[Waiting]:
        """Those who called; whom we call back is shown no door."""
        floor = self._floor
        return [one for one in floor.waiting.values() if one.queue == queue and not floor.is_callback(one.call)]

    def _look_at_clock(self, event: e.TelephonyRestored) -> Iterator[Command]:
        for name in list(self._floor.queues):
            yield from self._changed(name, event.at)

    def leave(self, call: Waiting, reason: str, way: Exit, at: float, by: str = "") -> Iterator[Command]:
        """Show a call out of its queue, by a way; `by` is who says so, where it is no rule."""
        if way.kind == QUEUE and not by and not self._may_move(call, way):
            return
        yield Record(
            event=e.CallLeftQueue(
                at=at,
                call=call.call,
                queue=call.queue,
                reason=reason,
                exit="" if way.kind == QUEUE else way.kind,
                to=way.queue if way.kind == QUEUE else way.number,
                text=way.text,
                by=by,
            )
        )
        if way.kind == QUEUE:
            kept = call.head_start + at - call.since
            yield Record(
                event=e.CallQueued(
                    at=at,
                    call=call.call,
                    queue=way.queue,
                    head_start=kept,
                    skills=call.skills,
                    priority=call.priority,
                    by=by,
                )
            )

    def _may_move(self, call: Waiting, way: Exit) -> bool:
        """Two queues that send calls to each other would do so for ever."""
        return way.queue != call.queue and self._floor.moves.get(call.call, 0) < MOST_MOVES


def _flows(queue: Queue) -> Exit:
    """Where calls go while the queue's overflow is open for them to go there."""
    return Exit(QUEUE, queue=queue.overflow.queue)
