"""Puts the house together: the only place that names concrete classes, and the order in which rooms open and close."""

import math
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from acd.agent import Agent
from acd.callback import Callbacks
from acd.configured import document_of
from acd.distributor import Distributor
from acd.estimate import Promise
from acd.in_force import InForce
from acd.promises import Promises
from acd.queue import Queue
from acd.settings_desk import SettingsDesk
from acd.store import StaffStore
from agent_console.app import make_app
from agent_console.floor_messages import FloorMessages
from agent_console.house import GuestPhone, House
from agent_console.live import Consoles
from agent_console.webhooks.sender import WebhookSender
from agent_console.webhooks.store import WebhookStore
from crm_bridge.desk_work.desk_books import DeskBooks
from crm_bridge.import_job import ImportJobs
from crm_bridge.phone_number import parse
from crm_bridge.runner import CrmRunner
from crm_bridge.screen_pop import ScreenPopSettings
from crm_bridge.store import CustomerStore
from crm_bridge.timeline.store import InteractionStore
from cti.agent_presence import Presences
from cti.asterisk.link import Link
from cti.asterisk.telephony import AsteriskTelephony
from cti.bus import Bus, InProcessBus
from cti.call import Calls
from cti.chats import Chats
from cti.chosen_phone import ChosenPhone, chosen_phone
from cti.clock import SystemClock
from cti.conversation import Conversations
from cti.database import Database
from cti.errors import ConfigurationError
from cti.events import Event, ServiceStarted
from cti.fallback import FallbackMembers
from cti.helps import Helps
from cti.ids import AgentId, NodeId, QueueId
from cti.journal import Journal
from cti.machine import Machine, MachineRunner, Machines
from cti.outgoing import Outgoing
from cti.transfers import Transfers
from ivr import sentences
from ivr.attendant import Attendant
from ivr.callback_dialogue import CallbackDialogue
from ivr.departures import Departures
from ivr.engine import spoken_together
from ivr.flow import Flow
from ivr.prompts import Prompts
from ivr.rehearsal import Rehearsal, texts_in
from ivr.speaking import SpeakingTelephony
from ivr.speech import EspeakSpeech
from ivr.waiting_voice import WaitingVoice
from recordings.messages import Messages
from recordings.policy import Policy
from recordings.runner import Recorder
from recordings.storage import FolderStorage
from reports.alerts import limits_of
from reports.floor_plan import BoardAgentConfig, BoardQueueConfig, FloorPlan
from reports.runner import ReportsRunner
from switchroom import __version__
from switchroom.asterisk_files import AsteriskHome, secret
from switchroom.authentication import authenticator
from switchroom.company import Company, flow
from switchroom.phones import GUEST
from switchroom.settings import Settings

log = structlog.get_logger(__name__)

SPEAKING = frozenset({"ivr", "departures", "callback_dialogue", "waiting_voice"})
LOOK_BACK_SECONDS = 24 * 3600.0
LEARN_BACK_SECONDS = 2 * 3600.0


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


def sayings(found: Flow) -> Iterator[tuple[str, str]]:
    """Every (language, text) that callers can hear whatever the queues' settings are."""
    yield from spoken_together(found)
    yield from sentences.every()


def _figures_of(queue: Queue) -> BoardQueueConfig:
    limits = limits_of(document_of(queue))
    return BoardQueueConfig(queue.id, queue.threshold, queue.short_abandon, queue.version, limits)


