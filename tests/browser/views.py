"""Every view of the console in one table: a new page is a line here, and is then held to what all pages are held to."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.site import Site
from tests.browser.books import written
from tests.browser.people import Person

FLOW = '[nodes.x]\nkind = "say"\ntext.en = "Hello"\nthen = "nowhere"\n'
CALLER = "+8613800138001"


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: an address, what is pressed and written there, and the test id of what must then be there."""

    name: str
    path: str
    shows: str
    presses: tuple[str, ...] = ()
    writes: tuple[tuple[str, str], ...] = ()


# Whoever is not logged in.
DOORS = (
    View("login", "/", "login-submit"),
    View("telephone", "/phone", "dial"),
)
# A supervisor; `{customer}` is one with a call behind.
PAGES = (
    View("board", "/board", "queue-sales-waiting"),
    View("chat with an agent", "/board", "chat-line", ("chat-1001",)),
    View("report", "/report", "report-total-answered"),
    View("calls behind a figure", "/report", "calls-behind", ("report-total-answered",)),
    View("staffing", "/staffing", "staffing-table"),
    View("staffing for expected calls", "/staffing", "staffing-calls", ("staffing-of-calls",)),
    View("queues", "/queues", "queue-sales-state"),
    View("queue editor", "/queues", "queue-save", ("queue-sales",)),
    View("queue to delete", "/queues", "form-problem", ("queue-sales", "queue-remove", "form-submit")),
    View("new queue", "/queues", "queue-new-id", ("queue-new",)),
    View("emergency switch", "/queues", "emergency-turn", ("emergency-ask",)),
    View("callbacks", "/callbacks", "callback-row"),
    View("new callback", "/callbacks", "callback-submit", ("callback-ask",)),
    View("callback to cancel", "/callbacks", "callback-cancel-sure", ("callback-cancel",)),
    View("film", "/film", "film-floor"),
    View("board on a wall", "/board?big", "big-sales-waiting"),
    View("charts of the day with their table", "/board", "interval-table", ("charts-table",)),
    View("users", "/admin/users", "user-boss"),
    View("new user", "/admin/users", "form-submit", ("user-new",)),
    View("roles", "/admin/roles", "roles"),
    View("agents", "/admin/agents", "agents"),
    View("new agent", "/admin/agents", "form-submit", ("agent-new",)),
    View("words", "/admin/words", "word-reason-break"),
    View("new word", "/admin/words", "form-submit", ("word-new-disposition",)),
    View("agent to edit", "/admin/agents", "agent-form-name", ("staff-1001-change",)),
    View("scripts", "/admin/scripts", "script-sales"),
    View("script to edit", "/admin/scripts", "script-step", ("script-sales-change",)),
    View("new script", "/admin/scripts", "script-step", ("script-new",)),
    View("script to remove", "/admin/scripts", "form-problem", ("script-sales-remove", "form-submit")),
    View("articles", "/admin/articles", "article-row"),
    View("article to edit", "/admin/articles", "article-title", ("article-change",)),
    View("canned notes", "/admin/notes", "note-row"),
    View("canned note to edit", "/admin/notes", "note-sample-en", ("note-change",)),
    View("flow", "/admin/flows", "node-menu"),
    View("flow tried out", "/admin/flows", "flow-tried", (), (("flow-text", FLOW),)),
    View("prompts", "/admin/prompts", "prompts"),
    View("trunks", "/admin/trunks", "trunk-trunk"),
    View("tokens", "/admin/tokens", "tokens"),
    View("new token", "/admin/tokens", "form-submit", ("token-new",)),
    View("webhooks", "/admin/webhooks", "webhook-new"),
    View("new webhook", "/admin/webhooks", "form-submit", ("webhook-new",)),
    View("customers", "/customers", "customers-search"),
    View("new customer", "/customers", "customer-form-submit", ("customers-new",)),
    View("import", "/customers", "import-submit", ("customers-import",)),
    View("customer", "/customers/{customer}", "timeline-item"),
    View("customer to edit", "/customers/{customer}", "customer-form-submit", ("customer-edit",)),
)


async def shown(person: Person, view: View, **names: str) -> None:
    """Go there, and wait until it is as the table says."""
    await person.page.goto(person.site.url + view.path.format(**names))
    for test_id in view.presses:
        await person.at(test_id).first.click()
    for test_id, text in view.writes:
        await person.at(test_id).fill(text)
    await expect(person.at(view.shows).first).to_be_visible(timeout=15_000)


