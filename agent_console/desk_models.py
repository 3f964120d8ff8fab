"""The desk in the live socket's words: the agent, the calls in hand, who else is on it, and what can be done."""

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from agent_console.live_work import DeskNext, DeskScript
from agent_console.models import CustomerCard, CustomerView
from agent_console.phone_models import DeskPhone

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
    "extend",
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
    """What the agent does, and since when; `reason` only while not ready, `next` only during a call."""

    name: StateName
    reason: str | None
    since: str
    next: DeskNext | None


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
    """Somebody is being asked: `mine` where who looks is who asks; `side` is with whom that agent speaks. `name` is
    empty while nobody of a queue is rung."""

    id: str
    way: Literal["agent", "outside", "queue"]
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
    """A call in the agent's hands, and what is legal with it now."""

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
    note_revision: int
    disposition: str | None
    fields: dict[str, str]
    script: DeskScript | None
    recording: Literal["off", "on", "paused"]
    legal: list[DeskAction]


@Exactly
class Desk(TypedDict):
    """An agent's desk, whole: the call the agent turned to last, and the `others` in hand, on hold, ringing or in
    wrap-up. `may_begin` tells whether another call may be made or picked up now."""

    agent: DeskAgent
    state: DeskState
    phone: DeskPhone
    phone_reachable: bool
    telephony_up: bool
    today: AgentToday
    call: DeskCall | None
    others: list[DeskCall]
    may_begin: bool
