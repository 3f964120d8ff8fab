"""A flow that is wrong is told in one sentence that names file, node and remedy, before any caller hears it."""

from pathlib import Path

import pytest

import ivr
from cti.errors import ConfigurationError
from ivr.flow import GiveBackNode, HoursNode, MenuNode, QueueNode
from ivr.loader import load, read
from ivr.proof import proofread

MANUAL = Path(ivr.__file__).parent.parent / "docs" / "your-company.md"
SAMPLE = Path(ivr.__file__).parent / "flows" / "main.toml"
BYE = '[nodes.bye]\nkind = "hang_up"\n'
MENU = '[nodes.m]\nkind = "menu"\ntext.en = "Hi"\notherwise = "bye"\n'
BACK = '[nodes.b]\nkind = "give_back"\n'
HOURS = '[nodes.h]\nkind = "hours"\nthen = "bye"\nclosed = "bye"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[nodes", "f.toml is not valid TOML"),
        ("", r"has no nodes; write at least one table \[nodes.NAME\]"),
        ("nodes = 5", "has no nodes"),
        ('[nodes.x]\nkind = "dance"', "node 'x': kind 'dance' is not known; use one of say, menu"),
        ("[nodes.x]\ntext.en = 'a'", "node 'x': 'kind' is missing; add it"),
        ("[nodes]\nx = 5", "node 'x': 'kind' is missing"),
        ('[nodes.x]\nkind = "say"\ntext.en = "a"', "node 'x': 'then' is missing"),
        ('[nodes.x]\nkind = "say"\nthen = "x"', "node 'x': 'text' is missing"),
        ('[nodes.x]\nkind = "say"\ntext = "a"\nthen = "x"', "node 'x': 'text' has a value of the wrong kind"),
        ('[nodes.x]\nkind = "say"\ntext.en = " "\nthen = "x"', "node 'x': 'text' must give a text for each language"),
        ('[nodes.x]\nkind = "say"\ntext = {}\nthen = "x"', "node 'x': 'text' is empty; write what is to be said"),
        ('[nodes.x]\nkind = "say"\ntext.en = "a"\nthen = "y"', r"node 'x' leads to 'y', .* add \[nodes.y\]"),
        ('[nodes.x]\nkind = "hang_up"\ncolour = 1', "node 'x': 'colour' is not known; remove it or correct"),
        ('[nodes.x]\nkind = "hang_up"\noutcome = "bored"', "node 'x': 'outcome' must be self_service or closed"),
        (BYE + BACK + 'otherwise = "nowhere"', "node 'b' leads to 'nowhere'"),
        (BYE + BACK, "node 'b': 'otherwise' is missing; add it"),
        (BYE + BACK + 'otherwise = "bye"\npatience = 0', "node 'b': 'patience' must be between 1 and 600 seconds"),
        (
            '[nodes.x]\nkind = "queue"\nqueue = "beach"',
            "node 'x' names the queue 'beach', .* use one of sales, support",
        ),
        ('start = "x"\n' + BYE, "it starts at 'x', which is not there; name one of its nodes"),
        ('timezone = "Mars/Olympus"\n' + BYE, "'Mars/Olympus' is no time zone; write one like"),
        (BYE + MENU + "keys = { 12 = 'bye' }", "node 'm': '12' is not a key of a telephone"),
        (BYE + MENU + "keys = { 1 = 'nowhere' }", "node 'm' leads to 'nowhere'"),
        (BYE + MENU + "keys = { 1 = 5 }", "node 'm'"),
        (BYE + MENU + "keys = { 1 = ['bye'] }", "node 'm'"),
        (BYE + MENU + "keys = {}\ntries = 0", "node 'm': 'tries' must be at least 1"),
        (BYE + MENU + "keys = {}\ntimeout = 0.1", "'timeout' between 1 and 60"),
        (BYE + HOURS + 'open = { monday = "09:00-18:00" }', "node 'h': 'monday' is no day of the week; use mon, tue"),
        (BYE + HOURS + 'open = { mon = "9-18" }', "node 'h': '9-18' is no span of a day; write it as"),
        (BYE + HOURS + 'open = { mon = "18:00-09:00" }', "node 'h': '18:00-09:00' ends before it begins"),
        (BYE + HOURS + 'open = { mon = "09:00-24:30" }', "no span of a day"),
        (BYE + HOURS + 'open = {}\nholidays = "Atlantis"', "node 'h': No public holidays are known for 'Atlantis'"),
        (BYE + HOURS + 'open = {}\ndates = { easter = "" }', "node 'h': 'easter' is no date"),
        (BYE + HOURS + 'open = {}\ndates = { 2026-12-24 = "9" }', "node 'h': '9' is no span of a day"),
        (BYE + HOURS + 'open = {}\nholidays = ["1 Oct"]', "node 'h': '1 Oct' is no date; write it like"),
    ],
)
def test_each_kind_of_mistake_is_told_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence) as told:
        read(text, "f.toml", "UTC", ["support", "sales"])
    assert str(told.value).startswith("f.toml")
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
    assert proofread(text, "f.toml", "UTC", ["support", "sales"]).problems, "who writes it is told as well"


