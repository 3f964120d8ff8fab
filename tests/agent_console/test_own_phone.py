"""An agent chooses the phone by API, and tells how well it was heard."""

from typing import Any

from acd.agent import Agent
from cti import events as e
from cti.ids import QueueId
from tests.agent_console.site import ANNA, PASSWORD, Desk, Site, message

QUALITY = {"mos": 4.2, "mos_min": 3.1, "loss": 0.02, "jitter_ms": 12.5, "rtt_ms": 80}


async def asks(desk: Desk, path: str, body: Any) -> tuple[int, str]:
    status, answer = await desk.ask("PUT", path, json=body)
    return status, answer["error"]["message"] if isinstance(answer, dict) and "error" in answer else ""


async def test_a_mobile_is_chosen_and_the_desk_says_so(site: Site) -> None:
    anna, live = await site.at_work("anna", ANNA)
    assert (await asks(anna, "/agent/phone", {"phone": "number", "number": "139 0013 9000"}))[0] == 204
    shown = await message(live, "desk", phone__kind="number")
    assert shown["desk"]["phone"] == {"kind": "number", "number": "+8613900139000", "choices": ["browser", "number"]}
    assert shown["desk"]["phone_reachable"] is True
    assert (await asks(anna, "/agent/phone", {"phone": "browser"}))[0] == 204
    assert (await message(live, "desk", phone__kind="browser"))["desk"]["phone"]["number"] == ""


async def test_what_cannot_be_chosen_is_refused_in_a_sentence(site: Site) -> None:
    anna, live = await site.at_work("anna", ANNA)
    refused = await asks(anna, "/agent/phone", {"phone": "number", "number": "home"})
    assert refused == (422, "'home' cannot be dialled; write it with country code, as +8613800138000.")
    refused = await asks(anna, "/agent/phone", {"phone": "desk"})
    assert refused == (409, "You have no desk phone; ask whoever administrates agents to enter one.")
    assert (await asks(anna, "/agent/phone", {"phone": "pigeon"}))[0] == 422
    await site.talking_call(live)
    refused = await asks(anna, "/agent/phone", {"phone": "browser"})
    assert refused == (409, "End the call first, then choose another phone.")


async def test_a_desk_phone_of_the_settings_is_the_phone_until_another_is_chosen(site: Site) -> None:
    site.house.agents[ANNA] = Agent(ANNA, "Anna", (QueueId("sales"),), phone="sip:1001@192.0.2.7", version=1)
    anna, live = await site.at_work("anna", ANNA)
    shown = (await message(live, "desk", phone__kind="desk"))["desk"]["phone"]
    assert shown["choices"] == ["browser", "desk", "number"]
    assert (await asks(anna, "/agent/phone", {"phone": "browser"}))[0] == 204
    await message(live, "desk", phone__kind="browser")


async def test_with_a_mobile_the_server_holds_and_mutes_and_the_hand_answers(site: Site) -> None:
    anna, live = await site.at_work("anna", ANNA)
    await asks(anna, "/agent/phone", {"phone": "number", "number": "+8613900139000"})
    call = await site.ringing_call(live)
    status, answer = await anna.ask("POST", f"/calls/{call}/answer")
    assert (status, answer["error"]["message"]) == (
        409,
        "Pick your telephone up: only a browser can be told to answer.",
    )
    site.exchange.answers(call)
    await message(live, "desk", call__stage="talking")
    assert (await asks(anna, f"/calls/{call}/muted", {"muted": True}))[0] == 204
    assert [party.muted for party in site.exchange.lines[call].parties.values()] == [True]
    assert (await anna.ask("POST", f"/calls/{call}/hold"))[0] == 204
    await message(live, "desk", call__stage="held")


