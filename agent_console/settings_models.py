"""The API's words about settings: queues and agents as documents with versions, their history, the emergency switch."""

from typing import Any

from pydantic import Field

from agent_console.models import Model

Document = dict[str, Any]
_FIELDS = (
    "The fields of a queue or an agent, as the manual lists them; hours are written as "
    '{"week": {"mon": "09:00-12:30, 13:30-18:00"}, "holidays": "CN", "dates": {"2026-12-24": ""}}.'
)


class QueueSettings(Model):
    """A queue's settings; `open` is whether it takes calls now, by the emergency switch, its own, and its hours."""

    id: str
    version: int
    open: bool
    settings: Document = Field(description=_FIELDS)


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
