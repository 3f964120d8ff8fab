"""Every view, in both languages, by day and by night, as axe-core judges it: nothing to find fault with."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from agent_console import app
from tests.asterisk.conftest import OpenSite
from tests.browser.people import Person
from tests.browser.views import found_everywhere

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]

AXE = Path(app.__file__).parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })"
LANGUAGES = {"zh": "zh-CN", "en": "en"}


async def _speaks(person: Person, language: str) -> None:
    html = person.page.locator("html")
    if await html.get_attribute("lang") != LANGUAGES[language]:
        # Behind an open dialog the switch cannot be pressed by hand.
        await person.at("language").dispatch_event("click")
    await expect(html).to_have_attribute("lang", LANGUAGES[language])


async def _judged(person: Person) -> list[dict[str, Any]]:
    if not await person.page.evaluate("'axe' in window"):
        await person.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await person.page.evaluate(RUN, TAGS)
    assert found["passes"], "axe judged nothing"
    violations: list[dict[str, Any]] = found["violations"]
    return violations


async def faults(person: Person, name: str) -> list[str]:
    """What axe finds on this view in both languages and both lights, a line for each element."""
    found = []
    for language in LANGUAGES:
        await _speaks(person, language)
        for light in ("light", "dark"):
            await person.page.emulate_media(color_scheme=light, reduced_motion="reduce")
            await asyncio.sleep(0.1)
            for rule in await _judged(person):
                for node in rule["nodes"]:
                    found.append(f"{name}, {language}, {light}: {rule['id']}: {node['html'][:160]}: {node['any'][:1]}")
    return found


async def test_there_is_nothing_to_find_fault_with(open_site: OpenSite, browser: Browser) -> None:
    found = await found_everywhere(await open_site({"1001": None}, wrap_up=600, ring=120), browser, faults)
    assert not found, "\n".join(found)
