"""Facts of waiting and routing: queued, promised, widened, offered, rung, withdrawn, left."""

from msgspec import field

from cti.event import CallEvent
from cti.ids import AgentId, OfferId, QueueId


class CallQueued(CallEvent, frozen=True, kw_only=True):
    """The call waits in a queue from now on. `head_start` is priority as seconds of waiting already credited.

    `priority` is a strict class above the queue's own; `skills` are asked for beside the queue's (`billing`, or with a
    level `billing:3`); `prefer` is the agent to be waited for first. `by` is the person who put it there, whom no door
    stops; empty: a flow or a rule.
    """

    queue: QueueId
    head_start: float = 0.0
    skills: tuple[str, ...] = ()
    priority: int = 0
    prefer: AgentId | None = None
    by: str = ""


class QueueJoined(CallEvent, frozen=True, kw_only=True):
    """How the floor stood when the call was queued: calls ahead of it, agents who may take it by what they do."""

    queue: QueueId
    ahead: int
    free: int
    ringing: int
    talking: int
    wrap_up: int
    not_ready: int
    away: int


class WaitPromised(CallEvent, frozen=True, kw_only=True):
    """The wait the call is promised, in seconds: half of all promises are kept within `p50`, nine of ten in `p90`.

    `at_once` says that an agent was free, so that only the ring was to be waited for.
    """

    queue: QueueId
    p50: float
    p90: float
    at_once: bool


class PreferenceLapsed(CallEvent, frozen=True, kw_only=True):
    """The call waits for its preferred agent alone no more: time (it has waited long enough), gone (the agent), or
    declined (by the agent)."""

    agent: AgentId
    reason: str


class CallWidened(CallEvent, frozen=True, kw_only=True):
    """The call has waited so long that step number `step` (from 1) of its queue applies, or its queue's overflow (0):
    more agents may take it."""

    step: int


class CallHeldInQueue(CallEvent, frozen=True, kw_only=True):
    """Asterisk has the caller on hold music, where it can carry on without this service."""


class CallAnnounced(CallEvent, frozen=True, kw_only=True):
    """A waiting caller is told its position and expected wait in minutes (None: not told), then `text` (by language),
    for the n-th time."""

    number: int
    position: int | None = None
    minutes: int | None = None
    text: dict[str, str] = field(default_factory=dict)


class AgentOffered(CallEvent, frozen=True, kw_only=True):
    """The call was reserved for one agent, whose phone is being rung until `expires`.

    Why this agent: `reason` names the rule, `value` is the agent's figure under it (seconds since the epoch, calls,
    seconds, share or weight), `rivals` are the next best with theirs, `free` counts all who were free for it.
    Why this call: `passed` are the calls the agent could have taken that come after it.
    """

    agent: AgentId
    offer: OfferId
    queue: QueueId
    expires: float
    reason: str = ""
    value: float = 0.0
    free: int = 0
    rivals: tuple[tuple[str, float], ...] = ()
    passed: tuple[str, ...] = ()


class AgentRinging(CallEvent, frozen=True, kw_only=True):
    """The agent's phone reports that it rings."""

    offer: OfferId


class OfferExpired(CallEvent, frozen=True, kw_only=True):
    """An offer ended without an answer: no_answer, rejected, busy, unreachable, failed, or lost."""

    agent: AgentId
    offer: OfferId
    reason: str


class OfferWithdrawn(CallEvent, frozen=True, kw_only=True):
    """An offer ended because the call was gone, another agent was quicker (`elsewhere`), or a supervisor moved the call
    (`moved`) or ended the agent's work (`logged_out`); the agent missed nothing."""

    agent: AgentId
    offer: OfferId
    reason: str = "gone"


class CallServedByFallback(CallEvent, frozen=True, kw_only=True):
    """While this service was away, Asterisk's own fallback queue took the call over."""

    queue: str


class CallLeftQueue(CallEvent, frozen=True, kw_only=True):
    """The call stopped waiting in `queue` without an agent and without hanging up: timeout, full, empty, closed, step,
    overflow, key, callback or moved (then `by` is who moved it).

    `exit` says what comes now: hang_up, message, queue, voicemail or external, to the queue or number in `to`, after
    `text` (by language) has been said; empty where that is told by other facts.
    """

    queue: QueueId
    reason: str
    exit: str = ""
    to: str = ""
    text: dict[str, str] = field(default_factory=dict)
    by: str = ""
