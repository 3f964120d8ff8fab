"""The board for everybody who watches it: a row that changed is drawn and written once, however many show it."""

import asyncio
from typing import Protocol

import structlog

from agent_console import live_models as live
from agent_console import wire
from agent_console.house import House
from agent_console.trunk_feed import TrunkFeed
from cti.tasks import Tasks
from reports.board import BoardQueue, Changes
from reports.runner import Watch

log = structlog.get_logger(__name__)

# One moment of the floor is several facts; a row is drawn once for all of them.
MERGE_SECONDS = 0.01


class Watcher(Protocol):
    """Somebody who shows the board."""

    def told(self, row: str, message: bytes) -> None:
        """A row as it is now; it stands for every earlier message about the same `row`. Never waits."""
        ...

    async def failed(self) -> None:
        """The board could not be drawn: whoever shows it has to begin anew."""
        ...


class BoardFeed:
    """Tells every watcher which rows are how, from the moment it is started."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._watchers: set[Watcher] = set()
        self._tasks = Tasks()
        self._look_again = asyncio.Event()
        self.trunks = TrunkFeed(house.trunks, lambda: house.telephony.up, lambda told: self._send("trunks", told))

    def start(self) -> None:
        """Follow the board; what changes from this call on is told."""
        self._tasks.spawn(self._follow(self._house.reports.watch()), "board-feed")
        self._tasks.spawn(self.trunks.follow(self._look_again), "trunk-feed")

    def telephony_changed(self) -> None:
        """Asterisk is reached again, or no more: look at the trunks at once."""
        self._look_again.set()

    async def close(self) -> None:
        """Tell no more."""
        await self._tasks.close()

    def join(self, watcher: Watcher) -> None:
        """Tell this one too, from now on."""
        self._watchers.add(watcher)

    def leave(self, watcher: Watcher) -> None:
        """Tell this one no more."""
        self._watchers.discard(watcher)

    def whole(self) -> live.Board:
        """The board as it is this moment."""
        board = self._house.reports.board
        return {
            "queues": [self._queue(row) for row in board.queues()],
            "agents": [wire.board_agent(row) for row in board.agents()],
            "totals": wire.live_figures(board.totals()),
            "trunks": self.trunks.whole(),
        }

    def _queue(self, row: BoardQueue) -> live.BoardQueue:
        newcomer = self._house.newcomer(row.id, self._house.clock.now())
        return wire.board_queue(row, self._house.queue_then(row.id), newcomer)

    async def _follow(self, watch: Watch) -> None:
        with watch:
            while True:
                changes = await watch.next(MERGE_SECONDS)
                if not self._watchers:
                    continue
                try:
                    self._tell(changes)
                except Exception:
                    log.exception("board_fault")
                    for watcher in list(self._watchers):
                        self._tasks.spawn(watcher.failed(), "board-failed")

    def _tell(self, changes: Changes) -> None:
        board = self._house.reports.board
        listed = {row.id: row for row in board.queues()} if changes.queues else {}
        for queue in changes.queues:
            row = listed.get(queue)
            gone: live.QueueGoneMessage = {"type": "queue_gone", "queue": queue}
            self._send(f"queue {queue}", {"type": "queue", "queue": self._queue(row)} if row else gone)
        for agent in changes.agents:
            self._send(f"agent {agent}", {"type": "agent", "agent": wire.board_agent(board.agent(agent))})
        if changes.totals:
            self._send("totals", {"type": "totals", "totals": wire.live_figures(board.totals())})

    def _send(self, row: str, message: live.AnyMessage) -> None:
        written = live.encoded(message)
        for watcher in self._watchers:
            watcher.told(row, written)
