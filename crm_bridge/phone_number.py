"""Phone numbers as they come and as they are compared: the raw text, and its E.164 form when it has one.

Short service numbers (10086, 110) and internal extensions have no E.164 form, so the raw number is always kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

RAW_LIMIT = 64
_DIALLED = re.compile(r"\+?[\d\s().\-/·]*\d[\d\s().\-/·]*")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """`raw`: as presented, without control characters, at most 64 long. `e164`: `+8613800138000`, or None when the
    number has no international form (short, internal, anonymous, nonsense). `display`: as its own country writes it,
    or the raw text."""

    raw: str
    e164: str | None
    display: str


def parse(raw: str, region: str) -> PhoneNumber:
    """Read a number as someone in `region` (ISO 3166, as `CN`) would dial or present it. Never raises.

    Source of the numbering plans: Google's libphonenumber. Letters (`1800FLOWERS`, `anonymous`) are not dialled
    digits in a caller id, so such a number has no E.164 form.
    """
    cleaned = "".join(c for c in raw if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    cleaned = cleaned.strip()[:RAW_LIMIT].rstrip()
    dialled = unicodedata.normalize("NFKC", cleaned)
    if not _DIALLED.fullmatch(dialled):
        return PhoneNumber(cleaned, None, cleaned)
    e164, display = _international(dialled, region)
    return PhoneNumber(cleaned, e164, display or cleaned)


def digits(text: str) -> str:
    """Only the digits of a number, for finding it by a fragment."""
    return "".join(str(unicodedata.digit(c)) for c in text if unicodedata.category(c) == "Nd")


@lru_cache(maxsize=10_000)
def _international(dialled: str, region: str) -> tuple[str | None, str | None]:
    # Imported at the first number: the numbering plans take their time to load.
    import phonenumbers

    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None, None
    # A number written with + needs no guess at its country: its length is enough, so that ranges
    # newer than the numbering plans at hand are still recognised.
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if not (phonenumbers.is_valid_number(number) or (dialled.startswith("+") and possible)):
        return None, None
    home = region.upper() == phonenumbers.region_code_for_number(number)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.format_number(number, style),
    )
