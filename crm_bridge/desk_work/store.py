"""The tables of tasks and canned notes."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import JSON, Column, Float, Index, String, Table, Text, delete, or_, select

from crm_bridge.desk_work.canned import CannedNote
from crm_bridge.desk_work.task import Task
from cti.database import Database, metadata
from cti.ids import AgentId

tasks_table = Table(
    "tasks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("agent", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("due", Float),
    Column("customer", String(64)),
    Column("call", String(120)),
    Column("done", Float),
    Index("ix_tasks_agent", "agent", "done"),
)
canned_notes_table = Table(
    "canned_notes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("names", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
)
_TASK = ["agent", "title", "due", "customer", "call", "done"]


class TaskStore:
    """Reads and writes tasks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_agent(self, agent: AgentId, done_since: float) -> list[Task]:
        """The agent's open tasks and those done since a time (seconds since the epoch), the next due first."""
        table = tasks_table.c
        query = select(tasks_table).where(table.agent == agent, or_(table.done.is_(None), table.done >= done_since))
        query = query.order_by(table.due.is_(None), table.due, table.id)
        async with self._database.reading() as connection:
            return [_task(row) for row in (await connection.execute(query)).all()]

    async def get(self, agent: AgentId, name: str) -> Task | None:
        """The task of this id, if it is this agent's."""
        mine = (tasks_table.c.id == name, tasks_table.c.agent == agent)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(tasks_table).where(*mine))).first()
        return None if row is None else _task(row)

    async def save(self, task: Task) -> Task:
        """Write a task; one without id is new and gets one."""
        made = replace(task, id=task.id or uuid.uuid4().hex)
        row = {"id": made.id, **{name: getattr(made, name) for name in _TASK}}
        async with self._database.writing() as connection:
            await connection.execute(self._database.upsert(tasks_table, [row], update=_TASK))
        return made

    async def remove(self, agent: AgentId, name: str) -> bool:
        """Take a task of this agent away; whether there was one."""
        mine = (tasks_table.c.id == name, tasks_table.c.agent == agent)
        async with self._database.writing() as connection:
            done = await connection.execute(delete(tasks_table).where(*mine))
        return done.rowcount > 0


class CannedNoteStore:
    """Reads and writes canned notes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[CannedNote]:
        """Every canned note."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(canned_notes_table).order_by(canned_notes_table.c.id))).all()
        return [CannedNote(row.id, row.names, row.texts) for row in rows]

    async def save(self, note: CannedNote) -> CannedNote:
        """Write a canned note; one without id is new and gets one."""
        made = replace(note, id=note.id or uuid.uuid4().hex)
        row = {"id": made.id, "names": made.names, "texts": made.texts}
        async with self._database.writing() as connection:
            await connection.execute(self._database.upsert(canned_notes_table, [row], update=["names", "texts"]))
        return made

    async def remove(self, name: str) -> bool:
        """Take a canned note away; whether there was one."""
        async with self._database.writing() as connection:
            done = await connection.execute(delete(canned_notes_table).where(canned_notes_table.c.id == name))
        return done.rowcount > 0


def _task(row: Any) -> Task:
    return Task(id=row.id, **{name: getattr(row, name) for name in _TASK})
