import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_bridge.phone_number import RAW_LIMIT, digits, parse


@pytest.mark.parametrize(
    ("raw", "e164", "display"),
    [
        ("13800138000", "+8613800138000", "138 0013 8000"),
        ("013800138000", "+8613800138000", "138 0013 8000"),
        ("8613800138000", "+8613800138000", "138 0013 8000"),
        ("008613800138000", "+8613800138000", "138 0013 8000"),
        ("+86 138-0013-8000", "+8613800138000", "138 0013 8000"),
        ("１３８００１３８０００", "+8613800138000", "138 0013 8000"),
        ("(0755) 2698 8888", "+8675526988888", "0755 2698 8888"),
        ("+44 20 7946 0018", "+442079460018", "+44 20 7946 0018"),
        ("4008001234", "+864008001234", "400 800 1234"),
        ("800-810-1234", "+868008101234", "800 810 1234"),
        ("+18005551234", "+18005551234", "+1 800-555-1234"),
    ],
)
def test_one_number_in_all_its_spellings(raw: str, e164: str, display: str) -> None:
    number = parse(raw, "CN")
    assert (number.raw, number.e164, number.display) == (raw, e164, display)


@pytest.mark.parametrize(
    "raw",
    ["10086", "110", "95588", "1001", "+10086", "anonymous", "Unknown", "", "1800FLOWERS", "*72", "1", "1" * 40, "+"],
)
def test_what_has_no_international_form_keeps_its_raw_text(raw: str) -> None:
    number = parse(raw, "CN")
    assert (number.raw, number.e164, number.display) == (raw, None, raw)


def test_control_characters_never_get_through() -> None:
    number = parse(" 138\r\n0013\x008000\u200e ", "CN")
    assert (number.raw, number.e164) == ("13800138000", "+8613800138000")
    assert parse("\r\nAction: Originate\r\n", "CN").raw == "Action: Originate"


def test_a_region_decides_what_a_national_number_means() -> None:
    assert parse("020 7946 0018", "GB").e164 == "+442079460018"
    assert parse("13800138000", "CN").e164 == parse("+8613800138000", "US").e164


@given(st.text(max_size=200))
def test_any_text_has_a_defined_result(raw: str) -> None:
    number = parse(raw, "CN")
    assert len(number.raw) <= RAW_LIMIT
    assert number.raw.isprintable() or number.e164 is None
    assert number.e164 is None or (number.e164[0] == "+" and number.e164[1:].isdecimal() and len(number.e164) <= 16)
    number.raw.encode()


def test_digits_are_read_in_any_script() -> None:
    assert digits("+86 (１３８) 0013") == "861380013"
