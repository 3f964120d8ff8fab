"""The API's words about a day in intervals, as its charts show it."""

from pydantic import Field

from agent_console.models import FiguresView, Model


class IntervalsQuestion(Model):
    """How long an interval is, in minutes that part a day evenly, and of which queue; without one, of all."""

    minutes: int = Field(30, ge=5, le=240)
    queue: str = ""


class IntervalView(FiguresView):
    """The calls that came into a queue in one interval, and their figures."""

    start: str


class IntervalsView(Model):
    """Today from its first interval with calls to its last; `service_level` is the formula's id."""

    date: str
    timezone: str
    minutes: int
    queue: str
    service_level: str
    intervals: list[IntervalView]
