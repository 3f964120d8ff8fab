"""A journal on a database of its own, for the tests of this room."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cti.database import Database
from switchroom.tables import metadata
from tests.cti.world import Life


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    database = Database(f"sqlite:///{tmp_path}/r.db")
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    life = await Life(database, tmp_path / "outbox").begin()
    yield life
    await life.end()
    await database.close()
