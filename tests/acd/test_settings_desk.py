"""Settings are in the database first and in the journal right after; whatever dies in between, both agree again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from acd.agent import Agent
from acd.in_force import InForce
from acd.queue import Queue
from acd.settings_desk import SettingsDesk
from acd.store import Change, Conflict, StaffStore
from acd.written import plain
from cti import events as e
from cti.bus import InProcessBus
from cti.database import Database
from cti.errors import ConfigurationError
from cti.journal import Journal
from switchroom.tables import metadata
from tests.acd.desk import ANNA, SALES, SUPPORT
from tests.agent_console.site import HandClock

T0 = 1_000_000.0


class Life:
    """One life of a server, as far as settings go; the next one begins on the same folder."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder}/s.db")
        self.store = StaffStore(self.database)
        self.journal = Journal(self.database, InProcessBus(), folder / "outbox")
        self.facts: list[e.Event] = []

    async def begin(self) -> "Life":
        async with self.database.writing() as connection:
            await connection.run_sync(metadata.create_all)
        await self.journal.open()
        in_force = InForce(await self.store.queues(), await self.store.agents(), await self.store.removed())
        self.journal.observe(lambda recorded: in_force.apply(recorded.event))
        self.journal.observe(lambda recorded: self.facts.append(recorded.event))
        self.desk = SettingsDesk(self.store, self.journal, HandClock(T0), in_force)
        await self.desk.open()
        return self

    async def end(self) -> None:
        await self.journal.close()
        await self.database.close()

    def told(self) -> list[tuple[str, int, str]]:
        queues = [(f.queue, f.version, f.by) for f in self.facts if isinstance(f, e.QueueConfigured)]
        return queues + [(f.agent, f.version, f.by) for f in self.facts if isinstance(f, e.AgentConfigured)]


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    first = Life(tmp_path)
    async with first.database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    await first.store.save_queues([Queue(SALES, version=1), Queue(SUPPORT, version=1)], T0)
    await first.store.save_agents([Agent(ANNA, "Anna", (SALES,), version=1)], {ANNA: "secret"}, T0)
    yield await first.begin()
    await first.end()


async def test_the_first_start_tells_the_journal_everything_and_the_next_one_nothing(
    life: Life, tmp_path: Path
) -> None:
    told = {(name, version) for name, version, _ in life.told()}
    assert told == {(SALES, 1), (SUPPORT, 1), (ANNA, 1)}
    await life.journal.flush()
    second = await Life(tmp_path).begin()
    assert second.facts == []
    await second.end()


async def test_a_change_is_in_force_written_and_told(life: Life) -> None:
    changed = await life.desk.change_queue(SALES, {"ring_seconds": 12}, 1, "Sue")
    assert changed == Queue(SALES, ring_seconds=12, version=2)
    assert life.desk.in_force.queues[SALES] == changed == (await life.store.queues())[SALES]
    fact = life.facts[-1]
    assert fact == e.QueueConfigured(at=T0, queue=SALES, version=2, by="Sue", settings=plain(changed))
    agent = await life.desk.change_agent(ANNA, {"queues": ["support"], "skills": {"french": 3}}, None, "Sue")
    assert (agent.queues, agent.skills, agent.version) == ((SUPPORT,), {"french": 3}, 2)


async def test_a_change_that_changes_nothing_is_no_version(life: Life) -> None:
    told = life.told()
    assert (await life.desk.change_queue(SALES, {"ring_seconds": 20.0}, 1, "Sue")).version == 1
    assert life.told() == told


async def test_what_is_based_on_an_old_version_is_a_conflict(life: Life) -> None:
    await life.desk.change_queue(SALES, {"ring_seconds": 12}, 1, "Sue")
    with pytest.raises(Conflict, match="load it again"):
        await life.desk.change_queue(SALES, {"ring_seconds": 14}, 1, "Adam")
    with pytest.raises(Conflict):
        await life.desk.replace_queue(SALES, {}, 7, "Adam")
    with pytest.raises(Conflict):
        await life.desk.add_queue(SALES, {}, "Adam")
    assert life.desk.in_force.queues[SALES].version == 2


async def test_a_wrong_document_changes_nothing(life: Life) -> None:
    before = life.told()
    with pytest.raises(ConfigurationError, match="ring_seconds"):
        await life.desk.change_queue(SALES, {"ring_seconds": 0, "threshold": 30}, 1, "Sue")
    assert (await life.store.queues())[SALES] == Queue(SALES, version=1)
    assert life.told() == before


async def test_death_between_database_and_journal_is_made_good_at_the_next_start(life: Life, tmp_path: Path) -> None:
    document = plain(Queue(SALES, ring_seconds=12))
    await life.journal.flush()
    await life.store.change(Change("queue", SALES, 2, T0 + 5, "Sue", document))
    await life.store.change(Change("queue", SALES, 3, T0 + 6, "Sue", document))
    second = await Life(tmp_path).begin()
    assert second.told() == [(SALES, 2, "Sue"), (SALES, 3, "Sue")]
    assert [fact.at for fact in second.facts] == [T0 + 5, T0 + 6]
    assert second.desk.in_force.queues[SALES].ring_seconds == 12
    await second.end()


