"""Fields are checked when they are configured, and again when they are filled in."""

import pytest

from crm_bridge.fields import InvalidFields, fields_of, filled
from cti.errors import ConfigurationError

SALE = fields_of(
    [
        {"id": "order", "names": {"en": "Order number", "zh": "订单号"}, "required": True},
        {"id": "amount", "type": "number"},
        {"id": "until", "type": "date"},
        {"id": "size", "type": "choice", "choices": [{"id": "s"}, {"id": "l"}]},
    ]
)


def test_what_is_filled_in_is_kept_trimmed_and_what_is_empty_is_left_out() -> None:
    given = {"order": " A\n17 ", "amount": "3.5", "until": "2026-12-31", "size": ""}
    assert filled(SALE, given) == {"order": "A 17", "amount": "3.5", "until": "2026-12-31"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Fill in Order number first."),
        ({"order": "1", "amount": "many"}, "amount must be a number, as 12 or 3.5."),
        ({"order": "1", "amount": "1e5"}, "amount must be a number"),
        ({"order": "1", "until": "31.12.2026"}, "until must be a date, as 2026-12-31."),
        ({"order": "1", "until": "2026-02-30"}, "until must be a date"),
        ({"order": "1", "size": "xl"}, "size must be one of s, l."),
        ({"order": "1", "colour": "red"}, "There is no field 'colour' here"),
    ],
)
def test_what_is_not_filled_in_rightly_is_one_sentence(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidFields, match=sentence):
        filled(SALE, given)


def test_the_sentence_names_the_field_in_the_readers_language() -> None:
    with pytest.raises(InvalidFields, match="订单号"):
        filled(SALE, {}, "zh")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ([{"id": "a", "type": "colour"}], "fields are wrong: Invalid enum value 'colour'"),
        ([{"id": "a"}, {"id": "a"}], "each field needs an id of its own; 'a' is none"),
        ([{"id": "a", "type": "choice"}], "the field a has no choices"),
        ([{"id": "a", "requird": True}], "unknown field `requird`"),
        ("many", "fields are wrong"),
    ],
)
def test_wrong_fields_are_one_sentence(written: object, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        fields_of(written)
