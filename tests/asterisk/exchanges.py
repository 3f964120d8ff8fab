"""The two ends of the `Telephony` port behind one handle, so that the same contract is held by both."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from cti import commands as c
from cti.asterisk.link import Link
from cti.asterisk.telephony import AsteriskTelephony
from cti.bus import InProcessBus
from cti.call import Calls
from cti.clock import SystemClock
from cti.database import Database, metadata
from cti.events import Event
from cti.ids import AgentId, CallId, NodeId
from cti.journal import Journal
from tests.asterisk.site import Site
from tests.asterisk.softphone import Call, Softphone
from tests.doubles.exchange import Exchange

AGENT = AgentId("1001")


class Lab(Protocol):
    """A telephone exchange with one customer and one agent."""

    facts: list[Event]
    sound: str

    async def order(self, command: c.TelephonyCommand) -> None: ...
    async def dials(self) -> None: ...
    async def presses(self, call: CallId, key: str) -> None: ...
    async def hears_out(self, call: CallId) -> None: ...
    async def answers(self, call: CallId) -> None: ...
    async def does_not_answer(self, call: CallId) -> None: ...
    async def agent_hangs_up(self, call: CallId) -> None: ...
    async def caller_hangs_up(self, call: CallId) -> None: ...
    async def close(self) -> None: ...


async def told(lab: Lab, kind: type[Event], timeout: float = 10) -> Any:
    """Wait until a fact of this kind was told."""
    async with asyncio.timeout(timeout):
        while True:
            for fact in lab.facts:
                if isinstance(fact, kind):
                    return fact
            await asyncio.sleep(0.02)


class TwinLab:
    """The in-memory end."""

    def __init__(self) -> None:
        self.facts: list[Event] = []
        self.exchange = Exchange(self.facts.append)
        self.sound = "anything"

    async def order(self, command: c.TelephonyCommand) -> None:
        await self.exchange.perform(command)

    async def dials(self) -> None:
        self.exchange.dials("+8613800138001")

    async def presses(self, call: CallId, key: str) -> None:
        self.exchange.presses(call, key)

    async def hears_out(self, call: CallId) -> None:
        self.exchange.hears_out(call)

    async def answers(self, call: CallId) -> None:
        self.exchange.answers(call)

    async def does_not_answer(self, call: CallId) -> None:
        self.exchange.does_not_answer(call)

    async def agent_hangs_up(self, call: CallId) -> None:
        self.exchange.agent_hangs_up(call)

    async def caller_hangs_up(self, call: CallId) -> None:
        self.exchange.caller_hangs_up(call)

    async def close(self) -> None:
        return None


class RealLab:
    """Asterisk over AMI, with telephones that speak SIP."""

    def __init__(self, site: Site, desk: Softphone, customer: Softphone) -> None:
        self.facts: list[Event] = []
        self.sound = "hello-world"
        self._site, self._desk, self._customer = site, desk, customer
        self._line: Call | None = None
        self._database = Database(f"sqlite:///{site.home}/lab.db")
        self._journal = Journal(self._database, InProcessBus(), site.home / "lab-outbox")
        calls = Calls()
        self._journal.observe(lambda recorded: calls.apply(recorded.event))
        self._journal.observe(lambda recorded: self.facts.append(recorded.event))
        secret = (site.home / "secrets" / "ami").read_text()
        link = Link("127.0.0.1", site.ami, "switchroom", secret)
        nothing: Callable[..., str] = lambda *_: ""  # noqa: E731
        self._telephony = AsteriskTelephony(link, NodeId("main"), self._journal, calls, SystemClock(), nothing)

    async def open(self) -> None:
        async with self._database.writing() as connection:
            await connection.run_sync(metadata.create_all)
        await self._journal.open()
        self._telephony.start()
        async with asyncio.timeout(20):
            while not self._telephony.up:
                await asyncio.sleep(0.05)

    async def order(self, command: c.TelephonyCommand) -> None:
        await self._telephony.perform(command)

    async def dials(self) -> None:
        self._line = await self._customer.dial("1000", self._site.sip)

    async def presses(self, call: CallId, key: str) -> None:
        assert self._line is not None
        await self._line.until("talking")
        await asyncio.sleep(0.4)
        await self._line.press(key)

    async def hears_out(self, call: CallId) -> None:
        return None

    async def _ringing(self) -> Call:
        async with asyncio.timeout(5):
            while not self._desk.calls:
                await asyncio.sleep(0.02)
        return next(iter(self._desk.calls.values()))

    async def answers(self, call: CallId) -> None:
        (await self._ringing()).answer()

    async def does_not_answer(self, call: CallId) -> None:
        await self._ringing()

    async def agent_hangs_up(self, call: CallId) -> None:
        (await self._ringing()).hang_up()

    async def caller_hangs_up(self, call: CallId) -> None:
        assert self._line is not None
        self._line.hang_up()

    async def close(self) -> None:
        await self._telephony.close()
        await self._journal.close()
        await self._database.close()


__all__ = ["AGENT", "Lab", "RealLab", "TwinLab", "told"]
