"""The API's words about an agent's work beside the call: tasks, texts, scripts, chat, the day so far."""

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from agent_console.live_work import DeskScriptStep
from agent_console.models import AgentName, Model, Names

Document = dict[str, Any]
_SCRIPT = (
    'A script: {"names": {"en": "…"}, "queues": ["sales"], "steps": [{"id", "text": by language, '
    '"fields": [{"id", "names", "type": text|number|date|choice, "required", "choices"}], '
    '"branches": [{"id", "names", "to"}], "next"}]}. '
    "It begins with the first step; an empty to or next ends it. Texts may have {{ customer.name }}, {{ agent.name }} "
    "and {{ queue.name }}."
)


class Extension(Model):
    """How much longer the wrap-up may last."""

    seconds: float = Field(60, gt=0, le=300)


class TaskBody(Model):
    """What is to be done, until when, and about whom."""

    title: str = Field(min_length=1, max_length=200)
    due: AwareDatetime | None = None
    customer: str | None = Field(None, max_length=64)
    call: str | None = Field(None, max_length=120)
    done: bool = False


class CustomerName(Model):
    """A customer by id and name."""

    id: str
    name: str


class TaskView(Model):
    """A task; `collides` says that another one, or a callback, is due within ten minutes of it."""

    id: str
    title: str
    due: str | None
    customer: CustomerName | None
    call: str | None
    done: bool
    collides: bool


class CallbackDueView(Model):
    """A callback that this agent asked for, or to a customer who belongs to this agent."""

    id: str
    name: str
    number: str
    queue: str
    due: str
    collides: bool


class TasksView(Model):
    """What is to be done, the next due first, and what was done today."""

    tasks: list[TaskView]
    callbacks: list[CallbackDueView]


class CannedNoteBody(Model):
    """A text by language, with a name by language. It may have {customer}, {agent} and {date}."""

    names: Names = Field(max_length=20)
    texts: Names = Field(max_length=20)


class CannedNoteView(CannedNoteBody):
    """A canned note."""

    id: str


class CannedNotes(Model):
    """Every canned note."""

    canned_notes: list[CannedNoteView]


class ArticleBody(Model):
    """An article as it is written; without queues it is for all."""

    title: str = Field(max_length=200)
    text: str = Field(max_length=50_000)
    language: Literal["zh", "en"] = "zh"
    tags: list[str] = Field(default_factory=list, max_length=20)
    queues: list[str] = Field(default_factory=list, max_length=100)


class ArticleView(ArticleBody):
    """An article, whole."""

    id: str
    changed: str
    by: str


class ArticleChange(ArticleBody):
    """An article as it is to be; with `based_on`, the `changed` that was read, refused if it was changed since."""

    based_on: str | None = Field(None, max_length=40)


class ArticleRow(Model):
    """An article in a list; without queues it is for all."""

    id: str
    title: str
    language: str
    tags: list[str]
    queues: list[str]
    changed: str
    by: str


class ArticleList(Model):
    """Articles for those who write them."""

    articles: list[ArticleRow]


class ArticleListQuestion(Model):
    """What is looked for; without words every article is listed."""

    query: str = Field("", max_length=200)


class ArticleFound(Model):
    """An article in short, with the part of the text that was looked for."""

    id: str
    title: str
    language: str
    tags: list[str]
    snippet: str


class ArticlesFound(Model):
    """Articles, the best first."""

    articles: list[ArticleFound]


class ArticleSearch(Model):
    """What is looked for; without words what is written for the queue comes first."""

    query: str = Field("", max_length=200)
    queue: str | None = Field(None, max_length=64)
    limit: int = Field(10, ge=1, le=50)


class NewScript(Model):
    """A script to be made."""

    id: str = Field(min_length=1, max_length=64)
    script: Document = Field(description=_SCRIPT)


class ScriptReplacement(Model):
    """A whole new script, and the version it is based on."""

    version: int
    script: Document = Field(description=_SCRIPT)


class ScriptView(Model):
    """A script in force, also as TOML (`text`). `used_by` are the queues whose calls it leads: of several scripts of
    one queue the first by id."""

    id: str
    version: int
    script: Document = Field(description=_SCRIPT)
    text: str
    used_by: list[str]


class Scripts(Model):
    """Every script."""

    scripts: list[ScriptView]


class ScriptText(Model):
    """A script as TOML, to be read and judged; nothing is kept. `customer` is who is spoken with in the preview."""

    text: str = Field(max_length=300_000)
    customer: str = Field("", max_length=120)


class ScriptFault(Model):
    """What is wrong, in one sentence that says what to do; in which line, and in which step, where that is known."""

    line: int | None
    step: str
    sentence: str


class ScriptPreviewStep(Model):
    """A step as a desk would show it to an agent called as the one who asks; `ways` is where each branch leads, `next`
    where it goes on without branches; empty: to the end."""

    step: DeskScriptStep
    ways: dict[str, str]
    next: str


class ScriptReading(Model):
    """What a text says: the script with its steps as a desk would show them (nothing while it is no script at all), and
    everything that is wrong."""

    script: Document | None = Field(description=_SCRIPT)
    faults: list[ScriptFault]
    steps: list[ScriptPreviewStep]


class ScriptVersion(Model):
    """One version of a script: when it was made, and by whom."""

    id: str
    version: int
    script: Document = Field(description=_SCRIPT)
    at: str
    by: str


class ScriptVersions(Model):
    """Versions, the newest first."""

    versions: list[ScriptVersion]


class ScriptAnswer(Model):
    """What was filled in at a step, and where it goes: on (by a `branch` if there are some), back, or it stays."""

    step: str = Field(max_length=64)
    answers: dict[str, str] = Field(default_factory=dict, max_length=50)
    go: Literal["on", "back", "stay"] = "on"
    branch: str | None = Field(None, max_length=64)


class ChatText(Model):
    """Something to say."""

    text: str = Field(min_length=1, max_length=1000)


class Hand(Model):
    """Whether the hand is up."""

    raised: bool


class DayFigures(Model):
    """Figures of a day; shares are 0 to 1, None where there is nothing to divide by. Means of a team have fractions."""

    answered: float
    missed: float
    talk_s: float
    aht_s: float | None
    occupancy: float | None


class DayView(Model):
    """An agent's day so far beside the mean of all `agents` who worked today."""

    mine: DayFigures
    team: DayFigures
    agents: int


class RecentCall(Model):
    """A call this agent had."""

    call: str
    direction: Literal["inbound", "callback", "outbound"]
    customer: CustomerName | None
    number: str
    display: str
    queue: str | None
    outcome: str
    disposition: str | None
    arrived_at: str
    talk_s: float


class RecentCalls(Model):
    """The calls this agent had last, the newest first."""

    agent: AgentName
    calls: list[RecentCall]
