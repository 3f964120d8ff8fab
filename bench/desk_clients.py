"""The consoles of `bench.desks`, in a process of their own: they listen, answer pings, and switch ready and not ready.

Reads from its input where the server is and who is logged in, and writes what it measured to its output, both as JSON.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
import msgspec
import uvloop

OPEN_AT_ONCE = 10
PONG = '{"type":"pong","phone":"registered","microphone":"ok"}'
Wishes = Iterator[tuple[dict[str, str], dict[str, str]]]
PURPOSES = {"desks": "desk", "boards": "board"}


@dataclass
class Crowd:
    """Everybody who listens, and what was measured: seconds, by what was waited for."""

    url: str
    measuring: bool = False
    ordered: dict[str, float] = field(default_factory=dict)
    order_to_desk: list[float] = field(default_factory=list)
    fact_to_desk: list[float] = field(default_factory=list)
    fact_to_board: list[float] = field(default_factory=list)
    messages: int = 0
    listening: int = 0
    lost: int = 0

    async def listen(self, session: aiohttp.ClientSession, token: str, purpose: str) -> None:
        """One console, for as long as the server keeps it; like a browser it would take packed messages."""
        headers = {"Cookie": f"switchroom_session={token}", "Origin": self.url}
        async with session.ws_connect(
            f"/api/v1/live?for={purpose}", headers=headers, compress=15, max_msg_size=0
        ) as socket:
            async for message in socket:
                now, told = time.time(), msgspec.json.decode(message.data)
                if told["type"] == "ping":
                    await socket.send_str(PONG)
                self.listening += told["type"] == "snapshot"
                self.heard(now, told)
        self.lost += 1

    def heard(self, now: float, told: dict[str, Any]) -> None:
        """Take the time, if a state is told that nobody was told before."""
        if not self.measuring or told["type"] == "snapshot":
            return
        self.messages += 1
        if told["type"] == "agent":
            self.fact_to_board.append(now - _seconds(told["agent"]["since"]))
        elif told["type"] == "desk":
            sent = self.ordered.pop(told["desk"]["agent"]["id"], None)
            if sent is not None:
                self.order_to_desk.append(now - sent)
                self.fact_to_desk.append(now - _seconds(told["desk"]["state"]["since"]))

    async def switch(self, session: aiohttp.ClientSession, who: dict[str, str], body: dict[str, str]) -> None:
        """An agent's order, as the console gives it."""
        headers = {"Cookie": f"switchroom_session={who['token']}", "X-CSRF-Token": who["csrf"]}
        if self.measuring:
            self.ordered[who["agent"]] = time.time()
        async with session.post("/api/v1/agent/state", json=body, headers=headers) as answer:
            if answer.status != 204:
                raise RuntimeError(await answer.text())

    async def switches(self, session: aiohttp.ClientSession, wishes: Wishes, rate: int, seconds: float) -> int:
        """The next agents say their wishes, so many in a second; gives how many did."""
        began, orders = time.monotonic(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            orders.append(asyncio.ensure_future(self.switch(session, *next(wishes))))
        await asyncio.gather(*orders)
        return len(orders)


def in_turn(agents: list[dict[str, str]]) -> Wishes:
    """Everybody becomes ready, then everybody not ready, and so on: each wish is a change."""
    while True:
        for body in ({"state": "ready"}, {"state": "not_ready", "reason": "break"}):
            for agent in agents:
                yield agent, body


def _seconds(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()


def say(**what: Any) -> None:
    """One line to whoever started this."""
    print(json.dumps(what), flush=True)


async def main(asked: dict[str, Any]) -> None:
    """Open every console, switch to get warm, then switch and measure."""
    crowd = Crowd(asked["url"])
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(crowd.url, connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        everybody = [(who["token"], PURPOSES[kind]) for kind in PURPOSES for who in asked[kind]]
        listeners = []
        for start in range(0, len(everybody), OPEN_AT_ONCE):
            for token, purpose in everybody[start : start + OPEN_AT_ONCE]:
                listeners.append(asyncio.ensure_future(crowd.listen(session, token, purpose)))
            while crowd.listening + crowd.lost < len(listeners):
                await asyncio.sleep(0.01)
            say(open=crowd.listening)
        wishes = in_turn(asked["desks"])
        await crowd.switches(session, wishes, asked["rate"], asked["warm"])
        await asyncio.sleep(1)
        crowd.measuring = True
        say(measuring=True)
        facts = await crowd.switches(session, wishes, asked["rate"], asked["seconds"])
        say(measured=True)
        await asyncio.sleep(1)
        crowd.measuring = False
        lists = {name: getattr(crowd, name) for name in ("order_to_desk", "fact_to_desk", "fact_to_board")}
        say(
            done={**lists, "facts": facts, "messages": crowd.messages, "lost": crowd.lost, "untold": len(crowd.ordered)}
        )
        for listener in listeners:
            listener.cancel()


if __name__ == "__main__":
    uvloop.run(main(json.load(sys.stdin)))
