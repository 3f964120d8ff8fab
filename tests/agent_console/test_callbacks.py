"""Callbacks over the API: asked for, merged, listed, cancelled; and who asks wrongly is told what to do."""

from typing import Any

import pytest

from cti.clock import iso
from cti.ids import attempt_id
from tests.agent_console.site import ANNA, T0, Site, message

ASK = {"queue": "sales", "number": "138 0013 8001", "name": "Wang", "note": "About the offer"}


async def test_a_program_asks_and_the_customer_is_called_back(site: Site) -> None:
    web = await site.program()
    await web.ask("POST", "/customers", json={"name": "Wang Fang", "numbers": ["13800138001"]})
    status, made = await web.ask("POST", "/callbacks", json=ASK)
    assert status == 201, made
    assert (made["number"], made["by"], made["order"], made["merged"]) == ("+8613800138001", "web", 1, False)
    assert (made["customer"]["name"], made["since"], made["name"]) == ("Wang Fang", iso(T0), "Wang")
    _desk, socket = await site.at_work("anna", ANNA)
    shown = (await message(socket, "desk", call__stage="dialling", call__customer__name="Wang Fang"))["desk"]["call"]
    assert (shown["legal"], shown["queue"]) == (["reject"], "sales")
    call = attempt_id(made["id"], 1)
    await site.until(lambda: call in site.exchange.lines)
    site.exchange.customer_answers(call)
    await message(socket, "desk", call__stage="ringing")
    await site.until(lambda: site.exchange.lines[call].rings)
    site.exchange.answers(call)
    await message(socket, "desk", call__stage="talking")
    status, detail = await web.ask("GET", f"/callbacks/{made['id']}")
    assert (status, detail["state"], detail["outcome"], detail["order"]) == (200, "closed", "done", None)
    assert [fact["kind"] for fact in detail["history"]] == [
        "callback_requested",
        "callback_due",
        "customer_dialled",
        "callback_closed",
    ]


async def test_who_is_to_be_called_already_is_called_once(site: Site) -> None:
    web, desk = await site.program(), await site.logged_in("anna")
    _, made = await web.ask("POST", "/callbacks", json=ASK)
    status, again = await desk.ask("POST", "/callbacks", json={"queue": "sales", "number": "+86 138-0013-8001"})
    assert (status, again["id"], again["merged"]) == (200, made["id"], True)
    _, listed = await desk.ask("GET", "/callbacks?queue=sales")
    assert [one["id"] for one in listed["callbacks"]] == [made["id"]]


async def test_the_newest_place_comes_first_and_the_next_to_be_called_is_number_one(site: Site) -> None:
    web = await site.program()
    ids = []
    for number in ("13800138001", "13800138002", "13800138003"):
        ids.append((await web.ask("POST", "/callbacks", json={"queue": "sales", "number": number}))[1]["id"])
    _, listed = await web.ask("GET", "/callbacks")
    assert len(set(ids)) == 3
    assert {one["id"]: one["order"] for one in listed["callbacks"]} == dict(zip(ids, (1, 2, 3), strict=True))
    assert (await web.ask("GET", "/callbacks?state=closed"))[1] == {"callbacks": []}
    assert (await web.ask("GET", "/callbacks?queue=other"))[1] == {"callbacks": []}


async def test_a_supervisor_cancels_and_an_agent_does_not(site: Site) -> None:
    agent, supervisor = await site.logged_in("anna"), await site.logged_in("sue")
    _, made = await agent.ask("POST", "/callbacks", json=ASK)
    assert made["by"] == "agent"
    path = f"/callbacks/{made['id']}"
    assert (await agent.ask("DELETE", path))[0] == 403
    assert (await supervisor.ask("DELETE", path))[0] == 204
    status, refused = await supervisor.ask("DELETE", path)
    assert (status, refused["error"]["code"]) == (409, "over")
    _, listed = await agent.ask("GET", "/callbacks?state=closed")
    assert [(one["id"], one["outcome"]) for one in listed["callbacks"]] == [(made["id"], "cancelled")]
    closed = (await agent.ask("GET", path))[1]["history"][-1]
    assert (closed["kind"], closed["by"]) == ("callback_closed", "Sue")
    for method in ("GET", "DELETE"):
        assert (await supervisor.ask(method, "/callbacks/nobody"))[0] == 404
    assert (await agent.ask("POST", "/callbacks", json=ASK))[0] == 201, "after the end one may ask anew"


