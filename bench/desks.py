"""Five hundred live consoles: how long a fact takes to the screens, and what that costs the server.

Agents switch ready and not ready by the API, fifty a second; each such fact is told to the agent's own desk and to
every supervisor's board. The server is a real process with a real Asterisk; the consoles are in a process of their own.
"""

import asyncio
import json
import secrets
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent_console.store import token_hash
from bench.peers import processor
from bench.reoffer import FLOW
from tests.asterisk.site import Site, company

DESKS, BOARDS, QUEUES = 480, 20, 10
RATE, WARM_SECONDS, SECONDS = 50, 5, 20
GOAL_MS, GOAL_SHARE = 50.0, 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What the consoles saw (seconds, by what was waited for), and the server's share of one core meanwhile."""

    seen: dict[str, Any]
    share: float


def _company() -> str:
    """Ten queues, and agents of whom each serves two of them."""
    text = company({str(2000 + number): "" for number in range(DESKS)}, wrap_up=0)
    for number in range(1, QUEUES):
        text += f'[[queues]]\nid = "queue{number}"\nnames = {{ zh = "队列{number}", en = "Queue {number}" }}\n'
    parts = text.split('queues = ["sales"]')
    names = ["sales", *(f"queue{number}" for number in range(1, QUEUES))]
    served = [f'queues = ["{names[n % QUEUES]}", "{names[(n + 3) % QUEUES]}"]' for n in range(DESKS)]
    return "".join(part + after for part, after in zip(parts, [*served, ""], strict=True))


def _log_everybody_in(site: Site) -> dict[str, list[dict[str, str]]]:
    """Sessions as a login would open them; five hundred passwords would take a minute to check."""
    with sqlite3.connect(site.home / "switchroom.db") as database:
        users = database.execute("SELECT id, agent FROM users WHERE agent IS NOT NULL OR role = 'administrator'")
        opened: dict[str, list[dict[str, str]]] = {"desks": [], "boards": []}
        for user, agent in users.fetchall():
            for _ in range(1 if agent else BOARDS):
                token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
                row = (token_hash(token), user, csrf, time.time())
                database.execute("INSERT INTO sessions (token_hash, user, csrf, seen) VALUES (?, ?, ?, ?)", row)
                who = {"token": token, "csrf": csrf, "agent": agent or ""}
                opened["desks" if agent else "boards"].append(who)
    return opened


def table(found: Found, row: Callable[[str, list[float]], str]) -> list[str]:
    """The figures by what was waited for, each line written by `row`, and what all that cost."""
    seen = found.seen
    return [
        row("from the order to the own desk", seen["order_to_desk"]),
        row("from the fact to the own desk", seen["fact_to_desk"]),
        row("from the fact to each board", seen["fact_to_board"]),
        "",
        f"{seen['facts']} facts, {seen['messages']:,} messages, {seen['lost']} consoles lost, "
        f"{seen['untold']} desks not told. The server used {found.share:.0%} of a core "
        f"(goals: 99th at most {GOAL_MS:g} ms, at most {GOAL_SHARE:.0%}).",
    ]


async def _watch(site: Site, asked: dict[str, Any]) -> Found:
    """Start the consoles, say how far they are, and take the server's processor time while they measure."""
    assert site.process is not None
    pid, pipe = site.process.pid, asyncio.subprocess.PIPE
    words = (sys.executable, "-m", "bench.desk_clients")
    clients = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, limit=2**26)
    assert clients.stdin is not None
    assert clients.stdout is not None
    clients.stdin.write(json.dumps(asked).encode())
    clients.stdin.write_eof()
    began, before, share = time.monotonic(), processor(pid), 0.0
    try:
        async for line in clients.stdout:
            said = json.loads(line)
            now, used = time.monotonic(), processor(pid)
            if said.get("open", 1) % 100 == 0:
                print(f"  {said['open']} consoles are open", flush=True)
            if "measuring" in said:
                print(f"  measuring for {SECONDS} s", flush=True)
                began, before = now, used
            if "measured" in said:
                share = (used - before) / (now - began)
            if "done" in said:
                return Found(said["done"], share)
    finally:
        if clients.returncode is None:
            clients.terminate()
        await clients.wait()
    raise RuntimeError("The consoles ended before they had measured.")


async def measure(program: str, rate: int = RATE, seconds: float = SECONDS) -> Found:
    """So many facts a second for so long, with all consoles open."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"  preparing {DESKS} agents", flush=True)
        site = Site(Path(folder) / "desks", Path(program), _company(), FLOW)
        try:
            await site.prepare()
            everybody = _log_everybody_in(site)
            await site.start()
            asked = {"url": site.url, "rate": rate, "warm": WARM_SECONDS, "seconds": seconds, **everybody}
            return await _watch(site, asked)
        finally:
            site.close()
