"""Today by interval, over real HTTP: the charts and the report count the same calls."""

from tests.agent_console.site import ANNA, Site


async def test_the_intervals_of_today_add_up_to_its_report(site: Site) -> None:
    boss = await site.logged_in("sue")
    _, desk = await site.at_work("anna", ANNA)
    await site.talking_call(desk)
    gone = site.exchange.dials("+8613900139002")
    await site.until(lambda: gone in site.calls.by_id and site.calls.by_id[gone].stage == "queued")
    site.passes(30)
    site.exchange.caller_hangs_up(gone)
    await site.until(lambda: site.house.reports.today().total.abandoned == 1)
    status, found = await boss.ask("GET", "/reports/today/intervals", params={"minutes": "15"})
    assert status == 200, found
    (interval,) = found["intervals"]
    assert (interval["offered"], interval["answered"], interval["abandoned"]) == (2, 1, 1)
    assert (interval["service_level"], found["service_level"], found["timezone"]) == (0.5, "sl.icmi-3", "UTC")
    assert (interval["longest_wait_s"], interval["start"][-10:]) == (30.0, "45:00.000Z")
    total = (await boss.ask("GET", "/reports/today"))[1]["total"]
    assert total["offered"] == interval["offered"]
    nobody = await boss.ask("GET", "/reports/today/intervals", params={"queue": "support"})
    assert nobody[1]["intervals"] == []


async def test_minutes_that_do_not_part_a_day_are_refused_in_a_sentence(site: Site) -> None:
    boss = await site.logged_in("sue")
    status, answer = await boss.ask("GET", "/reports/today/intervals", params={"minutes": "7"})
    assert status == 422
    assert answer["error"]["message"] == "minutes must part a day evenly: 15, 30 or 60, say."
