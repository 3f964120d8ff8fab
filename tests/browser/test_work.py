"""An agent's work beside the call: a script, an outcome with fields, a note, an article, a task, and a hand raised."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.browser.books import written
from tests.browser.people import Person
from tests.browser.test_pictures import take
from tests.browser.test_walk import a_call_rings

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def picture(person: Person, name: str) -> None:
    """Kept where somebody wants to look at it."""
    if "SWITCHROOM_PICTURES" in os.environ:
        await take(person, name, Path(os.environ["SWITCHROOM_PICTURES"]))


async def tab(agent: Person, digit: int) -> None:
    await agent.page.keyboard.press(f"Alt+Digit{digit}")


async def test_a_call_with_everything_beside_it(open_site: OpenSite, browser: Browser) -> None:
    site = await open_site({"1001": None}, wrap_up=60)
    await written(site)
    agent, customer, boss = [await Person.arrives(browser, site) for _ in range(3)]
    await boss.logs_in("boss")
    await expect(boss.at("agent-1001")).to_be_visible()
    await agent.logs_in("agent1001")
    await agent.becomes_ready()
    await expect(agent.at("day-occupancy")).to_be_visible()
    await picture(agent, "desk-idle")
    queued = await a_call_rings(site, agent, customer)
    await agent.press("answer")
    await site.until(e.AgentAnswered, call=queued.call)

    # The script is there as soon as the call is answered; it branches, and one can go back.
    await agent.sees("script-step", "Good day, Wang Sample, this is Agent 1001.")
    await agent.press("branch-asks")
    await agent.sees("script-step", "Let me look that up")
    await agent.press("script-back")
    await agent.press("branch-buys")
    await agent.at("field-article").fill("A17")
    await picture(agent, "desk-script")
    await agent.press("script-on")
    await expect(agent.at("script-done")).to_be_visible()
    await site.until(e.ScriptAnswered, call=queued.call, to="")
    facts = [one for one in site.facts() if isinstance(one, e.ScriptAnswered)]
    assert [(one.step, one.to) for one in facts if one.to != one.step] == [
        ("greet", "question"),
        ("question", "greet"),
        ("greet", "order"),
        ("order", ""),
    ]
    assert facts[-1].answers == {"article": "A17"}

    # The knowledge base, without leaving the call.
    await tab(agent, 3)
    await expect(agent.at("article-found")).to_have_count(2)
    await agent.at("knowledge-search").fill("refu")
    await expect(agent.at("article-found").first).to_contain_text("How refunds work")
    await picture(agent, "desk-knowledge")
    await agent.at("article-found").first.click()
    await agent.sees("article", "within three working days")

    # A canned note at the cursor, by one key.
    await agent.at("note").fill("Called. ")
    await agent.page.keyboard.press("/")
    await expect(agent.at("canned-note")).to_be_focused()
    await picture(agent, "desk-canned")
    await agent.page.keyboard.press("Enter")
    await expect(agent.at("note")).to_have_value("Called. Sent an offer to Wang Sample. Agent 1001")
    await expect(agent.at("note")).to_be_focused()

    # A follow-up, about the customer.
    await tab(agent, 4)
    await agent.at("task-title").fill("Ask whether the offer came")
    await agent.at("task-due").fill("2027-01-05T10:00")
    await agent.press("task-add")
    await expect(agent.at("task")).to_contain_text("Ask whether the offer came")
    await expect(agent.at("task").get_by_role("link")).to_have_text("Wang Sample")
    await picture(agent, "desk-tasks")

    # A hand goes up; the supervisor sees it and answers.
    await agent.page.keyboard.press("Escape")
    await agent.page.keyboard.press("j")
    await expect(agent.at("hand")).to_have_attribute("aria-pressed", "true")
    await boss.sees("raised-hands", "Agent 1001 asks for help")
    await picture(boss, "board-hand")
    await boss.press("chat-1001")
    await boss.at("chat-text").fill("What is it?")
    await boss.press("chat-send")
    await agent.sees("tab-chat", "1")
    await tab(agent, 5)
    await agent.sees("chat-line", "What is it?")
    await agent.at("chat-text").fill("May I give ten percent?")
    await agent.press("chat-send")
    await expect(boss.at("chat-line").last).to_contain_text("May I give ten percent?")
    await picture(boss, "board-chat")
    await picture(agent, "desk-chat")
    await boss.page.keyboard.press("Escape")
    await boss.press("hand-1001")
    await expect(agent.at("hand")).to_have_attribute("aria-pressed", "false")

    # What comes after the call is said during it.
    await agent.page.keyboard.press("Escape")
    await agent.page.keyboard.press("r")
    await agent.press("reason-break")
    await agent.sees("state-next", "Break")
    await agent.press("hang-up")
    await agent.stage("call-stage", "wrap_up")
    before = await site.until(e.WrapUpStarted, call=queued.call)
    await agent.page.keyboard.press("x")
    longer = await site.until(e.WrapUpExtended, call=queued.call)
    assert longer.limit == before.limit + 60

    # The outcome asks for its fields.
    await agent.page.keyboard.press("2")
    await expect(agent.at("field-number")).to_be_focused()
    await picture(agent, "desk-outcome")
    await agent.at("field-number").fill("A-17")
    await agent.page.keyboard.press("Enter")
    chosen = await site.until(e.DispositionChosen, call=queued.call)
    assert (chosen.disposition, chosen.fields) == ("order", {"number": "A-17"})
    await agent.press("finish")
    await expect(agent.at("state-name")).to_have_attribute("data-state", "not_ready")
    await site.until(e.InteractionLogged, call=queued.call)

    await tab(agent, 2)
    await agent.page.reload()
    await agent.press("tab-recent")
    await expect(agent.at("recent-call")).to_contain_text("Wang Sample")
    await picture(agent, "desk-recent")
    assert agent.errors + boss.errors == []


async def test_two_on_one_call_write_one_note_and_go_through_one_script(open_site: OpenSite, browser: Browser) -> None:
    site = await open_site({"1001": None, "1002": None}, wrap_up=60)
    await written(site)
    lin, jane, customer = [await Person.arrives(browser, site) for _ in range(3)]
    await lin.logs_in("agent1001")
    await lin.becomes_ready()
    queued = await a_call_rings(site, lin, customer)
    await lin.press("answer")
    await site.until(e.AgentAnswered, call=queued.call)
    await jane.logs_in("agent1002")
    await jane.becomes_ready()
    async with site.user("agent1001") as api:
        await api.call("POST", f"/calls/{queued.call}/consult", {"to": {"agent": "1002"}})
    await jane.press("answer")
    await site.until(e.ConsultAnswered, call=queued.call)

    await lin.at("note").fill("Wants an offer.")
    await expect(jane.at("note")).to_have_value("Wants an offer.")
    await jane.at("note").focus()
    await jane.page.keyboard.press("Control+End")
    await lin.at("note").focus()
    await lin.page.keyboard.press("Control+Home")
    for mine, theirs in zip("Monday: ", " By Fri.", strict=True):
        await lin.page.keyboard.type(mine)
        await jane.page.keyboard.type(theirs)
    together = "Monday: Wants an offer. By Fri."
    for person in (lin, jane):
        await expect(person.at("note")).to_have_value(together, timeout=15_000)
    await site.until(e.NoteWritten, call=queued.call, text=together)

    await lin.press("tab-script")
    await jane.press("tab-script")
    await lin.press("branch-buys")
    await jane.at("field-article").fill("A17")
    await jane.at("field-pieces").focus()
    await expect(lin.at("field-article")).to_have_value("A17")
    await lin.press("script-on")
    await expect(jane.at("script-done")).to_be_visible()
    assert lin.errors + jane.errors == []
