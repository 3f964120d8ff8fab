"""Users, their sessions, API tokens, and the words a console offers, in the database.

Of a session or token only a hash is kept: who reads the database cannot log in with what is there.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    delete,
    false,
    func,
    select,
    update,
)

from cti.database import Database, metadata

users_table = Table(
    "users",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("language", String(8), nullable=False),
    Column("agent", String(64)),
    Column("password_hash", String(200), nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
)
sessions_table = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("seen", Float, nullable=False),
)
api_tokens_table = Table(
    "api_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("created", Float, nullable=False),
    Column("last_used", Float),
)
catalogue_table = Table(
    "catalogue",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("names", JSON, nullable=False),
    Column("details", JSON, nullable=False),
)


@dataclass(frozen=True, slots=True)
class User:
    """Someone who can log in, unless `disabled`. `agent` is the agent this user is, if calls are taken."""

    id: str
    username: str
    name: str
    role: str
    language: str
    agent: str | None
    password_hash: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A program's token, of which only a hash is kept; times in seconds since the epoch."""

    name: str
    role: str
    created: float
    last_used: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A word the console offers: a not-ready reason or a disposition."""

    kind: str
    id: str
    names: dict[str, str]
    details: dict[str, Any]


def token_hash(token: str) -> str:
    """What is kept of a random token; no salt is needed for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


class UserStore:
    """Reads and writes what logging in needs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def user_named(self, username: str) -> User | None:
        """The user with this name; case does not matter."""
        query = select(users_table).where(func.lower(users_table.c.username) == username.strip().lower())
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        return User(**dict(row)) if row else None

    async def users(self) -> list[User]:
        """Everyone who can log in."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(users_table).order_by(users_table.c.username))).mappings().all()
        return [User(**dict(row)) for row in rows]

    async def save_users(self, users: Sequence[User]) -> None:
        """Add users, or replace those with the same ids."""
        columns = ["username", "name", "role", "language", "agent", "password_hash", "disabled"]
        rows = [{"id": user.id, **{name: getattr(user, name) for name in columns}} for user in users]
        async with self._database.writing() as connection:
            await connection.execute(self._database.upsert(users_table, rows, update=columns))

    async def set_language(self, user: str, language: str) -> None:
        """Remember the language a user works in."""
        async with self._database.writing() as connection:
            await connection.execute(update(users_table).where(users_table.c.id == user).values(language=language))

    async def open_session(self, token: str, user: str, csrf: str, now: float) -> None:
        """Begin a session."""
        row = {"token_hash": token_hash(token), "user": user, "csrf": csrf, "seen": now}
        async with self._database.writing() as connection:
            await connection.execute(sessions_table.insert().values(row))

    async def session(self, token: str, since: float) -> tuple[User, str, float] | None:
        """Whose session a token is, its CSRF value and when it was last used, if it was used after `since`."""
        query = (
            select(users_table, sessions_table.c.csrf, sessions_table.c.seen)
            .join(sessions_table, sessions_table.c.user == users_table.c.id)
            .where(sessions_table.c.token_hash == token_hash(token), sessions_table.c.seen >= since)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            return None
        values = dict(row)
        csrf, seen = values.pop("csrf"), values.pop("seen")
        return User(**values), csrf, seen

    async def touch_session(self, token: str, now: float) -> None:
        """A session was used."""
        mine = sessions_table.c.token_hash == token_hash(token)
        async with self._database.writing() as connection:
            await connection.execute(update(sessions_table).where(mine).values(seen=now))

    async def close_session(self, token: str) -> None:
        """End a session."""
        async with self._database.writing() as connection:
            await connection.execute(delete(sessions_table).where(sessions_table.c.token_hash == token_hash(token)))

    async def close_sessions_of(self, agent: str) -> None:
        """End every session of the users who are this agent."""
        theirs = select(users_table.c.id).where(users_table.c.agent == agent)
        async with self._database.writing() as connection:
            await connection.execute(delete(sessions_table).where(sessions_table.c.user.in_(theirs)))

    async def close_sessions(self, user: str) -> None:
        """End every session of a user."""
        async with self._database.writing() as connection:
            await connection.execute(delete(sessions_table).where(sessions_table.c.user == user))

    async def add_token(self, token: str, name: str, role: str, now: float) -> None:
        """Keep an API token's hash, replacing one with the same name."""
        row = {"token_hash": token_hash(token), "name": name, "role": role, "created": now}
        async with self._database.writing() as connection:
            await connection.execute(delete(api_tokens_table).where(api_tokens_table.c.name == name))
            await connection.execute(api_tokens_table.insert().values(row))

    async def token_role(self, token: str) -> Token | None:
        """The API token this is, None if there is no such token."""
        query = select(api_tokens_table).where(api_tokens_table.c.token_hash == token_hash(token))
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
        return Token(row.name, row.role, row.created, row.last_used) if row else None

    async def tokens(self) -> list[Token]:
        """Every program's token, by name."""
        column = api_tokens_table.c
        query = select(column.name, column.role, column.created, column.last_used).order_by(column.name)
        async with self._database.reading() as connection:
            return [Token(*row) for row in (await connection.execute(query)).all()]

    async def touch_token(self, name: str, now: float) -> None:
        """A token was used."""
        mine = api_tokens_table.c.name == name
        async with self._database.writing() as connection:
            await connection.execute(update(api_tokens_table).where(mine).values(last_used=now))

    async def remove_token(self, name: str) -> None:
        """Whoever has this token is let in no more."""
        async with self._database.writing() as connection:
            await connection.execute(delete(api_tokens_table).where(api_tokens_table.c.name == name))

    async def catalogue(self) -> list[Entry]:
        """Every word the console offers, in order."""
        query = select(catalogue_table).order_by(catalogue_table.c.kind, catalogue_table.c.place)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [Entry(row.kind, row.id, row.names, row.details) for row in rows]

    async def save_catalogue(self, entries: Sequence[Entry]) -> None:
        """Add words, or replace those of the same kind and id."""
        rows = self._rows(entries)
        if not rows:
            return
        async with self._database.writing() as connection:
            await connection.execute(self._database.upsert(catalogue_table, rows, update=["place", "names", "details"]))

    async def replace_catalogue(self, entries: Sequence[Entry]) -> None:
        """Offer these words and no others, in this order."""
        async with self._database.writing() as connection:
            await connection.execute(delete(catalogue_table))
            if entries:
                await connection.execute(catalogue_table.insert(), self._rows(entries))

    @staticmethod
    def _rows(entries: Sequence[Entry]) -> list[dict[str, Any]]:
        return [
            {"kind": entry.kind, "id": entry.id, "place": place, "names": entry.names, "details": entry.details}
            for place, entry in enumerate(entries)
        ]
