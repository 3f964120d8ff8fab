"""A supervisor at the customers' pages: a file is imported whole or not at all; a customer's recording is played."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.test_kill import queued_caller
from tests.browser.people import Person

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]

GOOD = "姓名,电话,公司\n" + "".join(f"客户{n},+861390000{n:04d},示例公司\n" for n in range(300))


async def chooses(boss: Person, file: Path) -> None:
    await boss.page.goto(boss.site.url + "/customers")
    await boss.press("customers-import")
    await boss.at("import-file").set_input_files(file)
    await boss.press("import-submit")


async def test_a_file_is_imported_whole_or_not_at_all(open_site: OpenSite, browser: Browser, tmp_path: Path) -> None:
    site = await open_site({"1001": None})
    boss = await Person.arrives(browser, site)
    await boss.logs_in("boss")
    await expect(boss.at("nav-customers")).to_be_visible()

    wrong = tmp_path / "wrong.csv"
    wrong.write_text(GOOD + "客户,not a number,\n", encoding="utf-8")
    await chooses(boss, wrong)
    await boss.sees("import-problem", "not a number")
    async with site.user("boss") as api:
        assert (await api.call("GET", "/customers?query=客户", status=200))["customers"] == []

    other = tmp_path / "other.csv"
    other.write_bytes(GOOD.encode("gb18030"))
    await chooses(boss, other)
    await expect(boss.page.get_by_role("status").filter(has_text="gb18030")).to_be_visible(timeout=15_000)

    right = tmp_path / "right.csv"
    right.write_text(GOOD, encoding="utf-8")
    await chooses(boss, right)
    await expect(boss.page.get_by_text("300").first).to_be_visible(timeout=20_000)
    async with site.user("boss") as api:
        found = await api.call("GET", "/customers?query=客户299", status=200)
        assert [one["name"] for one in found["customers"]] == ["客户299"]


async def test_a_recording_is_played_from_the_timeline(open_site: OpenSite, browser: Browser, phones) -> None:  # type: ignore[no-untyped-def]
    desk, caller = await phones("1001"), await phones("customer")
    desk.on_ring = lambda call: call.answer()
    site = await open_site({"1001": desk}, wrap_up=1)
    async with site.user("agent1001") as agent:
        await agent.ready()
        call, queued = await queued_caller(site, caller, "+8613800138001")
        await site.until(e.AgentAnswered, call=queued.call)
        await call.speak(bytes(range(160)), 3)
        call.hang_up()
        await site.until(e.RecordingStored, call=queued.call)
        logged = await site.until(e.InteractionLogged, call=queued.call)

    boss = await Person.arrives(browser, site)
    await boss.logs_in("boss")
    await expect(boss.at("nav-customers")).to_be_visible()
    await boss.page.goto(f"{site.url}/customers/{logged.customer}")
    await expect(boss.at("timeline-item")).to_have_count(1)
    await boss.press("recording-play")
    await boss.page.wait_for_function(
        "() => [...document.querySelectorAll('audio')].some((each) => each.currentTime > 0.5)", timeout=15_000
    )
