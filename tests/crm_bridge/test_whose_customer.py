"""Whose the caller is: the customer's owner and last agent are told with the customer, and never make the pop wait."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from crm_bridge.customer import Customer, draft
from crm_bridge.directory import ContactDirectory
from crm_bridge.timeline.store import LAST_AGENT, InteractionStore
from cti import events as e
from cti.database import Database
from cti.ids import AgentId, CallId, CustomerId
from tests.crm_bridge.floor import CALL, T0, WEI, Floor, HandClock, answered_call, arrived, open_floor

AGAIN = CallId("main-1763843000.1")
OWNER = AgentId("1001")
TOMORROW = T0 + 86_400


class SlowStore(InteractionStore):
    """Interactions whose last agent is told when it is let."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.let = asyncio.Event()

    async def last_agent(self, customer: CustomerId) -> AgentId | None:
        await self.let.wait()
        return await super().last_agent(customer)


@pytest.fixture
async def slow_store(sqlite: Database) -> SlowStore:
    return SlowStore(sqlite)


@pytest.fixture
async def slow(sqlite: Database, tmp_path: Path, clock: HandClock, slow_store: SlowStore) -> AsyncIterator[Floor]:
    floor = await open_floor(sqlite, tmp_path, clock, deadline=0.05, interactions=slow_store)
    yield floor
    await floor.close()


async def make(directory: ContactDirectory, name: str = "王伟", owner: AgentId | None = None) -> Customer:
    return await directory.create(
        draft(name=name, numbers=["13800138001"], region="CN", owner=owner, agents={str(OWNER)})
    )


async def recognised(floor: Floor, call: CallId, count: int = 1) -> list[e.CallerRecognised]:
    async with asyncio.timeout(5):
        while True:
            told = [one for one in await floor.told(e.CallerRecognised) if isinstance(one, e.CallerRecognised)]
            found = [one for one in told if one.call == call]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.005)


async def talked_with_wei(floor: Floor, call: CallId = CALL, at: float = T0) -> None:
    floor.say(arrived(at, call=call))
    await recognised(floor, call)
    floor.say(*answered_call(at, call)[1:])
    await floor.settle()


async def test_owner_and_last_agent_are_told_with_the_customer(floor: Floor) -> None:
    wang = await make(floor.crm.directory, owner=OWNER)
    await talked_with_wei(floor)
    floor.say(arrived(TOMORROW, call=AGAIN))
    assert await recognised(floor, AGAIN) == [
        e.CallerRecognised(at=TOMORROW, call=AGAIN, customer=wang.id, owner=OWNER, last_agent=WEI)
    ]


async def test_a_first_call_has_an_owner_at_most(floor: Floor) -> None:
    wang = await make(floor.crm.directory)
    floor.say(arrived())
    assert await recognised(floor, CALL) == [e.CallerRecognised(at=T0, call=CALL, customer=wang.id)]


async def test_of_several_candidates_neither_is_told(floor: Floor) -> None:
    first = await make(floor.crm.directory, owner=OWNER)
    await talked_with_wei(floor)
    second = await make(floor.crm.directory, "王芳", owner=OWNER)
    floor.say(arrived(TOMORROW, call=AGAIN))
    [told] = await recognised(floor, AGAIN)
    assert (told.customer, set(told.candidates), told.owner, told.last_agent) == (
        None,
        {first.id, second.id},
        None,
        None,
    )


async def test_a_call_that_nobody_answered_changes_nothing(floor: Floor) -> None:
    await make(floor.crm.directory)
    await talked_with_wei(floor)
    lost = CallId("main-1763800000.7")
    floor.say(arrived(T0 + 3600, call=lost))
    await recognised(floor, lost)
    floor.say(e.CallEnded(at=T0 + 3700, call=lost, ended_by="caller"))
    await floor.settle()
    floor.say(arrived(TOMORROW, call=AGAIN))
    assert (await recognised(floor, AGAIN))[0].last_agent == WEI


async def test_a_slow_store_does_not_hold_up_the_customer_and_tells_later(slow: Floor, slow_store: SlowStore) -> None:
    slow_store.let.set()
    wang = await make(slow.crm.directory, owner=OWNER)
    await talked_with_wei(slow)
    slow_store.let.clear()
    slow.say(arrived(TOMORROW, call=AGAIN))
    first = e.CallerRecognised(at=TOMORROW, call=AGAIN, customer=wang.id, owner=OWNER)
    assert await recognised(slow, AGAIN) == [first]
    slow_store.let.set()
    assert (await recognised(slow, AGAIN, 2))[1] == e.CallerRecognised(
        at=TOMORROW, call=AGAIN, customer=wang.id, owner=OWNER, last_agent=WEI
    )


async def test_a_failing_store_does_not_lose_the_customer(floor: Floor) -> None:
    wang = await make(floor.crm.directory, owner=OWNER)
    async with floor.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE interactions RENAME TO interactions_elsewhere")
    floor.say(arrived())
    assert await recognised(floor, CALL) == [e.CallerRecognised(at=T0, call=CALL, customer=wang.id, owner=OWNER)]


async def test_the_last_agent_is_found_by_an_index(sqlite: Database) -> None:
    asked = LAST_AGENT.params(customer="c").compile(compile_kwargs={"literal_binds": True})
    async with sqlite.reading() as connection:
        plan = (await connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))).all()
    assert len(plan) == 1
    assert "USING INDEX ix_interactions_customer" in plan[0].detail
