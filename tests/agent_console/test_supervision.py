"""The supervisor's hand over real HTTP: agents forced, calls moved, the floor told, and who did what to whom."""

import csv
import io
from typing import Any

import pytest

from cti import events as e
from cti.ids import CallId, OfferId, QueueId
from tests.agent_console.site import ANNA, BEN, SALES, T0, Desk, Site, message

SUPPORT = QueueId("support")


async def ok(desk: Desk, method: str, path: str, **body: Any) -> Any:
    status, answer = await desk.ask(method, path, **({"json": body} if body else {}))
    assert status < 300, answer
    return answer


async def refused(desk: Desk, method: str, path: str, status: int, **body: Any) -> str:
    got, answer = await desk.ask(method, path, json=body)
    assert got == status, answer
    sentence: str = answer["error"]["message"]
    return sentence


async def audit(desk: Desk, **query: str) -> list[dict[str, Any]]:
    status, answer = await desk.ask("GET", "/audit", params=query)
    assert status == 200, answer
    entries: list[dict[str, Any]] = answer["entries"]
    return entries


async def a_second_queue(site: Site, sue: Desk) -> None:
    await ok(sue, "POST", "/queues", id=SUPPORT, settings={"names": {"en": "Support", "zh": "支持"}})


async def waiting_call(site: Site, number: str = "+8613800138001") -> CallId:
    call = site.exchange.dials(number)
    await site.until(lambda: call in site.calls.by_id and site.calls.by_id[call].stage == "queued")
    return call


# Agents


async def test_an_agent_is_made_not_ready_and_ready_again(site: Site) -> None:
    _, socket = await site.at_work("anna", ANNA)
    sue = await site.logged_in("sue")
    await ok(sue, "POST", "/agents/1001/state", state="not_ready", reason="break")
    assert (await message(socket, "forced"))["by"] == "Sue"
    await message(socket, "desk", state__name="not_ready", state__reason="break")
    await ok(sue, "POST", "/agents/1001/state", state="ready")
    await message(socket, "desk", state__name="ready")
    ready, away = await audit(sue)
    assert (ready["act"], ready["by"], ready["name"], ready["details"]["state"]) == (
        "agent_state_forced", "Sue", "Anna", "ready"
    )  # fmt: skip
    assert away["details"] == {"state": "not_ready", "reason": "break"}


async def test_said_during_a_call_it_holds_from_the_end_of_wrap_up_on(site: Site) -> None:
    _, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    sue = await site.logged_in("sue")
    await ok(sue, "POST", "/agents/1001/state", state="not_ready", reason="break")
    assert site.presences.get(ANNA).state == "talking"
    site.exchange.agent_hangs_up(call)
    await message(socket, "desk", state__name="wrap_up")
    site._tell(e.WrapUpFinished(at=site.clock.at, call=call, agent=ANNA, offer=OfferId(f"{call}-o1"), by_limit=True))
    await message(socket, "desk", state__name="not_ready", state__reason="break")


async def test_who_cannot_be_forced_is_told_in_a_sentence(site: Site) -> None:
    sue = await site.logged_in("sue")
    assert await refused(sue, "POST", "/agents/1001/state", 409, state="ready") == "Anna is not logged in."
    assert "no agent of this id" in await refused(sue, "POST", "/agents/x/state", 404, state="ready")
    site._tell(e.AgentLoggedIn(at=T0, agent=ANNA))
    assert "desk is not open" in await refused(sue, "POST", "/agents/1001/state", 409, state="ready")
    told = await refused(sue, "POST", "/agents/1001/state", 422, state="not_ready", reason="whim")
    assert told == "Not ready needs a reason: one of break."
    anna = await site.logged_in("anna")
    for path in ("/agents/1002/state", "/agents/1002/log-out", "/calls/x/move", "/floor/messages"):
        assert (await anna.ask("POST", path, json={}))[0] == 403
    assert (await anna.ask("GET", "/audit"))[0] == 403
    assert await audit(sue) == []


