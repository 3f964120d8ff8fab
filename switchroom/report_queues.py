"""The queues' report from the command line: any period, from the journal alone; the server may be running."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from acd.store import StaffStore
from cti.database import Database
from cti.errors import ConfigurationError
from cti.store import JournalStore
from reports.export import PERIOD_COLUMNS, period_cells
from reports.period import By, Period, PeriodFold, Row
from reports.runner import MARGIN_SECONDS
from switchroom.settings import Settings
from switchroom.wiring import plan_of


def _day(text: str) -> date:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError as error:
        raise ConfigurationError(f"“{text}” is not a date; write it as 2026-01-31.") from error
    if not 1970 <= day.year < 9999:
        raise ConfigurationError(f"The year of {text} is not one of a call centre; use 1970 to 9998.")
    return day


def period_of(first: str, last: str, zone: ZoneInfo) -> Period:
    """The period from one date (as 2026-01-31) to another, both included.

    Raises:
        ConfigurationError: a date is none, or the last is before the first; one sentence.
    """
    period = Period(_day(first), _day(last), zone)
    if period.last < period.first:
        raise ConfigurationError(f"The period ends ({last}) before it begins ({first}); exchange --from and --to.")
    return period


async def rows_of(settings: Settings, first: str, last: str, by: By) -> tuple[Row, ...]:
    """The figures of the period, a row for each queue and part.

    Raises:
        ConfigurationError: the dates are wrong, or the database cannot be read; one sentence.
    """
    period = period_of(first, last, ZoneInfo(settings.site.timezone))
    database = Database(settings.database_url)
    try:
        staff = StaffStore(database)
        fold = PeriodFold(
            plan_of(settings, await staff.queues(), await staff.agents(), await staff.removed()), period, by
        )
        facts = JournalStore(database).between(period.start - MARGIN_SECONDS, period.end + MARGIN_SECONDS)
        async for recorded in facts:
            fold.hear(recorded.event)
        return fold.rows()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise ConfigurationError(f"The database cannot be read ({reason}); run `switchroom prepare`.") from error
    finally:
        await database.close()


def table_of(rows: tuple[Row, ...]) -> Table:
    """The rows for the eye: times in seconds, the service level in percent."""
    table = Table(box=None, pad_edge=False)
    for column in PERIOD_COLUMNS:
        table.add_column(column, justify="left" if column in {"queue", "period", "formula"} else "right", no_wrap=True)
    for row in rows:
        cells = dict(zip(PERIOD_COLUMNS, period_cells(row), strict=True))
        level = row.figures.service_level
        cells["service_level"] = None if level is None else f"{level:.1%}"
        table.add_row(*(f"{c:.1f}" if isinstance(c, float) else "–" if c is None else str(c) for c in cells.values()))
    return table
