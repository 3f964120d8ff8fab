"""Call control by API, with the twin of the exchange: what is legal, what is refused and with which sentence."""

from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse

from cti import events as e
from cti.ids import CallId, OfferId, party_id
from tests.agent_console.site import ANNA, BEN, Desk, Site, message


class Talk:
    """Anna talks with a customer; Ben is at his desk, too."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def begin(self) -> "Talk":
        self.anna, self.anna_live = await self.site.at_work("anna", ANNA)
        self.call = await self.site.talking_call(self.anna_live)
        self.ben, self.ben_live = await self.site.at_work("ben", BEN)
        self.party = party_id(self.call, 1)
        return self

    async def asks(self, desk: Desk, method: str, path: str, body: Any = None) -> tuple[int, str]:
        status, answer = await desk.ask(method, path, json=body)
        return status, answer["error"]["message"] if isinstance(answer, dict) and "error" in answer else ""

    def hears(self, *names: str) -> bool:
        return frozenset(names) in self.site.exchange.hears_each_other(self.call)

    async def shows(self, socket: ClientWebSocketResponse, **fields: Any) -> dict[str, Any]:
        return (await message(socket, "desk", **fields))["desk"]["call"]


@pytest.fixture
async def talk(site: Site) -> Talk:
    return await Talk(site).begin()


async def test_a_colleague_is_asked_and_sees_what_the_agent_sees(talk: Talk) -> None:
    await talk.anna.ask("PUT", f"/calls/{talk.call}/note", json={"text": "Wants an offer."})
    assert await talk.asks(talk.anna, "POST", f"/calls/{talk.call}/consult", {"to": {"agent": BEN}}) == (204, "")
    ringing = await talk.shows(talk.ben_live, call__stage="ringing")
    assert ringing["note"] == "Wants an offer.", "the screen travels with the call"
    assert ringing["consult"]["by"] == "Anna"
    asking = await talk.shows(talk.anna_live, call__consult__answered=False)
    assert {"complete", "take_back"} <= set(asking["legal"])
    assert not {"toggle", "transfer", "hold"} & set(asking["legal"])
    talk.site.exchange.party_answers(talk.call, talk.party)
    asked = await talk.shows(talk.ben_live, call__stage="asked")
    assert asked["legal"] == ["mute", "hang_up", "note"]
    await talk.ben.ask("PUT", f"/calls/{talk.call}/note", json={"text": "Wants an offer by Friday."})
    both = await talk.shows(talk.anna_live, call__note="Wants an offer by Friday.")
    assert {"complete", "toggle", "join", "take_back"} <= set(both["legal"])

    assert (await talk.asks(talk.anna, "POST", f"/calls/{talk.call}/consult/complete"))[0] == 204
    mine = await talk.shows(talk.ben_live, call__stage="talking")
    assert [step["name"] for step in mine["path"]] == ["Anna"], "where the caller has been"
    assert talk.hears(talk.call, talk.party)
    await message(talk.anna_live, "desk", state__name="wrap_up")


async def test_toggle_join_and_leave(talk: Talk) -> None:
    path = f"/calls/{talk.call}"
    await talk.asks(talk.anna, "POST", f"{path}/consult", {"to": {"agent": BEN}})
    await talk.site.until(lambda: talk.party in talk.site.exchange.lines[talk.call].parties)
    talk.site.exchange.party_answers(talk.call, talk.party)
    await talk.shows(talk.anna_live, call__consult__answered=True)
    assert (await talk.asks(talk.anna, "POST", f"{path}/consult/toggle", {"to": "customer"}))[0] == 204
    mine = OfferId(f"{talk.call}-o1")
    await talk.site.until(lambda: talk.hears(talk.call, mine))
    assert (await talk.asks(talk.anna, "POST", f"{path}/consult/join"))[0] == 204
    await talk.site.until(lambda: talk.hears(talk.call, mine, talk.party))
    three = await talk.shows(talk.anna_live, call__consult=None)
    assert [(one["kind"], one["name"]) for one in three["parties"]] == [("agent", "Ben")]
    assert "consult" in three["legal"], "a fourth can be asked"
    assert "transfer" not in three["legal"]
    assert (await talk.asks(talk.anna, "POST", f"{path}/hang-up"))[0] == 204
    await talk.site.until(lambda: talk.hears(talk.call, talk.party))
    assert talk.call in talk.site.exchange.lines, "the customer is still there"


@pytest.mark.parametrize(
    ("to", "status", "sentence"),
    [
        ({"agent": "9999"}, 422, "There is no agent '9999'"),
        ({"agent": ANNA}, 422, "yours already"),
        ({"queue": "moon"}, 422, "use one of sales"),
        ({"number": "reception"}, 422, "cannot be dialled"),
        ({"node": "attic"}, 422, "use one of sales"),
        ({}, 422, "exactly one of"),
        ({"agent": BEN, "queue": "sales"}, 422, "exactly one of"),
    ],
)
async def test_a_target_that_is_none(talk: Talk, to: dict[str, str], status: int, sentence: str) -> None:
    got = await talk.asks(talk.anna, "POST", f"/calls/{talk.call}/transfer", {"to": to})
    assert got[0] == status
    assert sentence in got[1]
    assert talk.site.exchange.lines[talk.call].talks_with, "nothing has happened"


async def test_what_is_not_legal_now_is_refused(talk: Talk) -> None:
    path = f"/calls/{talk.call}"
    for verb, method, body in (
        ("consult/complete", "POST", None),
        ("consult/toggle", "POST", {"to": "party"}),
        ("consult/join", "POST", None),
        ("consult", "DELETE", None),
        ("retrieve", "POST", None),
    ):
        assert (await talk.asks(talk.anna, method, f"{path}/{verb}", body))[0] == 409, verb
    assert (await talk.asks(talk.ben, "POST", f"{path}/park"))[0] == 409, "it is not Ben's call"


async def test_a_call_is_parked_and_picked_up(talk: Talk) -> None:
    status, slot = await talk.anna.ask("POST", f"/calls/{talk.call}/park")
    assert status == 200
    await talk.site.until(lambda: talk.site.exchange.lines[talk.call].at == "hold")
    _status, answer = await talk.ben.ask("GET", "/parked")
    assert [(one["slot"], one["call"]) for one in answer["parked"]] == [(slot["slot"], talk.call)]
    assert (await talk.asks(talk.ben, "POST", f"/parked/{slot['slot']}/pick-up"))[0] == 204
    await talk.site.until(lambda: talk.site.exchange.lines[talk.call].rings)
    talk.site.exchange.party_answers(talk.call, talk.party)
    await talk.shows(talk.ben_live, call__stage="talking")
    assert (await talk.asks(talk.anna, "POST", f"/parked/{slot['slot']}/pick-up"))[0] == 404


async def test_a_number_is_called_with_the_queues_number(site: Site) -> None:
    desk, live = await site.at_work("anna", ANNA)
    boss = await site.logged_in("sue")
    assert (await boss.ask("PATCH", "/queues/sales", json={"settings": {"shown_number": "95001"}}))[0] == 200
    status, made = await desk.ask("POST", "/calls", json={"number": "138 0013 8001", "queue": "sales"})
    assert status == 201
    call = CallId(made["call"])
    shown = await message(live, "desk", call__stage="dialling")
    assert shown["desk"]["call"]["direction"] == "outbound"
    site.exchange.party_answers(call, party_id(call, 1))
    await site.until(lambda: site.exchange.lines[call].at == "dialling")
    order = site.exchange.orders[-1]
    assert (order.number, order.shown, order.joins) == ("+8613800138001", "95001", party_id(call, 1))  # type: ignore[attr-defined]
    site.exchange.customer_picks_up(call, party_id(call, 1))
    await message(live, "desk", call__stage="talking")


async def test_a_number_that_does_not_answer_frees_the_agent(site: Site) -> None:
    desk, live = await site.at_work("anna", ANNA)
    _status, made = await desk.ask("POST", "/calls", json={"number": "+8613800138001"})
    call = CallId(made["call"])
    await message(live, "desk", call__stage="dialling")
    site.exchange.party_answers(call, party_id(call, 1))
    await site.until(lambda: site.exchange.lines[call].at == "dialling")
    site.exchange.customer_does_not_answer(call, "busy")
    await message(live, "desk", state__name="ready")
    facts = [one.event for one in await site.journal.of_call(call, 5)]
    assert [one.reason for one in facts if isinstance(one, e.CustomerNotReached)] == ["busy"]


async def test_hold_mute_keys_and_recording(talk: Talk) -> None:
    path, mine = f"/calls/{talk.call}", OfferId(f"{talk.call}-o1")
    assert (await talk.asks(talk.anna, "POST", f"{path}/hold"))[0] == 204
    held = await talk.shows(talk.anna_live, call__stage="held")
    assert held["legal"][0] == "retrieve"
    assert talk.site.exchange.lines[talk.call].hears == "music"
    assert (await talk.asks(talk.anna, "POST", f"{path}/retrieve"))[0] == 204
    await talk.site.until(lambda: talk.hears(talk.call, mine))
    assert (await talk.asks(talk.anna, "PUT", f"{path}/muted", {"muted": True}))[0] == 204
    assert (await message(talk.anna_live, "order"))["order"] == "mute"
    assert (await talk.asks(talk.anna, "POST", f"{path}/digits", {"digits": "12#"}))[0] == 204
    assert (await talk.asks(talk.anna, "POST", f"{path}/digits", {"digits": "1;2"}))[0] == 422
    assert (await talk.asks(talk.anna, "PUT", f"{path}/recording", {"state": "paused"}))[0] == 409
    assert (await talk.asks(talk.anna, "PUT", f"{path}/recording", {"state": "recording"}))[0] == 204
    await talk.shows(talk.anna_live, call__recording="on")
    assert (await talk.asks(talk.anna, "PUT", f"{path}/recording", {"state": "paused"}))[0] == 204
    paused = await talk.shows(talk.anna_live, call__recording="paused")
    assert "resume_recording" in paused["legal"]


async def test_a_browser_is_told_to_answer(site: Site) -> None:
    desk, live = await site.at_work("anna", ANNA)
    call = await site.ringing_call(live)
    assert (await desk.ask("POST", f"/calls/{call}/answer"))[0] == 204
    assert (await message(live, "order"))["order"] == "answer"


async def test_colleagues_are_listed_those_who_are_free_first(talk: Talk) -> None:
    _status, answer = await talk.anna.ask("GET", "/colleagues")
    first = answer["agents"][0]
    assert (first["id"], first["free"]) == (BEN, True)
    assert ANNA not in [one["id"] for one in answer["agents"]]
    assert answer["nodes"] == ["sales"]


async def test_whoever_is_free_in_a_queue_is_asked_and_has_the_call(talk: Talk) -> None:
    assert await talk.asks(talk.anna, "POST", f"/calls/{talk.call}/consult", {"to": {"queue": "sales"}}) == (204, "")
    ringing = await talk.shows(talk.ben_live, call__stage="ringing")
    assert (ringing["consult"]["by"], ringing["consult"]["way"]) == ("Anna", "queue")
    asking = await talk.shows(talk.anna_live, call__consult__name="Ben")
    assert (asking["consult"]["to"], asking["consult"]["answered"]) == ("sales", False)
    talk.site.exchange.party_answers(talk.call, talk.party)
    await talk.shows(talk.anna_live, call__consult__answered=True)
    assert (await talk.asks(talk.anna, "POST", f"/calls/{talk.call}/consult/complete"))[0] == 204
    await talk.shows(talk.ben_live, call__stage="talking")
    (given,) = [
        one.event for one in await talk.site.journal.of_call(talk.call, 5.0) if isinstance(one.event, e.CallTransferred)
    ]
    assert (given.way, given.to) == ("agent", BEN)
    report = (await (await talk.site.logged_in("sue")).ask("GET", "/reports/today"))[1]
    assert report["total"]["offered"] == 1, "who is asked is not offered a call"


async def test_nobody_of_a_queue_is_free_and_the_agent_is_told_so_in_a_message(talk: Talk) -> None:
    await talk.ben.ask("POST", "/agent/state", json={"state": "not_ready", "reason": "break"})
    sue = await talk.site.logged_in("sue")
    assert (await sue.ask("PATCH", "/queues/sales", json={"settings": {"consult_seconds": 1}}))[0] == 200
    await talk.asks(talk.anna, "POST", f"/calls/{talk.call}/consult", {"to": {"queue": "sales"}})
    waits = await talk.shows(talk.anna_live, call__consult__way="queue")
    assert waits["consult"]["name"] == ""
    assert {"complete", "take_back"} <= set(waits["legal"])
    told = await message(talk.anna_live, "asked_in_vain")
    assert told == {"type": "asked_in_vain", "reason": "nobody_free", "to": "sales", "name": "sales"}
    await talk.shows(talk.anna_live, call__consult=None)
    assert talk.hears(talk.call, f"{talk.call}-o1")


async def test_a_part_of_the_menu_cannot_be_asked(talk: Talk) -> None:
    refused = await talk.asks(talk.anna, "POST", f"/calls/{talk.call}/consult", {"to": {"node": "sales"}})
    assert refused == (422, "A part of the menu cannot be asked; transfer the call there.")
