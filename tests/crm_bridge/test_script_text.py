"""A script as text: written and read again it is the same, and what is wrong is told with its line, all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_bridge.fields import Choice, Field
from crm_bridge.scripts.script import Branch, Script, Step
from crm_bridge.scripts.toml_text import read, toml_of

SCRIPT = Script(
    {"en": "Sales", "zh": "销售"},
    ("sales",),
    (
        Step(
            "greet",
            {"en": 'Good day,\n"{{ customer.name }}"', "zh": "您好"},
            (Field("size", {}, "choice", True, (Choice("s"), Choice("l", {"en": "Large"}))), Field("wish")),
            (Branch("yes", {"en": "Yes"}, "order"), Branch("no")),
        ),
        Step("order"),
    ),
)
WRONG = """names = { en = "Sales" }
queues = ["moon"]

[[steps]]
id = "greet"
text.en = "Good day, {{ customer.nam }}"
next = "nowhere"

[[steps]]
id = "lost"
fields = [{ id = "size", type = "choice" }]
"""


def test_a_text_is_what_a_person_would_write() -> None:
    assert toml_of(SCRIPT) == (
        'names = { en = "Sales", zh = "销售" }\nqueues = ["sales"]\n\n'
        '[[steps]]\nid = "greet"\ntext.en = """\nGood day,\n"{{ customer.name }}\\""""\ntext.zh = "您好"\n'
        "fields = [\n"
        '    { id = "size", type = "choice", required = true, choices = [{ id = "s" }, '
        '{ id = "l", names = { en = "Large" } }] },\n'
        '    { id = "wish" },\n]\n'
        'branches = [\n    { id = "yes", names = { en = "Yes" }, to = "order" },\n    { id = "no" },\n]\n\n'
        '[[steps]]\nid = "order"\n'
    )
    assert read(toml_of(SCRIPT), ["sales"]).script == SCRIPT


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(said: str, called: str) -> None:
    script = Script({"en": called}, (), (Step("a", {"en": said, called: "x"}, (Field("f", {"zh": said}),)),))
    assert read(toml_of(script), []).script == script


def test_everything_that_is_wrong_is_told_at_once_with_its_line() -> None:
    found = read(WRONG, ["sales"])
    assert [(fault.line, fault.step, fault.sentence.split(";")[0].split(",")[0]) for fault in found.faults] == [
        (None, "", "There is no queue 'moon'"),
        (6, "greet", "The step greet"),
        (7, "greet", "The step greet goes on to 'nowhere'"),
        (9, "lost", "No branch leads to the step lost"),
        (11, "lost", "The step lost: the field size has no choices"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "step", "sentence"),
    [
        ('names = { en = "Sales" }\nqueues sales\n', 2, "", "Expected '=' after a key"),
        ('[[steps]]\nid = "a', 2, "", "Unterminated string"),
        ("", None, "", "1 to 100 steps"),
        ('[[steps]]\nid = "a"\n[[steps]]\nid = "b"\ntxt = "x"\n', 3, "b", "unknown field `txt`; remove it"),
        ('[[steps]]\ntext.en = "x"\n', 1, "", "missing required field `id`; add it"),
        ('steps = [{ id = "A" }]', None, "A", "an id of its own in small letters"),
        ("steps = 3", None, "", "Expected `array`, got `int`"),
    ],
)
def test_a_wrong_text_is_told_with_line_and_remedy(text: str, line: int | None, step: str, sentence: str) -> None:
    fault = read(text, ["sales"]).faults[0]
    assert (fault.line, fault.step) == (line, step)
    assert sentence in fault.sentence
