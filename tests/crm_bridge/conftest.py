"""What the CRM's tests share: a clock set by hand, a database on disk, an open journal, and the room running."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

import crm_bridge.timeline.store  # noqa: F401 - registers the tables
from crm_bridge.directory import ContactDirectory
from crm_bridge.store import CustomerStore
from cti.database import Database, metadata
from tests.crm_bridge.floor import Floor, HandClock, open_floor
from tests.doubles.memory_directory import MemoryDirectory


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def _tables(database: Database) -> None:
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/crm.db")
    await _tables(database)
    yield database
    await database.close()


@pytest.fixture
async def postgres() -> AsyncIterator[Database]:
    """A schema of its own in the PostgreSQL that SWITCHROOM_TEST_POSTGRES_URL names."""
    url = os.environ.get("SWITCHROOM_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("SWITCHROOM_TEST_POSTGRES_URL is not set: the PostgreSQL end was not tested.")
    schema = f"t{uuid4().hex}"
    outer = Database(url)
    async with outer.writing() as connection:
        await connection.execute(text(f"CREATE SCHEMA {schema}"))
    database = Database(f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}")
    await _tables(database)
    yield database
    await database.close()
    async with outer.writing() as connection:
        await connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    await outer.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database in turn."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def directory(request: pytest.FixtureRequest, clock: HandClock) -> ContactDirectory:
    """Each end of the port in turn."""
    if request.param == "memory":
        return MemoryDirectory()
    return CustomerStore(request.getfixturevalue(request.param), clock)


@pytest.fixture
async def floor(sqlite: Database, tmp_path: Path, clock: HandClock) -> AsyncIterator[Floor]:
    floor = await open_floor(sqlite, tmp_path, clock)
    yield floor
    await floor.close()
