"""The live socket's words: what the server sends and the console answers, as OpenAPI publishes them.

They are typed dictionaries: mypy checks whoever builds one, msgspec writes it as it is, and nothing is validated while
it is sent. Times are ISO 8601 in UTC with milliseconds; names that end in _s are seconds.
"""

from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field, RootModel, with_config
from typing_extensions import TypedDict

from agent_console.models import CustomerCard, CustomerView, Names
from agent_console.settings_models import EmergencyView

Exactly = with_config(ConfigDict(extra="forbid"))
CallStage = Literal["dialling", "ringing", "talking", "held", "asked", "helping", "wrap_up"]
StateName = Literal["not_ready", "ready", "offered", "talking", "wrap_up"]
DeskAction = Literal[
    "answer",
    "reject",
    "hold",
    "retrieve",
    "mute",
    "keypad",
    "hang_up",
    "note",
    "disposition",
    "finish",
    "make_customer",
    "transfer",
    "consult",
    "complete",
    "toggle",
    "join",
    "take_back",
    "park",
    "record",
    "pause_recording",
    "resume_recording",
    "listen",
    "whisper",
    "barge",
    "take_over",
]


@Exactly
class AgentToday(TypedDict):
    """An agent's figures of today."""

    answered: int
    missed: int
    talk_s: float
    aht_s: float | None


@Exactly
class DeskAgent(TypedDict):
    """Whose desk it is."""

    id: str
    name: str
    extension: str
    queues: list[str]


@Exactly
class DeskState(TypedDict):
    """What the agent does, and since when; `reason` only while not ready."""

    name: StateName
    reason: str | None
    since: str


@Exactly
class DeskCaller(TypedDict):
    """Who calls; `display` is what to show."""

    number: str | None
    name: str | None
    display: str


@Exactly
class DeskDigits(TypedDict):
    """What the caller pressed in one place of the menu."""

    node: str
    digits: str


@Exactly
class DeskParty(TypedDict):
    """Somebody on the call besides its customer and who looks."""

    id: str
    kind: Literal["agent", "outside", "supervisor"]
    name: str
    state: Literal["talking", "held", "lost"]


@Exactly
class DeskConsult(TypedDict):
    """Somebody is being asked: `mine` where who looks is who asks; `side` is with whom that agent speaks."""

    id: str
    way: Literal["agent", "outside"]
    to: str
    name: str
    by: str
    mine: bool
    answered: bool
    side: Literal["party", "customer", "all", "away"]


@Exactly
class DeskHelp(TypedDict):
    """Who looks is a supervisor with the agent `helped`."""

    mode: Literal["listen", "whisper", "barge", "take_over"]
    helped: str
    name: str
    answered: bool


@Exactly
class DeskStep(TypedDict):
    """An agent who had the call before, or has it, too."""

    agent: str
    name: str
    queue: str | None
    answered_at: str
    ended_at: str | None


@Exactly
class DeskCall(TypedDict):
    """The one call of a desk, and what is legal with it now."""

    id: str
    stage: CallStage
    direction: Literal["inbound", "outbound"]
    queue: str | None
    caller: DeskCaller
    dialled: str
    arrived_at: str
    enqueued_at: str | None
    offered_at: str | None
    offer_expires_at: str | None
    answered_at: str | None
    held_since: str | None
    ended_at: str | None
    wrap_up_ends_at: str | None
    digits: list[DeskDigits]
    customer: CustomerView | None
    candidates: list[CustomerCard]
    parties: list[DeskParty]
    consult: DeskConsult | None
    help: DeskHelp | None
    path: list[DeskStep]
    note: str
    disposition: str | None
    recording: Literal["off", "on", "paused"]
    legal: list[DeskAction]


@Exactly
class Desk(TypedDict):
    """An agent's desk, whole."""

    agent: DeskAgent
    state: DeskState
    phone_reachable: bool
    telephony_up: bool
    today: AgentToday
    call: DeskCall | None


