"""One visit to the thread for each statement, and still whole transactions, every row and every error."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from cti import sqlite_thread
from cti.database import Database
from cti.sqlite_thread import QuickConnection

things = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("name", String))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/things.db")
    async with database.writing() as connection:
        await connection.run_sync(things.create)
    yield database
    await database.close()


async def names(database: Database) -> list[str]:
    async with database.reading() as connection:
        return [*await connection.scalars(select(things.c.name).order_by(things.c.id))]


async def test_what_a_transaction_wrote_is_read_afterwards(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(insert(things), [{"id": n, "name": f"n{n}"} for n in range(500)])
        assert await connection.scalar(select(func.count()).select_from(things)) == 500
    assert await names(database) == [f"n{n}" for n in range(500)]


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def twice() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(things), [{"id": 1, "name": "first"}])
            await connection.execute(insert(things), [{"id": 1, "name": "again"}])

    with pytest.raises(IntegrityError):
        await twice()
    assert await names(database) == []
    async with database.writing() as connection:
        await connection.execute(insert(things), [{"id": 2, "name": "later"}])
    assert await names(database) == ["later"]


async def test_a_transaction_that_is_given_up_in_the_middle_leaves_nothing(database: Database) -> None:
    written = asyncio.Event()

    async def writes() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(things), [{"id": 1, "name": "half"}])
            written.set()
            await asyncio.sleep(60)

    task = asyncio.ensure_future(writes())
    await written.wait()
    task.cancel()
    await asyncio.wait({task})
    async with database.writing() as connection:
        await connection.execute(insert(things), [{"id": 2, "name": "whole"}])
    assert await names(database) == ["whole"]


async def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    async with database.reading() as reader:
        assert await reader.scalar(select(func.count()).select_from(things)) == 0
        async with database.writing() as connection:
            await connection.execute(insert(things), [{"id": 1, "name": "new"}])
        assert await reader.scalar(select(func.count()).select_from(things)) == 0
    assert await names(database) == ["new"]


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(OperationalError, match="readonly"):
            await connection.execute(insert(things), [{"id": 1, "name": "no"}])


async def test_writers_take_turns(database: Database) -> None:
    async def writes(number: int) -> None:
        async with database.writing() as connection:
            count = await connection.scalar(select(func.count()).select_from(things))
            await connection.execute(insert(things), [{"id": count, "name": f"n{number}"}])

    await asyncio.gather(*(writes(number) for number in range(20)))
    assert sorted(await names(database)) == sorted(f"n{number}" for number in range(20))


async def test_a_cursor_gives_its_rows_in_any_portion(tmp_path: Path) -> None:
    connection: QuickConnection = await sqlite_thread.connect(str(tmp_path / "a.db"))  # type: ignore[assignment]
    cursor = connection.cursor()
    await cursor.execute("SELECT value FROM json_each('[1,2,3,4,5]')")
    assert await cursor.fetchone() == (1,)
    assert await cursor.fetchmany(2) == [(2,), (3,)]
    assert await cursor.fetchall() == [(4,), (5,)]
    assert await cursor.fetchone() is None
    with pytest.raises(sqlite3.OperationalError):
        await cursor.execute("SELECT nonsense")
    await connection.close()
