"""`switchroom why` and `switchroom floor --at`: the past, asked from the command line."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from acd.store import StaffStore
from cti import events as e
from cti.bus import Recorded
from cti.database import Database
from cti.ids import CallbackId, CallId, attempt_id
from cti.store import JournalStore
from switchroom.__main__ import app
from switchroom.tables import metadata
from tests.acd.desk import ANNA, BEN, SALES, Shift


def says(*words: str) -> Result:
    return CliRunner().invoke(app, [*words], env={"COLUMNS": "200"})


def clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%H:%M:%S}"


@pytest.fixture
def shift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shift:
    """Anna talks, a call waits for a minute, Ben comes and takes it; all of it in the home's journal."""
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    monkeypatch.setenv("SWITCHROOM_SITE__TIMEZONE", "UTC")
    shift = Shift().works(ANNA)
    shift.answers(shift.calls("first"))
    shift.calls("main-1.2")
    shift.passes(59)
    shift.works(BEN)
    shift.answers(CallId("main-1.2"))
    asyncio.run(_kept(tmp_path, shift))
    return shift


async def _kept(home: Path, shift: Shift) -> None:
    database = Database(f"sqlite:///{home}/switchroom.db")
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    staff = StaffStore(database)
    await staff.save_queues(list(shift.queues), 0.0)
    await staff.save_agents(list(shift.agents), {agent.id: "secret" for agent in shift.agents}, 0.0)
    facts = sorted(shift.journal, key=lambda fact: fact.at)
    await JournalStore(database).append([Recorded(number, fact) for number, fact in enumerate(facts, 1)])
    await database.close()


def test_why_a_call_waited(shift: Shift) -> None:
    result = says("why", "main-1.2")
    assert result.exit_code == 0, result.output
    lines = [line.strip() for line in result.output.splitlines()]
    assert lines[0] == "main-1.2, 1970-01-12"
    assert lines[-1].endswith("1002 answered after 1:01 of waiting.")
    assert "became free, and this call was next" in lines[-2]
    assert "等待 1:01 后由 1002 接听。" in says("why", "main-1.2", "--language", "zh").output


def test_the_floor_while_it_waited(shift: Shift) -> None:
    waited_since = next(fact.at for fact in shift.journal if getattr(fact, "call", "") == "main-1.2")
    at = waited_since + 30
    result = says("floor", "--at", f"1970-01-12T{clock(at)}")
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.output.splitlines()]
    assert ["main-1.2", str(SALES), "0:30", "0", "–"] in rows
    assert ["1001", "1001", "talking", "0:30", "first"] in rows
    assert not [row for row in rows if row[:1] == ["1002"]], "Ben had not come yet"
    later = says("floor", "--at", f"1970-01-12 {clock(shift.now)}").output
    assert "main-1.2" in later.partition("agent")[2], "answered calls stand with their agents"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("why", "main-9.9"), "was ever queued"),
        (("why", "main-1.2", "--language", "tlh"), "use one of en, zh"),
        (("floor", "--at", "yesterday"), "write it as 2026-01-31T14:05:30"),
    ],
)
def test_what_cannot_be_told_is_said_in_a_sentence(shift: Shift, words: tuple[str, ...], sentence: str) -> None:
    result = says(*words)
    assert result.exit_code != 0
    assert sentence in " ".join(result.output.split())


def test_a_home_that_was_never_prepared_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    assert "run `switchroom prepare`" in " ".join(says("floor", "--at", "2026-01-31T10:00").output.split())


def test_why_a_callback_waited_is_told_from_the_wish_on_however_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    shift = Shift()
    callback, asked = CallbackId("main-web-back"), shift.now
    shift.hears(
        e.CallbackRequested(
            at=asked, callback=callback, queue=SALES, number="10086", since=asked, by="web", not_before=asked + 86_400
        )
    )
    shift.passes(86_400)
    shift.works(ANNA).passes(3)
    call = attempt_id(callback, 1)
    shift.hears(e.CallHeldInQueue(at=shift.now, call=call))
    shift.answers(call)
    asyncio.run(_kept(tmp_path, shift))
    result = says("why", call)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert "A callback for sales took its place, asked for 24:00:00 before (web, attempt 1)." in lines[1]
    assert any("The customer was called at 10086." in line for line in lines)
    assert lines[-1].strip().endswith("1001 answered after 24:00:04 of waiting.")
