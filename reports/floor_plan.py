"""What the figures need to know of the site: its queues with their limits, its agents, its time zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from cti import events as e
from cti.errors import ConfigurationError
from cti.ids import AgentId, QueueId
from reports.alerts import Limits, limits_of
from reports.metrics import DEFAULT_SERVICE_LEVEL, METRICS


@dataclass(frozen=True, slots=True)
class BoardQueueConfig:
    """A queue: `threshold_s` is T of the service level, `short_abandon_s` the limit of a short abandon, `alerts` when
    it calls for somebody."""

    id: QueueId
    threshold_s: float = 20.0
    short_abandon_s: float = 5.0
    version: int = 0
    alerts: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class BoardAgentConfig:
    """An agent and the queues they serve."""

    id: AgentId
    name: str
    extension: str = ""
    queues: tuple[QueueId, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """The site. `service_level` is the id of its formula, one of `sl.icmi-1` to `sl.icmi-5`.

    All figures, also of calls and days that are over, are counted by the limits in force when one looks: so the board,
    today's report and the calls behind a figure always agree.
    """

    queues: tuple[BoardQueueConfig, ...]
    agents: tuple[BoardAgentConfig, ...]
    zone: ZoneInfo
    service_level: str = DEFAULT_SERVICE_LEVEL
    # Queues there were: their calls are still counted by their limits.
    removed: tuple[BoardQueueConfig, ...] = ()
    _queues: dict[QueueId, BoardQueueConfig] = field(init=False, repr=False, compare=False)
    _agents: dict[AgentId, BoardAgentConfig] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises ConfigurationError for an unknown formula."""
        if not (self.service_level.startswith("sl.") and self.service_level in METRICS):
            known = ", ".join(name for name in METRICS if name.startswith("sl."))
            raise ConfigurationError(f"There is no service level formula {self.service_level!r}; use one of {known}.")
        object.__setattr__(self, "_queues", {queue.id: queue for queue in (*self.removed, *self.queues)})
        object.__setattr__(self, "_agents", {agent.id: agent for agent in self.agents})

    def queue(self, queue: QueueId) -> BoardQueueConfig:
        """The queue of this id, be it one that there was; one that never was configured has the usual limits."""
        return self._queues.get(queue) or BoardQueueConfig(queue)

    def queue_ids(self, seen: Iterable[QueueId]) -> list[QueueId]:
        """The configured queues in their order, then others that were seen."""
        return list(dict.fromkeys([*(queue.id for queue in self.queues), *sorted(seen)]))

    def agent_ids(self, seen: Iterable[AgentId]) -> list[AgentId]:
        """The configured agents in their order, then others that were seen."""
        return list(dict.fromkeys([*(agent.id for agent in self.agents), *sorted(seen)]))

    def agent(self, agent: AgentId) -> BoardAgentConfig:
        """The agent of this id; one that is not (any more) configured has the id as name."""
        return self._agents.get(agent) or BoardAgentConfig(agent, agent)

    def after(self, event: e.Event) -> "FloorPlan":
        """The plan once this fact has happened: itself, unless the fact is a newer version of a queue or an agent."""
        match event:
            case e.QueueConfigured(queue=name, version=version, settings=settings):
                if version > self.queue(name).version:
                    usual = BoardQueueConfig(name)
                    limits = (
                        settings.get("threshold", usual.threshold_s),
                        settings.get("short_abandon", usual.short_abandon_s),
                    )
                    return self._with_queue(BoardQueueConfig(name, *limits, version, limits_of(settings)))
            case e.QueueRemoved(queue=name, version=version):
                if version > self.queue(name).version:
                    return self._without_queue(replace(self.queue(name), version=version))
            case e.AgentConfigured(agent=agent, version=version, settings=settings):
                known = self.agent(agent)
                if version > known.version:
                    queues = tuple(QueueId(queue) for queue in settings.get("queues", ()))
                    shown = str(settings.get("name", agent))
                    return self._with_agent(BoardAgentConfig(agent, shown, known.extension or agent, queues, version))
        return self

    def _with_queue(self, changed: BoardQueueConfig) -> "FloorPlan":
        known = {queue.id: queue for queue in self.queues} | {changed.id: changed}
        removed = tuple(queue for queue in self.removed if queue.id != changed.id)
        return replace(self, queues=tuple(known.values()), removed=removed)

    def _without_queue(self, gone: BoardQueueConfig) -> "FloorPlan":
        left = tuple(queue for queue in self.queues if queue.id != gone.id)
        return replace(self, queues=left, removed=(*self.removed, gone))

    def _with_agent(self, changed: BoardAgentConfig) -> "FloorPlan":
        known = {agent.id: agent for agent in self.agents} | {changed.id: changed}
        return replace(self, agents=tuple(known.values()))
