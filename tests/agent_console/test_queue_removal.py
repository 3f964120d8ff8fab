"""A queue deleted over HTTP: not while something needs it; afterwards its past still has its name."""

from typing import Any

from cti.ids import QueueId
from tests.agent_console.site import ANNA, Desk, Site, message

SCRIPT = {"queues": ["night"], "steps": [{"id": "hello"}]}
NIGHT = {"names": {"en": "Night", "zh": "夜间"}, "threshold": 7}


async def refused(desk: Desk, queue: str) -> str:
    status, answer = await desk.ask("DELETE", f"/queues/{queue}")
    assert status == 409, answer
    sentence: str = answer["error"]["message"]
    return sentence


async def ok(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    status, answer = await desk.ask(method, path, json=body)
    assert status < 300, answer
    return answer


async def test_whatever_needs_a_queue_is_named_in_one_sentence(site: Site) -> None:
    sue = await site.logged_in("sue")
    assert await refused(sue, "sales") == (
        "The queue sales cannot be deleted yet: the agents 1001, 1002 serve it; the node sales of the flow leads to it."
    )
    await ok(sue, "POST", "/queues", {"id": "night", "settings": NIGHT})
    await ok(sue, "PATCH", "/queues/sales", {"settings": {"overflow": {"queue": "night"}}})
    await ok(sue, "POST", "/scripts", {"id": "owls", "script": SCRIPT})
    article = {"title": "At night", "text": "Nobody is there.", "queues": ["night"]}
    made = await ok(sue, "POST", "/articles", article)
    assert await refused(sue, "night") == (
        "The queue night cannot be deleted yet: the queue sales names it; the script owls names it; "
        "the article “At night” names it."
    )
    await ok(sue, "PATCH", "/queues/sales", {"settings": {"overflow": {"queue": ""}}})
    await ok(sue, "PUT", "/scripts/owls", {"version": 1, "script": {**SCRIPT, "queues": []}})
    await ok(sue, "PUT", f"/articles/{made['id']}", {**article, "queues": []})
    await ok(sue, "DELETE", "/queues/night")


async def test_a_queue_stays_while_calls_are_in_it(site: Site) -> None:
    sue = await site.logged_in("sue")
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    site.exchange.dials("+8613900139002")
    await site.until(lambda: len(site.calls.by_id) == 2 and all(one.queue for one in site.calls.by_id.values()))
    sentence = await refused(sue, "sales")
    assert "1 call waits in it; 1 call of it is not over; the agents" in sentence
    site.exchange.caller_hangs_up(call)
    await message(socket, "desk", call__stage="wrap_up")
    await desk.ask("POST", f"/calls/{call}/wrap-up/finish", json={})


async def test_a_flow_that_is_to_come_counts_too(site: Site) -> None:
    sue = await site.logged_in("sue")
    await ok(sue, "POST", "/queues", {"id": "night", "settings": NIGHT})
    site.flow_file = '[nodes.dark]\nkind = "queue"\nqueue = "night"\n'
    assert "the node dark of the flow's file leads to it" in await refused(sue, "night")
    site.flow_file = "[nodes"
    await ok(sue, "DELETE", "/queues/night")


async def test_a_callback_still_to_be_made_keeps_its_queue(site: Site) -> None:
    sue = await site.logged_in("sue")
    await ok(sue, "POST", "/queues", {"id": "night", "settings": NIGHT})
    wish = {"queue": "night", "number": "+8613900139002", "not_before": "2025-11-23T08:00:00Z"}
    asked = await ok(sue, "POST", "/callbacks", wish)
    assert "1 callback from it is still to be made" in await refused(sue, "night")
    await ok(sue, "DELETE", f"/callbacks/{asked['id']}")
    await ok(sue, "DELETE", "/queues/night")


async def test_what_is_past_keeps_the_name_and_a_new_one_may_have_it(site: Site) -> None:
    sue = await site.logged_in("sue")
    board = await sue.socket("/live?for=board")
    await message(board, "snapshot")
    await ok(sue, "POST", "/queues", {"id": "night", "settings": NIGHT})
    await message(board, "queue", id="night")
    assert (await sue.ask("DELETE", "/queues/night?version=9"))[0] == 409
    await ok(sue, "DELETE", "/queues/night?version=1")
    assert (await message(board, "queue_gone"))["queue"] == "night"
    known = await ok(sue, "GET", "/catalogue")
    assert [one["id"] for one in known["queues"]] == ["sales"]
    assert known["past_queues"] == [{"id": "night", "name": NIGHT["names"]}]
    entry = (await ok(sue, "GET", "/audit"))["entries"][0]
    assert (entry["act"], entry["name"], entry["by"]) == ("queue_removed", "Night", "Sue")
    assert site.house.reports.plan.queue(QueueId("night")).threshold_s == 7
    assert [one["version"] for one in (await ok(sue, "GET", "/queues/night/history"))["versions"]] == [2, 1]
    again = await ok(sue, "POST", "/queues", {"id": "night", "settings": {}})
    assert again["version"] == 3
    assert (await ok(sue, "GET", "/catalogue"))["past_queues"] == []


async def test_only_who_changes_settings_deletes(site: Site) -> None:
    anna, sue = await site.logged_in("anna"), await site.logged_in("sue")
    assert (await anna.ask("DELETE", "/queues/sales"))[0] == 403
    assert (await sue.ask("DELETE", "/queues/moon"))[0] == 404
