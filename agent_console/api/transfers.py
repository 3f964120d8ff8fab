"""Giving a call away, asking somebody first, joining, parking: facts that agents make and machines carry out."""

from agent_console import call_models as m
from agent_console.another_call import begins, may_begin
from agent_console.auth import Refused
from agent_console.house import House
from agent_console.on_desk import may
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from agent_console.telephone_number import dialable
from cti import events as e
from cti.call import Consult, Segment
from cti.clock import iso
from cti.ids import AgentId, CallId, OfferId, QueueId

PARK_SECONDS = 120.0
FIRST_SLOT, LAST_SLOT = 701, 799


def target(asked: Asked, to: m.Target) -> tuple[str, str]:
    """The way and whom, checked. Raises Refused with what to choose instead."""
    house = asked.house
    if to.queue is not None:
        if QueueId(to.queue) not in house.queues:
            raise Refused(422, "no_queue", f"There is no queue {to.queue!r}; use one of {', '.join(house.queues)}.")
        return "queue", to.queue
    if to.agent is not None:
        return "agent", _colleague(asked, to.agent)
    if to.number is not None:
        return "outside", dialable(house, to.number)
    if to.node not in house.flow_nodes:
        raise Refused(422, "no_node", f"The flow has no node {to.node!r}; use one of {', '.join(house.flow_nodes)}.")
    return "flow", str(to.node)


def _colleague(asked: Asked, name: str) -> str:
    agent = AgentId(name)
    if agent not in asked.house.agents:
        raise Refused(422, "no_agent", f"There is no agent {name!r}; GET /api/v1/catalogue lists those there are.")
    if name == asked.agent:
        raise Refused(422, "yourself", "The call is yours already; choose somebody else.")
    return name


@route("POST", "/calls/{call}/transfer", P.TAKE_CALLS, "Give the call away", body=m.TransferBody,
       status=204, errors=(409, 422))  # fmt: skip
async def transfer(asked: Asked) -> None:
    """To a queue, a colleague, a number outside or a node of the flow; whoever does not take it gives it back."""
    _presence, call, segment = may(asked, "transfer")
    way, to = target(asked, asked.body.to)
    _give_away(asked, segment, way, to, call.next_party if way == "agent" else None)


def _give_away(asked: Asked, segment: Segment, way: str, to: str, party: OfferId | None) -> None:
    house, now = asked.house, asked.house.clock.now()
    house.journal.record(
        e.CallTransferred(
            at=now,
            call=CallId(asked.path("call")),
            agent=segment.agent,
            offer=segment.id,
            way=way,
            to=to,
            consult=party,
        )
    )


@route("POST", "/calls/{call}/consult", P.TAKE_CALLS, "Ask somebody first", body=m.TransferBody,
       status=204, errors=(409, 422))  # fmt: skip
async def consult(asked: Asked) -> None:
    """The customer hears music while the agent speaks with a colleague, whoever is free in a queue, or a number
    outside."""
    presence, call, segment = may(asked, "consult")
    way, to = target(asked, asked.body.to)
    if way == "flow":
        raise Refused(422, "cannot_be_asked", "A part of the menu cannot be asked; transfer the call there.")
    asked.house.journal.record(
        e.ConsultBegan(
            at=asked.house.clock.now(),
            call=call.id,
            agent=presence.id,
            offer=segment.id,
            consult=call.next_party,
            way=way,
            to=to,
        )
    )


@route("POST", "/calls/{call}/consult/complete", P.TAKE_CALLS, "Give the call to whom was asked",
       status=204, errors=(409,))  # fmt: skip
async def complete(asked: Asked) -> None:
    """Also while it still rings there: then who answers has the customer at once, and a queue of which nobody has
    answered has the customer as one who waits there."""
    _presence, call, segment = may(asked, "complete")
    asking = _asking(call.consult)
    way, to = asking.goal
    _give_away(asked, segment, way, to, asking.id)


@route("POST", "/calls/{call}/consult/toggle", P.TAKE_CALLS, "Speak with the other side", body=m.Toggle,
       status=204, errors=(409,))  # fmt: skip
async def toggle(asked: Asked) -> None:
    """With the customer, or with whom was asked; the other one hears music."""
    presence, call, _segment = may(asked, "toggle")
    asking = _asking(call.consult)
    if asking.side != asked.body.to:
        now = asked.house.clock.now()
        toggled = e.ConsultToggled(at=now, call=call.id, agent=presence.id, consult=asking.id, to=asked.body.to)
        asked.house.journal.record(toggled)


