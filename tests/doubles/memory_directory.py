"""The contact directory's in-memory twin: passes the same contract tests as the tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm_bridge.absorption import Absorption, as_customer, holders
from crm_bridge.customer import (
    Customer,
    CustomerChanges,
    CustomerDraft,
    UnknownCustomer,
    changed,
    note_text,
    with_note,
)
from crm_bridge.directory import CANDIDATES, Absorbed, Progress
from crm_bridge.phone_number import PhoneNumber, digits
from crm_bridge.search import matches
from cti.ids import CustomerId


@dataclass
class MemoryDirectory:
    customers: dict[CustomerId, Customer] = field(default_factory=dict)
    notes: list[tuple[CustomerId, str, float, str]] = field(default_factory=list)
    made: int = 0

    def _new_id(self) -> CustomerId:
        self.made += 1
        return CustomerId(f"customer-{self.made:06}")

    def _existing(self, customer: CustomerId) -> Customer:
        if customer not in self.customers:
            raise UnknownCustomer(customer)
        return self.customers[customer]

    async def find_by_number(self, number: PhoneNumber) -> tuple[Customer, ...]:
        def has(customer: Customer) -> bool:
            if number.e164:
                return any(n.e164 == number.e164 for n in customer.numbers)
            return any(n.raw == number.raw for n in customer.numbers)

        found = [c for c in self.customers.values() if has(c)] if digits(number.raw) else []
        return tuple(found[:CANDIDATES])

    async def get(self, customer: CustomerId) -> Customer | None:
        return self.customers.get(customer)

    async def get_many(self, customers: Sequence[CustomerId]) -> tuple[Customer, ...]:
        return tuple(self.customers[c] for c in dict.fromkeys(customers) if c in self.customers)

    async def search(self, query: str, limit: int = 20) -> tuple[Customer, ...]:
        found = sorted((c for c in self.customers.values() if matches(c, query)), key=lambda c: (c.name.lower(), c.id))
        return tuple(found[: max(1, min(limit, 100))])

    async def create(self, draft: CustomerDraft) -> Customer:
        customer = as_customer(draft, self._new_id())
        self.customers[customer.id] = customer
        return customer

    async def update(self, customer: CustomerId, changes: CustomerChanges) -> Customer:
        self.customers[customer] = changed(self._existing(customer), changes)
        return self.customers[customer]

    async def add_note(self, customer: CustomerId, text: str, author: str, at: float) -> Customer:
        added = note_text(text)
        before = self._existing(customer)
        if added:
            self.customers[customer] = with_note(before, added)
            self.notes.append((customer, author, at, added))
        return self.customers[customer]

    async def absorb(self, drafts: Sequence[CustomerDraft], progress: Progress | None = None) -> Absorbed:
        absorption = Absorption(holders(self.customers.values()), self._new_id)
        for draft in drafts:
            absorption.take(draft)
        self.customers.update(absorption.created | absorption.updated)
        if progress:
            progress(len(drafts))
        return absorption.counted()
