"""What a list of drafts does to the customers that are there: which are new, which are updated."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields

from crm_bridge.customer import Customer, CustomerDraft, merged
from crm_bridge.directory import Absorbed
from cti.ids import CustomerId

_SAID = tuple(f.name for f in fields(CustomerDraft))


@dataclass(slots=True)
class Absorption:
    """Decides draft by draft; `known` is who has which E.164 number, and grows as drafts are taken in."""

    known: dict[str, Customer]
    new_id: Callable[[], CustomerId]
    created: dict[CustomerId, Customer] = field(default_factory=dict)
    updated: dict[CustomerId, Customer] = field(default_factory=dict)
    lines_updated: int = 0

    def take(self, draft: CustomerDraft) -> None:
        """A draft with the number of a customer (or of an earlier draft) updates it; any other is a new customer."""
        found = next((self.known[n.e164] for n in draft.numbers if n.e164 and n.e164 in self.known), None)
        if found is None:
            customer = as_customer(draft, self.new_id())
            self.created[customer.id] = customer
        else:
            customer = merged(found, draft)
            self.lines_updated += 1
            (self.created if found.id in self.created else self.updated)[customer.id] = customer
        for number in customer.numbers:
            if number.e164 and (number.e164 not in self.known or self.known[number.e164].id == customer.id):
                self.known[number.e164] = customer

    def counted(self) -> Absorbed:
        """How many customers are new, and how many lines updated one."""
        return Absorbed(created=len(self.created), updated=self.lines_updated)


def as_customer(draft: CustomerDraft, identity: CustomerId) -> Customer:
    """The draft as a customer of this id."""
    return Customer(id=identity, **{name: getattr(draft, name) for name in _SAID})


def holders(customers: Iterable[Customer]) -> dict[str, Customer]:
    """Who has which E.164 number; of several, the first given."""
    found: dict[str, Customer] = {}
    for customer in customers:
        for number in customer.numbers:
            if number.e164:
                found.setdefault(number.e164, customer)
    return found


def numbers_of(drafts: Iterable[CustomerDraft]) -> list[str]:
    """Every E.164 number the drafts name, once."""
    return list(dict.fromkeys(number.e164 for draft in drafts for number in draft.numbers if number.e164))
