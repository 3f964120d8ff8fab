"""The bad day: pages loaded anew in each state of a call, sockets cut, tabs in the background, microphones pulled,
phones gone, customers who hang up. Each ends in the right state, and no customer is left alone."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from cti import events as e
from tests.browser.floor import Floor, floor

__all__ = ["floor"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def test_a_page_is_loaded_anew_in_each_state_of_a_call(floor: Floor, browser: Browser) -> None:
    await floor.open(browser, "1001", "1002")
    anna, ben = floor.anna, floor.ben
    await anna.becomes_ready()
    await anna.page.reload()
    await expect(anna.at("state-name")).to_have_attribute("data-state", "ready", timeout=15_000)
    await floor.rings()

    # ringing
    await anna.page.reload()
    await anna.stage("call-stage", "ringing", timeout=30_000)
    await expect(anna.at("answer")).to_be_visible(timeout=30_000)
    await anna.press("answer")
    await floor.is_heard(anna={"customer"}, customer={"1001"})

    # held
    await anna.press("hold")
    await anna.stage("call-stage", "held")
    await anna.page.reload()
    await anna.stage("call-stage", "held", timeout=30_000)
    await floor.is_heard()
    await anna.press("retrieve")
    await floor.is_heard(anna={"customer"}, customer={"1001"})

    # asking a colleague
    await ben.becomes_ready()
    await floor.goes(anna, "consult", "1002")
    await ben.stage("call-stage", "ringing")
    await ben.press("answer")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await anna.page.reload()
    await anna.stage("call-stage", "talking", timeout=30_000)
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await ben.page.reload()
    await anna.stage("call-stage", "talking", timeout=30_000)
    await floor.is_heard(anna={"customer"}, customer={"1001"})

    # in a conference
    await expect(ben.at("idle")).to_be_visible(timeout=30_000)
    await expect(ben.at("health-phone")).to_have_attribute("data-state", "ok", timeout=15_000)
    await floor.goes(anna, "consult", "1002")
    await ben.stage("call-stage", "ringing")
    await ben.press("answer")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await anna.press("join")
    three = {"anna": {"customer", "1002"}, "ben": {"customer", "1001"}, "customer": {"1001", "1002"}}
    await floor.is_heard(**three)
    await anna.page.reload()
    await floor.is_heard(**three)

    # wrap-up
    await anna.press("hang-up")
    await anna.stage("call-stage", "wrap_up")
    await anna.page.reload()
    await anna.stage("call-stage", "wrap_up", timeout=30_000)
    await floor.is_heard(ben={"customer"}, customer={"1002"})


async def test_the_live_socket_is_cut_for_half_a_minute(floor: Floor, browser: Browser) -> None:
    cut, live = asyncio.Event(), list[WebSocketRoute]()

    def through(socket: WebSocketRoute) -> None:
        if cut.is_set():
            socket.close()
        else:
            socket.connect_to_server()
            live.append(socket)

    await floor.open(browser, "1001")
    await floor.anna.page.route_web_socket("**/api/v1/live*", lambda socket: through(socket))
    await floor.anna.page.reload()
    await floor.talks()
    cut.set()
    for socket in live:
        await socket.close()
    await expect(floor.anna.at("health-connection")).to_have_attribute("data-state", "bad", timeout=15_000)
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await asyncio.sleep(25)
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.press("mute")
    await floor.is_heard(anna={"customer"})
    cut.clear()
    await expect(floor.anna.at("health-connection")).to_have_attribute("data-state", "ok", timeout=15_000)
    await floor.anna.stage("call-stage", "talking")
    await floor.anna.press("hang-up")
    await floor.site.until(e.CallEnded, call=floor.call)
    await floor.anna.stage("call-stage", "wrap_up")


async def throttled(page: Page) -> None:
    """As browsers treat a tab that has been in the background for long: a page's own timers run once a minute."""
    await page.add_init_script(
        """
        const timeout = window.setTimeout.bind(window), interval = window.setInterval.bind(window)
        window.slowTimers = false
        window.setTimeout = (act, wait, ...rest) =>
          timeout(act, window.slowTimers ? Math.max(60000, wait ?? 0) : wait, ...rest)
        window.setInterval = (act, wait, ...rest) =>
          interval(act, window.slowTimers ? Math.max(60000, wait ?? 0) : wait, ...rest)
        """
    )


