"""A whole real site for a test: the server as its own process, the Asterisk it starts, ports and folders of its own."""

import asyncio
import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Self

import aiohttp

from cti import codec
from cti.events import CallQueued, Event
from cti.ids import CallId
from tests.asterisk.prepared import prepared

HOST = "127.0.0.1"
TRUNK = """
[trunk]
type = endpoint
context = switchroom-in
disallow = all
allow = ulaw
transport = transport-udp
trust_id_inbound = yes

[trunk]
type = identify
endpoint = trunk
match = 127.0.0.1
"""


def free_ports(count: int) -> list[int]:
    """Ports that are free for TCP and UDP at this moment."""
    found: list[int] = []
    while len(found) < count:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind((HOST, 0))
            port = tcp.getsockname()[1]
            with contextlib.suppress(OSError):
                udp.bind((HOST, port))
                found.append(port)
    return found


def company(phones: dict[str, str], wrap_up: int = 3, ring: int = 20, roles: Mapping[str, str] | None = None) -> str:
    """A company file: one queue, and agents with browsers (empty address) or desk phones."""
    agents = "".join(
        f'[[agents]]\nid = "{id_}"\nname = "Agent {id_}"\nusername = "agent{id_}"\nlanguage = "en"\n'
        f'queues = ["sales"]\nphone = "{address}"\nrole = "{(roles or {}).get(id_, "agent")}"\n'
        for id_, address in phones.items()
    )
    return f"""
name = "Test Company"
[[queues]]
id = "sales"
names = {{ zh = "销售", en = "Sales" }}
ring_seconds = {ring}
wrap_up_seconds = {wrap_up}
threshold = 20
{agents}
[[users]]
username = "boss"
name = "Boss"
role = "administrator"
language = "en"
[[customers]]
name = "Wang Sample"
numbers = ["+8613800138001"]
[guest]
numbers = [{{ number = "1000", names = {{ en = "Main line", zh = "总机" }} }}]
callers = [{{ number = "+8613800138001", name = "Wang Sample" }}]
[[reasons]]
id = "break"
names = {{ zh = "休息", en = "Break" }}
[[reasons]]
id = "course"
kind = "training"
names = {{ zh = "培训", en = "Course" }}
[[dispositions]]
id = "solved"
names = {{ zh = "已解决", en = "Solved" }}
key = "1"
[[dispositions]]
id = "order"
names = {{ zh = "成交", en = "Order" }}
key = "2"
fields = [
    {{ id = "number", names = {{ zh = "订单号", en = "Order number" }}, required = true }},
    {{ id = "size", names = {{ zh = "尺寸", en = "Size" }}, type = "choice", choices = [{{ id = "s" }}] }},
]
"""


FLOW = """
language = "en"
[nodes.menu]
kind = "menu"
text.en = "For sales, press one."
text.zh = "销售请按一。"
keys = { 1 = "sales" }
tries = 3
timeout = 5
otherwise = "sales"
[nodes.sales]
kind = "queue"
queue = "sales"
"""


def far_end(port: int) -> str:
    """Where the trunk leads: a telephone of the test's, at this port."""
    endpoint = TRUNK.replace("type = endpoint", "type = endpoint\naors = trunk")
    return f"{endpoint}\n[trunk]\ntype = aor\ncontact = sip:trunk@127.0.0.1:{port}\n"


