"""An article of the knowledge base, and what one may be. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crm_bridge.text import one_line, paragraphs
from cti.errors import ConfigurationError

LONGEST_TITLE, LONGEST_TEXT, MOST_TAGS = 200, 50_000, 20


@dataclass(frozen=True, slots=True)
class Article:
    """A text about one matter. Without `queues` it is for all; `changed` is in seconds since the epoch."""

    id: str
    title: str
    text: str
    language: str
    tags: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    changed: float = 0.0
    by: str = ""


def checked_article(
    title: str, text: str, language: str, tags: Sequence[str], queues: Sequence[str], known: Collection[str]
) -> Article:
    """An article as a person writes it, cleaned, without id; `known` are all queues.

    Raises:
        ConfigurationError: one sentence that says what to do.
    """
    name, said = one_line(title, LONGEST_TITLE), paragraphs(text)
    if not name:
        raise ConfigurationError("Give the article a title.")
    if not said:
        raise ConfigurationError("Write the article's text.")
    unknown = [queue for queue in queues if queue not in known]
    if unknown:
        raise ConfigurationError(f"There is no queue {unknown[0]!r}; use one of {', '.join(sorted(known))}.")
    cleaned = dict.fromkeys(one_line(tag, 40) for tag in tags[:MOST_TAGS])
    return Article("", name, said[:LONGEST_TEXT], language, tuple(tag for tag in cleaned if tag), tuple(queues))
