"""The walk of a call on the real Asterisk, with telephones that speak SIP; the browser's walk is in tests/browser."""

import asyncio
import wave

import pytest

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.softphone import TONE
from tests.asterisk.test_kill import queued_caller

pytestmark = pytest.mark.asterisk


async def test_a_call_from_ring_to_report(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    site = await open_site({"1001": desk}, wrap_up=30)
    async with site.user("agent1001") as agent, site.user("boss") as boss:
        await agent.ready()
        call, queued = await queued_caller(site, customer, "+8613800138001")
        # the card is there before anybody answers
        shown = await agent.desk_shows(lambda desk: desk["call"] and desk["call"]["customer"])
        assert shown["call"]["stage"] == "ringing"
        assert shown["call"]["customer"]["name"] == "Wang Sample"
        assert shown["call"]["digits"] == [{"node": "menu", "digits": "1"}]
        ringing = next(iter(desk.calls.values()))
        ringing.answer()
        await site.until(e.AgentAnswered, call=queued.call)
        await asyncio.gather(call.speak(TONE, 3), ringing.speak(TONE, 3))
        assert call.rtp.loud > 50
        assert ringing.rtp.loud > 50
        id_ = queued.call
        await agent.call("PUT", f"/calls/{id_}/note", {"text": "Wants an offer."}, status=200)
        await agent.call("PUT", f"/calls/{id_}/disposition", {"disposition": "solved"})
        ringing.hang_up()
        await call.until("ended")
        await agent.desk_shows(lambda desk: desk["state"]["name"] == "wrap_up" and desk["call"])
        await agent.call("POST", f"/calls/{id_}/wrap-up/finish", {"next": "ready"})
        stored = await site.until(e.RecordingStored, call=id_)
        await site.until(e.InteractionLogged, call=id_)

        customer_id = shown["call"]["customer"]["id"]
        known = await boss.call("GET", f"/customers/{customer_id}", status=200)
        (entry,) = known["timeline"]
        assert (entry["outcome"], entry["disposition"], entry["note"]) == ("answered", "solved", "Wants an offer.")
        assert entry["talk_s"] == pytest.approx(stored.duration, abs=1)
        audio = site.home / "recordings" / f"{stored.recording}.wav"
        with wave.open(str(audio)) as sound:
            assert (sound.getnchannels(), sound.getframerate()) == (2, 8000)
        report = await boss.call("GET", "/reports/today", status=200)
        assert (report["total"]["offered"], report["total"]["answered"], report["total"]["abandoned"]) == (1, 1, 0)
        behind = await boss.call("GET", "/reports/today/calls?figure=answered", status=200)
        assert [row["id"] for row in behind["calls"]] == [id_]


async def test_no_answer_then_the_next_agent(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    deaf, awake, customer = await phones("1001"), await phones("1002"), await phones("customer")
    awake.on_ring = lambda call: call.answer()
    site = await open_site({"1001": deaf, "1002": awake}, ring=3)
    async with site.user("agent1001") as first, site.user("agent1002") as second:
        await first.ready()
        await asyncio.sleep(0.3)
        await second.ready()
        _call, queued = await queued_caller(site, customer, "+8613800138001")
        missed = await site.until(e.OfferExpired, call=queued.call)
        assert (missed.agent, missed.reason) == ("1001", "no_answer")
        answered = await site.until(e.AgentAnswered, call=queued.call)
        assert answered.agent == "1002"
        await site.until(e.AgentBecameNotReady, agent="1001", reason="no_answer")


async def test_declined_is_not_offered_to_the_same_agent_again_at_once(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    one, customer = await phones("1001"), await phones("customer")
    site = await open_site({"1001": one})
    async with site.user("agent1001") as agent:
        await agent.ready()
        _call, queued = await queued_caller(site, customer, "+8613800138001")
        await agent.desk_shows(lambda desk: desk["call"] is not None)
        await agent.call("POST", f"/calls/{queued.call}/reject")
        async with asyncio.timeout(5):
            while one.calls:
                await asyncio.sleep(0.05)
        await asyncio.sleep(2)
        assert not one.calls
        assert agent.desk["state"]["name"] == "ready"
        expired = [f for f in site.facts() if isinstance(f, e.OfferExpired)]
        assert [f.reason for f in expired] == ["rejected"]


@pytest.mark.parametrize("caller", ["anonymous", "9" * 40, "abc-def", "1800FLOWERS"])
async def test_odd_caller_ids(open_site: OpenSite, phones, caller: str) -> None:  # type: ignore[no-untyped-def]
    one, customer = await phones("1001"), await phones("customer")
    one.on_ring = lambda call: call.answer()
    site = await open_site({"1001": one})
    async with site.user("agent1001") as agent:
        await agent.ready()
        _call, queued = await queued_caller(site, customer, caller)
        desk = await agent.desk_shows(lambda desk: desk["call"] and desk["call"]["stage"] == "talking")
        assert desk["call"]["id"] == queued.call
        assert desk["call"]["customer"] is None


HASH = """
language = "en"
[nodes.menu]
kind = "menu"
text.en = "Press the hash key."
keys = { "#" = "sales" }
timeout = 4
otherwise = "bye"
[nodes.sales]
kind = "queue"
queue = "sales"
[nodes.bye]
kind = "hang_up"
"""


async def test_the_hash_key_is_a_key(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None}, flow=HASH)
    call = await customer.dial("1000", site.sip)
    await call.until("talking")
    arrived = await site.until(e.CallArrived)
    await site.until(e.FlowEntered, call=arrived.call)
    await asyncio.sleep(0.7)
    await call.press("#")
    await site.until(e.CallQueued, call=arrived.call, timeout=8)
    assert [f.digits for f in site.facts() if isinstance(f, e.DigitsEntered)] == ["#"]