async def becomes(page: Page, question: str, wanted: str) -> None:
    """Ask the page again and again: whatever waits inside of it would wait for its slow timers."""
    async with asyncio.timeout(20):
        while await page.evaluate(question) != wanted:
            await asyncio.sleep(0.1)


async def test_a_tab_in_the_background_keeps_ringing(floor: Floor, browser: Browser) -> None:
    await floor.open(browser, "1001")
    page = floor.anna.page
    await throttled(page)
    await page.reload()
    await floor.anna.becomes_ready()
    await page.evaluate("window.slowTimers = true")
    lost = [fact for fact in floor.site.facts() if isinstance(fact, e.ConsoleLost)]
    # Three times as long as the server waits for a page that does not answer its pings.
    await asyncio.sleep(45)
    assert [fact for fact in floor.site.facts() if isinstance(fact, e.ConsoleLost)] == lost, "the page answered pings"
    await floor.calls()
    await becomes(page, "document.title", "☎ Wang Sample")
    await page.keyboard.press("a")
    await floor.site.until(e.AgentAnswered, call=floor.call)
    await page.evaluate("window.slowTimers = false")
    await floor.is_heard(anna={"customer"}, customer={"1001"})


async def test_the_microphone_is_pulled(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    page = floor.anna.page
    pulled = """() => {
      window.workingMicrophone = navigator.mediaDevices.getUserMedia
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('gone', 'NotFoundError'))
      for (const track of window.microphoneTracks) { track.stop(); track.dispatchEvent(new Event('ended')) }
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    }"""
    await page.evaluate(pulled)
    await expect(floor.anna.at("health-microphone")).to_have_attribute("data-state", "bad", timeout=15_000)
    await floor.is_heard(anna={"customer"})
    await page.evaluate(
        """() => {
          navigator.mediaDevices.getUserMedia = window.workingMicrophone
          navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
        }"""
    )
    await expect(floor.anna.at("health-microphone")).to_have_attribute("data-state", "ok", timeout=15_000)
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await page.evaluate(pulled)
    await floor.anna.press("hang-up")
    await floor.anna.press("finish")
    await floor.site.until(e.AgentBecameNotReady, agent="1001", reason="no_microphone", timeout=30)


async def test_a_phone_that_is_gone_while_it_rings_hands_the_call_on(floor: Floor, browser: Browser) -> None:
    await floor.open(browser, "1001", "1002")
    await floor.anna.becomes_ready()
    await asyncio.sleep(0.3)
    await floor.ben.becomes_ready()
    await floor.rings()
    await floor.anna.page.close()
    del floor.people["1001"]
    await floor.ben.stage("call-stage", "ringing", timeout=30_000)
    await floor.ben.press("answer")
    await floor.is_heard(ben={"customer"}, customer={"1002"})


async def test_a_second_tab_has_the_call_and_the_first_says_so(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    first = floor.anna.page
    second = await first.context.new_page()
    await second.goto(floor.site.url + "/desk")
    await expect(first.get_by_test_id("superseded")).to_be_visible(timeout=15_000)
    await expect(second.get_by_test_id("call-stage")).to_have_attribute("data-stage", "talking", timeout=30_000)
    await floor.site.until(e.AgentRejoined, call=floor.call)
    assert floor.line is not None
    assert floor.line.state == "talking"


async def test_the_customer_hangs_up_while_a_colleague_is_asked(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "consult", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.ben.press("answer")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    assert floor.line is not None
    floor.line.hang_up()
    await floor.anna.stage("call-stage", "wrap_up")
    await expect(floor.ben.at("idle")).to_be_visible(timeout=15_000)
    await floor.is_heard()
    assert floor.segments() == [("1001", True)]


@pytest.mark.parametrize("floor", [{"ring": 4}], indirect=True)
async def test_whoever_a_call_is_given_to_does_not_answer(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "transfer", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.anna.stage("call-stage", "ringing", timeout=20_000)
    await floor.anna.press("answer")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    assert floor.segments() == [("1001", True), ("1001", False)]
    await expect(floor.ben.at("state-name")).to_have_attribute("data-state", "not_ready")