async def test_a_customer_who_is_on_the_line_is_not_cancelled(site: Site) -> None:
    supervisor = await site.logged_in("sue")
    await site.at_work("anna", ANNA)
    _, made = await supervisor.ask("POST", "/callbacks", json=ASK)
    call = attempt_id(made["id"], 1)
    await site.until(lambda: call in site.exchange.lines)
    site.exchange.customer_answers(call)
    status, refused = await supervisor.ask("DELETE", f"/callbacks/{made['id']}")
    assert (status, refused["error"]["code"]) == (409, "on_the_line")


async def test_cancelling_while_it_rings_silences_the_telephone(site: Site) -> None:
    supervisor = await site.logged_in("sue")
    await site.at_work("anna", ANNA)
    _, made = await supervisor.ask("POST", "/callbacks", json=ASK)
    call = attempt_id(made["id"], 1)
    await site.until(lambda: call in site.exchange.lines)
    assert (await supervisor.ask("DELETE", f"/callbacks/{made['id']}"))[0] == 204
    await site.until(lambda: call not in site.exchange.lines)
    await site.until(lambda: site.presences.get(ANNA).state == "ready")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"queue": "nowhere"}, "use one of sales"),
        ({"number": "anonymous"}, "country code"),
        ({"number": "12"}, "country code"),
        ({"number": "+8613800138001\r\nAction: Originate"}, "country code"),
        ({"number": ""}, "number is wrong"),
        ({"not_after": iso(T0 - 1)}, "in the future"),
        ({"not_before": iso(T0 + 600), "not_after": iso(T0 + 500)}, "after not_before"),
        ({"not_before": iso(T0 + 91 * 86_400)}, "90 days"),
        ({"not_before": "2026-01-01T10:00"}, "not_before is wrong"),
        ({"not_before": "tomorrow"}, "not_before is wrong"),
        ({"skills": ["billing:11"]}, "billing:3"),
        ({"skills": "billing"}, "skills is wrong"),
        ({"when": "now"}, "when is wrong"),
    ],
)
async def test_what_is_asked_wrongly_is_answered_with_what_to_do(
    site: Site, changes: dict[str, Any], sentence: str
) -> None:
    status, answer = await (await site.program()).ask("POST", "/callbacks", json={**ASK, **changes})
    assert status == 422, answer
    assert sentence in answer["error"]["message"]
    assert not site.callbacks.by_id


async def test_a_window_and_skills_are_kept(site: Site) -> None:
    window = {"not_before": "2026-06-01T10:00:00+08:00", "not_after": "2026-06-01T12:00:00+08:00"}
    site.clock.at = 1_780_000_000.0
    status, made = await (await site.program()).ask("POST", "/callbacks", json={**ASK, **window, "skills": ["vip:3"]})
    assert status == 201, made
    assert (made["not_before"], made["not_after"]) == ("2026-06-01T02:00:00.000Z", "2026-06-01T04:00:00.000Z")
    assert (made["state"], made["next_try"], made["skills"]) == ("waiting", "2026-06-01T02:00:00.000Z", ["vip:3"])


async def test_a_number_without_an_international_form_is_dialled_as_it_is(site: Site) -> None:
    _, made = await (await site.program()).ask("POST", "/callbacks", json={**ASK, "number": "100 86"})
    assert (made["number"], made["display"]) == ("10086", "10086")
