"""Recalls: when a callback takes its place in line, when the customer is dialled, and what a failure leads to."""

from collections.abc import Iterable, Iterator

from acd.bench import AWAY, NOT_READY
from acd.callback import CLOSED, DIALLING, IN_LINE, LOST, ON_HOLD, WAITING, Callback, may_be_dialled
from acd.deciding import Table
from acd.floor import Floor
from acd.line import Waiting
from acd.ring import ring
from acd.waiting_rules import CUSTOMER_FIRST
from cti import commands as c
from cti import events as e
from cti.commands import Command, Record, SetTimer
from cti.ids import CallbackId, QueueId, attempt_id, callback_id

ABANDONED, TOO_LATE, DONE, HUNG_UP = "abandoned", "too_late", "done", "hung_up"
CANCELLED = "cancelled"


class Recalls:
    """Calls back who is to be called back."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def table(self) -> Table:
        """What is done about callbacks, by the kind of fact."""
        return {
            e.CallbackRequested: self._requested,
            e.CallbackMerged: self._merged,
            e.CallbackDue: self._next_in_line,
            e.CustomerNotReached: self._not_reached,
            e.CallHeldInQueue: self._held,
            e.AgentAnswered: self._answered,
            e.CallServedByFallback: self._served,
            e.CallEnded: self._ended,
            e.CallLeftQueue: self._next_in_line,
            e.CallQueued: self._next_in_line,
            e.CallbackClosed: self._closed,
            e.CallbackFailed: self._following,
            e.TelephonyRestored: self._heads,
            e.AgentBecameReady: self._came,
            e.ConsoleConnected: self._came,
            e.PhoneRegistered: self._came,
            e.WorkDone: self._came,
            e.AgentConfigured: self._came,
            e.SiteReopened: self._reopened,
            e.QueueConfigured: self._reopened,
        }

    def resume(self, at: float) -> Iterator[Command]:
        """Timers of those who wait for their time; a call that is gone meanwhile is told by the resync."""
        for callback in list(self._floor.callbacks.by_id.values()):
            if callback.state == WAITING:
                yield from self._when_due(callback, at)

    def rang(self, kind: str, name: str, at: float) -> Iterator[Command]:
        """A callback's time has come."""
        callback = self._floor.callbacks.by_id.get(CallbackId(name)) if kind == "callback" else None
        if callback is not None and callback.state == WAITING:
            yield from self._when_due(callback, at)

    def _requested(self, event: e.CallbackRequested) -> Iterator[Command]:
        callback = self._floor.callbacks.by_id[event.callback]
        if callback.request is event:
            yield from self._when_due(callback, event.at)

    def _merged(self, event: e.CallbackMerged) -> Iterable[Command]:
        """Another window may have been asked for; in line already, it may be the first by now."""
        callback = self._floor.callbacks.by_id.get(event.callback)
        if callback is None:
            return ()
        if callback.state == WAITING:
            return self._when_due(callback, event.at)
        queue = callback.request.queue
        return self._head(queue, event.at) if self._customer_first(queue) else ()

    def _reopened(self, event: e.SiteReopened | e.QueueConfigured) -> Iterator[Command]:
        """Those whose time has come while nobody was to be called."""
        for callback in list(self._floor.callbacks.by_id.values()):
            if callback.state == WAITING:
                yield from self._when_due(callback, event.at)
        yield from self._heads(event)

    def _when_due(self, callback: Callback, at: float) -> Iterator[Command]:
        """Into the line at its time, if somebody works then; too late is too late."""
        request, due = callback.request, callback.next_try
        hours = self._floor.queue(request.queue).closing.hours
        if due <= at and not hours.is_open(at, self._floor.timezone):
            due = hours.next_change(at, self._floor.timezone) or at + 3600.0
        late = request.not_after is not None and max(due, at) > request.not_after
        if not late and due <= at and self._switched_off(request.queue):
            # It goes on when the switch is thrown back; until then only lateness can befall it.
            if request.not_after is not None:
                yield SetTimer(timer=f"callback {callback.id}", due=request.not_after + 1.0)
        elif late:
            yield Record(event=e.CallbackClosed(at=at, callback=callback.id, outcome=TOO_LATE))
        elif due > at:
            yield SetTimer(timer=f"callback {callback.id}", due=due)
        else:
            attempt = callback.tries + 1
            call = attempt_id(callback.id, attempt)
            yield Record(event=e.CallbackDue(at=at, callback=callback.id, call=call, attempt=attempt))

    def _switched_off(self, queue: QueueId) -> bool:
        """Whether the site or the queue is closed by its switch: nobody is called then."""
        return self._floor.closed is not None or self._floor.queue(queue).closing.closed

    def to_dial(self, call: Waiting) -> bool:
        """Whether the customer of this call is still to be dialled."""
        callback = self._floor.callbacks.by_call.get(call.call)
        return callback is not None and callback.state == IN_LINE

    def arrives(self, call: Waiting, at: float) -> Record:
        """The callback becomes a call, so that its customer's card is there before anybody speaks."""
        request = self._floor.callbacks.by_call[call.call].request
        return Record(
            event=e.CallArrived(
                at=at, call=call.call, caller=request.number, caller_name=request.name, dialled="", stage=DIALLING
            )
        )

    def dials(self, call: Waiting, at: float) -> Iterator[Command]:
        """Dial the customer."""
        callback, queue = self._floor.callbacks.by_call[call.call], self._floor.queue(call.queue)
        number = callback.request.number
        yield Record(event=e.CustomerDialled(at=at, call=call.call, callback=callback.id, number=number))
        yield c.DialCustomer(
            call=call.call, number=number, ring_seconds=queue.callbacks.ring_seconds, music=queue.music
        )

    def _next_in_line(self, event: e.CallbackDue | e.CallLeftQueue | e.CallQueued) -> Iterable[Command]:
        call = self._floor.waiting.get(event.call)
        queue = call.queue if call is not None else getattr(event, "queue", None)
        return self._head(queue, event.at) if queue is not None and self._customer_first(queue) else ()

    def _customer_first(self, queue: QueueId) -> bool:
        return self._floor.queue(queue).callbacks.first == CUSTOMER_FIRST

    def _head(self, queue: QueueId, at: float) -> Iterator[Command]:
        """Where the customer is dialled first: as soon as nobody in the queue is before the callback, and somebody is
        at work who could take it.
        """
        due = [one for one in self._floor.due(queue) if self._floor.telephony_up and not self._switched_off(queue)]
        if due and self._floor.ahead(due[0]) == 0 and self._at_work(due[0]):
            yield self.arrives(due[0], at)
            yield from self.dials(due[0], at)

    def _at_work(self, call: Waiting) -> bool:
        crew = self._floor.seating.crew(self._floor.line_of(call))
        return sum(crew) > crew[AWAY] + crew[NOT_READY]

    def _heads(self, event: e.Event) -> Iterator[Command]:
        """Customers may be dialled now who could not be before."""
        for queue in list(self._floor.queues):
            if self._customer_first(queue):
                yield from self._head(queue, event.at)

    def _came(self, event: e.AgentEvent) -> Iterator[Command]:
        agent = self._floor.agents.get(event.agent)
        for queue in agent.queues if agent else ():
            if self._customer_first(queue):
                yield from self._head(queue, event.at)

    def _held(self, event: e.CallHeldInQueue) -> Iterator[Command]:
        """The customer is there: the agent who is reserved is rung now."""
        call, callback = self._floor.waiting.get(event.call), self._floor.callbacks.by_call.get(event.call)
        if call is None or callback is None or callback.before != DIALLING:
            return
        for offer, rung in (call.ringing or {}).items():
            yield ring(self._floor, call.call, self._floor.queue(call.queue), rung.agent, offer)

    def _answered(self, event: e.AgentAnswered) -> Iterable[Command]:
        callback = self._floor.callbacks.by_call.get(event.call)
        return self._freed(event) if callback is None else self._done(callback, event)

    def _done(self, callback: Callback, event: e.AgentAnswered) -> Iterator[Command]:
        yield Record(event=e.CallbackClosed(at=event.at, callback=callback.id, outcome=DONE, agent=event.agent))
        yield from self._freed(event)

    def _served(self, event: e.CallServedByFallback) -> Iterator[Command]:
        """While the service was away the customer was taken to an agent all the same."""
        callback = self._floor.callbacks.by_call.get(event.call)
        if callback is not None:
            yield Record(event=e.CallbackClosed(at=event.at, callback=callback.id, outcome=DONE, by="fallback"))
        yield from self._freed(event)

    def _closed(self, event: e.CallbackClosed) -> Iterator[Command]:
        """Who cancels while the customer's telephone rings ends the ringing."""
        callback = self._floor.callbacks.by_id.get(event.callback)
        if callback is not None and callback.call and callback.before == DIALLING and event.outcome == CANCELLED:
            yield c.HangUp(call=callback.call)
        yield c.CancelTimer(timer=f"callback {event.callback}")
        yield from self._following(event)

    def _following(self, event: e.CallbackClosed | e.CallbackFailed) -> Iterable[Command]:
        """The callback has left its place in line: the next one may be the first now."""
        callback = self._floor.callbacks.by_id.get(event.callback)
        queue = callback.request.queue if callback is not None else None
        return self._head(queue, event.at) if queue is not None and self._customer_first(queue) else ()

    def _freed(self, event: e.CallEvent) -> Iterable[Command]:
        left = self._floor.left
        here = left is not None and left.call == event.call
        return self._head(left.queue, event.at) if left and here and self._customer_first(left.queue) else ()

    def _not_reached(self, event: e.CustomerNotReached) -> Iterator[Command]:
        callback = self._floor.callbacks.by_call.get(event.call)
        if callback is not None:
            yield from self._failed(callback, event.reason, event.at)

    def _ended(self, event: e.CallEnded) -> Iterable[Command]:
        """Nothing is owed to a caller who did not wait when the call ended."""
        left = self._floor.left
        waited = left is not None and left.call == event.call
        return self._gone(event) if waited or event.call in self._floor.callbacks.by_call else ()

    def _gone(self, event: e.CallEnded) -> Iterator[Command]:
        callback = self._floor.callbacks.by_call.get(event.call)
        if callback is not None and callback.state != CLOSED:
            yield from self._failed(callback, HUNG_UP if callback.state == ON_HOLD else LOST, event.at)
        elif callback is None:
            yield from self._abandoned(event)
        yield from self._freed(event)

    def _failed(self, callback: Callback, reason: str, at: float) -> Iterator[Command]:
        rules = self._floor.queue(callback.request.queue).callbacks
        again = reason == LOST or callback.attempts < rules.retries
        following = at + (0.0 if reason == LOST else rules.retry_seconds) if again else None
        yield Record(
            event=e.CallbackFailed(
                at=at, callback=callback.id, attempt=callback.tries, reason=reason, next_try=following
            )
        )
        if following is not None:
            yield from self._when_due(callback, at)

    def _abandoned(self, event: e.CallEnded) -> Iterator[Command]:
        """A caller who gave up is called back, where the queue's rule says so."""
        left, number = self._floor.left, self._floor.number_of(event.call)
        if left is None or left.call != event.call or not may_be_dialled(number):
            return
        rules = self._floor.queue(left.queue).callbacks
        if rules.abandoned and event.at - left.since >= rules.abandoned_after:
            yield self.request(left, number, ABANDONED, event.at)

    def request(self, call: Waiting, number: str, by: str, at: float, not_before: float = 0.0) -> Record:
        """The wish to be called back that a waiting call leaves behind, its place kept; a second one is merged."""
        known = self._floor.callbacks.open_for(call.queue, number)
        if known is not None:
            since, ahead = call.since, call.head_start
            return Record(
                event=e.CallbackMerged(at=at, callback=known.id, by=by, call=call.call, since=since, head_start=ahead)
            )
        return Record(
            event=e.CallbackRequested(
                at=at,
                callback=callback_id(call.call),
                queue=call.queue,
                number=number,
                since=call.since,
                by=by,
                call=call.call,
                skills=call.skills,
                priority=call.priority,
                head_start=call.head_start,
                not_before=not_before,
            )
        )
