"""The board follows the journal, through restarts and midnights."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from cti import events as e
from cti.bus import InProcessBus
from cti.database import Database, metadata
from cti.journal import Journal
from reports.board import Changes
from reports.runner import ReportsRunner
from tests.reports.stories import MIDNIGHT, NOON, PLAN, SALES, WEI, abandoned, answered, call, queued


@dataclass
class HandClock:
    at: float = NOON + 3600

    def now(self) -> float:
        return self.at


@dataclass
class Life:
    """One life of the service over the same files."""

    path: Path
    clock: HandClock

    async def __aenter__(self) -> "Life":
        self.database = Database(f"sqlite:///{self.path}/reports.db")
        async with self.database.writing() as connection:
            await connection.run_sync(metadata.create_all)
        self.bus = InProcessBus()
        self.journal = Journal(self.database, self.bus, self.path / "outbox")
        await self.journal.open()
        self.reports = ReportsRunner(self.journal, self.clock, PLAN)
        await self.reports.start()
        return self

    async def say(self, *facts: e.Event) -> None:
        for fact in facts:
            self.journal.record(fact)
        async with asyncio.timeout(5):
            while self.reports.position < self.journal.position:
                await asyncio.sleep(0.002)

    async def __aexit__(self, *_exc: object) -> None:
        await self.reports.close()
        await self.journal.close()
        await self.bus.close()
        await self.database.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def life(tmp_path: Path, clock: HandClock) -> AsyncIterator[Life]:
    async with Life(tmp_path, clock) as life:
        yield life


async def test_what_happens_is_on_the_board_and_told_to_watchers(life: Life) -> None:
    with life.reports.watch() as watch:
        await life.say(*queued(1, NOON))
        assert SALES in (await watch.next()).queues
        assert life.reports.board.queue(SALES).waiting == 1
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watch.next(), 0.02)
    await life.say(*queued(2, NOON))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(watch.next(), 0.02)


async def test_a_slow_watcher_gets_all_rows_at_once(life: Life) -> None:
    with life.reports.watch() as watch:
        await life.say(*answered(1, NOON), *abandoned(2, NOON, 3))
        assert await watch.next() == Changes(frozenset({SALES}), frozenset({WEI}), True)


async def test_todays_figures_and_their_calls(life: Life) -> None:
    await life.say(*answered(1, NOON), *abandoned(2, NOON, 3))
    assert life.reports.today().total.offered == 2
    assert [row.call for row in life.reports.calls_today("answered", SALES)] == [call(1)]
    assert [row.call for row in life.reports.agent_calls_today("answered", WEI)] == [call(1)]
    assert b"2025-11-22,total,2,1,1" in life.reports.today_csv()


async def test_a_restart_changes_nothing_on_the_board(tmp_path: Path, clock: HandClock) -> None:
    login = e.AgentBecameReady(at=MIDNIGHT - 3600, agent=WEI)
    async with Life(tmp_path, clock) as first:
        await first.say(login, *answered(1, NOON), *queued(2, MIDNIGHT - 60), *abandoned(3, MIDNIGHT - 60, 10))
        board = first.reports.board
        before = (board.queues(), board.agents(), board.totals(), first.reports.today())
    async with Life(tmp_path, clock) as second:
        board = second.reports.board
        assert (board.queues(), board.agents(), board.totals(), second.reports.today()) == before
        assert board.agent(WEI).state == "ready"
        assert board.queue(SALES).waiting == 1
        await second.say(*queued(4, NOON))
        assert board.queue(SALES).waiting == 2


async def test_an_old_journal_is_not_read_again_from_its_beginning(tmp_path: Path, clock: HandClock) -> None:
    async with Life(tmp_path, clock) as first:
        await first.say(*abandoned(1, NOON, 3))
    clock.at += 30 * 86_400
    async with Life(tmp_path, clock) as second:
        assert second.reports.position == 3
        assert second.reports.board.visits() == []


async def test_midnight_comes_without_any_fact(life: Life, clock: HandClock) -> None:
    await life.say(*abandoned(1, NOON, 3))
    with life.reports.watch() as watch:
        clock.at = MIDNIGHT + 86_400
        assert life.reports.today().total.offered == 0
        assert (await watch.next()).totals
    assert life.reports.board.day.date == date(2025, 11, 23)


async def test_a_clock_ahead_does_not_begin_tomorrow(life: Life) -> None:
    await life.say(*abandoned(1, NOON, 3), *queued(2, MIDNIGHT + 86_400 + 5))
    assert life.reports.board.day.date == date(2025, 11, 22)


async def test_any_day_can_be_reported_from_the_journal(life: Life) -> None:
    await life.say(*answered(1, MIDNIGHT - 5), *abandoned(2, NOON, 3))
    await life.journal.flush()
    yesterday = await life.reports.on(date(2025, 11, 21))
    assert (yesterday.total.answered, yesterday.total.abandoned) == (1, 0)
    assert await life.reports.on(date(2025, 11, 22)) == life.reports.today()
