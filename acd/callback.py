"""Callbacks as they stand: the fold of their facts. Who asks twice from one queue is called once."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from cti import events as e
from cti.ids import CallbackId, CallId, QueueId

WAITING, IN_LINE, DIALLING, ON_HOLD, CLOSED = "waiting", "in_line", "dialling", "on_hold", "closed"
LOST = "lost"
KEPT_SECONDS = 24 * 3600.0
Alike = Callable[[str], str]
_NUMBER = re.compile(r"\+?\d{5,15}")


def may_be_dialled(number: str) -> bool:
    """Whether somebody can be called at this number, as it was presented or typed."""
    return _NUMBER.fullmatch(number) is not None


@dataclass(slots=True)
class Callback:
    """One callback. Times are seconds since the epoch; `attempts` came to nothing, those that were lost not counted.

    `state` is waiting (for `next_try`), in_line (as `call`), dialling, on_hold (the customer is there) or closed;
    `before` is the state before the last fact.
    """

    id: CallbackId
    request: e.CallbackRequested
    state: str = WAITING
    before: str = WAITING
    call: CallId | None = None
    tries: int = 0
    attempts: int = 0
    next_try: float = 0.0
    outcome: str = ""
    history: list[e.Event] = field(default_factory=list)


class Callbacks:
    """Every callback that is open, and those that were closed within the last day."""

    def __init__(self, alike: Alike = str) -> None:
        """`alike` gives all ways of writing one number the same form."""
        self._alike = alike
        self.by_id: dict[CallbackId, Callback] = {}
        self.by_call: dict[CallId, Callback] = {}
        self._open: dict[tuple[QueueId, str], CallbackId] = {}
        self._over: deque[tuple[float, CallbackId]] = deque()

    def open_for(self, queue: QueueId, number: str) -> Callback | None:
        """The open callback to this number from this queue."""
        found = self._open.get((queue, self._alike(number)))
        return self.by_id.get(found) if found else None

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        if isinstance(event, e.CallbackRequested):
            self._requested(event)
            return
        change = _CHANGES.get(type(event))
        callback = self._of(event) if change else None
        if change is None or callback is None or callback.state == CLOSED:
            return
        callback.history.append(event)
        callback.before = callback.state
        change(self, callback, event)

    def _of(self, event: Any) -> Callback | None:
        if isinstance(event, e.CallEvent):
            return self.by_call.get(event.call)
        return self.by_id.get(event.callback)

    def _requested(self, event: e.CallbackRequested) -> None:
        if event.callback not in self.by_id:
            callback = Callback(event.callback, event, next_try=max(event.at, event.not_before))
            callback.history.append(event)
            self.by_id[callback.id] = callback
            self._open[event.queue, self._alike(event.number)] = callback.id

    def due(self, callback: Callback, event: e.CallbackDue) -> None:
        """It takes its place in line."""
        callback.state, callback.call, callback.tries = IN_LINE, event.call, event.attempt
        self.by_call[event.call] = callback

    def failed(self, callback: Callback, event: e.CallbackFailed) -> None:
        """An attempt came to nothing."""
        self._no_call(callback)
        callback.attempts += event.reason != LOST
        if event.next_try is None:
            self._close(callback, event.reason, event.at)
        else:
            callback.state, callback.next_try = WAITING, event.next_try

    def closed(self, callback: Callback, event: e.CallbackClosed) -> None:
        """It is over."""
        self._no_call(callback)
        self._close(callback, event.outcome, event.at)

    def _no_call(self, callback: Callback) -> None:
        if callback.call is not None:
            self.by_call.pop(callback.call, None)

    def _close(self, callback: Callback, outcome: str, at: float) -> None:
        callback.state, callback.outcome = CLOSED, outcome
        self._open.pop((callback.request.queue, self._alike(callback.request.number)), None)
        self._over.append((at, callback.id))
        while self._over[0][0] < at - KEPT_SECONDS:
            self.by_id.pop(self._over.popleft()[1], None)


def _dialled(_callbacks: Callbacks, callback: Callback, _event: e.CustomerDialled) -> None:
    callback.state = DIALLING


def _held(_callbacks: Callbacks, callback: Callback, _event: e.CallHeldInQueue) -> None:
    callback.state = ON_HOLD


def _merged(_callbacks: Callbacks, callback: Callback, event: e.CallbackMerged) -> None:
    """One wish of two: the earlier place, the newer window."""
    before = callback.request
    wish: dict[str, Any] = {"name": event.name or before.name}
    if event.note and event.note != before.note:
        wish["note"] = f"{before.note}\n{event.note}".strip()
    if event.since is not None and event.since - event.head_start < before.since - before.head_start:
        wish |= {"since": event.since, "head_start": event.head_start}
    if event.not_before is not None or event.not_after is not None:
        wish |= {"not_before": event.not_before or 0.0, "not_after": event.not_after}
        callback.next_try = max(event.at, event.not_before or 0.0)
    callback.request = replace(before, **wish)


_CHANGES: dict[type[e.Event], Any] = {
    e.CallbackDue: Callbacks.due,
    e.CustomerDialled: _dialled,
    e.CallHeldInQueue: _held,
    e.CallbackMerged: _merged,
    e.CallbackFailed: Callbacks.failed,
    e.CallbackClosed: Callbacks.closed,
}
