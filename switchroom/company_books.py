"""The books that the first run writes for the desks: scripts, articles and canned notes of `company.toml`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from crm_bridge.desk_work.canned import CannedNote, checked_note
from crm_bridge.desk_work.desk_books import DeskBooks
from crm_bridge.knowledge.article import Article, checked_article
from crm_bridge.scripts.checked import checked_script
from crm_bridge.scripts.script import Script
from cti.errors import ConfigurationError

BY = "company.toml"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Books:
    """What the file has, checked."""

    scripts: dict[str, Script]
    articles: list[Article]
    notes: list[CannedNote]


def read_books(data: dict[str, Any], path: Path, queues: Sequence[str]) -> Books:
    """The books of the file.

    Raises:
        ConfigurationError: one sentence that names the file, the entry and the remedy.
    """
    scripts = {}
    for table in data.get("scripts", ()):
        name = str(table.get("id"))
        document = {field: value for field, value in table.items() if field != "id"}
        scripts[name] = _checked(path, f"script {name}", checked_script, name, document, queues)
    articles = []
    for table in data.get("articles", ()):
        told = (table.get("title", ""), table.get("text", ""), table.get("language", "zh"))
        lists = (table.get("tags", ()), table.get("queues", ()))
        articles.append(_checked(path, f"article {told[0]}", checked_article, *told, *lists, queues))
    notes = [
        _checked(path, "canned note", checked_note, table.get("names", {}), table.get("texts", {}))
        for table in data.get("canned_notes", ())
    ]
    return Books(scripts, articles, notes)


async def keep_books(found: Books, books: DeskBooks) -> None:
    """Write them where there are none yet."""
    if not await books.scripts.all():
        for name, script in found.scripts.items():
            await books.scripts.save(name, script, 0, BY)
    if not await books.knowledge.articles():
        for article in found.articles:
            await books.knowledge.save(article, BY)
    if not await books.canned_notes.all():
        for note in found.notes:
            await books.canned_notes.save(note)


def _checked(path: Path, what: str, check: Callable[..., Made], *asked: Any) -> Made:
    try:
        return check(*asked)
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}: {what}: {error}") from None
