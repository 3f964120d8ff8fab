"""The projection: keeps the interactions' table true to the journal, and says once per call that it is logged.

It remembers nothing of a call: whatever touches a call, now or after a restart, makes its interaction anew from all
its facts in the journal. So replaying from any earlier position gives the same rows and logs nothing twice.
"""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from crm_bridge.timeline.interaction import Interaction, interaction_of
from crm_bridge.timeline.store import InteractionStore
from cti import events as e
from cti.clock import Clock
from cti.ids import CallId
from cti.journal import Journal
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.5
RETRY_SECONDS = 1.0
CHUNK = 50
IDLE_FACTS = 1000

TOUCHING = (
    e.CallEnded,
    e.SegmentEnded,
    e.WrapUpStarted,
    e.WrapUpExtended,
    e.WrapUpFinished,
    e.CallServedByFallback,
    e.CallerRecognised,
    e.CustomerLinked,
    e.NoteWritten,
    e.DispositionChosen,
    e.RecordingStored,
    e.RecordingFailed,
    e.VoicemailLeft,
)


class Projection:
    """Follows the journal into the interactions."""

    def __init__(self, journal: Journal, store: InteractionStore, clock: Clock) -> None:
        self._journal = journal
        self._store = store
        self._clock = clock
        self._touched: set[CallId] = set()
        self._logged: set[CallId] = set()
        self._due: dict[CallId, float] = {}
        self.heard = 0
        self._saved = 0
        self._busy = asyncio.Lock()
        self._tasks = Tasks()

    async def start(self) -> None:
        """Begin where the last life stopped, with the calls it had not yet logged."""
        self.heard = self._saved = await self._store.cursor()
        self._touched.update(await self._store.unlogged())
        self._tasks.spawn(self._listen(), "crm-listen")
        self._tasks.spawn(self._write(), "crm-write")

    async def close(self) -> None:
        """Stop; what was not written is made again at the next start."""
        await self._tasks.close()

    async def _listen(self) -> None:
        while True:
            try:
                async for recorded in self._journal.follow(after=self.heard):
                    if isinstance(recorded.event, TOUCHING):
                        self._touched.add(recorded.event.call)
                    elif isinstance(recorded.event, e.InteractionLogged):
                        self._logged.add(recorded.event.call)
                    self.heard = recorded.position
                return
            except (SQLAlchemyError, OSError) as error:
                log.error("crm_cannot_follow", error=str(error), remedy="Tried again until the database is back.")
                await asyncio.sleep(RETRY_SECONDS)

    async def _write(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            try:
                await self.settle()
            except (SQLAlchemyError, OSError) as error:
                log.error("crm_cannot_write", error=str(error), remedy="Tried again until the database is back.")
                await asyncio.sleep(RETRY_SECONDS)

    async def settle(self) -> None:
        """Write the interactions of all calls touched so far."""
        async with self._busy:
            now = self._clock.now()
            due = {call for call, at in self._due.items() if at <= now}
            waiting = self._touched or self._logged or due
            if not waiting and self.heard - self._saved < IDLE_FACTS:
                return
            calls, position, self._touched = self._touched | due, self.heard, set()
            # A row that is made anew knows of itself that it is logged.
            logged, self._logged = self._logged - calls, set()
            try:
                await self._absorb(sorted(calls), sorted(logged), position)
            except BaseException:
                self._touched |= calls
                self._logged |= logged
                raise
            self._saved = position

    async def _absorb(self, calls: list[CallId], logged: list[CallId], position: int) -> None:
        # The journal's table may be a moment behind what was heard.
        await self._journal.flush()
        for start in range(0, len(logged), CHUNK):
            await self._store.logged(logged[start : start + CHUNK])
        for start in range(0, len(calls) or 1, CHUNK):
            chunk = calls[start : start + CHUNK]
            interactions = await self._made(chunk)
            last = start + CHUNK >= len(calls)
            await self._store.project(interactions, position if last else None)
            for interaction in interactions:
                self._log_once(interaction)

    async def _made(self, calls: list[CallId]) -> list[Interaction]:
        facts: dict[CallId, list[e.Event]] = {}
        for recorded in await self._journal.store.of_ended(calls):
            if isinstance(recorded.event, e.CallEvent):
                facts.setdefault(recorded.event.call, []).append(recorded.event)
        return [made for of_call in facts.values() if (made := interaction_of(of_call))]

    def _log_once(self, interaction: Interaction) -> None:
        now = self._clock.now()
        if interaction.logged or interaction.complete_at <= now:
            self._due.pop(interaction.call, None)
        else:
            self._due[interaction.call] = interaction.complete_at
            return
        if not interaction.logged:
            self._journal.record(
                e.InteractionLogged(
                    at=now, call=interaction.call, customer=interaction.customer, interaction=interaction.call
                )
            )
