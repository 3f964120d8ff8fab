"""The caller is looked up while the menu talks, and the call never waits for it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crm_bridge.customer import Customer, draft
from crm_bridge.phone_number import PhoneNumber
from cti import events as e
from cti.database import Database
from cti.ids import CustomerId
from tests.crm_bridge.floor import CALL, T0, Floor, HandClock, arrived, open_floor
from tests.doubles.memory_directory import MemoryDirectory


@dataclass
class SlowDirectory(MemoryDirectory):
    """A directory that answers when it is let, or fails when it is told to."""

    let: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None
    asked: int = 0

    async def find_by_number(self, number: PhoneNumber) -> tuple[Customer, ...]:
        self.asked += 1
        await self.let.wait()
        if self.failure:
            raise self.failure
        return await super().find_by_number(number)


@dataclass
class Slow:
    floor: Floor
    directory: SlowDirectory

    async def recognised(self, count: int) -> list[e.Event]:
        async with asyncio.timeout(2):
            while len(found := await self.floor.told(e.CallerRecognised)) < count:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.02)
        return found


@pytest.fixture
async def slow(sqlite: Database, tmp_path: Path, clock: HandClock) -> AsyncIterator[Slow]:
    directory = SlowDirectory()
    floor = await open_floor(sqlite, tmp_path, clock, directory, deadline=0.05)
    yield Slow(floor, directory)
    await floor.close()


async def make(directory: MemoryDirectory, name: str, number: str = "13800138001") -> CustomerId:
    return (await directory.create(draft(name=name, numbers=[number], region="CN"))).id


async def test_one_customer_is_recognised(slow: Slow) -> None:
    slow.directory.let.set()
    wang = await make(slow.directory, "王伟")
    slow.floor.say(arrived())
    assert await slow.recognised(1) == [e.CallerRecognised(at=T0, call=CALL, customer=wang)]


async def test_several_customers_are_candidates(slow: Slow) -> None:
    slow.directory.let.set()
    both = (await make(slow.directory, "王伟"), await make(slow.directory, "王芳"))
    slow.floor.say(arrived())
    assert await slow.recognised(1) == [e.CallerRecognised(at=T0, call=CALL, candidates=both)]


@pytest.mark.parametrize("caller", ["+8613900139000", "anonymous", "", "9" * 40])
async def test_nobody_is_told_as_nobody(slow: Slow, caller: str) -> None:
    slow.directory.let.set()
    slow.floor.say(arrived(caller=caller))
    assert await slow.recognised(1) == [e.CallerRecognised(at=T0, call=CALL)]


async def test_a_slow_directory_is_not_waited_for_and_tells_later(slow: Slow) -> None:
    wang = await make(slow.directory, "王伟")
    slow.floor.say(arrived())
    assert await slow.recognised(1) == [e.CallerRecognised(at=T0, call=CALL)]
    slow.directory.let.set()
    assert (await slow.recognised(2))[1] == e.CallerRecognised(at=T0, call=CALL, customer=wang)


async def test_a_slow_directory_that_knows_nobody_says_nothing_more(slow: Slow) -> None:
    slow.floor.say(arrived())
    await slow.recognised(1)
    slow.directory.let.set()
    assert len(await slow.recognised(1)) == 1


async def test_a_person_who_was_quicker_is_not_contradicted(slow: Slow) -> None:
    await make(slow.directory, "王伟")
    slow.floor.say(arrived())
    await slow.recognised(1)
    slow.floor.say(e.CustomerLinked(at=T0 + 1, call=CALL, customer=CustomerId("other")))
    await asyncio.sleep(0.01)
    slow.directory.let.set()
    assert len(await slow.recognised(1)) == 1


async def test_a_broken_directory_leaves_the_number_alone(slow: Slow) -> None:
    slow.directory.failure = RuntimeError("the other CRM is down")
    slow.directory.let.set()
    slow.floor.say(arrived())
    assert await slow.recognised(1) == [e.CallerRecognised(at=T0, call=CALL)]


async def test_a_call_is_looked_up_by_the_next_life_if_this_one_dies(
    sqlite: Database, tmp_path: Path, clock: HandClock
) -> None:
    stuck = SlowDirectory()
    first = await open_floor(sqlite, tmp_path, clock, stuck, deadline=60)
    first.say(arrived())
    async with asyncio.timeout(2):
        while not stuck.asked:
            await asyncio.sleep(0.005)
    await first.close()
    quick = SlowDirectory()
    quick.let.set()
    wang = await make(quick, "王伟")
    second = await open_floor(sqlite, tmp_path, clock, quick)
    told = await Slow(second, quick).recognised(1)
    assert told == [e.CallerRecognised(at=T0, call=CALL, customer=wang)]
    await second.close()
    third = await open_floor(sqlite, tmp_path, clock, quick)
    assert len(await Slow(third, quick).recognised(1)) == 1
    await third.close()
