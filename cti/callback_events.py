"""Facts of callbacks: a place in a queue that is kept for somebody who is called back."""

from cti.event import CallEvent, Event
from cti.ids import AgentId, CallbackId, CallId, CustomerId, QueueId


class CallbackEvent(Event, frozen=True, kw_only=True):
    """Something that happened to one callback."""

    callback: CallbackId


class CallbackRequested(CallbackEvent, frozen=True, kw_only=True):
    """Somebody is to be called back from `queue`. Times are seconds since the epoch.

    `since` is the place kept: the time from which the wait counts, `head_start` counted in. `by` is caller (on hold),
    web, abandoned (by the queue's rule) or agent (`asked_by`); `call` the call it came from. Nobody is called before
    `not_before` or after `not_after`.
    """

    queue: QueueId
    number: str
    since: float
    by: str
    call: CallId | None = None
    name: str = ""
    note: str = ""
    customer: CustomerId | None = None
    skills: tuple[str, ...] = ()
    priority: int = 0
    head_start: float = 0.0
    not_before: float = 0.0
    not_after: float | None = None
    asked_by: AgentId | None = None


class CallbackMerged(CallbackEvent, frozen=True, kw_only=True):
    """The same person was to be called back from the same queue once more: one call is enough.

    The place is the earlier of both (`since`, None: no place of its own); a window that is asked for now replaces the
    one before, a name that is given too, and the note is added.
    """

    by: str
    call: CallId | None = None
    since: float | None = None
    head_start: float = 0.0
    name: str = ""
    note: str = ""
    not_before: float | None = None
    not_after: float | None = None


class CallbackDue(CallbackEvent, frozen=True, kw_only=True):
    """The callback takes its place in line, for the n-th time; it is to become the call `call`."""

    call: CallId
    attempt: int


class CustomerDialled(CallEvent, frozen=True, kw_only=True):
    """The customer's telephone is being rung; who answers waits on hold, and is joined with an agent."""

    callback: CallbackId
    number: str


class CustomerNotReached(CallEvent, frozen=True, kw_only=True):
    """Nobody answered at the customer's: no_answer, busy, unreachable or failed."""

    reason: str


class CallbackFailed(CallbackEvent, frozen=True, kw_only=True):
    """An attempt came to nothing, for the reason of `CustomerNotReached`, or hung_up or lost.

    It is tried again at `next_try` (seconds since the epoch); None: no more, it is given up.
    """

    attempt: int
    reason: str
    next_try: float | None


class CallbackClosed(CallbackEvent, frozen=True, kw_only=True):
    """The callback is over: done (with the agent), cancelled, or too_late for its window; `by` is who ended it."""

    outcome: str
    by: str = ""
    agent: AgentId | None = None


class CallbackOffered(CallEvent, frozen=True, kw_only=True):
    """A waiting caller is asked whether to be called back: at `number`, or (empty) at one to be typed."""

    queue: QueueId
    number: str


class CallbackAccepted(CallEvent, frozen=True, kw_only=True):
    """The caller, asked, wants to be called back at `number`."""

    number: str


class CallbackDeclined(CallEvent, frozen=True, kw_only=True):
    """The caller, asked, goes on waiting: by key, by silence, as the question failed, or as no end of it was heard
    (timeout)."""

    reason: str
