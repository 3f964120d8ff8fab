"""Tasks that come too close, and canned notes that can be filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_bridge.desk_work.canned import checked_note
from crm_bridge.desk_work.task import CLOSE_SECONDS, InvalidTask, checked_title, colliding
from cti.errors import ConfigurationError


def test_what_is_due_within_ten_minutes_of_each_other_collides() -> None:
    assert colliding([("a", 0.0), ("b", 599.0), ("c", 1199.0), ("d", 5000.0)]) == {"a", "b"}
    assert colliding([("a", 7.0), ("b", 7.0)]) == {"a", "b"}
    assert colliding([("a", 7.0)]) == frozenset()


@given(st.lists(st.floats(0, 10_000), max_size=12))
def test_an_order_of_listing_does_not_matter_and_nothing_is_missed(times: list[float]) -> None:
    due = [(str(at), when) for at, when in enumerate(times)]
    close = {one for one, at in due for other, then in due if one != other and abs(at - then) < CLOSE_SECONDS}
    assert colliding(due) == close == colliding(reversed(due))


def test_a_task_without_words_is_none() -> None:
    assert checked_title(" Call\nback ") == "Call back"
    with pytest.raises(InvalidTask, match="Say in a few words"):
        checked_title(" \t")


@pytest.mark.parametrize(
    ("names", "texts", "sentence"),
    [
        ({"en": " "}, {"en": "x"}, "Give the note a name"),
        ({"en": "x"}, {}, "Write the note's text"),
        ({"en": "x"}, {"en": "Dear {custmer}"}, r"The text in en has \{custmer\}, which is unknown; use \{customer\}"),
    ],
)
def test_a_wrong_canned_note_is_one_sentence(names: dict[str, str], texts: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        checked_note(names, texts)
