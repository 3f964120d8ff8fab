"""The order to ring an agent for a call, as queue and agent have it."""

from acd.floor import Floor
from acd.queue import Queue
from cti import commands as c
from cti.ids import AgentId, CallId, OfferId


def ring(floor: Floor, call: CallId, queue: Queue, agent: AgentId, offer: OfferId) -> c.RingAgent:
    """Ring this agent's phone for this call of the queue."""
    return c.RingAgent(
        call=call,
        agent=agent,
        offer=offer,
        ring_seconds=queue.ring_seconds,
        recorded=queue.recorded,
        auto_answer=floor.agents[agent].auto_answer,
    )
