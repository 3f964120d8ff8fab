import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_bridge.text import one_line, paragraphs


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  王\t伟 \r\n", "王 伟"),
        ("a\x00b\x1bc", "a b c"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\ud800broken", "broken"),
        ("one\u2028two", "one two"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("", ""),
    ],
)
def test_one_line_stays_one_line(text: str, kept: str) -> None:
    assert one_line(text) == kept


def test_a_limit_cuts_cleanly() -> None:
    assert one_line("abc def", 4) == "abc"


def test_paragraphs_keep_their_line_ends_and_tabs() -> None:
    assert paragraphs("\n one\r\ntwo\rthree\tfour\x07\n\n") == "one\ntwo\nthree\tfour"


@given(st.text(st.characters(), max_size=100))
def test_what_is_kept_can_be_stored_anywhere(text: str) -> None:
    for kept in (one_line(text), paragraphs(text)):
        kept.encode()
        assert "\x00" not in kept
        assert "\r" not in kept
    assert "\n" not in one_line(text)
    assert one_line(one_line(text)) == one_line(text)
