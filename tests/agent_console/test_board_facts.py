"""What the board says beside who waits: the last half hour, a newcomer's wait, limits that are passed, the trunks."""

from cti import events as e
from cti.ids import QueueId
from cti.trunks import Trunk
from tests.agent_console.site import ANNA, SALES, Site, message

TRUNK = Trunk("trunk", True, False, 3, "Rejected")


async def test_a_newcomer_is_promised_a_ring_where_somebody_is_free_and_a_wait_where_not(site: Site) -> None:
    boss = await site.logged_in("sue")
    board = await boss.socket("/live?for=board")
    first = await message(board, "snapshot")
    assert first["board"]["queues"][0]["newcomer"] is None, "nobody is at work, so nobody knows"
    _, desk = await site.at_work("anna", ANNA)
    free = await message(board, "queue", agents_ready=1, newcomer__at_once=True)
    assert free["queue"]["newcomer"]["p90_s"] > 0
    await site.talking_call(desk)
    busy = await message(board, "queue", agents_busy=1, newcomer__at_once=False)
    assert busy["queue"]["newcomer"]["p50_s"] > free["queue"]["newcomer"]["p50_s"]
    site.exchange.dials("+8613900139002")
    longer = await message(board, "queue", waiting=1)
    assert longer["queue"]["newcomer"]["p50_s"] > busy["queue"]["newcomer"]["p50_s"]


async def test_a_limit_that_is_passed_is_told_once_and_stands_on_the_board_until_it_is_over(site: Site) -> None:
    boss = await site.logged_in("sue")
    board = await boss.socket("/live?for=board")
    status, _ = await boss.ask("PATCH", "/queues/sales", json={"settings": {"alerts": {"waiting": 2}}})
    assert status == 200
    calls = [site.exchange.dials(f"+861380013800{n}") for n in range(2)]
    told = await message(board, "queue", waiting=2)
    if not told["queue"]["alerts"]:
        told = await message(board, "queue", alerts=["waiting"])
    for call in calls:
        site.exchange.caller_hangs_up(call)
    await message(board, "queue", waiting=0, alerts=[])
    await site.journal.flush()
    facts = [r.event async for r in site.journal.store.of_kinds(("alert_raised", "alert_over"))]
    assert [type(fact) for fact in facts] == [e.AlertRaised, e.AlertOver]
    assert isinstance(facts[0], e.AlertRaised)
    assert (facts[0].queue, facts[0].limit, facts[0].value, facts[0].bound) == (SALES, "waiting", 2, 2)


async def test_a_queue_that_is_deleted_calls_for_nobody_any_more(site: Site) -> None:
    boss = await site.logged_in("sue")
    settings = {"alerts": {"abandoned": 1}, "short_abandon": 0}
    assert (await boss.ask("POST", "/queues", json={"id": "night", "settings": settings}))[0] == 201
    call = site.exchange.dials("+8613800138001")
    await site.until(lambda: site.exchange.lines[call].at == "hold")
    assert (await boss.ask("POST", f"/calls/{call}/move", json={"to_queue": "night"}))[0] == 204
    await site.until(lambda: site.calls.by_id[call].queue == "night")
    site.passes(5)
    site.exchange.caller_hangs_up(call)
    board = site.house.reports
    await site.until(lambda: board.board.alerts(QueueId("night")))
    assert (await boss.ask("DELETE", "/queues/night"))[0] == 204
    await site.until(lambda: not board.board.alerts(QueueId("night")))
    assert [row.id for row in board.board.queues()] == ["sales", "night"], "it had a call today"


async def test_the_trunks_are_looked_at_when_the_exchange_is_reached_and_unknown_when_it_is_not(site: Site) -> None:
    boss = await site.logged_in("sue")
    board = await boss.socket("/live?for=board")
    assert (await message(board, "snapshot"))["board"]["trunks"] == []
    site.exchange.outside = (TRUNK,)
    site._tell(e.TelephonyRestored(at=site.clock.at, node="main"))
    (row,) = (await message(board, "trunks"))["trunks"]
    assert row == {
        "id": "trunk", "reachable": True, "registered": False, "seen": True, "calls": 3, "said": "Rejected"
    }  # fmt: skip
    site.exchange.up = False
    site._tell(e.TelephonyLost(at=site.clock.at, node="main"))
    (row,) = (await message(board, "trunks"))["trunks"]
    assert (row["seen"], row["reachable"], row["calls"]) == (False, None, 0)
