"""`switchroom simulate --queue-log`, as a planner types it: a day as it was beside the day as it would be."""

import csv
import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from switchroom.__main__ import app
from switchroom.head_starts import head_starts
from switchroom.replay import days_of, play, read_log
from switchroom.replay_floor import Wishes, floor_for
from switchroom.replay_plan import Plan
from switchroom.replay_table import By, Row, rows_of

DATA = Path(__file__).parents[3] / "shared" / "data"
BANK = DATA / "queue_log_bank_1999-02_first_half"
NINE = 1_770_022_800  # 2026-02-02, a Monday, 09:00 UTC


def line(at: int, call: str, rest: str, queue: str = "sales") -> str:
    return f"{NINE + at}|{call}|{queue}|{rest}"


DAY = [
    line(0, "1", "NONE|ENTERQUEUE||881|1"),
    line(0, "1", "Agent/wei|CONNECT|0|x|0"),
    line(10, "2", "NONE|ENTERQUEUE||882|1"),
    line(20, "3", "NONE|ENTERQUEUE||771|2"),
    line(60, "3", "NONE|ABANDON|2|2|40"),
    line(100, "1", "Agent/wei|COMPLETECALLER|0|100|1"),
    line(110, "2", "Agent/wei|CONNECT|100|x|0"),
    line(150, "2", "Agent/wei|COMPLETECALLER|100|40|1"),
]


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    monkeypatch.setenv("SWITCHROOM_SITE__TIMEZONE", "UTC")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "queue_log"
    file.write_text("\n".join(DAY) + "\n", encoding="utf-8")
    return file


def says(log: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["simulate", "--queue-log", str(log), *words])


def sentence(result: Result) -> str:
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.output.replace("\n", " ")


def total(log: Path, *words: str) -> dict[str, str]:
    result = says(log, *words, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))[-1]


def test_one_agent_more_and_nobody_waits(log: Path) -> None:
    result = says(log, "--agents", "3")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["as", "it", "was", "would", "be", "difference"]
    was, would_be = "2 1 50.0 70.0 33.3%", "3 0 0.0"
    assert next(cells for row in lines if (cells := row.split())[:1] == ["sales"])[1:10] == [
        *("3", *was.split()),
        *would_be.split(),
    ]
    assert "sl.icmi-3: AnsT / (Ans + Ab), T = 20 s" in result.stdout


def test_the_same_figures_as_csv(log: Path) -> None:
    row = total(log, "--agents", "3")
    assert (row["queue"], row["offered_was"], row["offered_would_be"]) == ("total", "3", "3")
    assert (row["asa_s_was"], row["asa_s_would_be"], row["asa_s_difference"]) == ("50.0", "0.0", "-50.0")
    assert row["service_level_would_be"] == "1.0"
    assert total(log, "--agents", "3") == row


def test_the_staff_as_logged_gives_the_day_as_it_was(log: Path) -> None:
    row = total(log, "--agents", "as-logged")
    for figure in ("answered", "abandoned", "asa_s", "aht_s", "service_level"):
        assert row[f"{figure}_was"] == row[f"{figure}_would_be"], figure
    assert total(log, "--agents", "as-logged+2")["asa_s_would_be"] == "0.0"


def test_wrap_up_is_handling(log: Path) -> None:
    row = total(log, "--agents", "sales=1", "--wrap-up", "30")
    assert (row["aht_s_was"], row["aht_s_would_be"]) == ("70.0", "100.0")
    assert row["asa_s_would_be"] == "60.0", "the second is answered at 130 s"


def test_a_head_start_overtakes(log: Path, tmp_path: Path) -> None:
    """With patience enough, who came second is served first."""
    log.write_text("\n".join([*DAY[:4], line(60, "3", "Agent/mei|CONNECT|40|x|0"), *DAY[5:]]), encoding="utf-8")
    log.write_text(log.read_text() + "\n" + line(200, "3", "Agent/mei|COMPLETECALLER|40|140|1"), encoding="utf-8")
    assert total(log, "--agents", "1")["asa_s_would_be"] == "70.0"
    ahead = total(log, "--agents", "1", "--head-start", "77*=90")
    assert ahead["asa_s_would_be"] == "103.333"
    file = tmp_path / "vip.csv"
    file.write_text("caller,seconds\n771,90\n", encoding="utf-8")
    assert total(log, "--agents", "1", "--head-start", str(file)) == ahead


