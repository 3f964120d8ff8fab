"""The knowledge base: searched beside the call, written by supervisors."""

from dataclasses import replace

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.knowledge.article import Article, checked_article
from crm_bridge.knowledge.ranking import snippet
from cti.clock import iso


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


@route("GET", "/articles/{article}", P.LOGGED_IN, "An article", answer=m.ArticleView, errors=(404,))
async def read(asked: Asked) -> m.ArticleView:
    """The whole text."""
    return _view(await _article(asked))


@route("POST", "/articles", P.CHANGE_SETTINGS, "Write an article", body=m.ArticleBody, answer=m.ArticleView,
       status=201)  # fmt: skip
async def add(asked: Asked) -> m.ArticleView:
    """It is found from now on."""
    return _view(await asked.house.books.knowledge.save(_written(asked), asked.who.name))


@route("PUT", "/articles/{article}", P.CHANGE_SETTINGS, "Replace an article", body=m.ArticleBody,
       answer=m.ArticleView, errors=(404,))  # fmt: skip
async def change(asked: Asked) -> m.ArticleView:
    """The newer text is found from now on."""
    made = replace(_written(asked), id=(await _article(asked)).id)
    return _view(await asked.house.books.knowledge.save(made, asked.who.name))


@route("DELETE", "/articles/{article}", P.CHANGE_SETTINGS, "Take an article away", status=204, errors=(404,))
async def remove(asked: Asked) -> None:
    """It is found no more."""
    await asked.house.books.knowledge.remove((await _article(asked)).id)
