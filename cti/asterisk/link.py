"""One guarded AMI connection over panoramisk; the only file that knows that package.

Guarded, because on its own it sends unanswered actions again after a reconnect, loses letters cut by TCP, waits for
ever for an answer, notices no silence, and lets a line break in a value inject a second action.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from panoramisk.actions import Action
from panoramisk.ami_protocol import AMIProtocol

from cti.errors import LinkDown, TelephonyError
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

END = b"\r\n\r\n"
BANNER = b"Asterisk Call Manager/"
QUEUE_HIGH, QUEUE_LOW = 20_000, 5_000
ANSWER_SECONDS = 5.0
SILENCE_SECONDS = 3.0
BOOT_SECONDS = 60.0
FIRST_RETRY, LAST_RETRY, REFUSED_RETRY = 0.2, 5.0, 10.0

Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Up:
    """The connection is made and logged in, and Asterisk has loaded all it has."""


@dataclass(frozen=True, slots=True)
class Down:
    """The connection is lost; every order under way has failed."""


@dataclass(frozen=True, slots=True)
class Ami:
    """One message from Asterisk: its headers, by their names in small letters."""

    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def event(self) -> str:
        """The event's name, empty for an answer."""
        return self.fields.get("event", "")


Heard = Up | Down | Ami


def checked(fields: Fields) -> Fields:
    """The fields themselves, if no value could end its line.

    Raises:
        TelephonyError: a name or value holds a line break, which would inject a second action.
    """
    for name, value in fields.items():
        for text in (value,) if isinstance(value, str) else value:
            if any(mark in text or mark in name for mark in "\r\n\0"):
                raise TelephonyError(f"The value of {name} has a line break in it; remove it and try again.")
    return fields


