"""Who is on a call besides its customer, who is being asked, and where the caller has been: as the desk shows it."""

from typing import Literal, cast

from agent_console import live_models as live
from agent_console.house import House
from cti.agent_presence import AgentPresence
from cti.call import Call, Segment
from cti.clock import iso, iso_or_none
from cti.ids import AgentId

IN_THE_ROOM = {"barge", "take_over"}


def others(house: House, call: Call, presence: AgentPresence) -> list[live.DeskParty]:
    """Everybody whom the customer can hear, but who looks."""
    agents = [_talker(house, call, segment) for segment in call.talks if segment.agent != presence.id]
    outside = [_party(party, "outside", number) for party, number in call.parties.items()]
    barged = [
        _party(one.id, "supervisor", _name(house, one.agent))
        for one in call.helps.values()
        if one.agent != presence.id and one.mode in IN_THE_ROOM
    ]
    return [*agents, *outside, *barged]


def _party(name: str, kind: Literal["agent", "outside", "supervisor"], shown: str) -> live.DeskParty:
    return {"id": name, "kind": kind, "name": shown, "state": "talking"}


def _talker(house: House, call: Call, segment: Segment) -> live.DeskParty:
    asks = call.consult is not None and call.consult.offer == segment.id and call.consult.side == "party"
    held = segment.held_since is not None or asks
    party = _party(segment.id, "agent", _name(house, segment.agent))
    party["state"] = "lost" if segment.lost_since is not None else "held" if held else "talking"
    return party


def consult(house: House, call: Call, presence: AgentPresence) -> live.DeskConsult | None:
    """Who is being asked now, and by whom."""
    asking = call.consult
    if asking is None:
        return None
    return {
        "id": asking.id,
        "way": cast(Literal["agent", "outside", "queue"], asking.way),
        "to": asking.to,
        "name": _name(house, asking.agent) if asking.agent else "" if asking.waits else asking.to,
        "by": _name(house, asking.by),
        "mine": asking.by == presence.id,
        "answered": asking.answered,
        "side": cast(Literal["party", "customer", "all", "away"], asking.side),
    }


def helping(house: House, call: Call, presence: AgentPresence) -> live.DeskHelp | None:
    """How who looks is with an agent; agents do not see who listens."""
    mine = next((one for one in call.helps.values() if one.agent == presence.id), None)
    if mine is None:
        return None
    mode = cast(Literal["listen", "whisper", "barge", "take_over"], mine.mode)
    return {"mode": mode, "helped": mine.helped, "name": _name(house, mine.helped), "answered": mine.answered}


def path(house: House, call: Call, presence: AgentPresence) -> list[live.DeskStep]:
    """The agents the caller has been with, in order, without who looks now."""
    return [
        {
            "agent": segment.agent,
            "name": _name(house, segment.agent),
            "queue": segment.queue,
            "answered_at": iso(segment.answered),
            "ended_at": iso_or_none(segment.ended),
        }
        for segment in call.segments
        if segment.agent != presence.id or segment.ended is not None
    ]


def recording(segment: Segment | None) -> Literal["off", "on", "paused"]:
    """Whether this agent's conversation is being recorded."""
    if segment is None or segment.recording is None or segment.ended is not None:
        return "off"
    return "paused" if segment.paused else "on"


def _name(house: House, agent: AgentId) -> str:
    known = house.agents.get(agent)
    return known.name if known else str(agent)
