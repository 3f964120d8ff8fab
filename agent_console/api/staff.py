"""Agents made, and changed many at once by a table."""

import asyncio

from aiohttp import web

from acd.staff_table import Plan, plan, rows
from acd.written import written
from agent_console import admin_models as m
from agent_console import settings_models as s
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.ids import AgentId
from reports.export import table_csv


@route(
    "POST", "/agents", P.CHANGE_SETTINGS, "Make an agent",
    body=m.NewAgent, answer=s.AgentSettings, status=201, errors=(409, 422, 503),
)  # fmt: skip
async def add(asked: Asked) -> s.AgentSettings:
    """The phone's account is there at once; whoever shall work as this agent needs a user."""
    house, name = asked.house, AgentId(asked.body.id)
    if name in house.agents:
        raise Refused(409, "conflict", f"There is an agent {name} already; choose another id.")
    made = await house.settings.add_agent(name, asked.body.settings, asked.who.name)
    return s.AgentSettings(id=made.id, version=made.version, settings=written(made))


@route("GET", "/staff.csv", P.READ_SETTINGS, "Every agent's settings as a table", media="text/csv")
async def table(asked: Asked) -> web.Response:
    """To be edited, and sent back; no cell can be a formula."""
    body = await asyncio.to_thread(table_csv, rows(list(asked.house.agents.values())))
    return web.Response(
        body=body,
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": 'attachment; filename="switchroom-agents.csv"'},
    )


@route(
    "POST", "/staff", P.CHANGE_SETTINGS, "Change many agents by a table, whole or not at all",
    body=m.StaffTable, answer=m.StaffPlanView, errors=(409, 422, 503),
)  # fmt: skip
async def change(asked: Asked) -> m.StaffPlanView:
    """What it changes, and a sentence for each line that is wrong; agents that are not in it stay as they are."""
    house, body = asked.house, asked.body
    found = await asyncio.to_thread(plan, body.text, dict(house.agents), [str(queue) for queue in house.queues])
    if not body.apply:
        return _view(found, applied=False)
    if found.problems:
        first = found.problems[0]
        raise Refused(422, "invalid", f"Line {first.line}: {first.sentence} Nothing was changed.")
    wanted = [(one.agent, one.document, one.based_on) for one in found.changes]
    await house.settings.replace_agents(wanted, asked.who.name)
    return _view(found, applied=True)


def _view(found: Plan, *, applied: bool) -> m.StaffPlanView:
    return m.StaffPlanView(
        lines=found.lines,
        changes=[
            m.StaffChangeView(
                line=one.line,
                agent=one.agent,
                new=one.new,
                changes=[m.StaffField(field=field, before=was, after=now) for field, was, now in one.changes],
            )
            for one in found.changes
        ],
        problems=[m.StaffProblem(line=one.line, sentence=one.sentence) for one in found.problems],
        applied=applied,
    )
