"""An agent's own state."""

from agent_console import models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.events import AgentBecameNotReady, AgentBecameReady
from cti.ids import AgentId


async def known_reason(asked: Asked, reason: str | None) -> str:
    """A not-ready reason of the catalogue. Raises Refused for another."""
    known = [entry.id for entry in await asked.house.auth.store.catalogue() if entry.kind == "reason"]
    if reason not in known:
        raise Refused(422, "unknown_reason", f"Not ready needs a reason: one of {', '.join(known)}.")
    return str(reason)


@route("POST", "/agent/state", P.TAKE_CALLS, "Become ready or not ready", body=m.AgentState, status=204, errors=(409,))
async def set_state(asked: Asked) -> None:
    """What the agent wants; said during a call, it holds from the end of wrap-up on."""
    house, agent = asked.house, AgentId(asked.agent)
    now = house.clock.now()
    if asked.body.state == "not_ready":
        reason = await known_reason(asked, asked.body.reason)
        house.journal.record(AgentBecameNotReady(at=now, agent=agent, reason=reason))
        return
    presence = house.presences.get(agent)
    if not presence.console:
        raise Refused(409, "no_console", "Open the desk first: calls are offered only to an agent whose desk is open.")
    house.journal.record(AgentBecameReady(at=now, agent=agent))