async def test_an_agent_who_is_logged_out_loses_every_page_and_is_told_by_whom(site: Site) -> None:
    anna, socket = await site.at_work("anna", ANNA)
    board = await anna.socket("/live?for=board")
    sue = await site.logged_in("sue")
    await ok(sue, "POST", "/agents/1001/log-out")
    for page in (socket, board):
        assert (await message(page, "logged_out"))["by"] == "Sue"
        assert (await page.receive()).data == 4001
    assert (await anna.ask("GET", "/session"))[0] == 401
    assert site.presences.get(ANNA).state == "logged_out"
    assert [entry["act"] for entry in await audit(sue)] == ["agent_forced_out"]
    assert await refused(sue, "POST", "/agents/1001/log-out", 409) == "Anna is not logged in."


async def test_in_a_call_an_agent_is_logged_out_after_it(site: Site) -> None:
    anna, socket = await site.at_work("anna", ANNA)
    sue = await site.logged_in("sue")
    watch = await sue.socket()
    call = await site.talking_call(socket)
    await ok(sue, "POST", "/agents/1001/log-out")
    await message(watch, "agent", id="1001", out_by="Sue", state="talking")
    await message(socket, "forced", by="Sue", state="out")
    assert "already" in await refused(sue, "POST", "/agents/1001/log-out", 409)
    site.exchange.agent_hangs_up(call)
    await message(socket, "desk", state__name="wrap_up")
    await ok(anna, "POST", f"/calls/{call}/wrap-up/finish", next="ready")
    await message(socket, "logged_out", by="Sue")
    assert site.presences.get(ANNA).state == "logged_out"


# Queues and skills


async def test_a_queue_given_to_an_agent_brings_the_waiting_call_at_once(site: Site) -> None:
    sue = await site.logged_in("sue")
    await a_second_queue(site, sue)
    _, socket = await site.at_work("anna", ANNA)
    site._tell(e.CallArrived(at=T0, call=CallId("t-1"), caller="10086", caller_name="", dialled="1"))
    call = await waiting_call_in_support(site, sue)
    status, changed = await sue.ask(
        "PATCH", "/agents/1001", json={"settings": {"queues": ["sales", "support"], "skills": {"french": 3}}}
    )
    assert (status, changed["settings"]["skills"]) == (200, {"french": 3})
    await message(socket, "desk", call__id=call, call__stage="ringing")
    entry = (await audit(sue, act="agent_configured"))[0]
    assert (entry["by"], entry["name"]) == ("Sue", "Anna")
    assert {change["field"]: change["after"] for change in entry["details"]["changes"]} == {
        "queues": ["sales", "support"],
        "skills.french": 3,
    }


async def waiting_call_in_support(site: Site, sue: Desk) -> CallId:
    """Anna is busy with nothing, and yet this call does not ring: nobody serves its queue."""
    site._tell(e.AgentBecameNotReady(at=site.clock.at, agent=ANNA, reason="break"))
    call = await waiting_call(site)
    await ok(sue, "POST", f"/calls/{call}/move", to_queue="support")
    await site.until(lambda: site.calls.by_id[call].queue == SUPPORT and site.calls.by_id[call].stage == "queued")
    site._tell(e.AgentBecameReady(at=site.clock.at, agent=ANNA))
    return call


# Calls


async def test_the_second_of_two_is_moved_up_and_rings_first(site: Site) -> None:
    sue = await site.logged_in("sue")
    board = await sue.socket()
    first, second = await waiting_call(site), await waiting_call(site, "+8613800138002")
    await ok(sue, "POST", f"/calls/{second}/move", up=True)
    while True:
        row = (await message(board, "queue", id="sales"))["queue"]
        if [call["id"] for call in row["calls"]] == [second, first]:
            break
    _, socket = await site.at_work("anna", ANNA)
    await message(socket, "desk", call__id=second, call__stage="ringing")


async def test_a_call_that_rings_is_moved_to_another_queue_and_the_ringing_ends(site: Site) -> None:
    _, socket = await site.at_work("anna", ANNA)
    sue = await site.logged_in("sue")
    await a_second_queue(site, sue)
    call = await site.ringing_call(socket)
    site.passes(9)
    await ok(sue, "POST", f"/calls/{call}/move", to_queue="support")
    await message(socket, "desk", call=None, state__name="ready")
    await site.until(lambda: site.calls.by_id[call].queue == SUPPORT)
    assert site.calls.by_id[call].head_start == 9
    await site.until(lambda: site.exchange.lines[call].rings is None)
    [entry] = await audit(sue, act="call_moved")
    assert entry["details"] == {"queue": "sales", "to_queue": "support"}


