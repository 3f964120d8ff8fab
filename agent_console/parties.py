"""Who is on a call besides its customer, who is being asked, and where the caller has been: as the desk shows it."""

from typing import Any

from agent_console.house import House
from cti.agent_presence import AgentPresence
from cti.call import Call, Consult, Segment
from cti.clock import iso, iso_or_none
from cti.ids import AgentId


def on_call(house: House, call: Call, presence: AgentPresence) -> dict[str, Any]:
    """Everybody on the call as this agent sees it, and its way so far."""
    return {
        "parties": [
            *(_talker(house, call, segment) for segment in call.talks if segment.agent != presence.id),
            *({"id": party, "kind": "outside", "name": number, "state": "talking"} for party, number in _outside(call)),
            *(
                {"id": one.id, "kind": "supervisor", "name": _name(house, one.agent), "state": one.mode}
                for one in call.helps.values()
                if one.agent != presence.id and one.mode in {"barge", "take_over"}
            ),
        ],
        "consult": _consult(house, call.consult, presence) if call.consult else None,
        "help": _help(house, call, presence),
        "path": [
            {
                "agent": segment.agent,
                "name": _name(house, segment.agent),
                "queue": segment.queue,
                "answered_at": iso(segment.answered),
                "ended_at": iso_or_none(segment.ended),
            }
            for segment in call.segments
            if segment.agent != presence.id or segment.ended is not None
        ],
    }


def _outside(call: Call) -> list[tuple[str, str]]:
    return [(str(party), number) for party, number in call.parties.items()]


def _talker(house: House, call: Call, segment: Segment) -> dict[str, Any]:
    held = segment.held_since is not None
    return {
        "id": segment.id,
        "kind": "agent",
        "name": _name(house, segment.agent),
        "state": "lost" if segment.lost_since is not None else "held" if held else "talking",
    }


def _consult(house: House, consult: Consult, presence: AgentPresence) -> dict[str, Any]:
    return {
        "id": consult.id,
        "way": consult.way,
        "to": consult.to,
        "name": _name(house, consult.agent) if consult.agent else consult.to,
        "by": _name(house, consult.by),
        "mine": consult.by == presence.id,
        "answered": consult.answered,
        "side": consult.side,
    }


def _help(house: House, call: Call, presence: AgentPresence) -> dict[str, Any] | None:
    mine = next((one for one in call.helps.values() if one.agent == presence.id), None)
    if mine is None:
        return None
    return {"mode": mine.mode, "helped": mine.helped, "name": _name(house, mine.helped), "answered": mine.answered}


def _name(house: House, agent: AgentId) -> str:
    known = house.agents.get(agent)
    return known.name if known else str(agent)


def recording(segment: Segment | None) -> str:
    """off, on or paused: whether this agent's conversation is being recorded."""
    if segment is None or segment.recording is None or segment.ended is not None:
        return "off"
    return "paused" if segment.paused else "on"
