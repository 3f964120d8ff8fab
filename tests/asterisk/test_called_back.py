"""Callbacks on the real Asterisk: asked for by a program or on hold, the customer's telephone rings at their turn."""

import asyncio

import pytest

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.softphone import TONE, Call, Softphone
from tests.asterisk.test_exits import configured

pytestmark = pytest.mark.asterisk
NUMBER = "+8613800138001"
STRAIGHT_IN = 'language = "en"\n[nodes.sales]\nkind = "queue"\nqueue = "sales"\n'


async def rung(phone: Softphone, seconds: float = 15) -> Call:
    """The call that comes in at this telephone."""
    async with asyncio.timeout(seconds):
        while not [call for call in phone.calls.values() if call.incoming]:
            await asyncio.sleep(0.02)
    return next(call for call in phone.calls.values() if call.incoming)


async def they_talk(customer: Call, agent: Call) -> None:
    await agent.until("talking")
    await asyncio.sleep(0.5)
    before = customer.rtp.shouted
    await agent.speak(TONE, 1)
    assert customer.rtp.shouted > before + 10, "the customer hears the agent"


async def test_a_program_asks_and_the_customer_is_called_back(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    site = await open_site({"1001": desk}, flow=STRAIGHT_IN, outside=customer)
    async with site.user("boss") as boss, site.user("agent1001") as agent:
        asked = await boss.call("POST", "/callbacks", {"queue": "sales", "number": "138 0013 8001"}, status=201)
        assert (await boss.call("POST", "/callbacks", {"queue": "sales", "number": NUMBER}, status=200))["merged"]
        await agent.ready()
        call = await rung(customer)
        await asyncio.sleep(0.5)
        assert not desk.calls, "the agent is reserved, and not disturbed until the customer is there"
        call.answer()
        leg = await rung(desk)
        leg.answer()
        await they_talk(call, leg)
        leg.hang_up()
        closed = await site.until(e.CallbackClosed, callback=asked["id"])
        assert (closed.outcome, closed.agent) == ("done", "1001")
        arrived = await site.until(e.CallArrived, stage="dialling")
        assert (await site.until(e.InteractionLogged, call=arrived.call)).customer is not None


async def test_a_customer_who_is_not_there_costs_the_agent_nothing(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    site = await open_site({"1001": desk}, flow=STRAIGHT_IN, outside=customer)
    async with site.user("boss") as boss, site.user("agent1001") as agent:
        await configured(site, boss, callbacks={"retries": 0})
        await agent.ready()
        asked = await boss.call("POST", "/callbacks", {"queue": "sales", "number": NUMBER}, status=201)
        (await rung(customer)).refuse()
        failed = await site.until(e.CallbackFailed, callback=asked["id"])
        assert (failed.attempt, failed.reason, failed.next_try) == (1, "busy", None)
        await agent.desk_shows(lambda desk: desk["state"]["name"] == "ready")
        assert not desk.calls


async def test_a_waiting_caller_takes_the_offer_and_keeps_the_place(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer, outside = await phones("1001"), await phones("customer"), await phones("outside")
    site = await open_site({"1001": desk}, flow=STRAIGHT_IN, outside=outside)
    async with site.user("boss") as boss, site.user("agent1001") as agent:
        await configured(site, boss, callbacks={"offer_after": 1, "least_wait": 0})
        waiting = await customer.dial("1000", site.sip, NUMBER)
        queued = await site.until(e.CallQueued)
        await site.until(e.CallbackOffered, call=queued.call)
        for _ in range(8):
            await asyncio.sleep(1)
            if waiting.state == "ended":
                break
            await waiting.press("1")
        requested = await site.until(e.CallbackRequested)
        assert (requested.number, requested.by, requested.since) == (NUMBER, "caller", queued.at)
        await waiting.until("ended", timeout=30)
        left = await site.until(e.CallLeftQueue, call=queued.call)
        assert left.reason == "callback"
        await agent.ready()
        back = await rung(outside, 40)
        back.answer()
        leg = await rung(desk)
        leg.answer()
        await they_talk(back, leg)
        back.hang_up()
        assert (await site.until(e.CallbackClosed)).outcome == "done"


async def test_the_server_killed_while_the_customer_is_on_hold(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    site = await open_site({"1001": desk}, flow=STRAIGHT_IN, outside=customer)
    async with site.user("boss") as boss, site.user("agent1001") as agent:
        await boss.call("POST", "/callbacks", {"queue": "sales", "number": NUMBER}, status=201)
        await agent.ready()
        call = await rung(customer)
        await site.until(e.CustomerDialled)
        site.kill()
        call.answer()
        await call.until("talking")
    await site.start()
    async with site.user("agent1001") as agent:
        await agent.ready()
        leg = await rung(desk, 40)
        leg.answer()
        await they_talk(call, leg)
    assert call.state == "talking", "whoever died, the customer was served"
