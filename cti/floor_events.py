"""Facts about the floor itself: its settings, its emergency switch, and work other than calls."""

from dataclasses import dataclass, field
from typing import Any

from cti.event import AgentEvent, Event
from cti.ids import QueueId


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTaken(AgentEvent):
    """The agent has other work in hand, named `work`, that takes `load` of the agent's capacity."""

    work: str
    load: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone(AgentEvent):
    """That other work is done, or given back."""

    work: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentConfigured(AgentEvent):
    """An agent's settings are these from now on; `by` is who changed them."""

    version: int
    by: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueConfigured(Event):
    """A queue's settings are these from now on; `by` is who changed them."""

    queue: QueueId
    version: int
    by: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteClosed(Event):
    """The emergency switch was thrown: new callers hear `text` (by language) and nothing else."""

    by: str
    text: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReopened(Event):
    """The emergency is over: callers are served again."""

    by: str
