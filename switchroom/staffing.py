"""How many agents a target takes: the table of `switchroom staff`, for one load or for a day of intervals."""

import csv
import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path

from rich.console import Group
from rich.markup import escape
from rich.table import Table

from acd.erlang import Demand, Outcome, agents_needed, outcome
from cti.errors import ConfigurationError

BEFORE, AFTER = 3, 3
_REMINDER = "Agents on the phone: breaks and absence come on top."


@dataclass(frozen=True, slots=True)
class Goal:
    """The service level wanted: the share (0…1) of calls answered within `threshold` seconds."""

    target: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Interval:
    """One line of a file of intervals: its name as written (`09:30`, say), and what callers ask for in it."""

    name: str
    demand: Demand


def staff_tables(demand: Demand, goal: Goal) -> Group:
    """Agents against P(wait), ASA, service level and occupancy, by Erlang C, and by Erlang A where there is a patience.

    The first row that meets the goal is marked. Raises ConfigurationError for an impossible goal.
    """
    endless = dataclasses.replace(demand, patience=None)
    tables = [_formula_table("Erlang C", endless, goal)]
    if demand.patience:
        tables.append(_formula_table("Erlang A", demand, goal))
    return Group(*tables, _caption(demand, goal), _REMINDER)


def _formula_table(name: str, demand: Demand, goal: Goal) -> Table:
    needed = agents_needed(demand, goal.target, goal.threshold)
    table = _table(name)
    for heading in ("Agents", *_headings(demand), ""):
        table.add_column(heading, justify="right" if heading else "left")
    for agents in range(max(1, needed - BEFORE), needed + AFTER + 1):
        found = agents == needed
        cells = _cells(demand, outcome(agents, demand, goal.threshold))
        table.add_row(str(agents), *cells, "← meets the target" if found else "", style="bold" if found else "")
    return table


def interval_table(intervals: list[Interval], goal: Goal) -> Group:
    """The agents each interval takes, and what callers then meet with: by Erlang C, and by Erlang A where there is a
    patience.
    """
    endless = [dataclasses.replace(one, demand=dataclasses.replace(one.demand, patience=None)) for one in intervals]
    tables = [_interval_table("Erlang C", endless, goal)]
    if intervals[0].demand.patience:
        tables.append(_interval_table("Erlang A", intervals, goal))
    return Group(*tables, f"{_wanted(goal)}.", _REMINDER)


def _interval_table(name: str, intervals: list[Interval], goal: Goal) -> Table:
    table = _table(name)
    for heading in ("Interval", "Calls/h", "AHT s", "Agents", *_headings(intervals[0].demand)):
        table.add_column(heading, justify="left" if heading == "Interval" else "right")
    for interval in intervals:
        demand = interval.demand
        agents = agents_needed(demand, goal.target, goal.threshold)
        figures = (f"{3600 * demand.rate:g}", f"{demand.aht:g}", str(agents))
        table.add_row(escape(interval.name), *figures, *_cells(demand, outcome(agents, demand, goal.threshold)))
    return table


def read_intervals(file: Path, minutes: float, aht: float | None, patience: float | None) -> list[Interval]:
    """The intervals of a CSV file: columns `interval`, `calls` (in that interval) and, at will, `aht` (seconds).

    Intervals without a call need nobody and are left out. Raises ConfigurationError that names line and remedy.
    """
    if not minutes > 0:
        raise ConfigurationError(f"An interval must last more than 0 minutes, not {minutes:g}.")
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{file} is no CSV file in UTF-8: {error}.") from error
    if not rows or not {"interval", "calls"} <= rows[0].keys():
        raise ConfigurationError(f"{file} needs a first line with the columns interval,calls,aht, and a line after it.")
    intervals = []
    for number, row in enumerate(rows, 2):
        try:
            calls, seconds = float(row["calls"] or ""), float(row.get("aht") or aht or "")
            if calls:
                intervals.append(Interval(row["interval"] or "", Demand(calls / minutes / 60, seconds, patience)))
        except ValueError as error:
            raise ConfigurationError(
                f"{file}, line {number}: calls and aht must be numbers; without an aht there, give --aht."
            ) from error
        except ConfigurationError as error:
            raise ConfigurationError(f"{file}, line {number}: {error}") from error
    if not intervals:
        raise ConfigurationError(f"{file} has no interval with calls.")
    return intervals


def _table(name: str) -> Table:
    """Without a frame, so that the widest still fits 80 columns."""
    return Table(title=name, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))


def _headings(demand: Demand) -> tuple[str, ...]:
    return ("P(wait)", "ASA", "SL", "Occupancy", *(("Abandoned",) if demand.patience else ()))


def _cells(demand: Demand, found: Outcome) -> tuple[str, ...]:
    lost = (f"{found.abandoned:.1%}",) if demand.patience else ()
    asa = "∞" if found.asa == math.inf else f"{found.asa:.1f} s"
    return (f"{found.p_wait:.1%}", asa, f"{found.service_level:.1%}", f"{found.occupancy:.1%}", *lost)


def _wanted(goal: Goal) -> str:
    return f"Target: {goal.target:.0%} of all calls answered within {goal.threshold:g} s (sl.icmi-3)"


def _caption(demand: Demand, goal: Goal) -> str:
    patience = f", patience {demand.patience:g} s" if demand.patience else ""
    return f"{3600 * demand.rate:g} calls/h of {demand.aht:g} s: {demand.load:.2f} erlangs{patience}. {_wanted(goal)}."
