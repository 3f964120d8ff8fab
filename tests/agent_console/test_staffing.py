"""Agents needed, over real HTTP: of calls expected, and of a day as the journal has it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.agent_console.site import Site


async def test_calls_expected_become_agents_by_both_formulas(site: Site) -> None:
    sue = await site.logged_in("sue")
    path = "/staffing?calls=100,0,140&aht=180&minutes=30&patience=90&shrinkage=0.3&first=23:30"
    status, answer = await sue.ask("GET", path)
    assert status == 200, answer
    assert (answer["date"], answer["minutes"]) == (None, 30)
    rows = answer["intervals"]
    assert [(row["start"], row["offered"]) for row in rows] == [("23:30", 100), ("00:00", 0), ("00:30", 140)]
    assert (rows[0]["erlang_c"]["agents"], rows[0]["erlang_c"]["scheduled"]) == (14, 20)
    assert (rows[0]["erlang_a"]["agents"], rows[0]["erlang_a"]["scheduled"]) == (12, 18)
    assert rows[0]["erlangs"] == pytest.approx(10)
    assert rows[0]["erlang_c"]["service_level"] == pytest.approx(0.888, abs=0.0005)
    assert (rows[1]["erlang_c"], rows[1]["erlang_a"]) == (None, None)
    assert answer["formulas"]["service_level"]["id"] == "sl.icmi-3"


async def test_a_day_of_the_journal_is_read(site: Site) -> None:
    for number in range(3):
        call = site.exchange.dials(f"+861380013800{number}")
        await site.until(lambda call=call: site.exchange.lines[call].at == "hold")
        site.passes(10)
        site.exchange.caller_hangs_up(call)
    await site.until(lambda: site.house.reports.position >= site.journal.position)
    await site.journal.flush()
    sue = await site.logged_in("sue")
    now = datetime.fromtimestamp(site.clock.at, UTC).astimezone(site.house.reports.plan.zone)
    status, answer = await sue.ask("GET", f"/staffing?day={now.date()}&queue=sales&aht=120")
    assert status == 200, answer
    (row,) = answer["intervals"]
    assert (row["offered"], row["aht_s"], row["erlang_a"]) == (3, 120, None)
    assert row["erlang_c"]["agents"] >= 1
    assert row["start"] == now.replace(minute=now.minute // 30 * 30).strftime("%H:%M")
    _, unknown_aht = await sue.ask("GET", f"/staffing?day={now.date()}")
    assert [(row["offered"], row["erlang_c"]) for row in unknown_aht["intervals"]] == [(3, None)], "nobody was answered"
    assert (await sue.ask("GET", "/staffing?day=1999-02-01"))[1]["intervals"] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "calls=1,2",
        "calls=1,many&aht=180",
        "calls=1,,2&aht=180",
        "calls=-1&aht=180",
        "calls=nan&aht=180",
        "calls=inf&aht=180",
        "calls=" + ",".join(["1"] * 97) + "&aht=180",
        "calls=1&aht=180&day=2026-01-31",
        "calls=1&aht=0",
        "calls=1&aht=nan",
        "calls=1&aht=180&target=1",
        "calls=1&aht=180&shrinkage=1",
        "calls=1&aht=180&minutes=7",
        "calls=1&aht=180&minutes=50",
        "calls=1&aht=180&first=25:00",
        "calls=1e9&aht=180",
        "calls=3000&aht=180&patience=36000",
        "day=soon",
        "day=9999-12-31",
        "day=2026-01-31&queue=nowhere",
    ],
)
async def test_what_cannot_be_staffed_is_one_sentence(site: Site, query: str) -> None:
    sue = await site.logged_in("sue")
    status, answer = await sue.ask("GET", f"/staffing?{query}")
    assert status == 422, answer
    message: Any = answer["error"]["message"]
    assert message.endswith(".")
    assert "\n" not in message


async def test_agents_may_not_plan(site: Site) -> None:
    anna = await site.logged_in("anna")
    assert (await anna.ask("GET", "/staffing?calls=1&aht=180"))[0] == 403
