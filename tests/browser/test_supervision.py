"""A supervisor at the board: by keys alone and by drag, with the floor answering, and the log of it all."""

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
        await asyncio.sleep(0.3)
        await person.page.screenshot(path=str(Path(folder) / f"{name}.png"))


async def keys(person: Person, *names: str) -> None:
    for name in names:
        await person.page.keyboard.press(name)
        # A list that is gone into is drawn anew.
        await asyncio.sleep(0.15)


async def opens(person: Person, menu: str) -> None:
    """By keyboard: the focus on the menu's button, and Enter."""
    await person.at(menu).focus()
    await keys(person, "Enter")
    await expect(person.page.get_by_role("menu")).to_be_visible()


async def test_the_floor_is_directed_by_keys_and_by_drag(open_site: OpenSite, browser: Browser, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None, "1002": None})
    agent = await Person.arrives(browser, site)
    # The whole board in one window: who drags does not scroll meanwhile.
    boss = await Person.arrives(browser, site, viewport={"width": 1280, "height": 1900})
    async with site.user("boss") as api:
        names = {"names": {"en": "Support", "zh": "支持"}}
        await api.call("POST", "/queues", {"id": "support", "settings": names}, 201)
        await api.call("PATCH", "/agents/1002", {"settings": {"skills": {"french": 2}}}, 200)
    _one, first = await queued_caller(site, customer, "+8613800138001")
    _two, second = await queued_caller(site, customer, "+8613900139002")
    await boss.logs_in("boss")
    await expect(boss.at("queue-sales-waiting")).to_have_text("2", timeout=15_000)

    # By keys: the second caller to the front, and the first to another queue; Esc closes and the focus stays.
    await opens(boss, f"waiting-{second.call}-menu")
    await picture(boss, "menu-call")
    await keys(boss, "Escape")
    await expect(boss.page.get_by_role("menu")).to_have_count(0)
    await expect(boss.at(f"waiting-{second.call}-menu")).to_be_focused()
    await keys(boss, "Enter", "Enter")
    await site.until(e.CallMoved, call=second.call)
    await expect(boss.at("hand-said")).to_have_text("Moved to the front.")
    await expect(boss.at("queue-sales").locator("ol li").first).to_contain_text("13900139002")
    await opens(boss, f"waiting-{first.call}-menu")
    await keys(boss, "ArrowDown", "Enter", "Enter")
    await site.until(e.CallQueued, call=first.call, queue="support")
    await boss.sees("queue-support-waiting", "1")

    # By drag: back again, and an agent onto the other queue.
    await boss.at(f"waiting-{first.call}").drag_to(boss.at("queue-sales"))
    await site.until(e.CallQueued, call=first.call, queue="sales", by="Boss")
    await expect(boss.at("queue-sales-waiting")).to_have_text("2")
    await boss.at("agent-1001").drag_to(boss.at("queue-support"))
    changed = await site.until(e.AgentConfigured, agent="1001", by="Boss")
    assert changed.settings["queues"] == ["sales", "support"]

    # An agent comes, is told something, and is forced.
    await opens(boss, "queue-sales-menu")
    await picture(boss, "menu-queue")
    await keys(boss, "Escape")
    await boss.press("message-ask")
    await boss.at("message-text").fill("Fire drill at ten: finish your call, then take the stairs.")
    await picture(boss, "message")
    await boss.press("message-send")
    await agent.logs_in("agent1001")
    await agent.sees("floor-message", "Fire drill at ten")
    await agent.press("floor-message-close")
    await expect(agent.at("floor-message")).to_have_count(0)
    await opens(boss, "agent-1001-menu")
    await picture(boss, "menu-agent")
    await keys(boss, "ArrowDown", "Enter")
    await picture(boss, "menu-reasons")
    await keys(boss, "Enter")
    forced = await site.until(e.AgentStateForced, agent="1001")
    assert (forced.state, forced.reason, forced.by) == ("not_ready", "break", "Boss")
    await agent.sees("notice", "Boss made you not ready.")

    # Ready again, she is rung for the call that was moved up, and lets it go; the board shows it at her.
    await expect(agent.at("health-phone")).to_have_attribute("data-state", "ok", timeout=15_000)
    await agent.press("state-ready")
    await agent.stage("call-stage", "ringing")
    offered = await site.until(e.AgentOffered, agent="1001")
    assert offered.call == second.call
    await agent.press("reject")
    await site.until(e.OfferExpired, call=second.call)
    await agent.stage("call-stage", "ringing")
    await agent.press("answer")
    await site.until(e.AgentAnswered, call=first.call)

    # The caller who is left is dragged onto her: nobody else is to have that call.
    await boss.at(f"waiting-{second.call}").drag_to(boss.at("agent-1001"))
    sent = await site.until(e.CallMoved, call=second.call, to_agent="1001")
    assert sent.by == "Boss"
    await agent.press("hang-up")
    await agent.press("finish")
    await agent.stage("call-stage", "ringing")
    await agent.press("reject")
    await site.until(e.PreferenceLapsed, call=second.call)

    # Skills and queues, an overflow, and a closed queue.
    await opens(boss, "agent-1002-menu")
    await keys(boss, "Enter")
    await boss.at("editor-queue-support").check()
    await boss.at("skill-french").select_option("4")
    await picture(boss, "editor")
    await boss.press("editor-save")
    skilled = await site.until(e.AgentConfigured, agent="1002", version=3)
    assert (skilled.settings["skills"], skilled.settings["queues"]) == ({"french": 4}, ["sales", "support"])
    await opens(boss, "queue-sales-menu")
    await keys(boss, "ArrowDown", "Enter")
    await picture(boss, "overflow")
    await boss.press("overflow-save")
    await boss.sees("queue-sales-switches", "Overflow to Support")
    await picture(boss, "board")

    # She is logged out, and told by whom; all of it is in the log.
    await opens(boss, "agent-1001-menu")
    await keys(boss, "End", "Enter")
    await boss.press("log-out-sure")
    await agent.sees("login-out-by", "Boss logged you out.")
    await boss.press("nav-audit")
    await expect(boss.at("audit-row").first).to_contain_text("Logged out")
    await boss.at("audit-act").select_option("call_moved")
    await boss.press("audit-search")
    await expect(boss.at("audit-row")).to_have_count(4)
    await boss.at("audit-act").select_option("")
    await boss.press("audit-search")
    await picture(boss, "audit")
    assert agent.errors + boss.errors == []
