"""The consoles' live sockets: a snapshot first, then what changed; one active console for each agent.

A slow console costs nobody anything: what it has not taken yet is merged, and what it gets is always the present.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog
from aiohttp import WSMsgType, web
from pydantic import BaseModel

from agent_console import live_models as live
from agent_console import wire
from agent_console.auth import Principal
from agent_console.desk import desk
from agent_console.house import House
from agent_console.permissions import Permission, allows
from agent_console.settings_models import EmergencyView
from cti import events as e
from cti.bus import Subscription
from cti.clock import iso
from cti.ids import AgentId
from cti.tasks import Tasks
from reports.board import BoardQueue, Changes

log = structlog.get_logger(__name__)

MERGE_SECONDS = 0.01
PING_SECONDS = 5.0
DEAD_SECONDS = 15.0
SUPERSEDED = 4000


def _plain(part: Any) -> Any:
    if isinstance(part, BaseModel):
        return part.model_dump()
    raise TypeError(f"{type(part).__name__} is no part of a message")


_encoder = msgspec.json.Encoder(enc_hook=_plain)


class Console:
    """One browser's socket."""

    def __init__(self, house: House, principal: Principal, socket: web.WebSocketResponse, *, desk: bool) -> None:
        self._house = house
        self._socket = socket
        self.agent = AgentId(principal.agent) if principal.agent and desk else None
        self.watches_board = allows(principal.role, Permission.WATCH)
        self._dirty = asyncio.Event()
        self._heard = house.clock.now()

    def touch(self) -> None:
        """The desk may have changed."""
        self._dirty.set()

    async def send(self, message: live.AnyMessage) -> None:
        """Send one message; a socket that is gone is noticed by its reader."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.send_str(_encoder.encode(message).decode())

    async def run(self) -> None:
        """Serve the socket until it closes."""
        tasks = Tasks()
        with contextlib.ExitStack() as stack:
            # Watched from before the snapshot, so that no change falls between the two.
            watch = stack.enter_context(self._house.reports.watch()) if self.watches_board else None
            await self._snapshot()
            tasks.spawn(self._guard(self._desks), "console-desk")
            tasks.spawn(self._guard(self._pings), "console-ping")
            if watch is not None:
                tasks.spawn(self._guard(lambda: self._board(watch.next)), "console-board")
            try:
                await self._read()
            finally:
                await tasks.close()

    async def _guard(self, work: Callable[[], Awaitable[None]]) -> None:
        """A part that fails ends the socket, so that the browser connects anew and gets a fresh snapshot."""
        try:
            await work()
        except Exception:
            log.exception("console_fault", agent=self.agent)
            await self._socket.close()

    async def _snapshot(self) -> None:
        house = self._house
        await self.send(
            {
                "type": "snapshot",
                "position": house.journal.position,
                "server_time": iso(house.clock.now()),
                "desk": await desk(house, self.agent) if self.agent else None,
                "board": self._whole_board() if self.watches_board else None,
                "emergency": _emergency(house),
            }
        )

    def _whole_board(self) -> live.Board:
        board = self._house.reports.board
        return {
            "queues": [self._queue_row(row) for row in board.queues()],
            "agents": [wire.board_agent(row) for row in board.agents()],
            "totals": wire.live_figures(board.totals()),
        }

    def _queue_row(self, row: BoardQueue) -> live.BoardQueue:
        known = self._house.queues.get(row.id)
        return wire.board_queue(row, known.names if known else {})

    async def _desks(self) -> None:
        while self.agent:
            await self._dirty.wait()
            # One moment of the floor is several facts; the desk is drawn once for all of them.
            await asyncio.sleep(MERGE_SECONDS)
            self._dirty.clear()
            await self.send({"type": "desk", "desk": await desk(self._house, self.agent)})

    async def _board(self, changed: Callable[[], Awaitable[Changes]]) -> None:
        board = self._house.reports.board
        while True:
            changes = await changed()
            for queue in changes.queues:
                await self.send({"type": "queue", "queue": self._queue_row(board.queue(queue))})
            for agent in changes.agents:
                await self.send({"type": "agent", "agent": wire.board_agent(board.agent(agent))})
            if changes.totals:
                await self.send({"type": "totals", "totals": wire.live_figures(board.totals())})

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

    async def supersede(self) -> None:
        """Another tab of the same agent took over."""
        await self.send({"type": "superseded"})
        await self.end(SUPERSEDED, b"superseded")

    async def end(self, code: int, why: bytes) -> None:
        """Close the socket, saying why."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self._socket.close(code=code, message=why)


