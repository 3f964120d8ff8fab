"""A script as a person writes it, in TOML: made from a script, and read with the line of whatever is wrong. Pure."""

import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_bridge.scripts.checked import Fault, judged
from crm_bridge.scripts.script import Script, document_of

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STEP = re.compile(r"\s*\[\[\s*steps\s*\]\]")
# Three in a row, or one before the three that close a text, would end it.
_RISKY_QUOTE = re.compile(r'"(?="|\Z)')
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """A fault with its line, counted from 1, and its step's id (None and empty where it has none)."""

    sentence: str
    line: int | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: the script, unless it cannot be read at all, and everything that is wrong with it."""

    script: Script | None
    faults: tuple[PlacedFault, ...]


def toml_of(script: Script) -> str:
    """The text of a script; what is empty is left out."""
    document = document_of(script)
    head = [f"names = {_value(document['names'])}", f"queues = {_value(document['queues'])}"]
    return "\n\n".join(["\n".join(head), *(_step(step) for step in document["steps"])]) + "\n"


def read(text: str, queues: Collection[str]) -> Reading:
    """What a person wrote; `queues` are all there are. Never raises."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Reading(None, (_no_toml(str(error), text),))
    script, faults = judged(document, queues)
    steps = document.get("steps")
    listed = steps if isinstance(steps, list) else []
    lines = _lines_of_steps(text, len(listed))
    placed = [_placed(fault, listed, lines, text.splitlines()) for fault in faults]
    return Reading(script, tuple(sorted(placed, key=lambda fault: fault.line or 0)))


def _no_toml(error: str, text: str) -> PlacedFault:
    found = _AT.search(error)
    line = int(found[1]) if found and found[1] else len(text.splitlines()) or 1
    what = _AT.sub("", error)
    return PlacedFault(f'{what}: write key = "value", and put a text of several lines between """ and """.', line)


def _placed(fault: Fault, steps: Sequence[Any], lines: Sequence[int], text: Sequence[str]) -> PlacedFault:
    if fault.step is None or fault.step >= len(steps):
        return PlacedFault(fault.sentence)
    step = steps[fault.step]
    name = step.get("id", "") if isinstance(step, Mapping) else ""
    if not lines:
        return PlacedFault(fault.sentence, None, str(name))
    begin, end = lines[fault.step], [*lines, len(text) + 1][fault.step + 1]
    within = (number for number in range(begin, end) if fault.sign and fault.sign in text[number - 1])
    return PlacedFault(fault.sentence, next(within, begin), str(name))


def _lines_of_steps(text: str, steps: int) -> list[int]:
    """Where each step begins; nothing if they are written otherwise than each under its own heading."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if _STEP.match(line)]
    return found if len(found) == steps else []


def _step(step: Mapping[str, Any]) -> str:
    lines = ["[[steps]]", f"id = {_value(step['id'])}"]
    lines += [f"text.{_key(language)} = {_long(text)}" for language, text in step["text"].items()]
    for name in ("fields", "branches"):
        if step[name]:
            lines += [f"{name} = [", *(f"    {_value(_without_empty(one))}," for one in step[name]), "]"]
    lines += [f"next = {_value(step['next'])}"] if step["next"] else []
    return "\n".join(lines)


def _without_empty(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in entry.items() if value not in ("", False, [], {}, ())}
    if kept.get("type") == "text":
        del kept["type"]
    if "choices" in kept:
        kept["choices"] = [_without_empty(choice) for choice in kept["choices"]]
    return kept


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _long(text: str) -> str:
    if "\n" not in text or not text.replace("\n", "").isprintable():
        return _value(text)
    escaped = _RISKY_QUOTE.sub(r'\\"', text.replace("\\", "\\\\"))
    return f'"""\n{escaped}"""'


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    # JSON writes texts and truth as TOML reads them; only this one sign TOML wants written otherwise.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
