"""The past from the command line: why a call waited, and the floor at any instant; from the journal alone."""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Group
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from acd.bench import STANDINGS
from acd.explain_texts import LANGUAGES, duration, say
from acd.floor import Floor
from acd.history import FloorHistory
from acd.store import StaffStore
from cti.database import Database
from cti.errors import ConfigurationError
from cti.ids import CallId
from cti.store import JournalStore
from switchroom.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def _history(settings: Settings) -> "AsyncIterator[FloorHistory]":
    database = Database(settings.database_url)
    try:
        yield FloorHistory(JournalStore(database), StaffStore(database).in_force, settings.site.timezone)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise ConfigurationError(f"The database cannot be read ({reason}); run `switchroom prepare`.") from error
    finally:
        await database.close()


async def why(settings: Settings, call: str, language: str) -> Group:
    """A call's way through its queues, a sentence a line, times on the site's clock.

    Raises:
        SwitchroomError: there is no such call, the language is unknown, or the database cannot be read; one sentence.
    """
    if language not in LANGUAGES:
        raise ConfigurationError(f"There are no words in {language!r}; use one of {', '.join(LANGUAGES)}.")
    zone = ZoneInfo(settings.site.timezone)
    async with _history(settings) as history:
        told = await history.why(CallId(call))
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True, style="dim")
    table.add_column()
    for line in told.lines:
        table.add_row(f"{datetime.fromtimestamp(line.at, zone):%H:%M:%S}", Text(say(line, language, told.people)))
    day = datetime.fromtimestamp(told.lines[0].at, zone)
    return Group(Text(f"{call}, {day:%Y-%m-%d}", style="bold"), table)


def instant(text: str, zone: ZoneInfo) -> float:
    """A time on the site's clock, as `2026-01-31 14:05:30`, or ISO 8601 with an offset.

    Raises:
        ConfigurationError: it is neither; one sentence.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"“{text}” is not a time; write it as 2026-01-31T14:05:30.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()


async def floor(settings: Settings, at: str) -> Group:
    """Everybody on the floor at an instant: the agents and what they did, the calls and how long they had waited.

    Raises:
        SwitchroomError: the time is none, or the database cannot be read; one sentence.
    """
    zone = ZoneInfo(settings.site.timezone)
    moment = instant(at, zone)
    async with _history(settings) as history:
        seen = await history.floor(moment)
    return Group(
        Text(f"{datetime.fromtimestamp(moment, zone):%Y-%m-%d %H:%M:%S}", style="bold"),
        _table(("call", "queue", "waited", "head start", "rings at"), _calls(seen, moment)),
        Text(""),
        _table(("agent", "name", "does", "for", "call"), _agents(seen, moment)),
    )


def _table(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True, justify="right" if column in {"waited", "head start", "for"} else "left")
    for row in rows:
        table.add_row(*row)
    return table


def _calls(seen: Floor, at: float) -> Iterator[tuple[str, ...]]:
    for call in sorted(seen.waiting.values(), key=lambda one: one.rank):
        rings = ", ".join(str(ring.agent) for ring in (call.ringing or {}).values())
        kept = f"(kept for {call.waits_for})" if call.waits_for else "–"
        yield str(call.call), str(call.queue), duration(at - call.since), f"{call.head_start:g}", rings or kept


def _agents(seen: Floor, at: float) -> Iterator[tuple[str, ...]]:
    for name, standing in sorted(seen.standings.items()):
        presence = seen.presences.by_id.get(name)
        if presence is None:
            continue
        does = STANDINGS[standing.state] if presence.state != "not_ready" else f"not ready: {presence.reason}"
        calls = " ".join(one.call for one in presence.in_hand)
        yield name, seen.agents[name].name, does, duration(at - standing.since), calls or "–"
