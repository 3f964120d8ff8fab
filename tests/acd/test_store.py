"""Queues and agents come back from the database as they were put there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from acd.agent import Agent
from acd.queue import BEST_SKILL, Queue
from acd.store import StaffStore
from cti.database import Database
from switchroom.tables import metadata
from tests.acd.desk import ANNA, BEN, SALES, SUPPORT


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/a.db")
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


@pytest.fixture
async def store(database: Database) -> StaffStore:
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    return StaffStore(database)


async def test_staff_is_kept_replaced_and_found_again(store: StaffStore) -> None:
    queues = [
        Queue(
            SALES,
            {"zh": "销售", "en": "Sales"},
            BEST_SKILL,
            ring_seconds=15.5,
            wrap_up_seconds=0,
            threshold=30,
            music="jazz",
            skills={"french": 2},
            recorded=False,
        ),
        Queue(SUPPORT),
    ]
    agents = [Agent(ANNA, "Anna 🙂", (SALES, SUPPORT), {"french": 5}, "sip:1001@192.0.2.7"), Agent(BEN, "Ben")]
    await store.save_queues(queues)
    await store.save_agents(agents, {ANNA: "a", BEN: "b"})
    assert await store.queues() == {queue.id: queue for queue in queues}
    assert await store.agents() == {agent.id: agent for agent in agents}
    assert await store.sip_secrets() == {ANNA: "a", BEN: "b"}

    await store.save_agents([Agent(ANNA, "Anna M.")], {ANNA: "c"})
    assert (await store.agents())[ANNA] == Agent(ANNA, "Anna M.")
    assert await store.sip_secrets() == {ANNA: "c", BEN: "b"}
