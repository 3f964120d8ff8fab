"""What the tests of the CTI server share: databases with every table, and lives of a journal on a folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti.database import Database
from switchroom.tables import metadata
from tests.cti.world import Life, ScriptedAmi


async def _with_tables(url: str) -> Database:
    database = Database(url)
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    return database


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = await _with_tables(f"sqlite:///{tmp_path}/cti.db")
    yield database
    await database.close()


@pytest.fixture
async def postgres(fresh_postgres: str) -> AsyncIterator[Database]:
    database = await _with_tables(fresh_postgres)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database in turn."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def life(sqlite: Database, tmp_path: Path) -> AsyncIterator[Life]:
    """An open journal over SQLite."""
    life = Life(sqlite, tmp_path / "outbox")
    await life.begin()
    yield life
    await life.end()


@pytest.fixture
async def asterisk() -> AsyncIterator[ScriptedAmi]:
    """A scripted peer that speaks AMI on loopback."""
    peer = ScriptedAmi()
    await peer.start()
    yield peer
    await peer.stop()
