"""Whose call is served as if it had waited already: by the number presented, for a replay."""

import csv
import math
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from acd.past import PastCall
from cti.errors import ConfigurationError

_MARKS = frozenset("*?[")


class HeadStarts:
    """Seconds by the caller's number: an exact number wins over a pattern (`+86138*`), an earlier pattern over a later.

    Raises ConfigurationError for seconds below 0.
    """

    def __init__(self, seconds: Mapping[str, float]) -> None:
        for caller, start in seconds.items():
            if not (start >= 0 and math.isfinite(start)):
                raise ConfigurationError(f"The head start of “{caller}” must be 0 seconds or more, not {start:g}.")
        self._exact = {caller: start for caller, start in seconds.items() if not _MARKS & set(caller)}
        self._patterns = [(caller, start) for caller, start in seconds.items() if _MARKS & set(caller)]

    def of(self, call: PastCall) -> float:
        """The call's head start, in seconds; 0 where nothing is said."""
        if call.caller in self._exact:
            return self._exact[call.caller]
        return next((start for pattern, start in self._patterns if fnmatchcase(call.caller, pattern)), 0.0)


def head_starts(options: Iterable[str]) -> dict[str, float]:
    """What options say: `CALLER=SECONDS` (a number or a pattern), or a CSV file with the columns caller,seconds.

    Raises:
        ConfigurationError: an option is neither, or a line is wrong; one sentence.
    """
    found: dict[str, float] = {}
    for option in options:
        caller, equals, seconds = option.rpartition("=")
        if Path(option).is_file():
            found.update(_listed(Path(option)))
        elif equals:
            found[caller] = _seconds(seconds, f"--head-start {option}")
        else:
            raise ConfigurationError(f"--head-start {option} is no CSV file, and not CALLER=SECONDS, as '+86138*=90'.")
    return found


def _listed(file: Path) -> dict[str, float]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{file} is no CSV file in UTF-8: {error}.") from error
    if not rows or not {"caller", "seconds"} <= rows[0].keys():
        raise ConfigurationError(f"{file} needs a first line with the columns caller,seconds, and a line after it.")
    return {row["caller"] or "": _seconds(row["seconds"], f"{file}, line {n}") for n, row in enumerate(rows, 2)}


def _seconds(text: str | None, place: str) -> float:
    try:
        return float(text or "")
    except ValueError as error:
        raise ConfigurationError(f"{place}: “{text}” is not a number of seconds.") from error
