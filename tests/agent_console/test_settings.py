"""Settings over real HTTP: read, changed while calls flow, refused with a sentence, with who changed what and when."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from cti import commands as c
from cti import events as e
from tests.agent_console.site import ANNA, T0, Desk, Site, message

SORRY = {"en": "Fire alarm: please call later.", "zh": "火警：请稍后再拨。"}


async def get(desk: Desk, path: str) -> Any:
    status, answer = await desk.ask("GET", path)
    assert status == 200, answer
    return answer


async def refused(desk: Desk, method: str, path: str, status: int, **body: Any) -> str:
    got, answer = await desk.ask(method, path, json=body)
    assert got == status, answer
    sentence: str = answer["error"]["message"]
    return sentence


async def test_a_queue_is_read_and_changed_field_by_field(site: Site) -> None:
    sue = await site.logged_in("sue")
    [sales] = (await get(sue, "/queues"))["queues"]
    assert sales == await get(sue, "/queues/sales")
    assert (sales["id"], sales["version"], sales["open"]) == ("sales", 1, True)
    assert (sales["settings"]["ring_seconds"], sales["settings"]["strategy"]) == (20, "longest-idle")

    body = {"settings": {"ring_seconds": 15, "closing": {"hours": {"week": {"mon": "09:00-18:00"}}}}}
    body["settings"]["closing"]["exit"] = {"text": {"en": "Closed."}}  # type: ignore[index]
    status, changed = await sue.ask("PATCH", "/queues/sales", json=body)
    assert (status, changed["version"], changed["settings"]["ring_seconds"]) == (200, 2, 15)
    assert changed["settings"]["closing"]["hours"]["week"] == {"mon": "09:00-18:00"}
    assert changed["settings"]["names"] == {"en": "Sales", "zh": "销售"}
    # The site's clock stands on a Saturday.
    assert changed["open"] is False
    assert site.house.queues[sales["id"]].ring_seconds == 15
    assert (await site.staff.queues())[sales["id"]].version == 2


async def test_a_whole_document_needs_the_version_it_is_based_on(site: Site) -> None:
    sue, adam = await site.logged_in("sue"), await site.logged_in("adam")
    sales = await get(sue, "/queues/sales")
    document = {**sales["settings"], "threshold": 30}
    status, changed = await sue.ask("PUT", "/queues/sales", json={"version": 1, "settings": document})
    assert (status, changed["version"]) == (200, 2)
    told = await refused(adam, "PUT", "/queues/sales", 409, version=1, settings={**document, "threshold": 60})
    assert told == "Somebody changed the queue sales meanwhile: load it again, and make your change anew."
    assert (await get(adam, "/queues/sales"))["settings"]["threshold"] == 30
    assert "version" in await refused(adam, "PUT", "/queues/sales", 422, settings=document)
    assert (await refused(adam, "PATCH", "/queues/sales", 409, version=1, settings={"threshold": 60})) == told


async def test_of_many_changes_at_once_none_is_lost(site: Site) -> None:
    program = await site.program()
    changes: list[dict[str, Any]] = [{"names": {f"x{letter}": letter}} for letter in "abcdefgh"]
    await asyncio.gather(*(program.ask("PATCH", "/queues/sales", json={"settings": one}) for one in changes))
    sales = await get(program, "/queues/sales")
    assert sales["version"] == 9
    assert {f"x{letter}" for letter in "abcdefgh"} < set(sales["settings"]["names"])


async def test_the_history_says_who_changed_what_and_when(site: Site) -> None:
    sue, program = await site.logged_in("sue"), await site.program()
    site.clock.at += 60
    await sue.ask("PATCH", "/queues/sales", json={"settings": {"ring_seconds": 15, "closing": {"also_waiting": True}}})
    site.clock.at += 60
    await program.ask("PATCH", "/queues/sales", json={"settings": {"ring_seconds": 12}})
    versions = (await get(sue, "/queues/sales/history"))["versions"]
    assert [(one["version"], one["by"]) for one in versions] == [(3, "crm"), (2, "Sue"), (1, "company.toml")]
    assert versions[0]["changes"] == [{"field": "ring_seconds", "before": 15.0, "after": 12.0}]
    assert versions[1]["changes"] == [
        {"field": "ring_seconds", "before": 20.0, "after": 15.0},
        {"field": "closing.also_waiting", "before": False, "after": True},
    ]
    assert {one["field"] for one in versions[2]["changes"]} == {"names.en", "names.zh"}
    assert versions[0]["at"] > versions[1]["at"] > versions[2]["at"]
    [older] = (await get(sue, "/queues/sales/history?before=3&limit=1"))["versions"]
    assert older == versions[1]


async def test_a_new_queue_is_there_at_once(site: Site) -> None:
    sue = await site.logged_in("sue")
    status, made = await sue.ask("POST", "/queues", json={"id": "night", "settings": {"names": {"en": "Night"}}})
    assert (status, made["version"], made["settings"]["names"]) == (201, 1, {"en": "Night"})
    assert [queue["id"] for queue in (await get(sue, "/queues"))["queues"]] == ["sales", "night"]
    assert {"id": "night", "name": {"en": "Night"}} in (await get(sue, "/catalogue"))["queues"]
    body = {"settings": {"max_wait": 60, "when_over": {"kind": "queue", "queue": "night"}}}
    assert (await sue.ask("PATCH", "/queues/sales", json=body))[0] == 200
    assert "choose another id" in await refused(sue, "POST", "/queues", 409, id="night")
    assert "small letters" in await refused(sue, "POST", "/queues", 422, id="Night shift")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"ring_second": 15}, "There is no field ring_second; did you mean ring_seconds?"),
        ({"ring_seconds": 0}, "ring_seconds is 0; write a number from 1 to 600."),
        ({"strategy": "random"}, "strategy is 'random'; use one of"),
        ({"max_waiting": 3}, "when_full.text is empty; write what callers hear"),
        ({"steps": [{"after": 10, "also": ["sales"]}]}, "steps.1.also.1 is 'sales'; use another queue"),
        ({"closing": {"hours": {"holidays": "Atlantis"}}}, "closing.hours.holidays: No public holidays are known"),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_nothing_is_changed(
    site: Site, settings: dict[str, Any], sentence: str
) -> None:
    sue = await site.logged_in("sue")
    before = await get(sue, "/queues/sales")
    assert (await refused(sue, "PATCH", "/queues/sales", 422, settings=settings)).startswith(sentence)
    assert await get(sue, "/queues/sales") == before


async def test_what_is_not_there_is_said(site: Site) -> None:
    sue = await site.logged_in("sue")
    for method, path in (("GET", "/queues/x"), ("GET", "/queues/x/history"), ("GET", "/agents/x/history")):
        assert (await sue.ask(method, path))[0] == 404
    assert "lists those there are" in await refused(sue, "PATCH", "/queues/x", 404, settings={})
    assert "lists those there are" in await refused(sue, "PATCH", "/agents/x", 404, settings={})


async def test_a_database_that_is_away_is_a_clear_refusal(site: Site) -> None:
    sue = await site.logged_in("sue")
    async with site.database.writing() as connection:
        await connection.execute(text("ALTER TABLE settings_history RENAME TO away"))
    told = await refused(sue, "PATCH", "/queues/sales", 503, settings={"ring_seconds": 15})
    assert told == "The database does not answer; calls go on. Try again in a minute."
    assert (await get(sue, "/queues/sales"))["version"] == 1
    assert (await sue.ask("GET", "/queues/sales/history"))[0] == 503


async def test_an_agent_is_changed_live(site: Site) -> None:
    sue = await site.logged_in("sue")
    anna, socket = await site.at_work("anna", ANNA)
    await sue.ask("POST", "/queues", json={"id": "night"})
    body = {"settings": {"queues": ["night", "sales"], "order": {"night": 2}, "skills": {"french": 3}, "name": "Ann"}}
    status, changed = await sue.ask("PATCH", "/agents/1001", json=body)
    assert (status, changed["version"]) == (200, 2)
    desk = await message(socket, "desk", agent__name="Ann")
    assert desk["desk"]["agent"]["queues"] == ["night", "sales"]
    [board] = [row for row in site.house.reports.board.agents() if row.id == ANNA]
    await site.until(lambda: site.house.reports.plan.agent(ANNA).name == "Ann")
    assert board.state == "ready"
    assert (await get(sue, "/agents/1001/history"))["versions"][0]["by"] == "Sue"
    assert [one["id"] for one in (await get(sue, "/agents"))["agents"]] == ["1001", "1002"]
    told = await refused(sue, "PATCH", "/agents/1001", 422, settings={"queues": ["nowhere"]})
    assert told.startswith("queues.1 is 'nowhere'; use a queue that exists: night, sales.")
    assert (await anna.ask("PATCH", "/agents/1001", json={"settings": {}}))[0] == 403


async def test_a_new_limit_counts_for_the_whole_day(site: Site) -> None:
    sue = await site.logged_in("sue")
    _anna, socket = await site.at_work("anna", ANNA)
    call = site.exchange.dials("+8613800138001")
    await message(socket, "desk", call__id=call, call__stage="ringing")
    site.passes(15)
    site.exchange.answers(call)
    await message(socket, "desk", call__stage="talking")
    await site.until(lambda: site.house.reports.board.totals().service_level == 1.0)
    assert (await sue.ask("PATCH", "/queues/sales", json={"settings": {"threshold": 10}}))[0] == 200
    await site.until(lambda: site.house.reports.board.totals().service_level == 0.0)
    assert (await get(sue, "/reports/today"))["formulas"]["service_level"]["threshold_s"] == 10


async def test_one_switch_closes_the_site_for_everybody_to_see(site: Site) -> None:
    sue = await site.logged_in("sue")
    _anna, socket = await site.at_work("anna", ANNA)
    assert await get(sue, "/emergency") == {"closed": False, "text": None, "by": None, "since": None}
    status, closed = await sue.ask("POST", "/emergency", json={"text": SORRY})
    assert status == 200
    assert closed == {"closed": True, "text": SORRY, "by": "Sue", "since": "2025-11-22T02:53:20.000Z"}
    assert (await message(socket, "emergency"))["emergency"] == closed
    assert (await get(sue, "/queues/sales"))["open"] is False
    again = await (await site.logged_in("ben")).socket()
    assert (await message(again, "snapshot"))["emergency"] == closed

    left: list[e.Event] = []
    site.journal.observe(lambda recorded: left.append(recorded.event))
    call = site.exchange.dials("+8613800138002")
    await site.until(lambda: any(isinstance(one, e.CallLeftQueue) and one.call == call for one in left))
    status, opened = await sue.ask("DELETE", "/emergency")
    assert (status, opened["closed"]) == (200, False)
    assert (await message(socket, "emergency"))["emergency"]["closed"] is False
    await site.ringing_call(socket, "+8613800138003")
    assert "text is empty" in await refused(sue, "POST", "/emergency", 422, text={})


@pytest.mark.parametrize("user", ["anna", "nobody"])
async def test_agents_do_not_see_or_change_settings(site: Site, user: str) -> None:
    desk = await site.logged_in(user)
    for path in ("/queues", "/queues/sales", "/queues/sales/history", "/agents", "/emergency"):
        assert (await desk.ask("GET", path))[0] == 403, path
    assert (await desk.ask("POST", "/emergency", json={"text": SORRY}))[0] == 403
    assert site.house.settings.in_force.closed is None
    assert site.clock.at == T0


async def test_a_call_that_waits_while_settings_change_is_served_by_the_new_ones(site: Site) -> None:
    sue = await site.logged_in("sue")
    call = site.exchange.dials("+8613800138001")
    await site.until(lambda: call in site.exchange.lines and site.exchange.lines[call].at == "hold")
    closing = {"closed": True, "exit": {"kind": "hang_up"}}
    for settings in ({"ring_seconds": 33}, {"strategy": "fewest-calls"}, {"closing": closing}):
        assert (await sue.ask("PATCH", "/queues/sales", json={"settings": settings}))[0] == 200
    _anna, _socket = await site.at_work("anna", ANNA)
    await site.until(lambda: site.exchange.lines[call].rings)
    [ring] = [order for order in site.exchange.orders if isinstance(order, c.RingAgent)]
    assert (ring.call, ring.ring_seconds) == (call, 33)
