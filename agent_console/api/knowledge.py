"""The knowledge base: searched beside the call, written by supervisors."""

from dataclasses import replace
from typing import Any

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.book_log import tell
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.knowledge.article import Article, checked_article
from crm_bridge.knowledge.ranking import snippet
from cti.clock import iso

MOST = 10_000


def _view(one: Article) -> m.ArticleView:
    return m.ArticleView(
        id=one.id,
        title=one.title,
        text=one.text,
        language=one.language,
        tags=list(one.tags),
        queues=list(one.queues),
        changed=iso(one.changed),
        by=one.by,
    )


async def _article(asked: Asked) -> Article:
    found = await asked.house.books.knowledge.get(asked.path("article"))
    if found is None:
        raise Refused(404, "no_article", "There is no article of this id; it may have been taken away.")
    return found


def _written(asked: Asked) -> Article:
    body = asked.body
    return checked_article(body.title, body.text, body.language, body.tags, body.queues, asked.house.queues)


@route("GET", "/articles", P.LOGGED_IN, "Search the knowledge base", query=m.ArticleSearch, answer=m.ArticlesFound)
async def search(asked: Asked) -> m.ArticlesFound:
    """The best first; without words, what is written for the queue."""
    query = asked.query
    found = await asked.house.books.knowledge.search(query.query, query.queue, query.limit)
    return m.ArticlesFound(
        articles=[
            m.ArticleFound(
                id=one.id,
                title=one.title,
                language=one.language,
                tags=list(one.tags),
                snippet=snippet(one, query.query),
            )
            for one in found
        ]
    )


@route("GET", "/article-list", P.READ_SETTINGS, "Every article, of whatever queue", query=m.ArticleListQuestion,
       answer=m.ArticleList)  # fmt: skip
async def every(asked: Asked) -> m.ArticleList:
    """By title; with words, all that have them, the best first."""
    knowledge, words = asked.house.books.knowledge, asked.query.query.strip()
    found = await (knowledge.search(words, None, MOST) if words else knowledge.articles())
    return m.ArticleList(
        articles=[
            m.ArticleRow(
                id=one.id,
                title=one.title,
                language=one.language,
                tags=list(one.tags),
                queues=list(one.queues),
                changed=iso(one.changed),
                by=one.by,
            )
            for one in found
        ]
    )


@route("GET", "/articles/{article}", P.LOGGED_IN, "An article", answer=m.ArticleView, errors=(404,))
async def read(asked: Asked) -> m.ArticleView:
    """The whole text."""
    return _view(await _article(asked))


@route("POST", "/articles", P.CHANGE_SETTINGS, "Write an article", body=m.ArticleBody, answer=m.ArticleView,
       status=201)  # fmt: skip
async def add(asked: Asked) -> m.ArticleView:
    """It is found from now on."""
    made = await asked.house.books.knowledge.save(_written(asked), asked.who.name)
    _tell(asked, made, {}, _told(made))
    return _view(made)


@route("PUT", "/articles/{article}", P.CHANGE_SETTINGS, "Replace an article", body=m.ArticleChange,
       answer=m.ArticleView, errors=(404, 409))  # fmt: skip
async def change(asked: Asked) -> m.ArticleView:
    """The newer text is found from now on."""
    was, based_on = await _article(asked), asked.body.based_on
    if based_on is not None and based_on != iso(was.changed):
        raise Refused(409, "conflict", f"{was.by} changed this article meanwhile: look at it anew before you save.")
    made = await asked.house.books.knowledge.save(replace(_written(asked), id=was.id), asked.who.name)
    _tell(asked, made, _told(was), _told(made))
    return _view(made)


@route("DELETE", "/articles/{article}", P.CHANGE_SETTINGS, "Take an article away", status=204, errors=(404,))
async def remove(asked: Asked) -> None:
    """It is found no more."""
    was = await _article(asked)
    await asked.house.books.knowledge.remove(was.id)
    _tell(asked, was, _told(was), {})


def _told(one: Article) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("title", "language", "tags", "queues", "text")}


def _tell(asked: Asked, one: Article, before: dict[str, Any], after: dict[str, Any]) -> None:
    tell(asked.house, asked.who, "article", one.id, one.title, before, after)
