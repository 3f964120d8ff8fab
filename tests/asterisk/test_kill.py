"""The server is killed while one caller is in the menu, one waits and one talks. Nobody notices."""

import asyncio
import time

import pytest

from cti import events as e
from tests.asterisk import tones
from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site
from tests.asterisk.softphone import Call, Softphone

pytestmark = pytest.mark.asterisk


async def queued_caller(site: Site, phone: Softphone, number: str) -> tuple[Call, e.CallQueued]:
    """A customer who has pressed one and waits."""
    call = await phone.dial("1000", site.sip, number)
    await call.until("talking")
    arrived = await site.until(e.CallArrived, caller=number)
    await site.until(e.FlowEntered, call=arrived.call, node="menu")
    return call, await site.queued(arrived.call, lambda: call.press("1"))


async def test_a_kill_is_noticed_by_nobody(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    desk.on_ring = lambda call: call.answer()
    # How long a start takes on a busy machine is not what is told here.
    site = await open_site({"1001": desk}, asterisk__patience_s="30")
    async with site.user("agent1001") as agent:
        await agent.ready()
        talking, talk = await queued_caller(site, customer, "+8613800138001")
        answered = await site.until(e.AgentAnswered, call=talk.call)
        waiting, queued = await queued_caller(site, customer, "+8613900139002")
        in_menu = await customer.dial("1000", site.sip, "+8613700137003")
        await in_menu.until("talking")
        menu = await site.until(e.CallArrived, caller="+8613700137003")
        await site.until(e.FlowEntered, call=menu.call)

        site.kill()
        await asyncio.sleep(3)
        assert [call.state for call in (talking, waiting, in_menu)] == ["talking"] * 3, "no channel drops"
        # The talk ends while nobody looks: Asterisk's own note makes its record exact.
        hung_up = time.time()
        talking.hang_up()
        await asyncio.sleep(1)
        await site.start()

        ended = await site.until(e.CallEnded, call=talk.call)
        assert ended.exact
        assert ended.at == pytest.approx(hung_up, abs=0.3)
        segment = await site.until(e.SegmentEnded, call=talk.call)
        assert segment.at == pytest.approx(hung_up, abs=0.3)
        stored = await site.until(e.RecordingStored, call=talk.call)
        assert stored.duration == pytest.approx(segment.at - answered.at, abs=1)

    # the menu resumes: a key is heard again
    await site.until(e.CallResumed, call=menu.call, stage="flow")
    later = await site.queued(menu.call, lambda: in_menu.press("1"))

    # the waiting caller keeps place and original waiting time
    async with site.user("agent1001") as agent:
        await agent.open_desk()
        await site.until(e.AgentAnswered, call=queued.call)
        await waiting.until("talking")
        waited = [f for f in site.facts() if isinstance(f, e.CallQueued) and f.call == queued.call]
        assert [f.at for f in waited] == [queued.at], "queued once, at the original time"
        assert later.at > queued.at
        assert not [f for f in site.facts() if isinstance(f, e.AgentAnswered) and f.call == later.call]
        waiting.hang_up()
        await site.until(e.AgentAnswered, call=later.call)


async def test_while_the_server_is_away_the_native_queue_answers(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    desk.on_ring = lambda call: call.answer()
    site = await open_site({"1001": desk})
    async with site.user("agent1001") as agent:
        await agent.ready()
        await site.until(e.AgentBecameReady)
        await asyncio.sleep(0.5)
        site.kill()
        await asyncio.sleep(15)

        call = await customer.dial("1000", site.sip, "+8613800138001")
        await call.until("talking")
        async with asyncio.timeout(10):
            while not desk.calls:
                await asyncio.sleep(0.05)
        served = next(iter(desk.calls.values()))
        await served.until("talking")
        await asyncio.sleep(1)
        assert served.rtp.remote, "they can hear each other"
        call.hang_up()
        await asyncio.sleep(0.5)
        await site.start()

        arrived = await site.until(e.CallArrived, caller="+8613800138001")
        await site.until(e.CallServedByFallback, call=arrived.call)
        ended = await site.until(e.CallEnded, call=arrived.call)
        assert ended.exact
        assert ended.at < time.time() - 0.5


async def test_a_waiting_caller_whom_the_native_queue_had_is_taken_back(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer, desk = await phones("customer"), await phones("1001")
    desk.on_ring = lambda call: call.answer()
    site = await open_site({"1001": desk})
    waiting, queued = await queued_caller(site, customer, "+8613900139002")
    site.kill()
    async with asyncio.timeout(25):
        while "switchroom-fallback" not in site.asterisk("core show channels concise"):
            await asyncio.sleep(0.5)
    await site.start()
    await site.until(e.CallResumed, call=queued.call, stage="fallback_waiting")
    async with site.user("agent1001") as agent:
        await agent.ready()
        answered = await site.until(e.AgentAnswered, call=queued.call)
    assert answered.at - queued.at > 5
    assert waiting.state == "talking"


async def test_a_caller_in_the_menu_is_served_when_the_server_stays_away(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    desk.on_ring = lambda call: call.answer()
    site = await open_site({"1001": desk}, ASTERISK__FLOW_PATIENCE_S="8")
    async with site.user("agent1001") as agent:
        await agent.ready()
        await site.until(e.AgentBecameReady)
        in_menu = await customer.dial("1000", site.sip, "+8613700137003")
        await in_menu.until("talking")
        menu = await site.until(e.CallArrived)
        await asyncio.sleep(10)
        assert not [f for f in site.facts() if isinstance(f, e.CallServedByFallback)], "renewed while the server lives"

        site.kill()
        async with asyncio.timeout(20):
            while not desk.calls:
                await asyncio.sleep(0.1)
        await next(iter(desk.calls.values())).until("talking")
        assert in_menu.state == "talking"
        await site.start()
        await site.until(e.CallServedByFallback, call=menu.call)
        in_menu.hang_up()
        ended = await site.until(e.CallEnded, call=menu.call)
        assert ended.exact


async def test_a_kill_in_the_middle_of_asking_a_colleague(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    one, two, customer = await phones("1001"), await phones("1002"), await phones("customer")
    one.on_ring = two.on_ring = lambda call: call.answer()
    site = await open_site({"1001": one, "1002": two}, wrap_up=30)

    async def heard() -> dict[str, set[str]]:
        await asyncio.sleep(1.3)
        lines = {
            "customer": caller,
            "1001": next(iter(one.calls.values())),
            "1002": next(iter(two.calls.values()), None),
        }
        return {name: tones.heard(line.rtp.lately) for name, line in lines.items() if line is not None}

    async with site.user("agent1001") as anna, site.user("agent1002") as ben:
        await anna.ready()
        caller, queued = await queued_caller(site, customer, "+8613800138001")
        await site.until(e.AgentAnswered, call=queued.call, agent="1001")
        await ben.ready()
        await anna.call("POST", f"/calls/{queued.call}/consult", {"to": {"agent": "1002"}})
        await site.until(e.ConsultAnswered, call=queued.call)
        for name, line in (("customer", caller), ("1001", _only(one)), ("1002", _only(two))):
            line.hum(tones.spoken(tones.TONES[name]))
        apart = {"customer": set(), "1001": {"1002"}, "1002": {"1001"}}
        assert await heard() == apart

        site.kill()
        assert await heard() == apart, "they go on"
        await site.start()
        await site.until(e.CallResumed, call=queued.call)
        assert await heard() == apart, "and nobody was moved"

    async with site.user("agent1001") as anna:
        await anna.open_desk()
        await anna.desk_shows(lambda desk: desk["call"] and desk["call"]["consult"])
        await anna.call("POST", f"/calls/{queued.call}/consult/complete")
        answered = await site.until(e.AgentAnswered, call=queued.call, agent="1002")
        await site.until(e.SegmentEnded, call=queued.call, agent="1001")
        assert answered.call == queued.call
        await asyncio.sleep(1.3)
        assert tones.heard(caller.rtp.lately) == {"1002"}
        assert caller.state == "talking"


def _only(phone: Softphone) -> Call:
    return next(iter(phone.calls.values()))
