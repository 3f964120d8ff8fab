"""A replayed period beside the log: as it was, as it would be, and the difference; for the eye, or as CSV."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group
from rich.markup import escape
from rich.table import Table

from acd.past import ANSWERED, PastCall
from cti.ids import OfferId
from cti.segment import Segment
from reports.export import guarded
from reports.floor_plan import BoardQueueConfig
from reports.metrics import DEFAULT_SERVICE_LEVEL, METRICS
from reports.period import By, Part, Period
from reports.tally import Figures, Tally
from reports.visit import Visit
from switchroom.replay import Played

TOTAL = "total"
SHOWN = ("answered", "abandoned", "asa_s", "aht_s", "service_level")
COLUMNS = ("offered", "answered", "abandoned", "flowed_out", "asa_s", "aht_s", "service_level")
HEADINGS = {"asa_s": "ASA s", "aht_s": "AHT s", "service_level": "SL"}
SIDES = ("as it was", "would be", "difference")


@dataclass(frozen=True, slots=True)
class Row:
    """One day, hour or queue, or all of them: the log's figures, and those of the replay."""

    name: str
    was: Figures
    would_be: Figures

    def cells(self, column: str) -> tuple[float | None, float | None, float | None]:
        """A figure as it was, as it would be, and the difference; None where nothing can be divided by."""
        was, would_be = getattr(self.was, column), getattr(self.would_be, column)
        return was, would_be, None if was is None or would_be is None else would_be - was


def rows_of(played: Played, period: Period, by: By, threshold: float) -> list[Row]:
    """A row for each day, hour or queue that had calls, and the total; T is `threshold`, in seconds."""
    total = Part(math.inf, TOTAL)
    tallies: dict[Part, tuple[Tally, Tally]] = {}
    for was, would_be in zip(played.was, played.would_be, strict=True):
        part = Part(period.start, was.queue) if by == "queue" else period.part(was.at, by)
        for key in (part, total):
            before, after = tallies.setdefault(key, (Tally(), Tally()))
            config = BoardQueueConfig(was.queue, threshold)
            before.count(_visit(was, 0.0), config)
            if would_be is not None:
                after.count(_visit(would_be, played.floor.wrap_up(would_be.queue)), config)
    ordered = sorted(tallies.items(), key=lambda item: item[0])
    return [Row(part.name, *(tally.figures(DEFAULT_SERVICE_LEVEL) for tally in both)) for part, both in ordered]


def _visit(call: PastCall, wrap_up: float) -> Visit:
    """The call as the reports know it, so that live, past and replayed figures are counted alike."""
    segments: tuple[Segment, ...] = ()
    if call.outcome == ANSWERED and call.agent is not None:
        talked = Segment(
            offer=OfferId(call.call),
            agent=call.agent,
            answered_at=call.answered_at,
            ended_at=call.ended_at,
            wrap_up_s=wrap_up,
            wrapped_up=True,
        )
        segments = (talked,)
    return Visit(
        call=call.call,
        number=0,
        queue=call.queue,
        caller=call.caller,
        arrived_at=call.at,
        enqueued_at=call.at,
        left_at=call.answered_at,
        outcome=call.outcome,
        segments=segments,
    )


def replay_table(rows: list[Row], played: Played, by: By, threshold: float) -> Group:
    """The rows side by side, and a line that says what the figures are."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(f"\n{by}", no_wrap=True)
    table.add_column("\noffered", justify="right", no_wrap=True)
    for side in SIDES:
        for place, column in enumerate(SHOWN):
            above = side if place == 0 else ""
            table.add_column(f"{above}\n{HEADINGS.get(column, column)}", justify="right", no_wrap=True)
    for row in rows:
        sides = zip(*(row.cells(column) for column in SHOWN), strict=True)
        cells = [
            _cell(figure, column, signed=place == 2)
            for place, side in enumerate(sides)
            for column, figure in zip(SHOWN, side, strict=True)
        ]
        table.add_row(escape(row.name), str(row.was.offered), *cells, style="bold" if row.name == TOTAL else "")
    return Group(table, *_captions(rows, played, threshold))


def _captions(rows: list[Row], played: Played, threshold: float) -> Iterator[str]:
    formula = METRICS[DEFAULT_SERVICE_LEVEL]
    yield f"SL is {formula.id}: {formula.text}, T = {threshold:g} s. The log has no wrap-up, so its AHT is talk alone."
    out = rows[-1].would_be.flowed_out
    if out or rows[-1].was.flowed_out:
        yield f"Left the queue for elsewhere: {rows[-1].was.flowed_out} as it was, {out} as it would be."
    if played.left:
        yield f"Still waiting at the end: {played.left}; these callers are in no figure of what would be. Add agents."


def _cell(figure: float | None, column: str, *, signed: bool) -> str:
    if figure is None:
        return "–"
    sign = "+" if signed else ""
    if column == "service_level":
        return f"{100 * figure:{sign}.1f}" if signed else f"{figure:.1%}"
    return f"{figure:{sign}.1f}" if column.endswith("_s") else f"{figure:{sign}.0f}"


def replay_csv(rows: list[Row], by: By) -> bytes:
    """A line for each row: every figure as it was, as it would be, and the difference. UTF-8 with a byte order mark.

    Shares are 0 to 1, times seconds.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    sides = ("was", "would_be", "difference")
    writer.writerow([by, *(f"{column}_{side}" for column in COLUMNS for side in sides), "formula"])
    for row in rows:
        figures = [guarded(cell) for column in COLUMNS for cell in row.cells(column)]
        writer.writerow([guarded(row.name), *figures, DEFAULT_SERVICE_LEVEL])
    return text.getvalue().encode("utf-8-sig")
