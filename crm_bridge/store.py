"""The customers' tables: what we know of each, their numbers, and who noted what when."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_bridge.absorption import Absorption, as_customer, holders, numbers_of
from crm_bridge.customer import (
    Customer,
    CustomerChanges,
    CustomerDraft,
    CustomerNumber,
    UnknownCustomer,
    changed,
    note_text,
    with_note,
)
from crm_bridge.directory import CANDIDATES, Absorbed, Progress
from crm_bridge.phone_number import PhoneNumber, digits
from crm_bridge.search import number_fragment, search_text, search_words
from cti.clock import Clock
from cti.database import Database, metadata
from cti.ids import CustomerId

CHUNK = 100
_BIG = BigInteger().with_variant(Integer, "sqlite")
_T = TypeVar("_T")

customers_table = Table(
    "customers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("company", Text),
    Column("email", Text),
    Column("language", String(16)),
    Column("vip", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("owner", String(64)),
    Column("search_text", Text, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)
numbers_table = Table(
    "customer_numbers",
    metadata,
    Column("customer", ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("raw", String(64), nullable=False),
    Column("e164", String(20)),
    Column("digits", String(64), nullable=False),
    Column("label", String(40)),
    Index("ix_customer_numbers_e164", "e164"),
    Index("ix_customer_numbers_raw", "raw"),
)
notes_table = Table(
    "customer_notes",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("customer", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Column("text", Text, nullable=False),
)


def _holder(column: Column[Any]) -> Select[Any]:
    """Who has a number, oldest first; built once, since it is asked at each call's arrival."""
    holder = select(numbers_table.c.customer).where(column == bindparam("number"))
    oldest = (customers_table.c.created_at, customers_table.c.id)
    return select(customers_table).where(customers_table.c.id.in_(holder)).order_by(*oldest).limit(CANDIDATES)


_BY_E164, _BY_RAW = _holder(numbers_table.c.e164), _holder(numbers_table.c.raw)


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _customer_row(customer: Customer, now: float) -> dict[str, Any]:
    plain = ("id", "name", "company", "email", "language", "vip", "note", "owner")
    row = {name: getattr(customer, name) for name in plain}
    return row | {"search_text": search_text(customer), "updated_at": now}


def _number_rows(customer: Customer) -> list[dict[str, Any]]:
    return [
        {"customer": customer.id, "position": place, **asdict(number), "digits": digits(number.raw)}
        for place, number in enumerate(customer.numbers)
    ]


def _found(query: str) -> list[ColumnElement[bool]]:
    """The same rule as `search.matches`, in SQL."""

    def condition(word: str) -> ColumnElement[bool]:
        named = customers_table.c.search_text.contains(word, autoescape=True)
        fragment = number_fragment(word)
        if not fragment:
            return named
        number = or_(numbers_table.c.e164.contains(fragment), numbers_table.c.digits.contains(fragment))
        return or_(named, exists().where(numbers_table.c.customer == customers_table.c.id, number))

    return [condition(word) for word in search_words(query)]


