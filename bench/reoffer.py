"""From an agent getting free to the next caller ringing: this server and Asterisk's own Queue(), with the same phones.

Free is the moment the agent's phone has ended its call; ringing the moment the next invitation reaches that phone.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cti.tasks import Tasks
from tests.asterisk.site import HOST, Site, company
from tests.asterisk.softphone import Call, Softphone

AGENTS = ("1001", "1002")
TALK_SECONDS = 0.5
FLOW = """
language = "en"
[nodes.sales]
kind = "queue"
queue = "sales"
"""
NATIVE = """
[bench]
exten => _X!,1,Answer()
 same => n,Queue(switchroom-fallback)
 same => n,Hangup()
"""


@dataclass
class Desk:
    """An agent's phone that answers at once, talks a moment and hangs up, and takes the time in between."""

    phone: Softphone
    free_at: float | None = None
    gaps: list[float] = field(default_factory=list)
    served: int = 0
    _tasks: Tasks = field(default_factory=Tasks)

    def ring(self, call: Call) -> None:
        if self.free_at is not None:
            self.gaps.append(call.rang_at - self.free_at)
        self.free_at = None
        self._tasks.spawn(self._serve(call), "desk-serves")

    async def _serve(self, call: Call) -> None:
        call.answer()
        await asyncio.sleep(TALK_SECONDS)
        self.served += 1
        self.free_at = time.time()
        call.hang_up()


async def _site(folder: Path, program: str, desks: dict[str, Desk]) -> Site:
    addresses = {id_: f"sip:{id_}@{HOST}:{desk.phone.port}" for id_, desk in desks.items()}
    site = Site(folder, Path(program), company(addresses, wrap_up=0), FLOW, RECORDING__ENABLED="false")
    await site.prepare()
    return site


async def _offer(site: Site, customers: Softphone, desks: dict[str, Desk], calls: int) -> None:
    """All callers at once: the queue is never empty while there is somebody to serve it."""
    lines = []
    for number in range(calls):
        lines.append(await customers.dial("1000", site.sip, f"+86138{number:08d}"))
        await asyncio.sleep(0.02)
    async with asyncio.timeout(calls * 4):
        while sum(desk.served for desk in desks.values()) < calls:
            await asyncio.sleep(0.05)
    for line in lines:
        line.hang_up()


async def ours(folder: Path, program: str, calls: int) -> list[float]:
    """Seconds from free to ringing with this server."""
    desks, customers = await _open()
    site = await _site(folder, program, desks)
    try:
        await site.start()
        for id_ in AGENTS:
            user = site.user(f"agent{id_}")
            agent = await user.__aenter__()
            await agent.ready()
        await _offer(site, customers, desks, calls)
    finally:
        site.close()
    return [gap for desk in desks.values() for gap in desk.gaps]


async def native(folder: Path, program: str, calls: int) -> list[float]:
    """Seconds from free to ringing with app_queue, on the same configuration without a server."""
    desks, customers = await _open()
    site = await _site(folder, program, desks)
    try:
        await serve_natively(site, AGENTS)
        await _offer(site, customers, desks, calls)
    finally:
        site.close()
    return [gap for desk in desks.values() for gap in desk.gaps]


async def serve_natively(site: Site, agents: Sequence[str]) -> None:
    """Start the site's Asterisk without a server, and have its own queue serve callers with these agents."""
    etc = site.home / "asterisk" / "etc"
    trunk = etc / "custom" / "pjsip_trunks.conf"
    trunk.write_text(trunk.read_text().replace("switchroom-in", "bench"))
    site.start_asterisk()
    await asyncio.sleep(3)
    with (etc / "extensions.conf").open("a") as dialplan:
        dialplan.write(NATIVE)
    await asyncio.to_thread(site.asterisk, "dialplan reload")
    for id_ in agents:
        member = f"queue add member PJSIP/desk-{id_} to switchroom-fallback"
        await asyncio.to_thread(site.asterisk, member)


async def _open() -> tuple[dict[str, Desk], Softphone]:
    desks = {}
    for id_ in AGENTS:
        desk = Desk(await Softphone.open(id_))
        desk.phone.on_ring = desk.ring
        desks[id_] = desk
    return desks, await Softphone.open("customer")


async def measure(program: str, calls: int = 40) -> dict[str, list[float]]:
    """Both, one after the other in one run."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return {
            "Switchroom": await ours(home / "ours", program, calls),
            "Queue()": await native(home / "native", program, calls),
        }
