"""The SIP accounts of the browsers that are phones."""

from agent_console import models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.ids import AgentId

DOMAIN = "switchroom"


@route("GET", "/phone", P.TAKE_CALLS, "The agent's own SIP account", answer=m.PhoneView)
async def own(asked: Asked) -> m.PhoneView:
    """What the desk registers with; each agent has a secret of their own."""
    house, agent = asked.house, AgentId(asked.agent)
    if agent not in house.sip_secrets:
        house.sip_secrets.update(await house.settings.sip_secrets())
    if agent not in house.agents or agent not in house.sip_secrets:
        raise Refused(409, "no_phone", f"There is no agent {agent} in the staff; make the agent first.")
    username = f"agent-{agent}"
    return m.PhoneView(
        uri=f"sip:{username}@{DOMAIN}",
        username=username,
        password=house.sip_secrets[agent],
        websocket=house.websocket,
        display_name=house.agents[agent].name,
    )


@route(
    "GET", "/guest-phone", P.PUBLIC, "The customer's telephone in the browser", answer=m.GuestPhoneView, errors=(404,)
)
async def guest(asked: Asked) -> m.GuestPhoneView:
    """An account that can only dial in."""
    phone = asked.house.guest
    if phone is None:
        raise Refused(404, "no_guest_phone", "The guest telephone is switched off; phone.guest switches it on.")
    return m.GuestPhoneView(
        uri=f"sip:{phone.username}@{DOMAIN}",
        username=phone.username,
        password=phone.password,
        websocket=asked.house.websocket,
        numbers=[m.GuestNumber(number=number, name=names) for number, names in phone.numbers],
        callers=[m.GuestCaller(number=number, name=name) for number, name in phone.callers],
    )
