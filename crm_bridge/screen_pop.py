"""The screen pop: who is calling, told while the menu still talks.

The directory has a deadline: when it is slow the call goes on with the number alone, and who it is comes later.
"""

import asyncio
from dataclasses import dataclass

import structlog

from crm_bridge.customer import Customer
from crm_bridge.directory import ContactDirectory
from crm_bridge.phone_number import parse
from cti.clock import Clock
from cti.events import CallArrived, CallerRecognised, CustomerLinked
from cti.ids import CallId
from cti.journal import Journal
from cti.tasks import Tasks

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ScreenPopSettings:
    """`region`: how numbers without + are read (ISO 3166). `deadline`: seconds the look-up may take."""

    region: str = "CN"
    deadline: float = 0.8


def recognised(call: CallId, at: float, found: tuple[Customer, ...]) -> CallerRecognised:
    """One customer found is the customer; several are candidates for a person to choose from."""
    if len(found) == 1:
        return CallerRecognised(at=at, call=call, customer=found[0].id)
    return CallerRecognised(at=at, call=call, candidates=tuple(customer.id for customer in found))


class ScreenPop:
    """Looks up the caller of each call that arrives, all calls side by side."""

    def __init__(
        self, journal: Journal, directory: ContactDirectory, clock: Clock, settings: ScreenPopSettings
    ) -> None:
        self._journal = journal
        self._directory = directory
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
            asked = self._tasks.spawn(self._found(event.caller), f"look-up {event.call}")
            await asyncio.wait({asked}, timeout=self._settings.deadline)
            late = not asked.done()
            if late:
                self._tell(event.call, ())
            found = await asked
            if found or not late:
                self._tell(event.call, found)
        finally:
            self._asking.discard(event.call)
            self._linked.discard(event.call)

    def _tell(self, call: CallId, found: tuple[Customer, ...]) -> None:
        if call not in self._linked:
            self._journal.record(recognised(call, self._clock.now(), found))

    async def _found(self, caller: str) -> tuple[Customer, ...]:
        try:
            return await self._directory.find_by_number(parse(caller, self._settings.region))
        except Exception as error:
            # Another CRM may fail in any way; the call goes on with the number alone.
            log.warning("look_up_failed", error=repr(error), remedy="Look at the customer directory's connection.")
            return ()
