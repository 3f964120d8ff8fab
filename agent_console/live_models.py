"""The live socket's words: what the server sends and the console answers, as OpenAPI publishes them.

They are typed dictionaries: mypy checks whoever builds one, msgspec writes it as it is, and nothing is validated while
it is sent. Times are ISO 8601 in UTC with milliseconds; names that end in _s are seconds.
"""

from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, Field, RootModel
from typing_extensions import TypedDict

from agent_console.desk_models import AgentToday as AgentToday
from agent_console.desk_models import CallStage as CallStage
from agent_console.desk_models import Desk as Desk
from agent_console.desk_models import DeskAction as DeskAction
from agent_console.desk_models import DeskAgent as DeskAgent
from agent_console.desk_models import DeskCall as DeskCall
from agent_console.desk_models import DeskCaller as DeskCaller
from agent_console.desk_models import DeskConsult as DeskConsult
from agent_console.desk_models import DeskDigits as DeskDigits
from agent_console.desk_models import DeskHelp as DeskHelp
from agent_console.desk_models import DeskParty as DeskParty
from agent_console.desk_models import DeskState as DeskState
from agent_console.desk_models import DeskStep as DeskStep
from agent_console.desk_models import Exactly as Exactly
from agent_console.desk_models import StateName as StateName
from agent_console.live_work import AgentChat
from agent_console.models import Names
from agent_console.settings_models import EmergencyView


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
class BoardOverflow(TypedDict):
    """The overflow of a queue: where its long-waiting calls may go while it is `open`."""

    open: bool
    after: float
    queue: str
    flow: bool


@Exactly
class NewcomerWait(TypedDict):
    """The wait that a caller who came now would be promised: half of all under `p50_s`, nine in ten under `p90_s`; with
    `at_once` an agent is free, and only the ring is waited for."""

    p50_s: float
    p90_s: float
    at_once: bool


AlertKind = Literal["waiting", "longest_s", "service_level", "abandoned"]


@Exactly
class BoardQueue(TypedDict):
    """A queue's row; agents are counted in each queue they serve. `service_level_now` is that of the last half hour, by
    the same formula as today's; `newcomer` is None where nobody can say; `alerts` are the limits that are passed."""

    id: str
    name: Names
    closed: bool
    overflow: BoardOverflow
    waiting: int
    longest_waiting_since: str | None
    agents_ready: int
    agents_busy: int
    agents_not_ready: int
    today: LiveFigures
    service_level_now: float | None
    newcomer: NewcomerWait | None
    alerts: list[AlertKind]
    calls: list[BoardCall]


@Exactly
class BoardAgentCall(TypedDict):
    """The call an agent has."""

    id: str
    caller: str
    queue: str | None


@Exactly
class BoardAgent(TypedDict):
    """An agent's row; `since` is None for one of whom nothing was heard yet, `others` counts the calls in hand beside
    `call`."""

    id: str
    name: str
    extension: str
    state: StateName | Literal["logged_out"]
    reason: str | None
    since: str | None
    call: BoardAgentCall | None
    others: int
    phone_reachable: bool
    console_alive: bool
    out_by: str
    today: AgentToday


@Exactly
class TrunkRow(TypedDict):
    """A trunk. None: not asked, or (`registered`) not needed; not `seen`: Asterisk is not reached, nobody knows."""

    id: str
    reachable: bool | None
    registered: bool | None
    seen: bool
    calls: int
    said: str


@Exactly
class Board(TypedDict):
    """The board, whole."""

    queues: list[BoardQueue]
    agents: list[BoardAgent]
    totals: LiveFigures
    trunks: list[TrunkRow]


@Exactly
class ShownMessage(TypedDict):
    """What a supervisor tells the floor, or part of it, until a time."""

    id: str
    by: str
    text: str
    at: str
    until: str
    queues: list[str]
    agents: list[str]


@Exactly
class Snapshot(TypedDict):
    """The first message: everything as it is; `desk` on an agent's desk, `board` for who may watch."""

    type: Literal["snapshot"]
    position: int
    server_time: str
    desk: Desk | None
    board: Board | None
    chats: list[AgentChat]
    emergency: EmergencyView
    messages: list[ShownMessage]


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
class QueueGoneMessage(TypedDict):
    """A queue's row is no more: it was deleted, and had no calls today."""

    type: Literal["queue_gone"]
    queue: str


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
class TrunksMessage(TypedDict):
    """The trunks, as they are now."""

    type: Literal["trunks"]
    trunks: list[TrunkRow]


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
class FloorMessageMessage(TypedDict):
    """A supervisor has just told the floor something."""

    type: Literal["floor_message"]
    message: ShownMessage


@Exactly
class Forced(TypedDict):
    """A supervisor has changed what this agent does, now or from the end of the call on."""

    type: Literal["forced"]
    by: str
    state: Literal["ready", "not_ready", "out"]


@Exactly
class AskedInVain(TypedDict):
    """Who was asked is not on the call: nobody of the queue `to` was free in time, or `name` did not take it."""

    type: Literal["asked_in_vain"]
    reason: Literal["nobody_free", "not_had"]
    to: str
    name: str


@Exactly
class LoggedOut(TypedDict):
    """A supervisor has logged this agent out; this socket is about to be closed."""

    type: Literal["logged_out"]
    by: str


PageOrder = Literal["answer", "mute", "unmute"]


@Exactly
class OrderMessage(TypedDict):
    """The page is asked to do what only it can: its telephone picks up, or is muted."""

    type: Literal["order"]
    order: PageOrder


@Exactly
class ChatMessage(TypedDict):
    """An agent's chat with the supervisors, and the agent's hand, as they are now."""

    type: Literal["chat"]
    chat: AgentChat


@Exactly
class Superseded(TypedDict):
    """A newer page of the same agent has the desk now; this socket is about to be closed."""

    type: Literal["superseded"]


AnyMessage = (
    Snapshot
    | DeskMessage
    | QueueMessage
    | QueueGoneMessage
    | AgentMessage
    | TotalsMessage
    | TrunksMessage
    | TelephonyMessage
    | EmergencyMessage
    | Ping
    | FloorMessageMessage
    | Forced
    | AskedInVain
    | LoggedOut
    | OrderMessage
    | ChatMessage
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
