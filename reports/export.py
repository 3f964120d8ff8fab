"""Reports as CSV files that spreadsheets open as they are, and in which no cell can be a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from cti.clock import iso
from reports.period import Row
from reports.report import CallRow, Report

_QUEUE_COLUMNS = (
    *("offered", "answered", "abandoned", "flowed_out"),
    *("service_level", "asa_s", "aht_s", "longest_wait_s"),
)
PERIOD_COLUMNS = (
    *("queue", "period", "offered", "answered", "abandoned", "asa_s", "aht_s"),
    *("service_level", "formula"),
)
_AGENT_COLUMNS = ("offered", "answered", "missed", "talk_s", "hold_s", "wrap_up_s", "consult_s", "aht_s")
_CALL_COLUMNS = ("call", "queue", "agent", "caller", "arrived_at", "enqueued_at", "wait_s", "talk_s", "outcome")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Cell = str | float | None


def guarded(cell: Cell) -> Cell:
    """A cell that a spreadsheet will not compute: text beginning with = + - @ gets an apostrophe before it.

    Source: OWASP, CSV Injection.
    """
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
    return round(cell, 3) if isinstance(cell, float) else cell


def table_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as a file: every cell guarded, UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def report_csv(report: Report) -> bytes:
    """The day's report: the queues with the total, an empty line, the agents. UTF-8 with a byte order mark."""
    day = report.day.date.isoformat()
    plan = report.plan
    queues = [("total", report.total), *report.queues]
    rows: list[Sequence[Cell]] = [("date", "queue", *_QUEUE_COLUMNS, "service_level_formula")]
    rows += [
        (day, name, *(getattr(figures, column) for column in _QUEUE_COLUMNS), plan.service_level)
        for name, figures in queues
    ]
    rows += [(), ("date", "agent", "name", *_AGENT_COLUMNS)]
    rows += [
        (day, agent, plan.agent(agent).name, *(getattr(figures, column) for column in _AGENT_COLUMNS))
        for agent, figures in report.agents
    ]
    return table_csv(rows)


def calls_csv(calls: Iterable[CallRow]) -> bytes:
    """The calls behind a figure, one a line."""
    rows: list[Sequence[Cell]] = [_CALL_COLUMNS]
    for call in calls:
        at = {"arrived_at": iso(call.arrived_at), "enqueued_at": iso(call.enqueued_at)}
        rows.append([at.get(column, getattr(call, column)) for column in _CALL_COLUMNS])
    return table_csv(rows)


def period_cells(row: Row) -> tuple[Cell, ...]:
    """A row's cells, as `PERIOD_COLUMNS` names them. Shares are 0 to 1, times seconds."""
    return (row.queue, row.period, *(getattr(row.figures, column) for column in PERIOD_COLUMNS[2:-1]), row.formula)


def period_csv(rows: Iterable[Row]) -> bytes:
    """The queues' figures of a period, one line for each queue and part. UTF-8 with a byte order mark."""
    return table_csv([PERIOD_COLUMNS, *(period_cells(row) for row in rows)])
