"""Canned notes: texts by language with placeholders that the desk fills in. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crm_bridge.text import one_line, paragraphs
from cti.errors import ConfigurationError

PLACEHOLDERS = ("customer", "agent", "date")
LONGEST_TEXT = 2000
_HOLE = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class CannedNote:
    """A text by language, with a name by language under which the menu lists it."""

    id: str
    names: dict[str, str]
    texts: dict[str, str]


def checked_note(names: Mapping[str, str], texts: Mapping[str, str]) -> CannedNote:
    """A canned note as a person writes it, cleaned, without id.

    Raises:
        ConfigurationError: one sentence that says what to do.
    """
    called = {language: one_line(name, 80) for language, name in names.items() if one_line(name)}
    said = {language: paragraphs(text)[:LONGEST_TEXT] for language, text in texts.items() if paragraphs(text)}
    if not called:
        raise ConfigurationError("Give the note a name in at least one language.")
    if not said:
        raise ConfigurationError("Write the note's text in at least one language.")
    for language, text in said.items():
        unknown = [hole for hole in _HOLE.findall(text) if hole not in PLACEHOLDERS]
        if unknown:
            known = ", ".join("{" + name + "}" for name in PLACEHOLDERS)
            raise ConfigurationError(f"The text in {language} has {{{unknown[0]}}}, which is unknown; use {known}.")
    return CannedNote("", called, said)
