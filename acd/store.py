"""Queues and agents in the database: the newest document of each, and every version with who made it and when."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Float, Integer, String, Table, and_, case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from acd.agent import Agent
from acd.configured import agent_of, queue_of
from acd.queue import Queue
from acd.written import plain
from cti.database import Database, metadata
from cti.errors import SwitchroomError
from cti.ids import AgentId, QueueId

queues_table = Table(
    "queues",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", JSON, nullable=False),
)
agents_table = Table(
    "agents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", JSON, nullable=False),
    Column("sip_secret", String(64), nullable=False),
)
history_table = Table(
    "settings_history",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("by", String(120), nullable=False),
    Column("document", JSON, nullable=False),
)

Settings = tuple[dict[QueueId, Queue], dict[AgentId, Agent]]
QUEUE, AGENT = "queue", "agent"
FIRST_RUN = "company.toml"
_TABLES = {QUEUE: queues_table, AGENT: agents_table}


class Conflict(SwitchroomError):
    """Somebody else changed the same settings meanwhile; the text says what to do."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"Somebody changed the {kind} {name} meanwhile: load it again, and make your change anew.")


@dataclass(frozen=True, slots=True)
class Change:
    """One version of a queue's or an agent's document: made when (seconds since the epoch), and by whom. An empty
    document is the version with which it is gone."""

    kind: str
    id: str
    version: int
    at: float
    by: str
    document: dict[str, Any]

    @property
    def removes(self) -> bool:
        """Whether there is none from now on: no document has nothing in it but one that stands for that."""
        return not self.document


