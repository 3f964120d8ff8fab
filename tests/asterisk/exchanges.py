"""The two ends of the `Telephony` port behind one handle, so that the same contract is held by both."""

import asyncio
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from cti import commands as c
from cti.asterisk.link import Link
from cti.asterisk.telephony import AsteriskTelephony
from cti.bus import InProcessBus
from cti.call import Calls
from cti.chosen_phone import ChosenPhone
from cti.clock import SystemClock
from cti.database import Database, metadata
from cti.events import Event
from cti.ids import AgentId, CallId, NodeId
from cti.journal import Journal
from tests.asterisk.site import Site
from tests.asterisk.softphone import TONE, Call, Softphone
from tests.doubles.exchange import Exchange

AGENT = AgentId("1001")


class Lab(Protocol):
    """A telephone exchange with one customer and one agent."""

    facts: list[Event]
    sound: str
    shout: str

    async def order(self, command: c.TelephonyCommand) -> None: ...
    async def dials(self) -> None: ...
    async def presses(self, call: CallId, key: str) -> None: ...
    async def hears_out(self, call: CallId) -> None: ...
    async def answers(self, call: CallId) -> None: ...
    async def does_not_answer(self, call: CallId) -> None: ...
    async def agent_hangs_up(self, call: CallId) -> None: ...
    async def caller_hangs_up(self, call: CallId) -> None: ...
    async def speaks(self, call: CallId) -> None: ...
    async def answers_outside(self, call: CallId) -> None: ...
    async def refuses_outside(self, call: CallId) -> None: ...
    async def asked_to_pick_up(self) -> bool: ...
    async def customer_rings(self) -> None: ...
    async def customer_answers(self, call: CallId) -> None: ...
    async def customer_does_not_answer(self, call: CallId, reason: str) -> None: ...
    async def hears(self, call: CallId) -> str: ...
    async def close(self) -> None: ...


def shout(folder: Path) -> str:
    """A second of a tone as loud as a line carries, as Asterisk is told to play it."""
    with wave.open(str(folder / "shout.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", 30000 if n // 4 % 2 else -30000) for n in range(8000)))
    return str(folder / "shout")


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
        self.shout = "a shout"

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

    async def speaks(self, call: CallId) -> None:
        """Leave a message, and end it with the hash key."""
        self.exchange.ends_message(call)

    async def answers_outside(self, call: CallId) -> None:
        self.exchange.answers_outside(call)

    async def refuses_outside(self, call: CallId) -> None:
        self.exchange.does_not_answer_outside(call)

    async def asked_to_pick_up(self) -> bool:
        rung = [order for order in self.exchange.orders if isinstance(order, c.RingAgent)]
        return rung[-1].auto_answer

    async def customer_rings(self) -> None:
        return None

    async def customer_answers(self, call: CallId) -> None:
        self.exchange.customer_answers(call)

    async def customer_does_not_answer(self, call: CallId, reason: str) -> None:
        self.exchange.customer_does_not_answer(call, reason)

    async def hears(self, call: CallId) -> str:
        """What reaches the caller after an announcement's time: an agent's voice, or else an announcement's."""
        line = self.exchange.lines[call]
        return line.hears if line.talks_with else line.heard[-1] if line.heard else line.hears

    async def close(self) -> None:
        return None


class RealLab:
    """Asterisk over AMI, with telephones that speak SIP."""

    def __init__(self, site: Site, desk: Softphone, customer: Softphone) -> None:
        self.facts: list[Event] = []
        self.sound = "hello-world"
        self.shout = shout(site.home)
        self._site, self._desk, self._customer = site, desk, customer
        self._line: Call | None = None
        self.chosen: dict[AgentId, ChosenPhone] = {}
        self._database = Database(f"sqlite:///{site.home}/lab.db")
        self._journal = Journal(self._database, InProcessBus(), site.home / "lab-outbox")
        calls = Calls()
        self._journal.observe(lambda recorded: calls.apply(recorded.event))
        self._journal.observe(lambda recorded: self.facts.append(recorded.event))
        secret = (site.home / "secrets" / "ami").read_text()
        link = Link("127.0.0.1", site.ami, "switchroom", secret)
        nothing: Callable[..., str] = lambda *_: ""  # noqa: E731
        self.raw = site.home / "asterisk" / "spool" / "recordings"
        self._telephony = AsteriskTelephony(
            link,
            NodeId("main"),
            self._journal,
            calls,
            SystemClock(),
            nothing,
            message_file=lambda call: str(self.raw / f"{call}.sln"),
            phone_of=lambda agent: self.chosen.get(agent, ChosenPhone("desk")),
            question=lambda: self.sound,
        )

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

    async def speaks(self, call: CallId) -> None:
        assert self._line is not None
        await asyncio.sleep(0.6)
        await self._line.speak(TONE, 1.2)
        await self._line.press("#")

    async def _rung_outside(self) -> Call:
        async with asyncio.timeout(5):
            while True:
                for call in self._customer.calls.values():
                    if call.incoming:
                        return call
                await asyncio.sleep(0.02)

    async def answers_outside(self, call: CallId) -> None:
        far = await self._rung_outside()
        assert "+8613800138001" in far.remote, "the far end sees who calls"
        assert "10086" in far.invite.splitlines()[0]
        far.answer()

    async def refuses_outside(self, call: CallId) -> None:
        (await self._rung_outside()).refuse()

    async def asked_to_pick_up(self) -> bool:
        return "Alert-Info: Auto Answer" in (await self._ringing()).invite

    async def customer_rings(self) -> None:
        await self._rung_outside()

    async def customer_answers(self, call: CallId) -> None:
        self._line = await self._rung_outside()
        self._line.answer()

    async def customer_does_not_answer(self, call: CallId, reason: str) -> None:
        rung = await self._rung_outside()
        if reason == "busy":
            rung.refuse()

    async def hears(self, call: CallId) -> str:
        """The music is soft: what is loud was said, by an agent if there is one."""
        assert self._line is not None
        before = self._line.rtp.shouted
        talking = [desk for desk in self._desk.calls.values() if desk.state == "talking"]
        if talking:
            await talking[0].speak(TONE, 3.5)
        else:
            await asyncio.sleep(3.5)
        shouted = self._line.rtp.shouted - before
        return ("agent" if talking else self.shout) if shouted > 20 else "music"

    async def close(self) -> None:
        await self._telephony.close()
        await self._journal.close()
        await self._database.close()


__all__ = ["AGENT", "Lab", "RealLab", "TwinLab", "told"]
