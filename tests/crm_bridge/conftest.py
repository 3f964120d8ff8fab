"""What the CRM's tests share: a clock set by hand, a database on disk, an open journal, and the room running."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

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
async def postgres(fresh_postgres: str) -> AsyncIterator[Database]:
    database = Database(fresh_postgres)
    await _tables(database)
    yield database
    await database.close()


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
