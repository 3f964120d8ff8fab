"""Puts the house together: the only place that names concrete classes, and the order in which rooms open and close."""

from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from acd.agent import Agent
from acd.distributor import Distributor
from acd.queue import Queue
from acd.store import StaffStore
from agent_console.app import make_app
from agent_console.auth import Authenticator, LoginLimit
from agent_console.house import GuestPhone, House
from agent_console.live import Consoles
from agent_console.passwords import Passwords
from agent_console.store import UserStore
from crm_bridge.import_job import ImportJobs
from crm_bridge.runner import CrmRunner
from crm_bridge.screen_pop import ScreenPopSettings
from crm_bridge.store import CustomerStore
from crm_bridge.timeline.store import InteractionStore
from cti.agent_presence import Presences
from cti.asterisk.link import Link
from cti.asterisk.telephony import AsteriskTelephony
from cti.bus import Bus, InProcessBus
from cti.call import Calls
from cti.clock import SystemClock
from cti.conversation import Conversations
from cti.database import Database
from cti.events import ServiceStarted
from cti.fallback import FallbackMembers
from cti.ids import AgentId, NodeId, QueueId
from cti.journal import Journal
from cti.machine import MachineRunner
from ivr.attendant import Attendant
from ivr.loader import load
from ivr.prompts import Prompts
from ivr.speech import EspeakSpeech
from recordings.policy import Policy
from recordings.runner import Recorder
from recordings.storage import FolderStorage
from reports.floor_plan import BoardAgentConfig, BoardQueueConfig, FloorPlan
from reports.runner import ReportsRunner
from switchroom import __version__
from switchroom.asterisk_files import AsteriskHome, secret
from switchroom.company import Company
from switchroom.phones import GUEST
from switchroom.settings import Settings

log = structlog.get_logger(__name__)

LOOK_BACK_SECONDS = 24 * 3600.0


def bus_for(settings: Settings) -> Bus:
    """The bus the settings ask for."""
    if settings.bus.url:
        from cti.bus_redis import RedisBus

        return RedisBus(settings.bus.url)
    return InProcessBus()


def prompts_for(settings: Settings, speech: EspeakSpeech) -> Prompts:
    """Where this server's prompts lie: where its Asterisk reads sounds."""
    folder = Path(settings.asterisk.sounds) if settings.asterisk.sounds else AsteriskHome(settings.home).sounds
    return Prompts(folder / "switchroom", speech)


