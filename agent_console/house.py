"""Everything the API stands on, put together by the roof."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from acd.agent import Agent
from acd.callback import Callbacks
from acd.estimate import Promise
from acd.queue import Queue
from acd.settings_desk import SettingsDesk
from agent_console.floor_messages import FloorMessages
from crm_bridge.desk_work.desk_books import DeskBooks
from crm_bridge.import_job import ImportJobs
from crm_bridge.runner import CrmRunner
from cti.agent_presence import Presences
from cti.call import Calls
from cti.chats import Chats
from cti.clock import Clock
from cti.ids import AgentId, NodeId, QueueId
from cti.journal import Journal
from cti.telephony import Telephony
from cti.trunks import NoTrunks, Trunks
from ivr.flow import Flow
from ivr.prompts import Prompts
from recordings.storage import Storage
from reports.runner import ReportsRunner

if TYPE_CHECKING:
    from agent_console.auth import Authenticator
    from agent_console.live import Consoles
    from agent_console.webhooks.sender import WebhookSender


@dataclass(frozen=True, slots=True)
class GuestPhone:
    """The customer's telephone in the browser: its SIP account, and whom it may play."""

    username: str
    password: str
    numbers: tuple[tuple[str, dict[str, str]], ...]
    callers: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class House:
    """The rooms as the API reaches them. `queues` and `agents` are always those in force; `newcomer` tells what a
    caller who came into a queue now would be promised; `flow` is the one that is served, `read_flow` reads its
    file anew for these queues, and raises ConfigurationError where it is wrong; `language` is the site's."""

    company: str
    version: str
    region: str
    node: NodeId
    websocket: str
    auth: "Authenticator"
    journal: Journal
    clock: Clock
    calls: Calls
    presences: Presences
    callbacks: Callbacks
    chats: Chats
    telephony: Telephony
    crm: CrmRunner
    books: DeskBooks
    imports: ImportJobs
    reports: ReportsRunner
    recordings: Storage
    settings: SettingsDesk
    sip_secrets: dict[AgentId, str]
    webhooks: "WebhookSender"
    prompts: Prompts
    read_flow: Callable[[Iterable[str]], Flow]
    floor_messages: FloorMessages = field(default_factory=FloorMessages)
    guest: GuestPhone | None = None
    flow: Flow | None = None
    trunks: Trunks = field(default_factory=NoTrunks)
    newcomer: Callable[[QueueId, float], Promise | None] = lambda _queue, _at: None
    language: str = "en"
    session_seconds: float = 43200.0
    secure_cookie: bool = False
    consoles: "Consoles" = field(init=False)

    @property
    def flow_nodes(self) -> tuple[str, ...]:
        """The names of the flow's nodes."""
        return tuple(self.flow.nodes) if self.flow else ()

    @property
    def queues(self) -> dict[QueueId, Queue]:
        """Every queue, by id."""
        return self.settings.in_force.queues

    def queue_then(self, queue: QueueId | str) -> Queue | None:
        """The queue of this id, be it one that there was; None for one that never was."""
        in_force, name = self.settings.in_force, QueueId(queue)
        return in_force.queues.get(name) or in_force.removed.get(name)

    @property
    def agents(self) -> dict[AgentId, Agent]:
        """Every agent, by id."""
        return self.settings.in_force.agents


HOUSE: web.AppKey[House] = web.AppKey("house", House)
