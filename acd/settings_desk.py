"""Where settings are changed while calls flow: checked, written with their history, and then told as facts.

The database comes first, the journal right after it. Whatever dies in between, the database has the newer version;
at the next start, and before the next change, the journal is told what it has not heard.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from acd import checks
from acd.agent import Agent
from acd.checked import checked_agent, checked_agent_id, checked_queue
from acd.in_force import InForce
from acd.queue import Queue
from acd.store import AGENT, QUEUE, Change, Conflict, Settings, StaffStore
from acd.written import merged, plain, written
from cti import events as e
from cti.clock import Clock
from cti.ids import AgentId, QueueId
from cti.journal import Journal

Document = Mapping[str, Any]
KINDS = ("queue_configured", "queue_removed", "agent_configured")


def _just(document: Document) -> Callable[[Document], Document]:
    return lambda _now: document


class SettingsDesk:
    """Changes settings one after the other. A change that is refused, by whomever, has changed nothing.

    Besides what each method names, all that change queues or agents raise `SQLAlchemyError` while the database is away.
    """

    def __init__(self, store: StaffStore, journal: Journal, clock: Clock, in_force: InForce) -> None:
        self.in_force = in_force
        self._store = store
        self._journal = journal
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def open(self) -> None:
        """Tell the journal every version that it has not heard of."""
        heard: dict[tuple[str, str], int] = {}
        async for recorded in self._journal.store.of_kinds(KINDS):
            match recorded.event:
                case e.QueueConfigured(queue=queue, version=version) | e.QueueRemoved(queue=queue, version=version):
                    heard[QUEUE, queue] = version
                case e.AgentConfigured(agent=agent, version=version):
                    heard[AGENT, agent] = version
        for (kind, name), version in sorted((await self._store.newest()).items()):
            if heard.get((kind, name), 0) < version:
                await self._tell(kind, name, heard.get((kind, name), 0))

    async def replace_queue(self, queue: QueueId, document: Document, based_on: int, by: str) -> Queue:
        """Give a queue a whole new document, based on the version read before; `by` is who does.

        Raises:
            Conflict: the version in force is another one by now.
            ConfigurationError: the document is wrong; one sentence.
        """
        await self._change(QUEUE, queue, lambda _now: document, based_on, by)
        return self.in_force.queues[queue]

    async def change_queue(self, queue: QueueId, changes: Document, based_on: int | None, by: str) -> Queue:
        """Change fields of a queue, as `acd.written.merged` does; without `based_on`, of whatever is in force.

        Raises:
            Conflict: the version in force is another one by now.
            ConfigurationError: a field is wrong; one sentence.
        """
        await self._change(QUEUE, queue, lambda now: merged(now, changes), based_on, by)
        return self.in_force.queues[queue]

    async def add_queue(self, queue: QueueId, document: Document, by: str) -> Queue:
        """Make a new queue.

        Raises:
            Conflict: there is one of this id.
            ConfigurationError: id or document is wrong; one sentence.
        """
        await self._change(QUEUE, queue, lambda _now: document, 0, by)
        return self.in_force.queues[queue]

    async def remove_queue(
        self, queue: QueueId, based_on: int | None, by: str, refuse: Callable[[], Awaitable[None]]
    ) -> None:
        """Take a queue away; its history stays. `refuse` raises where something needs it: nothing is changed then, and
        no settings can be while it looks.

        Raises:
            Conflict: there is none, or the version in force is another one by now.
        """
        async with self._one_at_a_time:
            await self._tell(QUEUE, queue, self._version(QUEUE, queue))
            now = self.in_force.queues.get(queue)
            if now is None or (based_on is not None and based_on != now.version):
                raise Conflict(QUEUE, queue)
            await refuse()
            change = Change(QUEUE, queue, now.version + 1, self._clock.now(), by, {})
            await self._store.change(change)
            self._record(change)

    async def add_agent(self, agent: AgentId, document: Document, by: str) -> Agent:
        """Make a new agent, whose phone gets a secret of its own.

        Raises:
            Conflict: there is one of this id.
            ConfigurationError: id or document is wrong; one sentence.
        """
        await self._change(AGENT, checked_agent_id(agent), lambda _now: document, 0, by)
        return self.in_force.agents[agent]

    async def replace_agents(self, wanted: Sequence[tuple[AgentId, Document, int]], by: str) -> None:
        """Give several agents, new ones too, whole new documents, each based on a version (0: a new one); all or none.

        Raises:
            Conflict: a version in force is another one by now.
            ConfigurationError: a document is wrong; one sentence.
        """
        async with self._one_at_a_time:
            changes = []
            for agent, document, based_on in wanted:
                await self._tell(AGENT, agent, self._version(AGENT, agent))
                change = self._changed(AGENT, agent, _just(document), based_on, by)
                changes += [change] if change else []
            await self._store.change(*changes)
            for change in changes:
                self._record(change)

    async def sip_secrets(self) -> dict[AgentId, str]:
        """Each agent's own secret for the phone, those of new agents too."""
        return await self._store.sip_secrets()

    async def change_agent(self, agent: AgentId, changes: Document, based_on: int | None, by: str) -> Agent:
        """Change fields of an agent, as `change_queue` does.

        Raises:
            Conflict: the version in force is another one by now.
            ConfigurationError: a field is wrong; one sentence.
        """
        await self._change(AGENT, agent, lambda now: merged(now, changes), based_on, by)
        return self.in_force.agents[agent]

    def close_site(self, text: Mapping[str, str], by: str) -> None:
        """Throw the emergency switch: new callers hear `text` (by language). It does not need the database.

        Raises:
            ConfigurationError: there is no text, or one that is empty.
        """
        said = checks.texts("text", text)
        if not said:
            checks.fault("text", "is empty; write what callers hear while the site is closed")
        self._journal.record(e.SiteClosed(at=self._clock.now(), by=by, text=said))

    def reopen_site(self, by: str) -> None:
        """Take the switch back; nothing if the site is open."""
        if self.in_force.closed is not None:
            self._journal.record(e.SiteReopened(at=self._clock.now(), by=by))

    async def in_force_at(self, at: float) -> Settings:
        """Queues and agents as they were set up at an instant (seconds since the epoch)."""
        return await self._store.in_force(at)

    async def history(self, kind: str, name: str, before: int | None, limit: int) -> list[Change]:
        """At most `limit` versions older than `before`, the newest first."""
        return await self._store.history(kind, name, before, limit)

    def _in_force(self, kind: str, name: str) -> Queue | Agent | None:
        return self.in_force.queues.get(QueueId(name)) if kind == QUEUE else self.in_force.agents.get(AgentId(name))

    def _made(self, kind: str, name: str, version: int, document: Document) -> Queue | Agent:
        known = self.in_force.queues
        if kind == QUEUE:
            return checked_queue(QueueId(name), version, document, known)
        return checked_agent(AgentId(name), version, document, known)

    async def _change(
        self, kind: str, name: str, document: Callable[[Document], Document], based_on: int | None, by: str
    ) -> None:
        async with self._one_at_a_time:
            await self._tell(kind, name, self._version(kind, name))
            change = self._changed(kind, name, document, based_on, by)
            if change is not None:
                await self._store.change(change)
                self._record(change)

    def _changed(
        self, kind: str, name: str, document: Callable[[Document], Document], based_on: int | None, by: str
    ) -> Change | None:
        """The change that makes what is in force into what is wanted; None where it is so already."""
        now, version = self._in_force(kind, name), self._version(kind, name)
        # None is whatever is in force, so something has to be; 0 is a new one, be it one that there was before.
        fits = based_on == 0 if now is None else based_on is None or 0 != based_on == version
        if not fits:
            raise Conflict(kind, name)
        made = self._made(kind, name, version + 1, document(written(now) if now else {}))
        if now is not None and plain(made) == plain(now):
            return None
        return Change(kind, name, version + 1, self._clock.now(), by, plain(made))

    def _version(self, kind: str, name: str) -> int:
        if kind == QUEUE:
            return max(self.in_force.version_of(QueueId(name)), 0)
        now = self._in_force(kind, name)
        return now.version if now else 0

    async def _tell(self, kind: str, name: str, heard: int) -> None:
        for change in await self._store.since(kind, name, heard):
            self._record(change)

    def _record(self, change: Change) -> None:
        if change.removes:
            self._journal.record(
                e.QueueRemoved(at=change.at, queue=QueueId(change.id), version=change.version, by=change.by)
            )
        elif change.kind == QUEUE:
            self._journal.record(
                e.QueueConfigured(
                    at=change.at,
                    queue=QueueId(change.id),
                    version=change.version,
                    by=change.by,
                    settings=change.document,
                )
            )
        else:
            self._journal.record(
                e.AgentConfigured(
                    at=change.at,
                    agent=AgentId(change.id),
                    version=change.version,
                    by=change.by,
                    settings=change.document,
                )
            )
