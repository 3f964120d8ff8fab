"""Queues and agents in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Float, String, Table, select

from acd.agent import Agent
from acd.queue import Queue
from cti.database import Database, metadata
from cti.ids import AgentId, QueueId

queues_table = Table(
    "queues",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("names", JSON, nullable=False),
    Column("strategy", String(32), nullable=False),
    Column("ring_seconds", Float, nullable=False),
    Column("wrap_up_seconds", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("short_abandon", Float, nullable=False),
    Column("music", String(64), nullable=False),
    Column("skills", JSON, nullable=False),
    Column("recorded", Boolean, nullable=False),
)

agents_table = Table(
    "agents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("queues", JSON, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("phone", String(200), nullable=False),
    Column("sip_secret", String(64), nullable=False),
)

_QUEUE_COLUMNS = [column.name for column in queues_table.columns if not column.primary_key]


def _queue_row(queue: Queue) -> dict[str, Any]:
    return {"id": queue.id, **{name: getattr(queue, name) for name in _QUEUE_COLUMNS}}


class StaffStore:
    """Reads and writes queues and agents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queues(self) -> dict[QueueId, Queue]:
        """Every queue."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(queues_table).order_by(queues_table.c.id))).mappings().all()
        return {QueueId(row["id"]): Queue(**dict(row)) for row in rows}

    async def agents(self) -> dict[AgentId, Agent]:
        """Every agent."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(agents_table).order_by(agents_table.c.id))).all()
        return {
            AgentId(row.id): Agent(
                AgentId(row.id), row.name, tuple(QueueId(q) for q in row.queues), row.skills, row.phone
            )
            for row in rows
        }

    async def sip_secrets(self) -> dict[AgentId, str]:
        """Each agent's own secret for the phone."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(agents_table.c.id, agents_table.c.sip_secret))).all()
        return {AgentId(row.id): row.sip_secret for row in rows}

    async def save_queues(self, queues: Sequence[Queue]) -> None:
        """Add queues, or replace those with the same ids."""
        async with self._database.writing() as connection:
            rows = [_queue_row(queue) for queue in queues]
            await connection.execute(self._database.upsert(queues_table, rows, update=_QUEUE_COLUMNS))

    async def save_agents(self, agents: Sequence[Agent], sip_secrets: dict[AgentId, str]) -> None:
        """Add agents with their phones' secrets, or replace those with the same ids."""
        rows = [
            {
                "id": agent.id,
                "name": agent.name,
                "queues": list(agent.queues),
                "skills": agent.skills,
                "phone": agent.phone,
                "sip_secret": sip_secrets[agent.id],
            }
            for agent in agents
        ]
        async with self._database.writing() as connection:
            columns = ["name", "queues", "skills", "phone", "sip_secret"]
            await connection.execute(self._database.upsert(agents_table, rows, update=columns))
