"""Reads a flow from TOML and says in one sentence what is wrong with it, before any caller can find out."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cti.errors import ConfigurationError
from cti.opening_hours import DAYS, OpeningHours, Spans, checked_place, spans
from ivr.flow import (
    Flow,
    GiveBackNode,
    HangUpNode,
    HoursNode,
    LanguageNode,
    MenuNode,
    Node,
    QueueNode,
    SayNode,
    Texts,
)

KEYS = frozenset("0123456789*#")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class _Sheet:
    """One node's table, read with checks that name the place."""

    def __init__(self, file: str, name: str, table: dict[str, Any]) -> None:
        self.file, self.name, self.table = file, name, dict(table)

    def wrong(self, what: str) -> ConfigurationError:
        return ConfigurationError(f"{self.file}: node {self.name!r}: {what}.")

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        value = self.table.pop(key, default)
        if value is None:
            raise self.wrong(f"{key!r} is missing; add it")
        if not isinstance(value, kind):
            raise self.wrong(f"{key!r} has a value of the wrong kind ({value!r})")
        return value

    def texts(self, key: str, *, optional: bool = False) -> Texts:
        value = self.take(key, dict, {} if optional else None)
        if not all(isinstance(text, str) and text.strip() for text in value.values()):
            raise self.wrong(f'{key!r} must give a text for each language, as {key}.en = "Welcome"')
        if not value and not optional:
            raise self.wrong(f"{key!r} is empty; write what is to be said")
        return {str(language): str(text) for language, text in value.items()}

    def done(self) -> None:
        if self.table:
            raise self.wrong(f"{next(iter(self.table))!r} is not known; remove it or correct its spelling")


def _say(sheet: _Sheet) -> Node:
    return SayNode(sheet.name, sheet.texts("text"), sheet.take("then", str))


def _menu(sheet: _Sheet) -> Node:
    keys = {str(key): target for key, target in sheet.take("keys", dict).items()}
    for key, target in keys.items():
        if key not in KEYS:
            raise sheet.wrong(f"{key!r} is not a key of a telephone; use one of 0-9, * and #")
        if not isinstance(target, str):
            raise sheet.wrong(f"the key {key!r} must lead to the name of a node, not to {target!r}")
    tries, timeout = sheet.take("tries", int, 3), float(sheet.take("timeout", (int, float), 5.0))
    if tries < 1 or not 1 <= timeout <= 60:
        raise sheet.wrong("'tries' must be at least 1 and 'timeout' between 1 and 60 seconds")
    return MenuNode(
        sheet.name,
        sheet.texts("text"),
        keys,
        sheet.take("otherwise", str),
        tries,
        timeout,
        sheet.texts("wrong", optional=True),
        sheet.texts("silent", optional=True),
    )


def _spans(sheet: _Sheet, texts: Any) -> Spans:
    try:
        return spans([str(text) for text in texts] if isinstance(texts, list) else str(texts))
    except ConfigurationError as error:
        raise sheet.wrong(str(error).rstrip(".")) from None


def _date(sheet: _Sheet, day: Any) -> str:
    if not _DATE.fullmatch(str(day)):
        raise sheet.wrong(f'{day!r} is no date; write it like "2026-10-01"')
    return str(day)


def _hours(sheet: _Sheet) -> Node:
    """A day that is not named is closed; `holidays` names closed dates, or a country or region; `dates` win."""
    week: dict[int, Spans] = dict.fromkeys(range(len(DAYS)), ())
    for day, texts in sheet.take("open", dict).items():
        if day not in DAYS:
            raise sheet.wrong(f"{day!r} is no day of the week; use {', '.join(DAYS)}")
        week[DAYS.index(day)] = _spans(sheet, texts)
    closed = sheet.take("holidays", (list, str), [])
    dates = {_date(sheet, day): () for day in closed} if isinstance(closed, list) else {}
    own = {_date(sheet, day): _spans(sheet, texts) for day, texts in sheet.take("dates", dict, {}).items()}
    try:
        place = checked_place(closed) if isinstance(closed, str) else ""
    except ConfigurationError as error:
        raise sheet.wrong(str(error).rstrip(".")) from None
    hours = OpeningHours(week, place, {**dates, **own})
    return HoursNode(sheet.name, hours, sheet.take("then", str), sheet.take("closed", str))


