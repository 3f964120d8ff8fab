"""The screen pop: who is calling, told while the menu still talks.

The look-up has a deadline: when it is slow the call goes on with what is known by then, and the rest comes later.
"""

import asyncio
from dataclasses import dataclass, replace

import structlog

from crm_bridge.customer import Customer
from crm_bridge.directory import ContactDirectory
from crm_bridge.phone_number import parse
from crm_bridge.timeline.store import InteractionStore
from cti.clock import Clock
from cti.events import CallArrived, CallerRecognised, CustomerLinked
from cti.ids import AgentId, CallId
from cti.journal import Journal
from cti.tasks import Tasks

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ScreenPopSettings:
    """`region`: how numbers without + are read (ISO 3166). `deadline`: seconds the look-up may take."""

    region: str = "CN"
    deadline: float = 0.8


@dataclass(slots=True)
class Answer:
    """What a look-up has found so far: the customers of the number, and the agent the only one spoke to last."""

    found: tuple[Customer, ...] = ()
    last_agent: AgentId | None = None


def recognised(
    call: CallId, at: float, found: tuple[Customer, ...], last_agent: AgentId | None = None
) -> CallerRecognised:
    """One customer found is the customer, whose owner and last agent are told; several are candidates for a person to
    choose from."""
    if len(found) == 1:
        only = found[0]
        return CallerRecognised(
            at=at, call=call, customer=only.id, owner=only.owner, last_agent=last_agent, vip=only.vip
        )
    return CallerRecognised(at=at, call=call, candidates=tuple(customer.id for customer in found))


class ScreenPop:
    """Looks up the caller of each call that arrives, all calls side by side."""

    def __init__(
        self,
        journal: Journal,
        directory: ContactDirectory,
        interactions: InteractionStore,
        clock: Clock,
        settings: ScreenPopSettings,
    ) -> None:
        self._journal = journal
        self._directory = directory
        self._interactions = interactions
        self._clock = clock
        self._settings = settings
        self._tasks = Tasks()
        self._asking: set[CallId] = set()
        self._linked: set[CallId] = set()

    def arrived(self, event: CallArrived) -> None:
        """Begin to look the caller up; never waits."""
        if event.call not in self._asking:
            self._asking.add(event.call)
            self._tasks.spawn(self._pop(event), f"screen-pop {event.call}")

    def linked(self, event: CustomerLinked) -> None:
        """A person said who it is: a look-up that is still under way has nothing more to tell."""
        if event.call in self._asking:
            self._linked.add(event.call)

    async def close(self) -> None:
        """Stop asking."""
        await self._tasks.close()

    async def _pop(self, event: CallArrived) -> None:
        try:
            answer = Answer()
            asked = self._tasks.spawn(self._look_up(event.caller, answer), f"look-up {event.call}")
            await asyncio.wait({asked}, timeout=self._settings.deadline)
            told = replace(answer)
            self._tell(event.call, told)
            await asked
            if answer != told:
                self._tell(event.call, answer)
        finally:
            self._asking.discard(event.call)
            self._linked.discard(event.call)

    def _tell(self, call: CallId, answer: Answer) -> None:
        if call not in self._linked:
            self._journal.record(recognised(call, self._clock.now(), answer.found, answer.last_agent))

    async def _look_up(self, caller: str, answer: Answer) -> None:
        """Fill the answer, so that whoever cannot wait for all of it has what is there."""
        answer.found = await self._found(caller)
        if len(answer.found) == 1:
            answer.last_agent = await self._last_agent(answer.found[0])

    async def _found(self, caller: str) -> tuple[Customer, ...]:
        try:
            return await self._directory.find_by_number(parse(caller, self._settings.region))
        except Exception as error:
            # Another CRM may fail in any way; the call goes on with the number alone.
            log.warning("look_up_failed", error=repr(error), remedy="Look at the customer directory's connection.")
            return ()

    async def _last_agent(self, customer: Customer) -> AgentId | None:
        try:
            return await self._interactions.last_agent(customer.id)
        except Exception as error:
            # Whatever fails here, the customer is found and will be told.
            log.warning("last_agent_unknown", error=repr(error), remedy="The call goes on; look at the database.")
            return None
