"""Every message really sent on the live socket is one of those that OpenAPI publishes, field by field."""

import asyncio
from typing import Any, get_args

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType
from pydantic import TypeAdapter, ValidationError

from agent_console.live_models import AnyMessage, Pong, ServerMessage
from agent_console.settings_models import QueueSettings
from cti import events as e
from cti.ids import OfferId
from cti.trunks import Trunk
from tests.agent_console.site import ANNA, BEN, Site, message

KINDS = {get_args(kind.__annotations__["type"])[0] for kind in get_args(AnyMessage)}


async def heard(socket: ClientWebSocketResponse, seen: list[dict[str, Any]], until: str) -> None:
    """Take messages in until one of a kind; each is held against the models."""
    async with asyncio.timeout(10):
        while not seen or seen[-1]["type"] != until:
            got = await socket.receive()
            assert got.type is WSMsgType.TEXT, got
            ServerMessage.model_validate_json(got.data, strict=True)
            seen.append(got.json())


async def test_every_kind_of_message_is_as_published(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent_console.console.PING_SECONDS", 0.2)
    seen: list[dict[str, Any]] = []
    boss = await site.logged_in("sue")
    board = await boss.socket("/live?for=board")
    anna, desk = await site.at_work("anna", ANNA)
    call = await site.ringing_call(desk)
    assert (await anna.ask("POST", f"/calls/{call}/answer"))[0] == 204
    await heard(desk, seen, "order")
    site.exchange.answers(call)
    await message(desk, "desk", call__stage="talking")
    assert (await anna.ask("POST", f"/calls/{call}/consult", json={"to": {"agent": BEN}}))[0] == 204
    await heard(desk, seen, "asked_in_vain")
    status, _ = await anna.ask("POST", f"/calls/{call}/customer", json={"name": "Wang"})
    assert status == 200
    await message(desk, "desk", call__customer__name="Wang")
    # A page loaded anew has a customer with a timeline to show, and takes the desk over.
    newest = await anna.socket()
    await heard(newest, seen, "snapshot")
    await heard(desk, seen, "superseded")
    site.exchange.outside = (Trunk("trunk", True, None, 2),)
    site._tell(e.TelephonyLost(at=site.clock.at, node="main"))
    await heard(newest, seen, "telephony")
    await heard(newest, seen, "desk")
    assert (await boss.ask("POST", "/emergency", json={"text": {"en": "Closed."}}))[0] == 200
    await heard(newest, seen, "emergency")
    assert (await anna.ask("PUT", "/agent/hand", json={"raised": True}))[0] == 204
    await heard(newest, seen, "chat")
    assert (await boss.ask("POST", "/floor/messages", json={"text": "Tea at ten."}))[0] in {200, 201, 204}
    await heard(newest, seen, "floor_message")
    await boss.ask("POST", f"/agents/{ANNA}/state", json={"state": "not_ready", "reason": "break"})
    await heard(newest, seen, "forced")
    site.exchange.caller_hangs_up(call)
    await boss.ask("POST", f"/agents/{ANNA}/log-out")
    await site.until(lambda: any(one.wrap_up for one in site.house.presences.get(ANNA).in_hand))
    done = site.house.presences.get(ANNA).in_hand[0].wrap_up
    finished = e.WrapUpFinished(at=site.clock.at, call=call, agent=ANNA, offer=done or OfferId(""), by_limit=True)
    site._tell(finished)
    await heard(newest, seen, "logged_out")
    await boss.ask("POST", "/queues", json={"id": "night"})
    await boss.ask("DELETE", "/queues/night")
    for kind in ("snapshot", "trunks", "agent", "queue", "totals", "queue_gone", "ping"):
        await heard(board, seen, kind)
    assert {one["type"] for one in seen} == KINDS


def test_a_field_more_or_less_is_no_message() -> None:
    for wrong in (
        {"type": "ping"},
        {"type": "ping", "server_time": "", "more": 1},
        {"type": "telephony", "up": "yes"},
        {"type": "tea"},
    ):
        with pytest.raises(ValidationError):
            ServerMessage.model_validate(wrong, strict=True)
    Pong.model_validate({"type": "pong", "phone": "registered", "microphone": "ok"}, strict=True)
    with pytest.raises(ValidationError):
        Pong.model_validate({"type": "pong"}, strict=True)


async def test_a_queues_settings_are_as_published(site: Site) -> None:
    boss = await site.logged_in("adam")
    status, shown = await boss.ask("GET", "/queues/sales")
    assert status == 200
    document = QueueSettings.__annotations__["settings"].__origin__
    TypeAdapter(document).validate_python(shown["settings"])
