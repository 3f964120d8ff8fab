"""Today in intervals: what its charts draw."""

from agent_console import chart_models as m
from agent_console import wire
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.clock import iso
from cti.ids import QueueId


@route(
    "GET",
    "/reports/today/intervals",
    P.READ_REPORTS,
    "Today's figures by interval",
    query=m.IntervalsQuestion,
    answer=m.IntervalsView,
)
async def intervals(asked: Asked) -> m.IntervalsView:
    """Counted from the same visits as today's report, by when each call was queued."""
    question: m.IntervalsQuestion = asked.query
    if 1440 % question.minutes:
        raise Refused(422, "invalid", "minutes must part a day evenly: 15, 30 or 60, say.")
    reports = asked.house.reports
    found = reports.intervals_today(question.minutes, QueueId(question.queue) if question.queue else None)
    plan = reports.plan
    return m.IntervalsView(
        date=reports.board.day.date.isoformat(),
        timezone=plan.zone.key,
        minutes=question.minutes,
        queue=question.queue,
        service_level=plan.service_level,
        intervals=[m.IntervalView(start=iso(one.start), **wire.figures(one.figures).model_dump()) for one in found],
    )
