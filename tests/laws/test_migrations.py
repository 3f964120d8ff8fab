"""The migrations make exactly the tables the rooms know, on either database, also when they are run again."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

import switchroom
from acd.agent import Agent
from acd.queue import Queue
from acd.store import StaffStore
from cti.database import Database
from cti.errors import ConfigurationError
from cti.ids import AgentId, QueueId
from switchroom.migrate import migrate
from switchroom.tables import metadata

SALES, ANNA = QueueId("sales"), AgentId("1001")


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


OLD_QUEUE = {
    "id": "sales",
    "names": {"zh": "销售", "en": "Sales"},
    "strategy": "best-skill",
    "ring_seconds": 15.5,
    "wrap_up_seconds": 90.0,
    "threshold": 30.0,
    "short_abandon": 5.0,
    "music": "jazz",
    "skills": {"french": 2},
    "recorded": False,
}
OLD_AGENT = {
    "id": "1001",
    "name": "小明",
    "queues": ["sales"],
    "skills": {"french": 3},
    "phone": "sip:1001@192.0.2.7",
    "sip_secret": "kept",
}


def steps(connection: Any, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(switchroom.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    (command.downgrade if to == "0001" and known(connection) else command.upgrade)(config, to)


def known(connection: Any) -> bool:
    return bool(sa.inspect(connection).has_table("settings_history"))


def fill(connection: Any) -> None:
    tables = sa.MetaData()
    for name, row in (("queues", OLD_QUEUE), ("agents", OLD_AGENT)):
        table = sa.Table(name, tables, autoload_with=connection)
        json = {column: sa.JSON() for column, value in row.items() if isinstance(value, dict | list)}
        for column, kind in json.items():
            table.c[column].type = kind
        connection.execute(table.insert().values(row))


async def test_queues_and_agents_of_the_first_tables_become_documents_with_a_history(database: Database) -> None:
    async with database.writing() as connection:
        await connection.run_sync(steps, "0001")
        await connection.run_sync(fill)
    await migrate(database)
    store = StaffStore(database)
    values = {name: value for name, value in OLD_QUEUE.items() if name != "id"}
    assert await store.queues() == {SALES: Queue(SALES, version=1, **values)}
    agent = Agent(ANNA, "小明", (SALES,), {"french": 3}, "sip:1001@192.0.2.7", version=1)
    assert await store.agents() == {ANNA: agent}
    assert await store.sip_secrets() == {ANNA: "kept"}
    assert await store.newest() == {("queue", "sales"): 1, ("agent", "1001"): 1}
    [first] = await store.history("queue", "sales")
    assert (first.by, first.document["strategy"]) == ("company.toml", "best-skill")


async def test_the_way_back_keeps_what_the_first_tables_know(database: Database) -> None:
    await migrate(database)
    store = StaffStore(database)
    values = {name: value for name, value in OLD_QUEUE.items() if name != "id"}
    await store.save_queues([Queue(SALES, ring_at_once=3, version=7, **values)])
    await store.save_agents([Agent(ANNA, "小明", (SALES,), {"french": 3}, "sip:1001@192.0.2.7")], {ANNA: "kept"})
    async with database.writing() as connection:
        await connection.run_sync(steps, "0001")
    await migrate(database)
    assert await store.queues() == {SALES: Queue(SALES, version=1, **values)}
    assert await store.sip_secrets() == {ANNA: "kept"}
