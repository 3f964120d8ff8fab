"""What the first run writes for the desks, and how a mistake in it is told."""

import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from crm_bridge.desk_work.desk_books import DeskBooks
from cti.clock import SystemClock
from cti.database import Database
from cti.errors import ConfigurationError
from switchroom.company import SAMPLE
from switchroom.company_books import keep_books, read_books
from switchroom.tables import metadata

FILE = Path("company.toml")


@pytest.fixture
async def books(tmp_path: Path) -> AsyncIterator[DeskBooks]:
    database = Database(f"sqlite:///{tmp_path}/b.db")
    async with database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    yield DeskBooks(database, SystemClock())
    await database.close()


async def test_the_sample_company_has_something_beside_every_sales_call(books: DeskBooks) -> None:
    found = read_books(tomllib.loads(SAMPLE.read_text(encoding="utf-8")), FILE, ["sales", "support"])
    await keep_books(found, books)
    await keep_books(found, books)
    script = await books.scripts.of_queue("sales")
    assert script is not None
    assert [step.id for step in script.script.steps] == ["greet", "order", "question", "close"]
    assert next(one.title for one in await books.knowledge.search("退款", "sales", 5)) == "退款流程"
    assert len(await books.canned_notes.all()) == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"scripts": [{"id": "s"}]}, "company.toml: script s: A script has 1 to 100 steps"),
        ({"articles": [{"title": "x"}]}, "company.toml: article x: Write the article's text."),
        ({"canned_notes": [{"names": {"en": "x"}}]}, "company.toml: canned note: Write the note's text"),
    ],
)
def test_a_mistake_names_the_file_and_the_entry(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        read_books(data, FILE, ["sales"])