async def test_a_call_is_sent_to_one_agent_who_serves_another_queue(site: Site) -> None:
    sue = await site.logged_in("sue")
    await a_second_queue(site, sue)
    await sue.ask("PATCH", "/agents/1002", json={"settings": {"queues": ["support"]}})
    _, socket = await site.at_work("ben", BEN)
    call = await waiting_call(site)
    await ok(sue, "POST", f"/calls/{call}/move", to_agent="1002")
    await message(socket, "desk", call__id=call, call__stage="ringing")


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 422, "exactly one of up, to_queue and to_agent"),
        ({"up": True, "to_agent": "1001"}, 422, "exactly one of up"),
        ({"to_queue": "nowhere"}, 422, "no queue of this id"),
        ({"to_queue": "sales"}, 409, "waits in sales already"),
        ({"to_queue": "shut"}, 409, "The queue shut is closed: open it first"),
        ({"to_agent": "nobody"}, 422, "no agent of this id"),
        ({"to_agent": "1001"}, 409, "Anna takes no calls now"),
    ],
)
async def test_a_move_to_nowhere_is_refused_in_a_sentence(
    site: Site, body: dict[str, Any], status: int, sentence: str
) -> None:
    sue = await site.logged_in("sue")
    closing = {"closed": True, "exit": {"kind": "hang_up"}}
    await ok(sue, "POST", "/queues", id="shut", settings={"closing": closing})
    call = await waiting_call(site)
    assert sentence in await refused(sue, "POST", f"/calls/{call}/move", status, **body)
    assert not await audit(sue, act="call_moved")


async def test_a_call_that_waits_no_more_is_not_moved(site: Site) -> None:
    _, socket = await site.at_work("anna", ANNA)
    sue = await site.logged_in("sue")
    talking = await site.talking_call(socket)
    gone = await waiting_call(site, "+8613800138002")
    site.exchange.caller_hangs_up(gone)
    for call in (talking, gone, "no-such-call"):
        told = await refused(sue, "POST", f"/calls/{call}/move", 409, up=True)
        assert told == "This call does not wait any more: it was answered, went elsewhere, or ended."


# Overflow


async def test_one_field_opens_the_overflow_and_one_closes_it(site: Site) -> None:
    sue = await site.logged_in("sue")
    await a_second_queue(site, sue)
    board = await sue.socket()
    told = await refused(sue, "PATCH", "/queues/sales", 422, settings={"overflow": {"open": True}})
    assert told == "overflow.queue is empty; name the queue that helps out, or leave the overflow closed."
    overflow = {"open": True, "after": 30, "queue": "support"}
    await ok(sue, "PATCH", "/queues/sales", settings={"overflow": overflow})
    await message(board, "queue", id="sales", overflow__open=True, closed=False)
    answer = await ok(sue, "PATCH", "/queues/sales", settings={"overflow": {"open": False}})
    assert answer["settings"]["overflow"] == {"open": False, "after": 30, "queue": "support", "flow": False}
    await message(board, "queue", id="sales", overflow__open=False)


# Messages to the floor