def plan_of(
    settings: Settings, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent], removed: dict[QueueId, Queue]
) -> FloorPlan:
    """What the figures need to know of this site, of the queues there were too."""
    return FloorPlan(
        tuple(map(_figures_of, queues.values())),
        tuple(
            BoardAgentConfig(agent.id, agent.name, agent.id, agent.queues, agent.version) for agent in agents.values()
        ),
        ZoneInfo(settings.site.timezone),
        removed=tuple(map(_figures_of, removed.values())),
    )


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
        self.callbacks, self.chats = Callbacks(self._alike), Chats()
        self.floor_messages = FloorMessages()
        self._closers: list[Callable[[], Awaitable[None]]] = []

    def _opened(self, close: Callable[[], Awaitable[None]]) -> None:
        self._closers.append(close)

    async def check(self) -> None:
        """Look at what a start needs, before anything is started.

        Raises:
            ConfigurationError: the database was not prepared, or the flow is wrong; one sentence.
        """
        try:
            queues = await StaffStore(self.database).queues()
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise ConfigurationError(f"The database is not ready ({reason}); run `switchroom prepare`.") from error
        flow(self._settings, [str(queue) for queue in queues])

    async def start(self) -> None:
        """Open the journal, rebuild the present from it, open the rooms, and only then the door to Asterisk.

        Raises:
            OSError: the HTTP port cannot be used.
            SwitchroomError: something else is not as it must be; one sentence.
        """
        self._opened(self.database.close)
        await self.bus.open()
        self._opened(self.bus.close)
        await self.journal.open()
        self._opened(self.journal.close)
        staff = StaffStore(self.database)
        queues, agents, removed = await staff.queues(), await staff.agents(), await staff.removed()
        self.settings = SettingsDesk(staff, self.journal, self._clock, InForce(queues, agents, removed))
        # What an earlier life saw of the telephones holds no more: nothing may be decided by it.
        started = ServiceStarted(at=self._clock.now(), version=__version__)
        history = [*await self._recall(), started]
        self._build(plan_of(self._settings, queues, agents, removed))
        distributor = Distributor(queues, agents, self._settings.site.timezone, alike=self._alike)
        machines: dict[str, Machine] = {
            **await self._callers_side(),
            "acd": distributor,
            "conversation": Conversations(),
            "transfers": Transfers(),
            "helps": Helps(),
            "outgoing": Outgoing(),
        }
        house = await self._make_house(await staff.sip_secrets(), distributor.newcomer)
        # Everybody listens before anybody speaks, so that no fact of the start is missed.
        mailbox = self.bus.subscribe()
        consoles_live = self.bus.subscribe()
        quiet = [(room, self.bus.subscribe(*room.hears)) for room in (self.fallback, self.messages, self.rehearsal)]
        recorder_live, hooks_live = self.bus.subscribe(*self.recorder.hears), self.bus.subscribe(*self.webhooks.hears)
        await self._open_rooms()
        promises = await self._promises()
        together = self._together(machines)
        together.start(history, mailbox)
        self._opened(together.close)
        distributor.promise(promises)
        for room, live in quiet:
            room.start(live)
        await self.recorder.start(recorder_live)
        self.webhooks.start(hooks_live)
        house.consoles.start(consoles_live)
        self.journal.record(started)
        await self.settings.open()
        await self._open_web(house)
        self.telephony.start()
        self._opened(self.telephony.close)

    def _alike(self, number: str) -> str:
        """However a number is written, typed or presented, it is the same one."""
        return parse(number, self._settings.site.region).e164 or number

    def _together(self, machines: dict[str, Machine]) -> Machines:
        runners = []
        for name, machine in machines.items():
            door = self.speaking if name in SPEAKING else self.telephony
            runners.append(MachineRunner(machine, self.journal, door, self._clock, name))
        return Machines(runners)

    async def _recall(self) -> list[Event]:
        """What is still under way, from the journal; the folds of the present are kept true from here on."""
        history = [f.event for f in await self.journal.store.unfinished(self._clock.now() - LOOK_BACK_SECONDS)]
        # The emergency switch stays as it was left, however long ago that is.
        switched = await self.journal.store.latest(("site_closed", "site_reopened"))
        history += [switched.event] if switched else []
        for event in history:
            self.calls.apply(event)
            self.presences.apply(event)
            self.callbacks.apply(event)
            self.chats.apply(event)
            self.floor_messages.apply(event)
            self.settings.in_force.apply(event)
        self.journal.observe(lambda recorded: self.calls.apply(recorded.event))
        self.journal.observe(lambda recorded: self.presences.apply(recorded.event))
        self.journal.observe(lambda recorded: self.callbacks.apply(recorded.event))
        self.journal.observe(lambda recorded: self.chats.apply(recorded.event))
        self.journal.observe(lambda recorded: self.floor_messages.apply(recorded.event))
        self.journal.observe(lambda recorded: self.settings.in_force.apply(recorded.event))
        return history

    async def _promises(self) -> Promises:
        """What the last hours have taught of how long callers wait."""
        promises = Promises()
        async for recorded in self.journal.store.between(self._clock.now() - LEARN_BACK_SECONDS, math.inf):
            promises.hear(recorded.event)
        return promises

    async def _open_rooms(self) -> None:
        await self.crm.start()
        self._opened(self.crm.close)
        await self.reports.start()
        self._opened(self.reports.close)
        self._opened(self.recorder.close)
        self._opened(self.messages.close)
        self._opened(self.speech.close)
        self._opened(self.rehearsal.close)
        self._opened(self.fallback.close)
        self._opened(self.webhooks.close)

    def _build(self, plan: FloorPlan) -> None:
        settings = self._settings
        folders = AsteriskHome(settings.home)
        self.storage = FolderStorage(settings.home / "recordings")
        self.speech = EspeakSpeech()
        self.prompts = prompts_for(settings, self.speech)
        policy = Policy(
            settings.recording.enabled, settings.recording.keep_hold, settings.recording.minimum_free_mb * 2**20
        )
        raw = Path(settings.asterisk.recordings) if settings.asterisk.recordings else folders.raw_recordings
        self.recorder = Recorder(raw, self.storage, policy, self.journal, self._clock)
        self.messages = Messages(raw, self.storage, policy, self.journal, self._clock)
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
            self.messages.file_for,
            asterisk.trunk,
            asterisk.caller_id,
            self._phone_of,
            self._question if settings.agents.mobile_confirm else None,
        )
        self.speaking = SpeakingTelephony(self.telephony, self.prompts)
        self.rehearsal = Rehearsal(self.prompts)
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
        self.webhooks = WebhookSender(
            WebhookStore(self.database),
            self.journal,
            self._clock,
            self._company.name,
            private=settings.webhooks.private_networks,
        )

    def _phone_of(self, agent: AgentId) -> ChosenPhone:
        known = self.settings.in_force.agents.get(agent)
        return chosen_phone(self.presences.get(agent), has_desk_phone=bool(known and known.phone))

    def _question(self) -> str:
        """What a mobile is asked with: spoken with all other sentences before anybody can call."""
        language = self._settings.site.language
        return self.prompts.sound(sentences.CONFIRM_MOBILE[language], language)

    async def _callers_side(self) -> dict[str, Machine]:
        """The machines whose sounds callers hear, once everything is spoken that is known by now."""
        in_force, language = self.settings.in_force, self._settings.site.language
        found = flow(self._settings, [str(queue) for queue in in_force.queues])
        try:
            await self.prompts.prepare(sayings(found))
            await self.rehearsal.speak(
                text for queue in in_force.queues.values() for text in texts_in(document_of(queue))
            )
            await self.rehearsal.speak(in_force.closed.text.items() if in_force.closed else ())
        finally:
            # It is started again when a text comes that nobody has spoken yet.
            await self.speech.close()
        return {
            "ivr": Attendant(found, self.prompts.sound),
            "departures": Departures(language, self.prompts.sound),
            "callback_dialogue": CallbackDialogue(language, self.prompts.sound),
            "waiting_voice": WaitingVoice(language, self.prompts.sound),
        }

    async def _make_house(
        self, sip_secrets: dict[AgentId, str], newcomer: Callable[[QueueId, float], Promise | None]
    ) -> House:
        settings = self._settings
        security = settings.security
        auth = authenticator(settings, self.database, self._clock)
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
            callbacks=self.callbacks,
            chats=self.chats,
            telephony=self.telephony,
            crm=self.crm,
            books=DeskBooks(self.database, self._clock),
            imports=ImportJobs(self.crm.directory, settings.site.region, lambda: self.settings.in_force.agents),
            reports=self.reports,
            recordings=self.storage,
            settings=self.settings,
            sip_secrets=sip_secrets,
            webhooks=self.webhooks,
            floor_messages=self.floor_messages,
            guest=self._guest(),
            trunks=self.telephony,
            newcomer=newcomer,
            node=NodeId(settings.asterisk.node),
            prompts=self.prompts,
            read_flow=lambda queues: flow(settings, queues),
            flow=flow(settings, [str(queue) for queue in self.settings.in_force.queues]),
            language=settings.site.language,
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

    async def _open_web(self, house: House) -> None:
        http = self._settings.http
        runner = web.AppRunner(make_app(house, self._dist), access_log=None, shutdown_timeout=3)
        await runner.setup()
        self._opened(runner.cleanup)
        self._opened(house.consoles.close)
        self._opened(house.imports.close)
        await web.TCPSite(runner, http.host, http.port).start()

    async def close(self) -> None:
        """Close what was opened, in the opposite order; calls go on in Asterisk."""
        while self._closers:
            await self._closers.pop()()
