"""The floor of any minute as a film, with the reasons of each decision; and the day it is part of."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime

from acd.explain_texts import say
from acd.floor import Floor
from agent_console import chart_models, wire
from agent_console import film_models as m
from agent_console import live_models as live
from agent_console.auth import Refused
from agent_console.film import Decision, Film, Moment, moments
from agent_console.film_texts import told
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti import codec
from cti.clock import iso
from reports.board import Board, BoardQueue
from reports.intervals import day_of

LONGEST_SECONDS = 30 * 60.0
# Who logged in longer before midnight than this and was not heard of since is not there any more.
LOOK_BACK_SECONDS = 12 * 3600.0
FLUSH_SECONDS = 2.0
DAY_MINUTES = 10


@route("GET", "/floor/film", P.WATCH, "The floor as it was, moment by moment", query=m.FilmQuestion, answer=m.FilmView)
async def film(asked: Asked) -> m.FilmView:
    """Folded from the journal: rows as the board had them (figures by the limits in force now), and each decision with
    its reasons in the sentences of `/calls/{call}/routing`."""
    house, question = asked.house, asked.query
    start, end = _seconds("from", question.start), _seconds("to", question.end)
    if not 0 < end - start <= LONGEST_SECONDS:
        raise Refused(422, "invalid", "Ask for at most half an hour at once: to must be up to 30 minutes after from.")
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(house.journal.flush(), FLUSH_SECONDS)
    plan = house.reports.plan
    begin = day_of(start, plan.zone).start - LOOK_BACK_SECONDS
    floor = Floor(*await house.settings.in_force_at(begin), plan.zone.key)
    made = Film(floor, Board(plan, start))
    frames: list[m.FilmFrame] = []
    async for moment in moments(made, house.journal.store, begin, start, end):
        frames.append(_frame(house, made, moment, question.language, whole=not frames))
    return m.FilmView(start=iso(start), end=iso(end), frames=frames)


@route(
    "GET", "/floor/film/day", P.WATCH, "A day's calls, to find what to look at",
    query=m.FilmDayQuestion, answer=chart_models.IntervalsView,
)  # fmt: skip
async def day(asked: Asked) -> chart_models.IntervalsView:
    """In intervals of ten minutes, from the journal."""
    house, reports = asked.house, asked.house.reports
    date = asked.query.day or day_of(house.clock.now(), reports.plan.zone).date
    found = await reports.intraday(date, DAY_MINUTES)
    return chart_models.IntervalsView(
        date=date.isoformat(),
        timezone=reports.plan.zone.key,
        minutes=DAY_MINUTES,
        queue="",
        service_level=reports.plan.service_level,
        intervals=[
            chart_models.IntervalView(start=iso(one.start), **wire.figures(one.figures).model_dump()) for one in found
        ],
    )


def _seconds(field: str, at: datetime) -> float:
    if at.tzinfo is None:
        raise Refused(422, "invalid", f"{field} has no time zone; write it as 2026-11-21T08:00:00Z.")
    return at.timestamp()


def _frame(house: House, made: Film, moment: Moment, language: str, *, whole: bool) -> m.FilmFrame:
    board, changed = made.board, moment.changes
    queues = board.queues() if whole else [board.queue(queue) for queue in sorted(changed.queues)]
    agents = board.agents() if whole else [board.agent(agent) for agent in sorted(changed.agents)]
    people = {str(name): agent.name for name, agent in {**house.agents, **made.floor.agents}.items()}
    return m.FilmFrame(
        at=iso(moment.at),
        queues=[_queue(made, row) for row in queues],
        agents=[wire.board_agent(row) for row in agents],
        decisions=[_decision(one, language, people) for one in moment.decisions],
    )


def _queue(made: Film, row: BoardQueue) -> live.BoardQueue:
    return wire.board_queue(row, made.floor.queues.get(row.id), None)


def _decision(one: Decision, language: str, people: Mapping[str, str]) -> m.FilmDecision:
    if one.line is not None:
        return m.FilmDecision(call=one.call, code=one.line.code, text=say(one.line, language, people))
    return m.FilmDecision(call=None, code=codec.kind_of(type(one.fact)), text=told(one.fact, language, people))
