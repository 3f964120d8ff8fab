"""Which articles answer a search, the best first: rare words count more than common ones, a title more than a text.

The weight of a word is that of BM25 (Robertson and Zaragoza, 2009, with k1 = 1.2 and b = 0.75).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from crm_bridge.knowledge.article import Article
from crm_bridge.knowledge.words import LONGEST_QUERY, words

K1, B = 1.2, 0.75
TITLE, TAG, TEXT = 4, 3, 1
OWN_QUEUE = 1.15
SNIPPET = 160


@dataclass(frozen=True, slots=True)
class _Page:
    article: Article
    counts: Counter[str]
    length: int


class Index:
    """The words of all articles, counted once."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._pages = [_page(article) for article in articles]
        self._mean = sum(page.length for page in self._pages) / (len(self._pages) or 1)

    def search(self, query: str, queue: str | None = None, limit: int = 10) -> list[Article]:
        """The articles with the words of a search, best first; the last word may be only begun.

        Without words: what is written for the queue, then what is for all, the newest first.
        """
        asked = list(dict.fromkeys(words(query[:LONGEST_QUERY])))
        if not asked:
            fit = [page.article for page in self._pages if queue in page.article.queues or not page.article.queues]
            return sorted(fit, key=lambda one: (queue not in one.queues, -one.changed, one.id))[:limit]
        scores = {page.article.id: 0.0 for page in self._pages}
        for place, word in enumerate(asked):
            self._weigh(word, place == len(asked) - 1, scores)
        found = [page.article for page in self._pages if scores[page.article.id] > 0]
        own = {one.id: OWN_QUEUE if queue in one.queues else 1.0 for one in found}
        return sorted(found, key=lambda one: (-scores[one.id] * own[one.id], one.title, one.id))[:limit]

    def _weigh(self, word: str, begun: bool, scores: dict[str, float]) -> None:
        counts = {page.article.id: _count(page, word, begun) for page in self._pages}
        having = sum(count > 0 for count in counts.values())
        rare = log(1 + (len(self._pages) - having + 0.5) / (having + 0.5))
        for page in self._pages:
            count = counts[page.article.id]
            long = 1 - B + B * page.length / (self._mean or 1)
            scores[page.article.id] += rare * count * (K1 + 1) / (count + K1 * long)


def _page(article: Article) -> _Page:
    counts: Counter[str] = Counter()
    for text, weight in ((article.title, TITLE), (" ".join(article.tags), TAG), (article.text, TEXT)):
        for word in words(text):
            counts[word] += weight
    return _Page(article, counts, counts.total())


def _count(page: _Page, word: str, begun: bool) -> int:
    if not begun or not word.isascii():
        return page.counts[word]
    return sum(count for known, count in page.counts.items() if known.startswith(word))


def snippet(article: Article, query: str) -> str:
    """The part of the text around the first word of the search that stands there."""
    text = " ".join(article.text.split())
    folded = text.casefold()
    places: Sequence[int] = [at for word in words(query[:LONGEST_QUERY]) if (at := folded.find(word)) >= 0]
    start = max(0, min(places, default=0) - SNIPPET // 4)
    # Not in the middle of a word, where words have spaces between them.
    start += max(0, text.find(" ", start, start + 20) - start + 1) if start else 0
    shown = text[start : start + SNIPPET].strip()
    return ("… " if start else "") + shown + (" …" if start + SNIPPET < len(text) else "")
