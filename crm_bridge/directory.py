"""The port to whoever knows the customers: our own tables, or another CRM.

Looking up answers none, one or many and never creates. The contract tests run over every end of this port.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from crm_bridge.customer import Customer, CustomerChanges, CustomerDraft
from crm_bridge.phone_number import PhoneNumber
from cti.ids import CustomerId

CANDIDATES = 20

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Absorbed:
    """How many customers a file made new, and how many lines updated one that was there."""

    created: int
    updated: int


class ContactDirectory(Protocol):
    """What every directory of customers does. Each call may raise what its database or network raises."""

    async def find_by_number(self, number: PhoneNumber) -> tuple[Customer, ...]:
        """The customers with this number, oldest first, at most 20: by E.164, or by the raw text if it has none."""
        ...

    async def get(self, customer: CustomerId) -> Customer | None:
        """The customer of this id."""
        ...

    async def get_many(self, customers: Sequence[CustomerId]) -> tuple[Customer, ...]:
        """Those of the ids that exist, in the order asked for."""
        ...

    async def search(self, query: str, limit: int = 20) -> tuple[Customer, ...]:
        """Customers that match every word (see `search.matches`), by name; an empty query finds the first by name."""
        ...

    async def create(self, draft: CustomerDraft) -> Customer:
        """Make a customer, with an id of its own."""
        ...

    async def update(self, customer: CustomerId, changes: CustomerChanges) -> Customer:
        """Change a customer. Raises UnknownCustomer."""
        ...

    async def add_note(self, customer: CustomerId, text: str, author: str, at: float) -> Customer:
        """Add to the customer's note, keeping who wrote it and when. Raises UnknownCustomer and InvalidCustomer."""
        ...

    async def absorb(self, drafts: Sequence[CustomerDraft], progress: Progress | None = None) -> Absorbed:
        """Make or update (same E.164 number) a customer for each draft: all of them, or none if anything fails.

        `progress` is told how many drafts are done.
        """
        ...
