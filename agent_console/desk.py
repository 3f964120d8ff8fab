"""An agent's desk as the console shows it: state, the calls in hand, their customers, and what is legal now."""

from typing import cast

from agent_console import chosen, desk_script, parties, wire
from agent_console import live_models as live
from agent_console import models as m
from agent_console.another_call import may_begin
from agent_console.house import House
from agent_console.legal import legal, stage_of
from agent_console.live_work import DeskNext
from agent_console.on_desk import extensions_left
from crm_bridge.phone_number import parse
from cti.agent_presence import AgentPresence
from cti.call import Call
from cti.clock import iso, iso_or_none
from cti.ids import AgentId
from cti.in_hand import InHand

TIMELINE = 10
IN_CALL = frozenset({"offered", "talking", "wrap_up"})


async def desk(house: House, agent: AgentId) -> live.Desk:
    """The whole desk; small enough to be sent whole at every change."""
    presence = house.presences.get(agent)
    known = house.agents.get(agent)
    calls = [(house.calls.by_id[one.call], one) for one in presence.in_hand if one.call in house.calls.by_id]
    shown = [await _call(house, call, presence, mine) for call, mine in calls]
    return {
        "agent": {
            "id": agent,
            "name": known.name if known else agent,
            "extension": agent,
            "queues": list(known.queues) if known else [],
        },
        "state": {
            "name": "not_ready" if presence.state == "logged_out" else cast(live.StateName, presence.state),
            "reason": presence.reason if presence.state == "not_ready" else None,
            "since": iso(presence.since),
            "next": _next(presence),
        },
        "phone": chosen.shown(house, agent),
        "phone_reachable": presence.phone,
        "telephony_up": house.telephony.up,
        "today": wire.agent_today(house.reports.board.agent(agent).today),
        "call": shown[0] if shown else None,
        "others": shown[1:],
        "may_begin": may_begin(house, presence),
    }


def _next(presence: AgentPresence) -> DeskNext | None:
    """What comes when the call and its wrap-up are over."""
    if presence.state not in IN_CALL:
        return None
    return {"name": "ready" if presence.ready else "not_ready", "reason": presence.reason}


async def _call(house: House, call: Call, presence: AgentPresence, mine: InHand) -> live.DeskCall:
    customer, candidates = await _customer(house, call)
    segment = call.segment_of(presence.id)
    number = parse(call.caller, house.region)
    return {
        "id": call.id,
        "stage": stage_of(call, presence),
        "direction": "outbound" if call.direction == "outbound" else "inbound",
        "queue": mine.queue or call.queue,
        "caller": {
            "number": number.e164 or call.caller or None,
            "name": call.caller_name or None,
            "display": number.display or call.caller,
        },
        "dialled": call.dialled,
        "arrived_at": iso(call.arrived),
        "enqueued_at": iso_or_none(call.enqueued),
        "offered_at": iso_or_none(call.offer.offered if call.offer else None),
        "offer_expires_at": iso_or_none(call.offer.expires if call.offer else None),
        "answered_at": iso_or_none(segment.answered if segment else None),
        "held_since": iso_or_none(segment.held_since if segment else None),
        "ended_at": iso_or_none(segment.ended if segment else None),
        "wrap_up_ends_at": iso_or_none(mine.wrap_up_limit),
        "digits": [{"node": step.rpartition(".")[0], "digits": digits} for step, digits in call.digits],
        "customer": customer,
        "candidates": candidates,
        "parties": parties.others(house, call, presence),
        "consult": parties.consult(house, call, presence),
        "help": parties.helping(house, call, presence),
        "path": parties.path(house, call, presence),
        "note": call.note,
        "note_revision": call.note_revision,
        "disposition": call.disposition,
        "fields": call.fields,
        "script": await desk_script.shown(house, call, presence),
        "recording": parties.recording(segment),
        "legal": [*legal(call, presence), *_extend(house, mine)],
    }


def _extend(house: House, mine: InHand) -> list[live.DeskAction]:
    return ["extend"] if mine.wrap_up and extensions_left(house, mine) > 0 else []


async def _customer(house: House, call: Call) -> tuple[m.CustomerView | None, list[m.CustomerCard]]:
    found = await house.crm.directory.get(call.customer) if call.customer else None
    candidates = await house.crm.directory.get_many(call.candidates) if call.candidates else ()
    timeline = await house.crm.timeline(found.id, TIMELINE) if found else ()
    view = wire.customer(found, timeline, house.agents) if found else None
    return view, [wire.card(candidate) for candidate in candidates]