async def test_the_floor_is_told_and_who_comes_later_is_told_too(site: Site) -> None:
    sue = await site.logged_in("sue")
    _, anna = await site.at_work("anna", ANNA)
    _, ben = await site.at_work("ben", BEN)
    board = await sue.socket()
    sent = await ok(sue, "POST", "/floor/messages", text="  Fire drill at ten. ", minutes=30)
    for socket in (anna, ben, board):
        assert (await message(socket, "floor_message"))["message"] == sent
    assert (sent["by"], sent["text"]) == ("Sue", "Fire drill at ten.")
    await ok(sue, "POST", "/floor/messages", text="Ben, see me.", to="agents", agents=["1002"], minutes=10)
    assert (await message(ben, "floor_message", message__text="Ben, see me."))["message"]["agents"] == ["1002"]
    await ok(sue, "POST", "/floor/messages", text="Sales: prices are up.", to="queues", queues=["sales"])
    assert (await message(anna, "floor_message"))["message"]["text"] == "Sales: prices are up."

    later = await (await site.logged_in("anna")).socket()
    texts = [one["text"] for one in (await message(later, "snapshot"))["messages"]]
    assert texts == ["Fire drill at ten.", "Sales: prices are up."]
    site.passes(31 * 60)
    latest = await (await site.logged_in("anna")).socket()
    assert [one["text"] for one in (await message(latest, "snapshot"))["messages"]] == ["Sales: prices are up."]
    assert [entry["details"]["text"] for entry in await audit(sue, act="floor_message_sent")][
        -1
    ] == "Fire drill at ten."


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"text": "   "}, "write what the floor is to read"),
        ({"text": "x" * 501}, "text is wrong"),
        ({"text": "a", "to": "agents"}, "agents is empty: name those"),
        ({"text": "a", "to": "queues", "queues": ["moon"]}, "names 'moon', which there is not"),
        ({"text": "a", "minutes": 0}, "minutes is wrong"),
        ({"text": "a", "minutes": 10_000}, "minutes is wrong"),
    ],
)
async def test_a_message_to_nobody_is_refused(site: Site, body: dict[str, Any], sentence: str) -> None:
    assert sentence in await refused(await site.logged_in("sue"), "POST", "/floor/messages", 422, **body)


# The audit log


async def several_acts(site: Site) -> tuple[Desk, Desk]:
    sue, adam = await site.logged_in("sue"), await site.logged_in("adam")
    for number in range(4):
        await ok(sue, "PATCH", "/queues/sales", settings={"ring_seconds": 10 + number})
        site.passes(60)
    await ok(adam, "POST", "/emergency", text={"en": "Fire."})
    site.passes(60)
    await ok(adam, "DELETE", "/emergency")
    await ok(sue, "POST", "/floor/messages", text="=HYPERLINK(1)", minutes=5)
    return sue, adam


async def test_the_audit_log_is_filtered_by_who_act_what_and_time(site: Site) -> None:
    sue, _ = await several_acts(site)
    acts = [entry["act"] for entry in await audit(sue)]
    assert acts == ["floor_message_sent", "site_reopened", "site_closed", *["queue_configured"] * 4]
    assert [entry["act"] for entry in await audit(sue, who="ADAM")] == ["site_reopened", "site_closed"]
    assert {entry["name"] for entry in await audit(sue, what="sal")} == {"Sales"}
    newest = (await audit(sue, act="queue_configured"))[0]
    assert newest["details"]["changes"] == [{"field": "ring_seconds", "before": 12, "after": 13}]
    early = await audit(sue, **{"from": "2025-11-22T02:53:20Z", "to": "2025-11-22T02:55:00Z"})
    assert len(early) == 2
    for query, sentence in (
        ({"act": "murder"}, "There is no act 'murder'"),
        ({"from": "noon"}, "a time with its zone"),
    ):
        status, answer = await sue.ask("GET", "/audit", params=query)
        assert (status, sentence in answer["error"]["message"]) == (422, True)


async def test_the_audit_log_is_read_page_by_page(site: Site) -> None:
    sue, _ = await several_acts(site)
    positions: list[int] = []
    query = {"limit": "3"}
    while True:
        _, page = await sue.ask("GET", "/audit", params=query)
        positions += [entry["position"] for entry in page["entries"]]
        if page["next"] is None:
            break
        query["before"] = str(page["next"])
    assert positions == sorted(positions, reverse=True)
    assert len(positions) == len(set(positions)) == 7


async def test_the_audit_log_as_a_file_holds_no_formula(site: Site) -> None:
    sue, _ = await several_acts(site)
    response = await sue.raw("GET", "/audit.csv", params={"who": "sue"})
    assert response.content_type == "text/csv"
    lines = list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))
    assert len(lines) == 5
    assert {line["by"] for line in lines} == {"Sue"}
    assert "=HYPERLINK(1)" in lines[0]["details"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.values())


async def test_a_program_acts_under_its_own_name(site: Site) -> None:
    program, sue = await site.program(), await site.logged_in("sue")
    await ok(program, "POST", "/floor/messages", text="Hello.")
    assert [entry["by"] for entry in await audit(sue)] == ["crm"]
    assert SALES in site.house.queues
