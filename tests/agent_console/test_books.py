"""The books of a desk by API: tasks, canned notes, articles and scripts; and who may write in which."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.agent_console.site import ANNA, T0, Site, message

THEN = datetime.fromtimestamp(T0, UTC) + timedelta(hours=2)
NOTE = {"names": {"en": "Sent"}, "texts": {"en": "Sent an offer to {customer} on {date}. {agent}"}}
ARTICLE: dict[str, Any] = {"title": "退款流程", "text": "七天内可以退款。", "tags": ["售后"], "queues": ["sales"]}


async def test_tasks_are_ones_own_and_warn_when_two_collide(site: Site) -> None:
    anna, ben = await site.logged_in("anna"), await site.logged_in("ben")
    _status, first = await anna.ask("POST", "/tasks", json={"title": " Send the offer ", "due": THEN.isoformat()})
    assert (first["title"], first["collides"]) == ("Send the offer", False)
    soon = THEN + timedelta(minutes=5)
    status, second = await anna.ask("POST", "/tasks", json={"title": "Ring the bank", "due": soon.isoformat()})
    assert status == 201
    _status, answer = await anna.ask("GET", "/tasks")
    assert [(one["title"], one["collides"]) for one in answer["tasks"]] == [
        ("Send the offer", True),
        ("Ring the bank", True),
    ]
    assert (await ben.ask("GET", "/tasks"))[1]["tasks"] == []
    done = {"title": "Ring the bank", "due": soon.isoformat(), "done": True}
    assert (await anna.ask("PUT", f"/tasks/{second['id']}", json=done))[1]["done"] is True
    _status, answer = await anna.ask("GET", "/tasks")
    assert [(one["done"], one["collides"]) for one in answer["tasks"]] == [(False, False), (True, False)]
    assert (await ben.ask("PUT", f"/tasks/{first['id']}", json=done))[0] == 404
    assert (await ben.ask("DELETE", f"/tasks/{first['id']}"))[0] == 404
    assert (await anna.ask("DELETE", f"/tasks/{first['id']}"))[0] == 204
    assert [one["id"] for one in (await anna.ask("GET", "/tasks"))[1]["tasks"]] == [second["id"]]


async def test_a_callback_asked_for_stands_beside_the_tasks(site: Site) -> None:
    anna, ben = await site.logged_in("anna"), await site.logged_in("ben")
    wish = {"queue": "sales", "number": "+8613900139002", "name": "Li", "not_before": THEN.isoformat()}
    assert (await anna.ask("POST", "/callbacks", json=wish))[0] == 201
    await anna.ask("POST", "/tasks", json={"title": "Prepare", "due": (THEN - timedelta(minutes=9)).isoformat()})
    _status, answer = await anna.ask("GET", "/tasks")
    assert [(one["name"], one["collides"]) for one in answer["callbacks"]] == [("Li", True)]
    assert answer["tasks"][0]["collides"]
    assert (await ben.ask("GET", "/tasks"))[1]["callbacks"] == []


async def test_a_callback_to_ones_own_customer_is_ones_own_too(site: Site) -> None:
    sue, ben = await site.logged_in("sue"), await site.logged_in("ben")
    customer = {"name": "Li", "numbers": ["+8613900139002"], "owner": "1002"}
    assert (await sue.ask("POST", "/customers", json=customer))[0] in {200, 201}
    assert (await sue.ask("POST", "/callbacks", json={"queue": "sales", "number": "+8613900139002"}))[0] == 201
    assert len((await ben.ask("GET", "/tasks"))[1]["callbacks"]) == 1


async def test_wrong_tasks_are_one_sentence(site: Site) -> None:
    anna = await site.logged_in("anna")
    for body, sentence in (
        ({"title": " "}, "Say in a few words what is to be done."),
        ({"title": "x", "customer": "nobody"}, "There is no customer of this id"),
        ({"title": "x", "due": "2026-01-01T00:00:00"}, "due is wrong"),
    ):
        status, answer = await anna.ask("POST", "/tasks", json=body)
        assert status == 422, body
        assert sentence in answer["error"]["message"]


async def test_canned_notes_are_written_by_supervisors_and_read_by_all(site: Site) -> None:
    anna, sue = await site.logged_in("anna"), await site.logged_in("sue")
    assert (await anna.ask("POST", "/canned-notes", json=NOTE))[0] == 403
    status, made = await sue.ask("POST", "/canned-notes", json=NOTE)
    assert status == 201
    assert (await anna.ask("GET", "/canned-notes"))[1]["canned_notes"] == [{**NOTE, "id": made["id"]}]
    changed = {**NOTE, "texts": {"en": "Done."}}
    assert (await sue.ask("PUT", f"/canned-notes/{made['id']}", json=changed))[1]["texts"] == {"en": "Done."}
    status, answer = await sue.ask("PUT", f"/canned-notes/{made['id']}", json={**NOTE, "texts": {"en": "{nobody}"}})
    assert (status, "{nobody}, which is unknown" in answer["error"]["message"]) == (422, True)
    assert (await sue.ask("PUT", "/canned-notes/x", json=changed))[0] == 404
    assert (await sue.ask("DELETE", f"/canned-notes/{made['id']}"))[0] == 204
    assert (await sue.ask("DELETE", f"/canned-notes/{made['id']}"))[0] == 404


async def test_articles_are_found_as_soon_as_they_are_written_and_no_more_when_taken_away(site: Site) -> None:
    anna, sue = await site.logged_in("anna"), await site.logged_in("sue")
    assert (await anna.ask("POST", "/articles", json=ARTICLE))[0] == 403
    assert (await anna.ask("GET", "/articles?query=退款"))[1]["articles"] == []
    status, made = await sue.ask("POST", "/articles", json=ARTICLE)
    assert (status, made["by"]) == (201, "Sue")
    [found] = (await anna.ask("GET", "/articles?query=退款&queue=sales"))[1]["articles"]
    assert (found["title"], found["snippet"]) == ("退款流程", "七天内可以退款。")
    assert len((await anna.ask("GET", "/articles?queue=sales"))[1]["articles"]) == 1
    assert (await anna.ask("GET", f"/articles/{made['id']}"))[1]["text"] == "七天内可以退款。"
    changed = {**ARTICLE, "title": "换货"}
    assert (await sue.ask("PUT", f"/articles/{made['id']}", json=changed))[0] == 200
    assert [one["title"] for one in (await anna.ask("GET", "/articles?query=换货"))[1]["articles"]] == ["换货"]
    assert (await sue.ask("POST", "/articles", json={**ARTICLE, "queues": ["moon"]}))[0] == 422
    assert (await sue.ask("DELETE", f"/articles/{made['id']}"))[0] == 204
    assert (await anna.ask("GET", f"/articles/{made['id']}"))[0] == 404
    assert (await anna.ask("GET", "/articles?query=换货"))[1]["articles"] == []


async def test_a_script_that_leads_nowhere_is_refused_and_each_version_is_kept(site: Site) -> None:
    sue = await site.logged_in("sue")
    good = {"queues": ["sales"], "steps": [{"id": "hello"}]}
    bad = {"steps": [{"id": "hello", "branches": [{"id": "yes", "to": "moon"}]}]}
    status, answer = await sue.ask("POST", "/scripts", json={"id": "s", "script": bad})
    assert (status, answer["error"]["message"]) == (
        422,
        "The branch yes of the step hello leads to 'moon', which is no step; use one of hello, "
        "or leave it empty to end the script.",
    )
    assert (await sue.ask("POST", "/scripts", json={"id": "s", "script": good}))[0] == 201
    assert (await sue.ask("POST", "/scripts", json={"id": "s", "script": good}))[0] == 409
    replaced = {"version": 1, "script": {**good, "queues": []}}
    assert (await sue.ask("PUT", "/scripts/s", json=replaced))[1]["version"] == 2
    assert (await sue.ask("PUT", "/scripts/s", json=replaced))[0] == 409
    assert [one["id"] for one in (await sue.ask("GET", "/scripts"))[1]["scripts"]] == ["s"]
    assert (await sue.ask("DELETE", "/scripts/s"))[0] == 204
    assert (await sue.ask("GET", "/scripts/s"))[0] == 404
    versions = (await sue.ask("GET", "/scripts/s/history"))[1]["versions"]
    assert [(one["version"], one["by"]) for one in versions] == [(2, "Sue"), (1, "Sue")]


async def test_a_day_stands_beside_the_teams(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    site.passes(60)
    site.exchange.caller_hangs_up(call)
    await message(socket, "desk", state__name="wrap_up")
    await desk.ask("POST", f"/calls/{call}/wrap-up/finish", json={})
    await message(socket, "desk", state__name="ready")
    site.passes(60)
    await site.until(lambda: site.house.reports.board.agent(ANNA).today.answered == 1)
    await site.until(lambda: site.house.reports.board.agent(ANNA).state == "ready")
    _status, day = await desk.ask("GET", "/agent/today")
    assert (day["mine"]["answered"], day["mine"]["occupancy"], day["agents"]) == (1, 0.5, 1)
    assert day["team"] == day["mine"]