async def desk_stages(site: Site, agent: Person, customer: Person) -> AsyncIterator[str]:
    """An agent's desk through one call, stage by stage, with what opens above it; the agent is logged in."""
    await written(site)
    await agent.becomes_ready()
    yield "desk idle"
    for digit, part in enumerate(("tasks", "recent", "knowledge", "chat"), 1):
        await agent.page.keyboard.press(f"Alt+Digit{digit}")
        await expect(agent.at(f"tab-{part}")).to_have_attribute("aria-selected", "true")
        yield f"desk idle, {part}"
    await agent.page.keyboard.press("?")
    await expect(agent.at("help")).to_be_visible()
    yield "help"
    await agent.page.keyboard.press("Escape")
    await agent.press("devices-open")
    await expect(agent.at("devices")).to_be_visible()
    yield "devices"
    await agent.page.keyboard.press("Escape")
    await agent.press("phone-menu")
    await agent.press("phone-menu-number")
    await expect(agent.at("phone-number")).to_be_visible()
    yield "number to ring at"
    await agent.page.keyboard.press("Escape")
    await agent.page.keyboard.press("r")
    await expect(agent.at("reason-break")).to_be_visible()
    yield "desk with reasons"
    await agent.page.keyboard.press("Escape")
    await customer.page.goto(site.url + "/phone")
    await customer.at("caller-select").select_option(CALLER)
    await customer.press("dial")
    arrived = await site.until(e.CallArrived)
    await site.until(e.FlowEntered, call=arrived.call)
    await site.queued(arrived.call, lambda: customer.press("key-1"))
    await agent.stage("call-stage", "ringing")
    yield "desk ringing"
    await agent.press("answer")
    await agent.stage("call-stage", "talking")
    await expect(agent.at("script-step")).to_be_visible()
    await agent.press("keypad")
    yield "desk talking, keypad open"
    await agent.press("branch-buys")
    await expect(agent.at("field-article")).to_be_visible()
    yield "desk talking, script"
    await agent.page.keyboard.press("Alt+Digit3")
    await expect(agent.at("article-found").first).to_be_visible()
    yield "desk talking, knowledge"
    await agent.at("article-found").first.click()
    await expect(agent.at("article")).to_be_visible()
    yield "desk talking, article"
    await agent.page.keyboard.press("Alt+Digit4")
    await agent.at("task-title").fill("Ask again")
    await agent.press("task-add")
    await expect(agent.at("task")).to_be_visible()
    yield "desk talking, tasks"
    await agent.page.keyboard.press("Alt+Digit5")
    await agent.at("chat-text").fill("May I?")
    await agent.press("chat-send")
    await expect(agent.at("chat-line")).to_be_visible()
    await agent.press("hand")
    await expect(agent.at("hand")).to_have_attribute("aria-pressed", "true")
    yield "desk talking, chat and hand"
    await agent.press("canned")
    await expect(agent.at("canned-note")).to_be_visible()
    yield "desk talking, canned notes"
    await agent.page.keyboard.press("Escape")
    await agent.press("hang-up")
    await agent.stage("call-stage", "wrap_up")
    yield "desk in wrap-up"
    await agent.press("disposition-order")
    await expect(agent.at("field-number")).to_be_visible()
    yield "desk in wrap-up, outcome with fields"
    await agent.press("disposition-solved")
    await agent.press("finish")
    await site.until(e.InteractionLogged, call=arrived.call)


async def something_to_see(site: Site) -> str:
    """A callback that is asked for; gives the id of the customer with a call behind."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    async with site.user("boss") as boss:
        wish = {"queue": "sales", "number": "+8613900139002", "name": "Li Example", "note": "After lunch."}
        await boss.call("POST", "/callbacks", wish | {"not_before": tomorrow.isoformat()}, status=201)
        (found,) = (await boss.call("GET", "/customers?query=Wang", status=200))["customers"]
        return str(found["id"])


async def found_everywhere(
    site: Site, browser: Browser, judge: Callable[[Person, str], Awaitable[list[str]]]
) -> list[str]:
    """What a judge finds wrong, view by view: at the doors, at a desk through a whole call, and on all pages."""
    agent, customer, boss = [await Person.arrives(browser, site) for _ in range(3)]
    found: list[str] = []
    for view in DOORS:
        await shown(boss, view)
        found += await judge(boss, view.name)
    await agent.logs_in("agent1001")
    async for stage in desk_stages(site, agent, customer):
        found += await judge(agent, stage)
        if stage == "desk talking, keypad open":
            found += await judge(customer, "telephone in a call")
    who = await something_to_see(site)
    await boss.logs_in("boss")
    await expect(boss.at("nav-board")).to_be_visible()
    for view in PAGES:
        await shown(boss, view, customer=who)
        found += await judge(boss, view.name)
    return found
