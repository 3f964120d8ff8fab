"""How well promised waits were kept: a period's calibration, from the journal alone; the server may be running."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from acd.calibration import Outcome, Row, calibration
from acd.kept import KeptPromises
from acd.promises import Promises
from cti.database import Database
from cti.errors import ConfigurationError
from cti.events import Event
from cti.store import JournalStore
from reports.period import Period
from reports.runner import MARGIN_SECONDS
from switchroom.report_queues import period_of
from switchroom.settings import Settings


async def calibrated(settings: Settings, first: str, last: str, *, anew: bool) -> list[Row]:
    """The calibration of the promises made in a period, `first` to `last` as 2026-01-31, both included.

    With `anew` the promises are not those that were made but those that today's estimator would have made, knowing at
    each instant only what was known then: an imported history was promised nothing.

    Raises:
        ConfigurationError: a date is wrong, or the database cannot be read; one sentence.
    """
    zone = ZoneInfo(settings.site.timezone)
    period = period_of(first, last, zone)
    database = Database(settings.database_url)
    try:
        stored = JournalStore(database).between(period.start - MARGIN_SECONDS, period.end + MARGIN_SECONDS)
        facts = [recorded.event async for recorded in stored]
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise ConfigurationError(f"The database cannot be read ({reason}); run `switchroom prepare`.") from error
    finally:
        await database.close()
    return calibration(_within(period, outcomes(facts, anew=anew)), zone)


def outcomes(facts: Iterable[Event], *, anew: bool) -> Iterable[Outcome]:
    """What became of the promises in these facts. An import's calls stand one after the other: time decides."""
    fold = Promises() if anew else KeptPromises()
    found = (fold.hear(fact) for fact in sorted(facts, key=lambda fact: fact.at))
    return (outcome for outcome in found if outcome is not None)


def _within(period: Period, found: Iterable[Outcome]) -> Iterable[Outcome]:
    return (outcome for outcome in found if period.start <= outcome.at < period.end)


def table_of(rows: Iterable[Row]) -> Table:
    """The rows for the eye: shares of those answered who waited less than promised, with the standard error."""
    table = Table(box=None, pad_edge=False)
    for column in ("promises", "calls", "answered", "under P50", "±", "under P90", "±", "median P50", "median wait"):
        table.add_column(column, justify="left" if column == "promises" else "right", no_wrap=True)
    for row in rows:
        shares = [
            f"{value:.1%}" if value == value else "–"
            for value in (row.under50.answered, row.under50.error, row.under90.answered, row.under90.error)
        ]
        seconds = [f"{value:.0f} s" if value == value else "–" for value in (row.promised, row.waited)]
        table.add_row(row.name, str(row.calls), str(row.answered), *shares, *seconds)
    return table
