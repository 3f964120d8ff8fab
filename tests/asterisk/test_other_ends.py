"""The same site on PostgreSQL and Redis Streams, by settings alone: a call, its record, its figure."""

import asyncio

import pytest

from cti import events as e
from cti.bus_redis import RedisBus
from tests.asterisk.conftest import OpenSite
from tests.asterisk.softphone import Softphone

pytestmark = [pytest.mark.asterisk, pytest.mark.postgres, pytest.mark.redis]


async def test_a_call_on_postgresql_and_redis(open_site: OpenSite, phones, fresh_postgres: str, redis_url: str) -> None:  # type: ignore[no-untyped-def]
    desk: Softphone = await phones("1001")
    desk.on_ring = lambda call: call.answer()
    customer = await phones("customer")
    other = RedisBus(redis_url)
    await other.open()
    heard = other.subscribe()
    site = await open_site({"1001": desk}, wrap_up=1, DATABASE__URL=fresh_postgres, BUS__URL=redis_url)
    async with site.user("agent1001") as agent, site.user("boss") as boss:
        await agent.ready()
        call = await customer.dial("1000", site.sip, "+8613800138001")
        await call.until("talking")
        async for recorded in heard:
            if isinstance(recorded.event, e.FlowEntered):
                break
        for _ in range(3):
            await asyncio.sleep(0.6)
            await call.press("1")
        answered = None
        async for recorded in heard:
            if isinstance(recorded.event, e.AgentAnswered):
                answered = recorded.event
                call.hang_up()
            if isinstance(recorded.event, e.InteractionLogged):
                break
        assert answered is not None
        facts = (await boss.call("GET", f"/calls/{answered.call}", status=200))["events"]
        assert "agent_answered" in [fact["kind"] for fact in facts]
        report = await boss.call("GET", "/reports/today", status=200)
        assert report["total"]["answered"] == 1
    await other.close()
