"""Queues and agents come back from the database as they were put there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from acd.agent import Agent
from acd.queue import BEST_SKILL, Queue
from acd.store import Change, Conflict, StaffStore
from acd.written import plain
from cti.database import Database
from switchroom.tables import metadata
from tests.acd.desk import ANNA, BEN, SALES, SUPPORT
from tests.acd.test_checked import WHOLE


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


def change(version: int, ring: float = 10, by: str = "Sue", kind: str = "queue", name: str = SALES) -> Change:
    document = plain(Queue(SALES, ring_seconds=ring)) if kind == "queue" else plain(Agent(ANNA, by))
    return Change(kind, name, version, 100.0 + version, by, document)


async def test_a_queue_with_everything_set_comes_back_whole(store: StaffStore) -> None:
    await store.save_queues([WHOLE])
    assert await store.queues() == {SALES: WHOLE}


async def test_a_change_follows_the_version_it_is_based_on_and_leaves_a_history(store: StaffStore) -> None:
    await store.save_queues([Queue(SALES, version=1)], at=50.0)
    await store.change(change(2, ring=12))
    await store.change(change(3, ring=14, by="crm"))
    assert (await store.queues())[SALES] == Queue(SALES, ring_seconds=14, version=3)
    assert [(one.version, one.at, one.by) for one in await store.history("queue", SALES)] == [
        (3, 103.0, "crm"),
        (2, 102.0, "Sue"),
        (1, 50.0, "company.toml"),
    ]
    assert [one.version for one in await store.history("queue", SALES, before=3, limit=1)] == [2]
    assert [one.version for one in await store.since("queue", SALES, 1)] == [2, 3]
    assert await store.newest() == {("queue", SALES): 3}


@pytest.mark.parametrize("version", [1, 2, 4], ids=["as if new", "outdated", "from the future"])
async def test_a_change_that_is_based_on_another_version_changes_nothing(store: StaffStore, version: int) -> None:
    await store.save_queues([Queue(SALES, version=1)])
    await store.change(change(2, ring=12))
    with pytest.raises(Conflict, match="Somebody changed the queue sales meanwhile: load it again"):
        await store.change(change(version, ring=99))
    assert (await store.queues())[SALES].ring_seconds == 12
    assert [one.version for one in await store.history("queue", SALES)] == [2, 1]


async def test_a_new_queue_is_a_first_version_and_so_is_a_new_agent_whose_phone_gets_a_secret(
    store: StaffStore,
) -> None:
    await store.change(change(1, ring=12))
    assert (await store.queues())[SALES] == Queue(SALES, ring_seconds=12, version=1)
    await store.change(change(1, kind="agent", name=ANNA))
    secret = (await store.sip_secrets())[ANNA]
    assert len(secret) > 20
    with pytest.raises(Conflict):
        await store.change(change(1, kind="agent", name=ANNA))
    await store.change(change(2, by="Ann", kind="agent", name=ANNA))
    assert (await store.agents())[ANNA] == Agent(ANNA, "Ann", version=2)
    assert await store.sip_secrets() == {ANNA: secret}


async def test_of_several_changes_all_are_made_or_none(store: StaffStore) -> None:
    with pytest.raises(Conflict):
        await store.change(change(1, kind="agent", name=ANNA), change(3, ring=12))
    assert await store.agents() == {}
    assert await store.newest() == {}


async def test_settings_are_found_as_they_were_at_an_instant(store: StaffStore) -> None:
    await store.save_queues([Queue(SALES, threshold=20.0, version=1)], 100.0)
    await store.save_agents([Agent(ANNA, "Anna", (SALES,), version=1)], {ANNA: "s"}, 100.0)
    await store.change(Change("queue", SALES, 2, 200.0, "boss", plain(Queue(SALES, threshold=30.0))))
    await store.change(Change("queue", SUPPORT, 1, 300.0, "boss", plain(Queue(SUPPORT))))
    found = [(await store.in_force(at))[0] for at in (50.0, 100.0, 199.9, 200.0, 1e9)]
    assert [queues[SALES].threshold for queues in found] == [20.0, 20.0, 20.0, 30.0, 30.0]
    assert all(set(queues) == {SALES, SUPPORT} for queues in found), "one made later is as it was at first"
    assert (await store.in_force(0.0))[1][ANNA].queues == (SALES,)
