"""One SQLite connection on a thread of its own, where each statement costs one visit to that thread.

aiosqlite visits it to make a cursor, to execute, to fetch and to close, and SQLAlchemy once more to begin and to end
a transaction: eight visits for one small answer, each of which wakes two threads.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Self

import aiosqlite

Rows = list[Any]


class QuickCursor:
    """A statement that is carried out, read to its end and closed in one visit; its rows wait here."""

    def __init__(self, connection: "QuickConnection") -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Carry one statement out."""
        await self._connection.visit(self._carry_out, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Any) -> Self:
        """Carry one statement out for each of many rows."""
        await self._connection.visit(self._carry_out_many, sql, parameters)
        return self

    def _carry_out(self, connection: sqlite3.Connection, sql: str, parameters: Any) -> None:
        self._take(connection.execute(sql, parameters))

    def _carry_out_many(self, connection: sqlite3.Connection, sql: str, parameters: Any) -> None:
        self._take(connection.executemany(sql, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        cursor.close()

    async def fetchone(self) -> Any:
        """The next row, or None."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> Rows:
        """The next rows."""
        count = size or self.arraysize
        rows, self._rows = self._rows[:count], self._rows[count:]
        return rows

    async def fetchall(self) -> Rows:
        """The rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Forget the rows."""
        self._rows = []


class QuickConnection(aiosqlite.Connection):
    """Begins a transaction by itself with its first statement, once `begins` names how."""

    def __init__(self, database: str, options: dict[str, Any]) -> None:
        super().__init__(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
        # A process that ends does not wait for its databases' threads.
        self._thread.daemon = True
        self.begins = ""
        self._begun = False

    def cursor(self) -> QuickCursor:  # type: ignore[override]
        """A cursor; the thread need not know of it yet."""
        return QuickCursor(self)

    async def visit(self, work: Any, sql: str, parameters: Sequence[Any]) -> None:
        """Have a cursor's work done on the thread, in a transaction."""
        self._begun = bool(self.begins)
        await self._execute(self._in_transaction, work, sql, parameters)  # type: ignore[no-untyped-call]

    def _in_transaction(self, work: Any, sql: str, parameters: Sequence[Any]) -> None:
        connection = self._conn
        if self.begins and not connection.in_transaction:
            connection.execute(self.begins)
        work(connection, sql, parameters)

    async def commit(self) -> None:
        """Commit, if anything was begun."""
        if self._begun:
            self._begun = False
            await super().commit()

    async def rollback(self) -> None:
        """Undo, if anything was begun. Whatever comes next comes behind it on the same thread: nobody waits for it."""
        if self._begun:
            self._begun = False
            self._tx.put_nowait((None, self._conn.rollback))


def connect(database: str, **options: Any) -> QuickConnection:
    """What SQLAlchemy is to make its connections with."""
    return QuickConnection(database, options)
