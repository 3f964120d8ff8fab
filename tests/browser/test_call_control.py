"""Every verb of call control in real browsers on a real Asterisk: each party hums a tone of its own, and what each
hears, what Asterisk has bridged, what the journal says and what the screens show must all tell the same story."""

import asyncio
import wave

import numpy as np
import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.site import FLOW, Site
from tests.browser.floor import Floor, floor

__all__ = ["floor"]

PAYMENT = (
    FLOW
    + """
[nodes.payment]
kind = "say"
text.en = "Please have your card ready. It is charged now, and then you are with us again."
text.zh = "请准备好银行卡。扣款后将转回坐席。"
then = "back"
[nodes.back]
kind = "give_back"
patience = 120
otherwise = "sales"
"""
)

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def test_a_colleague_is_asked_and_all_ways_on_from_there(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.at("note").fill("Wants an offer.")

    await floor.goes(floor.anna, "consult", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await expect(floor.ben.at("customer-name")).to_contain_text("Wang Sample")
    await floor.anna.sees("asking", "music")
    await floor.is_heard()
    await floor.ben.press("answer")
    await floor.ben.stage("call-stage", "asked")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await expect(floor.ben.at("note")).to_have_value("Wants an offer.")

    await floor.anna.page.keyboard.press("Escape")
    await floor.anna.press("toggle")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.press("toggle")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    assert floor.bridged() == {2}

    await floor.anna.press("join")
    await floor.is_heard(anna={"customer", "1002"}, ben={"customer", "1001"}, customer={"1001", "1002"})
    assert floor.bridged() == {3}
    await floor.anna.sees("parties", "Agent 1002")
    await floor.anna.press("hang-up")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.is_heard(ben={"customer"}, customer={"1002"})
    assert floor.segments() == [("1001", True), ("1002", False)]
    await floor.ben.sees("path", "Agent 1001")
    await floor.ben.press("hang-up")
    await floor.site.until(e.CallEnded, call=floor.call)


async def test_the_call_is_handed_over_and_nobody_is_left_alone(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "consult", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.ben.press("answer")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await floor.anna.press("complete")
    await floor.is_heard(ben={"customer"}, customer={"1002"})
    await floor.anna.stage("call-stage", "wrap_up")
    assert floor.segments() == [("1001", True), ("1002", False)]
    held = [f for f in floor.site.facts() if isinstance(f, e.CallHeld)]
    assert len(held) == 1, "what was said apart is hold of the first segment"


async def test_a_colleague_who_declines_gives_the_customer_back(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "consult", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.ben.press("reject")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.stage("call-stage", "talking")
    assert floor.segments() == [("1001", False)]


async def test_whoever_is_free_in_a_queue_is_asked_and_joined(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "consult", "Sales")
    await floor.ben.stage("call-stage", "ringing")
    await floor.anna.sees("asking", "It rings at Agent 1002")
    await floor.is_heard()
    await floor.ben.press("answer")
    await floor.ben.stage("call-stage", "asked")
    await floor.is_heard(anna={"1002"}, ben={"1001"})
    await floor.anna.press("toggle")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.press("join")
    await floor.is_heard(anna={"customer", "1002"}, ben={"customer", "1001"}, customer={"1001", "1002"})
    await floor.anna.press("hang-up")
    await floor.is_heard(ben={"customer"}, customer={"1002"})
    assert floor.segments() == [("1001", True), ("1002", False)]
    queued = [fact for fact in floor.site.facts() if isinstance(fact, e.CallQueued)]
    assert len(queued) == 1, "to ask a queue is no call of the queue"


async def test_the_second_of_a_queue_is_rung_and_asked_and_nobody_is_told(floor: Floor, browser: Browser) -> None:
    """Ben declines, and the supervisor, who takes calls, too, is rung; later nobody is free, and Anna is told."""
    await (await floor.open(browser, "1001", "1002", "1003")).talks()
    boss = floor.people["1003"]
    await boss.page.goto(floor.site.url + "/desk")
    await boss.becomes_ready()
    await floor.goes(floor.anna, "consult", "Sales")
    await floor.ben.stage("call-stage", "ringing")
    await floor.ben.press("reject")
    await boss.stage("call-stage", "ringing")
    await floor.anna.sees("asking", "It rings at Agent 1003")
    await boss.press("answer")
    await floor.is_heard(anna={"1003"}, boss={"1001"})
    await floor.anna.press("take-back")
    await floor.is_heard(anna={"customer"}, customer={"1001"})

    for person in (floor.ben, boss):
        await person.press("state-not-ready")
        await person.press("reason-break")
    async with floor.site.user("boss") as admin:
        await admin.call("PATCH", "/queues/sales", {"settings": {"consult_seconds": 5}}, 200)
    await floor.goes(floor.anna, "consult", "Sales")
    await floor.anna.sees("asking", "Finding someone free in Sales")
    await floor.is_heard()
    await floor.anna.sees("notice", "Nobody in Sales was free")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    assert floor.segments() == [("1001", False)]


async def test_a_call_is_given_to_a_colleague_a_queue_and_outside(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.goes(floor.anna, "transfer", "1002")
    await floor.ben.stage("call-stage", "ringing")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.ben.press("answer")
    await floor.is_heard(ben={"customer"}, customer={"1002"})

    await floor.anna.press("finish")
    await floor.goes(floor.ben, "transfer", "Sales")
    await floor.anna.stage("call-stage", "ringing")
    await floor.anna.press("answer")
    await floor.is_heard(anna={"customer"}, customer={"1001"})

    await floor.goes(floor.anna, "transfer", "+861069445464")
    await floor.outside_answers()
    await floor.is_heard(outside={"customer"}, customer={"outside"})
    await floor.anna.stage("call-stage", "wrap_up")
    assert [agent for agent, _over in floor.segments()] == ["1001", "1002", "1001"]
    assert all(over for _agent, over in floor.segments())


@pytest.mark.parametrize("floor", [{"flow": PAYMENT}], indirect=True)
async def test_a_caller_pays_in_the_menu_and_is_back_with_the_same_agent(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.at("note").fill("Pays by card.")
    await floor.goes(floor.anna, "transfer", "payment")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.anna.stage("call-stage", "ringing")
    await expect(floor.anna.at("customer-name")).to_contain_text("Wang Sample")
    await floor.is_heard()
    await floor.anna.press("answer")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await expect(floor.anna.at("note")).to_have_value("Pays by card.")
    assert floor.segments() == [("1001", True), ("1001", False)]

    # Another call comes between: the caller who has paid is the next one all the same.
    await floor.goes(floor.anna, "transfer", "payment")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.anna.press("finish")
    await floor.anna.at("dial-number").fill("+861069445464")
    await floor.anna.press("dial-submit")
    await floor.outside_answers()
    await floor.site.until(e.CallGivenBack, call=floor.call)
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.press("hang-up")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.anna.press("finish")
    await floor.anna.stage("call-stage", "ringing")
    await floor.anna.press("answer")
    floor.far = None
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    assert floor.segments() == [("1001", True), ("1001", True), ("1001", False)]


async def test_a_number_outside_is_asked_joined_and_stays(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    await floor.goes(floor.anna, "consult", "+861069445464")
    await floor.outside_answers()
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.press("join")
    everybody = {"anna": {"customer", "outside"}, "customer": {"1001", "outside"}, "outside": {"1001", "customer"}}
    await floor.is_heard(**everybody)
    await floor.anna.press("hang-up")
    await floor.is_heard(customer={"outside"}, outside={"customer"})
    assert floor.far is not None
    floor.far.hang_up()
    await floor.site.until(e.CallEnded, call=floor.call)


async def test_a_call_is_parked_and_picked_up(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1002")).talks()
    await floor.anna.press("park")
    await floor.anna.stage("call-stage", "wrap_up")
    await floor.is_heard()
    await expect(floor.ben.at("parked")).to_be_visible(timeout=15_000)
    await floor.ben.page.keyboard.press("u")
    await floor.is_heard(ben={"customer"}, customer={"1002"})
    assert floor.segments() == [("1001", True), ("1002", False)]


async def test_hold_mute_and_keys(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    await floor.anna.press("mute")
    await floor.is_heard(anna={"customer"})
    await floor.anna.press("mute")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    await floor.anna.press("hold")
    await floor.anna.stage("call-stage", "held")
    await floor.is_heard()
    await floor.anna.press("retrieve")
    await floor.is_heard(anna={"customer"}, customer={"1001"})
    async with floor.site.user("agent1001") as api:
        await api.call("POST", f"/calls/{floor.call}/hold")
        await floor.anna.stage("call-stage", "held")
        await floor.is_heard()
        await floor.anna.press("retrieve")
        await floor.is_heard(anna={"customer"}, customer={"1001"})
        await api.call("PUT", f"/calls/{floor.call}/muted", {"muted": True})
        await floor.is_heard(anna={"customer"})
        await floor.anna.sees("call-card", "cannot hear you")
        await api.call("PUT", f"/calls/{floor.call}/muted", {"muted": False})
        await floor.is_heard(anna={"customer"}, customer={"1001"})


async def test_an_agent_calls_a_customer(floor: Floor, browser: Browser) -> None:
    await floor.open(browser, "1001")
    await floor.anna.becomes_ready()
    await floor.anna.at("dial-number").fill("+8613800138001")
    await floor.anna.press("dial-submit")
    await floor.anna.stage("call-stage", "dialling")
    await floor.anna.sees("customer-name", "Wang Sample")
    await floor.outside_answers()
    await floor.is_heard(anna={"outside"}, outside={"1001"})
    await floor.anna.stage("call-stage", "talking")
    arrived = await floor.site.until(e.CallDialled)
    floor.call = arrived.call
    await floor.anna.press("hang-up")
    await floor.site.until(e.CallEnded, call=arrived.call)
    assert floor.segments() == [("1001", True)]


async def test_a_supervisor_listens_whispers_barges_in_and_takes_over(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001", "1003")).talks()
    boss = floor.people["1003"]
    await expect(boss.at("agent-1001-state")).to_have_attribute("data-state", "talking", timeout=15_000)
    await floor.site.until(e.PhoneRegistered, agent="1003")
    await boss.press("agent-1001-menu")
    await boss.press("agent-1001-menu-help-listen")
    await expect(boss.at("helping")).to_have_attribute("data-mode", "listen", timeout=15_000)
    await floor.is_heard(anna={"customer"}, customer={"1001"}, boss={"customer", "1001"})
    await boss.press("help-whisper")
    await floor.is_heard(anna={"customer", "1003"}, customer={"1001"}, boss={"customer", "1001"})
    await boss.press("help-barge")
    await floor.is_heard(anna={"customer", "1003"}, customer={"1001", "1003"}, boss={"customer", "1001"})
    await boss.press("help-listen")
    await floor.is_heard(anna={"customer"}, customer={"1001"}, boss={"customer", "1001"})
    await boss.press("help-take-over")
    await floor.is_heard(customer={"1003"}, boss={"customer"})
    await floor.anna.stage("call-stage", "wrap_up")
    assert floor.segments() == [("1001", True), ("1003", False)]


async def test_a_recording_is_paused_while_a_card_number_is_said(floor: Floor, browser: Browser) -> None:
    await (await floor.open(browser, "1001")).talks()
    await expect(floor.anna.at("recording")).to_have_attribute("data-state", "on")
    await asyncio.sleep(2)
    await floor.anna.press("pause-recording")
    await expect(floor.anna.at("recording")).to_have_attribute("data-state", "paused")
    await floor.site.until(e.RecordingPaused, call=floor.call)
    await asyncio.sleep(3)
    await floor.anna.press("resume-recording")
    await floor.site.until(e.RecordingResumed, call=floor.call)
    await asyncio.sleep(1.5)
    await floor.anna.press("hang-up")
    stored = await floor.site.until(e.RecordingStored, call=floor.call)
    silent = silent_seconds(floor.site, stored.recording)
    assert 2 < silent < 4.5, f"{silent:.1f} s of silence for 3 s of pause"


def silent_seconds(site: Site, recording: str) -> float:
    """How long nobody is heard, on neither side."""
    with wave.open(str(site.home / "recordings" / f"{recording}.wav")) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16).reshape(-1, 2) / 32768
        rate = sound.getframerate()
    blocks = len(samples) // (rate // 10)
    loud = [np.sqrt(np.mean(samples[n * rate // 10 : (n + 1) * rate // 10] ** 2)) for n in range(blocks)]
    return sum(float(level) < 0.003 for level in loud) / 10
