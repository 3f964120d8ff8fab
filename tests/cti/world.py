"""Parts of a small real world: a life of the journal on a folder, facts to tell, a scripted Asterisk on loopback."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cti import events as e
from cti.bus import InProcessBus, Recorded
from cti.database import Database
from cti.ids import AgentId, CallId, NodeId, OfferId, QueueId
from cti.journal import Journal

T0 = 1_763_756_550.0
NODE = NodeId("main")
CALL = CallId("main-1763756550.12")
OTHER = CallId("main-1763756551.13")
OFFER = OfferId(f"{CALL}-o1")
ANNA, BEN = AgentId("1001"), AgentId("1002")
SALES = QueueId("sales")


@dataclass
class HandClock:
    at: float = T0

    def now(self) -> float:
        return self.at


def arrived(at: float = T0, call: CallId = CALL, caller: str = "+8613800138001") -> e.CallArrived:
    return e.CallArrived(at=at, call=call, caller=caller, caller_name="", dialled="1000")


def note(number: int, at: float = T0) -> e.NoteWritten:
    return e.NoteWritten(at=at + number, call=CALL, agent=ANNA, text=f"note {number}")


def offered(at: float = T0 + 5, call: CallId = CALL, attempt: int = 1) -> e.AgentOffered:
    offer = OfferId(f"{call}-o{attempt}")
    return e.AgentOffered(at=at, call=call, agent=ANNA, offer=offer, queue=SALES, expires=at + 20)


def talk(call: CallId = CALL, at: float = T0) -> list[e.Event]:
    """Arrived, queued at +2, offered at +5, answered at +8."""
    answered = e.AgentAnswered(at=at + 8, call=call, agent=ANNA, offer=OfferId(f"{call}-o1"))
    return [arrived(at, call), e.CallQueued(at=at + 2, call=call, queue=SALES), offered(at + 5, call), answered]


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until it is so; the limit only ends a test that has failed."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


class Life:
    """One life of a service's journal; it ends in order, or is killed."""

    def __init__(self, database: Database, outbox: Path) -> None:
        self.database, self.outbox = database, outbox
        self.bus = InProcessBus()
        self.journal = Journal(database, self.bus, outbox)

    async def begin(self) -> "Life":
        await self.journal.open()
        return self

    def say(self, *facts: e.Event) -> list[Recorded]:
        return [self.journal.record(fact) for fact in facts]

    async def kill(self) -> None:
        """SIGKILL as the folder sees it: nothing more is written anywhere, nothing is tidied."""
        await self.journal._tasks.close()

    async def end(self) -> None:
        await self.journal.close()
        await self.bus.close()

    async def in_database(self) -> list[Recorded]:
        return await self.journal.store.after(0, 10_000)

    def files(self) -> list[Path]:
        return sorted(self.outbox.glob("*.jsonl"))


Answer = Callable[[dict[str, str]], Sequence[str] | None]


def message(**headers: str) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"


@dataclass
class ScriptedAmi:
    """An AMI peer that answers by a script: `answers[action]` gives messages to send, or None to stay silent."""

    secret: str = "right"
    banner: str = "Asterisk Call Manager/11.0.0\r\n"
    answers: dict[str, Answer] = field(default_factory=dict)
    actions: list[dict[str, str]] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    connections: int = 0
    frozen: bool = False
    booted: bool = True
    port: int = 0
    _writer: asyncio.StreamWriter | None = None
    _server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.hang_up()
        if self._server:
            self._server.close()

    def hang_up(self) -> None:
        if self._writer:
            self._writer.transport.abort()
            self._writer = None

    def asked(self, action: str) -> list[dict[str, str]]:
        return [one for one in self.actions if one["action"] == action]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writer = writer
        writer.write(self.banner.encode())
        try:
            while True:
                text = await reader.readuntil(b"\r\n\r\n")
                self.raw += text
                lines = [line.partition(":") for line in text.decode().strip().split("\r\n")]
                action: dict[str, str] = {}
                for name, _, value in lines:
                    key = name.strip().lower()
                    action[key] = f"{action[key]}\n{value.strip()}" if key in action else value.strip()
                self.actions.append(action)
                self._answer(writer, action)
        except (asyncio.IncompleteReadError, ConnectionError):
            return

    def _answer(self, writer: asyncio.StreamWriter, action: dict[str, str]) -> None:
        if self.frozen:
            return
        script = self.answers.get(action["action"], self._usual)
        for text in script(action) or ():
            writer.write(text.replace("@ID", action.get("actionid", "")).encode())

    def _usual(self, action: dict[str, str]) -> Sequence[str]:
        if action["action"] == "Login" and action["secret"] != self.secret:
            return [message(Response="Error", ActionID="@ID", Message="Authentication failed")]
        if action["action"] == "Login":
            booted = [message(Event="FullyBooted", Status="Fully Booted")] if self.booted else []
            return [message(Response="Success", ActionID="@ID", Message="Authentication accepted"), *booted]
        if action["action"] == "Ping":
            return [message(Response="Success", ActionID="@ID", Ping="Pong", Timestamp=f"{T0:.6f}")]
        return [message(Response="Success", ActionID="@ID", Message="done")]

    def say(self, *texts: str) -> None:
        """Send messages, or pieces of one."""
        for text in texts:
            self.say_bytes(text.encode())

    def say_bytes(self, data: bytes) -> None:
        assert self._writer, "nobody is connected"
        self._writer.write(data)
