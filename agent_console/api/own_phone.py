"""The agent's own choice of a telephone, and how well it served in a call."""

from agent_console import phone_models as m
from agent_console.auth import Refused
from agent_console.chosen import may_choose, wished
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.events import CallQualityMeasured
from cti.ids import AgentId, CallId


@route("PUT", "/agent/phone", P.TAKE_CALLS, "Choose the phone that rings", body=m.PhoneWish,
       status=204, errors=(409, 422))  # fmt: skip
async def choose(asked: Asked) -> None:
    """The browser, the own desk phone, or a number outside; it holds until the agent logs out."""
    house, agent = asked.house, AgentId(asked.agent)
    if not may_choose(house, agent):
        raise Refused(409, "in_call", "End the call first, then choose another phone.")
    house.journal.record(wished(house, agent, asked.body))


@route("PUT", "/calls/{call}/quality", P.TAKE_CALLS, "Tell how well a call was heard", body=m.QualityBody,
       status=204, errors=(409,))  # fmt: skip
async def measured(asked: Asked) -> None:
    """What the browser measured of the agent's part of the call, told when that is over."""
    house, agent = asked.house, AgentId(asked.agent)
    call = house.calls.by_id.get(CallId(asked.path("call")))
    mine = [segment for segment in call.segments if segment.agent == agent] if call else []
    if call is None or not mine:
        raise Refused(409, "not_your_call", "This call is not on your desk any more.")
    figures = asked.body.model_dump()
    house.journal.record(
        CallQualityMeasured(at=house.clock.now(), call=call.id, agent=agent, offer=mine[-1].id, **figures)
    )
