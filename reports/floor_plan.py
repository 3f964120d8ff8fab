"""What the figures need to know of the site: its queues with their limits, its agents, its time zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from cti.errors import ConfigurationError
from cti.ids import AgentId, QueueId
from reports.metrics import DEFAULT_SERVICE_LEVEL, METRICS


@dataclass(frozen=True, slots=True)
class BoardQueueConfig:
    """A queue: `threshold_s` is T of the service level, `short_abandon_s` the limit of a short abandon."""

    id: QueueId
    threshold_s: float = 20.0
    short_abandon_s: float = 5.0


@dataclass(frozen=True, slots=True)
class BoardAgentConfig:
    """An agent and the queues they serve."""

    id: AgentId
    name: str
    extension: str = ""
    queues: tuple[QueueId, ...] = ()


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """The site. `service_level` is the id of its formula, one of `sl.icmi-1` to `sl.icmi-5`."""

    queues: tuple[BoardQueueConfig, ...]
    agents: tuple[BoardAgentConfig, ...]
    zone: ZoneInfo
    service_level: str = DEFAULT_SERVICE_LEVEL
    _queues: dict[QueueId, BoardQueueConfig] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises ConfigurationError for an unknown formula."""
        if not (self.service_level.startswith("sl.") and self.service_level in METRICS):
            known = ", ".join(name for name in METRICS if name.startswith("sl."))
            raise ConfigurationError(f"There is no service level formula {self.service_level!r}; use one of {known}.")
        object.__setattr__(self, "_queues", {queue.id: queue for queue in self.queues})

    def queue(self, queue: QueueId) -> BoardQueueConfig:
        """The queue of this id; one that is not (any more) configured has the usual limits."""
        return self._queues.get(queue) or BoardQueueConfig(queue)

    def queue_ids(self, seen: Iterable[QueueId]) -> list[QueueId]:
        """The configured queues in their order, then others that were seen."""
        return list(dict.fromkeys([*(queue.id for queue in self.queues), *sorted(seen)]))

    def agent_ids(self, seen: Iterable[AgentId]) -> list[AgentId]:
        """The configured agents in their order, then others that were seen."""
        return list(dict.fromkeys([*(agent.id for agent in self.agents), *sorted(seen)]))

    def agent(self, agent: AgentId) -> BoardAgentConfig:
        """The agent of this id; one that is not (any more) configured has the id as name."""
        return next((known for known in self.agents if known.id == agent), BoardAgentConfig(agent, agent))