def zone(file: str, name: str) -> str:
    """The time zone of this name. Raises ConfigurationError, one sentence, for one that is none."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ConfigurationError(
            f"{file}: {name!r} is no time zone; write one like Asia/Shanghai or Europe/Berlin."
        ) from None
    return name


def _language(sheet: _Sheet) -> Node:
    return LanguageNode(sheet.name, sheet.take("language", str), sheet.take("then", str))


def _queue(sheet: _Sheet) -> Node:
    head_start = float(sheet.take("head_start", (int, float), 0.0))
    skills = tuple(str(skill) for skill in sheet.take("skills", list, []))
    queue, text = sheet.take("queue", str), sheet.texts("text", optional=True)
    return QueueNode(sheet.name, queue, head_start, skills, text, sheet.take("priority", int, 0))


def _give_back(sheet: _Sheet) -> Node:
    patience = float(sheet.take("patience", (int, float), 60.0))
    if not 1 <= patience <= 600:
        raise sheet.wrong("'patience' must be between 1 and 600 seconds")
    return GiveBackNode(sheet.name, sheet.take("otherwise", str), patience, sheet.texts("text", optional=True))


def _hang_up(sheet: _Sheet) -> Node:
    outcome = sheet.take("outcome", str, "self_service")
    if outcome not in {"self_service", "closed"}:
        raise sheet.wrong("'outcome' must be self_service or closed")
    return HangUpNode(sheet.name, outcome)


_KINDS: dict[str, Callable[[_Sheet], Node]] = {
    "say": _say,
    "menu": _menu,
    "hours": _hours,
    "language": _language,
    "queue": _queue,
    "give_back": _give_back,
    "hang_up": _hang_up,
}


def _targets(node: Node) -> Iterable[str]:
    match node:
        case SayNode() | LanguageNode():
            return [node.then]
        case MenuNode():
            return [*node.keys.values(), node.otherwise]
        case HoursNode():
            return [node.then, node.closed]
        case GiveBackNode():
            return [node.otherwise]
    return []


def _untranslated(file: str, node: Node, languages: Collection[str]) -> Iterator[str]:
    """Every text must be there in every language a caller can be led through the flow in."""
    for key in ("text", "wrong", "silent"):
        texts = getattr(node, key, None)
        missing = sorted(set(languages) - set(texts)) if texts else []
        if missing:
            remedy = f"add {key}.{missing[0]}"
            yield f"{file}: node {node.name!r}: {key!r} is not there in {missing[0]}; {remedy}."


def faults(
    file: str, node: Node, languages: Collection[str], nodes: Collection[str], queues: Iterable[str]
) -> Iterator[str]:
    """What is wrong with a node among the others: `languages` are the flow's, `nodes` and `queues` all there are."""
    yield from _untranslated(file, node, languages)
    for target in dict.fromkeys(_targets(node)):
        if target not in nodes:
            remedy = f"add [nodes.{target}] or correct the name"
            yield f"{file}: node {node.name!r} leads to {target!r}, which is not there; {remedy}."
    known = sorted(queues)
    if isinstance(node, QueueNode) and node.queue not in known:
        remedy = f"use one of {', '.join(known)}"
        yield f"{file}: node {node.name!r} names the queue {node.queue!r}, which is not there; {remedy}."


def _check(file: str, flow: Flow, queues: Iterable[str]) -> None:
    known = list(queues)
    languages = {flow.language} | {node.language for node in flow.nodes.values() if isinstance(node, LanguageNode)}
    for node in flow.nodes.values():
        for sentence in faults(file, node, languages, flow.nodes, known):
            raise ConfigurationError(sentence)


def node(file: str, name: str, table: Any) -> Node:
    """The node of a table. Raises ConfigurationError, one sentence that names file, node and remedy."""
    sheet = _Sheet(file, name, table if isinstance(table, dict) else {})
    kind = sheet.take("kind", str)
    if kind not in _KINDS:
        raise sheet.wrong(f"kind {kind!r} is not known; use one of {', '.join(_KINDS)}")
    made = _KINDS[kind](sheet)
    sheet.done()
    return made


def read(text: str, file: str, timezone: str, queues: Iterable[str], language: str = "en") -> Flow:
    """The flow in a TOML text; `timezone` and `language` are what it takes where it names none.

    Raises:
        ConfigurationError: one sentence that names file, node and remedy.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file} is not valid TOML: {error}.") from error
    tables = data.get("nodes")
    if not isinstance(tables, dict) or not tables:
        raise ConfigurationError(f"{file} has no nodes; write at least one table [nodes.NAME].")
    nodes = {name: node(file, name, table) for name, table in tables.items()}
    start = str(data.get("start", next(iter(nodes))))
    if start not in nodes:
        raise ConfigurationError(f"{file}: it starts at {start!r}, which is not there; name one of its nodes.")
    name = str(data.get("name", Path(file).stem))
    where = zone(file, str(data.get("timezone", timezone)))
    flow = Flow(name, start, str(data.get("language", language)), where, nodes)
    _check(file, flow, queues)
    return flow


def load(path: Path, timezone: str, queues: Iterable[str], language: str = "en") -> Flow:
    """The flow in a file. Raises ConfigurationError as `read` does, or when the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"The flow {path} cannot be read: {error.strerror}; set ivr.flow.") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"The flow {path} is not UTF-8 at byte {error.start}; save it as UTF-8.") from error
    return read(text, str(path), timezone, queues, language)
