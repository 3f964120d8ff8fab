"""A queue as it is configured."""

from dataclasses import dataclass, field

from cti.ids import QueueId

LONGEST_IDLE, BEST_SKILL = "longest-idle", "best-skill"
STRATEGIES = (LONGEST_IDLE, BEST_SKILL)


@dataclass(frozen=True, slots=True)
class Queue:
    """Where calls wait. Times are in seconds.

    `threshold` is the service level's; `short_abandon` the limit under which an abandoned call counts as short;
    `skills` are required of an agent, each at its least level.
    """

    id: QueueId
    names: dict[str, str] = field(default_factory=dict)
    strategy: str = LONGEST_IDLE
    ring_seconds: float = 20.0
    wrap_up_seconds: float = 60.0
    threshold: float = 20.0
    short_abandon: float = 5.0
    music: str = "default"
    skills: dict[str, int] = field(default_factory=dict)
    recorded: bool = True