async def test_an_answer_of_the_database_that_was_lost_is_made_good_by_the_next_change(life: Life) -> None:
    await life.store.change(Change("queue", SALES, 2, T0, "Sue", plain(Queue(SALES, ring_seconds=12))))
    with pytest.raises(Conflict):
        await life.desk.change_queue(SALES, {"threshold": 30}, 1, "Adam")
    assert life.told()[-2:-1] == [(SALES, 2, "Sue")]
    assert (await life.desk.change_queue(SALES, {"threshold": 30}, 2, "Adam")).ring_seconds == 12


async def test_a_database_that_is_away_leaves_nothing_half_done(life: Life) -> None:
    async with life.database.writing() as connection:
        await connection.execute(text("ALTER TABLE settings_history RENAME TO away"))
    before = life.told()
    with pytest.raises(SQLAlchemyError):
        await life.desk.change_queue(SALES, {"ring_seconds": 12}, 1, "Sue")
    with pytest.raises(SQLAlchemyError):
        await life.store.change(Change("queue", SALES, 2, T0, "Sue", {}))
    assert (await life.store.queues())[SALES] == Queue(SALES, version=1) == life.desk.in_force.queues[SALES]
    assert life.told() == before
    async with life.database.writing() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO settings_history"))
    assert (await life.desk.change_queue(SALES, {"ring_seconds": 12}, 1, "Sue")).version == 2


async def test_the_switch_works_without_the_database_and_stays_thrown(life: Life, tmp_path: Path) -> None:
    life.desk.close_site({"en": "Fire alarm."}, "Sue")
    closed = life.desk.in_force.closed
    assert closed is not None
    assert (closed.by, closed.text) == ("Sue", {"en": "Fire alarm."})
    await life.journal.flush()
    latest = await life.journal.store.latest(("site_closed", "site_reopened"))
    assert latest is not None
    assert latest.event == closed
    life.desk.reopen_site("Adam")
    life.desk.reopen_site("Adam")
    assert life.facts[-1] == e.SiteReopened(at=T0, by="Adam")
    assert sum(isinstance(fact, e.SiteReopened) for fact in life.facts) == 1
    for wrong, sentence in (({}, "text is empty; write what callers hear"), ({"en": ""}, "text.en is empty")):
        with pytest.raises(ConfigurationError, match=sentence):
            life.desk.close_site(wrong, "Sue")


async def nothing() -> None:
    """Nothing needs the queue."""


async def test_a_queue_that_is_gone_stays_gone_and_may_come_again_under_its_id(life: Life, tmp_path: Path) -> None:
    await life.desk.change_queue(SUPPORT, {"threshold": 9}, 1, "Sue")
    with pytest.raises(Conflict):
        await life.desk.remove_queue(SUPPORT, 1, "Sue", nothing)
    await life.desk.remove_queue(SUPPORT, 2, "Sue", nothing)
    assert life.facts[-1] == e.QueueRemoved(at=T0, queue=SUPPORT, version=3, by="Sue")
    assert set(await life.store.queues()) == set(life.desk.in_force.queues) == {SALES}
    removed = await life.store.removed()
    assert removed == life.desk.in_force.removed == {SUPPORT: Queue(SUPPORT, threshold=9.0, version=3)}
    assert SUPPORT not in (await life.store.in_force(T0 + 1))[0]
    with pytest.raises(Conflict):
        await life.desk.change_queue(SUPPORT, {"threshold": 9}, None, "Adam")
    with pytest.raises(ConfigurationError, match="a queue that exists"):
        await life.desk.change_agent(ANNA, {"queues": ["support"]}, None, "Sue")
    await life.journal.flush()
    second = await Life(tmp_path).begin()
    assert second.facts == []
    assert (await second.desk.add_queue(SUPPORT, {}, "Sue")).version == 4
    assert second.desk.in_force.removed == {}
    assert (await second.store.queues())[SUPPORT] == Queue(SUPPORT, version=4)
    await second.end()


async def test_what_refuses_has_changed_nothing(life: Life) -> None:
    async def needed() -> None:
        raise ConfigurationError("Agents serve it.")

    with pytest.raises(ConfigurationError):
        await life.desk.remove_queue(SUPPORT, None, "Sue", needed)
    assert SUPPORT in await life.store.queues()
    assert SUPPORT in life.desk.in_force.queues


async def test_a_removal_that_the_journal_has_not_heard_of_is_told_at_the_next_start(
    life: Life, tmp_path: Path
) -> None:
    await life.journal.flush()
    await life.store.change(Change("queue", SUPPORT, 2, T0, "Sue", {}))
    second = await Life(tmp_path).begin()
    assert second.facts == [e.QueueRemoved(at=T0, queue=SUPPORT, version=2, by="Sue")]
    assert set(second.desk.in_force.queues) == {SALES}
    await second.end()
