"""Every kind of fact survives the journal: written as JSON and read again it is the same fact."""

import json
import re
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti import codec, events
from cti.events import Event
from cti.ids import AgentId, CallId

FACTS = sorted(codec.KINDS.values(), key=lambda kind: kind.__name__)


def facts(kind: type[Event]) -> st.SearchStrategy[Event]:
    """Any fact of a kind, from its type hints alone, so that a new kind is tested the day it is made."""

    def field(hint: Any) -> st.SearchStrategy[Any]:
        hint = getattr(hint, "__supertype__", hint)
        if hint is float:
            return st.floats(allow_nan=False, allow_infinity=False)
        if hint is Any:
            return st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())
        if isinstance(hint, UnionType):
            return st.one_of(*(st.none() if part is NoneType else field(part) for part in get_args(hint)))
        if get_origin(hint) is dict:
            return st.dictionaries(*(field(part) for part in get_args(hint)))
        if get_origin(hint) is tuple and get_args(hint)[-1] is not ...:
            return st.tuples(*(field(part) for part in get_args(hint)))
        if get_origin(hint) is tuple:
            return st.lists(field(get_args(hint)[0])).map(tuple)
        if hint is str:
            return st.text(st.characters(exclude_categories=["Cs"]))
        return st.from_type(hint)

    return st.builds(kind, **{name: field(hint) for name, hint in get_type_hints(kind).items()})


def test_there_is_a_kind_for_every_fact_and_its_name_tells_it() -> None:
    classes = {
        value
        for value in vars(events).values()
        if isinstance(value, type) and issubclass(value, Event) and not value.__subclasses__()
    }
    assert set(FACTS) == classes
    assert len(codec.KINDS) == len(FACTS) > 30
    for kind in codec.KINDS:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind), kind


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.__name__)
def test_a_fact_written_and_read_again_is_the_same(kind: type[Event]) -> None:
    @given(facts(kind))
    def same(fact: Event) -> None:
        line = codec.encode(fact)
        assert "\n" not in line
        again = codec.decode(line)
        assert again == fact
        assert type(again) is kind

    same()


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.__name__)
def test_facts_are_frozen_and_say_what_they_mean(kind: type[Event]) -> None:
    assert kind.__struct_config__.frozen
    assert not hasattr(kind, "__dict__") or "__slots__" in vars(kind)
    assert kind.__doc__


def test_a_newer_journal_is_read_by_older_code() -> None:
    line = json.loads(codec.encode(events.CallHeldInQueue(at=1.0, call=CallId("a"))))
    assert codec.from_dict({**line, "a_field_of_next_year": 1}) == events.CallHeldInQueue(at=1.0, call=CallId("a"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"kind":"nonsense","at":1}', "upgrade to the version that wrote it"),
        ('{"at":1}', "no kind of event"),
        ('{"kind":"call_ended","at":1}', "The event call_ended is incomplete"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        codec.decode(text)


def test_half_a_letter_from_a_broken_browser_does_not_stop_the_journal() -> None:
    fact = events.NoteWritten(at=1.0, call=CallId("a"), agent=AgentId("b"), text="ab\ud83dc")
    assert codec.decode(codec.encode(fact)).text == "ab?c"  # type: ignore[attr-defined]
