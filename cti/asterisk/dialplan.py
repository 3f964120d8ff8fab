"""The names this side shares with `asterisk_conf/extensions.conf`; a law test holds the two together."""

from cti.ids import AgentId

FLOW, HOLD, AGENT, FALLBACK = "switchroom-flow", "switchroom-hold", "switchroom-agent", "switchroom-fallback"
AFTER, ANNOUNCE, CALLED = "switchroom-after", "switchroom-announce", "switchroom-called"
REACHED = "switchroom-reached"
VOICEMAIL, OUTSIDE = "switchroom-voicemail", "switchroom-outside"
KEPT, STANDBY, CALLING = "switchroom-kept", "switchroom-standby", "switchroom-calling"
PARTY, JOIN, ROOM, HELP = "switchroom-party", "switchroom-join", "switchroom-room", "switchroom-help"
CALLER_CONTEXTS = frozenset(
    {"switchroom-call", CALLED, REACHED, FLOW, HOLD, ANNOUNCE, VOICEMAIL, OUTSIDE, AFTER, FALLBACK, KEPT, ROOM}
)
LEG_CONTEXTS = frozenset({AGENT, PARTY, STANDBY, CALLING, JOIN, HELP, "switchroom-record"})

BEAT = "SWITCHROOM_BEAT"
CALLER, RECORD, ROUND = "SWITCHROOM_CALLER", "SWITCHROOM_RECORD", "SWITCHROOM_ROUND"
MUSIC, ANSWERED, ARRIVED = "SWITCHROOM_MUSIC", "SWITCHROOM_ANSWERED", "SWITCHROOM_ARRIVED"
PEER, AWAIT, THEN = "SWITCHROOM_PEER", "SWITCHROOM_AWAIT", "SWITCHROOM_THEN"
PARTIES, KEEPER, HELPED = "SWITCHROOM_PARTIES", "SWITCHROOM_KEEPER", "SWITCHROOM_HELPED"
SAY, MESSAGE, TRUNK = "SWITCHROOM_SAY", "SWITCHROOM_MESSAGE", "SWITCHROOM_TRUNK"
HELD, FELL_BACK = "SwitchroomHeld", "SwitchroomFallback"
SPEAKS, DIALS, DIALLED = "SwitchroomSpeaks", "SwitchroomDials", "SwitchroomDialled"
UP, HELPS = "SwitchroomUp", "SwitchroomHelps"
GONE = "switchroom-gone"
FALLBACK_QUEUE = "switchroom-fallback"

_ENDPOINT = "agent-"


def endpoint(agent: AgentId) -> str:
    """The name of an agent's phone in Asterisk."""
    return f"{_ENDPOINT}{agent}"


def agent_of_endpoint(name: str) -> AgentId | None:
    """The agent whose phone this is, None for other endpoints."""
    return AgentId(name.removeprefix(_ENDPOINT)) if name.startswith(_ENDPOINT) else None