class _Protocol(AMIProtocol):  # type: ignore[misc]
    """panoramisk's protocol with whole-message framing and no memory of unanswered actions."""

    def __init__(self, link: "Link") -> None:
        self.link = link
        self.encoding = "utf-8"
        self._buffer = bytearray()
        self._saying: list[str] = []
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.booted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.link.bytes_seen += len(data)
        self._buffer += data
        if self._buffer.startswith(BANNER):
            _banner, found, rest = self._buffer.partition(b"\r\n")
            if not found:
                return
            self._buffer = rest
        *whole, self._buffer = self._buffer.split(END)
        for part in whole:
            self.link.hear(Ami(headers(part.decode("utf-8", "replace"))))

    def say(self, text: str) -> None:
        """Write a whole action; those of one turn of the loop leave together."""
        if not self._saying:
            asyncio.get_running_loop().call_soon(self._say)
        self._saying.append(text)

    def _say(self) -> None:
        said, self._saying = "".join(self._saying), []
        if not self.closed:
            self.transport.write(said.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if not self.lost.done():
            self.lost.set_result(None)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.transport.abort()


def headers(message: str) -> dict[str, str]:
    """The headers of one message, their names in small letters; one that is said again adds a line."""
    fields: dict[str, str] = {}
    for line in message.split("\r\n"):
        name, colon, value = line.partition(": ")
        if colon:
            name = name.lower()
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
    return fields


@dataclass(slots=True)
class _Waiting:
    """An answer that is awaited; a list gathers events until the one that says it is complete."""

    future: asyncio.Future[list[Ami]]
    is_list: bool
    parts: list[Ami]


class Link:
    """Keeps one connection to one Asterisk, reconnecting for ever; `heard` is its single ordered stream."""

    def __init__(self, host: str, port: int, username: str, secret: str) -> None:
        self._address = (host, port)
        self._login = {"Action": "Login", "Username": username, "Secret": secret, "Events": "on"}
        self._protocol: _Protocol | None = None
        self._waiting: dict[str, _Waiting] = {}
        self._tasks = Tasks()
        self.heard: asyncio.Queue[Heard] = asyncio.Queue()
        self.bytes_seen = 0
        self.up = False
        self.problem = ""

    def start(self) -> None:
        """Begin to connect, and go on for as long as it takes."""
        self._tasks.spawn(self._keep(), "ami-link")

    async def close(self) -> None:
        """End the connection for good."""
        await self._tasks.close()
        self._drop()

    def reset(self) -> None:
        """Give this connection up; another is made by itself."""
        if self._protocol is not None:
            self._protocol.close()

    def hear(self, message: Ami) -> None:
        """Take one message: an answer goes to who awaits it, an event into the stream."""
        waiting = self._waiting.get(message["actionid"])
        if waiting is not None:
            self._answered(message["actionid"], waiting, message)
        elif message.event == "FullyBooted":
            if self._protocol and not self._protocol.booted.done():
                self._protocol.booted.set_result(None)
        elif message.event:
            self.heard.put_nowait(message)
            if self.heard.qsize() == QUEUE_HIGH and self._protocol:
                self._protocol.transport.pause_reading()

    async def next(self) -> Heard:
        """The next thing heard, in order."""
        heard = await self.heard.get()
        if self.heard.qsize() == QUEUE_LOW and self._protocol and not self._protocol.closed:
            self._protocol.transport.resume_reading()
        return heard

    def _answered(self, action_id: str, waiting: _Waiting, message: Ami) -> None:
        waiting.parts.append(message)
        refused = message["response"] == "Error"
        if waiting.is_list and not refused and message["eventlist"].lower() != "complete":
            return
        del self._waiting[action_id]
        if not waiting.future.done():
            waiting.future.set_result(waiting.parts)

    async def send(self, fields: Fields, timeout: float = ANSWER_SECONDS) -> Ami:
        """Send one action, once, and give its answer.

        Raises:
            LinkDown: there is no connection, or it went before the answer came (it may have been carried out).
            TelephonyError: Asterisk refused, or did not answer within `timeout` seconds.
        """
        return (await self._exchange(fields, timeout, is_list=False))[0]

    async def send_list(self, fields: Fields, timeout: float = ANSWER_SECONDS) -> list[Ami]:
        """Send one action that is answered by a list of events, and give these. Raises as `send` does."""
        return [part for part in await self._exchange(fields, timeout, is_list=True) if part.event]

    def tell(self, fields: Fields) -> None:
        """Send one action whose answer nobody needs. Raises LinkDown when there is no connection."""
        self._open().say(str(Action(dict(checked(fields)))))

    def _open(self) -> _Protocol:
        if self._protocol is None or self._protocol.closed:
            raise LinkDown("There is no connection to Asterisk now; it is tried again by itself.")
        return self._protocol

    async def _exchange(self, fields: Fields, timeout: float, *, is_list: bool) -> list[Ami]:
        protocol = self._open()
        action = Action(dict(checked(fields)))
        waiting = _Waiting(asyncio.get_running_loop().create_future(), is_list, [])
        self._waiting[action.id] = waiting
        protocol.say(str(action))
        try:
            parts = await asyncio.wait_for(waiting.future, timeout)
        except TimeoutError:
            self._waiting.pop(action.id, None)
            raise TelephonyError(f"Asterisk did not answer {fields['Action']} within {timeout:g} s.") from None
        if parts[0]["response"] == "Error":
            raise TelephonyError(f"Asterisk refused {fields['Action']}: {parts[0]['message']}.")
        return parts

    async def _keep(self) -> None:
        delay = FIRST_RETRY
        while True:
            try:
                await self._connect()
                delay = FIRST_RETRY
                await self._watch()
            except (OSError, TelephonyError) as error:
                refused = "refused Login" in str(error)
                self._complain(error, refused=refused)
                delay = min(delay * 2, REFUSED_RETRY if refused else LAST_RETRY)
            self._drop()
            await asyncio.sleep(delay * random.uniform(0.5, 1.0))

    def _complain(self, error: Exception, *, refused: bool) -> None:
        host, port = self._address
        remedy = f"cannot be reached ({error}); start it, or set asterisk.ami_host and asterisk.ami_port"
        if refused:
            remedy = "refuses the name or secret; set asterisk.ami_username and ami_secret as in its manager.conf"
        problem = f"Asterisk at {host}:{port} {remedy}."
        if problem != self.problem:
            log.error("ami_link", problem=problem)
        self.problem = problem

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        host, port = self._address
        made = loop.create_connection(lambda: _Protocol(self), host, port)
        _transport, self._protocol = await asyncio.wait_for(made, ANSWER_SECONDS)
        await self.send(self._login)
        await self._until_booted()
        self.up, self.problem = True, ""
        self.heard.put_nowait(Up())

    async def _until_booted(self) -> None:
        """An Asterisk that still loads knows no dialplan and no telephones: what is read from it would be wrong."""
        protocol = self._protocol
        assert protocol is not None
        await asyncio.wait({protocol.lost, protocol.booted}, timeout=BOOT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not protocol.booted.done() and not protocol.lost.done():
            raise TelephonyError(f"it did not say within {BOOT_SECONDS:g} s that it has started; read needs `system`")

    async def _watch(self) -> None:
        """Return when the connection is lost, or has been silent though it was pinged."""
        protocol = self._protocol
        assert protocol is not None
        while not protocol.lost.done():
            seen = self.bytes_seen
            ping = self._tasks.spawn(self._ping(), "ami-ping")
            await asyncio.wait({protocol.lost}, timeout=SILENCE_SECONDS / 2)
            if self.bytes_seen == seen and not protocol.lost.done():
                ping.cancel()
                log.error("ami_silent", seconds=SILENCE_SECONDS)
                return

    async def _ping(self) -> None:
        try:
            await self.send({"Action": "Ping"}, SILENCE_SECONDS)
        except TelephonyError:
            log.warning("ami_ping_unanswered")

    def _drop(self) -> None:
        if self._protocol is not None:
            self._protocol.close()
            self._protocol = None
        waiting, self._waiting = self._waiting, {}
        for one in waiting.values():
            if not one.future.done():
                one.future.set_exception(LinkDown("The connection to Asterisk was lost before it answered."))
        if self.up:
            self.up = False
            self.heard.put_nowait(Down())
