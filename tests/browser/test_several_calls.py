"""Several calls at one desk, in real browsers on a real Asterisk: one customer is spoken with, others hear music."""

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.test_kill import queued_caller
from tests.browser.floor import Floor, floor
from tests.browser.test_accessible import faults

__all__ = ["floor"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def allowed(floor: Floor, browser: Browser, *others: str) -> Floor:
    """Anna may have two calls in hand, and talks with a customer."""
    async with floor.site.user("boss") as boss:
        await boss.call("PATCH", "/agents/1001", {"settings": {"calls_at_once": 2}}, status=200)
    await (await floor.open(browser, "1001", *others)).talks()
    return floor


async def dials(floor: Floor) -> None:
    """By keyboard alone: the box, the number, Enter."""
    await floor.anna.page.keyboard.press("l")
    await expect(floor.anna.at("dial-number")).to_be_focused()
    await floor.anna.page.keyboard.type("10086")
    await floor.anna.page.keyboard.press("Enter")
    await floor.outside_answers()
    await expect(floor.anna.at("beside-call")).to_have_attribute("data-stage", "held")
    await floor.anna.stage("call-stage", "talking")


async def test_another_number_is_called_while_the_customer_waits(floor: Floor, browser: Browser) -> None:
    await allowed(floor, browser)
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await dials(floor)
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.page.keyboard.press("Escape")
    await floor.anna.page.keyboard.press("z")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await expect(floor.anna.at("beside-call")).to_have_attribute("data-stage", "held")
    await floor.anna.press("beside-turn-to")
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.picture("desk-two-calls")
    assert await faults(floor.anna, "two calls") == []

    await floor.anna.at("note").fill("Asked the workshop.")
    await floor.anna.press("hang-up")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.is_heard()
    assert floor.line is not None
    assert floor.line.state == "talking", "who waits is not hung up with the other"
    await floor.anna.press("beside-turn-to")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await expect(floor.anna.at("note")).to_have_value("")
    await expect(floor.anna.at("beside-call")).to_have_attribute("data-stage", "wrap_up")
    await floor.anna.press("beside-turn-to")
    await expect(floor.anna.at("note")).to_have_value("Asked the workshop.")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.press("finish")
    await floor.anna.stage("call-stage", "talking")
    await floor.anna.page.keyboard.press("l")
    await expect(floor.anna.at("dial-number")).to_be_focused()
    assert await faults(floor.anna, "another call") == []
    held = [fact.call for fact in floor.site.facts() if isinstance(fact, e.CallHeld)]
    assert held.count(floor.call) == 2
    assert len(held) == 3


async def test_a_page_loaded_anew_gets_both_calls_back(floor: Floor, browser: Browser) -> None:
    await allowed(floor, browser)
    await dials(floor)
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.page.reload()
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await expect(floor.anna.at("beside-call")).to_have_attribute("data-stage", "held", timeout=15_000)
    await floor.anna.page.keyboard.press("z")
    await floor.is_heard(anna={"customer"}, customer={"1001"})


async def test_a_colleague_asks_in_the_middle_of_a_call(floor: Floor, browser: Browser) -> None:
    await allowed(floor, browser, "1002")
    anna, ben = floor.anna, floor.ben
    await queued_caller(floor.site, floor.customer, "+8613900139002")
    await ben.stage("call-stage", "ringing")
    await ben.press("answer")
    await floor.goes(ben, "consult", "1001")
    await expect(anna.at("beside-call")).to_have_attribute("data-stage", "ringing")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await anna.page.keyboard.press("a")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await ben.press("take-back")
    await expect(anna.at("beside-call")).to_be_hidden()
    await anna.stage("call-stage", "held")
    await anna.press("retrieve")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
