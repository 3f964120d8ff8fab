"""The API's words as models: what OpenAPI publishes, what requests are checked against, what answers are made of.

Times are ISO 8601 in UTC with milliseconds; durations are seconds.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agent_console.form_models import FieldView
from agent_console.heard_models import HeardView

Names = dict[str, str]


class Model(BaseModel):
    """A body; a field it does not know is an error, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Language(Model):
    """The language to work in."""

    language: Literal["zh", "en"]


class UserView(Model):
    """Who is logged in."""

    id: str
    username: str
    name: str
    role: str
    language: str
    agent: str | None


class SessionView(Model):
    """A session; `csrf` goes into the header X-CSRF-Token of every change."""

    user: UserView
    csrf: str


class NamedView(Model):
    """Something with a name in each language."""

    id: str
    name: Names


class ReasonView(NamedView):
    """A not-ready reason; `kind` groups it: break, training, meeting or whatever the company calls it."""

    paid: bool
    kind: str


class DispositionView(NamedView):
    """A disposition, the key that chooses it, and the fields that are filled in with it."""

    key: str
    fields: list[FieldView]


class AgentName(Model):
    """An agent by id and name."""

    id: str
    name: str


class CatalogueView(Model):
    """The words a console offers, and the agents. `past_queues` are deleted ones, for what they are called."""

    company: str
    queues: list[NamedView]
    past_queues: list[NamedView]
    agents: list[AgentName]
    not_ready_reasons: list[ReasonView]
    dispositions: list[DispositionView]


class PhoneView(Model):
    """A SIP account for the browser; a `websocket` without host means the page's own."""

    uri: str
    username: str
    password: str
    websocket: str
    display_name: str


class GuestNumber(Model):
    """A number a guest may dial."""

    number: str
    name: Names


class GuestCaller(Model):
    """A number a guest may call from."""

    number: str
    name: str


class GuestPhoneView(Model):
    """The customer's telephone in the browser."""

    uri: str
    username: str
    password: str
    websocket: str
    numbers: list[GuestNumber]
    callers: list[GuestCaller]


class AgentState(Model):
    """The state an agent wants; not ready needs a reason of the catalogue."""

    state: Literal["ready", "not_ready"]
    reason: str | None = Field(None, max_length=64)


class Note(Model):
    """A note's whole text, and the text it was based on: with that, nothing a colleague wrote is overwritten."""

    text: str = Field(max_length=20_000)
    based_on: str | None = Field(None, max_length=20_000)


class Disposition(Model):
    """A disposition of the catalogue, and what its fields are filled with."""

    disposition: str = Field(max_length=64)
    fields: dict[str, str] = Field(default_factory=dict, max_length=50)


class Finish(Model):
    """What the agent wants after wrap-up; without `next`, what was asked for before."""

    next: Literal["ready", "not_ready"] | None = None
    reason: str | None = Field(None, max_length=64)


class CallerIs(Model):
    """Who the caller is: a customer's id, or a name to make a new customer of."""

    customer: str | None = Field(None, max_length=64)
    name: str | None = Field(None, max_length=200)


class CustomerBody(Model):
    """A customer as a person writes one; of a change, what is absent stays. `owner` is an agent's id, empty: none."""

    name: str | None = None
    numbers: list[str] | None = Field(None, max_length=50)
    email: str | None = None
    company: str | None = None
    language: str | None = None
    vip: bool | None = None
    notes: str | None = None
    owner: str | None = Field(None, max_length=64)


class NumberView(Model):
    """One of a customer's numbers."""

    e164: str | None
    raw: str
    label: str | None


class CustomerCard(Model):
    """A customer in short."""

    id: str
    name: str
    company: str | None
    numbers: list[NumberView]
    email: str | None
    language: str | None
    vip: bool


class RecordingView(Model):
    """A recording to play."""

    id: str
    duration_s: float


class InteractionView(Model):
    """One call on a customer's timeline."""

    id: str
    call: str
    direction: Literal["inbound", "callback", "outbound"]
    queue: str | None
    agent: AgentName | None
    arrived_at: str
    answered_at: str | None
    ended_at: str
    wait_s: float
    talk_s: float
    hold_s: float
    wrap_up_s: float
    outcome: str
    disposition: str | None
    fields: dict[str, str]
    note: str
    recording: RecordingView | None
    quality: HeardView | None


class CustomerView(CustomerCard):
    """A customer with note, the agent it belongs to, and timeline, newest first."""

    note: str
    owner: AgentName | None
    timeline: list[InteractionView]


class CustomersView(Model):
    """Customers found."""

    customers: list[CustomerCard]


class CustomerSearch(Model):
    """What to look for; empty lists the first by name."""

    query: str = Field("", max_length=200)
    limit: int = Field(20, ge=1, le=200)


class ImportBegun(Model):
    """The import to ask about."""

    id: str


class ProblemView(Model):
    """A bad line."""

    line: int
    problem: str


class ImportView(Model):
    """How far an import is; `refused` means nothing was imported."""

    id: str
    state: Literal["running", "done", "refused"]
    done: int
    total: int
    created: int
    updated: int
    problems: list[ProblemView]
    message: str | None


class FiguresView(Model):
    """Figures; None where there is nothing to divide by."""

    offered: int
    answered: int
    abandoned: int
    flowed_out: int
    service_level: float | None
    asa_s: float | None
    aht_s: float | None
    longest_wait_s: float | None


class QueueFiguresView(FiguresView):
    """A queue's figures."""

    queue: str


class AgentFiguresView(Model):
    """An agent's figures."""

    agent: str
    name: str
    offered: int
    answered: int
    missed: int
    talk_s: float
    hold_s: float
    wrap_up_s: float
    consult_s: float
    aht_s: float | None


class FormulaView(Model):
    """The formula behind a figure."""

    id: str
    text: str
    threshold_s: float | None = None


class ReportView(Model):
    """Today's report."""

    date: str
    timezone: str
    formulas: dict[str, FormulaView]
    queues: list[QueueFiguresView]
    agents: list[AgentFiguresView]
    total: FiguresView


class BehindFigure(Model):
    """Which figure to open; `queue` or `agent` narrows it."""

    figure: str = Field(max_length=40)
    queue: str | None = Field(None, max_length=64)
    agent: str | None = Field(None, max_length=64)


class CallRowView(Model):
    """One call behind a figure."""

    id: str
    arrived_at: str
    queue: str
    agent: str | None
    caller: str
    wait_s: float
    talk_s: float
    outcome: str


class CallRowsView(Model):
    """The calls behind a figure, as many as it says."""

    calls: list[CallRowView]


class CallerView(Model):
    """The caller as presented."""

    number: str | None
    name: str | None


class CallFact(BaseModel):
    """A fact about a call; what else it says depends on its kind."""

    model_config = ConfigDict(extra="allow")

    position: int
    at: str
    kind: str


class CallView(Model):
    """A call with everything the journal has of it."""

    id: str
    caller: CallerView
    customer: CustomerCard | None
    events: list[CallFact]


class After(Model):
    """From which position of the journal on."""

    after: int | None = Field(None, ge=0)


class LivePurpose(Model):
    """What a console's socket is for: the agent's one desk, or anything else."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    purpose: Literal["desk", "board"] = Field("desk", alias="for")


class Health(Model):
    """Whether the server is alive and able."""

    status: str
    version: str
    telephony: bool
    database: bool
    problem: str | None = None
