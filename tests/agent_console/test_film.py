"""The floor as a film over real HTTP: rows as the board had them, and each decision with its reasons."""

from datetime import UTC, datetime
from typing import Any

from agent_console.film_texts import WORDS, told
from cti import events as e
from tests.agent_console.site import ANNA, BEN, T0, Desk, Site


def when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


async def film(desk: Desk, start: float, end: float, language: str = "en") -> dict[str, Any]:
    status, found = await desk.ask(
        "GET", "/floor/film", params={"from": when(start), "to": when(end), "language": language}
    )
    assert status == 200, found
    answer: dict[str, Any] = found
    return answer


def after(frames: list[dict[str, Any]], kind: str, at: int | None = None) -> dict[str, dict[str, Any]]:
    """The rows as they are once so many frames have been shown."""
    rows: dict[str, dict[str, Any]] = {}
    for frame in frames[:at]:
        rows |= {row["id"]: row for row in frame[kind]}
    return rows


async def an_afternoon(site: Site) -> tuple[str, str]:
    """Anna talks with the first caller; the second waits for her, and Ben comes and takes it."""
    _, anna = await site.at_work("anna", ANNA)
    first = await site.talking_call(anna)
    site.passes(60)
    second = site.exchange.dials("+8613900139002")
    await site.until(lambda: second in site.calls.by_id and site.calls.by_id[second].stage == "queued")
    site.passes(60)
    await site.at_work("ben", BEN)
    await site.until(lambda: site.exchange.lines[second].rings)
    site.exchange.answers(second)
    await site.until(lambda: site.calls.by_id[second].stage == "talk")
    site.passes(60)
    return str(first), str(second)


async def test_the_film_begins_with_the_floor_as_it_stood_and_ends_as_the_board_is(site: Site) -> None:
    sue = await site.logged_in("sue")
    await an_afternoon(site)
    frames = (await film(sue, T0 + 30, T0 + 600))["frames"]
    stood = after(frames, "agents", 1)
    assert (stood["1001"]["state"], stood["1002"]["state"]) == ("talking", "logged_out")
    assert frames[0]["decisions"] == []
    assert after(frames, "queues", 1)["sales"]["waiting"] == 0
    assert [frame["at"] for frame in frames] == sorted(frame["at"] for frame in frames)
    board = await sue.socket("/live?for=board")
    now = (await board.receive_json())["board"]
    for kind in ("queues", "agents"):
        shown = after(frames, kind)
        for row in now[kind]:
            filmed = shown[row["id"]]
            assert {**filmed, "newcomer": None} == {**row, "newcomer": None}


async def test_each_decision_is_told_in_the_words_of_why(site: Site) -> None:
    sue = await site.logged_in("sue")
    _, second = await an_afternoon(site)
    for language in ("en", "zh"):
        frames = (await film(sue, T0 + 30, T0 + 600, language))["frames"]
        said = [one for frame in frames for one in frame["decisions"]]
        mine = [one["text"] for one in said if one["call"] == second]
        _, why = await sue.ask("GET", f"/calls/{second}/routing", params={"language": language})
        assert mine == [line["text"] for line in why["lines"]]
        assert len(mine) >= 4
    others = [(one["code"], one["text"]) for one in said if one["call"] is None]
    assert ("agent_became_ready", "Ben 就绪。") in others


async def test_a_film_is_bounded_and_its_times_have_a_zone(site: Site) -> None:
    sue = await site.logged_in("sue")
    for start, end, sentence in (
        (when(T0), when(T0 + 1801), "at most half an hour"),
        (when(T0), when(T0), "at most half an hour"),
        ("2026-11-21T08:00:00", when(T0), "from has no time zone"),
        ("yesterday", when(T0), "from"),
    ):
        status, answer = await sue.ask("GET", "/floor/film", params={"from": start, "to": end})
        assert status == 422
        assert sentence in answer["error"]["message"]
    anna = await site.logged_in("anna")
    assert (await anna.ask("GET", "/floor/film", params={"from": when(T0), "to": when(T0 + 60)}))[0] == 403


async def test_a_stretch_in_which_nothing_was_is_one_frame(site: Site) -> None:
    sue = await site.logged_in("sue")
    (only,) = (await film(sue, T0 + 7200, T0 + 7260))["frames"]
    assert [row["id"] for row in only["agents"]] == ["1001", "1002"]


async def test_the_day_shows_when_calls_came(site: Site) -> None:
    sue = await site.logged_in("sue")
    await an_afternoon(site)
    await site.journal.flush()
    _, day = await sue.ask("GET", "/floor/film/day")
    assert (day["minutes"], sum(one["offered"] for one in day["intervals"])) == (10, 2)
    _, quiet = await sue.ask("GET", "/floor/film/day", params={"day": "2020-01-01"})
    assert quiet["intervals"] == []


def test_every_fact_that_is_told_is_told_in_both_languages() -> None:
    assert WORDS["en"].keys() == WORDS["zh"].keys()
    raised = e.AlertRaised(at=T0, queue="sales", limit="waiting", value=5, bound=4)  # type: ignore[arg-type]
    assert told(raised, "en", {}) == "sales: calls waiting passed its limit (5, limit 4)."
    forced = e.AgentStateForced(at=T0, agent=ANNA, by="Sue", state="not_ready", reason="break")
    assert told(forced, "en", {"1001": "Anna"}) == "Sue made Anna not ready."
    assert told(e.ServiceStarted(at=T0, version="1"), "en", {}) == ""