@Exactly
class LiveFigures(TypedDict):
    """Figures; None where there is nothing to divide by."""

    offered: int
    answered: int
    abandoned: int
    flowed_out: int
    service_level: float | None
    asa_s: float | None
    aht_s: float | None
    longest_wait_s: float | None


@Exactly
class BoardCall(TypedDict):
    """A waiting call; `position` counts from 1."""

    id: str
    caller: str
    enqueued_at: str
    position: int


@Exactly
class BoardQueue(TypedDict):
    """A queue's row; agents are counted in each queue they serve."""

    id: str
    name: Names
    waiting: int
    longest_waiting_since: str | None
    agents_ready: int
    agents_busy: int
    agents_not_ready: int
    today: LiveFigures
    calls: list[BoardCall]


@Exactly
class BoardAgentCall(TypedDict):
    """The call an agent has."""

    id: str
    caller: str
    queue: str | None


@Exactly
class BoardAgent(TypedDict):
    """An agent's row; `since` is None for one of whom nothing was heard yet."""

    id: str
    name: str
    extension: str
    state: StateName | Literal["logged_out"]
    reason: str | None
    since: str | None
    call: BoardAgentCall | None
    phone_reachable: bool
    console_alive: bool
    today: AgentToday


@Exactly
class Board(TypedDict):
    """The board, whole."""

    queues: list[BoardQueue]
    agents: list[BoardAgent]
    totals: LiveFigures


@Exactly
class Snapshot(TypedDict):
    """The first message: everything as it is; `desk` on an agent's desk, `board` for who may watch."""

    type: Literal["snapshot"]
    position: int
    server_time: str
    desk: Desk | None
    board: Board | None
    emergency: EmergencyView


@Exactly
class DeskMessage(TypedDict):
    """The desk as it is now."""

    type: Literal["desk"]
    desk: Desk


@Exactly
class QueueMessage(TypedDict):
    """A queue's row as it is now."""

    type: Literal["queue"]
    queue: BoardQueue


@Exactly
class AgentMessage(TypedDict):
    """An agent's row as it is now."""

    type: Literal["agent"]
    agent: BoardAgent


@Exactly
class TotalsMessage(TypedDict):
    """The figures of all queues together, as they are now."""

    type: Literal["totals"]
    totals: LiveFigures


@Exactly
class TelephonyMessage(TypedDict):
    """Asterisk is reached again, or no more."""

    type: Literal["telephony"]
    up: bool


@Exactly
class EmergencyMessage(TypedDict):
    """The emergency switch was thrown or put back."""

    type: Literal["emergency"]
    emergency: EmergencyView


@Exactly
class Ping(TypedDict):
    """Asks for a pong, and tells the server's time."""

    type: Literal["ping"]
    server_time: str


@Exactly
class OrderMessage(TypedDict):
    """The page is asked to do what only it can: its telephone picks up."""

    type: Literal["order"]
    order: Literal["answer"]


@Exactly
class Superseded(TypedDict):
    """A newer page of the same agent has the desk now; this socket is about to be closed."""

    type: Literal["superseded"]


AnyMessage = (
    Snapshot
    | DeskMessage
    | QueueMessage
    | AgentMessage
    | TotalsMessage
    | TelephonyMessage
    | EmergencyMessage
    | Ping
    | OrderMessage
    | Superseded
)


class ServerMessage(RootModel[Annotated[AnyMessage, Field(discriminator="type")]]):
    """Whatever the server sends on the live socket."""


@Exactly
class PongMessage(TypedDict):
    """A console's answer to a ping: how its phone and microphone are."""

    type: Literal["pong"]
    phone: Literal["registered", "connecting", "unregistered", "failed"]
    microphone: Literal["ok", "muted", "missing", "denied"]


class Pong(RootModel[PongMessage]):
    """What a console sends on the live socket."""


def _plain(part: Any) -> Any:
    if isinstance(part, BaseModel):
        return part.model_dump()
    raise TypeError(f"{type(part).__name__} is no part of a message")


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def encoded(message: AnyMessage) -> bytes:
    """A message as it is sent."""
    return _encoder.encode(message)
