"""What Asterisk has written is stored once, whole, and only then deleted; what cannot be recorded is told."""

import asyncio
import io
import os
import wave as wav
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from cti import events as e
from cti.ids import OfferId, RecordingId
from recordings import runner
from recordings.policy import Policy
from recordings.runner import Recorder
from recordings.storage import FolderStorage
from tests.cti.world import ANNA, CALL, OFFER, T0, HandClock, Life, talk, until
from tests.recordings.test_wave import raw

ENDED = e.SegmentEnded(at=T0 + 60, call=CALL, agent=ANNA, offer=OFFER)
RECORDING = RecordingId(OFFER)
Make = Callable[..., Recorder]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "SETTLE_SECONDS", 0.01)


@pytest.fixture
async def make(life: Life, tmp_path: Path) -> AsyncIterator[Make]:
    made: list[Recorder] = []

    def recorder(policy: Policy | None = None, folder: str = "raw") -> Recorder:
        storage = FolderStorage(tmp_path / "stored")
        made.append(Recorder(tmp_path / folder, storage, policy or Policy(least_free=0), life.journal, HandClock()))
        return made[-1]

    (tmp_path / "raw").mkdir()
    yield recorder
    for one in made:
        await one.close()


def told(life: Life, *kinds: type[e.Event]) -> Callable[[], list[e.Event]]:
    facts: list[e.Event] = []
    life.journal.observe(lambda recorded: facts.append(recorded.event) if isinstance(recorded.event, kinds) else None)
    return lambda: facts


def stored(folder: Path) -> list[bytes]:
    with wav.open(io.BytesIO((folder / "stored" / f"{OFFER}.wav").read_bytes())) as sound:
        frames = sound.readframes(sound.getnframes())
    return [frames[index : index + 4] for index in range(0, len(frames), 4)]


async def test_a_conversation_is_recorded_stored_and_the_raw_file_deleted(
    life: Life, make: Make, tmp_path: Path
) -> None:
    recorder, facts = make(), told(life, e.RecordingStarted, e.RecordingStored, e.RecordingFailed)
    file = Path(recorder.file_for(CALL, OFFER, OFFER))
    file.write_bytes(raw(2.0))
    await recorder.start(life.bus.subscribe())
    life.say(*talk(), ENDED)
    await until(lambda: len(facts()) == 2)
    await until(lambda: not file.exists())
    started, kept = facts()
    assert isinstance(started, e.RecordingStarted)
    assert kept == e.RecordingStored(at=T0, call=CALL, offer=OFFER, recording=RECORDING, duration=2.0)
    assert (tmp_path / "stored" / f"{OFFER}.wav").stat().st_mode & 0o077 == 0, "for the server's user alone"


async def test_what_was_said_on_hold_is_not_in_it(life: Life, make: Make, tmp_path: Path) -> None:
    recorder, facts = make(), told(life, e.RecordingStored)
    (tmp_path / "raw" / f"{OFFER}.raw").write_bytes(raw(1.0) + raw(1.0, 5, 5) + raw(1.0))
    held = e.CallHeld(at=T0 + 9, call=CALL, offer=OFFER)
    life.say(*talk(), held, e.CallRetrieved(at=T0 + 10, call=CALL, offer=OFFER), ENDED)
    await recorder.taking.take(OFFER)
    assert facts()[0].duration == 2.0  # type: ignore[attr-defined]
    assert set(stored(tmp_path)) == {b"\2\0\1\0"}


async def test_the_parts_of_a_phone_that_came_back_are_joined_in_order(life: Life, make: Make, tmp_path: Path) -> None:
    recorder = make()
    for number in (10, 2, 1, 0):
        name = f"{OFFER}-r{number}.raw" if number else f"{OFFER}.raw"
        (tmp_path / "raw" / name).write_bytes(raw(0.001, agent=number, customer=number))
    (tmp_path / "raw" / f"{OFFER}0.raw").write_bytes(raw(0.001, 99, 99))
    life.say(*talk(), ENDED)
    await recorder.taking.take(OFFER)
    assert [frame[0] for frame in stored(tmp_path)[::8]] == [0, 1, 2, 10]
    assert [file.name for file in (tmp_path / "raw").iterdir()] == [f"{OFFER}0.raw"], "o10 is another offer than o1"


