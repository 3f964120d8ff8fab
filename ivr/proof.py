"""A flow's file proofread: whatever is wrong is told at once, with its line, and what can be read is shown. Pure.

`ivr.loader` stops at the first mistake, as a start must; who writes a flow wants to know of all of them.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from cti.errors import ConfigurationError
from ivr import loader
from ivr.flow import Flow, LanguageNode, Node

_HEAD = re.compile(r"\s*\[\s*nodes\s*\.\s*(?:\"([^\"]+)\"|'([^']+)'|([A-Za-z0-9_-]+))\s*[\].]")
_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in one sentence with the remedy; in which node (empty: in none), and in which line, from 1."""

    sentence: str
    node: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a text says: the flow as far as it can be read (None: not at all), and everything that is wrong."""

    flow: Flow | None
    problems: tuple[Problem, ...]


def proofread(text: str, file: str, timezone: str, queues: Collection[str], language: str = "en") -> Proof:
    """What a person wrote; what is given besides is as `ivr.loader.read` takes it. Never raises."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines()) or 1
        return Proof(None, (Problem(f"This is no TOML: {error}. Mend that line, and look again.", "", line),))
    flow, told = _flow(data, file, timezone, queues, language)
    final = _fault(lambda: loader.read(text, file, timezone, queues, language))
    if final and not told:
        told = [("", final)]
    lines = _lines(text)
    problems = [Problem(_short(file, sentence), node, lines.get(node)) for node, sentence in told]
    return Proof(flow, tuple(sorted(problems, key=lambda one: one.line or 0)))


def _flow(
    data: dict[str, Any], file: str, timezone: str, queues: Collection[str], language: str
) -> tuple[Flow | None, list[tuple[str, str]]]:
    """The nodes that can be read, and (node, sentence) of whatever is wrong."""
    tables = data.get("nodes")
    if not isinstance(tables, dict) or not tables:
        return None, []
    nodes: dict[str, Node] = {}
    told: list[tuple[str, str]] = []
    for name, table in tables.items():
        try:
            nodes[name] = loader.node(file, name, table)
        except ConfigurationError as error:
            told.append((name, str(error)))
    start = str(data.get("start", next(iter(tables))))
    if start not in tables:
        told.append(("", f"It starts at {start!r}, which is not there; name one of its nodes."))
    zone = str(data.get("timezone", timezone))
    wrong = _fault(lambda: loader.zone(file, zone))
    told += [("", wrong)] if wrong else []
    flow = Flow(str(data.get("name", file)), start, str(data.get("language", language)), zone, nodes)
    return flow, [*told, *_between(file, flow, tables, queues)]


def _between(file: str, flow: Flow, known: Collection[str], queues: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong between nodes; one that could not be read may still be led to."""
    languages = {flow.language} | {node.language for node in flow.nodes.values() if isinstance(node, LanguageNode)}
    for node in flow.nodes.values():
        for sentence in loader.faults(file, node, languages, known, queues):
            yield node.name, sentence


def _fault(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except ConfigurationError as error:
        return str(error)
    return ""


def _short(file: str, sentence: str) -> str:
    """Without the file, as there is one, and that is being looked at."""
    if sentence.startswith(f"{file} "):
        return f"The file {sentence.removeprefix(f'{file} ')}"
    rest = sentence.removeprefix(f"{file}: ")
    return rest[:1].upper() + rest[1:]


def _lines(text: str) -> dict[str, int]:
    """The line in which each node begins."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(line):
            found.setdefault(next(name for name in head.groups() if name), number)
    return found
