"""A customer who talked with Anna yesterday calls again: she is waited for, unless she goes home."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from acd.agent import Agent
from acd.queue import LAST_AGENT, Queue
from crm_bridge.customer import Customer, draft
from crm_bridge.phone_number import parse
from crm_bridge.screen_pop import recognised
from crm_bridge.timeline.interaction import interaction_of
from crm_bridge.timeline.store import InteractionStore
from cti import events as e
from cti.database import Database, metadata
from cti.ids import AgentId, CallId
from cti.machine import Machine
from ivr.loader import read
from tests.doubles.memory_directory import MemoryDirectory
from tests.walks.floor import ANNA, BEN, FLOW, SALES, CallCentre, call_centre

NUMBER, OTHER = "+8613800138001", "+8613900139002"


def machines() -> list[Machine]:
    queue = Queue(SALES, ring_seconds=20, wrap_up_seconds=0, prefer=LAST_AGENT, prefer_seconds=60)
    agents = {name: Agent(name, str(name), (SALES,)) for name in (ANNA, BEN)}
    return call_centre(queue, agents, read(FLOW, "walk.toml", "UTC", ["sales"]))


@dataclass
class Story:
    """The floor, with the customers and their timeline beside it."""

    floor: CallCentre
    directory: MemoryDirectory
    interactions: InteractionStore

    async def knows_the_caller(self, call: CallId, number: str = NUMBER) -> None:
        """The look-up answers."""
        found = await self.directory.find_by_number(parse(number, "CN"))
        last = await self.interactions.last_agent(found[0].id) if len(found) == 1 else None
        self.floor.happens(recognised(call, self.floor.exchange.now, found, last))

    def presses_one(self, number: str) -> CallId:
        call = self.floor.exchange.dials(number)
        self.floor.exchange.hears_out(call)
        self.floor.exchange.presses(call, "1")
        return call

    async def calls_again(self) -> CallId:
        """The customer dials, is recognised while the menu talks, and waits."""
        call = self.floor.exchange.dials(NUMBER)
        await self.knows_the_caller(call)
        self.floor.exchange.hears_out(call)
        self.floor.exchange.presses(call, "1")
        return call

    def talks(self, agent: AgentId, number: str = OTHER) -> CallId:
        """Somebody calls, and this agent, who alone is free, talks with them."""
        call = self.presses_one(number)
        assert self.rings_at(call) == agent
        self.floor.exchange.answers(call)
        return call

    def rings_at(self, call: CallId) -> AgentId | None:
        rings = self.floor.exchange.lines[call].rings
        return rings[1] if rings else None


async def yesterday(story: Story) -> Customer:
    """Anna talks with the customer, and the call becomes a line of the timeline."""
    wang = await story.directory.create(draft(name="Wang", numbers=[NUMBER], region="CN"))
    story.floor.comes_to_work(ANNA)
    call = await story.calls_again()
    story.floor.exchange.answers(call)
    story.floor.passes(30)
    story.floor.exchange.agent_hangs_up(call)
    record = interaction_of(event for event in story.floor.journal if getattr(event, "call", None) == call)
    assert record is not None
    assert (record.customer, record.agent) == (wang.id, ANNA)
    await story.interactions.project([record], None)
    story.floor.passes(86_400)
    return wang


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    database = Database(f"sqlite:///{tmp_path}/walk.db")
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    story = Story(CallCentre(machines), MemoryDirectory(), InteractionStore(database))
    await yesterday(story)
    yield story
    await database.close()


async def test_who_talked_with_anna_yesterday_waits_for_her_though_ben_is_free(story: Story) -> None:
    floor = story.floor
    busy = story.talks(ANNA)
    floor.comes_to_work(BEN)
    call = await story.calls_again()
    assert story.rings_at(call) is None, "Ben is free, and the call is kept for Anna"
    floor.passes(10)
    floor.exchange.agent_hangs_up(busy)
    assert story.rings_at(call) == ANNA
    floor.exchange.answers(call)
    assert floor.calls.by_id[call].stage == "talk"
    assert floor.presences.get(BEN).state == "ready"


async def test_when_anna_logs_out_ben_gets_the_call_at_once(story: Story) -> None:
    floor = story.floor
    story.talks(ANNA)
    floor.comes_to_work(BEN)
    call = await story.calls_again()
    assert story.rings_at(call) is None
    floor.passes(10)
    floor.happens(e.AgentLoggedOut(at=floor.exchange.now, agent=ANNA))
    assert story.rings_at(call) == BEN
    assert [lapsed.reason for lapsed in floor.journal if isinstance(lapsed, e.PreferenceLapsed)] == ["gone"]


async def test_after_a_minute_anybody_will_do(story: Story) -> None:
    floor = story.floor
    story.talks(ANNA)
    floor.comes_to_work(BEN)
    call = await story.calls_again()
    floor.passes(59)
    assert story.rings_at(call) is None
    floor.passes(1)
    assert story.rings_at(call) == BEN


@pytest.mark.parametrize("dies", [False, True], ids=["lives", "dies"])
async def test_a_look_up_that_answers_only_while_the_caller_waits_is_not_too_late(story: Story, dies: bool) -> None:
    floor = story.floor
    busy = story.talks(ANNA)
    floor.comes_to_work(BEN)
    other = story.talks(BEN, "+8613700137003")
    call = story.presses_one(NUMBER)
    floor.passes(5)
    await story.knows_the_caller(call)
    if dies:
        floor.dies()
        floor.starts_again()
    floor.exchange.agent_hangs_up(other)
    assert floor.presences.get(BEN).state == "ready"
    assert story.rings_at(call) is None, "Ben is free first, and the call is kept for Anna"
    floor.passes(5)
    floor.exchange.agent_hangs_up(busy)
    assert story.rings_at(call) == ANNA
