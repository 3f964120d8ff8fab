"""The API's words about settings: queues and agents as documents with versions, their history, the emergency switch."""

from typing import Any, Literal

from pydantic import ConfigDict, Field, SkipValidation, with_config
from typing_extensions import TypedDict

from agent_console.models import Model

Document = dict[str, Any]
Texts = dict[str, str]
AndOthers = with_config(ConfigDict(extra="allow"))
_FIELDS = (
    "The fields of a queue or an agent, as the manual lists them; hours are written as "
    '{"week": {"mon": "09:00-12:30, 13:30-18:00"}, "holidays": "CN", "dates": {"2026-12-24": ""}}.'
)


@AndOthers
class QueueExit(TypedDict):
    """How a caller is led out of a queue; `queue`, `number` and `text` are empty where the kind needs none."""

    kind: Literal["message", "hang_up", "queue", "voicemail", "external"]
    queue: str
    number: str
    text: Texts


@AndOthers
class QueueHours(TypedDict):
    """When a queue is open: by weekday, the country whose holidays it keeps, and single days."""

    week: dict[str, str]
    holidays: str
    dates: dict[str, str]


@AndOthers
class QueueClosing(TypedDict):
    """Hours, the switch, and what callers then meet with."""

    hours: QueueHours
    closed: bool
    exit: QueueExit
    also_waiting: bool


@AndOthers
class QueueAnnouncements(TypedDict):
    """When waiting callers are told what."""

    first: float
    every: float
    position: bool
    most_position: int
    wait: bool
    text: Texts


@AndOthers
class QueueCallbacks(TypedDict):
    """When a callback is offered, and how it is made."""

    offer_after: float | None
    least_wait: float
    first: str
    ring_seconds: float
    retries: int
    retry_seconds: float
    abandoned: bool
    abandoned_after: float


@AndOthers
class QueueAlerts(TypedDict):
    """From which figures on supervisors are called; None: never."""

    waiting: int | None
    longest_s: float | None
    service_level: float | None
    abandoned: int | None


@AndOthers
class QueueDocument(TypedDict):
    """A queue's settings, whole. The manual lists every field; these are those that the console knows by name."""

    names: Texts
    strategy: str
    ring_at_once: int
    ring_seconds: float
    missed: str
    wrap_up_seconds: float
    wrap_up_extensions: int
    threshold: float
    music: str
    max_waiting: int | None
    when_full: QueueExit
    max_wait: float | None
    when_over: QueueExit
    closing: QueueClosing
    announcements: QueueAnnouncements
    callbacks: QueueCallbacks
    alerts: QueueAlerts


class QueueSettings(Model):
    """A queue's settings; `open` is whether it takes calls now, by the emergency switch, its own, and its hours."""

    id: str
    version: int
    open: bool
    # What is in force was checked by the rules of settings when it was written, and is shown as it is.
    settings: SkipValidation[QueueDocument]


class QueuesSettings(Model):
    """Every queue; `music` and all other fields are in its settings."""

    queues: list[QueueSettings]


class NewQueue(Model):
    """A queue to be made; what its settings leave out has its default."""

    id: str = Field(min_length=1, max_length=64)
    settings: Document = Field(default_factory=dict, description=_FIELDS)


class Replacement(Model):
    """A whole new document, and the version it is based on; what it leaves out has its default."""

    version: int
    settings: Document = Field(description=_FIELDS)


class RemovalQuestion(Model):
    """With a `version` it is refused if another one is in force by now."""

    version: int | None = None


class SettingsChange(Model):
    """Only the fields that change: tables are merged, lists replaced, null means the default (RFC 7396).

    With a `version` it is refused if another one is in force by now.
    """

    version: int | None = None
    settings: Document = Field(description=_FIELDS)


class AgentSettings(Model):
    """An agent's settings."""

    id: str
    version: int
    settings: Document = Field(description=_FIELDS)


class AgentsSettings(Model):
    """Every agent."""

    agents: list[AgentSettings]


class HistoryQuestion(Model):
    """How many versions, and older than which (`before`)."""

    before: int | None = Field(None, ge=1)
    limit: int = Field(50, ge=1, le=200)


class FieldChange(Model):
    """A field by its place (`closing.exit.kind`), and what stood there before and after."""

    field: str
    before: Any = None
    after: Any = None


class VersionView(Model):
    """One version: when, by whom, and what it changed; the first one is compared with the defaults."""

    version: int
    at: str
    by: str
    changes: list[FieldChange]


class HistoryView(Model):
    """Versions, the newest first."""

    versions: list[VersionView]


class EmergencyText(Model):
    """What callers hear while the site is closed, by language."""

    text: dict[str, str] = Field(max_length=20)


class EmergencyView(Model):
    """The emergency switch; `text`, `by` and `since` are those of its throwing, None while the site is open."""

    closed: bool
    text: dict[str, str] | None = None
    by: str | None = None
    since: str | None = None
