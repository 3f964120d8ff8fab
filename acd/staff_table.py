"""The agents as a table that people edit in a spreadsheet: written, read again, compared with what is in force. Pure.

A table is taken whole or not at all; each line that is wrong is told in one sentence, with its number. Agents that are
not in the table stay as they are.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from acd.agent import Agent
from acd.checked import checked_agent, checked_agent_id
from acd.written import differences, written
from cti.errors import ConfigurationError
from cti.ids import AgentId

COLUMNS = (
    "id",
    "version",
    "name",
    "phone",
    "queues",
    "order",
    "skills",
    "capacity",
    "weight",
    "auto_answer",
    "calls_at_once",
)
_YES, _NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否", "")


@dataclass(frozen=True, slots=True)
class Planned:
    """What one line changes: the whole new document, based on a version (0: there is none yet)."""

    line: int
    agent: AgentId
    new: bool
    document: dict[str, Any]
    based_on: int
    changes: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line, as one sentence that says what to do."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table of `lines` agents would change; with problems it changes nothing."""

    lines: int
    changes: tuple[Planned, ...]
    problems: tuple[Problem, ...]


def rows(agents: Sequence[Agent]) -> list[tuple[str | float, ...]]:
    """The table, its head first."""
    return [COLUMNS, *(_row(agent) for agent in agents)]


def _row(agent: Agent) -> tuple[str | float, ...]:
    return (
        str(agent.id),
        agent.version,
        agent.name,
        agent.phone,
        " ".join(agent.queues),
        _pairs(agent.order),
        _pairs(agent.skills),
        agent.capacity,
        agent.weight,
        "yes" if agent.auto_answer else "no",
        agent.calls_at_once,
    )


def _pairs(values: Mapping[Any, int]) -> str:
    return " ".join(f"{name}:{value}" for name, value in values.items())


def plan(text: str, agents: Mapping[AgentId, Agent], queues: Collection[str]) -> Plan:
    """What a table means for the agents in force."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="further")
    try:
        head, lines = list(reader.fieldnames or ()), list(reader)
    except csv.Error as error:
        what = f"The table cannot be read ({error}); save it as CSV in UTF-8."
        return Plan(0, (), (Problem(max(1, reader.line_num), what),))
    if "id" not in head:
        return Plan(
            0, (), (Problem(1, "The first line must name the columns, the id among them; download the table."),)
        )
    unknown = [name for name in head if name not in COLUMNS]
    if unknown:
        what = f"There is no column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}."
        return Plan(len(lines), (), (Problem(1, what),))
    changes, problems, seen = [], [], dict[AgentId, int]()
    for number, cells in enumerate(lines, 2):
        try:
            planned = _planned(number, {name: cells[name] or "" for name in head}, agents, queues)
            if planned.agent in seen:
                raise ConfigurationError(f"Agent {planned.agent} is in line {seen[planned.agent]} already; keep one.")
        except ConfigurationError as error:
            problems.append(Problem(number, str(error)))
            continue
        seen[planned.agent] = number
        if planned.new or planned.changes:
            changes.append(planned)
    return Plan(len(lines), () if problems else tuple(changes), tuple(problems))


def _planned(line: int, cells: Mapping[str, str], agents: Mapping[AgentId, Agent], queues: Collection[str]) -> Planned:
    name = checked_agent_id(cells["id"].strip())
    now = agents.get(name)
    before = written(now) if now else {}
    # A table replaces what it has columns for: levels that are not in it any more are gone.
    document = {field: value for field, value in {**before, **_fields(cells)}.items() if value is not None}
    made = checked_agent(name, 1, document, queues)
    version = cells.get("version", "").strip()
    if version and not version.isdecimal():
        raise ConfigurationError(f"version is {version!r}; leave it as it was downloaded, or empty.")
    if now and version and int(version) != now.version:
        raise ConfigurationError(f"Somebody changed agent {name} since the download; download the table again.")
    changes = tuple(differences(before or written(Agent(name, str(name))), written(made)))
    return Planned(line, name, now is None, document, now.version if now else 0, changes)


def _fields(cells: Mapping[str, str]) -> dict[str, Any]:
    """The fields that the table has columns for; an empty number is the default."""
    read = {
        "name": _text,
        "phone": _text,
        "queues": lambda _field, cell: cell.replace(";", " ").replace(",", " ").split(),
        "order": _numbers,
        "skills": _numbers,
        "capacity": _number,
        "weight": _number,
        "auto_answer": _flag,
        "calls_at_once": _whole,
    }
    found = {field: read[field](field, cells[field].strip()) for field in read if field in cells}
    return {field: value for field, value in found.items() if field != "name" or value}


def _text(_field: str, cell: str) -> str:
    # What was guarded against being computed by a spreadsheet comes back as it was.
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def _numbers(field: str, cell: str) -> dict[str, int]:
    found = {}
    for pair in cell.replace(";", " ").replace(",", " ").split():
        name, _, level = pair.rpartition(":")
        if not name or not level.isdecimal():
            raise ConfigurationError(f"{field} has {pair!r}; write names with numbers, as french:3 english:5.")
        found[name] = int(level)
    return found


def _number(field: str, cell: str) -> float | None:
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        raise ConfigurationError(f"{field} is {cell!r}; write a number, as 1 or 0.5.") from None


def _whole(field: str, cell: str) -> int | None:
    if cell and not cell.isdecimal():
        raise ConfigurationError(f"{field} is {cell!r}; write a whole number, as 1 or 2.")
    return int(cell) if cell else None


def _flag(field: str, cell: str) -> bool:
    if cell.casefold() not in (*_YES, *_NO):
        raise ConfigurationError(f"{field} is {cell!r}; write yes or no.")
    return cell.casefold() in _YES
