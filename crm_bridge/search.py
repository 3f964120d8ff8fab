"""How a search finds customers: each word must be part of the name, company, e-mail or a number."""

from crm_bridge.customer import CustomerDraft
from crm_bridge.phone_number import digits
from crm_bridge.text import one_line

_NUMBER = frozenset("0123456789+().-/·*#")


def matches(customer: CustomerDraft, query: str) -> bool:
    """Whether each word of the query is part of the name, company, e-mail or a number; letter case is no matter."""
    text = search_text(customer)
    numbers = [(number.e164 or "", digits(number.raw)) for number in customer.numbers]

    def found(word: str) -> bool:
        fragment = number_fragment(word)
        return word in text or bool(fragment and any(fragment in form for pair in numbers for form in pair))

    return all(found(word) for word in search_words(query))


def search_text(customer: CustomerDraft) -> str:
    """What words of a search are looked for in."""
    return "\n".join(part for part in (customer.name, customer.company, customer.email) if part).casefold()


def search_words(query: str) -> list[str]:
    """The words of a search; at most eight count."""
    return one_line(query, 200).casefold().split()[:8]


def number_fragment(word: str) -> str | None:
    """The digits of a word that is part of a number, or None when it has anything but a number's characters."""
    return digits(word) or None if _NUMBER.issuperset(word) else None