def _emergency(house: House) -> EmergencyView:
    return wire.emergency(house.settings.in_force.closed)


class Consoles:
    """Every live console, and which is the active one of each agent."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._all: set[Console] = set()
        self._active: dict[AgentId, Console] = {}
        self._tasks = Tasks()

    def start(self, live: Subscription) -> None:
        """Tell consoles what concerns them from now on."""
        self._tasks.spawn(self._follow(live), "consoles")

    async def close(self) -> None:
        """End every socket, so that browsers connect anew."""
        await self._tasks.close()
        ends = (console.end(code=1012, why=b"the server restarts") for console in list(self._all))
        await asyncio.gather(*ends)

    def __len__(self) -> int:
        return len(self._all)

    async def serve(self, principal: Principal, socket: web.WebSocketResponse, *, desk: bool) -> None:
        """Serve one socket until it closes; only one that is for the desk makes its agent present."""
        console = Console(self._house, principal, socket, desk=desk)
        self._all.add(console)
        if console.agent:
            self._take_over(console, console.agent)
        try:
            await console.run()
        finally:
            self._all.discard(console)
            self._left(console)

    def _take_over(self, console: Console, agent: AgentId) -> None:
        before = self._active.get(agent)
        self._active[agent] = console
        if before is not None:
            # Beside, since an old page may be one whose network is gone.
            self._tasks.spawn(before.supersede(), "console-supersede")
        now = self._house.clock.now()
        if not self._house.presences.get(agent).logged_in:
            self._house.journal.record(e.AgentLoggedIn(at=now, agent=agent))
        self._house.journal.record(e.ConsoleConnected(at=now, agent=agent))

    def _left(self, console: Console) -> None:
        agent = console.agent
        if agent and self._active.get(agent) is console:
            del self._active[agent]
            self._house.journal.record(e.ConsoleLost(at=self._house.clock.now(), agent=agent))

    async def _follow(self, live: Subscription) -> None:
        async for recorded in live:
            event = recorded.event
            if isinstance(event, e.TelephonyLost | e.TelephonyRestored):
                self._tell_all({"type": "telephony", "up": isinstance(event, e.TelephonyRestored)})
            if isinstance(event, e.SiteClosed | e.SiteReopened):
                self._tell_all({"type": "emergency", "emergency": _emergency(self._house)})
            for agent in self._concerned(event):
                console = self._active.get(agent)
                if console is not None:
                    console.touch()

    async def ask(self, agent: AgentId, order: str) -> bool:
        """Ask the agent's page to do what only a browser can: answer. Whether there is such a page."""
        console = self._active.get(agent)
        if console is not None:
            await console.send({"type": "order", "order": order})
        return console is not None

    def _tell_all(self, message: live.AnyMessage) -> None:
        for console in list(self._all):
            self._tasks.spawn(console.send(message), "console-tell")
            console.touch()

    def _concerned(self, event: e.Event) -> set[AgentId]:
        named = getattr(event, "agent", None)
        agents = {AgentId(named)} if named else set()
        if isinstance(event, e.CallEvent):
            call = self._house.calls.by_id.get(event.call)
            if call is not None:
                # Who has gone on to another call sees that one.
                shows = self._house.presences.get
                agents |= {one.agent for one in call.segments if shows(one.agent).call == event.call}
                agents |= {call.offer.agent} if call.offer else set()
                asked = {one.agent for one in call.helps.values()} | {call.consult.agent if call.consult else None}
                agents |= {one for one in asked if one and shows(one).call == event.call}
        return agents
