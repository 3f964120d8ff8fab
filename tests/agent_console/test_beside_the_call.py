"""What an agent does beside the call: what comes next, outcomes with fields, a note written by two, a shared script."""

from typing import Any

import pytest

from agent_console.store import Entry
from cti import events as e
from cti.ids import party_id
from tests.agent_console.site import ANNA, BEN, Desk, Site, message

ORDER = {"id": "order", "names": {"en": "Order number"}, "required": True}
SCRIPT: dict[str, Any] = {
    "names": {"en": "Sales"},
    "queues": ["sales"],
    "steps": [
        {
            "id": "greet",
            "text": {"en": "Good day, {{ customer.name }}, this is {{ agent.name }} of {{ queue.name }}."},
            "fields": [{"id": "wish", "required": True}],
            "branches": [{"id": "buys", "names": {"en": "Buys"}, "to": "order"}, {"id": "no", "to": ""}],
        },
        {"id": "order", "fields": [ORDER]},
    ],
}


async def refused(desk: Desk, method: str, path: str, body: Any) -> tuple[int, str]:
    status, answer = await desk.ask(method, path, json=body)
    return status, answer["error"]["message"] if isinstance(answer, dict) and "error" in answer else ""


async def test_what_comes_after_the_call_is_asked_for_shown_and_taken_back(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    not_ready = {"state": "not_ready", "reason": "break"}
    assert (await desk.ask("POST", "/agent/state", json=not_ready))[0] == 204
    shown = await message(socket, "desk", state__next__name="not_ready")
    assert shown["desk"]["state"]["next"]["reason"] == "break"
    assert (await desk.ask("POST", "/agent/state", json={"state": "ready"}))[0] == 204
    await message(socket, "desk", state__next__name="ready")
    await desk.ask("POST", "/agent/state", json=not_ready)
    site.exchange.caller_hangs_up(call)
    await message(socket, "desk", state__name="wrap_up")
    assert (await desk.ask("POST", f"/calls/{call}/wrap-up/finish", json={}))[0] == 204
    after = await message(socket, "desk", state__name="not_ready")
    assert (after["desk"]["state"]["reason"], after["desk"]["state"]["next"]) == ("break", None)


async def test_wrap_up_is_made_longer_as_often_as_the_queue_allows(site: Site) -> None:
    boss = await site.logged_in("sue")
    assert (await boss.ask("PATCH", "/queues/sales", json={"settings": {"wrap_up_extensions": 1}}))[0] == 200
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    path = f"/calls/{call}/wrap-up/extend"
    assert (await refused(desk, "POST", path, {"seconds": 60}))[0] == 409
    site.exchange.caller_hangs_up(call)
    shown = (await message(socket, "desk", call__stage="wrap_up", state__name="wrap_up"))["desk"]["call"]
    if not shown["wrap_up_ends_at"]:
        shown = (await message(socket, "desk", call__stage="wrap_up"))["desk"]["call"]
    assert "extend" in shown["legal"]
    assert (await refused(desk, "POST", path, {"seconds": 301}))[0] == 422
    assert (await desk.ask("POST", path, json={"seconds": 120}))[0] == 204
    longer = (await message(socket, "desk", call__stage="wrap_up"))["desk"]["call"]
    assert longer["wrap_up_ends_at"] > shown["wrap_up_ends_at"]
    assert "extend" not in longer["legal"]
    assert await refused(desk, "POST", path, {"seconds": 60}) == (
        409,
        "This wrap-up cannot be made longer again; finish it, and say why.",
    )


async def test_an_outcome_asks_for_its_fields_and_keeps_them(site: Site) -> None:
    details = {"key": "2", "fields": [ORDER]}
    await site.house.auth.store.save_catalogue([Entry("disposition", "order", {"en": "Order"}, details)])
    desk, socket = await site.at_work("anna", ANNA)
    _status, words = await desk.ask("GET", "/catalogue")
    shown = next(one for one in words["dispositions"] if one["id"] == "order")
    assert [(one["id"], one["required"]) for one in shown["fields"]] == [("order", True)]
    assert words["not_ready_reasons"][0]["kind"] == "break"
    call = await site.talking_call(socket)
    path = f"/calls/{call}/disposition"
    assert await refused(desk, "PUT", path, {"disposition": "order"}) == (422, "Fill in Order number first.")
    assert await refused(desk, "PUT", path, {"disposition": "sale", "fields": {"order": "1"}}) == (
        422,
        "There is no field 'order' here; load the page anew.",
    )
    assert (await desk.ask("PUT", path, json={"disposition": "order", "fields": {"order": " A17 "}}))[0] == 204
    kept = (await message(socket, "desk", call__disposition="order"))["desk"]["call"]
    assert kept["fields"] == {"order": "A17"}
    await desk.ask("POST", f"/calls/{call}/customer", json={"name": "Wang"})
    site.exchange.caller_hangs_up(call)
    await message(socket, "desk", state__name="wrap_up")
    await desk.ask("POST", f"/calls/{call}/wrap-up/finish", json={})
    site.passes(120)
    await site.house.crm.projection.settle()
    interaction = await site.house.crm.interactions.get(call)
    assert interaction is not None
    assert interaction.fields == {"order": "A17"}
    _status, last = await desk.ask("GET", "/agent/calls")
    [recent] = last["calls"]
    assert (recent["customer"]["name"], recent["number"], recent["disposition"]) == ("Wang", "+8613800138001", "order")


async def test_a_note_that_a_colleague_changed_is_not_overwritten(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    path = f"/calls/{call}/note"
    assert await desk.ask("PUT", path, json={"text": "one", "based_on": ""}) == (200, {"revision": 1})
    assert await desk.ask("PUT", path, json={"text": "one two", "based_on": "one"}) == (200, {"revision": 2})
    status, answer = await desk.ask("PUT", path, json={"text": "one three", "based_on": "one"})
    assert (status, answer["error"]["code"], answer["note"]) == (409, "note_changed", "one two")
    assert answer["revision"] == 2
    same = await desk.ask("PUT", path, json={"text": "one two", "based_on": "one"})
    assert same == (200, {"revision": 2}), "the same is no conflict"
    assert (await desk.ask("PUT", path, json={"text": "one two three", "based_on": "one two"}))[0] == 200
    assert site.calls.by_id[call].note == "one two three"


@pytest.fixture
async def scripted(site: Site) -> Site:
    boss = await site.logged_in("sue")
    status, made = await boss.ask("POST", "/scripts", json={"id": "sales", "script": SCRIPT})
    assert (status, made["version"]) == (201, 1)
    return site


async def test_whoever_is_on_the_call_sees_the_same_step_and_answers(scripted: Site) -> None:
    site = scripted
    anna, anna_live = await site.at_work("anna", ANNA)
    call = await site.talking_call(anna_live)
    path = f"/calls/{call}/script"
    await anna.ask("POST", f"/calls/{call}/customer", json={"name": "Wang"})
    shown = (await message(anna_live, "desk", call__customer__name="Wang"))["desk"]["call"]["script"]
    assert shown["step"]["text"]["en"] == "Good day, Wang, this is Anna of Sales."
    ben, ben_live = await site.at_work("ben", BEN)
    await anna.ask("POST", f"/calls/{call}/consult", json={"to": {"agent": BEN}})
    party = party_id(call, 1)
    await site.until(lambda: party in site.exchange.lines[call].parties)
    site.exchange.party_answers(call, party)
    await message(ben_live, "desk", call__stage="asked", call__script__step__id="greet")

    stays = {"step": "greet", "answers": {"wish": "tea"}, "go": "stay"}
    assert (await ben.ask("POST", path, json=stays))[0] == 204
    await message(anna_live, "desk", call__script__step__answers__wish="tea")
    goes = {"step": "greet", "answers": {"wish": "tea"}, "branch": "buys"}
    assert (await refused(anna, "POST", path, {**goes, "answers": {}}))[1] == "Fill in wish first."
    assert (await refused(anna, "POST", path, {**goes, "branch": "sells"}))[1] == "Choose one of buys, no."
    assert (await anna.ask("POST", path, json=goes))[0] == 204
    ordered = await message(ben_live, "desk", call__script__step__id="order")
    assert ordered["desk"]["call"]["script"]["gone"] == 1
    await message(anna_live, "desk", call__script__step__id="order")
    assert await refused(ben, "POST", path, goes) == (
        409,
        "A colleague has gone on to another step; look at it, and go on from there.",
    )
    back = {"step": "order", "go": "back"}
    assert (await ben.ask("POST", path, json=back))[0] == 204
    again = await message(anna_live, "desk", call__script__step__id="greet")
    assert again["desk"]["call"]["script"]["step"]["answers"] == {"wish": "tea"}
    assert (await refused(anna, "POST", path, {"step": "greet", "go": "back"}))[1] == "This is the first step."
    assert (await anna.ask("POST", path, json={**goes, "branch": "no"}))[0] == 204
    await message(anna_live, "desk", call__script__step=None)
    facts = [one.event for one in await site.journal.of_call(call, 5)]
    said = [(one.agent, one.step, one.to) for one in facts if isinstance(one, e.ScriptAnswered)]
    assert said == [(BEN, "greet", "greet"), (ANNA, "greet", "order"), (BEN, "order", "greet"), (ANNA, "greet", "")]


async def test_a_call_goes_on_with_the_script_it_was_begun_with(scripted: Site) -> None:
    site = scripted
    anna, live = await site.at_work("anna", ANNA)
    call = await site.talking_call(live)
    goes = {"step": "greet", "answers": {"wish": "tea"}, "branch": "buys"}
    assert (await anna.ask("POST", f"/calls/{call}/script", json=goes))[0] == 204
    boss = await site.logged_in("sue")
    newer = {**SCRIPT, "steps": [{"id": "hello"}]}
    assert (await boss.ask("PUT", "/scripts/sales", json={"version": 1, "script": newer}))[1]["version"] == 2
    done = {"step": "order", "answers": {"order": "A17"}}
    assert (await anna.ask("POST", f"/calls/{call}/script", json=done))[0] == 204
    await message(live, "desk", call__script__step=None)


async def test_a_call_without_a_script_has_none(site: Site) -> None:
    anna, live = await site.at_work("anna", ANNA)
    call = await site.talking_call(live)
    assert (await refused(anna, "POST", f"/calls/{call}/script", {"step": "greet"}))[1] == "This call has no script."
