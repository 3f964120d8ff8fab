"""The import of a queue_log into a real journal, and the report over it: a bank's half month, counted twice over."""

import asyncio
import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console
from typer.testing import CliRunner

from cti.bus import InProcessBus, Recorded
from cti.database import Database
from cti.errors import ConfigurationError
from cti.events import Event, ServiceStarted
from cti.journal import Journal
from cti.outbox import Outbox
from cti.store import JournalStore
from switchroom import home_lock
from switchroom.__main__ import app
from switchroom.import_queue_log import Imported, import_file
from switchroom.report_promises import calibrated
from switchroom.report_queues import rows_of
from switchroom.serve import serve
from switchroom.settings import Settings, load
from switchroom.tables import metadata

BANK = Path(__file__).parents[2].parent / "shared" / "data" / "queue_log_bank_1999-02_first_half"
JERUSALEM = ZoneInfo("Asia/Jerusalem")
THRESHOLD = 20
STORY = """\
100|NONE|NONE|NONE|QUEUESTART|
100|7.1|sales|NONE|ENTERQUEUE||1|1
100|7.2|sales|NONE|ENTERQUEUE||2|2
110|7.1|sales|PJSIP/wei|CONNECT|10|7.9|2
not a line
140|7.1|sales|PJSIP/wei|COMPLETEAGENT|10|30|1
150|7.2|sales|NONE|EXITWITHTIMEOUT|1|1|50
160|7.3|service|NONE|ENTERQUEUE||3|1
"""


async def _tables(settings: Settings) -> None:
    database = Database(settings.database_url)
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    await database.close()


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Imported]:
    """A home into which the bank's log was imported, once for all tests."""
    if not BANK.exists():
        pytest.skip(f"The bank's log is not at {BANK}; it is not part of the repository.")
    settings = Settings(home=tmp_path_factory.mktemp("bank"))
    settings.site.timezone = JERUSALEM.key

    async def imported() -> Imported:
        await _tables(settings)
        return await import_file(settings, BANK, lambda _done, _total: None)

    return settings, asyncio.run(imported())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    monkeypatch.setenv("SWITCHROOM_SITE__TIMEZONE", "UTC")
    asyncio.run(_tables(load()))
    (tmp_path / "queue_log").write_text(STORY)
    return tmp_path


def command(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, words)
    return result.exit_code, " ".join(result.output.split())


async def facts_of(settings: Settings) -> list[Recorded]:
    database = Database(settings.database_url)
    try:
        return await JournalStore(database).after(0, 100)
    finally:
        await database.close()


async def journal_of(settings: Settings) -> list[Event]:
    return [fact.event for fact in await facts_of(settings)]


