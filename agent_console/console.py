"""One browser's live socket: a snapshot first, then what changed.

A slow console costs nobody anything: what it has not taken yet is merged, and what it gets is always the present.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import msgspec
import structlog
from aiohttp import WSMsgType, web

from agent_console import live_models as live
from agent_console import wire
from agent_console.auth import Principal
from agent_console.board_feed import BoardFeed
from agent_console.chat_view import chat_view
from agent_console.chosen import phone_of
from agent_console.desk import desk
from agent_console.floor_messages import is_for
from agent_console.floor_messages import shown as shown_message
from agent_console.house import House
from agent_console.latest import Latest
from agent_console.live_work import AgentChat
from agent_console.permissions import Permission, allows
from agent_console.settings_models import EmergencyView
from cti import events as e
from cti.clock import iso
from cti.ids import AgentId
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

MERGE_SECONDS = 0.01
PING_SECONDS = 5.0
DEAD_SECONDS = 15.0
SUPERSEDED, LOGGED_OUT = 4000, 4001


# What a browser says of its microphone when nobody can be heard through it.
SILENT = frozenset({"missing", "denied"})


class _Pong(msgspec.Struct):
    microphone: str = ""


_pong = msgspec.json.Decoder(_Pong)


class Console:
    """One browser's socket."""

    def __init__(
        self, house: House, feed: BoardFeed, principal: Principal, socket: web.WebSocketResponse, *, desk: bool
    ) -> None:
        self._house, self._feed = house, feed
        self._socket = socket
        self.agent = AgentId(principal.agent) if principal.agent and desk else None
        self.user_agent = principal.agent
        self.user = principal.user.id if principal.user else None
        self.watches_board = allows(principal.role, Permission.WATCH)
        self._dirty = asyncio.Event()
        self._desk = b""
        self._rows = Latest()
        self._heard = house.clock.now()

    def touch(self) -> None:
        """The desk may have changed."""
        self._dirty.set()

    def hears(self, message: e.FloorMessageSent) -> bool:
        """Whether a message to the floor is for whoever sits here; a board is shown every one."""
        agent = self._house.agents.get(self.agent) if self.agent else None
        return self.watches_board or is_for(message, self.agent, agent.queues if agent else ())

    def told(self, row: str, message: bytes) -> None:
        """A row of the board as it is now, sent when this console can take it."""
        self._rows.put(row, message)

    async def failed(self) -> None:
        """End the socket, so that the browser connects anew and gets a fresh snapshot."""
        await self.end(1011, b"a fault of the server")

    async def send(self, message: live.AnyMessage) -> None:
        """Send one message; a socket that is gone is noticed by its reader."""
        await self._send(live.encoded(message))

    async def _send(self, written: bytes) -> None:
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.send_frame(written, WSMsgType.TEXT)

    async def run(self) -> None:
        """Serve the socket until it closes."""
        tasks = Tasks()
        if self.watches_board:
            self._feed.join(self)
        try:
            await self._snapshot()
            tasks.spawn(self._guard(self._desks), "console-desk")
            tasks.spawn(self._guard(self._pings), "console-ping")
            tasks.spawn(self._guard(self._board), "console-board")
            await self._read()
        finally:
            self._feed.leave(self)
            await tasks.close()

    async def _guard(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception:
            log.exception("console_fault", agent=self.agent)
            await self.failed()

    async def _snapshot(self) -> None:
        house = self._house
        shown = await desk(house, self.agent) if self.agent else None
        if shown is not None:
            self._desk = live.encoded({"type": "desk", "desk": shown})
        # Rows told before this moment are older than the board drawn now, and must not come after it.
        self._rows.clear()
        await self.send(
            {
                "type": "snapshot",
                "position": house.journal.position,
                "server_time": iso(house.clock.now()),
                "desk": shown,
                "board": self._feed.whole() if self.watches_board else None,
                "chats": self._chats(),
                "emergency": emergency(house),
                "messages": [
                    shown_message(one) for one in house.floor_messages.now(house.clock.now()) if self.hears(one)
                ],
            }
        )

    def _chats(self) -> list[AgentChat]:
        """Those of every agent for who watches the board; an agent's desk has its own."""
        seen = list(self._house.chats.by_agent) if self.watches_board else []
        agents = dict.fromkeys([*seen, *([self.agent] if self.agent else [])])
        return [chat_view(self._house, agent) for agent in agents]

    async def _desks(self) -> None:
        while self.agent:
            await self._dirty.wait()
            # One moment of the floor is several facts; the desk is drawn once for all of them.
            await asyncio.sleep(MERGE_SECONDS)
            self._dirty.clear()
            written = live.encoded({"type": "desk", "desk": await desk(self._house, self.agent)})
            if written != self._desk:
                self._desk = written
                await self._send(written)

    async def _board(self) -> None:
        while self.watches_board:
            for written in await self._rows.take():
                await self._send(written)

    async def _pings(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            now = self._house.clock.now()
            if now - self._heard > DEAD_SECONDS:
                await self._socket.close(code=1001, message=b"no answer to pings")
                return
            await self.send({"type": "ping", "server_time": iso(now)})

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                break
            self._heard = self._house.clock.now()
            self._says(message.data)

    def _says(self, text: str) -> None:
        """An agent who cannot be heard is offered no call."""
        try:
            pong = _pong.decode(text)
        except msgspec.DecodeError:
            return
        if self.agent is None or pong.microphone not in SILENT:
            return
        presence = self._house.presences.get(self.agent)
        if presence.ready and presence.state == "ready" and phone_of(self._house, self.agent).kind == "browser":
            now = self._heard
            self._house.journal.record(e.AgentBecameNotReady(at=now, agent=self.agent, reason="no_microphone"))

    async def supersede(self) -> None:
        """Another tab of the same agent took over."""
        await self.send({"type": "superseded"})
        await self.end(SUPERSEDED, b"superseded")

    async def put_out(self, by: str) -> None:
        """A supervisor logged this agent out."""
        await self.send({"type": "logged_out", "by": by})
        await self.end(LOGGED_OUT, b"logged out by a supervisor")

    async def end(self, code: int, why: bytes) -> None:
        """Close the socket, saying why."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.close(code=code, message=why)


def emergency(house: House) -> EmergencyView:
    """The emergency switch, as snapshots and messages say it."""
    return wire.emergency(house.settings.in_force.closed)
