"""An agent's own day: the figures beside the team's, and the calls had last."""

from dataclasses import asdict

from agent_console import wire
from agent_console import work_models as m
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.phone_number import parse
from cti.clock import iso
from cti.ids import AgentId

LAST = 20


@route("GET", "/agent/today", P.TAKE_CALLS, "Your figures of today beside the team's", answer=m.DayView)
async def today(asked: Asked) -> m.DayView:
    """By the same formulas as board and report; the team's are means over all who worked today."""
    house, agent = asked.house, AgentId(asked.agent)
    mine, team, agents = house.reports.board.days(agent, house.clock.now())
    return m.DayView(mine=m.DayFigures(**asdict(mine)), team=m.DayFigures(**asdict(team)), agents=agents)


@route("GET", "/agent/calls", P.TAKE_CALLS, "The calls you had last", answer=m.RecentCalls)
async def calls(asked: Asked) -> m.RecentCalls:
    """The newest first, at most twenty."""
    house, agent = asked.house, AgentId(asked.agent)
    found = await house.crm.interactions.of_agent(agent, LAST)
    known = await house.crm.directory.get_many([one.customer for one in found if one.customer])
    names = {customer.id: customer.name for customer in known}
    return m.RecentCalls(
        agent=wire.agent_name(agent, house.agents),
        calls=[
            m.RecentCall(
                call=one.call,
                direction=wire.interaction(one, house.agents).direction,
                customer=m.CustomerName(id=one.customer, name=names[one.customer])
                if one.customer and one.customer in names
                else None,
                number=one.caller,
                display=parse(one.caller, house.region).display or one.caller,
                queue=one.queue,
                outcome=one.outcome,
                disposition=one.disposition,
                arrived_at=iso(one.arrived_at),
                talk_s=round(one.talk_s, 3),
            )
            for one in found
        ],
    )
