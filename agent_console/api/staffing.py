"""How many agents a day or a forecast takes, interval by interval."""

import asyncio
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from acd.erlang import Demand
from acd.staffing import Goal, Need, needs
from agent_console import models as m
from agent_console import staffing_models as s
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.ids import QueueId
from reports.metrics import METRICS

MOST_INTERVALS = 96


@dataclass(frozen=True, slots=True)
class _Load:
    """What came, or is expected, in an interval."""

    start: str
    offered: float
    aht: float | None


@route(
    "GET",
    "/staffing",
    P.READ_REPORTS,
    "Agents needed by interval, by Erlang C and A",
    query=s.StaffingQuestion,
    answer=s.StaffingView,
)
async def staffing(asked: Asked) -> s.StaffingView:
    """Of a day as it was, from the journal; or of the calls given."""
    question: s.StaffingQuestion = asked.query
    if (question.day is None) == (question.calls is None):
        raise Refused(422, "invalid", "Give either day=2026-01-31, or calls=12,20,9 with aht=180.")
    if 1440 % question.minutes:
        raise Refused(422, "invalid", "minutes must part a day evenly: 15, 30 or 60, say.")
    loads = _expected(question) if question.day is None else await _past(asked, question)
    goal = Goal(question.target, question.threshold, question.shrinkage)
    plan = asked.house.reports.plan
    return s.StaffingView(
        date=None if question.day is None else question.day.isoformat(),
        timezone=plan.zone.key,
        minutes=question.minutes,
        queue=question.queue,
        formulas=_formulas(question.threshold),
        # Some hundred thousand steps: calls must not wait for them.
        intervals=await asyncio.to_thread(lambda: [_interval(load, question, goal) for load in loads]),
    )


async def _past(asked: Asked, question: s.StaffingQuestion) -> list[_Load]:
    assert question.day is not None
    reports, queue = asked.house.reports, question.queue
    if queue is not None and asked.house.queue_then(queue) is None:
        raise Refused(422, "unknown_queue", f"There is no queue “{queue}”; leave it out for all of them.")
    intervals = await reports.intraday(question.day, question.minutes, QueueId(queue) if queue else None)
    zone = reports.plan.zone
    handled = [(i.figures.answered, i.figures.aht_s) for i in intervals if i.figures.aht_s is not None]
    calls = sum(answered for answered, _ in handled)
    # Where nobody was answered, the next call would have taken as long as the day's others.
    usual = sum(answered * aht for answered, aht in handled) / calls if calls else None
    return [
        _Load(
            datetime.fromtimestamp(interval.start, zone).strftime("%H:%M"),
            interval.figures.offered,
            question.aht or interval.figures.aht_s or usual,
        )
        for interval in intervals
    ]


def _expected(question: s.StaffingQuestion) -> list[_Load]:
    if question.aht is None:
        raise Refused(422, "invalid", "Calls need their handling time: add aht=180, in seconds.")
    try:
        calls = [float(text) for text in (question.calls or "").split(",")]
    except ValueError as error:
        raise Refused(422, "invalid", "calls must be numbers with commas between them, as 12,20,9.") from error
    if len(calls) > MOST_INTERVALS or not all(number >= 0 and math.isfinite(number) for number in calls):
        raise Refused(422, "invalid", f"calls must be at most {MOST_INTERVALS} numbers, each 0 or more.")
    first, step = datetime.fromisoformat(f"2000-01-01T{question.first}"), timedelta(minutes=question.minutes)
    return [_Load((first + place * step).strftime("%H:%M"), number, question.aht) for place, number in enumerate(calls)]


def _interval(load: _Load, question: s.StaffingQuestion, goal: Goal) -> s.StaffingInterval:
    row = s.StaffingInterval(
        start=load.start, offered=load.offered, aht_s=load.aht, erlangs=None, erlang_c=None, erlang_a=None
    )
    if not load.offered or not load.aht:
        return row
    demand = Demand(load.offered / question.minutes / 60, load.aht, question.patience)
    found = needs(demand, goal)
    row.erlangs = demand.load
    row.erlang_c = _need(found.erlang_c)
    row.erlang_a = None if found.erlang_a is None else _need(found.erlang_a)
    return row


def _need(need: Need) -> s.NeedView:
    met = need.outcome
    return s.NeedView(
        agents=need.agents,
        scheduled=need.scheduled,
        service_level=met.service_level,
        asa_s=met.asa,
        occupancy=met.occupancy,
        abandoned=met.abandoned,
    )


def _formulas(threshold: float) -> dict[str, m.FormulaView]:
    level, aht = METRICS["sl.icmi-3"], METRICS["aht"]
    return {
        "service_level": m.FormulaView(id=level.id, text=level.text, threshold_s=threshold),
        "aht": m.FormulaView(id=aht.id, text=aht.text),
        "erlang_c": m.FormulaView(id="erlang-c", text="P(wait) = nB / (n − a(1 − B)), a = λ·AHT"),
        "erlang_a": m.FormulaView(id="erlang-a", text="M/M/n+M, P(abandon) = mean wait / patience"),
        "scheduled": m.FormulaView(id="scheduled", text="n / (1 − shrinkage)"),
    }
