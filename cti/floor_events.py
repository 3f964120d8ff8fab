"""Facts about the floor itself: its settings, its emergency switch, and work other than calls."""

from typing import Any

from msgspec import field

from cti.event import AgentEvent, Event
from cti.ids import QueueId


class WorkTaken(AgentEvent, frozen=True, kw_only=True):
    """The agent has other work in hand, named `work`, that takes `load` of the agent's capacity."""

    work: str
    load: float


class WorkDone(AgentEvent, frozen=True, kw_only=True):
    """That other work is done, or given back."""

    work: str


class AgentConfigured(AgentEvent, frozen=True, kw_only=True):
    """An agent's settings are these from now on; `by` is who changed them."""

    version: int
    by: str
    settings: dict[str, Any]


class QueueConfigured(Event, frozen=True, kw_only=True):
    """A queue's settings are these from now on; `by` is who changed them."""

    queue: QueueId
    version: int
    by: str
    settings: dict[str, Any]


class QueueRemoved(Event, frozen=True, kw_only=True):
    """There is no such queue from now on; `version` goes on counting from its settings. `by` is who took it away."""

    queue: QueueId
    version: int
    by: str


class SiteClosed(Event, frozen=True, kw_only=True):
    """The emergency switch was thrown: new callers hear `text` (by language) and nothing else."""

    by: str
    text: dict[str, str] = field(default_factory=dict)


class SiteReopened(Event, frozen=True, kw_only=True):
    """The emergency is over: callers are served again."""

    by: str
