"""`switchroom staff` and `switchroom simulate`, as a planner types them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from acd.erlang import Demand
from switchroom.__main__ import app
from switchroom.simulate import calls_for_trust


def says(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


def row(result: Result, *starts: str) -> list[str]:
    """The cells of the first line that begins so."""
    return next(cells for line in result.output.splitlines() if (cells := line.split())[: len(starts)] == [*starts])


def test_the_first_row_that_meets_the_target_is_marked() -> None:
    result = says("staff", "--calls-per-hour", "200", "--aht", "180", "--target", "0.8", "--threshold", "20")
    assert result.exit_code == 0
    assert row(result, "14") == ["14", "17.4%", "7.8", "s", "88.8%", "71.4%", "←", "meets", "the", "target"]
    assert row(result, "13") == ["13", "28.5%", "17.1", "s", "79.6%", "76.9%"]
    assert result.output.count("←") == 1
    assert "10.00 erlangs" in result.output
    assert "Erlang A" not in result.output


def test_with_patience_both_formulas_are_shown() -> None:
    result = says("staff", "--calls-per-hour", "200", "--aht", "180", "--patience", "90")
    marked = [line.split()[0] for line in result.output.splitlines() if "←" in line]
    assert marked == ["14", "12"]
    assert row(result, "9")[-1] == "20.1%"


def test_a_day_of_intervals(tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    file.write_text("interval,calls,aht\n09:00,100,180\n09:30,140,\n10:00,0,\n", encoding="utf-8-sig")
    result = says("staff", "--interval-file", str(file), "--aht", "200")
    assert result.exit_code == 0, result.output
    assert row(result, "09:00")[:4] == ["09:00", "200", "180", "14"]
    assert row(result, "09:30")[:4] == ["09:30", "280", "200", "20"]
    assert "10:00" not in result.output
    assert "Erlang A" not in result.output
    both = says("staff", "--interval-file", str(file), "--aht", "200", "--patience", "60").output
    assert both.index("Erlang C") < both.index("Erlang A")
    assert row(result, "09:00")[:4] == ["09:00", "200", "180", "14"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("interval,calls,aht\n09:00,100,180\n09:30,many,180\n", "line 3: calls and aht must be numbers"),
        ("interval,calls,aht\n09:00,100,\n", "line 2: calls and aht must be numbers"),
        ("interval,calls,aht\n09:00,-5,180\n", "line 2: The call rate must be"),
        ("interval,calls,aht\n09:00\n", "line 2: calls and aht must be numbers"),
        ("when,how many\n09:00,3\n", "needs a first line with the columns"),
        ("", "needs a first line with the columns"),
        ("interval,calls,aht\n09:00,0,180\n", "has no interval with calls"),
    ],
)
def test_a_file_that_cannot_be_planned_with_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "day.csv"
    file.write_text(text, encoding="utf-8")
    result = says("staff", "--interval-file", str(file))
    assert result.exit_code == 1
    assert sentence in result.output.replace("\n", " ")
    assert "Traceback" not in result.output


def test_a_file_in_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    file.write_bytes("interval,calls,aht\n上午,100,180\n".encode("gb18030"))
    result = says("staff", "--interval-file", str(file))
    assert (result.exit_code, "no CSV file in UTF-8" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("staff", "--calls-per-hour", "-2", "--aht", "180"), "The call rate must be a number greater than 0."),
        (("staff", "--calls-per-hour", "2", "--aht", "nan"), "The handling time must be a number greater than 0."),
        (("staff", "--calls-per-hour", "2", "--aht", "60", "--target", "80"), "between 0 and 1"),
        (("simulate", "--agents", "10", "--calls-per-hour", "200", "--aht", "180"), "wait longer and longer"),
        (("simulate", "--agents", "9", "--calls-per-hour", "20", "--aht", "180", "--threshold", "-1"), "threshold"),
        (("simulate", "--agents", "0", "--calls-per-hour", "200", "--aht", "180"), "Somebody must answer"),
        (("simulate", "--agents", "9", "--calls-per-hour", "20", "--aht", "180", "--calls", "5"), "too few"),
    ],
)
def test_impossible_figures_are_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    result = says(*words)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output


def test_a_load_or_a_file_is_wanted() -> None:
    result = says("staff", "--aht", "180")
    assert result.exit_code == 2
    assert "--calls-per-hour" in result.output


def test_simulated_beside_theory() -> None:
    words = ("simulate", "--agents", "12", "--calls-per-hour", "200", "--aht", "180", "--patience", "90")
    result = says(*words, "--calls", "4000", "--erlang")
    assert result.exit_code == 0
    assert row(result, "P(wait)")[5:7] == ["26.32", "%"]
    assert "All within 3 standard errors" in result.output
    assert "understated" not in result.output
    plain = says(*words, "--calls", "4000")
    assert row(plain, "P(wait)") == row(result, "P(wait)")[:5]
    assert "Erlang" not in plain.output
    assert says(*words, "--calls", "4000", "--erlang").output == result.output
    assert says(*words, "--calls", "4000", "--seed", "2").output != plain.output


def test_too_few_calls_for_a_house_with_a_long_memory_are_said() -> None:
    result = says("simulate", "--agents", "200", "--calls-per-hour", "3800", "--aht", "180", "--calls", "1000")
    assert "--calls 329280 or more" in result.output.replace("\n", " ")
    assert calls_for_trust(Demand(1, 60, 120), 60) == 26667
