"""A supervisor's hand on the real floor: calls are moved, agents forced, and every act is in the audit log."""

import asyncio
import csv
import io
from typing import Any

import pytest

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site, User
from tests.asterisk.softphone import Softphone
from tests.asterisk.test_kill import queued_caller

pytestmark = pytest.mark.asterisk


async def acts(boss: User, query: str = "") -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = (await boss.call("GET", f"/audit{query}", status=200))["entries"]
    return entries


def facts_of(site: Site, call: e.CallQueued) -> list[str]:
    return [type(f).__name__ for f in site.facts() if isinstance(f, e.CallEvent) and f.call == call.call]


async def test_two_wait_and_a_supervisor_decides(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer, anna = await phones("customer"), await phones("1001")
    desk: Softphone = anna
    site = await open_site({"1001": anna, "1002": None}, wrap_up=1)
    async with site.user("boss") as boss, site.user("agent1001") as agent, site.user("agent1002") as second_agent:
        await boss.call("POST", "/queues", {"id": "support", "settings": {"names": {"en": "Support"}}}, 201)
        first, waits = await queued_caller(site, customer, "+8613800138001")
        second, moved = await queued_caller(site, customer, "+8613900139002")

        # The second is moved up, and is the one who is answered.
        await boss.call("POST", f"/calls/{moved.call}/move", {"up": True})
        await site.until(e.CallMoved, call=moved.call)
        desk.on_ring = lambda call: call.answer()
        await agent.ready()
        answered = await site.until(e.AgentAnswered, call=moved.call)
        assert answered.agent == "1001"
        assert first.state == second.state == "talking", "the first hears music, the second Anna"
        assert "AgentAnswered" not in facts_of(site, waits)

        # The other one goes to another queue, waiting time and all, and the music goes on there.
        heard = first.rtp.loud
        await boss.call("POST", f"/calls/{waits.call}/move", {"to_queue": "support"})
        queued = await site.until(e.CallQueued, call=waits.call, queue="support")
        assert queued.head_start == pytest.approx(queued.at - waits.at, abs=0.01)
        await asyncio.sleep(2)
        assert first.rtp.loud > heard + 50
        assert first.state == "talking"

        # Anna is to pause after this call: it goes on, and then she is not ready.
        await boss.call("POST", "/agents/1001/state", {"state": "not_ready", "reason": "break"})
        second.hang_up()
        await site.until(e.WrapUpFinished, call=moved.call)
        await agent.desk_shows(lambda shown: shown["state"]["reason"] == "break")

        # The caller in the other queue is sent to her all the same, once she is ready again: nobody serves it.
        await boss.call("POST", "/agents/1001/state", {"state": "ready"})
        await boss.call("POST", f"/calls/{waits.call}/move", {"to_agent": "1001"})
        await site.until(e.AgentAnswered, call=waits.call, agent="1001")

        # Ben is put out: his page is told, and his session is over.
        await second_agent.open_desk()
        await boss.call("POST", "/agents/1002/log-out")
        assert (await site.until(e.AgentLoggedOut, agent="1002")).by == "Boss"
        async with asyncio.timeout(10):
            while not [told for _, told in second_agent.seen if told["type"] == "logged_out"]:
                await asyncio.sleep(0.05)
        async with second_agent.session.get("/api/v1/session") as answer:
            assert answer.status == 401
        first.hang_up()

        told = [(entry["act"], entry["id"]) for entry in reversed(await acts(boss)) if entry["by"] == "Boss"]
        assert told == [
            ("queue_configured", "support"),
            ("call_moved", moved.call),
            ("call_moved", waits.call),
            ("agent_state_forced", "1001"),
            ("agent_state_forced", "1001"),
            ("call_moved", waits.call),
            ("agent_forced_out", "1002"),
        ]
        async with boss.session.get("/api/v1/audit.csv?act=call_moved") as answer:
            lines = list(csv.DictReader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
        assert len(lines) == 3


async def test_a_call_is_moved_in_the_very_moment_it_rings(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer, anna, ben = await phones("customer"), await phones("1001"), await phones("1002")
    site = await open_site({"1001": anna, "1002": ben})
    async with site.user("boss") as boss, site.user("agent1001") as one, site.user("agent1002") as two:
        await one.ready()
        _line, queued = await queued_caller(site, customer, "+8613800138001")
        await site.until(e.AgentRinging, call=queued.call)
        await two.ready()
        ben.on_ring = lambda call: call.answer()
        await boss.call("POST", f"/calls/{queued.call}/move", {"to_agent": "1002"})
        answered = await site.until(e.AgentAnswered, call=queued.call)
        assert answered.agent == "1002"
        withdrawn = await site.until(e.OfferWithdrawn, call=queued.call)
        assert (withdrawn.agent, withdrawn.reason) == ("1001", "moved")
        await one.desk_shows(lambda shown: shown["call"] is None and shown["state"]["name"] == "ready")
        async with asyncio.timeout(10):
            while anna.calls:
                await asyncio.sleep(0.05)
