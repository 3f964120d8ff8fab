"""The API's words about staffing: what is asked, and how many agents each interval takes."""

from datetime import date

from pydantic import Field

from agent_console.models import FormulaView, Model


class StaffingQuestion(Model):
    """A `day` of the journal, or `calls` in each of some intervals from `first` on (`12,20,9`) with their `aht`.

    Durations are seconds, `minutes` an interval's length, `target` and `shrinkage` shares. An `aht` given with a day
    is used instead of the day's own; without a `patience` there is no Erlang A.
    """

    day: date | None = Field(None, ge=date(1970, 1, 2), le=date(9998, 12, 30))
    queue: str | None = Field(None, max_length=64)
    calls: str | None = Field(None, max_length=1000)
    first: str = Field("09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    minutes: int = Field(30, ge=15, le=240)
    aht: float | None = Field(None, gt=0, le=36_000)
    target: float = Field(0.8, gt=0, lt=1)
    threshold: float = Field(20, ge=0, le=3600)
    patience: float | None = Field(None, gt=0, le=36_000)
    shrinkage: float = Field(0.0, ge=0, lt=1)


class NeedView(Model):
    """The fewest agents on the phone, how many to schedule, and what callers then meet with."""

    agents: int
    scheduled: int
    service_level: float
    asa_s: float
    occupancy: float
    abandoned: float


class StaffingInterval(Model):
    """One interval, by its beginning on the site's clock (`09:30`); needs are None where there is nothing to handle."""

    start: str
    offered: float
    aht_s: float | None
    erlangs: float | None
    erlang_c: NeedView | None
    erlang_a: NeedView | None


class StaffingView(Model):
    """The intervals of a day or of a forecast (`date` None), and the formulas of their figures."""

    date: str | None
    timezone: str
    minutes: int
    queue: str | None
    formulas: dict[str, FormulaView]
    intervals: list[StaffingInterval]
