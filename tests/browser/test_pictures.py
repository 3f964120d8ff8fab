"""Pictures of desk and board for the papers: `SWITCHROOM_PICTURES=docs/pictures` keeps them there."""

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from switchroom.company import SAMPLE
from tests.asterisk.site import Site
from tests.browser.people import Person

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def take(person: Person, name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    await asyncio.sleep(0.3)
    await person.page.screenshot(path=str(folder / f"{name}.png"))
    assert (folder / f"{name}.png").stat().st_size > 10_000


async def a_call(site: Site, customer: Person, caller: str) -> e.CallArrived:
    before = {f.call for f in site.facts() if isinstance(f, e.CallArrived)}
    await customer.page.goto(site.url + "/phone")
    await customer.at("caller-select").select_option(caller)
    await customer.press("dial")
    await customer.stage("phone-stage", "talking")
    async with asyncio.timeout(15):
        while True:
            new = [f for f in site.facts() if isinstance(f, e.CallArrived) and f.call not in before]
            if new:
                return new[0]
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_desk_and_board(tmp_path: Path, asterisk_program_folder: str, browser: Browser, language: str) -> None:
    site = Site(tmp_path / "site", Path(asterisk_program_folder), SAMPLE.read_text(encoding="utf-8"))
    (site.home / "flows" / "main.toml").unlink()
    folder = Path(os.environ.get("SWITCHROOM_PICTURES", tmp_path / "pictures"))
    locale = "zh-CN" if language == "zh" else "en-US"
    name = "agent1" if language == "zh" else "agent2"

    async def kept(person: Person, what: str) -> None:
        for scheme in ("light", "dark"):
            await person.page.emulate_media(color_scheme=scheme)
            await take(person, f"{what}-{language}-{scheme}", folder)

    try:
        await site.prepare()
        await site.start()
        agent, boss = (
            await Person.arrives(browser, site, locale=locale),
            await Person.arrives(browser, site, locale=locale),
        )
        customers = [await Person.arrives(browser, site, locale=locale) for _ in range(3)]
        async with site.user("supervisor") as supervisor:
            await supervisor.call("PATCH", "/session", {"language": language}, status=200)
        await agent.logs_in(name)
        await agent.becomes_ready()
        for number, person in enumerate(customers):
            arrived = await a_call(site, person, ("+8613800138001", "+4930901820", "+8613900139002")[number])
            await site.until(e.FlowEntered, call=arrived.call, node="menu")
            key = "key-1" if number else "key-2"
            await site.queued(arrived.call, lambda person=person, key=key: person.press(key))  # type: ignore[misc]
            if number == 0:
                await agent.stage("call-stage", "ringing")
                await kept(agent, "ringing")
                await agent.press("answer")
                await agent.stage("call-stage", "talking")
        await boss.logs_in("supervisor")
        await expect(boss.at("queue-sales-waiting")).to_have_text("2", timeout=15_000)
        await kept(boss, "board")
        await kept(agent, "desk")
        await kept(customers[0], "phone")
        await agent.press("hang-up")
        await agent.stage("call-stage", "wrap_up")
        await kept(agent, "wrap-up")
        await boss.page.goto(site.url + "/report")
        await boss.sees("report-total-answered", "1")
        await kept(boss, "report")
    finally:
        site.close()
