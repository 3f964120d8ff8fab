"""A caller's message is stored once, whoever dies; one in which nothing is said is not kept."""

import io
import os
import wave as wav
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from cti import events as e
from cti.ids import CallId, call_of_message, message_id
from recordings import wave
from recordings.messages import Messages
from recordings.policy import Policy
from recordings.storage import FolderStorage
from tests.cti.world import CALL, OFFER, OTHER, T0, HandClock, Life, arrived, until

RECORDING = message_id(CALL)
Make = Callable[..., Messages]


@pytest.fixture
async def make(life: Life, tmp_path: Path) -> AsyncIterator[Make]:
    made: list[Messages] = []

    def messages(policy: Policy | None = None, folder: str = "raw") -> Messages:
        storage = FolderStorage(tmp_path / "stored")
        made.append(Messages(tmp_path / folder, storage, policy or Policy(least_free=0), life.journal, HandClock()))
        return made[-1]

    yield messages
    for one in made:
        await one.close()


def told(life: Life) -> list[e.Event]:
    facts: list[e.Event] = []
    kinds = (e.VoicemailLeft, e.VoicemailFailed)
    life.journal.observe(lambda recorded: facts.append(recorded.event) if isinstance(recorded.event, kinds) else None)
    return facts


def spoken(seconds: float, loud: int = 9000) -> bytes:
    return np.full(round(seconds * wave.RATE), loud, dtype="<i2").tobytes()


def ended(call: CallId = CALL) -> e.CallEnded:
    return e.CallEnded(at=T0 + 60, call=call, ended_by="caller")


def test_a_message_is_named_after_its_call_and_a_conversation_is_none() -> None:
    assert call_of_message(message_id(CALL)) == CALL
    assert call_of_message(OFFER) is None


async def test_a_message_is_stored_when_the_call_is_over_and_the_raw_file_deleted(
    life: Life, make: Make, tmp_path: Path
) -> None:
    messages, facts = make(), told(life)
    file = Path(messages.file_for(CALL))
    file.write_bytes(spoken(2.5) + b"\1")
    messages.start(life.bus.subscribe())
    life.say(arrived(), arrived(call=OTHER), ended(OTHER), ended())
    await until(lambda: facts and not file.exists())
    assert facts == [e.VoicemailLeft(at=T0, call=CALL, recording=RECORDING, duration=2.5)]
    with wav.open(io.BytesIO((tmp_path / "stored" / f"{RECORDING}.wav").read_bytes())) as sound:
        assert (sound.getnchannels(), sound.getnframes()) == (1, 20000)


@pytest.mark.parametrize("raw", [b"", spoken(0.9), spoken(20, loud=40), b"\1"])
async def test_what_says_nothing_is_not_kept_and_that_is_told(
    life: Life, make: Make, tmp_path: Path, raw: bytes
) -> None:
    messages, facts = make(), told(life)
    file = Path(messages.file_for(CALL))
    file.write_bytes(raw)
    life.say(arrived(), ended())
    await messages.taking.take(CALL)
    assert facts == [e.VoicemailFailed(at=T0, call=CALL, reason="empty")]
    assert not file.exists()
    assert not (tmp_path / "stored").exists()


async def test_messages_left_by_an_earlier_life_are_taken_when_their_call_is_over(life: Life, make: Make) -> None:
    messages, facts = make(), told(life)
    over, alive = Path(messages.file_for(CALL)), Path(messages.file_for(OTHER))
    for file in (over, alive):
        file.write_bytes(spoken(3))
    life.say(arrived(), ended(), arrived(call=OTHER))
    messages.start(life.bus.subscribe())
    life.say(e.TelephonyRestored(at=T0, node="main"))
    await until(lambda: facts and not over.exists())
    assert [fact.call for fact in facts] == [CALL]  # type: ignore[attr-defined]
    assert alive.exists()


async def test_killed_between_the_fact_and_the_deletion_nothing_is_told_twice(life: Life, make: Make) -> None:
    messages, facts = make(), told(life)
    file = Path(messages.file_for(CALL))
    file.write_bytes(spoken(3))
    life.say(arrived(), ended(), e.VoicemailLeft(at=T0, call=CALL, recording=RECORDING, duration=3.0))
    await messages.taking.take(CALL)
    assert len(facts) == 1
    assert not file.exists()
    await messages.taking.take(CALL)
    assert len(facts) == 1


async def test_without_room_the_caller_can_be_told_and_the_log_says_what_to_do(life: Life, make: Make) -> None:
    facts = told(life)
    assert make(Policy(least_free=2**60)).file_for(CALL) == ""
    (failed,) = facts
    assert isinstance(failed, e.VoicemailFailed)
    assert "Free space" in failed.reason


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_cannot_be_made_is_told(life: Life, make: Make, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    facts = told(life)
    assert make(folder="other").file_for(CALL) == ""
    assert "set asterisk.recordings" in facts[0].reason  # type: ignore[attr-defined]
    tmp_path.chmod(0o700)


async def test_what_cannot_be_stored_stays_and_is_tried_again(life: Life, make: Make, tmp_path: Path) -> None:
    messages, facts = make(), told(life)
    messages.taking.again_seconds = 0.05
    file = Path(messages.file_for(CALL))
    file.write_bytes(spoken(3))
    (tmp_path / "stored").write_text("a file where the folder should be")
    life.say(arrived(), ended())
    await messages.taking.take(CALL)
    assert file.exists()
    (tmp_path / "stored").unlink()
    await until(lambda: not file.exists())
    assert [type(fact) for fact in facts] == [e.VoicemailFailed, e.VoicemailLeft]
