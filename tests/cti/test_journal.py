"""The journal loses nothing and repeats nothing: through deaths, torn lines, full disks, a database away."""

import asyncio
import os
import resource
from pathlib import Path

import pytest

from cti import journal as journal_module
from cti import outbox as outbox_module
from cti.bus import Recorded
from cti.database import Database
from cti.outbox import Outbox
from tests.cti.world import Life, arrived, note, until


async def _drop(database: Database) -> None:
    """The database is away as far as the journal can see: its table is."""
    async with database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE journal RENAME TO journal_elsewhere")


async def _restore(database: Database) -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE journal_elsewhere RENAME TO journal")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(journal_module, "BATCH_SECONDS", 0.01)


async def test_facts_get_places_that_grow_by_one_and_reach_the_database_in_order(life: Life) -> None:
    said = life.say(arrived(), *(note(n) for n in range(120)))
    assert [fact.position for fact in said] == list(range(1, 122))
    await life.journal.flush()
    assert await life.in_database() == said
    assert life.journal.written == 121


async def test_observers_know_a_fact_before_any_room_hears_it(life: Life) -> None:
    order: list[str] = []
    with life.bus.subscribe() as live:
        life.journal.observe(lambda recorded: order.append(f"observer {recorded.position} {live.waiting()}"))
        life.say(arrived())
        assert order == ["observer 1 0"]
        assert live.waiting() == 1


async def test_a_service_killed_before_the_database_had_its_facts_loses_none(sqlite: Database, tmp_path: Path) -> None:
    first = await Life(sqlite, tmp_path / "outbox").begin()
    first.say(arrived())
    await first.journal.flush()
    said = first.say(note(1), note(2))
    await first.kill()
    assert len(await first.in_database()) == 1, "the kill came before the writer"

    second = await Life(sqlite, tmp_path / "outbox").begin()
    assert (await second.in_database())[1:] == said
    assert second.say(note(3))[0].position == 4
    await second.end()


async def test_killed_again_and_again_between_any_two_facts_the_places_have_no_gap(
    sqlite: Database, tmp_path: Path
) -> None:
    for number in range(6):
        life = await Life(sqlite, tmp_path / "outbox").begin()
        life.say(*(note(10 * number + n) for n in range(number)))
        await life.kill()
    last = await Life(sqlite, tmp_path / "outbox").begin()
    assert [fact.position for fact in await last.in_database()] == list(range(1, 16))
    await last.end()
    assert last.files() == []


async def test_facts_written_to_both_are_not_in_the_database_twice(sqlite: Database, tmp_path: Path) -> None:
    first = await Life(sqlite, tmp_path / "outbox").begin()
    said = first.say(arrived(), note(1))
    await first.journal.store.append(said)
    await first.kill()
    second = await Life(sqlite, tmp_path / "outbox").begin()
    assert await second.in_database() == said
    await second.end()


@pytest.mark.parametrize("torn", ['{"position":3,"event":{"kind":"note_wr', '{"position":3}', "\x00\x00\x00", "\n"])
async def test_a_line_torn_by_a_power_cut_costs_only_itself(sqlite: Database, tmp_path: Path, torn: str) -> None:
    first = await Life(sqlite, tmp_path / "outbox").begin()
    first.say(arrived(), note(1))
    await first.kill()
    with first.files()[-1].open("a") as file:
        file.write(torn)
    second = await Life(sqlite, tmp_path / "outbox").begin()
    assert [fact.position for fact in await second.in_database()] == [1, 2]
    (recorded,) = second.say(note(2))
    await second.kill()
    third = await Life(sqlite, tmp_path / "outbox").begin()
    assert (await third.in_database())[-1] == recorded
    await third.end()


async def test_a_database_that_is_away_stops_nobody_and_gets_all_facts_when_it_is_back(life: Life) -> None:
    await _drop(life.database)
    with life.bus.subscribe() as live:
        said = life.say(arrived(), *(note(n) for n in range(60)))
        assert live.waiting() == 61, "the rooms hear it all the same"
    await until(lambda: life.journal.database_away)
    assert life.journal.written == 0
    await _restore(life.database)
    await life.journal.flush()
    assert not life.journal.database_away
    assert await life.in_database() == said


async def test_the_outbox_turns_over_and_is_tidied_when_the_database_has_it(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "SEGMENT_BYTES", 600)
    await _drop(life.database)
    life.say(*(note(n) for n in range(50)))
    assert len(life.files()) > 5
    await _restore(life.database)
    await life.journal.flush()
    await until(lambda: len(life.files()) == 1)
    assert life.files()[0].stat().st_size == 0


async def test_many_files_of_an_earlier_life_are_recovered_in_order(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "SEGMENT_BYTES", 300)
    first = await Life(sqlite, tmp_path / "outbox").begin()
    said = first.say(*(note(n) for n in range(40)))
    await first.kill()
    second = await Life(sqlite, tmp_path / "outbox").begin()
    assert await second.in_database() == said
    await second.end()


async def test_a_full_disk_is_survived_in_memory(life: Life) -> None:
    life.journal._outbox._file = os.open("/dev/full", os.O_WRONLY)
    said = life.say(arrived(), note(1))
    await life.journal.flush()
    assert await life.in_database() == said


def test_a_line_that_only_half_fits_on_the_disk_does_not_spoil_the_next(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    outbox.begin(0)
    outbox.add(Recorded(1, note(1)))
    size = (tmp_path / "000000000000001.jsonl").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, hard))
    try:
        with pytest.raises(OSError, match="No space"):
            outbox.add(Recorded(2, note(2)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    outbox.add(Recorded(3, note(3)))
    assert [fact.position for fact in Outbox(tmp_path).recover()] == [1, 3]


async def test_followers_miss_and_repeat_nothing_while_others_record(life: Life) -> None:
    async def follow(after: int) -> list[int]:
        heard = []
        async for recorded in life.journal.follow(after):
            heard.append(recorded.position)
            if recorded.position == 300:
                break
        return heard

    followers = []
    for number in range(300):
        if number % 30 == 0:
            followers.append((number // 2, asyncio.ensure_future(follow(number // 2))))
        life.say(note(number))
        await asyncio.sleep(0.001 if number % 7 == 0 else 0)
    for after, follower in followers:
        assert await asyncio.wait_for(follower, 10) == list(range(after + 1, 301))


async def test_a_follower_hears_what_only_the_outbox_has(life: Life) -> None:
    life.say(arrived())
    await life.journal.flush()
    life.say(note(1))
    stream = life.journal.follow(0)
    assert [(await anext(stream)).position for _ in range(2)] == [1, 2]
    life.say(note(2))
    assert (await asyncio.wait_for(anext(stream), 5)).position == 3
    await stream.aclose()  # type: ignore[attr-defined]
    assert life.bus._subscriptions == [], "a follower that leaves is not told any more"


async def test_the_end_waits_a_moment_for_the_database_and_leaves_the_rest_in_the_outbox(
    sqlite: Database, tmp_path: Path
) -> None:
    life = await Life(sqlite, tmp_path / "outbox").begin()
    await _drop(sqlite)
    said = life.say(arrived())
    await life.end()
    await _restore(sqlite)
    second = await Life(sqlite, tmp_path / "outbox").begin()
    assert await second.in_database() == said
    assert second.journal.position == 1
    await second.end()


async def test_facts_of_a_newer_version_are_kept_for_it(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text('{"position":7,"event":{"kind":"call_beamed_up","at":1.0}}\n')
    assert Outbox(tmp_path).recover() == []
    (kept,) = tmp_path.glob("*.kept")
    assert "call_beamed_up" in kept.read_text()
