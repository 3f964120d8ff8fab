"""The API's words about the film of the floor."""

import datetime as dt
from typing import Literal

from pydantic import Field

from agent_console.live_models import BoardAgent, BoardQueue
from agent_console.models import Model


class FilmQuestion(Model):
    """From when to when (times with their zone, at most half an hour), and the language of the sentences."""

    start: dt.datetime = Field(alias="from")
    end: dt.datetime = Field(alias="to")
    language: Literal["en", "zh"] = "en"


class FilmDayQuestion(Model):
    """Which day of the site; without one, today."""

    day: dt.date | None = None


class FilmDecision(Model):
    """What is told: of which call (None: of none), a code, and a sentence."""

    call: str | None
    code: str
    text: str


class FilmFrame(Model):
    """One moment: the rows that changed (in the first frame every row), and what is told of it."""

    at: str
    queues: list[BoardQueue]
    agents: list[BoardAgent]
    decisions: list[FilmDecision]


class FilmView(Model):
    """A film, its first frame the floor as it stood at `start`."""

    start: str
    end: str
    frames: list[FilmFrame]
