"""Scripts in the database: the newest document of each, and every version with who made it and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Float, Integer, String, Table, delete, func, insert, select

from crm_bridge.scripts.script import Script, document_of, script_of
from cti.clock import Clock
from cti.database import Database, metadata
from cti.errors import SwitchroomError

scripts_table = Table(
    "scripts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", JSON, nullable=False),
)
history_table = Table(
    "script_history",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("by", String(120), nullable=False),
    Column("document", JSON, nullable=False),
)


class ScriptConflict(SwitchroomError):
    """Somebody else changed the script meanwhile; the text says what to do."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Somebody changed the script {name} meanwhile: load it again, and make your change anew.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A script in one of its versions."""

    id: str
    version: int
    script: Script


@dataclass(frozen=True, slots=True)
class Version:
    """Who made which version, and when (seconds since the epoch)."""

    version: int
    at: float
    by: str
    script: Script


class ScriptStore:
    """Reads and writes scripts. What is in force is remembered: a call asks at each change of its desk."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._in_force: dict[str, Kept] | None = None
        self._older: dict[tuple[str, int], Kept] = {}

    async def all(self) -> dict[str, Kept]:
        """Every script as it is in force, by id."""
        if self._in_force is None:
            query = select(scripts_table).order_by(scripts_table.c.id)
            async with self._database.reading() as connection:
                rows = (await connection.execute(query)).all()
            self._in_force = {row.id: Kept(row.id, row.version, script_of(row.document)) for row in rows}
        return self._in_force

    async def of_queue(self, queue: str | None) -> Kept | None:
        """The script of a queue's calls; of several the first by id."""
        found = await self.all()
        return next((one for one in found.values() if queue in one.script.queues), None)

    async def version(self, name: str, version: int) -> Kept | None:
        """A script as it was in some version: a call goes on with the one it was begun with."""
        newest = (await self.all()).get(name)
        if newest is not None and newest.version == version:
            return newest
        if (name, version) not in self._older:
            mine = (history_table.c.id == name, history_table.c.version == version)
            async with self._database.reading() as connection:
                row = (await connection.execute(select(history_table).where(*mine))).first()
            if row is None:
                return None
            self._older[name, version] = Kept(name, version, script_of(row.document))
        return self._older[name, version]

    async def save(self, name: str, script: Script, based_on: int, by: str) -> Kept:
        """Write a script that is based on this version (0: it is new), with its history.

        Raises:
            ScriptConflict: another version is in force by now.
        """
        mine = history_table.c.id == name
        async with self._database.writing() as connection:
            now = await connection.scalar(select(scripts_table.c.version).where(scripts_table.c.id == name)) or 0
            if now != based_on:
                raise ScriptConflict(name)
            # An id that was used before goes on counting, so that no version is there twice.
            version = 1 + int(await connection.scalar(select(func.max(history_table.c.version)).where(mine)) or 0)
            row: dict[str, Any] = {"id": name, "version": version, "document": document_of(script)}
            await connection.execute(self._database.upsert(scripts_table, [row], update=["version", "document"]))
            await connection.execute(insert(history_table).values(**row, at=self._clock.now(), by=by))
        self._in_force = None
        return Kept(name, version, script)

    async def remove(self, name: str) -> bool:
        """Take a script out of force; its history stays, for the calls that were led by it. Whether there was one."""
        async with self._database.writing() as connection:
            done = await connection.execute(delete(scripts_table).where(scripts_table.c.id == name))
        self._in_force = None
        return done.rowcount > 0

    async def history(self, name: str, limit: int = 50) -> Sequence[Version]:
        """The versions, the newest first."""
        query = select(history_table).where(history_table.c.id == name).order_by(history_table.c.version.desc())
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.limit(limit))).all()
        return [Version(row.version, row.at, row.by, script_of(row.document)) for row in rows]
