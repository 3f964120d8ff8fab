"""The names this side shares with `asterisk_conf/extensions.conf`; a law test holds the two together."""

from cti.chosen_phone import PhoneKind
from cti.ids import AgentId

FLOW, HOLD, AGENT, FALLBACK = "switchroom-flow", "switchroom-hold", "switchroom-agent", "switchroom-fallback"
AFTER, ANNOUNCE, CALLED = "switchroom-after", "switchroom-announce", "switchroom-called"
REACHED = "switchroom-reached"
VOICEMAIL, OUTSIDE = "switchroom-voicemail", "switchroom-outside"
KEPT, STANDBY, CALLING = "switchroom-kept", "switchroom-standby", "switchroom-calling"
CONFIRM = "switchroom-confirm"
PARTY, JOIN, ROOM, HELP = "switchroom-party", "switchroom-join", "switchroom-room", "switchroom-help"
CALLER_CONTEXTS = frozenset(
    {"switchroom-call", CALLED, REACHED, FLOW, HOLD, ANNOUNCE, VOICEMAIL, OUTSIDE, AFTER, FALLBACK, KEPT, ROOM}
)
LEG_CONTEXTS = frozenset({AGENT, CONFIRM, PARTY, STANDBY, CALLING, JOIN, HELP, "switchroom-record"})

BEAT = "SWITCHROOM_BEAT"
CALLER, RECORD, ROUND = "SWITCHROOM_CALLER", "SWITCHROOM_RECORD", "SWITCHROOM_ROUND"
MUSIC, ANSWERED, ARRIVED = "SWITCHROOM_MUSIC", "SWITCHROOM_ANSWERED", "SWITCHROOM_ARRIVED"
PEER, AWAIT, THEN = "SWITCHROOM_PEER", "SWITCHROOM_AWAIT", "SWITCHROOM_THEN"
PARTIES, KEEPER, HELPED = "SWITCHROOM_PARTIES", "SWITCHROOM_KEEPER", "SWITCHROOM_HELPED"
NEXT, QUESTION = "SWITCHROOM_NEXT", "SWITCHROOM_QUESTION"
SAY, MESSAGE, TRUNK = "SWITCHROOM_SAY", "SWITCHROOM_MESSAGE", "SWITCHROOM_TRUNK"
HELD, FELL_BACK = "SwitchroomHeld", "SwitchroomFallback"
SPEAKS, DIALS, DIALLED = "SwitchroomSpeaks", "SwitchroomDials", "SwitchroomDialled"
UP, HELPS = "SwitchroomUp", "SwitchroomHelps"
UNCONFIRMED = "SwitchroomUnconfirmed"
GONE = "switchroom-gone"
FALLBACK_QUEUE = "switchroom-fallback"

_ENDPOINTS: dict[str, PhoneKind] = {"agent-": "browser", "desk-": "desk"}


def endpoint(agent: AgentId, kind: PhoneKind = "browser") -> str:
    """The name of an agent's phone in Asterisk: the browser's, or the desk phone's."""
    return next(prefix for prefix, of in _ENDPOINTS.items() if of == kind) + agent


def agent_of_endpoint(name: str) -> AgentId | None:
    """The agent whose phone this is, None for other endpoints."""
    kind = kind_of_endpoint(name)
    return AgentId(name.removeprefix(endpoint(AgentId(""), kind))) if kind else None


def kind_of_endpoint(name: str) -> PhoneKind | None:
    """Which of an agent's phones this is, None for other endpoints."""
    return next((kind for prefix, kind in _ENDPOINTS.items() if name.startswith(prefix)), None)