class Site:
    """One server and one Asterisk. `settings` are further environment variables without their prefix."""

    def __init__(self, home: Path, program: Path, company_text: str, flow: str = FLOW, **settings: str) -> None:
        self.home = home
        self.http, self.ami, self.ws, self.sip, rtp = free_ports(5)
        rtp = (rtp if rtp < 60000 else 40000) // 2 * 2
        self.env = os.environ | {
            "SWITCHROOM_HOME": str(home),
            "SWITCHROOM_HTTP__PORT": str(self.http),
            "SWITCHROOM_ASTERISK__PROGRAM": str(program),
            "SWITCHROOM_ASTERISK__AMI_PORT": str(self.ami),
            "SWITCHROOM_ASTERISK__HTTP_PORT": str(self.ws),
            "SWITCHROOM_ASTERISK__SIP_PORT": str(self.sip),
            "SWITCHROOM_ASTERISK__RTP_START": str(rtp),
            "SWITCHROOM_ASTERISK__RTP_END": str(rtp + 400),
            **{f"SWITCHROOM_{name.upper()}": value for name, value in settings.items()},
        }
        home.mkdir(parents=True, exist_ok=True)
        (home / "company.toml").write_text(company_text, encoding="utf-8")
        (home / "flows").mkdir(exist_ok=True)
        (home / "flows" / "main.toml").write_text(flow, encoding="utf-8")
        custom = home / "asterisk" / "etc" / "custom"
        custom.mkdir(parents=True)
        self.trunks = custom / "pjsip_trunks.conf"
        self.trunks.write_text(TRUNK)
        self.process: subprocess.Popen[bytes] | None = None
        self.log = home / "server.out"

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.http}"

    def command(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run `switchroom` with this site's settings."""
        return subprocess.run(
            [sys.executable, "-m", "switchroom", *words],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **options,
        )

    async def prepare(self) -> None:
        await prepared(self.home, self.env, self.command)

    async def start(self, timeout: float = 60) -> Self:
        """Start the server and wait until it can serve calls."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "switchroom", "run"], env=self.env, stdout=output, stderr=output
            )
        async with asyncio.timeout(timeout), aiohttp.ClientSession() as session:
            while True:
                assert self.process.poll() is None, self.log.read_text()
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(self.url + "/readyz") as answer:
                        if answer.status == 200:
                            return self
                await asyncio.sleep(0.05)

    def start_asterisk(self) -> None:
        """Start this site's Asterisk by itself, as one that the server does not manage."""
        words = [sys.executable, "-m", "switchroom", "asterisk", "-f"]
        with self.log.open("ab") as output:
            subprocess.Popen(words, env=self.env, stdout=output, stderr=output, stdin=subprocess.DEVNULL)

    def kill(self) -> None:
        """SIGKILL the server alone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def asterisk(self, command: str) -> str:
        """What Asterisk's own console answers."""
        return self.command("asterisk", "-rx", command).stdout

    def asterisk_pid(self) -> int | None:
        path = self.home / "asterisk" / "run" / "asterisk.pid"
        return int(path.read_text()) if path.exists() else None

    def close(self) -> None:
        """End both, whatever state they are in."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        pid = self.asterisk_pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def passwords(self) -> dict[str, str]:
        lines = (self.home / "secrets" / "first-passwords").read_text().splitlines()
        return dict(line.split(" ", 1) for line in lines)

    def facts(self) -> list[Event]:
        """The journal as the database and the outbox have it."""
        with sqlite3.connect(f"file:{self.home}/switchroom.db?mode=ro", uri=True) as database:
            rows = database.execute("SELECT event FROM journal ORDER BY position").fetchall()
        return [codec.decode(row[0]) for row in rows]

    async def until(self, kind: type[Event], timeout: float = 20, **fields: Any) -> Any:
        """Wait until the journal has such a fact, and give the newest."""

        async def look() -> Event:
            while True:
                for fact in reversed(self.facts()):
                    if isinstance(fact, kind) and all(getattr(fact, n) == v for n, v in fields.items()):
                        return fact
                await asyncio.sleep(0.05)

        return await asyncio.wait_for(look(), timeout)

    async def queued(self, call: CallId, press: Callable[[], Awaitable[None]]) -> CallQueued:
        """Have the caller press a key until the call waits: on a busy machine a key may come before its menu."""
        for _ in range(8):
            await asyncio.sleep(0.5)
            await press()
            with contextlib.suppress(TimeoutError):
                found: CallQueued = await self.until(CallQueued, timeout=2, call=call)
                return found
        raise AssertionError("no key was heard")

    @contextlib.asynccontextmanager
    async def user(self, name: str) -> AsyncIterator["User"]:
        """Log in as one of the company's users."""
        async with aiohttp.ClientSession(self.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            user = User(session)
            await user.log_in(name, self.passwords()[name])
            yield user


class User:
    """Someone logged in: HTTP with the CSRF token, and the live socket."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.csrf = ""
        self.desk: dict[str, Any] = {}
        self.seen: list[tuple[float, dict[str, Any]]] = []
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    async def log_in(self, name: str, password: str) -> None:
        async with self.session.post("/api/v1/session", json={"username": name, "password": password}) as answer:
            assert answer.status == 200, await answer.text()
            self.csrf = (await answer.json())["csrf"]

    async def call(self, method: str, path: str, body: Any = None, status: int = 204) -> Any:
        headers = {"X-CSRF-Token": self.csrf}
        async with self.session.request(method, "/api/v1" + path, json=body, headers=headers) as answer:
            text = await answer.text()
            assert answer.status == status, f"{method} {path}: {answer.status} {text}"
            return await answer.json() if text and "json" in answer.content_type else text

    async def open_desk(self) -> None:
        """Open the console's socket and keep reading it."""
        self._socket = await self.session.ws_connect("/api/v1/live?for=desk", origin=str(self.session._base_url))
        self._reader = asyncio.get_running_loop().create_task(self._read(self._socket))
        await self.desk_shows(lambda desk: bool(desk))

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        loop = asyncio.get_running_loop()
        async for message in socket:
            data = message.json()
            self.seen.append((loop.time(), data))
            if data["type"] == "ping":
                await socket.send_json({"type": "pong", "phone": "registered", "microphone": "ok"})
            if data.get("desk"):
                self.desk = data["desk"]
            self._changed.set()

    async def desk_shows(self, what: Any, timeout: float = 15) -> dict[str, Any]:
        """Wait until the desk is as wished."""
        async with asyncio.timeout(timeout):
            while not (self.desk and what(self.desk)):
                self._changed.clear()
                await self._changed.wait()
        return self.desk

    async def ready(self) -> None:
        """Open the desk, wait for the phone, and want calls."""
        await self.open_desk()
        await self.desk_shows(lambda desk: desk["phone_reachable"])
        await self.call("POST", "/agent/state", {"state": "ready"})