PLAN = """
[queues.sales]
strategy = "best-skill"
skills = { loans = 2 }
wrap_up = 5

[[agents]]
name = "early"
count = 2
skills = { loans = 3 }
shifts = [{ days = ["mon"], from = 09:00:30, to = "17:00" }]

[[agents]]
name = "unskilled"

[head_starts]
"77*" = 90
"""


def test_a_plan_with_shifts_skills_and_head_starts(log: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    row = total(log, "--plan", str(file), "--by", "hour")
    assert (row["answered_would_be"], row["abandoned_would_be"]) == ("3", "0")
    assert row["asa_s_would_be"] == "35.0", "the third after 10 s, the first after 30, the second after 65"


def test_who_would_wait_for_ever_is_told(log: Path) -> None:
    result = says(log, "--agents", "0")
    assert "Still waiting at the end: 1;" in result.stdout


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), "give --agents, or a --plan"),
        (("--agents", "many"), "write 12, or QUEUE=12"),
        (("--agents", "service=2"), "the log has sales"),
        (("--agents", "as-logged", "--agents", "2"), "as-logged alone"),
        (("--agents", "as-logged", "--wrap-up", "9"), "leave the wrap-up out"),
        (("--agents", "2", "--wrap-up", "-1"), "The wrap-up must be"),
        (("--agents", "2", "--strategy", "fairest"), "There is no strategy"),
        (("--agents", "2", "--threshold", "-1"), "The threshold must be"),
        (("--agents", "2", "--head-start", "771"), "no CSV file"),
        (("--agents", "2", "--head-start", "771=soon"), "not a number of seconds"),
        (("--agents", "2", "--head-start", "771=-4"), "must be 0 seconds or more"),
        (("--agents", "2", "--from", "2026-03-01", "--to", "2026-03-02"), "it has 2026-02-02 to 2026-02-02"),
        (("--agents", "2", "--from", "soon"), "is not a date"),
    ],
)
def test_what_cannot_be_played_is_one_sentence(log: Path, words: tuple[str, ...], what: str) -> None:
    assert what in sentence(says(log, *words))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[agents", "is not valid TOML"),
        ("[[agents]]\ncount = -1", "agents.0.count is wrong"),
        ("[[agents]]\nshift = 3", "agents.0.shift is wrong"),
        ("[[agents]]\nqueues = ['service']", "No call waits in a queue “service”"),
        ("[queues.sales]\nstrategy = 'fairest'", "there is no strategy 'fairest'"),
        ("[[agents]]\nshifts = [{ days = ['someday'], from = '09:00', to = '10:00' }]", "days"),
        ("[queues.sales]\nwrap_up = 3", "Somebody must answer"),
    ],
)
def test_a_plan_that_is_wrong_is_one_sentence(log: Path, tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(text, encoding="utf-8")
    assert what in sentence(says(log, "--plan", str(file)))


def test_a_file_that_is_no_log_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter"
    file.write_text("Dear Sir,\n", encoding="utf-8")
    assert "tells no call to its end (line 1" in sentence(says(file, "--agents", "2"))


def test_a_plan_needs_a_log() -> None:
    result = CliRunner().invoke(
        app, ["simulate", "--agents", "2", "--calls-per-hour", "9", "--aht", "9", "--from", "x"]
    )
    assert (result.exit_code, "--queue-log" in result.output) == (2, True)


def _bank(*wishes: str, by: By = "queue") -> dict[str, Row]:
    past = read_log(BANK, lambda *_: None)
    period = days_of(past, None, None, ZoneInfo("UTC"))
    asked = Wishes(wishes, head_starts=_priorities())
    floor = floor_for(Plan(), asked, past, {call.queue for call in past}, period)
    rows = rows_of(play(past, past, floor, 1, lambda *_: None), period, by, 20)
    return {row.name: row for row in rows}


def _priorities() -> dict[str, float]:
    """That bank's rule: a customer of priority 2 has 90 seconds of waiting credited. It is known by customer."""
    with (DATA / "anonymous_bank_1999-02_first_half.tsv").open(encoding="utf-8", newline="") as lines:
        calls = csv.DictReader(lines, delimiter="\t")
        return {c["customer_id"]: 90.0 for c in calls if c["priority"] == "2" and c["customer_id"] != "0"}


@pytest.mark.skipif(not BANK.exists(), reason=f"no real queue_log at {BANK}")
def test_a_real_centre_on_its_own_staff_comes_out_as_it_was() -> None:
    """Measured over six seeds: answered 0.0 to 0.5 % more, ASA 34.0 to 36.4 s for 35.0 s, service level 56.3 to
    57.3 % for 55.4 %; what is asserted is twice that. Between the queues the bank did not keep the order of arrival
    (its `nw` gave way to `ps`, which no line of the log tells), so of a queue alone less can be asked."""
    rows = _bank("as-logged")
    row = rows["total"]
    assert (row.was.offered, row.would_be.offered) == (15_999, 15_999)
    assert (row.was.answered, row.was.abandoned) == (14_089, 1_910)
    assert row.would_be.answered == pytest.approx(row.was.answered, rel=0.01)
    assert row.would_be.asa_s == pytest.approx(row.was.asa_s, rel=0.08)
    assert row.would_be.aht_s == pytest.approx(row.was.aht_s, rel=0.02)
    assert row.would_be.service_level == pytest.approx(row.was.service_level, abs=0.04)
    for name in ("ps", "nw", "ne"):
        assert rows[name].was.offered == rows[name].would_be.offered
        assert rows[name].would_be.answered == pytest.approx(rows[name].was.answered, rel=0.1)
        assert rows[name].would_be.asa_s == pytest.approx(rows[name].was.asa_s, rel=0.3)
        assert rows[name].would_be.service_level == pytest.approx(rows[name].was.service_level, abs=0.08)


@pytest.mark.skipif(not BANK.exists(), reason=f"no real queue_log at {BANK}")
def test_each_day_of_a_real_centre_comes_out_as_it_was() -> None:
    """Over three seeds a day's answered are off by up to 3 %, ASA by up to 11 s, service level by up to 0.07."""
    days = _bank("as-logged", by="day")
    assert len(days) == 15, "a fortnight, and its total"
    for name, day in days.items():
        assert day.would_be.offered == day.was.offered, name
        assert day.would_be.answered == pytest.approx(day.was.answered, rel=0.05), name
        assert day.would_be.abandoned == pytest.approx(day.was.abandoned, rel=0.05, abs=50), name
        assert day.would_be.asa_s == pytest.approx(day.was.asa_s, abs=13), name
        assert day.would_be.service_level == pytest.approx(day.was.service_level, abs=0.09), name


@pytest.mark.skipif(not BANK.exists(), reason=f"no real queue_log at {BANK}")
def test_without_the_banks_rule_its_customers_of_priority_two_would_have_waited_longer(tmp_path: Path) -> None:
    file = tmp_path / "priorities.csv"
    priorities = _priorities()
    file.write_text("caller,seconds\n" + "".join(f"{who},{seconds:g}\n" for who, seconds in priorities.items()))
    assert head_starts([str(file)]) == priorities, "the rule is a file of configuration"

    def wait(credited: bool) -> float:
        past = read_log(BANK, lambda *_: None)
        period = days_of(past, None, None, ZoneInfo("UTC"))
        asked = Wishes(("as-logged",), head_starts=head_starts([str(file)]) if credited else {})
        floor = floor_for(Plan(), asked, past, {call.queue for call in past}, period)
        played = play(past, past, floor, 1, lambda *_: None)
        waits = [
            again.wait
            for before, again in zip(played.was, played.would_be, strict=True)
            if again and again.agent and before.caller in priorities
        ]
        return sum(waits) / len(waits)

    assert wait(True) < 0.85 * wait(False)


@pytest.mark.skipif(not BANK.exists(), reason=f"no real queue_log at {BANK}")
def test_one_agent_more_would_have_halved_the_wait() -> None:
    row = _bank("as-logged+1")["total"]
    assert row.would_be.asa_s is not None
    assert row.was.asa_s is not None
    assert row.would_be.asa_s < row.was.asa_s / 2
    assert row.would_be.offered == row.was.offered


def test_an_exact_number_wins_over_a_pattern(tmp_path: Path) -> None:
    assert head_starts(["77*=90", "771=5"]) == {"77*": 90, "771": 5}
