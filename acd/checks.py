"""Checks of single values in a document of settings, each a function that gives the value or says what to do. Pure.

Every check takes the place (`closing.exit.text`) and what stands there, and raises ConfigurationError, one sentence.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NoReturn

from cti.errors import ConfigurationError

Check = Callable[[str, Any], Any]

LONGEST_TEXT = 2000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")


def fault(place: str, what: str) -> NoReturn:
    """Refuse: `what` completes the sentence that the place begins.

    Raises:
        ConfigurationError: always.
    """
    raise ConfigurationError(f"{place} {what}.")


def number(least: float, most: float) -> Check:
    """A number from `least` to `most`."""

    def check(place: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            fault(place, f"is {_shown(value)}; write a number from {least:g} to {most:g}")
        if not least <= value <= most:
            fault(place, f"is {value:g}; write a number from {least:g} to {most:g}")
        return value

    return check


def whole(least: int, most: int) -> Check:
    """A whole number from `least` to `most`."""

    def check(place: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            fault(place, f"is {_shown(value)}; write a whole number from {least} to {most}")
        return value

    return check


def maybe(check: Check) -> Check:
    """None, or what the check takes."""
    return lambda place, value: None if value is None else check(place, value)


def flag(place: str, value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        fault(place, f"is {_shown(value)}; write true or false")
    return value


def one_of(known: Collection[str], *, what: str = "one of") -> Check:
    """One of some words."""

    def check(place: str, value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            shown = ", ".join(sorted(word or repr(word) for word in known)) or "(there is none yet)"
            fault(place, f"is {_shown(value)}; use {what} {shown}")
        return value

    return check


def name(place: str, value: Any) -> str:
    """A name that is safe in a file, a dialplan and an address."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        fault(place, f"is {_shown(value)}; write up to 64 letters, digits, dots, dashes and underscores")
    return value


def dialable(place: str, value: Any) -> str:
    """A number that can be dialled, or nothing."""
    if not isinstance(value, str) or (value and not _NUMBER.fullmatch(value)):
        fault(place, f"is {_shown(value)}; write a number to dial, of the signs 0-9 + * #")
    return value


def line(most: int) -> Check:
    """One line of text that says something."""

    def check(place: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or any(sign in value for sign in "\r\n\0"):
            fault(place, f"is {_shown(value)}; write one line of text")
        if len(value) > most:
            fault(place, f"has {len(value)} characters; write at most {most}")
        return value

    return check


def texts(place: str, value: Any) -> dict[str, str]:
    """Texts by language, each of which says something."""
    if not isinstance(value, Mapping):
        fault(place, f'is {_shown(value)}; write a text for each language, as {{"en": "…", "zh": "…"}}')
    for language, text in value.items():
        if not _LANGUAGE.fullmatch(str(language)):
            fault(place, f"has a text in {language!r}; name a language as en or zh")
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT or "\0" in text:
            fault(
                f"{place}.{language}", f"is empty or too long; write up to {LONGEST_TEXT} characters, or leave it out"
            )
    return dict(value)


def each(keys: Check, values: Check) -> Check:
    """A table whose keys and values are each checked."""

    def check(place: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            fault(place, f"is {_shown(value)}; write a table of names and values")
        return {keys(place, key): values(f"{place}.{key}", one) for key, one in value.items()}

    return check


def several(check: Check) -> Check:
    """A list without doubles whose members are each checked; places count from 1."""

    def all_of(place: str, value: Any) -> list[Any]:
        if isinstance(value, str | Mapping) or not isinstance(value, list | tuple):
            fault(place, f"is {_shown(value)}; write a list")
        found = [check(f"{place}.{count}", one) for count, one in enumerate(value, 1)]
        if any(one in found[:count] for count, one in enumerate(found)):
            fault(place, "says something twice; leave one of them out")
        return found

    return all_of


def day(place: str, value: Any) -> str:
    """A day of the calendar, as 2026-12-24."""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        fault(place, f"names {value!r}, which is no day; write it as 2026-12-24")


def table(fields: Mapping[str, Check]) -> Check:
    """A table with known fields; any of them may be left out, and no other is taken."""

    def check(place: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            fault(place or "The document", f"is {_shown(value)}; write a table of fields")
        inner = f"{place}." if place else ""
        for key in value:
            if key not in fields:
                near = get_close_matches(str(key), fields, n=1, cutoff=0.5)
                remedy = f"did you mean {inner}{near[0]}?" if near else f"the fields are {', '.join(fields)}."
                raise ConfigurationError(f"There is no field {inner}{key}; {remedy}")
        return {key: fields[key](f"{inner}{key}", one) for key, one in value.items()}

    return check


def _shown(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
