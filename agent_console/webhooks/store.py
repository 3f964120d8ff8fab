"""Webhooks in the database, each with how far in the journal it has been told."""

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Float, Integer, String, Table, delete, select, update

from cti.database import Database, metadata

webhooks_table = Table(
    "webhooks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("url", String(500), nullable=False),
    Column("secret", String(120), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("tried_at", Float),
    Column("result", String(300), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where alerts are told: everything after `position` in the journal is still to be told. `tried_at` (seconds since
    the epoch) and `result` are those of the last try; an empty result means that it went well."""

    id: str
    name: str
    url: str
    secret: str
    enabled: bool
    position: int
    tried_at: float | None = None
    result: str = ""


class WebhookStore:
    """Reads and writes webhooks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[Webhook]:
        """Every webhook, by name."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(webhooks_table).order_by(webhooks_table.c.name))).mappings().all()
        return [Webhook(**dict(row)) for row in rows]

    async def add(self, hook: Webhook) -> None:
        """Keep a new one."""
        async with self._database.writing() as connection:
            await connection.execute(webhooks_table.insert().values(_row(hook)))

    async def change(self, hook: Webhook) -> None:
        """Keep its name, address and switch; what was told stays told."""
        values = {name: getattr(hook, name) for name in ("name", "url", "enabled", "position")}
        async with self._database.writing() as connection:
            await connection.execute(update(webhooks_table).where(webhooks_table.c.id == hook.id).values(values))

    async def remove(self, hook: str) -> None:
        """Forget it."""
        async with self._database.writing() as connection:
            await connection.execute(delete(webhooks_table).where(webhooks_table.c.id == hook))

    async def tried(self, hook: str, at: float, result: str, position: int | None = None) -> None:
        """How a try went; with a position, nothing up to it is to be told any more."""
        values = {"tried_at": at, "result": result[:300]} | ({} if position is None else {"position": position})
        async with self._database.writing() as connection:
            await connection.execute(update(webhooks_table).where(webhooks_table.c.id == hook).values(values))


def _row(hook: Webhook) -> dict[str, object]:
    return {column.name: getattr(hook, column.name) for column in webhooks_table.columns}
