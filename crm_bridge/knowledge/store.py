"""The articles' table."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import JSON, Column, Float, String, Table, Text, delete, select

from crm_bridge.knowledge.article import Article
from crm_bridge.knowledge.ranking import Index
from cti.clock import Clock
from cti.database import Database, metadata

articles_table = Table(
    "articles",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("tags", JSON, nullable=False),
    Column("queues", JSON, nullable=False),
    Column("changed", Float, nullable=False),
    Column("by", String(120), nullable=False),
)
_COLUMNS = ["title", "text", "language", "tags", "queues", "changed", "by"]


class KnowledgeBase:
    """Reads, writes and searches articles. They are few and read often, so they are kept in memory, too."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._index: Index | None = None

    async def articles(self) -> list[Article]:
        """Every article, by title."""
        query = select(articles_table).order_by(articles_table.c.title, articles_table.c.id)
        async with self._database.reading() as connection:
            return [_article(row) for row in (await connection.execute(query)).all()]

    async def get(self, name: str) -> Article | None:
        """The article of this id."""
        query = select(articles_table).where(articles_table.c.id == name)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _article(row)

    async def search(self, query: str, queue: str | None, limit: int) -> list[Article]:
        """What `Index.search` finds."""
        if self._index is None:
            self._index = Index(await self.articles())
        return self._index.search(query, queue, limit)

    async def save(self, article: Article, by: str) -> Article:
        """Write an article; one without id is new and gets one."""
        made = replace(article, id=article.id or uuid.uuid4().hex, changed=self._clock.now(), by=by)
        row = {"id": made.id, **{name: getattr(made, name) for name in _COLUMNS}}
        async with self._database.writing() as connection:
            await connection.execute(self._database.upsert(articles_table, [row], update=_COLUMNS))
        self._index = None
        return made

    async def remove(self, name: str) -> bool:
        """Take an article away; whether there was one."""
        async with self._database.writing() as connection:
            done = await connection.execute(delete(articles_table).where(articles_table.c.id == name))
        self._index = None
        return done.rowcount > 0


def _article(row: Any) -> Article:
    return Article(row.id, row.title, row.text, row.language, tuple(row.tags), tuple(row.queues), row.changed, row.by)
