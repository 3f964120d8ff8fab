"""The CRM's shell: hears the floor, looks callers up, keeps the timelines, and carries out what a person says of a
customer."""

import asyncio

import structlog

from crm_bridge import customer as wording
from crm_bridge.customer import Customer, UnknownCustomer
from crm_bridge.directory import ContactDirectory
from crm_bridge.phone_number import digits, parse
from crm_bridge.screen_pop import ScreenPop, ScreenPopSettings
from crm_bridge.timeline.interaction import Interaction
from crm_bridge.timeline.projection import Projection
from crm_bridge.timeline.store import InteractionStore
from cti.bus import Bus, Subscription
from cti.clock import Clock
from cti.errors import SwitchroomError
from cti.events import CallArrived, CallEnded, CallerRecognised, CallEvent, CustomerLinked
from cti.ids import CallId, CustomerId
from cti.journal import Journal
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

MISSED_SECONDS = 3600.0
JOURNAL_SECONDS = 5.0


class UnknownCall(SwitchroomError, LookupError):
    """The journal has no call of this id."""

    def __init__(self, call: CallId) -> None:
        super().__init__(f"There is no call {call!r}; it may be older than the journal.")


class CrmRunner:
    """The room, running: `start` it after the journal is open."""

    def __init__(
        self,
        *,
        journal: Journal,
        bus: Bus,
        clock: Clock,
        directory: ContactDirectory,
        interactions: InteractionStore,
        settings: ScreenPopSettings | None = None,
    ) -> None:
        self.settings = settings or ScreenPopSettings()
        self.directory = directory
        self.interactions = interactions
        self.projection = Projection(journal, interactions, clock)
        self._journal = journal
        self._bus = bus
        self._clock = clock
        self._pop = ScreenPop(journal, directory, interactions, clock, self.settings)
        self._tasks = Tasks()
        self._making = asyncio.Lock()

    async def start(self) -> None:
        """Hear the floor; callers whom an earlier life did not look up in time are looked up now."""
        live = self._bus.subscribe(CallArrived, CustomerLinked)
        for missed in await self._never_looked_up():
            self._pop.arrived(missed)
        await self.projection.start()
        self._tasks.spawn(self._hear(live), "crm-hear")

    async def close(self) -> None:
        """Stop hearing; nothing is lost, the journal is the memory."""
        await self._tasks.close()
        await self._pop.close()
        await self.projection.close()

    async def _hear(self, live: Subscription) -> None:
        with live:
            async for recorded in live:
                if isinstance(recorded.event, CallArrived):
                    self._pop.arrived(recorded.event)
                elif isinstance(recorded.event, CustomerLinked):
                    self._pop.linked(recorded.event)

    async def _never_looked_up(self) -> list[CallArrived]:
        waiting: dict[CallId, CallArrived] = {}
        for recorded in await self._journal.store.unfinished(self._clock.now() - MISSED_SECONDS):
            match recorded.event:
                case CallArrived(call=call) as arrived:
                    waiting[call] = arrived
                case CallerRecognised(call=call) | CustomerLinked(call=call) | CallEnded(call=call):
                    waiting.pop(call, None)
        return list(waiting.values())

    async def link(self, call: CallId, customer: CustomerId) -> Customer:
        """Say that the caller is this customer; also after the call. Raises UnknownCustomer and UnknownCall."""
        found = await self.directory.get(customer)
        if found is None:
            raise UnknownCustomer(customer)
        await self._facts(call)
        self._journal.record(CustomerLinked(at=self._clock.now(), call=call, customer=customer))
        return found

    async def make_customer(self, call: CallId, name: str) -> Customer:
        """Make the caller a customer under this name, with the number the call came from, and link the call.

        Said twice, it finds the customer it made. Raises InvalidCustomer and UnknownCall.
        """
        async with self._making:
            facts = await self._facts(call)
            arrived = next((fact for fact in facts if isinstance(fact, CallArrived)), None)
            number = parse(arrived.caller if arrived else "", self.settings.region)
            numbers = [number.raw] if number.e164 or len(digits(number.raw)) == len(number.raw) > 1 else []
            wanted = wording.draft(name=name, numbers=numbers, region=self.settings.region)
            known = [*await self._linked(facts), *await self.directory.find_by_number(number)]
            same = (customer for customer in known if customer.name == wanted.name)
            customer = next(same, None) or await self.directory.create(wanted)
            self._journal.record(CustomerLinked(at=self._clock.now(), call=call, customer=customer.id))
            return customer

    async def _linked(self, facts: list[CallEvent]) -> tuple[Customer, ...]:
        return await self.directory.get_many([fact.customer for fact in facts if isinstance(fact, CustomerLinked)])

    async def timeline(self, customer: CustomerId, limit: int = 50) -> tuple[Interaction, ...]:
        """The customer's ended calls, newest first."""
        return await self.interactions.of_customer(customer, limit)

    async def _facts(self, call: CallId) -> list[CallEvent]:
        try:
            await asyncio.wait_for(self._journal.flush(), JOURNAL_SECONDS)
        except TimeoutError as error:
            raise SwitchroomError("The database is away; the call goes on, try again in a minute.") from error
        facts = [recorded.event for recorded in await self._journal.store.of_call(call)]
        if not facts:
            raise UnknownCall(call)
        return [fact for fact in facts if isinstance(fact, CallEvent)]