async def test_files_left_by_an_earlier_life_are_taken_when_their_conversation_is_over(
    life: Life, make: Make, tmp_path: Path
) -> None:
    going_on = OfferId("main-9.9-o1")
    for offer in (OFFER, going_on):
        (tmp_path / "raw" / f"{offer}.raw").write_bytes(raw(0.1))
    life.say(*talk(), ENDED)
    recorder, facts = make(), told(life, e.RecordingStored)
    await recorder.start(life.bus.subscribe())
    life.say(e.TelephonyRestored(at=T0, node="main"))
    await until(facts)
    assert [fact.offer for fact in facts()] == [OFFER]  # type: ignore[attr-defined]
    assert (tmp_path / "raw" / f"{going_on}.raw").exists()


async def test_a_recording_asked_for_twice_at_once_is_stored_once(life: Life, make: Make, tmp_path: Path) -> None:
    recorder, facts = make(), told(life, e.RecordingStored, e.RecordingFailed)
    (tmp_path / "raw" / f"{OFFER}.raw").write_bytes(raw(30.0))
    life.say(*talk(), ENDED)
    await asyncio.gather(*(recorder.taking.take(OFFER) for _ in range(4)))
    assert [type(fact) for fact in facts()] == [e.RecordingStored]


async def test_a_conversation_without_a_file_is_no_failure(life: Life, make: Make) -> None:
    facts = told(life, e.RecordingStored, e.RecordingFailed)
    await make().taking.take(OFFER)
    assert facts() == []


async def test_a_full_disk_is_told_and_nothing_is_recorded(life: Life, make: Make) -> None:
    facts = told(life, e.RecordingFailed)
    assert make(Policy(least_free=2**62)).file_for(CALL, OFFER, OFFER) == ""
    (failed,) = facts()
    assert isinstance(failed, e.RecordingFailed)
    assert "MB left: this call is not recorded." in failed.reason


async def test_a_folder_that_cannot_be_made_is_told(life: Life, make: Make, tmp_path: Path) -> None:
    facts = told(life, e.RecordingFailed)
    (tmp_path / "file").touch()
    assert make(folder="file/raw").file_for(CALL, OFFER, OFFER) == ""
    assert "set asterisk.recordings" in facts()[0].reason  # type: ignore[attr-defined]


async def test_who_records_nothing_is_asked_for_nothing(life: Life, make: Make) -> None:
    facts = told(life, e.RecordingFailed)
    assert make(Policy(enabled=False, least_free=2**62)).file_for(CALL, OFFER, OFFER) == ""
    assert facts() == []


async def test_a_recording_that_cannot_be_stored_keeps_its_raw_file_for_another_try(
    life: Life, make: Make, tmp_path: Path
) -> None:
    recorder, facts = make(), told(life, e.RecordingStored, e.RecordingFailed)
    file = tmp_path / "raw" / f"{OFFER}.raw"
    file.write_bytes(raw(0.1))
    (tmp_path / "stored").touch()
    recorder.taking.again_seconds = 0.1
    life.say(*talk(), ENDED)
    await recorder.taking.take(OFFER)
    assert file.exists()
    await asyncio.sleep(1)
    (tmp_path / "stored").unlink()
    async with asyncio.timeout(10):
        while file.exists():
            await asyncio.sleep(0.05)
    # told once, however often it was tried
    assert [type(fact) for fact in facts()] == [e.RecordingFailed, e.RecordingStored]
    assert not file.exists()


async def test_storage_keeps_whole_recordings_under_their_id_and_inside_its_folder(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path / "s")
    await storage.put(RecordingId("a-o1"), b"one")
    await storage.put(RecordingId("a-o1"), b"two")
    await storage.put(RecordingId("../../b"), b"three")
    assert await storage.get(RecordingId("a-o1")) == b"two"
    assert await storage.get(RecordingId("../../b")) == b"three"
    assert sorted(path.name for path in tmp_path.rglob("*.wav")) == [".._.._b.wav", "a-o1.wav"]
    assert all(path.parent == tmp_path / "s" for path in tmp_path.rglob("*.wav"))
    for name in ("nothing", "", "x" * 300, "a\0b"):
        assert await storage.get(RecordingId(name)) is None
        assert await storage.local_path(RecordingId(name)) is None


async def test_storage_that_fails_leaves_nothing_half_written(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path / "s")
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.wav").mkdir()
    with pytest.raises(OSError, match="directory"):
        await storage.put(RecordingId("a"), b"x")
    assert os.listdir(tmp_path / "s") == ["a.wav"]