@dataclass
class Count:
    """What the log itself says, from its own words alone: the waits are those that Asterisk wrote."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    within: int = 0
    wait: int = 0
    talk: int = 0


def counted(*, by_day: bool) -> dict[tuple[str, str], Count]:
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    row_of: dict[str, Count] = {}
    for line in BANK.read_text().splitlines():
        at, call, queue, _agent, event, *values = line.split("|")
        if event == "ENTERQUEUE":
            day = datetime.fromtimestamp(int(at), JERUSALEM).strftime("%Y-%m-%d")
            row_of[call] = counts[queue, day if by_day else "1999-02-01/1999-02-15"]
            row_of[call].offered += 1
        elif event == "CONNECT":
            row_of[call].answered += 1
            row_of[call].wait += int(values[0])
            row_of[call].within += int(values[0]) <= THRESHOLD
        elif event == "ABANDON":
            row_of[call].abandoned += 1
        else:
            row_of[call].talk += int(values[1])
    return dict(counts)


@pytest.mark.parametrize("by", ["day", "queue"])
async def test_the_banks_figures_are_what_its_log_says(bank: tuple[Settings, Imported], by: str) -> None:
    rows = await rows_of(bank[0], "1999-02-01", "1999-02-15", by)  # type: ignore[arg-type]
    expected = counted(by_day=by == "day")
    assert [(row.queue, row.period) for row in rows] == sorted(expected)
    assert sum(row.figures.offered for row in rows) == 15_999
    for row in rows:
        said, figures = expected[row.queue, row.period], row.figures
        assert (figures.offered, figures.answered, figures.abandoned) == (said.offered, said.answered, said.abandoned)
        assert figures.flowed_out == 0
        assert figures.asa_s == (pytest.approx(said.wait / said.answered) if said.answered else None)
        assert figures.aht_s == (pytest.approx(said.talk / said.answered) if said.answered else None)
        assert figures.service_level == pytest.approx(said.within / said.offered)
        assert row.formula == "sl.icmi-3"


async def test_the_bank_imported_again_adds_nothing(bank: tuple[Settings, Imported]) -> None:
    settings, first = bank
    assert (first.lines, first.calls, first.known, first.bad, first.unfinished) == (46_087, 15_999, 0, 0, 0)
    told: list[tuple[int, int]] = []
    again = await import_file(settings, BANK, lambda done, total: told.append((done, total)))
    assert (again.calls, again.facts, again.known) == (0, 0, 15_999)
    assert told[-1] == (BANK.stat().st_size, BANK.stat().st_size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


async def test_waits_promised_anew_over_the_bank_are_kept_as_promised(bank: tuple[Settings, Imported]) -> None:
    rows = {row.name: row for row in await calibrated(bank[0], "1999-02-01", "1999-02-14", anew=True)}
    waited = rows["had to wait"]
    assert waited.calls > 8000
    assert 0.45 <= waited.under50.answered <= 0.55
    assert 0.86 <= waited.under90.answered <= 0.94
    assert await calibrated(bank[0], "1999-02-01", "1999-02-14", anew=False) == [], "the bank promised nothing"


def test_the_commands(home: Path) -> None:
    code, output = command("import", "queue-log", str(home / "queue_log"))
    assert code == 0
    assert "line 5: it is not time|call|queue|agent|EVENT|…." in output
    assert "8 lines: 2 new calls (11 facts), 0 known already, 1 without an end left out" in output
    assert "1 lines not about calls, 1 bad lines." in output
    code, output = command("import", "queue-log", str(home / "queue_log"))
    assert "0 new calls (0 facts), 2 known already" in output

    code, output = command("report", "queues", "--from", "1970-01-01", "--to", "1970-01-01", "--format", "csv")
    header, row = csv.reader(output.split())
    assert dict(zip(header, row, strict=True)) == {
        **{"queue": "sales", "period": "1970-01-01", "offered": "2", "answered": "1", "abandoned": "0"},
        **{"asa_s": "10.0", "aht_s": "30.0", "service_level": "1.0", "formula": "sl.icmi-3"},
    }
    code, output = command("report", "queues", "--from", "1970-01-01", "--to", "1970-01-01", "--by", "hour")
    assert "sales 1970-01-01T00:00+00:00 2 1 0 10.0 30.0 100.0% sl.icmi-3" in output
    assert command("report", "queues", "--from", "1971-01-01", "--to", "1971-01-01") == (
        0,
        "No call was queued in this period.",
    )


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("1970-02-30", "1970-03-01", "“1970-02-30” is not a date; write it as 2026-01-31."),
        ("1970-01-01", "tomorrow", "“tomorrow” is not a date"),
        ("1970-01-01", "9999-12-31", "use 1970 to 9998"),
        ("1970-01-02", "1970-01-01", "The period ends (1970-01-01) before it begins (1970-01-02)"),
    ],
)
def test_a_period_that_is_none_is_told(home: Path, first: str, last: str, sentence: str) -> None:
    code, output = command("report", "queues", "--from", first, "--to", last)
    assert code == 1
    assert sentence in output


async def test_after_a_death_in_mid_call_the_next_import_completes_it(tmp_path: Path) -> None:
    settings, file = Settings(home=tmp_path), tmp_path / "queue_log"
    file.write_text(STORY)
    await _tables(settings)
    result = await import_file(settings, file, lambda _done, _total: None)
    facts = await journal_of(settings)
    assert len(facts) == result.facts == 11

    torn = Settings(home=tmp_path / "torn")
    await _tables(torn)
    journal = Journal(Database(torn.database_url), InProcessBus(), torn.home / "outbox")
    await journal.open()
    for fact in facts[:3]:
        journal.record(fact)
    await journal.close()
    result = await import_file(torn, file, lambda _done, _total: None)
    assert (result.calls, result.facts, result.known) == (2, 8, 0)
    assert await journal_of(torn) == facts


async def test_what_a_dead_server_left_in_its_outbox_comes_first(tmp_path: Path) -> None:
    settings, file = Settings(home=tmp_path), tmp_path / "queue_log"
    file.write_text(STORY)
    await _tables(settings)
    outbox = Outbox(tmp_path / "outbox")
    outbox.begin(6)
    outbox.add(Recorded(7, ServiceStarted(at=1.0, version="1")))
    result = await import_file(settings, file, lambda _done, _total: None)
    assert [fact.position for fact in await facts_of(settings)] == list(range(7, 7 + 1 + result.facts))


def test_a_running_server_is_not_disturbed(home: Path) -> None:
    with home_lock.held(home):
        code, output = command("import", "queue-log", str(home / "queue_log"))
    assert code == 1
    assert f"A server or an import is at work in {home}; stop it (Ctrl-C) and try again." in output
    code, output = command("import", "queue-log", str(home / "queue_log"))
    assert code == 0, "what held the lock is gone"


async def test_a_second_server_on_the_same_home_is_refused(tmp_path: Path) -> None:
    with home_lock.held(tmp_path), pytest.raises(ConfigurationError, match="is at work"):
        await serve(Settings(home=tmp_path), Console(quiet=True))
    assert not (tmp_path / "company.toml").exists()


async def test_a_home_that_was_never_prepared_is_told(tmp_path: Path) -> None:
    file = tmp_path / "queue_log"
    file.write_text(STORY)
    with pytest.raises(ConfigurationError, match="run `switchroom prepare`"):
        await import_file(Settings(home=tmp_path / "new"), file, lambda _done, _total: None)
