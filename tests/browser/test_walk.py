"""The walk of one inbound call on real parts: two browsers, a real Asterisk, a real database, real audio."""

import asyncio
import wave

import numpy as np
import pytest
from playwright.async_api import Browser, expect

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site
from tests.browser.people import Person

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def dials(customer: Person) -> None:
    await customer.page.goto(customer.site.url + "/phone")
    await customer.press("dial")
    await customer.stage("phone-stage", "talking")


async def a_call_rings(site: Site, agent: Person, customer: Person) -> e.CallQueued:
    """The customer dials, presses one, and the agent's page rings."""
    await dials(customer)
    arrived = await site.until(e.CallArrived)
    await site.until(e.FlowEntered, call=arrived.call)
    queued = await site.queued(arrived.call, lambda: customer.press("key-1"))
    await agent.stage("call-stage", "ringing")
    return queued


async def voices_flow(*people: Person) -> None:
    """RTP goes both ways at every browser: each counter grows."""
    before = [await person.stats() for person in people]
    await asyncio.sleep(2)
    for person, was in zip(people, before, strict=True):
        now = await person.stats()
        assert now["packetsReceived"] - was["packetsReceived"] > 50
        assert now["packetsSent"] - was["packetsSent"] > 50


def loudness(site: Site, recording: str) -> tuple[float, float, float]:
    """The recording's length in seconds, and how loud customer (left) and agent (right) are, 0 to 1."""
    with wave.open(str(site.home / "recordings" / f"{recording}.wav")) as sound:
        assert sound.getnchannels() == 2
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16).reshape(-1, 2) / 32768
        left, right = (float(np.sqrt(np.mean(samples[:, side] ** 2))) for side in (0, 1))
        return sound.getnframes() / sound.getframerate(), left, right


async def test_a_customer_dials_and_an_agents_browser_answers(open_site: OpenSite, browser: Browser) -> None:
    site = await open_site({"1001": None}, wrap_up=60)
    agent, customer = await Person.arrives(browser, site), await Person.arrives(browser, site)
    boss = await Person.arrives(browser, site)
    await boss.logs_in("boss")
    await agent.logs_in("agent1001")
    await agent.becomes_ready()

    queued = await a_call_rings(site, agent, customer)
    # the card is there before the answer
    await agent.sees("customer-name", "Wang Sample")
    assert not [f for f in site.facts() if isinstance(f, e.AgentAnswered)]
    await agent.press("answer")
    answered = await site.until(e.AgentAnswered, call=queued.call)
    await voices_flow(agent, customer)
    await boss.sees("agent-1001", "In a call")

    await agent.press("hold")
    held = await site.until(e.CallHeld, call=queued.call)
    await asyncio.sleep(2)
    await agent.press("retrieve")
    back = await site.until(e.CallRetrieved, call=queued.call)
    await voices_flow(agent, customer)
    await agent.at("note").fill("Wants an offer by Friday.")
    await agent.press("hang-up")
    await customer.stage("phone-stage", "ended")
    ended = await site.until(e.SegmentEnded, call=queued.call)
    await agent.stage("call-stage", "wrap_up")
    await agent.press("disposition-solved")
    await site.until(e.DispositionChosen, call=queued.call)
    await agent.press("finish")
    await expect(agent.at("state-name")).to_have_attribute("data-state", "ready")

    # one record on the customer, one recording, one more call on the board and in the report
    stored = await site.until(e.RecordingStored, call=queued.call)
    length, left, right = loudness(site, stored.recording)
    talk = (ended.at - answered.at) - (back.at - held.at)
    assert length == pytest.approx(talk, abs=1)
    assert left > 0.001, "the customer can be heard"
    assert right > 0.001, "the agent can be heard"
    await site.until(e.InteractionLogged, call=queued.call)
    async with site.user("boss") as api:
        (wang,) = (await api.call("GET", "/customers?query=Wang", status=200))["customers"]
        (entry,) = (await api.call("GET", f"/customers/{wang['id']}", status=200))["timeline"]
        assert (entry["disposition"], entry["note"]) == ("solved", "Wants an offer by Friday.")
        assert entry["talk_s"] == pytest.approx(talk, abs=0.01)
        total = (await api.call("GET", "/reports/today", status=200))["total"]
        assert (total["offered"], total["answered"], total["abandoned"]) == (1, 1, 0)
    await boss.page.goto(site.url + "/report")
    await boss.sees("report-total-answered", "1")
    await boss.page.goto(f"{site.url}/customers/{wang['id']}")
    await expect(boss.at("timeline-item")).to_have_count(1)
    assert agent.errors + customer.errors + boss.errors == []


async def test_a_reload_in_mid_call_gets_the_call_back(open_site: OpenSite, browser: Browser) -> None:
    site = await open_site({"1001": None})
    agent, customer = await Person.arrives(browser, site), await Person.arrives(browser, site)
    await agent.logs_in("agent1001")
    await agent.becomes_ready()
    queued = await a_call_rings(site, agent, customer)
    await agent.press("answer")
    await site.until(e.AgentAnswered, call=queued.call)

    await agent.page.reload()

    await site.until(e.AgentRejoined, call=queued.call)
    await agent.stage("call-stage", "talking")
    await voices_flow(agent, customer)
    await customer.stage("phone-stage", "talking")
    await customer.press("hang-up")
    await site.until(e.SegmentEnded, call=queued.call)


async def test_an_unknown_caller_becomes_a_customer_in_one_step(open_site: OpenSite, browser: Browser) -> None:
    site = await open_site({"1001": None})
    agent, customer = await Person.arrives(browser, site), await Person.arrives(browser, site)
    await agent.logs_in("agent1001")
    await agent.becomes_ready()
    await customer.page.goto(site.url + "/phone")
    await customer.at("caller-select").select_option("")
    await customer.press("dial")
    await customer.stage("phone-stage", "talking")
    arrived = await site.until(e.CallArrived)
    await site.until(e.FlowEntered, call=arrived.call)
    await site.queued(arrived.call, lambda: customer.press("key-1"))
    await agent.stage("call-stage", "ringing")
    await agent.press("answer")
    await agent.at("make-customer-name").fill("New Sample")
    await agent.press("make-customer-submit")
    linked = await site.until(e.CustomerLinked, call=arrived.call)
    await agent.sees("customer-name", "New Sample")
    await customer.press("hang-up")
    await site.until(e.InteractionLogged, call=arrived.call, customer=linked.customer, timeout=30)


async def test_the_server_is_killed_and_the_desk_carries_on(open_site: OpenSite, browser: Browser) -> None:
    site = await open_site({"1001": None})
    agent, customer = await Person.arrives(browser, site), await Person.arrives(browser, site)
    await agent.logs_in("agent1001")
    await agent.becomes_ready()
    queued = await a_call_rings(site, agent, customer)
    await agent.press("answer")
    await site.until(e.AgentAnswered, call=queued.call)

    site.kill()
    await expect(agent.at("health-connection")).to_have_attribute("data-state", "bad", timeout=15_000)
    await voices_flow(agent, customer)
    await site.start()
    await expect(agent.at("health-connection")).to_have_attribute("data-state", "ok", timeout=15_000)
    await voices_flow(agent, customer)
    await agent.stage("call-stage", "talking")
    await agent.press("hang-up")

    ended = await site.until(e.CallEnded, call=queued.call)
    assert ended.exact
    await customer.stage("phone-stage", "ended")
