"""The board is drawn once for everybody, and whoever is slow gets the present."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientWebSocketResponse

from agent_console.board_feed import BoardFeed
from agent_console.latest import Latest
from tests.agent_console.site import ANNA, SALES, Site, message


@dataclass(eq=False)
class Wall:
    """A board on a wall: what it was told, in order. A broken one takes nothing."""

    broken: bool = False
    rows: list[tuple[str, bytes]] = field(default_factory=list)
    failures: int = 0

    def told(self, row: str, message: bytes) -> None:
        if self.broken:
            raise RuntimeError("This wall takes nothing.")
        self.rows.append((row, message))

    async def failed(self) -> None:
        self.failures += 1

    def of(self, row: str) -> list[Any]:
        return [json.loads(message) for told, message in self.rows if told == row]


async def test_a_row_is_written_once_for_all_boards_and_once_for_a_moment(site: Site) -> None:
    feed, here, there = BoardFeed(site.house), Wall(), Wall()
    feed.start()
    feed.join(here)
    feed.join(there)
    # A login is several facts of one moment.
    await site.at_work("anna", ANNA)
    await site.until(lambda: any(told["agent"]["state"] == "ready" for told in here.of("agent 1001")))
    assert here.rows == there.rows
    assert all(mine is theirs for (_, mine), (_, theirs) in zip(here.rows, there.rows, strict=True))
    assert {told for told, _ in here.rows} >= {"agent 1001", "queue sales"}
    feed.leave(there)
    before = len(there.rows)
    site.exchange.dials("+8613800138001")
    await site.until(lambda: any(told["queue"]["waiting"] for told in here.of("queue sales")))
    assert len(there.rows) == before
    await feed.close()


async def test_a_board_opened_in_the_middle_of_everything_comes_to_show_what_a_fresh_one_does(site: Site) -> None:
    boss = await site.logged_in("sue")
    desk, _ = await site.at_work("anna", ANNA)
    opened = []
    for number in range(12):
        opened.append(await boss.socket("/live?for=board"))
        wish = {"state": "not_ready", "reason": "break"} if number % 2 else {"state": "ready"}
        assert (await desk.ask("POST", "/agent/state", json=wish))[0] == 204
        site.exchange.dials(f"+86138001380{number:02d}")
    await site.until(lambda: site.house.reports.board.queue(SALES).waiting >= 10)
    await asyncio.sleep(0.1)
    fresh = (await (await boss.socket("/live?for=board")).receive_json())["board"]
    for board in opened:
        assert await as_shown(board) == fresh


async def as_shown(socket: ClientWebSocketResponse) -> dict[str, Any]:
    """A board as a browser has it after all that was said on its socket."""
    board: dict[str, Any] = {}
    with contextlib.suppress(TimeoutError):
        while True:
            said = await asyncio.wait_for(socket.receive_json(), 0.2)
            if said["type"] == "snapshot":
                board = said["board"]
            elif said["type"] in {"queue", "agent"}:
                row = said[said["type"]]
                rows = board[f"{said['type']}s"]
                rows[[one["id"] for one in rows].index(row["id"])] = row
            elif said["type"] == "totals":
                board["totals"] = said["totals"]
    return board


async def test_where_the_board_cannot_be_told_everybody_begins_anew_and_the_feed_goes_on(site: Site) -> None:
    feed, well, broken = BoardFeed(site.house), Wall(), Wall(broken=True)
    feed.start()
    feed.join(well)
    feed.join(broken)
    desk, _ = await site.at_work("anna", ANNA)
    await site.until(lambda: well.failures and broken.failures)
    feed.leave(broken)
    before = len(well.rows)
    assert (await desk.ask("POST", "/agent/state", json={"state": "not_ready", "reason": "break"}))[0] == 204
    await site.until(lambda: len(well.rows) > before)
    await feed.close()


async def test_who_is_slow_gets_the_latest_of_each_row_in_the_order_of_change() -> None:
    latest = Latest()
    for row, text in (("agent 1", b"old"), ("queue 1", b"q"), ("agent 1", b"new")):
        latest.put(row, text)
    assert await latest.take() == [b"new", b"q"]
    latest.put("agent 1", b"stale")
    latest.clear()
    latest.put("agent 2", b"fresh")
    assert await latest.take() == [b"fresh"]


async def test_a_desk_that_is_the_same_is_not_sent_again(site: Site) -> None:
    desk, socket = await site.at_work("anna", ANNA)
    await message(socket, "desk", state__name="ready")
    for _ in range(3):
        assert (await desk.ask("POST", "/agent/state", json={"state": "ready"}))[0] == 204
    assert (await desk.ask("POST", "/agent/state", json={"state": "not_ready", "reason": "break"}))[0] == 204
    assert (await socket.receive_json())["desk"]["state"]["name"] == "not_ready"
