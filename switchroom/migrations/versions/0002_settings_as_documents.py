"""Queues and agents as documents with versions, and the history of both"""

import time
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

QUEUE_FIELDS = {
    "names": sa.JSON(),
    "strategy": sa.String(32),
    "ring_seconds": sa.Float(),
    "wrap_up_seconds": sa.Float(),
    "threshold": sa.Float(),
    "short_abandon": sa.Float(),
    "music": sa.String(64),
    "skills": sa.JSON(),
    "recorded": sa.Boolean(),
}
AGENT_FIELDS = {"name": sa.String(120), "queues": sa.JSON(), "skills": sa.JSON(), "phone": sa.String(200)}


def _columns(fields: dict[str, Any]) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name, kind in fields.items()]


def _documents() -> list[sa.Column[Any]]:
    return [sa.Column("version", sa.Integer(), nullable=False), sa.Column("document", sa.JSON(), nullable=False)]


def _make(name: str, *columns: sa.Column[Any]) -> sa.Table:
    key = sa.Column("id", sa.String(64), nullable=False)
    return op.create_table(name, key, *columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))


def _secret() -> sa.Column[Any]:
    return sa.Column("sip_secret", sa.String(64), nullable=False)


def _taken(name: str, *columns: sa.Column[Any]) -> list[dict[str, Any]]:
    """All rows of a table, which is then no more."""
    table = sa.table(name, sa.column("id", sa.String), *(sa.column(one.name, one.type) for one in columns))
    rows = [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]
    op.drop_table(name)
    return rows


def _document(row: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "version": 1, "document": {name: row[name] for name in fields}}


def upgrade() -> None:
    queues = [_document(row, QUEUE_FIELDS) for row in _taken("queues", *_columns(QUEUE_FIELDS))]
    agents = [
        {**_document(row, AGENT_FIELDS), "sip_secret": row["sip_secret"]}
        for row in _taken("agents", *_columns(AGENT_FIELDS), _secret())
    ]
    op.bulk_insert(_make("queues", *_documents()), queues)
    op.bulk_insert(_make("agents", *_documents(), _secret()), agents)
    history = op.create_table(
        "settings_history",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", "version", name=op.f("pk_settings_history")),
    )
    told = {"at": time.time(), "by": "company.toml", "version": 1}
    first = [("queue", row) for row in queues] + [("agent", row) for row in agents]
    op.bulk_insert(
        history, [{**told, "kind": kind, "id": row["id"], "document": row["document"]} for kind, row in first]
    )


def downgrade() -> None:
    op.drop_table("settings_history")
    queues = [{"id": row["id"], **_fields(row, QUEUE_FIELDS)} for row in _taken("queues", *_documents())]
    agents = [
        {"id": row["id"], "sip_secret": row["sip_secret"], **_fields(row, AGENT_FIELDS)}
        for row in _taken("agents", *_documents(), _secret())
    ]
    op.bulk_insert(_make("queues", *_columns(QUEUE_FIELDS)), queues)
    op.bulk_insert(_make("agents", *_columns(AGENT_FIELDS), _secret()), agents)


def _fields(row: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """The fields the older tables know; every document that a newer server wrote has them all."""
    return {name: row["document"][name] for name in fields}
