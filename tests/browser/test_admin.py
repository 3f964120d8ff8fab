"""An administrator makes an agent and a user, who logs in and takes a call on the real Asterisk, without a restart."""

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.test_kill import queued_caller
from tests.browser.people import Person

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def picture(person: Person, name: str) -> None:
    """Kept only where somebody wants to look: `SWITCHROOM_PICTURES`."""
    folder = os.environ.get("SWITCHROOM_PICTURES")
    if folder:
        await asyncio.sleep(0.4)
        await person.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


async def test_a_new_agent_takes_calls_without_a_restart(open_site: OpenSite, browser: Browser, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    boss, cleo = await Person.arrives(browser, site), await Person.arrives(browser, site)

    # The agent, and the user who is to be it.
    await boss.logs_in("boss")
    await boss.at("nav-admin").click()
    await boss.at("admin-agents").click()
    await boss.press("agent-new")
    await boss.at("agent-id").fill("1003")
    await boss.at("agent-name").fill("Cleo")
    await boss.press("agent-queue-sales")
    await boss.press("form-submit")
    await boss.sees("staff-1003", "Cleo")
    await picture(boss, "admin-agents")
    await boss.at("admin-users").click()
    await boss.press("user-new")
    await boss.at("user-username").fill("cleo")
    await boss.at("user-form-name").fill("Cleo")
    await boss.at("user-agent").select_option("1003")
    await boss.at("user-language").select_option("en")
    await picture(boss, "admin-user-new")
    await boss.press("form-submit")
    password = await boss.at("once-secret").inner_text()
    await picture(boss, "admin-once")
    await boss.press("once-close")
    await boss.sees("user-cleo", "Cleo (1003)")
    await picture(boss, "admin-users")

    # The same Asterisk, never restarted, lets the new phone in.
    pid = site.asterisk_pid()
    await cleo.page.goto(site.url + "/")
    await cleo.at("login-username").fill("cleo")
    await cleo.at("login-password").fill(password)
    await cleo.press("login-submit")
    await cleo.becomes_ready()
    await queued_caller(site, customer, "+8613800138001")
    await cleo.stage("call-stage", "ringing")
    await cleo.press("answer")
    await cleo.stage("call-stage", "talking")
    answered = await site.until(e.AgentAnswered, agent="1003")
    assert site.asterisk_pid() == pid

    # What was done is in the log, and what happened in the film, with the reason.
    await boss.page.goto(site.url + "/audit")
    await expect(boss.page.get_by_text("User cleo")).to_be_visible(timeout=15_000)
    assert password not in await boss.page.content()
    await boss.page.goto(site.url + "/film")
    await expect(boss.at("film-floor").get_by_test_id("queue-sales")).to_be_visible(timeout=15_000)
    for _ in range(30):
        if "Cleo answered" in await boss.at("film-decisions").inner_text():
            break
        await boss.page.keyboard.press("ArrowRight")
        await asyncio.sleep(0.1)
    await boss.sees("film-decisions", "Cleo answered")
    await expect(boss.at("agent-1003-state")).to_have_attribute("data-state", "talking")
    assert answered.call in await boss.at("film-decisions").inner_text()
    await picture(boss, "film")

    # Disabled, the new user is out once the call is over.
    await boss.page.goto(site.url + "/admin/users")
    await boss.press("user-cleo-turn")
    await boss.sees("user-cleo", "Disabled")
    await cleo.press("hang-up")
    await cleo.stage("call-stage", "wrap_up")
    await cleo.press("finish")
    await expect(cleo.at("login-username")).to_be_visible(timeout=15_000)
    assert not boss.errors