@route("POST", "/calls/{call}/consult/join", P.TAKE_CALLS, "Make it a conference", status=204, errors=(409,))
async def join(asked: Asked) -> None:
    """Everybody hears everybody; more can be asked and joined."""
    presence, call, _segment = may(asked, "join")
    now, asking = asked.house.clock.now(), _asking(call.consult)
    asked.house.journal.record(e.ConferenceBegan(at=now, call=call.id, agent=presence.id, consult=asking.id))


@route("DELETE", "/calls/{call}/consult", P.TAKE_CALLS, "Ask no more", status=204, errors=(409,))
async def take_back(asked: Asked) -> None:
    """Whoever was asked is let go; the agent has the customer again."""
    presence, call, _segment = may(asked, "take_back")
    asking = _asking(call.consult)
    asked.house.journal.record(
        e.ConsultEnded(
            at=asked.house.clock.now(),
            call=call.id,
            consult=asking.id,
            by=presence.id,
            reason="taken_back",
            agent=asking.agent,
        )
    )


def _asking(found: Consult | None) -> Consult:
    if found is None:
        raise Refused(409, "not_legal_now", "Nobody is being asked any more.")
    return found


@route("POST", "/calls/{call}/park", P.TAKE_CALLS, "Park the call", answer=m.Slot, errors=(409,))
async def park(asked: Asked) -> m.Slot:
    """The caller hears music until somebody picks up; after two minutes the call comes back."""
    presence, call, segment = may(asked, "park")
    house, now = asked.house, asked.house.clock.now()
    taken = {one.parked.slot for one in house.calls.by_id.values() if one.parked}
    slot = next((number for number in range(FIRST_SLOT, LAST_SLOT + 1) if number not in taken), None)
    if slot is None:
        raise Refused(409, "no_place", "All places for parked calls are taken; transfer the call to a queue.")
    house.journal.record(
        e.CallParked(at=now, call=call.id, agent=presence.id, offer=segment.id, slot=slot, limit=now + PARK_SECONDS)
    )
    return m.Slot(slot=slot)


@route("GET", "/parked", P.TAKE_CALLS, "All parked calls", answer=m.ParkedList)
async def parked(asked: Asked) -> m.ParkedList:
    """Who waits to be picked up, the longest first."""
    found = [one for one in asked.house.calls.by_id.values() if one.parked and one.ended is None]
    views = [
        m.ParkedView(
            slot=one.parked.slot,
            call=one.id,
            caller=one.caller,
            by=one.parked.agent,
            since=iso(one.parked.at),
            until=iso(one.parked.limit),
        )
        for one in found
        if one.parked
    ]
    return m.ParkedList(parked=sorted(views, key=lambda view: view.since))


@route("POST", "/parked/{slot}/pick-up", P.TAKE_CALLS, "Pick a parked call up", status=204, errors=(404, 409))
async def pick_up(asked: Asked) -> None:
    """The phone of who asks rings, and picks up by itself where it can."""
    house, agent, slot = asked.house, AgentId(asked.agent), asked.path("slot")
    call = next((one for one in house.calls.by_id.values() if one.parked and str(one.parked.slot) == slot), None)
    if call is None:
        raise Refused(404, "not_parked", f"No call is parked at {slot}; GET /api/v1/parked lists them.")
    begins(house, agent)
    house.journal.record(e.CallPickedUp(at=house.clock.now(), call=call.id, agent=agent, offer=call.next_party))


@route("GET", "/colleagues", P.TAKE_CALLS, "Who can be asked or given a call", answer=m.Colleagues)
async def colleagues(asked: Asked) -> m.Colleagues:
    """Everybody but who asks, those who are free first; and the nodes of the flow a call can be sent to."""
    house, mine = asked.house, asked.who.agent
    found = [_colleague_view(house, agent) for agent in house.agents if agent != mine]
    return m.Colleagues(agents=sorted(found, key=lambda one: (not one.free, one.name)), nodes=list(house.flow_nodes))


def _colleague_view(house: House, agent: AgentId) -> m.ColleagueView:
    presence, known = house.presences.get(agent), house.agents[agent]
    return m.ColleagueView(
        id=agent,
        name=known.name,
        state=presence.state,
        reason=presence.reason,
        free=may_begin(house, presence) and presence.phone,
        queues=[str(queue) for queue in known.queues],
    )
