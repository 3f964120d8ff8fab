"""The journal's table: every fact, in order, with its call, its agent and its callback beside it for finding."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Float, Index, Integer, String, Table, Text, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti import codec
from cti.bus import Recorded
from cti.database import Database, metadata
from cti.ids import CallId

journal_table = Table(
    "journal",
    metadata,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("call", String(120)),
    Column("agent", String(64)),
    Column("callback", String(140)),
    Column("event", Text, nullable=False),
    Index("ix_journal_call", "call", "position"),
    Index("ix_journal_callback", "callback", "position"),
    Index("ix_journal_at", "at"),
    Index("ix_journal_kind_at", "kind", "at"),
)

PAGE = 1000


def _row(recorded: Recorded) -> dict[str, Any]:
    event = recorded.event
    return {
        "position": recorded.position,
        "at": event.at,
        "kind": codec.kind_of(type(event)),
        "call": getattr(event, "call", None),
        "agent": getattr(event, "agent", None),
        "callback": getattr(event, "callback", None),
        "event": recorded.text,
    }


def _recorded(row: Any) -> Recorded:
    return Recorded(row.position, codec.decode(row.event))


def _of_open_callbacks() -> tuple[Any, Any]:
    """Facts that name a callback which is not over, and those of the calls it became."""
    fact = journal_table.alias()
    # A failure after which nothing is tried any more is an end, too; only its text tells.
    given_up = (fact.c.kind == "callback_failed") & fact.c.event.like('%"next_try":null%')
    over = select(fact.c.callback).where(or_(fact.c.kind == "callback_closed", given_up))
    asked = journal_table.alias()
    open_ = select(asked.c.callback).where(asked.c.kind == "callback_requested", asked.c.callback.not_in(over))
    due = journal_table.alias()
    calls = select(due.c.call).where(due.c.kind == "callback_due", due.c.callback.in_(open_))
    return journal_table.c.callback.in_(open_), journal_table.c.call.in_(calls)


class JournalStore:
    """Reads and writes the journal's table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._append = database.upsert(journal_table)

    async def append(self, facts: Sequence[Recorded]) -> None:
        """Write facts in one transaction; those already there stay as they are."""
        async with self._database.writing() as connection:
            await connection.execute(self._append, [_row(fact) for fact in facts])

    async def last_position(self) -> int:
        """The newest position, 0 for an empty journal."""
        async with self._database.reading() as connection:
            return int(await connection.scalar(select(func.max(journal_table.c.position))) or 0)

    async def after(self, position: int, limit: int = PAGE) -> list[Recorded]:
        """At most `limit` facts after `position`, in order."""
        query = select(journal_table).where(journal_table.c.position > position)
        async with self._database.reading() as connection:
            return [_recorded(row) for row in await self._ordered(connection, query.limit(limit))]

    async def of_call(self, call: str) -> list[Recorded]:
        """Every fact about one call, in order."""
        query = select(journal_table).where(journal_table.c.call == call)
        async with self._database.reading() as connection:
            return [_recorded(row) for row in await self._ordered(connection, query)]

    async def of_ended(self, calls: Sequence[CallId]) -> list[Recorded]:
        """Every fact about those of these calls (at most `PAGE`) that have ended, in order; nothing of the others."""
        journal, inner = journal_table, journal_table.alias()
        over = select(inner.c.call).where(inner.c.call.in_(calls), inner.c.kind == "call_ended")
        query = select(journal.c.position, journal.c.event).where(journal.c.call.in_(over))
        async with self._database.reading() as connection:
            return [_recorded(row) for row in await self._ordered(connection, query)]

    async def of_callback(self, callback: str) -> list[Recorded]:
        """Every fact about one callback that names it, in order."""
        query = select(journal_table).where(journal_table.c.callback == callback)
        async with self._database.reading() as connection:
            return [_recorded(row) for row in await self._ordered(connection, query)]

    async def of_kinds(self, kinds: Sequence[str], after: int = 0) -> AsyncIterator[Recorded]:
        """Every fact of these kinds after a position, in order, a page at a time; for kinds that are rare."""
        column, position = journal_table.c, after
        while True:
            query = select(journal_table).where(column.kind.in_(kinds), column.position > position)
            async with self._database.reading() as connection:
                rows = await self._ordered(connection, query.limit(PAGE))
            for row in rows:
                yield _recorded(row)
            if len(rows) < PAGE:
                return
            position = rows[-1].position

    async def latest(self, kinds: Sequence[str]) -> Recorded | None:
        """The newest fact of these kinds, if there is one."""
        column = journal_table.c
        query = select(journal_table).where(column.kind.in_(kinds)).order_by(column.position.desc()).limit(1)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
        return _recorded(row) if row else None

    async def newest(
        self, kinds: Sequence[str], before: int | None = None, start: float | None = None, end: float | None = None,
        limit: int = PAGE,
    ) -> list[Recorded]:  # fmt: skip
        """At most `limit` facts of these kinds, the newest first: those before a position, with start ≤ at < end."""
        column = journal_table.c
        within: list[Any] = [column.kind.in_(kinds)]
        within += [column.position < before] if before is not None else []
        within += [column.at >= start] if start is not None else []
        within += [column.at < end] if end is not None else []
        # The index of kinds alone tells which they are, however long the journal; only those are then read.
        found = select(column.position).where(*within).order_by(column.position.desc()).limit(limit).subquery()
        query = select(journal_table).where(column.position.in_(select(found.c.position)))
        async with self._database.reading() as connection:
            return [_recorded(row) for row in reversed(await self._ordered(connection, query))]

    async def between(self, start: float, end: float) -> AsyncIterator[Recorded]:
        """Every fact with start ≤ at < end, in order, a page at a time."""
        column, within = journal_table.c, (journal_table.c.at >= start, journal_table.c.at < end)
        bounds = select(func.min(column.position), func.max(column.position)).where(*within)
        async with self._database.reading() as connection:
            first, last = (await connection.execute(bounds)).one()
        # Between two positions the table is read along its key; by time it would be sorted anew for each page.
        position = -1 if first is None else first - 1
        while first is not None and position < last:
            query = select(journal_table).where(column.position > position, column.position <= last, *within)
            async with self._database.reading() as connection:
                rows = await self._ordered(connection, query.limit(PAGE))
            for row in rows:
                yield _recorded(row)
            position = rows[-1].position if rows else last

    async def known(self, calls: Sequence[CallId]) -> dict[CallId, tuple[int, bool]]:
        """Of these calls (at most `PAGE`), those the journal has: how many facts of each, and whether it ended."""
        journal = journal_table
        ended = func.count(case((journal.c.kind == "call_ended", 1)))
        query = select(journal.c.call, func.count(), ended).where(journal.c.call.in_(calls)).group_by(journal.c.call)
        async with self._database.reading() as connection:
            return {CallId(call): (facts, ends > 0) for call, facts, ends in await connection.execute(query)}

    async def unfinished(self, since: float) -> list[Recorded]:
        """Every fact about calls that arrived after `since` and have not ended or whose wrap-up has not, every fact
        about agents and the service since then, and every fact about callbacks that are not over, however old: what a
        restarted service needs to go on."""
        journal, inner = journal_table, journal_table.alias()

        def said(kind: str) -> Any:
            return func.count(case((inner.c.kind == kind, 1)))

        finished = (
            select(inner.c.call)
            .where(inner.c.kind.in_(["call_ended", "agent_answered", "wrap_up_finished"]), inner.c.at >= since)
            .where(inner.c.call.is_not(None))
            .group_by(inner.c.call)
            .having(said("call_ended") > 0, said("agent_answered") <= said("wrap_up_finished"))
        )
        # A fact about no call is about none that is finished, which SQL does not know of itself.
        over = journal.c.call.is_not(None) & journal.c.call.in_(finished) & journal.c.agent.is_(None)
        query = select(journal).where(or_((journal.c.at >= since) & ~over, *_of_open_callbacks()))
        async with self._database.reading() as connection:
            return [_recorded(row) for row in await self._ordered(connection, query)]

    @staticmethod
    async def _ordered(connection: AsyncConnection, query: Any) -> Sequence[Any]:
        return (await connection.execute(query.order_by(journal_table.c.position))).all()
