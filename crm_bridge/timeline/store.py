"""The timeline's tables: the interactions, one row a call, and how far the journal is in them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, cast

from msgspec import structs
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    select,
    update,
)

from crm_bridge.timeline.interaction import CallRecording, HeardQuality, Interaction
from cti.database import Database, metadata
from cti.ids import AgentId, CallId, CustomerId
from cti.segment import Segment

_CURSOR = "interactions"

interactions_table = Table(
    "interactions",
    metadata,
    Column("call", String(120), primary_key=True),
    Column("customer", String(64)),
    Column("direction", String(16), nullable=False),
    Column("caller", Text, nullable=False),
    Column("caller_name", Text, nullable=False),
    Column("dialled", Text, nullable=False),
    Column("queue", String(64)),
    Column("agent", String(64)),
    Column("arrived_at", Float, nullable=False),
    Column("enqueued_at", Float),
    Column("answered_at", Float),
    Column("ended_at", Float, nullable=False),
    Column("exact", Boolean, nullable=False),
    Column("wait_s", Float, nullable=False),
    Column("talk_s", Float, nullable=False),
    Column("hold_s", Float, nullable=False),
    Column("wrap_up_s", Float, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("disposition", String(64)),
    Column("note", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("logged", Boolean, nullable=False),
    Column("complete_at", Float, nullable=False),
    Index("ix_interactions_customer", "customer", "arrived_at"),
    Index("ix_interactions_arrived", "arrived_at"),
    Index("ix_interactions_agent", "agent", "arrived_at"),
    Index("ix_interactions_logged", "logged"),
)
cursor_table = Table(
    "crm_cursor",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("position", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
)

# Built once, since it is asked at each call's arrival.
LAST_AGENT = (
    select(interactions_table.c.agent)
    .where(interactions_table.c.customer == bindparam("customer"), interactions_table.c.agent.is_not(None))
    .order_by(interactions_table.c.arrived_at.desc())
    .limit(1)
)
_COLUMNS = [column.name for column in interactions_table.c if not column.primary_key]
_IN_DETAIL = {"digits", "segments", "recordings", "qualities", "fields"}
_SCALARS = tuple(f.name for f in fields(Interaction) if f.name not in _IN_DETAIL)


def _interaction_row(interaction: Interaction) -> dict[str, Any]:
    detail = {
        "digits": interaction.digits,
        "fields": interaction.fields,
        "segments": [structs.asdict(segment) for segment in interaction.segments],
        "recordings": [asdict(recording) for recording in interaction.recordings],
        "qualities": [asdict(quality) for quality in interaction.qualities],
    }
    return {name: getattr(interaction, name) for name in _SCALARS} | {"detail": json.dumps(detail, ensure_ascii=False)}


def _interaction(row: Any) -> Interaction:
    detail = json.loads(row.detail)
    return Interaction(
        **{name: getattr(row, name) for name in _SCALARS},
        # What was logged before there were fields, or measurements, has none.
        fields=detail.get("fields", {}),
        qualities=tuple(HeardQuality(**quality) for quality in detail.get("qualities", ())),
        digits=tuple((step, keys) for step, keys in detail["digits"]),
        segments=tuple(Segment(**segment) for segment in detail["segments"]),
        recordings=tuple(CallRecording(**recording) for recording in detail["recordings"]),
    )


class InteractionStore:
    """The interactions, one row a call, and the place in the journal up to which they are written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._write = database.upsert(interactions_table, update=_COLUMNS)

    async def cursor(self) -> int:
        """The position in the journal up to which every fact is in the interactions; 0 at first."""
        async with self._database.reading() as connection:
            query = select(cursor_table.c.position).where(cursor_table.c.name == _CURSOR)
            return int(await connection.scalar(query) or 0)

    async def project(self, interactions: Sequence[Interaction], position: int | None) -> None:
        """Write interactions and, in the same transaction, the new cursor (None leaves it where it is)."""
        async with self._database.writing() as connection:
            if interactions:
                rows = [_interaction_row(interaction) for interaction in interactions]
                await connection.execute(self._write, rows)
            if position is not None:
                row = {"name": _CURSOR, "position": position}
                await connection.execute(self._database.upsert(cursor_table, [row], update=["position"]))

    async def logged(self, calls: Sequence[CallId]) -> None:
        """Interactions that the journal now knows to be logged."""
        done = update(interactions_table).where(interactions_table.c.call.in_(calls)).values(logged=True)
        async with self._database.writing() as connection:
            await connection.execute(done)

    async def unlogged(self) -> list[CallId]:
        """Calls whose interaction is written and not yet known to be logged."""
        query = select(interactions_table.c.call).where(interactions_table.c.logged.is_(False))
        async with self._database.reading() as connection:
            return [CallId(call) for call in await connection.scalars(query)]

    async def get(self, call: CallId) -> Interaction | None:
        """The interaction of this call, once it has ended."""
        query = select(interactions_table).where(interactions_table.c.call == call)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _interaction(row)

    async def last_agent(self, customer: CustomerId) -> AgentId | None:
        """The agent who spoke to the customer last, by the newest call that anybody answered."""
        async with self._database.reading() as connection:
            return cast(AgentId | None, await connection.scalar(LAST_AGENT, {"customer": customer}))

    async def of_agent(self, agent: AgentId, limit: int = 20) -> tuple[Interaction, ...]:
        """The calls that this agent had last, newest first."""
        table = interactions_table
        query = select(table).where(table.c.agent == agent).order_by(table.c.arrived_at.desc(), table.c.call)
        async with self._database.reading() as connection:
            return tuple(_interaction(row) for row in await connection.execute(query.limit(limit)))

    async def of_customer(self, customer: CustomerId, limit: int = 50) -> tuple[Interaction, ...]:
        """The customer's timeline, newest first."""
        table = interactions_table
        query = select(table).where(table.c.customer == customer).order_by(table.c.arrived_at.desc(), table.c.call)
        async with self._database.reading() as connection:
            return tuple(_interaction(row) for row in await connection.execute(query.limit(limit)))
