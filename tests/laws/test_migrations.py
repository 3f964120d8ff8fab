"""The migrations make exactly the tables the rooms know, on either database, also when they are run again."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from cti.database import Database
from cti.errors import ConfigurationError
from switchroom.migrate import migrate
from switchroom.tables import metadata


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/m.db")
    yield database
    await database.close()


@pytest.fixture
async def postgres(fresh_postgres: str) -> AsyncIterator[Database]:
    database = Database(fresh_postgres)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


def difference(connection: Any) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    return list(compare_metadata(context, metadata))


async def test_after_the_migrations_the_database_is_as_the_rooms_know_it(database: Database) -> None:
    await migrate(database)
    async with database.writing() as connection:
        assert await connection.run_sync(difference) == []


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await migrate(database)
    await migrate(database)
    async with database.reading() as connection:
        assert await connection.run_sync(difference) == []


async def test_a_database_that_cannot_be_reached_is_one_sentence() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(ConfigurationError, match=r"The database cannot be used \(.*\); set SWITCHROOM_DATABASE__URL"):
        await migrate(database)
    await database.close()
