"""The knowledge base finds the right article first, in Chinese as in English."""

import pytest

from crm_bridge.knowledge.article import Article, checked_article
from crm_bridge.knowledge.ranking import Index, snippet
from crm_bridge.knowledge.words import words
from cti.errors import ConfigurationError

REFUND = Article(
    "1", "退款流程", "客户可以在七天内申请退款。退款在三个工作日到账。", "zh", ("售后",), ("support",), 10.0
)
RETURNS = Article("2", "Returns", "Goods can be returned. A refund follows.", "en", (), (), 20.0)
REFUND_EN = Article("3", "Refunds", "How a refund is made, and when it arrives.", "en", ("money",), ("sales",), 30.0)
PRICES = Article("4", "Price list", "Prices of all goods.", "en", (), ("sales",), 40.0)
INDEX = Index([REFUND, RETURNS, REFUND_EN, PRICES])


def found(query: str, queue: str | None = None) -> list[str]:
    return [one.id for one in INDEX.search(query, queue)]


def test_chinese_is_words_of_two_characters_and_latin_is_whole_words() -> None:
    assert list(words("退款流程 A4-Papier")) == ["退款", "款流", "流程", "a4", "papier"]
    assert list(words("税")) == ["税"]
    assert list(words("ＡＢＣ")) == ["abc"], "wide letters are letters"
    assert list(words("…  !")) == []


def test_the_title_counts_more_than_the_text() -> None:
    assert found("refunds")[0] == "3"
    assert found("refund") == ["3", "2"]
    assert found("退款")[0] == "1"
    assert found("怎么退款") == ["1"]


def test_the_last_word_may_be_only_begun() -> None:
    assert found("pric") == ["4"]
    assert "3" in found("refu")
    assert found("pric goods") == ["2", "4"], "a word that is followed by another is whole"


def test_without_words_what_is_for_the_queue_comes_first() -> None:
    assert found("", "sales") == ["4", "3", "2"]
    assert found("", None) == ["2"]


def test_nothing_is_found_of_what_is_not_there() -> None:
    assert found("elephant") == []
    assert Index([]).search("refund") == []


def test_the_snippet_is_around_the_word() -> None:
    long = Article("5", "Long", "x " * 300 + "the refund is there " + "y " * 300, "en")
    shown = snippet(long, "refund")
    assert "refund" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert snippet(PRICES, "elephant") == "Prices of all goods."


@pytest.mark.parametrize(
    ("title", "text", "queues", "sentence"),
    [
        (" ", "x", [], "Give the article a title"),
        ("x", " \n", [], "Write the article's text"),
        ("x", "y", ["moon"], "There is no queue 'moon'; use one of sales"),
    ],
)
def test_a_wrong_article_is_one_sentence(title: str, text: str, queues: list[str], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        checked_article(title, text, "en", [], queues, ["sales"])
