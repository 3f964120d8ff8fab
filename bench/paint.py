"""How soon an agent sees the desk: Chromium without a window, nothing in its cache, at an address on this machine."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bench.reoffer import FLOW
from tests import tools
from tests.asterisk.site import Site, company
from tests.browser.conftest import FLAGS
from tests.browser.people import Person

LOADS = 20
GOAL_MS = 1000.0
PAINT, DESK = "first contentful paint", "the desk with the agent's state"
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') done(entry.startTime)
}).observe({ type: 'paint', buffered: true }))"""
DESK_THERE = "() => document.querySelector('[data-testid=state-name]') && performance.now()"


async def _one(page: Page, address: str) -> dict[str, float]:
    """Seconds from the start of the navigation."""
    await page.goto(address, wait_until="commit")
    there = await (await page.wait_for_function(DESK_THERE, polling="raf")).json_value()
    return {PAINT: await page.evaluate(FIRST_PAINT) / 1000, DESK: there / 1000}


async def _loads(browser: Browser, site: Site) -> dict[str, list[float]]:
    person = await Person.arrives(browser, site)
    await person.logs_in("agent1001")
    await person.at("state-name").wait_for()
    session = await person.page.context.storage_state()
    await person.page.context.close()
    found: dict[str, list[float]] = {PAINT: [], DESK: []}
    for _ in range(LOADS):
        # A context of its own has an empty cache.
        context = await browser.new_context(storage_state=session, locale="en-US")
        for name, seconds in (await _one(await context.new_page(), site.url + "/desk")).items():
            found[name].append(seconds)
        await context.close()
    return found


async def measure(program: str) -> dict[str, list[float]]:
    """Seconds by what was seen, for each load."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "paint", Path(program), company({"1001": ""}), FLOW)
        try:
            await site.prepare()
            await site.start()
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=tools.program("chromium"), args=FLAGS)
                return await _loads(browser, site)
        finally:
            site.close()


def table(program: str, row: Callable[[str, list[float]], str]) -> list[str]:
    """A line, written by `row`, for each thing seen."""
    return [row(name, seconds) for name, seconds in asyncio.run(measure(program)).items()]
