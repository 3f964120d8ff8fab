"""The figures' shell: keeps the board true to the journal, tells its watchers which rows changed, answers reports."""

import asyncio
from datetime import date
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from cti.clock import Clock
from cti.events import AlertOver, AlertRaised
from cti.ids import AgentId, QueueId
from cti.journal import Journal
from cti.tasks import Tasks
from reports.alerts import passed
from reports.board import Board, Changes
from reports.export import report_csv
from reports.floor_plan import FloorPlan
from reports.intervals import day_on
from reports.intraday import Interval, intraday
from reports.report import CallRow, Report, calls_behind, calls_behind_agent, report
from reports.visit import Visit, Visits

log = structlog.get_logger(__name__)

# How long before and after a day its facts are read: who logged in the evening before, which call ended after it.
MARGIN_SECONDS = 12 * 3600.0
RETRY_SECONDS = 1.0
ROLL_SECONDS = 1.0


class Watch:
    """One watcher of the board. Changes not yet taken are merged: a slow watcher costs nothing and misses nothing."""

    def __init__(self, watches: "set[Watch]") -> None:
        self._watches = watches
        self._changes = Changes()
        self._changed = asyncio.Event()
        watches.add(self)

    def tell(self, changes: Changes) -> None:
        """Add to what the watcher has not seen yet."""
        self._changes |= changes
        self._changed.set()

    async def next(self, merge: float = 0.0) -> Changes:
        """Wait until a row changed, and `merge` seconds more; all rows that changed since the last time."""
        await self._changed.wait()
        if merge:
            await asyncio.sleep(merge)
        self._changed.clear()
        changes, self._changes = self._changes, Changes()
        return changes

    def close(self) -> None:
        """Watch no more."""
        self._watches.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()


class ReportsRunner:
    """The room, running: `start` it after the journal is open. Read `board` for rows as they are now."""

    def __init__(self, journal: Journal, clock: Clock, plan: FloorPlan) -> None:
        self.board = Board(plan, clock.now())
        self.position = 0
        self._passed: dict[QueueId, frozenset[str]] = {}
        self._journal = journal
        self._clock = clock
        self._watches: set[Watch] = set()
        self._tasks = Tasks()

    @property
    def plan(self) -> FloorPlan:
        """The queues' limits and the agents as they are in force."""
        return self.board.plan

    async def start(self) -> None:
        """Build today's board from the journal, and keep it."""
        # Whatever is in the table by now is seen by the reading; all else is after this position.
        mark = self._journal.written
        board = Board(self.plan, self._clock.now())
        async for recorded in self._journal.store.between(board.day.start - MARGIN_SECONDS, float("inf")):
            board.hear(recorded.event)
            self.position = recorded.position
        self.position = max(self.position, mark)
        self.board = board
        self._passed = {queue.id: board.alerts(queue.id) for queue in board.plan.queues}
        self._tasks.spawn(self._follow(), "reports-follow")
        self._tasks.spawn(self._roll(), "reports-roll")

    async def close(self) -> None:
        """Stop; the journal is the memory."""
        await self._tasks.close()

    def watch(self) -> Watch:
        """Hear which rows change from now on; use it as a context, or close it."""
        return Watch(self._watches)

    def today(self) -> Report:
        """Today's figures, as they are this moment."""
        self._rolled()
        return self.board.today()

    def today_csv(self) -> bytes:
        """Today's figures as a CSV file."""
        return report_csv(self.today())

    def calls_today(self, figure: str, queue: QueueId | None = None) -> tuple[CallRow, ...]:
        """The calls behind a figure of today. Raises ValueError for a figure that is none."""
        self._rolled()
        return calls_behind(self.board.visits(), self.board.day, self.plan, figure, queue)

    def agent_calls_today(self, figure: str, agent: AgentId) -> tuple[CallRow, ...]:
        """The calls behind an agent's figure of today. Raises ValueError for a figure that is none."""
        self._rolled()
        return calls_behind_agent(self.board.visits(), self.board.day, self.plan, figure, agent)

    def intervals_today(self, minutes: int, queue: QueueId | None = None) -> tuple[Interval, ...]:
        """Today in intervals of so many minutes, from its first call to its last, of one queue or of all."""
        self._rolled()
        return intraday(self.board.visits(), self.board.day, minutes, self.plan, queue)

    async def on(self, day: date) -> Report:
        """The report of any day, from the journal, by the same rules as today's."""
        return report(await self._visits_of(day), day_on(day, self.plan.zone), self.plan)

    async def intraday(self, day: date, minutes: int, queue: QueueId | None = None) -> tuple[Interval, ...]:
        """Any day of the journal in intervals of so many minutes, of one queue or of all."""
        return intraday(await self._visits_of(day), day_on(day, self.plan.zone), minutes, self.plan, queue)

    async def _visits_of(self, day: date) -> list[Visit]:
        span = day_on(day, self.plan.zone)
        visits = Visits()
        async for recorded in self._journal.store.between(span.start - MARGIN_SECONDS, span.end + MARGIN_SECONDS):
            visits.hear(recorded.event)
        return list(visits)

    async def _follow(self) -> None:
        while True:
            try:
                async for recorded in self._journal.follow(after=self.position):
                    self._rolled(recorded.event.at)
                    self._tell(self.board.hear(recorded.event))
                    self.position = recorded.position
                return
            except (SQLAlchemyError, OSError) as error:
                log.error("reports_cannot_follow", error=str(error), remedy="Tried again until the database is back.")
                await asyncio.sleep(RETRY_SECONDS)

    async def _roll(self) -> None:
        while True:
            await asyncio.sleep(ROLL_SECONDS)
            self._rolled()
            self._alarm()

    def _alarm(self) -> None:
        """Tell as facts which limits have been passed, or are no more; each once, whenever the board hears of it."""
        now = self._clock.now()
        for queue in self.plan.queues:
            measured, before = self.board.measured(queue.id, now), self._passed.get(queue.id, frozenset())
            after = passed(queue.alerts, measured, before)
            for limit in sorted(after - before):
                value, bound = getattr(measured, limit), getattr(queue.alerts, limit)
                self._journal.record(AlertRaised(at=now, queue=queue.id, limit=limit, value=value, bound=bound))
            for limit in sorted(before - after):
                self._journal.record(AlertOver(at=now, queue=queue.id, limit=limit))
            self._passed[queue.id] = after
        self._forget(now)

    def _forget(self, now: float) -> None:
        """A queue that is gone calls for nobody any more."""
        for queue in self._passed.keys() - {queue.id for queue in self.plan.queues}:
            for limit in sorted(self._passed.pop(queue)):
                self._journal.record(AlertOver(at=now, queue=queue, limit=limit))

    def _rolled(self, at: float | None = None) -> None:
        now = self._clock.now()
        # A fact stamped ahead of our clock must not begin tomorrow early.
        self._tell(self.board.roll(now if at is None else min(at, now)))

    def _tell(self, changes: Changes) -> None:
        if changes:
            for watch in self._watches:
                watch.tell(changes)
