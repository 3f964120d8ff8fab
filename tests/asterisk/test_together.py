"""Several phones ring at once on the real Asterisk: one agent gets the caller, whoever else picks up with them."""

import asyncio

import pytest

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.softphone import TONE, Call, Softphone
from tests.asterisk.test_exits import configured

pytestmark = pytest.mark.asterisk
CALLS = 6
STRAIGHT_IN = 'language = "en"\n[nodes.sales]\nkind = "queue"\nqueue = "sales"\n'


async def ringing(desks: list[Softphone]) -> list[Call]:
    async with asyncio.timeout(10):
        while not all(desk.calls for desk in desks):
            await asyncio.sleep(0.01)
    return [next(iter(desk.calls.values())) for desk in desks]


async def test_of_two_who_pick_up_at_the_same_instant_one_talks(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desks, customer = [await phones("1001"), await phones("1002")], await phones("customer")
    site = await open_site({"1001": desks[0], "1002": desks[1]}, wrap_up=0, flow=STRAIGHT_IN)
    async with site.user("boss") as boss, site.user("agent1001") as one, site.user("agent1002") as two:
        await configured(site, boss, ring_at_once=2)
        await one.ready()
        await two.ready()
        for number in range(CALLS):
            caller = f"+861380013800{number}"
            call = await customer.dial("1000", site.sip, caller)
            arrived = await site.until(e.CallArrived, caller=caller)
            legs = await ringing(desks)
            for leg in legs:
                leg.answer()
            answered = await site.until(e.AgentAnswered, call=arrived.call)
            await asyncio.sleep(1.0)
            talking = [leg for leg in legs if leg.state == "talking"]
            assert len(talking) == 1, f"call {number}: one agent has the caller"
            assert call.state == "talking", "the caller was not torn away"
            assert talking[0].phone.name == answered.agent
            before = call.rtp.loud
            await talking[0].speak(TONE, 0.5)
            assert call.rtp.loud > before + 10, "the caller hears the agent"
            talking[0].hang_up()
            await site.until(e.CallEnded, call=answered.call)
            async with asyncio.timeout(10):
                while any(desk.calls for desk in desks):
                    await asyncio.sleep(0.02)
    facts = site.facts()
    withdrawn = [fact for fact in facts if isinstance(fact, e.OfferWithdrawn)]
    assert len([fact for fact in facts if isinstance(fact, e.AgentAnswered)]) == CALLS
    assert [fact.reason for fact in withdrawn] == ["elsewhere"] * CALLS
    assert not [fact for fact in facts if isinstance(fact, e.OfferExpired)], "nobody missed a call"
