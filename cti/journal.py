"""The journal: every fact is appended here, in order, before anything is derived from it.

`record` never waits: the fact goes to the local outbox, then to the bus; a task behind writes it to the database,
and tries for ever when the database is away.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import structlog
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from cti import codec
from cti.bus import Bus, Recorded
from cti.database import Database
from cti.errors import JournalAway
from cti.events import Event
from cti.ids import CallId
from cti.outbox import Outbox
from cti.store import PAGE, JournalStore
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

BATCH = 50
BATCH_SECONDS = 0.1
RETRY_SECONDS = 1.0


class Journal:
    """The one ordered record of everything that happened."""

    def __init__(self, database: Database, bus: Bus, outbox: Path) -> None:
        self.store = JournalStore(database)
        self._bus = bus
        self._outbox = Outbox(outbox)
        self._pending: deque[Recorded] = deque()
        self._wake = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._tasks = Tasks()
        self._observers: list[Callable[[Recorded], object]] = []
        self.position = 0
        self.written = 0
        self.database_away = False

    async def open(self) -> None:
        """Bring facts that an earlier life left in the outbox into the database, and begin to record."""
        left = self._outbox.recover()
        if left:
            for start in range(0, len(left), PAGE):
                await self.store.append(left[start : start + PAGE])
            log.info("outbox_recovered", facts=len(left))
        self.position = self.written = max(await self.store.last_position(), left[-1].position if left else 0)
        self._outbox.written(self.position)
        self._outbox.begin(self.position)
        self._tasks.spawn(self._write_behind(), "journal-writer")

    def observe(self, observer: Callable[[Recorded], object]) -> None:
        """Have each fact told at once, before any room hears it; for folds that must never lag behind."""
        self._observers.append(observer)

    def record(self, event: Event) -> Recorded:
        """Append a fact and tell the rooms. Never waits; a full disk is told in the log and survived in memory."""
        self.position += 1
        recorded = Recorded(self.position, event, codec.encode(event))
        try:
            self._outbox.add(recorded)
        except OSError as error:
            log.critical("outbox_refused", error=str(error), remedy="Free some space on the disk of SWITCHROOM_HOME.")
        self._pending.append(recorded)
        self._empty.clear()
        self._wake.set()
        for observer in self._observers:
            observer(recorded)
        self._bus.publish(recorded)
        return recorded

    async def _write_behind(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await asyncio.sleep(0 if len(self._pending) >= BATCH else BATCH_SECONDS)
            while self._pending:
                await self._write([*self._pending][:PAGE])
            self._empty.set()

    async def _write(self, batch: list[Recorded]) -> None:
        try:
            await asyncio.to_thread(self._outbox.syncing())
        except OSError as error:
            # The database may be on another, healthy disk: it gets its facts all the same.
            log.error("outbox_not_synced", error=str(error))
        try:
            await self.store.append(batch)
        except (DataError, IntegrityError) as error:
            if len(batch) > 1:
                await self._write(batch[: len(batch) // 2])
                return
            # The database lives, and will never take this one: the others must not wait for it for ever.
            self._outbox.keep(batch[0])
            log.critical("fact_rejected", position=batch[0].position, error=str(error))
        except (SQLAlchemyError, OSError) as error:
            if not self.database_away:
                log.error("database_away", error=str(error), remedy="Calls go on; facts wait in the outbox.")
            self.database_away = True
            await asyncio.sleep(RETRY_SECONDS)
            return
        if self.database_away:
            log.info("database_back", facts_waiting=len(self._pending))
        self.database_away = False
        for _ in batch:
            self._pending.popleft()
        self.written = batch[-1].position
        self._outbox.written(self.written)

    async def flush(self) -> None:
        """Wait until the database has every fact recorded so far."""
        await self._empty.wait()

    async def of_call(self, call: CallId, patience: float) -> list[Recorded]:
        """Every fact about one call so far, in order.

        Raises:
            JournalAway: the database did not answer within `patience` seconds.
        """
        try:
            async with asyncio.timeout(patience):
                await self.flush()
                return await self.store.of_call(call)
        except (TimeoutError, SQLAlchemyError, OSError) as error:
            raise JournalAway("The database does not answer; it is tried again by itself.") from error

    async def follow(self, after: int) -> AsyncIterator[Recorded]:
        """Every fact after a position: first those of the past, then each as it happens, none left out or twice."""
        with self._bus.subscribe() as live:
            # Taken before the first read: a fact is in this list, in the table by then, or in `live`.
            unwritten = list(self._pending)
            while page := await self.store.after(after):
                for recorded in page:
                    yield recorded
                after = page[-1].position
            for recorded in unwritten:
                if recorded.position > after:
                    yield recorded
                    after = recorded.position
            async for recorded in live:
                if recorded.position > after:
                    yield recorded
                    after = recorded.position

    async def close(self) -> None:
        """Write what can be written within two seconds; the rest stays in the outbox for the next life."""
        try:
            await asyncio.wait_for(self.flush(), 2)
        except TimeoutError:
            log.warning("journal_left_in_outbox", facts=len(self._pending))
        await self._tasks.close()
        self._outbox.close()
