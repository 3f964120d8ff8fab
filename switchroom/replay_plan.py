"""The plan of a replay as a TOML file has it: queues, agents with their shifts, head starts."""

import tomllib
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from acd.queue import STRATEGIES
from acd.roster import Shift
from cti.errors import ConfigurationError
from reports.period import Period

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_AGENTS = 10_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class QueuePlan(_Part):
    """A queue that is to be otherwise; what it does not say comes from the command line."""

    strategy: str | None = None
    wrap_up: float | None = Field(None, ge=0)
    skills: dict[str, int] = {}

    @field_validator("strategy")
    @classmethod
    def _known(cls, name: str | None) -> str | None:
        if name is not None and name not in STRATEGIES:
            raise ValueError(f"there is no strategy {name!r}; use one of {', '.join(STRATEGIES)}")
        return name


class ShiftPlan(_Part):
    """At work on these days from one time to another, by the site's clock; past midnight if the end is not later."""

    days: tuple[Day, ...] = DAYS
    start: time = Field(alias="from")
    end: time = Field(alias="to")

    def on(self, period: Period) -> Iterable[Shift]:
        """The shifts that begin in a period, or run into it."""
        night = timedelta(days=1 if self.end <= self.start else 0)
        day = period.first - timedelta(days=1)
        while day <= period.last:
            if DAYS[day.weekday()] in self.days:
                begin = datetime.combine(day, self.start, period.zone)
                yield Shift(begin.timestamp(), datetime.combine(day + night, self.end, period.zone).timestamp())
            day += timedelta(days=1)


class AgentPlan(_Part):
    """`count` agents alike. No queues mean all of them, no shifts mean always."""

    name: str = Field("agent", min_length=1)
    count: int = Field(1, ge=0, le=MOST_AGENTS)
    queues: tuple[str, ...] = ()
    skills: dict[str, int] = {}
    shifts: tuple[ShiftPlan, ...] = ()


class Plan(_Part):
    """The whole plan."""

    queues: dict[str, QueuePlan] = {}
    agents: tuple[AgentPlan, ...] = ()
    head_starts: dict[str, float] = {}


def read_plan(file: Path) -> Plan:
    """The plan in a TOML file.

    Raises:
        ConfigurationError: it is no TOML, or a part is wrong; one sentence that names the part.
    """
    try:
        return Plan.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} is not valid TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{file}: {place} is wrong: {first['msg'].removeprefix('Value error, ')}.") from error
