"""Calls that agents make: a click on a number, with the number of a queue shown there."""

from agent_console import call_models as m
from agent_console.another_call import begins
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from agent_console.telephone_number import dialable
from cti import events as e
from cti.ids import AgentId, QueueId, outgoing_id, party_id


@route("POST", "/calls", P.TAKE_CALLS, "Call a number", body=m.DialBody, answer=m.CallMade, status=201,
       errors=(409, 422, 503))  # fmt: skip
async def dial(asked: Asked) -> m.CallMade:
    """The agent's phone is taken first, then the number rings in the agent's ear."""
    house, agent, now = asked.house, AgentId(asked.agent), asked.house.clock.now()
    known, presence = house.agents.get(agent), house.presences.get(agent)
    queue = QueueId(asked.body.queue or (known.queues[0] if known and known.queues else ""))
    if queue not in house.queues:
        raise Refused(422, "no_queue", f"Say for which queue you call: one of {', '.join(house.queues)}.")
    number = dialable(house, asked.body.number)
    if not presence.phone:
        raise Refused(409, "no_phone", "Your telephone is not connected; wait until the desk shows that it is.")
    if not house.telephony.up:
        raise Refused(503, "telephony", "The telephone system does not answer; try again in a moment.")
    begins(house, agent)
    call = outgoing_id(house.node, now)
    shown = house.queues[queue].shown_number
    house.journal.record(
        e.CallArrived(at=now, call=call, caller=number, caller_name="", dialled=shown, stage="dialling")
    )
    offer = party_id(call, 1)
    house.journal.record(
        e.CallDialled(at=now, call=call, agent=agent, offer=offer, number=number, queue=queue, shown=shown)
    )
    return m.CallMade(call=call)
