"""An administrator looks after scripts, articles, notes, an agent, a flow and a queue, in a real browser."""

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.browser.books import written
from tests.browser.people import Person

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]

FLOW = 'language = "en"\n[nodes.hello]\nkind = "say"\ntext.en = "Hello"\nthen = "bye"\n'


async def a_script(boss: Person) -> None:
    """Changed with a mistake that is told, tried out, saved, and not removed while a queue has it."""
    await boss.press("admin-scripts")
    await boss.sees("script-sales-queues", "Sales")
    await boss.press("script-sales-change")
    await boss.sees("script-step", "Good day, Jane Example")
    text = await boss.at("script-text").input_value()
    await boss.at("script-text").fill(text.replace('to = "question"', 'to = "questoin"'))
    await boss.sees("faults", "step greet")
    await boss.press("form-submit")
    await boss.sees("form-problem", "Nothing is saved yet")
    await boss.at("script-text").fill(text.replace("Good day", "Welcome"))
    await boss.sees("script-step", "Welcome, Jane Example")
    await boss.press("branch-buys")
    await expect(boss.at("field-article")).to_be_visible()
    await boss.press("form-submit")
    await expect(boss.at("script-text")).to_be_hidden()
    await boss.press("script-sales-remove")
    await boss.press("form-submit")
    await boss.sees("form-problem", "leads the calls of the queue sales")
    await boss.page.keyboard.press("Escape")


async def an_article_and_a_note(boss: Person) -> None:
    """Written, found, changed and removed."""
    await boss.press("admin-articles")
    await boss.press("article-new")
    await boss.at("article-title").fill("Opening hours in winter")
    await boss.at("article-text").fill("From nine to five.")
    await boss.press("form-submit")
    # Behind an open window nothing can be written.
    await expect(boss.at("article-title")).to_be_hidden()
    await boss.at("article-search").fill("winter")
    await expect(boss.at("article-row")).to_have_count(1)
    await boss.press("article-remove")
    await boss.press("form-submit")
    await boss.sees("articles", "Nothing found")
    await boss.press("admin-notes")
    await boss.press("note-new")
    await boss.at("note-name-en").fill("Called back")
    await boss.at("note-text-en").fill("Called {customer} back.")
    await boss.sees("note-sample-en", "Called Jane Example back.")
    await boss.press("form-submit")
    await boss.sees("notes", "Called back")


async def an_agent(boss: Person) -> None:
    """Skills with a level, and an order of queues."""
    await boss.press("admin-agents")
    await boss.press("staff-1001-change")
    await boss.at("agent-form-order-sales").fill("3")
    await boss.at("skill-new").fill("french")
    await boss.press("skill-add")
    await boss.at("skill-french").select_option("4")
    await boss.press("form-submit")
    await boss.sees("staff-1001", "french 4")
    await boss.sees("staff-1001", "(3)")


async def a_queue(boss: Person) -> None:
    """One that is needed stays; one that is not is gone, and its name is not."""
    await boss.page.goto(boss.site.url + "/queues")
    await boss.press("queue-sales")
    await boss.at("queue-wrap_up_extensions").fill("3")
    await boss.press("queue-save")
    await boss.sees("queue-told", "in force")
    await boss.press("queue-remove")
    await boss.press("form-submit")
    await boss.sees("form-problem", "serve")
    await boss.page.keyboard.press("Escape")
    await boss.press("queue-new")
    await boss.at("queue-new-id").fill("winter")
    await boss.at("queue-new-en").fill("Winter sale")
    await boss.press("form-submit")
    await expect(boss.at("queue-winter")).to_have_attribute("aria-pressed", "true")
    await boss.press("queue-remove")
    await boss.press("form-submit")
    await expect(boss.at("queue-winter")).to_be_hidden()


async def test_an_administrator_looks_after_what_the_desks_work_with(open_site: OpenSite, browser: Browser) -> None:
    site = await open_site({"1001": None})
    await written(site)
    boss = await Person.arrives(browser, site)
    await boss.logs_in("boss")
    await boss.press("nav-admin")
    await a_script(boss)
    await an_article_and_a_note(boss)
    await an_agent(boss)
    await boss.press("admin-flows")
    await boss.at("flow-text").fill(FLOW)
    await boss.sees("faults", "node hello")
    await boss.at("flow-text").fill(FLOW + '[nodes.bye]\nkind = "hang_up"\n')
    await boss.sees("faults", "Nothing is wrong")
    await boss.sees("flow-tried", "then → bye")
    await a_queue(boss)
    gone = await site.until(e.QueueRemoved, queue="winter")
    assert gone.version == 2
    await boss.page.goto(site.url + "/audit")
    await expect(boss.page.get_by_text("Queue deleted").last).to_be_visible(timeout=15_000)
    await expect(boss.page.get_by_role("cell", name="Winter sale").first).to_be_visible()
    await expect(boss.page.get_by_text("Script Sales call").first).to_be_visible()
    assert not boss.errors