class StaffStore:
    """Reads and writes queues and agents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queues(self) -> dict[QueueId, Queue]:
        """Every queue."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(queues_table).order_by(queues_table.c.id))).all()
        return {QueueId(row.id): queue_of(QueueId(row.id), row.version, row.document) for row in rows}

    async def removed(self) -> dict[QueueId, Queue]:
        """The queues there were, as they were at last, with the version of their removal."""
        gone = history_table.c.id.not_in(select(queues_table.c.id))
        query = select(history_table).where(history_table.c.kind == QUEUE, gone).order_by(history_table.c.version)
        newest: dict[str, int] = {}
        documents: dict[str, dict[str, Any]] = {}
        for change in await self._changes(query):
            newest[change.id] = change.version
            documents[change.id] = change.document or documents.get(change.id, {})
        return {QueueId(name): queue_of(QueueId(name), newest[name], documents[name]) for name in newest}

    async def agents(self) -> dict[AgentId, Agent]:
        """Every agent."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(agents_table).order_by(agents_table.c.id))).all()
        return {AgentId(row.id): agent_of(AgentId(row.id), row.version, row.document) for row in rows}

    async def sip_secrets(self) -> dict[AgentId, str]:
        """Each agent's own secret for the phone."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(agents_table.c.id, agents_table.c.sip_secret))).all()
        return {AgentId(row.id): row.sip_secret for row in rows}

    async def save_queues(self, queues: Sequence[Queue], at: float = 0.0, by: str = FIRST_RUN) -> None:
        """Add queues, or replace those with the same ids, whatever their versions."""
        rows = [{"id": one.id, "version": one.version, "document": plain(one)} for one in queues]
        await self._save(QUEUE, rows, at, by, {})

    async def save_agents(
        self, agents: Sequence[Agent], sip_secrets: dict[AgentId, str], at: float = 0.0, by: str = FIRST_RUN
    ) -> None:
        """Add agents with their phones' secrets, or replace those with the same ids, whatever their versions."""
        rows = [{"id": one.id, "version": one.version, "document": plain(one)} for one in agents]
        await self._save(AGENT, rows, at, by, {str(agent): secret for agent, secret in sip_secrets.items()})

    async def _save(self, kind: str, rows: list[dict[str, Any]], at: float, by: str, secret_of: dict[str, str]) -> None:
        if not rows:
            return
        kept = [{**row, "sip_secret": secret_of[row["id"]]} for row in rows] if kind == AGENT else rows
        told = [{"kind": kind, "at": at, "by": by, **row} for row in rows]
        columns = ["version", "document", *(["sip_secret"] if kind == AGENT else [])]
        async with self._database.writing() as connection:
            await connection.execute(self._database.upsert(_TABLES[kind], kept, update=columns))
            await connection.execute(self._database.upsert(history_table, told, update=["at", "by", "document"]))

    async def change(self, *changes: Change) -> None:
        """Make changes, each based on the version before its own, and remember them; all, or none.

        Raises:
            Conflict: the newest version is another one by now.
        """
        async with self._database.writing() as connection:
            for change in changes:
                await self._make(connection, change)

    async def _make(self, connection: AsyncConnection, change: Change) -> None:
        table = _TABLES[change.kind]
        mine = (table.c.id == change.id) & (table.c.version == change.version - 1)
        values = {"version": change.version, "document": change.document}
        making = delete(table).where(mine) if change.removes else update(table).where(mine).values(values)
        done = await connection.execute(making)
        if done.rowcount == 0:
            await self._add(connection, change)
        await connection.execute(insert(history_table).values(_row(change)))

    async def _add(self, connection: AsyncConnection, change: Change) -> None:
        """A first version may be the first row, and the one after a removal; any other has lost a race. A new agent's
        phone gets a secret."""
        table, history = _TABLES[change.kind], history_table.c
        there = await connection.scalar(select(table.c.id).where(table.c.id == change.id))
        mine = (history.kind == change.kind, history.id == change.id, history.version == change.version - 1)
        before = await connection.scalar(select(history.document).where(*mine))
        is_first = before == {} if change.version > 1 else True
        if change.removes or there or not is_first:
            raise Conflict(change.kind, change.id)
        row = {"id": change.id, "version": change.version, "document": change.document}
        secret = {"sip_secret": secrets.token_urlsafe(24)} if change.kind == AGENT else {}
        await connection.execute(insert(table).values({**row, **secret}))

    async def history(self, kind: str, name: str, before: int | None = None, limit: int = 50) -> list[Change]:
        """At most `limit` versions older than `before` (None: the newest of all), the newest first."""
        mine = (history_table.c.kind == kind) & (history_table.c.id == name)
        older = history_table.c.version < before if before is not None else mine
        query = select(history_table).where(mine, older).order_by(history_table.c.version.desc()).limit(limit)
        return await self._changes(query)

    async def since(self, kind: str, name: str, version: int) -> list[Change]:
        """Every version newer than `version`, the oldest first."""
        history = history_table.c
        mine = (history.kind == kind, history.id == name, history.version > version)
        return await self._changes(select(history_table).where(*mine).order_by(history.version))

    async def newest(self) -> dict[tuple[str, str], int]:
        """The newest version of each queue and agent, by kind and id."""
        history = history_table.c
        query = select(history.kind, history.id, func.max(history.version)).group_by(history.kind, history.id)
        async with self._database.reading() as connection:
            return {(kind, name): version for kind, name, version in (await connection.execute(query)).all()}

    async def in_force(self, at: float) -> Settings:
        """Queues and agents as they were set up at an instant (seconds since the epoch); one that was made later as it
        was at first.
        """
        history = history_table.c
        then = func.coalesce(func.max(case((history.at <= at, history.version))), func.min(history.version))
        of_then = select(history.kind, history.id, then.label("version")).group_by(history.kind, history.id).subquery()
        same = (history.kind == of_then.c.kind, history.id == of_then.c.id, history.version == of_then.c.version)
        changes = await self._changes(select(history_table).join(of_then, and_(*same)).order_by(history.id))
        changes = [one for one in changes if not one.removes]
        queues = {QueueId(c.id): queue_of(QueueId(c.id), c.version, c.document) for c in changes if c.kind == QUEUE}
        agents = {AgentId(c.id): agent_of(AgentId(c.id), c.version, c.document) for c in changes if c.kind == AGENT}
        return queues, agents

    async def _changes(self, query: Any) -> list[Change]:
        async with self._database.reading() as connection:
            rows: Iterable[Any] = (await connection.execute(query)).all()
        return [Change(row.kind, row.id, row.version, row.at, row.by, row.document) for row in rows]


def _row(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.id,
        "version": change.version,
        "at": change.at,
        "by": change.by,
        "document": change.document,
    }
