"""Today's report, and the calls behind each of its figures."""

from aiohttp import web

from agent_console import models as m
from agent_console import wire
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.ids import AgentId, QueueId


@route("GET", "/reports/today", P.READ_REPORTS, "Today's report", answer=m.ReportView)
async def today(asked: Asked) -> m.ReportView:
    """By queue and by agent, each figure with its formula."""
    return wire.report(asked.house.reports.today(), asked.house.agents)


@route("GET", "/reports/today.csv", P.READ_REPORTS, "Today's report as CSV", media="text/csv")
async def csv(asked: Asked) -> web.Response:
    """The same figures as a file."""
    name = f"switchroom-{asked.house.reports.today().day.date.isoformat()}.csv"
    return web.Response(
        body=asked.house.reports.today_csv(),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@route(
    "GET",
    "/reports/today/calls",
    P.READ_REPORTS,
    "The calls behind a figure",
    query=m.BehindFigure,
    answer=m.CallRowsView,
)
async def behind(asked: Asked) -> m.CallRowsView:
    """As many calls as the figure says."""
    reports, query = asked.house.reports, asked.query
    try:
        if query.agent:
            rows = reports.agent_calls_today(query.figure, AgentId(query.agent))
        else:
            rows = reports.calls_today(query.figure, QueueId(query.queue) if query.queue else None)
    except ValueError as error:
        raise Refused(422, "unknown_figure", str(error)) from error
    return m.CallRowsView(calls=[wire.call_row(row) for row in rows])