def test_a_file_that_cannot_be_read_is_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be read: No such file .* set ivr\.flow"):
        load(tmp_path / "none.toml", "UTC", [])
    (tmp_path / "f.toml").write_bytes("name = '\xfc'".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="is not UTF-8 at byte 8; save it as UTF-8"):
        load(tmp_path / "f.toml", "UTC", [])


def test_the_sample_flow_loads_and_needs_both_queues() -> None:
    flow = load(SAMPLE, "Asia/Shanghai", ["sales", "support"])
    assert isinstance(flow.nodes["menu"], MenuNode)
    proof = proofread(SAMPLE.read_text(encoding="utf-8"), str(SAMPLE), "Asia/Shanghai", ["sales", "support"], "zh")
    assert (proof.problems, proof.flow and proof.flow.nodes) == ((), flow.nodes)
    assert (flow.start, flow.language, flow.timezone) == ("hours", "zh", "Asia/Shanghai")
    with pytest.raises(ConfigurationError, match="support"):
        load(SAMPLE, "Asia/Shanghai", ["sales"])


def test_a_flow_may_say_its_own_time_zone_and_dates_as_dates() -> None:
    text = 'timezone = "Europe/Berlin"\n' + HOURS + 'open = { mon = ["09:00-12:00", "13:00-24:00"] }\n'
    flow = read(text + "holidays = [2026-10-01]\n" + BYE, "f.toml", "UTC", [])
    hours = flow.nodes["h"]
    assert flow.timezone == "Europe/Berlin"
    assert isinstance(hours, HoursNode)
    assert hours.hours.week[0] == ((540, 720), (780, 1440))
    assert [hours.hours.week[day] for day in range(1, 7)] == [()] * 6, "a day that is not named is closed"
    assert hours.hours.dates == {"2026-10-01": ()}


def test_public_holidays_are_named_by_country_and_own_dates_win() -> None:
    text = HOURS + 'open = { thu = "09:00-18:00" }\nholidays = "CN"\ndates = { 2026-10-01 = "10:00-12:00" }\n'
    hours = read(text + BYE, "f.toml", "UTC", []).nodes["h"]
    assert isinstance(hours, HoursNode)
    assert (hours.hours.holidays, hours.hours.dates) == ("CN", {"2026-10-01": ((600, 720),)})


def test_a_text_that_is_not_there_in_a_language_of_the_flow_is_named() -> None:
    text = """
language = "zh"
[nodes.menu]
kind = "menu"
text.zh = "请按一"
keys = { 1 = "english" }
otherwise = "menu"
[nodes.english]
kind = "language"
language = "en"
then = "menu"
"""
    with pytest.raises(ConfigurationError, match=r"add text\.en"):
        read(text, "f.toml", "UTC", ["sales"])


def test_a_queue_node_says_what_is_asked_for_and_how_urgent_it_is() -> None:
    text = '[nodes.x]\nkind = "queue"\nqueue = "sales"\nskills = ["french:2"]\nhead_start = 30\npriority = 3'
    assert read(text, "f.toml", "UTC", ["sales"]).nodes["x"] == QueueNode("x", "sales", 30.0, ("french:2",), {}, 3)


def test_a_node_that_gives_back_says_how_long_the_agent_is_waited_for() -> None:
    text = BYE + BACK + 'otherwise = "bye"\npatience = 90\ntext.en = "Thank you."'
    assert read(text, "f.toml", "UTC", ["sales"]).nodes["b"] == GiveBackNode("b", "bye", 90.0, {"en": "Thank you."})
    assert read(BYE + BACK + 'otherwise = "bye"', "f.toml", "UTC", []).nodes["b"] == GiveBackNode("b", "bye", 60.0)


def test_the_example_of_the_manual_is_a_part_of_a_flow() -> None:
    menu = MANUAL.read_text(encoding="utf-8").partition("**The menu**")[2]
    part = menu.partition("```toml\n")[2].partition("```")[0]
    flow = read(
        f"language = 'en'\n{BYE}{MENU}keys = {{}}\n".replace("[nodes.m]", "[nodes.menu]") + part, "f.toml", "UTC", []
    )
    assert flow.nodes["back"] == GiveBackNode("back", "menu", 60.0)
