"""From the end of the menu to the card on the agent's screen, over the real live socket."""

import asyncio
import tempfile
import time
from pathlib import Path

from bench.reoffer import FLOW
from tests.asterisk.site import HOST, Site, company
from tests.asterisk.softphone import Softphone


async def measure(program: str, calls: int = 20) -> list[float]:
    """Seconds from the call's arrival (the flow has no menu here) to the desk message with the customer."""
    desk, customers = await Softphone.open("1001"), await Softphone.open("customer")
    with tempfile.TemporaryDirectory() as folder:
        text = company({"1001": f"sip:1001@{HOST}:{desk.port}"}, wrap_up=0)
        site = Site(Path(folder) / "card", Path(program), text, FLOW)
        try:
            await site.prepare()
            await site.start()
            async with site.user("agent1001") as agent:
                await agent.ready()
                return [await _one(site, agent, customers) for _ in range(calls)]
        finally:
            site.close()


async def _one(site: Site, agent, customers: Softphone) -> float:  # type: ignore[no-untyped-def]
    began = time.monotonic()
    call = await customers.dial("1000", site.sip, "+8613800138001")
    await agent.desk_shows(lambda desk: desk["call"] and desk["call"]["customer"])
    took = time.monotonic() - began
    await call.until("talking")
    call.hang_up()
    await agent.desk_shows(lambda desk: desk["call"] is None)
    await asyncio.sleep(0.1)
    return took
