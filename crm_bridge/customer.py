"""What we know of a customer, and what a person or a file may say about one: plain data, checked at the door."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from crm_bridge.phone_number import digits, parse
from crm_bridge.text import one_line, paragraphs
from cti.errors import SwitchroomError
from cti.ids import AgentId, CustomerId

NAME_LIMIT = 200
NOTE_LIMIT = 20_000
NUMBERS_LIMIT = 20
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NUMBER = re.compile(r"[\d\s+().\-/·*#]{1,40}")


class InvalidCustomer(SwitchroomError, ValueError):
    """What was said about a customer cannot be kept; the text names the field and the remedy."""


class UnknownCustomer(SwitchroomError, LookupError):
    """There is no customer of this id."""

    def __init__(self, customer: CustomerId) -> None:
        super().__init__(f"There is no customer {customer!r}; search for the customer again.")


@dataclass(frozen=True, slots=True)
class CustomerNumber:
    """One of a customer's numbers: as written, in E.164 when it has that form, and what it is (`mobile`), if said."""

    raw: str
    e164: str | None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDraft:
    """A customer before the directory gave it an id. Made by `draft`, so always valid.

    `owner` is the agent the customer belongs to.
    """

    name: str
    numbers: tuple[CustomerNumber, ...] = ()
    email: str | None = None
    company: str | None = None
    language: str | None = None
    vip: bool = False
    note: str = ""
    owner: AgentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer(CustomerDraft):
    """A customer of the directory. `note` is everything remembered in words, newest addition last."""

    id: CustomerId


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanges:
    """What is to change; None leaves a field as it is, an empty text clears it. Made by `changes`, so always valid."""

    name: str | None = None
    numbers: tuple[CustomerNumber, ...] | None = None
    email: str | None = None
    company: str | None = None
    language: str | None = None
    vip: bool | None = None
    note: str | None = None
    owner: AgentId | None = None


def _name(text: str) -> str:
    name = one_line(text)
    if not name:
        raise InvalidCustomer("A customer needs a name; write one.")
    if len(name) > NAME_LIMIT:
        raise InvalidCustomer(f"The name is {len(name)} characters long; shorten it to {NAME_LIMIT}.")
    return name


def _numbers(texts: Iterable[str], region: str) -> tuple[CustomerNumber, ...]:
    found: dict[str, CustomerNumber] = {}
    for text in texts:
        shown = one_line(text)
        if not shown:
            continue
        number = parse(shown, region)
        if len(digits(shown)) < 2 or not (number.e164 or _NUMBER.fullmatch(shown)):
            raise InvalidCustomer(f"“{shown[:40]}” is not a phone number; write it in digits, as +86 138 0013 8000.")
        found.setdefault(number.e164 or number.raw, CustomerNumber(number.raw, number.e164))
    if len(found) > NUMBERS_LIMIT:
        raise InvalidCustomer(f"A customer can have {NUMBERS_LIMIT} numbers; these are {len(found)}.")
    return tuple(found.values())


def _email(text: str) -> str:
    email = one_line(text)
    if email and (len(email) > 254 or not _EMAIL.fullmatch(email)):
        raise InvalidCustomer(f"“{email[:60]}” is not an e-mail address; write it as name@example.com.")
    return email


def _short(text: str, field: str, limit: int = NAME_LIMIT) -> str:
    value = one_line(text)
    if len(value) > limit:
        raise InvalidCustomer(f"The {field} is {len(value)} characters long; shorten it to {limit}.")
    return value


def _owner(text: str, agents: Container[str]) -> AgentId:
    owner = one_line(text)
    if owner and owner not in agents:
        raise InvalidCustomer(f"The owner “{owner[:60]}” is no agent; write the id of one, as 1001, or leave it empty.")
    return AgentId(owner)


def note_text(text: str) -> str:
    """A note as it is kept. Raises InvalidCustomer when it is longer than 20,000 characters."""
    note = paragraphs(text)
    if len(note) > NOTE_LIMIT:
        raise InvalidCustomer(f"The note is {len(note)} characters long; shorten it to {NOTE_LIMIT}.")
    return note


def draft(
    *,
    name: str,
    numbers: Iterable[str] = (),
    region: str,
    email: str | None = None,
    company: str | None = None,
    language: str | None = None,
    vip: bool = False,
    note: str = "",
    owner: str | None = None,
    agents: Container[str] = (),
) -> CustomerDraft:
    """A new customer as a person wrote it; numbers without + are read as dialled in `region` (`CN`).

    `agents` are the ids of those who may be an owner.

    Raises:
        InvalidCustomer: the first thing wrong, in one sentence that names the remedy.
    """
    return CustomerDraft(
        name=_name(name),
        numbers=_numbers(numbers, region),
        email=_email(email or "") or None,
        company=_short(company or "", "company") or None,
        language=_short(language or "", "language", 16) or None,
        vip=vip,
        note=note_text(note),
        owner=_owner(owner or "", agents) or None,
    )


def changes(
    *,
    region: str,
    name: str | None = None,
    numbers: Iterable[str] | None = None,
    email: str | None = None,
    company: str | None = None,
    language: str | None = None,
    vip: bool | None = None,
    note: str | None = None,
    owner: str | None = None,
    agents: Container[str] = (),
) -> CustomerChanges:
    """What a person changed of a customer, checked as `draft` checks it."""
    return CustomerChanges(
        name=None if name is None else _name(name),
        numbers=None if numbers is None else _numbers(numbers, region),
        email=None if email is None else _email(email),
        company=None if company is None else _short(company, "company"),
        language=None if language is None else _short(language, "language", 16),
        vip=vip,
        note=None if note is None else note_text(note),
        owner=None if owner is None else _owner(owner, agents),
    )


def changed(customer: Customer, by: CustomerChanges) -> Customer:
    """The customer with the changes made; the labels of numbers that stay are kept."""

    def text(old: str | None, new: str | None) -> str | None:
        return old if new is None else new or None

    labels = {number.e164 or number.raw: number.label for number in customer.numbers}
    return replace(
        customer,
        name=by.name or customer.name,
        numbers=customer.numbers
        if by.numbers is None
        else tuple(replace(number, label=labels.get(number.e164 or number.raw)) for number in by.numbers),
        email=text(customer.email, by.email),
        company=text(customer.company, by.company),
        language=text(customer.language, by.language),
        vip=customer.vip if by.vip is None else by.vip,
        note=customer.note if by.note is None else by.note,
        owner=customer.owner if by.owner is None else by.owner or None,
    )


def with_note(customer: Customer, text: str) -> Customer:
    """The customer with one more note, on lines of its own."""
    return replace(customer, note=note_text(f"{customer.note}\n{text}" if customer.note else text))


def merged(customer: Customer, by: CustomerDraft) -> Customer:
    """The customer updated from a file: what the file says wins, what it leaves empty stays, numbers are added."""
    known = {number.e164 or number.raw for number in customer.numbers}
    more = tuple(number for number in by.numbers if (number.e164 or number.raw) not in known)
    updated = replace(
        customer,
        name=by.name,
        numbers=customer.numbers + more,
        email=by.email or customer.email,
        company=by.company or customer.company,
        language=by.language or customer.language,
        vip=by.vip or customer.vip,
        owner=by.owner or customer.owner,
    )
    return with_note(updated, by.note) if by.note and by.note not in customer.note else updated
