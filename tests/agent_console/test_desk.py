"""An agent's day at the desk: over the console's socket and the API, with the real machines behind."""

import asyncio

import pytest
from aiohttp import WSMsgType

from cti import events as e
from cti.ids import OfferId
from tests.agent_console.site import ANNA, BEN, Site, message


async def test_a_call_from_the_ring_to_the_end_of_wrap_up(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.ringing_call(socket)
    site.passes(3)
    site.exchange.answers(call)
    shown = (await message(socket, "desk", call__stage="talking"))["desk"]["call"]
    assert shown["caller"]["number"] == "+8613800138001"
    calls = {"hold", "mute", "keypad", "hang_up", "transfer", "consult", "park", "record"}
    assert set(shown["legal"]) == calls | {"note", "disposition", "make_customer"}

    site.exchange.holds(call)
    await message(socket, "desk", call__stage="held")
    site.exchange.retrieves(call)
    await message(socket, "desk", call__stage="talking")
    assert (await desk.ask("PUT", f"/calls/{call}/note", json={"text": "Rückruf 周一"}))[0] == 200
    await message(socket, "desk", call__note="Rückruf 周一")
    status, customer = await desk.ask("POST", f"/calls/{call}/customer", json={"name": "Wang"})
    assert (status, customer["numbers"][0]["e164"]) == (200, "+8613800138001")
    await message(socket, "desk", call__customer__name="Wang")

    assert (await desk.ask("POST", f"/calls/{call}/hang-up"))[0] == 204
    assert call not in site.exchange.lines
    site._tell(e.SegmentEnded(at=site.clock.at, call=call, agent=ANNA, offer=OfferId(f"{call}-o1")))
    await message(socket, "desk", call__stage="wrap_up", state__name="wrap_up")
    assert (await desk.ask("PUT", f"/calls/{call}/disposition", json={"disposition": "sale"}))[0] == 204
    assert (await desk.ask("POST", f"/calls/{call}/wrap-up/finish", json={"next": "ready"}))[0] == 204
    await message(socket, "desk", call=None, state__name="ready")

    status, whole = await (await site.program()).ask("GET", f"/calls/{call}")
    assert (status, whole["customer"]["name"]) == (200, "Wang")
    positions = [fact["position"] for fact in whole["events"]]
    assert positions == sorted(positions)
    assert whole["events"][0]["kind"] == "call_arrived"


@pytest.mark.parametrize(
    "number", ["", "anonymous", "4" * 40, "sip:alice@example.com", "Zoë", "+86\r\nX: y", "' OR 1=1", "\x00", "+", "🙂"]
)
async def test_any_caller_can_be_served_whatever_the_number(site: Site, number: str) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket, number)
    await desk.ask("PUT", f"/calls/{call}/note", json={"text": "served"})
    shown = (await message(socket, "desk", call__note="served"))["desk"]["call"]
    assert isinstance(shown["caller"]["display"], str)
    status, customer = await desk.ask("POST", f"/calls/{call}/customer", json={"name": f"Caller {number[:3]!r}"})
    assert status == 200, customer
    assert (await (await site.program()).ask("GET", f"/calls/{call}"))[0] == 200
    supervisor = await site.logged_in("sue")
    assert (await (await supervisor.socket("/live?for=board")).receive_json())["board"]["queues"]