class CustomerStore:
    """The contact directory in our own tables."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find_by_number(self, number: PhoneNumber) -> tuple[Customer, ...]:
        """The customers with this number, oldest first, at most 20."""
        if not digits(number.raw):
            return ()
        query = _BY_E164 if number.e164 else _BY_RAW
        async with self._database.reading() as connection:
            found = await connection.execute(query, {"number": number.e164 or number.raw})
            return await self._with_numbers(connection, found.all())

    async def get(self, customer: CustomerId) -> Customer | None:
        """The customer of this id."""
        return next(iter(await self.get_many([customer])), None)

    async def get_many(self, customers: Sequence[CustomerId]) -> tuple[Customer, ...]:
        """Those of the ids that exist, in the order asked for."""
        found: dict[CustomerId, Customer] = {}
        async with self._database.reading() as connection:
            for chunk in _chunks(customers):
                loaded = await self._load(connection, customers_table.c.id.in_(chunk))
                found.update((customer.id, customer) for customer in loaded)
        return tuple(found[customer] for customer in dict.fromkeys(customers) if customer in found)

    async def search(self, query: str, limit: int = 20) -> tuple[Customer, ...]:
        """Customers that match every word of the query, by name."""
        order = (func.lower(customers_table.c.name), customers_table.c.id)
        async with self._database.reading() as connection:
            return await self._load(connection, *_found(query), order=order, limit=max(1, min(limit, 100)))

    async def create(self, draft: CustomerDraft) -> Customer:
        """Make a customer."""
        customer = as_customer(draft, _new_id())
        async with self._database.writing() as connection:
            await self._insert(connection, [customer])
        return customer

    async def update(self, customer: CustomerId, changes: CustomerChanges) -> Customer:
        """Change a customer. Raises UnknownCustomer."""
        async with self._database.writing() as connection:
            after = changed(await self._locked(connection, customer), changes)
            await self._update(connection, [after])
        return after

    async def add_note(self, customer: CustomerId, text: str, author: str, at: float) -> Customer:
        """Add to the customer's note. Raises UnknownCustomer and InvalidCustomer."""
        added = note_text(text)
        async with self._database.writing() as connection:
            before = await self._locked(connection, customer)
            if not added:
                return before
            after = with_note(before, added)
            await self._update(connection, [after])
            note = {"customer": customer, "author": author, "at": at, "text": added}
            await connection.execute(insert(notes_table), [note])
        return after

    async def absorb(self, drafts: Sequence[CustomerDraft], progress: Progress | None = None) -> Absorbed:
        """Make or update a customer for each draft, in one transaction."""
        async with self._database.writing() as connection:
            if len(drafts) > CHUNK:
                # Soon after an import PostgreSQL has no statistics yet, and would read whole tables for each chunk.
                for table in (customers_table, numbers_table):
                    await connection.execute(text(f"ANALYZE {table.name}"))
            known: list[Customer] = []
            for chunk in _chunks(numbers_of(drafts)):
                holder = select(numbers_table.c.customer).where(numbers_table.c.e164.in_(chunk))
                known += await self._load(connection, customers_table.c.id.in_(holder))
            absorption = Absorption(holders(known), _new_id)
            for drafts_chunk in _chunks(drafts):
                for draft in drafts_chunk:
                    absorption.take(draft)
                await asyncio.sleep(0)
            await self._write(connection, absorption, len(drafts), progress)
        return absorption.counted()

    async def _write(
        self, connection: AsyncConnection, absorption: Absorption, lines: int, progress: Progress | None
    ) -> None:
        done, total = 0, max(1, len(absorption.created) + len(absorption.updated))
        for customers, write in (
            (absorption.created, self._insert),
            (absorption.updated, self._update),
        ):
            for chunk in _chunks(list(customers.values())):
                await write(connection, chunk)
                done += len(chunk)
                if progress:
                    progress(lines * done // total)

    async def _locked(self, connection: AsyncConnection, customer: CustomerId) -> Customer:
        await connection.execute(select(customers_table.c.id).where(customers_table.c.id == customer).with_for_update())
        found = await self._load(connection, customers_table.c.id == customer)
        if not found:
            raise UnknownCustomer(customer)
        return found[0]

    async def _insert(self, connection: AsyncConnection, customers: Sequence[Customer]) -> None:
        now = self._clock.now()
        rows = [_customer_row(customer, now) | {"created_at": now} for customer in customers]
        await connection.execute(insert(customers_table), rows)
        await self._insert_numbers(connection, customers)

    async def _update(self, connection: AsyncConnection, customers: Sequence[Customer]) -> None:
        now = self._clock.now()
        rows = [_customer_row(customer, now) | {"key": customer.id} for customer in customers]
        await connection.execute(update(customers_table).where(customers_table.c.id == bindparam("key")), rows)
        ids = [customer.id for customer in customers]
        await connection.execute(delete(numbers_table).where(numbers_table.c.customer.in_(ids)))
        await self._insert_numbers(connection, customers)

    @staticmethod
    async def _insert_numbers(connection: AsyncConnection, customers: Sequence[Customer]) -> None:
        rows = [row for customer in customers for row in _number_rows(customer)]
        if rows:
            await connection.execute(insert(numbers_table), rows)

    @staticmethod
    async def _load(
        connection: AsyncConnection,
        *where: ColumnElement[bool],
        order: Sequence[Any] = (customers_table.c.created_at, customers_table.c.id),
        limit: int | None = None,
    ) -> tuple[Customer, ...]:
        query = select(customers_table).where(*where).order_by(*order).limit(limit)
        return await CustomerStore._with_numbers(connection, (await connection.execute(query)).all())

    @staticmethod
    async def _with_numbers(connection: AsyncConnection, rows: Sequence[Any]) -> tuple[Customer, ...]:
        numbers: dict[str, list[CustomerNumber]] = {row.id: [] for row in rows}
        for chunk in _chunks(list(numbers)):
            owned = select(numbers_table).where(numbers_table.c.customer.in_(chunk)).order_by(numbers_table.c.position)
            for number in await connection.execute(owned):
                numbers[number.customer].append(CustomerNumber(number.raw, number.e164, number.label))
        return tuple(_customer(row, numbers[row.id]) for row in rows)


def _new_id() -> CustomerId:
    return CustomerId(uuid4().hex)


def _customer(row: Any, numbers: Sequence[CustomerNumber]) -> Customer:
    return Customer(
        id=row.id,
        name=row.name,
        numbers=tuple(numbers),
        email=row.email,
        company=row.company,
        language=row.language,
        vip=row.vip,
        note=row.note,
        owner=row.owner,
    )
