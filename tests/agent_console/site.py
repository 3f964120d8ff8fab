"""A whole server without Asterisk: real rooms, machines, SQLite and HTTP; the exchange's twin is its telephony."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientResponse, ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from acd.agent import Agent
from acd.callback import Callbacks
from acd.distributor import Distributor
from acd.in_force import InForce
from acd.promises import Promises
from acd.queue import Queue
from acd.settings_desk import SettingsDesk
from acd.store import StaffStore
from agent_console.app import make_app
from agent_console.auth import CSRF_HEADER, Authenticator, LoginLimit
from agent_console.house import GuestPhone, House
from agent_console.live import Consoles
from agent_console.passwords import Passwords
from agent_console.store import Entry, User, UserStore
from agent_console.webhooks.sender import WebhookSender
from agent_console.webhooks.store import WebhookStore
from crm_bridge.desk_work.desk_books import DeskBooks
from crm_bridge.import_job import ImportJobs
from crm_bridge.phone_number import parse
from crm_bridge.runner import CrmRunner
from crm_bridge.store import CustomerStore
from crm_bridge.timeline.store import InteractionStore
from cti import events as e
from cti.agent_presence import Presences
from cti.bus import InProcessBus
from cti.call import Calls
from cti.chats import Chats
from cti.conversation import Conversations
from cti.database import Database
from cti.helps import Helps
from cti.ids import AgentId, CallId, QueueId
from cti.journal import Journal
from cti.machine import MachineRunner, Machines
from cti.outgoing import Outgoing
from cti.transfers import Transfers
from ivr.attendant import Attendant
from ivr.loader import read
from ivr.prompts import Prompts
from recordings.storage import FolderStorage
from reports.floor_plan import BoardAgentConfig, BoardQueueConfig, FloorPlan
from reports.runner import ReportsRunner
from switchroom.tables import metadata
from tests.doubles.exchange import NODE, Exchange

T0 = 1_763_780_000.0
PASSWORD = "correct horse battery"
SALES = QueueId("sales")
ANNA, BEN = AgentId("1001"), AgentId("1002")
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
FLOW = '[nodes.sales]\nkind = "queue"\nqueue = "sales"\n'
Client = TestClient[web.Request, web.Application]
Connect = Callable[[TestServer], Awaitable[Client]]


def alike(number: str) -> str:
    """However a number is written it is the same one, as the roof has it."""
    return parse(number, "CN").e164 or number


@dataclass
class HandClock:
    at: float = T0

    def now(self) -> float:
        return self.at


@dataclass
class Desk:
    """A browser that is logged in; every change carries its CSRF token unless a test takes it away."""

    client: Client
    csrf: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, **rest: Any) -> tuple[int, Any]:
        response = await self.raw(method, path, **rest)
        text = await response.text()
        return response.status, (await response.json() if text and response.content_type.endswith("json") else text)

    async def raw(self, method: str, path: str, headers: dict[str, str] | None = None, **rest: Any) -> ClientResponse:
        sent = {**({CSRF_HEADER: self.csrf} if self.csrf else {}), **self.headers, **(headers or {})}
        url = path if path.startswith(("/healthz", "/readyz", "/metrics", "/desk", "/!")) else f"/api/v1{path}"
        return await self.client.request(method, url, headers=sent, **rest)

    async def socket(self, path: str = "/live", headers: dict[str, str] | None = None) -> ClientWebSocketResponse:
        return await self.client.ws_connect(f"/api/v1{path}", headers={**self.headers, **(headers or {})})


async def message(socket: ClientWebSocketResponse, kind: str, **fields: Any) -> dict[str, Any]:
    """The next message of a kind whose desk (or whatever it carries) has these values; others are passed over."""
    async with asyncio.timeout(10):
        while True:
            got: dict[str, Any] = await socket.receive_json()
            body = got.get(kind) or got
            if got["type"] == kind and all(_at(body, name) == value for name, value in fields.items()):
                return got


def _at(body: dict[str, Any], path: str) -> Any:
    value: Any = body
    for part in path.split("__"):
        value = value.get(part) if isinstance(value, dict) else None
    return value


class Voice:
    """Speaks into a file what was to be said."""

    def voice(self, language: str) -> str:
        return language

    async def speak(self, text: str, language: str, path: Path) -> None:
        path.write_bytes(f"{language} {text}".encode())

    async def close(self) -> None:
        return


class Site:
    """The server; `clock` is moved by hand, `exchange` is the telephone network, `flow_file` the flow's file."""

    flow_file = FLOW

    def __init__(self, folder: Path, connect: Connect) -> None:
        self.folder, self.connect = folder, connect
        self.clock = HandClock()
        self.database = Database(f"sqlite:///{folder}/site.db")
        self.bus = InProcessBus()
        self.journal = Journal(self.database, self.bus, folder / "outbox")
        self.exchange = Exchange(self._tell, T0)
        self.calls, self.presences, self.callbacks = Calls(), Presences(), Callbacks(alike)
        self.chats = Chats()
        self.limit = LoginLimit(5, 300.0)
        self.machines = Machines([])

    def _tell(self, event: e.Event) -> None:
        self.journal.record(event)

    async def open(self) -> "Site":
        async with self.database.writing() as connection:
            await connection.run_sync(metadata.create_all)
        await self.journal.open()
        self.journal.observe(lambda recorded: self.calls.apply(recorded.event))
        self.journal.observe(lambda recorded: self.presences.apply(recorded.event))
        self.journal.observe(lambda recorded: self.callbacks.apply(recorded.event))
        self.journal.observe(lambda recorded: self.chats.apply(recorded.event))
        queues = {SALES: Queue(SALES, {"en": "Sales", "zh": "销售"}, ring_seconds=20, wrap_up_seconds=60, version=1)}
        agents = {name: Agent(name, shown, (SALES,), version=1) for name, shown in ((ANNA, "Anna"), (BEN, "Ben"))}
        store = UserStore(self.database)
        await self._people(store)
        self.staff = StaffStore(self.database)
        await self.staff.save_queues(list(queues.values()), T0)
        await self.staff.save_agents(list(agents.values()), {ANNA: "secret-of-anna", BEN: "secret-of-ben"}, T0)
        self.webhooks = WebhookSender(
            WebhookStore(self.database), self.journal, self.clock, "Test", private=True, back_off=(0.01, 0.01)
        )
        self.webhooks.start(self.bus.subscribe(*self.webhooks.hears))
        self.house = self._house(store, queues, agents)
        self.journal.observe(lambda recorded: self.house.floor_messages.apply(recorded.event))
        self.house.consoles = Consoles(self.house)
        live = self.bus.subscribe()
        await self.house.crm.start()
        await self.house.reports.start()
        self.distributor = Distributor(queues, agents, alike=alike, promises=Promises())
        self.house.newcomer = self.distributor.newcomer
        machines = (
            Attendant(read(FLOW, "site.toml", "UTC", ["sales"]), lambda text, _language: text),
            self.distributor,
            Conversations(),
            Transfers(),
            Helps(),
            Outgoing(),
        )
        self.machines = Machines(
            [MachineRunner(one, self.journal, self.exchange, self.clock, type(one).__name__) for one in machines]
        )
        self.machines.start([], self.bus.subscribe())
        self.house.consoles.start(live)
        self._tell(e.ServiceStarted(at=T0, version="test"))
        self._tell(e.TelephonyRestored(at=T0, node="main"))
        (self.folder / "dist").mkdir()
        (self.folder / "dist" / "index.html").write_text("<title>Switchroom</title>")
        self.server = TestServer(make_app(self.house, self.folder / "dist"))
        return self

    async def _people(self, store: UserStore) -> None:
        kept = HASHER.hash(PASSWORD)
        people = [
            User("u1", "anna", "Anna", "agent", "en", "1001", kept),
            User("u2", "ben", "Ben", "agent", "zh", "1002", kept),
            User("u3", "sue", "Sue", "supervisor", "en", None, kept),
            User("u4", "adam", "Adam", "administrator", "en", None, kept),
            User("u5", "nobody", "Nobody", "no-such-role", "en", None, kept),
        ]
        await store.save_users(people)
        await store.save_catalogue(
            [
                Entry("reason", "break", {"en": "Break"}, {"paid": True}),
                Entry("disposition", "sale", {"en": "Sale"}, {"key": "1"}),
            ]
        )
        await store.add_token("token-of-a-program", "crm", "supervisor", T0)

    def _house(self, store: UserStore, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent]) -> House:
        auth = Authenticator(store, Passwords(HASHER), self.clock, ("https://console.example/",), 3600.0, self.limit)
        plan = FloorPlan(
            tuple(BoardQueueConfig(queue, 20.0) for queue in queues),
            tuple(BoardAgentConfig(a.id, a.name, a.id, a.queues) for a in agents.values()),
            ZoneInfo("UTC"),
        )
        directory = CustomerStore(self.database, self.clock)
        return House(
            company="Test",
            version="0.0.1",
            region="CN",
            node=NODE,
            websocket="ws://:8488/ws",
            auth=auth,
            journal=self.journal,
            clock=self.clock,
            calls=self.calls,
            presences=self.presences,
            callbacks=self.callbacks,
            chats=self.chats,
            telephony=self.exchange,
            crm=CrmRunner(
                journal=self.journal,
                bus=self.bus,
                clock=self.clock,
                directory=directory,
                interactions=InteractionStore(self.database),
            ),
            books=DeskBooks(self.database, self.clock),
            imports=ImportJobs(directory, "CN", lambda: agents),
            reports=ReportsRunner(self.journal, self.clock, plan),
            recordings=FolderStorage(self.folder / "recordings"),
            settings=SettingsDesk(self.staff, self.journal, self.clock, self._in_force(queues, agents)),
            sip_secrets={ANNA: "secret-of-anna", BEN: "secret-of-ben"},
            webhooks=self.webhooks,
            guest=GuestPhone("guest", "guest-secret", (("1000", {"en": "Sales"}),), (("+8613800138001", "Wang"),)),
            session_seconds=3600.0,
            prompts=Prompts(self.folder / "prompts", Voice()),
            read_flow=lambda queues: read(self.flow_file, "site.toml", "UTC", queues),
            flow=read(FLOW, "site.toml", "UTC", ["sales"]),
            trunks=self.exchange,
        )

    def _in_force(self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent]) -> InForce:
        in_force = InForce(queues, agents)
        self.journal.observe(lambda recorded: in_force.apply(recorded.event))
        return in_force

    async def close(self) -> None:
        await self.house.consoles.close()
        await self.house.imports.close()
        await self.webhooks.close()
        await self.machines.close()
        await self.house.reports.close()
        await self.house.crm.close()
        await self.journal.close()
        await self.bus.close()
        await self.database.close()

    async def stranger(self) -> Desk:
        return Desk(await self.connect(self.server))

    async def program(self) -> Desk:
        return Desk(await self.connect(self.server), headers={"Authorization": "Bearer token-of-a-program"})

    async def logged_in(self, username: str) -> Desk:
        desk = await self.stranger()
        status, session = await desk.ask("POST", "/session", json={"username": username, "password": PASSWORD})
        assert status == 200, session
        desk.csrf = session["csrf"]
        return desk

    async def at_work(self, username: str, agent: AgentId) -> tuple[Desk, ClientWebSocketResponse]:
        """An agent with desk and phone, ready."""
        desk = await self.logged_in(username)
        socket = await desk.socket()
        await message(socket, "snapshot")
        self._tell(e.PhoneRegistered(at=self.clock.at, agent=agent, contact="sip:browser"))
        assert (await desk.ask("POST", "/agent/state", json={"state": "ready"}))[0] == 204
        return desk, socket

    def passes(self, seconds: float) -> None:
        self.clock.at += seconds
        self.exchange.now += seconds

    async def ringing_call(self, socket: ClientWebSocketResponse, number: str = "+8613800138001") -> CallId:
        call = self.exchange.dials(number)
        await message(socket, "desk", call__id=call, call__stage="ringing")
        await self.until(lambda: self.exchange.lines[call].rings)
        return call

    async def talking_call(self, socket: ClientWebSocketResponse, number: str = "+8613800138001") -> CallId:
        call = await self.ringing_call(socket, number)
        self.exchange.answers(call)
        await message(socket, "desk", call__stage="talking")
        return call

    @staticmethod
    async def until(condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.005)
