"""The contract of the bus, within one process and over Redis: order, everybody, and an end after what was said."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from cti import events as e
from cti.bus import Bus, InProcessBus, Recorded, Subscription
from cti.bus_redis import RedisBus
from cti.ids import CallId, CustomerId
from tests.cti.world import arrived, note


@dataclass
class Ends:
    """Where a fact is said, and where it is heard."""

    speaker: Bus
    hearer: Bus


async def _two_processes(url: str) -> AsyncIterator[Ends]:
    ends = Ends(RedisBus(url), RedisBus(url))
    for bus in (ends.speaker, ends.hearer):
        await bus.open()
    yield ends
    for bus in (ends.speaker, ends.hearer):
        await bus.close()


@pytest.fixture
async def within() -> AsyncIterator[Ends]:
    bus = InProcessBus()
    await bus.open()
    yield Ends(bus, bus)
    await bus.close()


@pytest.fixture
async def across(redis_url: str) -> AsyncIterator[Ends]:
    async for ends in _two_processes(redis_url):
        yield ends


@pytest.fixture(params=["within", pytest.param("across", marks=pytest.mark.redis)])
def ends(request: pytest.FixtureRequest) -> Ends:
    found: Ends = request.getfixturevalue(request.param)
    return found


async def take(subscription: Subscription, count: int) -> list[Recorded]:
    async with asyncio.timeout(10):
        return [await anext(subscription) for _ in range(count)]


FACTS = [Recorded(number, note(number)) for number in range(1, 41)]


async def test_every_subscriber_hears_every_fact_in_order(ends: Ends) -> None:
    one, two = ends.hearer.subscribe(), ends.hearer.subscribe()
    for fact in FACTS:
        ends.speaker.publish(fact)
    assert await take(one, 40) == FACTS
    assert await take(two, 40) == FACTS


async def test_one_who_stopped_listening_costs_and_hears_nothing(ends: Ends) -> None:
    quiet, other = ends.hearer.subscribe(), ends.hearer.subscribe()
    with quiet:
        ends.speaker.publish(FACTS[0])
        assert await take(quiet, 1) == FACTS[:1]
    ends.speaker.publish(FACTS[1])
    assert await take(other, 2) == FACTS[:2]
    assert quiet.waiting() == 0
    quiet.close()


async def test_a_subscriber_hears_from_now_on(ends: Ends) -> None:
    first = ends.hearer.subscribe()
    ends.speaker.publish(FACTS[0])
    await take(first, 1)
    late = ends.hearer.subscribe()
    ends.speaker.publish(FACTS[1])
    assert await take(late, 1) == [FACTS[1]]


async def test_the_end_comes_after_what_was_said(ends: Ends) -> None:
    subscription = ends.speaker.subscribe()
    for fact in FACTS[:3]:
        ends.speaker.publish(fact)
    await ends.speaker.close()
    async with asyncio.timeout(10):
        assert [fact async for fact in subscription] == FACTS[:3]


async def test_facts_arrive_as_they_were_said(ends: Ends) -> None:
    fact = Recorded(7, e.CallerRecognised(at=1.5, call=arrived().call, candidates=(CustomerId("ä"), CustomerId("🙂"))))
    subscription = ends.hearer.subscribe()
    ends.speaker.publish(fact)
    assert await take(subscription, 1) == [fact]


@pytest.mark.redis
async def test_who_says_a_fact_hears_it_at_once_and_once(across: Ends) -> None:
    own = across.speaker.subscribe()
    across.speaker.publish(FACTS[0])
    assert own.waiting() == 1, "without a way over Redis"
    echo = across.hearer.subscribe()
    across.speaker.publish(FACTS[1])
    await take(echo, 1)
    across.hearer.publish(Recorded(3, note(3)))
    assert [fact.position for fact in await take(own, 3)] == [1, 2, 3]


@pytest.mark.redis
async def test_a_fact_sent_twice_is_heard_once(across: Ends) -> None:
    heard = across.hearer.subscribe()
    for fact in (FACTS[0], FACTS[1], FACTS[1], FACTS[0], FACTS[2]):
        across.speaker.publish(fact)
    assert await take(heard, 3) == FACTS[:3]


@pytest.mark.redis
async def test_a_process_that_joins_later_does_not_hear_the_past_as_the_present(redis_url: str, across: Ends) -> None:
    heard = across.hearer.subscribe()
    across.speaker.publish(FACTS[0])
    await take(heard, 1)
    newcomer = RedisBus(redis_url)
    await newcomer.open()
    live = newcomer.subscribe()
    across.speaker.publish(FACTS[1])
    assert await take(live, 1) == [FACTS[1]]
    await newcomer.close()


@pytest.mark.redis
async def test_connections_that_redis_cuts_are_made_anew_and_nothing_is_lost(redis_url: str, across: Ends) -> None:
    from redis.asyncio import Redis

    heard = across.hearer.subscribe()
    async with Redis.from_url(redis_url) as administrator:
        for fact in FACTS:
            if fact.position % 10 == 0:
                await administrator.client_kill_filter(skipme=True, _type="normal")
            across.speaker.publish(fact)
            await asyncio.sleep(0)
    assert await take(heard, 40) == FACTS


async def test_who_names_kinds_hears_only_those_and_the_end(ends: Ends) -> None:
    picky, all_ears = ends.hearer.subscribe(e.CallArrived), ends.hearer.subscribe()
    facts = [
        Recorded(1, note(1)),
        Recorded(2, arrived(call=CallId("main-2"))),
        Recorded(3, note(3)),
        Recorded(4, arrived(call=CallId("main-4"))),
    ]
    for recorded in facts:
        ends.speaker.publish(recorded)
    assert await take(picky, 2) == [facts[1], facts[3]]
    assert await take(all_ears, 4) == facts
    assert picky.waiting() == 0
    await ends.hearer.close()
    assert [one async for one in picky] == []


async def test_who_comes_and_who_leaves_is_noticed_between_two_facts_of_one_kind(ends: Ends) -> None:
    first = ends.hearer.subscribe()
    ends.speaker.publish(FACTS[0])
    assert await take(first, 1) == [FACTS[0]]
    second = ends.hearer.subscribe()
    first.close()
    ends.speaker.publish(FACTS[1])
    assert await take(second, 1) == [FACTS[1]]
    assert first.waiting() == 0
