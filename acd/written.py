"""Queues and agents as people write and read them: hours by weekday and clock, everything else as configured. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from acd.agent import Agent
from acd.configured import document_of
from acd.queue import Queue
from cti.opening_hours import DAYS, OpeningHours, Spans


def plain(configured: Queue | Agent) -> dict[str, Any]:
    """The document as the journal and the database keep it: nothing but JSON's own kinds of values."""
    found: dict[str, Any] = json.loads(json.dumps(document_of(configured)))
    return found


def written(configured: Queue | Agent) -> dict[str, Any]:
    """The document as `acd.checked` takes it."""
    document = plain(configured)
    if isinstance(configured, Queue):
        document["closing"]["hours"] = _hours(configured.closing.hours)
    return document


def merged(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A document with changes put in, as RFC 7396 (JSON Merge Patch) has it: null takes a value back to its default."""
    found = dict(document)
    for name, value in changes.items():
        if value is None:
            found.pop(name, None)
        elif isinstance(value, Mapping):
            before = found.get(name)
            found[name] = merged(before if isinstance(before, Mapping) else {}, value)
        else:
            found[name] = value
    return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any], place: str = "") -> list[tuple[str, Any, Any]]:
    """The fields in which two documents differ, each with what stood there before and after."""
    found: list[tuple[str, Any, Any]] = []
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            found += differences(was, now, f"{place}{name}.")
        elif was != now:
            found.append((f"{place}{name}", was, now))
    return found


def _hours(hours: OpeningHours) -> dict[str, Any]:
    return {
        "week": {DAYS[day]: _text(spans) for day, spans in sorted(hours.week.items())},
        "holidays": hours.holidays,
        "dates": {day: _text(spans) for day, spans in sorted(hours.dates.items())},
    }


def _text(spans: Spans) -> str:
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