async def test_a_declined_call_rings_at_the_colleague(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    _other, other_socket = await site.at_work("ben", BEN)
    call = await site.ringing_call(socket)
    assert (await desk.ask("POST", f"/calls/{call}/reject"))[0] == 204
    await message(other_socket, "desk", call__id=call, call__stage="ringing")
    assert site.presences.get(ANNA).state == "ready"
    status, refused = await desk.ask("POST", f"/calls/{call}/reject")
    assert (status, refused["error"]["code"]) == (409, "not_your_call")


async def test_nothing_can_be_done_with_a_call_that_is_not_on_the_desk(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    other, _ = await site.at_work("ben", BEN)
    call = await site.talking_call(socket)
    bodies = {"note": {"text": "x"}, "disposition": {"disposition": "sale"}}
    for verb, method in (("hang-up", "POST"), ("reject", "POST"), ("note", "PUT"), ("disposition", "PUT")):
        status, answer = await other.ask(method, f"/calls/{call}/{verb}", json=bodies.get(verb, {}))
        assert (status, answer["error"]["code"]) == (409, "not_your_call"), verb
    for verb in ("reject", "wrap-up/finish"):
        status, answer = await desk.ask("POST", f"/calls/{call}/{verb}", json={})
        assert (status, answer["error"]["code"]) == (409, "not_legal_now"), verb
    assert call in site.exchange.lines


async def test_what_an_agent_says_wrong_is_answered_with_what_to_do(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    for method, path, body, sentence in (
        ("POST", "/agent/state", {"state": "not_ready"}, "one of break"),
        ("POST", "/agent/state", {"state": "not_ready", "reason": "beach"}, "one of break"),
        ("POST", "/agent/state", {"state": "asleep"}, "state is wrong"),
        ("PUT", f"/calls/{call}/disposition", {"disposition": "?"}, "Choose one of sale"),
        ("PUT", f"/calls/{call}/note", {"text": "x" * 20_001}, "text is wrong"),
        ("PUT", f"/calls/{call}/note", {"txt": "x"}, "is wrong"),
        ("POST", f"/calls/{call}/customer", {}, "Give the id of a customer, or a name"),
        ("POST", f"/calls/{call}/customer", {"customer": "nobody"}, "search for the customer again"),
    ):
        status, answer = await desk.ask(method, path, json=body)
        assert 400 <= status < 500, (path, body, answer)
        assert sentence in answer["error"]["message"]


async def test_ready_needs_an_open_desk(site: Site) -> None:
    desk = await site.logged_in("anna")
    status, answer = await desk.ask("POST", "/agent/state", json={"state": "ready"})
    assert (status, answer["error"]["code"]) == (409, "no_console")


async def test_orders_are_refused_while_asterisk_is_away_and_the_call_stays_on_the_desk(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    site.exchange.up = False
    site._tell(e.TelephonyLost(at=site.clock.at, node="main"))
    assert (await message(socket, "telephony"))["up"] is False
    status, answer = await desk.ask("POST", f"/calls/{call}/hang-up")
    assert (status, answer["error"]["code"]) == (503, "telephony")
    assert (await desk.ask("PUT", f"/calls/{call}/note", json={"text": "still here"}))[0] == 200
    await message(socket, "desk", call__note="still here")


async def test_a_snapshot_comes_first_and_a_page_loaded_anew_has_its_call(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    again = await desk.socket()
    snapshot = await again.receive_json()
    assert (snapshot["type"], snapshot["desk"]["call"]["id"]) == ("snapshot", call)
    assert snapshot["board"] is None, "an agent does not see the board"


async def test_the_newest_page_is_the_desk_and_the_older_one_is_told(site: Site) -> None:
    desk, first = await site.at_work("anna", ANNA)
    second = await desk.socket()
    assert (await second.receive_json())["type"] == "snapshot"
    await message(first, "superseded")
    assert (await first.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
    assert first.close_code == 4000
    assert site.presences.get(ANNA).console, "the desk is still open: it is the newer page"
    await second.close()
    await site.until(lambda: not site.presences.get(ANNA).console)


async def test_a_page_that_is_dead_does_not_keep_the_new_one_waiting(site: Site) -> None:
    desk, first = await site.at_work("anna", ANNA)
    transport = first._conn.transport  # type: ignore[union-attr]
    transport.pause_reading()
    second = await desk.socket()
    async with asyncio.timeout(5):
        assert (await second.receive_json())["type"] == "snapshot"
    transport.resume_reading()


async def test_a_page_with_another_purpose_makes_nobody_present(site: Site) -> None:
    desk = await site.logged_in("anna")
    page = await desk.socket("/live?for=board")
    assert (await page.receive_json())["desk"] is None
    assert not site.presences.get(ANNA).console
    with pytest.raises(Exception, match="422"):
        await desk.socket("/live?for=tea")


async def test_an_open_page_is_pinged_and_one_that_never_answers_is_closed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_console.console.PING_SECONDS", 0.02)
    _desk, socket = await site.at_work("anna", ANNA)
    await message(socket, "ping")
    await socket.send_str('{"type":"pong"}')
    await message(socket, "ping")
    site.clock.at += 100
    async with asyncio.timeout(10):
        while not socket.closed:
            await socket.receive()
    assert socket.close_code == 1001
    await site.until(lambda: not site.presences.get(ANNA).console)


async def test_the_board_is_a_snapshot_and_then_the_rows_that_changed(site: Site) -> None:
    supervisor = await site.logged_in("sue")
    board = await supervisor.socket("/live?for=board")
    snapshot = await board.receive_json()
    assert [row["id"] for row in snapshot["board"]["queues"]] == ["sales"]
    _desk, socket = await site.at_work("anna", ANNA)
    await message(board, "agent", id="1001", state="ready")
    call = await site.talking_call(socket)
    assert (await message(board, "queue", today__answered=1))["queue"]["calls"] == []
    await message(board, "agent", id="1001", state="talking")
    site.exchange.caller_hangs_up(call)
    await message(board, "agent", id="1001", state="wrap_up")
    assert (await supervisor.ask("GET", "/reports/today"))[1]["total"]["answered"] == 1


async def test_logging_out_ends_work_unless_in_a_call(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    await site.talking_call(socket)
    await desk.ask("DELETE", "/session")
    assert site.presences.get(ANNA).logged_in
    other, _ = await site.at_work("ben", BEN)
    await other.ask("DELETE", "/session")
    assert not site.presences.get(BEN).logged_in
