"""Fields that an outcome or a script's step asks for: what each takes, and whether it was filled in. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from crm_bridge.text import one_line
from cti.errors import ConfigurationError, SwitchroomError

LONGEST_VALUE = 500


class InvalidFields(SwitchroomError, ValueError):
    """A field is not filled in as it must be; one sentence."""


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of a field's choices, with its name by language."""

    id: str
    names: dict[str, str] = {}


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field with its name by language. A number is written with digits, a date as 2026-12-31."""

    id: str
    names: dict[str, str] = {}
    type: Literal["text", "number", "date", "choice"] = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()

    def name(self, language: str) -> str:
        """What the field is called."""
        return self.names.get(language) or self.names.get("en") or self.id


def fields_of(written: Any, place: str = "fields") -> tuple[Field, ...]:
    """The fields as configured.

    Raises:
        ConfigurationError: one sentence that names the place and the remedy.
    """
    try:
        found = msgspec.convert(written, tuple[Field, ...])
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{place} are wrong: {error}; write each with id, names, type and required.") from None
    checked(found, place)
    return found


def checked(fields: Sequence[Field], place: str) -> None:
    """Raise ConfigurationError where two fields have one id, or a choice has nothing to choose."""
    seen: set[str] = set()
    for one in fields:
        if not one.id or one.id in seen:
            raise ConfigurationError(f"{place}: each field needs an id of its own; {one.id!r} is none.")
        seen.add(one.id)
        if one.type == "choice" and not one.choices:
            raise ConfigurationError(f"{place}: the field {one.id} has no choices; add some, or make it a text.")


def filled(fields: Sequence[Field], given: Mapping[str, str], language: str = "en") -> dict[str, str]:
    """What was filled in, checked and trimmed; empty fields are left out.

    Raises:
        InvalidFields: one sentence that names the first field that is wrong, in `language` where it has a name there.
    """
    unknown = sorted(set(given) - {one.id for one in fields})
    if unknown:
        raise InvalidFields(f"There is no field {unknown[0]!r} here; load the page anew.")
    found = {one.id: _value(one, given.get(one.id, ""), one.name(language)) for one in fields}
    return {name: value for name, value in found.items() if value}


def _value(field: Field, given: str, name: str) -> str:
    value = one_line(given, LONGEST_VALUE)
    if not value:
        if field.required:
            raise InvalidFields(f"Fill in {name} first.")
        return ""
    match field.type:
        case "number" if not _is_number(value):
            raise InvalidFields(f"{name} must be a number, as 12 or 3.5.")
        case "date" if not _is_date(value):
            raise InvalidFields(f"{name} must be a date, as 2026-12-31.")
        case "choice" if value not in {one.id for one in field.choices}:
            raise InvalidFields(f"{name} must be one of {', '.join(one.id for one in field.choices)}.")
    return value


def _is_number(value: str) -> bool:
    whole, _, rest = value.removeprefix("-").partition(".")
    return whole.isdecimal() and (not rest or rest.isdecimal())


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10