async def test_how_well_a_call_was_heard_is_on_the_timeline(site: Site) -> None:
    anna, live = await site.at_work("anna", ANNA)
    call = await site.talking_call(live)
    site.exchange.agent_hangs_up(call)
    await message(live, "desk", call__stage="wrap_up")
    assert (await asks(anna, f"/calls/{call}/quality", QUALITY))[0] == 204
    (fact,) = [
        one.event for one in await site.journal.of_call(call, 5.0) if isinstance(one.event, e.CallQualityMeasured)
    ]
    assert (fact.agent, fact.mos, fact.rtt_ms) == (ANNA, 4.2, 80)
    assert (await anna.ask("POST", f"/calls/{call}/wrap-up/finish", json={"next": "ready"}))[0] == 204
    status, answer = await asks(anna, f"/calls/{call}/quality", QUALITY | {"mos": 9})
    assert (status, answer) == (422, "mos is wrong: Input should be less than or equal to 5.")
    ben, _ = await site.at_work("ben", QueueId("1002"))  # type: ignore[arg-type]
    refused = await asks(ben, f"/calls/{call}/quality", QUALITY)
    assert refused == (409, "This call is not on your desk any more.")


def log_in(username: str, phone: Any, password: str = PASSWORD) -> dict[str, Any]:
    return {"username": username, "password": password, "phone": phone}


async def test_a_phone_is_chosen_at_login_and_is_there_when_the_desk_opens(site: Site) -> None:
    anna = await site.stranger()
    wish = {"phone": "number", "number": "139 0013 9000"}
    status, session = await anna.ask("POST", "/session", json=log_in("anna", wish))
    assert status == 200
    anna.csrf = session["csrf"]
    live = await anna.socket()
    snapshot = await message(live, "snapshot")
    assert snapshot["desk"]["phone"]["number"] == "+8613900139000"
    assert snapshot["desk"]["phone_reachable"] is True
    assert (await anna.ask("DELETE", "/session"))[0] == 204
    await site.logged_in("anna")
    assert site.presences.get(ANNA).phone_kind == "", "with the logging out the choice is over"


async def test_only_who_knows_the_password_learns_whether_a_phone_can_be_had(site: Site) -> None:
    stranger = await site.stranger()
    desk = {"phone": "desk"}
    status, answer = await stranger.ask("POST", "/session", json=log_in("anna", desk, "a wrong one"))
    assert (status, answer["error"]["code"]) == (401, "wrong_password")
    for wish, code in ((desk, (409, "no_desk_phone")), ({"phone": "number", "number": "home"}, (422, "no_number"))):
        status, answer = await stranger.ask("POST", "/session", json=log_in("anna", wish))
        assert (status, answer["error"]["code"]) == code
        assert (await stranger.ask("GET", "/session"))[0] == 401, "no session was begun"
    assert (await stranger.ask("POST", "/session", json=log_in("anna", {"phone": "browser"})))[0] == 200
    assert site.presences.get(ANNA).phone_kind == "browser"


async def test_who_takes_no_calls_and_who_is_in_a_call_log_in_all_the_same(site: Site) -> None:
    sue = await site.stranger()
    assert (await sue.ask("POST", "/session", json=log_in("sue", {"phone": "desk"})))[0] == 200
    _, live = await site.at_work("anna", ANNA)
    await site.talking_call(live)
    again = await site.stranger()
    wish = {"phone": "number", "number": "+8613900139000"}
    assert (await again.ask("POST", "/session", json=log_in("anna", wish)))[0] == 200
    assert site.presences.get(ANNA).phone_kind == "", "the phone that the call is on"


async def test_the_phone_of_the_settings_can_be_wished_for_by_its_place(site: Site) -> None:
    site.house.agents[ANNA] = Agent(ANNA, "Anna", (QueueId("sales"),), phone="sip:1001@192.0.2.7", version=1)
    anna, live = await site.at_work("anna", ANNA)
    await asks(anna, "/agent/phone", {"phone": "browser"})
    again = await site.stranger()
    assert (await again.ask("POST", "/session", json=log_in("anna", {"phone": "usual"})))[0] == 200
    await message(live, "desk", phone__kind="desk")
