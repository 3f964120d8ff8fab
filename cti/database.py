"""The door to the database: SQLite or PostgreSQL, told apart by the address alone.

SQLite allows one writer: its writing engine has one connection and begins IMMEDIATE, or concurrent writers
would fail with "database is locked" however long they were told to wait.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from cti import sqlite_thread
from cti.errors import ConfigurationError

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _sqlite_engine(url: str, *, writes: bool) -> AsyncEngine:
    quick = {"async_creator_fn": sqlite_thread.connect}
    engine = create_async_engine(url, pool_size=1 if writes else 4, max_overflow=0, connect_args=quick)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        if not writes:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()
        connection.driver_connection.begins = "BEGIN IMMEDIATE" if writes else "BEGIN"

    return engine


class Database:
    """One database with an engine to write and an engine to read."""

    def __init__(self, url: str) -> None:
        """Open `url`, as `sqlite+aiosqlite:///var/switchroom.db` or `postgresql+psycopg://user@host/name`.

        Raises:
            ConfigurationError: the address names neither SQLite nor PostgreSQL.
        """
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise ConfigurationError(
                "database.url is not an address; it must begin with sqlite:// or postgresql://."
            ) from error
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            text = parsed.set(drivername="sqlite+aiosqlite").render_as_string(hide_password=False)
            self.write, self.read = _sqlite_engine(text, writes=True), _sqlite_engine(text, writes=False)
        elif parsed.get_backend_name() == "postgresql":
            text = parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            self.write = create_async_engine(text, pool_size=5, pool_pre_ping=True)
            self.read = self.write
        else:
            raise ConfigurationError(
                f"database.url {parsed.render_as_string()!r} is not understood; it must begin with sqlite:// or postgresql://."
            )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that may write; committed at the end, undone if the block raises."""
        async with self.write.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that only reads."""
        async with self.read.connect() as connection:
            yield connection

    def upsert(self, table: Table, rows: Sequence[dict[str, Any]] | None = None, *, update: Sequence[str] = ()) -> Any:
        """An INSERT that, where the primary key exists, updates the columns named (or leaves the row as it is).

        Without `rows` they are given when it is executed, which is far faster for many.
        """
        insert: Any = (sqlite if self.is_sqlite else postgresql).insert
        statement = insert(table) if rows is None else insert(table).values(list(rows))
        keys = [column.name for column in table.primary_key]
        if not update:
            return statement.on_conflict_do_nothing(index_elements=keys)
        return statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in update}
        )

    async def close(self) -> None:
        """Give all connections back."""
        await self.write.dispose()
        if self.read is not self.write:
            await self.read.dispose()