class Server:
    """Every room of one server, opened in order."""

    def __init__(self, settings: Settings, dist: Path, company: Company) -> None:
        self._settings = settings
        self._dist = dist
        self._company = company
        self._clock = SystemClock()
        self.database = Database(settings.database_url)
        self.bus = bus_for(settings)
        self.journal = Journal(self.database, self.bus, settings.home / "outbox")
        self.calls, self.presences = Calls(), Presences()
        self._runners: list[MachineRunner] = []
        self._web: web.AppRunner | None = None

    async def start(self) -> None:
        """Open the journal, rebuild the present from it, open the rooms, and only then the door to Asterisk."""
        await self.bus.open()
        await self.journal.open()
        history = [f.event for f in await self.journal.store.unfinished(self._clock.now() - LOOK_BACK_SECONDS)]
        for event in history:
            self.calls.apply(event)
            self.presences.apply(event)
        self.journal.observe(lambda recorded: self.calls.apply(recorded.event))
        self.journal.observe(lambda recorded: self.presences.apply(recorded.event))
        staff = StaffStore(self.database)
        queues, agents = await staff.queues(), await staff.agents()
        self._build(
            FloorPlan(
                tuple(BoardQueueConfig(q.id, q.threshold, q.short_abandon) for q in queues.values()),
                tuple(BoardAgentConfig(a.id, a.name, a.id, a.queues) for a in agents.values()),
                ZoneInfo(self._settings.site.timezone),
            )
        )
        attendant = await self._attendant([str(queue) for queue in queues])
        machines = (
            MachineRunner(attendant, self.journal, self.telephony, self._clock, "ivr"),
            MachineRunner(Distributor(queues, agents), self.journal, self.telephony, self._clock, "acd"),
            MachineRunner(Conversations(), self.journal, self.telephony, self._clock, "conversation"),
        )
        mailboxes = [self.bus.subscribe() for _ in machines]
        fallback_live, recorder_live, consoles_live = (self.bus.subscribe() for _ in range(3))
        self._house = await self._make_house(queues, agents, await staff.sip_secrets())
        await self.crm.start()
        await self.reports.start()
        for runner, mailbox in zip(machines, mailboxes, strict=True):
            runner.start(history, mailbox)
        self._runners = list(machines)
        self.fallback.start(fallback_live)
        await self.recorder.start(recorder_live)
        self._house.consoles.start(consoles_live)
        self.journal.record(ServiceStarted(at=self._clock.now(), version=__version__))
        self.telephony.start()
        await self._open_web()

    def _build(self, plan: FloorPlan) -> None:
        settings = self._settings
        folders = AsteriskHome(settings.home)
        self.storage = FolderStorage(settings.home / "recordings")
        policy = Policy(
            settings.recording.enabled, settings.recording.keep_hold, settings.recording.minimum_free_mb * 2**20
        )
        raw = Path(settings.asterisk.recordings) if settings.asterisk.recordings else folders.raw_recordings
        self.recorder = Recorder(raw, self.storage, policy, self.journal, self._clock)
        asterisk = settings.asterisk
        ami_secret = asterisk.ami_secret or secret(settings.home, "ami")
        self.telephony = AsteriskTelephony(
            Link(asterisk.ami_host, asterisk.ami_port, asterisk.ami_username, ami_secret),
            NodeId(asterisk.node),
            self.journal,
            self.calls,
            self._clock,
            self.recorder.file_for,
            asterisk.flow_patience_s,
        )
        self.crm = CrmRunner(
            journal=self.journal,
            bus=self.bus,
            clock=self._clock,
            directory=CustomerStore(self.database, self._clock),
            interactions=InteractionStore(self.database),
            settings=ScreenPopSettings(region=settings.site.region),
        )
        self.reports = ReportsRunner(self.journal, self._clock, plan)
        self.fallback = FallbackMembers(self.telephony, self.presences)

    async def _attendant(self, queues: list[str]) -> Attendant:
        flow = load(self._company.flow_file(self._settings), self._settings.site.timezone, queues)
        return Attendant(flow, prompts_for(self._settings, EspeakSpeech()).sound)

    async def _make_house(
        self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent], sip_secrets: dict[AgentId, str]
    ) -> House:
        settings = self._settings
        security = settings.security
        auth = Authenticator(
            UserStore(self.database),
            Passwords(),
            self._clock,
            settings.http.origins,
            security.session_hours * 3600,
            LoginLimit(security.login_attempts, security.login_window_s),
        )
        house = House(
            company=self._company.name,
            version=__version__,
            region=settings.site.region,
            websocket=settings.asterisk.websocket_url or f"ws://:{settings.asterisk.http_port}/ws",
            auth=auth,
            journal=self.journal,
            clock=self._clock,
            calls=self.calls,
            presences=self.presences,
            telephony=self.telephony,
            crm=self.crm,
            imports=ImportJobs(self.crm.directory, settings.site.region),
            reports=self.reports,
            recordings=self.storage,
            queues=queues,
            agents=agents,
            sip_secrets=sip_secrets,
            guest=self._guest(),
            session_seconds=security.session_hours * 3600,
            secure_cookie=settings.http.secure_cookie,
        )
        house.consoles = Consoles(house)
        return house

    def _guest(self) -> GuestPhone | None:
        if not self._settings.phone.guest:
            return None
        return GuestPhone(
            GUEST, secret(self._settings.home, "guest"), self._company.guest_numbers, self._company.guest_callers
        )

    async def _open_web(self) -> None:
        http = self._settings.http
        self._web = web.AppRunner(make_app(self._house, self._dist), access_log=None, shutdown_timeout=3)
        await self._web.setup()
        await web.TCPSite(self._web, http.host, http.port).start()

    async def close(self) -> None:
        """Close the rooms in the opposite order; calls go on in Asterisk."""
        await self._house.consoles.close()
        if self._web is not None:
            await self._web.cleanup()
        for runner in self._runners:
            await runner.close()
        await self.telephony.close()
        await self.recorder.close()
        await self.fallback.close()
        await self.reports.close()
        await self.crm.close()
        await self.journal.close()
        await self.bus.close()
        await self.database.close()
