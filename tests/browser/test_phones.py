"""The agent's phone in a real browser: devices are chosen, the line is measured, and a mobile is rung instead."""

import asyncio

import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.softphone import Call, Softphone
from tests.asterisk.test_kill import queued_caller
from tests.browser.people import Person
from tests.browser.test_accessible import faults

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]

CUSTOMER, MOBILE = "+8613800138001", "+8613900139000"


async def test_devices_quality_and_a_mobile(open_site: OpenSite, browser: Browser, phones) -> None:  # type: ignore[no-untyped-def]
    customer, mobile = await phones("customer"), await phones("mobile")
    site = await open_site({"1001": None}, wrap_up=60, outside=mobile)
    anna = await Person.arrives(browser, site)
    await anna.logs_in("agent1001")
    await chooses_devices(anna)
    await anna.becomes_ready()

    line, queued = await queued_caller(site, customer, CUSTOMER)
    await anna.stage("call-stage", "ringing")
    await anna.press("answer")
    await expect(anna.at("quality")).to_have_attribute("data-grade", "good", timeout=15_000)
    await expect(anna.at("quality")).to_contain_text("MOS 4")
    await expect(anna.at("quality-warning")).to_be_empty()
    await anna.press("hang-up")
    measured = await site.until(e.CallQualityMeasured, call=queued.call)
    assert measured.agent == "1001"
    assert 4 < measured.mos_min <= measured.mos < 4.5
    await line.until("ended")
    await anna.press("disposition-solved")
    await anna.press("finish")
    await site.until(e.InteractionLogged, call=queued.call)

    await chooses_the_mobile(anna)
    line, queued = await queued_caller(site, customer, "+8613700137000")
    await anna.stage("call-stage", "ringing")
    await expect(anna.at("call-elsewhere")).to_contain_text(MOBILE)
    await expect(anna.at("answer")).to_have_count(0)
    leg = await rung(mobile)
    leg.answer()
    await leg.until("talking")
    await asyncio.sleep(0.5)
    await leg.press("1")
    await anna.stage("call-stage", "talking")
    await anna.press("mute")
    await expect(anna.at("mute")).to_have_attribute("aria-pressed", "true")
    await anna.press("hold")
    await anna.stage("call-stage", "held")
    await anna.press("retrieve")
    await anna.stage("call-stage", "talking")
    await anna.press("hang-up")
    await leg.until("ended")
    await site.until(e.CallEnded, call=queued.call)
    assert anna.errors == []


async def test_the_phone_is_chosen_at_login(open_site: OpenSite, browser: Browser, phones) -> None:  # type: ignore[no-untyped-def]
    """Anna works at another desk today: she says so at the door, by keyboard, and the call rings there."""
    customer, desk, mobile = await phones("customer"), await phones("1001"), await phones("mobile")
    site = await open_site({"1001": desk, "1002": None}, outside=mobile)
    ben = await Person.arrives(browser, site)
    await says_who_and_where(ben, "agent1002", "desk")
    await expect(ben.at("login-problem")).to_contain_text("You have no desk phone")
    assert await faults(ben, "a phone that cannot be had") == []
    await expect(ben.at("login-with-browser")).to_be_focused()
    await ben.page.keyboard.press("Enter")
    await expect(ben.at("state-name")).to_be_visible()
    await expect(ben.at("health-microphone")).to_have_count(1)

    anna = await Person.arrives(browser, site)
    await says_who_and_where(anna, "agent1001", "number", "home")
    await expect(anna.at("login-problem")).to_contain_text("cannot be dialled")
    assert await faults(anna, "a number that cannot be dialled") == []
    await anna.at("login-phone").select_option("desk")
    await anna.press("login-submit")
    await expect(anna.at("health-phone")).to_have_attribute("data-detail", "desk")
    await anna.press("state-ready")
    line, queued = await queued_caller(site, customer, CUSTOMER)
    leg = await rung(desk)
    leg.answer()
    await anna.stage("call-stage", "talking")
    leg.hang_up()
    await site.until(e.CallEnded, call=queued.call)
    await line.until("ended")
    await anna.press("disposition-solved")
    await anna.press("finish")

    await anna.press("log-out")
    await expect(anna.at("login-phone")).to_have_value("desk")
    assert anna.errors == ben.errors == []


async def says_who_and_where(person: Person, name: str, phone: str, number: str = "") -> None:
    """At the door, without a mouse."""
    await person.page.goto(person.site.url + "/")
    await person.at("login-username").fill(name)
    await person.page.keyboard.press("Tab")
    await person.page.keyboard.type(person.site.passwords()[name])
    await person.page.keyboard.press("Tab")
    await expect(person.at("login-phone")).to_be_focused()
    await person.at("login-phone").select_option(phone)
    if number:
        await person.page.keyboard.press("Tab")
        await person.page.keyboard.type(number)
    await person.page.keyboard.press("Tab")
    await expect(person.at("login-submit")).to_be_focused()
    await person.page.keyboard.press("Enter")


async def rung(phone: Softphone) -> Call:
    async with asyncio.timeout(15):
        while not phone.calls:
            await asyncio.sleep(0.05)
    return next(iter(phone.calls.values()))


async def chooses_devices(anna: Person) -> None:
    """By keyboard alone; what was chosen is there after the page was loaded anew."""
    await anna.at("devices-open").focus()
    await anna.page.keyboard.press("Enter")
    await expect(anna.at("microphone-level")).to_have_attribute("data-heard", "true", timeout=15_000)
    options = anna.at("device-ringer").locator("option")
    await expect(options.nth(1)).to_be_attached()
    wanted = await options.nth(1).get_attribute("value")
    assert wanted
    await anna.at("device-ringer").select_option(wanted)
    await anna.press("test-ringer")
    await anna.page.keyboard.press("Escape")
    await expect(anna.at("devices")).to_have_count(0)
    await anna.page.reload()
    await anna.press("devices-open")
    await expect(anna.at("device-ringer")).to_have_value(wanted)
    await expect(anna.at("device-speaker")).to_have_value("")
    await anna.page.keyboard.press("Escape")


async def chooses_the_mobile(anna: Person) -> None:
    await anna.press("phone-menu")
    await anna.press("phone-menu-number")
    await anna.at("phone-number").fill("home")
    await anna.press("phone-number-submit")
    await expect(anna.at("phone-number-problem")).to_contain_text("cannot be dialled")
    await anna.at("phone-number").fill(MOBILE)
    await anna.press("phone-number-submit")
    await expect(anna.at("health-phone")).to_have_attribute("data-detail", "number")
    await expect(anna.at("health-microphone")).to_have_count(0)
