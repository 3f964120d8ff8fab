"""What a supervisor does to agents and waiting calls. Each act is a fact with the name of who did it."""

from agent_console import models as m
from agent_console import supervision_models as s
from agent_console.api.agent import known_reason
from agent_console.api.settings import takes_calls
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti import events as e
from cti.agent_presence import AgentPresence
from cti.call import Call
from cti.ids import AgentId, CallId, QueueId

WAITS = frozenset({"queued", "offered"})


def _there(asked: Asked) -> tuple[str, AgentPresence]:
    """The agent's name and presence, if logged in. Raises Refused otherwise."""
    agent = asked.house.agents.get(AgentId(asked.path("agent")))
    if agent is None:
        raise Refused(404, "no_agent", "There is no agent of this id; GET /api/v1/agents lists those there are.")
    presence = asked.house.presences.get(agent.id)
    if not presence.logged_in:
        raise Refused(409, "not_logged_in", f"{agent.name} is not logged in.")
    if presence.out_by:
        raise Refused(409, "leaving", f"{presence.out_by} is logging {agent.name} out already, after this call.")
    return agent.name, presence


@route("POST", "/agents/{agent}/state", P.DIRECT, "Make an agent ready or not ready", body=m.AgentState, status=204,
       errors=(404, 409))  # fmt: skip
async def force_state(asked: Asked) -> None:
    """As if the agent had said so: said during a call, it holds from the end of wrap-up on."""
    name, presence = _there(asked)
    house, body, by = asked.house, asked.body, asked.who.name
    reason = await known_reason(asked, body.reason) if body.state == "not_ready" else ""
    if body.state == "ready" and not presence.console:
        raise Refused(409, "no_console", f"{name}'s desk is not open: calls are offered only where a desk is open.")
    now, agent = house.clock.now(), presence.id
    house.journal.record(e.AgentStateForced(at=now, agent=agent, by=by, state=body.state, reason=reason))
    if body.state == "ready":
        house.journal.record(e.AgentBecameReady(at=now, agent=agent))
    else:
        house.journal.record(e.AgentBecameNotReady(at=now, agent=agent, reason=reason))


@route("POST", "/agents/{agent}/log-out", P.DIRECT, "Log an agent out", status=204, errors=(404, 409))
async def force_out(asked: Asked) -> None:
    """At once, or after the call in hand and its wrap-up; the agent's pages are told who did it."""
    _name, presence = _there(asked)
    asked.house.journal.record(e.AgentForcedOut(at=asked.house.clock.now(), agent=presence.id, by=asked.who.name))


@route("POST", "/calls/{call}/move", P.DIRECT, "Move a waiting call", body=s.Move, status=204, errors=(409,))
async def move(asked: Asked) -> None:
    """What rings is let go first; a call keeps what it has waited, wherever it goes."""
    call, house, body = _waiting(asked), asked.house, asked.body
    queue, agent = _queue(asked, call, body.to_queue), _agent(asked, body.to_agent)
    assert call.queue is not None
    house.journal.record(
        e.CallMoved(
            at=house.clock.now(), call=call.id, by=asked.who.name, queue=call.queue, to_queue=queue, to_agent=agent
        )
    )


def _waiting(asked: Asked) -> Call:
    call = asked.house.calls.by_id.get(CallId(asked.path("call")))
    if call is None or call.stage not in WAITS or call.queue is None or call.ended is not None:
        raise Refused(
            409, "not_waiting", "This call does not wait any more: it was answered, went elsewhere, or ended."
        )
    if call.id in asked.house.callbacks.by_call:
        raise Refused(409, "callback", "This is a callback: whoever is free takes it; cancel it if it is not wanted.")
    return call


def _queue(asked: Asked, call: Call, name: str | None) -> QueueId | None:
    if name is None:
        return None
    queue = asked.house.queues.get(QueueId(name))
    if queue is None:
        raise Refused(422, "no_queue", "There is no queue of this id; GET /api/v1/queues lists those there are.")
    if queue.id == call.queue:
        raise Refused(409, "same_queue", f"The call waits in {name} already; move it up, or choose another queue.")
    if not takes_calls(asked.house, queue):
        raise Refused(409, "closed", f"The queue {name} is closed: open it first, or choose another one.")
    return queue.id


def _agent(asked: Asked, name: str | None) -> AgentId | None:
    if name is None:
        return None
    agent = asked.house.agents.get(AgentId(name))
    if agent is None:
        raise Refused(422, "no_agent", "There is no agent of this id; GET /api/v1/agents lists those there are.")
    presence = asked.house.presences.get(agent.id)
    if not presence.logged_in or not presence.ready or presence.out_by:
        raise Refused(409, "not_ready", f"{agent.name} takes no calls now: make them ready first, or choose another.")
    return agent.id
