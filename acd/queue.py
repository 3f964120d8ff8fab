"""A queue as it is configured."""

from dataclasses import dataclass, field

from acd.waiting_rules import QUEUE, Alerts, Announcements, CallbackRules, Closing, Exit, Overflow, Step
from cti.ids import QueueId

LONGEST_IDLE, ROUND_ROBIN, FEWEST_CALLS = "longest-idle", "round-robin", "fewest-calls"
LEAST_TALK, LOWEST_OCCUPANCY = "least-talk-time", "lowest-occupancy"
BEST_SKILL, WEIGHTED_RANDOM = "best-skill", "weighted-random"
STRATEGIES = (
    LONGEST_IDLE,
    ROUND_ROBIN,
    FEWEST_CALLS,
    LEAST_TALK,
    LOWEST_OCCUPANCY,
    BEST_SKILL,
    WEIGHTED_RANDOM,
)
NOT_READY, STAY_READY = "not_ready", "stay_ready"
LAST_AGENT, OWNER = "last_agent", "owner"


@dataclass(frozen=True, slots=True)
class Queue:
    """Where calls wait. Times are in seconds.

    Who: `strategy` ranks the free agents; `skills` are required of an agent, each at its least level; who has more of
    the `preferred` ones is asked first; `ring_at_once` agents are rung together, and one wins. `prefer` names the
    agent who is waited for first (`last_agent`, `owner`), for `prefer_seconds`.
    Which call first: `priority` is a strict class, higher before lower; within a class who has waited longest,
    `deadline` seconds of waiting being due here; a VIP is served as if `vip_head_start` seconds had been waited
    already. `keep_free` agents are kept back for other queues, `load` is the part of an agent that one call takes.
    A colleague who asks the queue waits `consult_seconds` for somebody free.
    A ring: `ring_seconds` long; `missed` says what it does to the agent. `wrap_up_seconds` is the limit, which an
    agent may make longer `wrap_up_extensions` times.
    Whom the queue's agents call sees `shown_number` (empty: what the trunk shows).
    A life: `steps` of a long wait, and an `overflow` beside them; `max_waiting` calls and `max_wait` seconds, and what
    then; `when_empty`, with nobody `empty` counts as there; hours, announcements and callbacks.
    Figures: `threshold` is the service level's; `short_abandon` what an abandoned call counts as short under; `alerts`
    says from which figures on supervisors are called.
    """

    id: QueueId
    names: dict[str, str] = field(default_factory=dict)
    strategy: str = LONGEST_IDLE
    ring_at_once: int = 1
    ring_seconds: float = 20.0
    consult_seconds: float = 45.0
    missed: str = NOT_READY
    wrap_up_seconds: float = 60.0
    wrap_up_extensions: int = 2
    threshold: float = 20.0
    short_abandon: float = 5.0
    music: str = "default"
    skills: dict[str, int] = field(default_factory=dict)
    preferred: dict[str, int] = field(default_factory=dict)
    prefer: str = ""
    prefer_seconds: float = 0.0
    recorded: bool = True
    shown_number: str = ""
    priority: int = 0
    deadline: float = 0.0
    vip_head_start: float = 0.0
    keep_free: int = 0
    load: float = 1.0
    steps: tuple[Step, ...] = ()
    overflow: Overflow = field(default_factory=Overflow)
    max_waiting: int | None = None
    when_full: Exit = field(default_factory=Exit)
    max_wait: float | None = None
    when_over: Exit = field(default_factory=Exit)
    empty: str = ""
    when_empty: Exit = field(default_factory=Exit)
    closing: Closing = field(default_factory=Closing)
    announcements: Announcements = field(default_factory=Announcements)
    callbacks: CallbackRules = field(default_factory=CallbackRules)
    alerts: Alerts = field(default_factory=Alerts)
    version: int = 0

    @property
    def exits(self) -> tuple[Exit, ...]:
        """Every way by which a call may leave this queue without an agent."""
        steps = tuple(step.exit for step in self.steps if step.exit is not None)
        flows = (Exit(QUEUE, queue=self.overflow.queue),) if self.overflow.flow and self.overflow.queue else ()
        return (self.when_full, self.when_over, self.when_empty, self.closing.exit, *steps, *flows)
