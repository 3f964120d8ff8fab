"""Whether a call is on an agent's desk, and what the agent may do with it now: asked by every route about calls."""

from agent_console.auth import Refused
from agent_console.house import House
from agent_console.legal import legal
from agent_console.routing import Asked
from cti.agent_presence import AgentPresence
from cti.call import Call, Segment
from cti.ids import AgentId, CallId, QueueId
from cti.in_hand import InHand

SENTENCES = {
    "transfer": "Only who is alone with the customer can give the call away; end asking or leave the conference first.",
    "consult": "Somebody can be asked only while you talk with the customer and nobody else is being asked.",
    "complete": "There is nobody who was asked and could have the call.",
    "toggle": "Whoever is asked has not answered yet.",
    "join": "Whoever is asked has not answered yet.",
    "take_back": "Nobody is being asked.",
    "park": "Only who is alone with the customer can park the call.",
}


def on_desk(asked: Asked, *states: str) -> tuple[AgentPresence, CallId]:
    """The agent and the call, if the call is on this agent's desk and in one of the states. Raises Refused."""
    presence = asked.house.presences.get(AgentId(asked.agent))
    call = CallId(asked.path("call"))
    mine = presence.of(call)
    if mine is None:
        raise Refused(409, "not_your_call", "This call is not on your desk any more.")
    if mine.state not in states:
        raise Refused(409, "not_legal_now", f"This is not possible while the state is {mine.state}.")
    return presence, call


def may(asked: Asked, verb: str) -> tuple[AgentPresence, Call, Segment]:
    """The agent, the call and the agent's part of it, if this may be done now. Raises Refused."""
    presence, name = on_desk(asked, "talking")
    call = asked.house.calls.by_id[name]
    segment = call.segment_of(presence.id)
    if segment is None or segment.ended is not None or verb not in legal(call, presence):
        raise Refused(409, "not_legal_now", SENTENCES.get(verb, "This is not possible now."))
    return presence, call, segment


def extensions_left(house: House, mine: InHand) -> int:
    """How often the wrap-up of this call may still be made longer, by the setting of its queue."""
    queue = house.queues.get(mine.queue or QueueId(""))
    return queue.wrap_up_extensions - mine.extensions if queue else 0
