"""`switchroom simulate --queue-log`: read the log, play it on another floor, print both."""

import sys
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import Progress

from acd.queue import LONGEST_IDLE
from cti.errors import ConfigurationError
from reports.period import By
from switchroom.head_starts import head_starts
from switchroom.replay import Played, Told, days_of, play, read_log
from switchroom.replay_floor import Wishes, floor_for
from switchroom.replay_plan import Plan, read_plan
from switchroom.replay_table import Row, replay_csv, replay_table, rows_of
from switchroom.settings import Settings

# The widest table, by hour, fits in so many columns.
WIDEST = 150


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command line, as typed."""

    queue_log: Path
    plan: Path | None = None
    agents: tuple[str, ...] = ()
    strategy: str = LONGEST_IDLE
    wrap_up: float | None = None
    head_start: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    by: By = "queue"
    format: str = "table"


async def replay(settings: Settings, asked: Asked, threshold: float, seed: int, console: Console) -> None:
    """Play and print.

    Raises:
        ConfigurationError: an option, the plan or the log is wrong; one sentence.
    """
    with Progress(console=Console(stderr=True), transient=True) as progress:
        tasks = {name: progress.add_task(name, total=None) for name in ("Queue log", "Calls")}

        def told(name: str, done: int, total: int) -> None:
            progress.update(tasks[name], completed=done, total=total)

        rows, played = _replayed(asked, ZoneInfo(settings.site.timezone), threshold, seed, told)
    if asked.format == "csv":
        sys.stdout.buffer.write(replay_csv(rows, asked.by))
    else:
        wide = Console(width=max(console.width, WIDEST))
        wide.print(replay_table(rows, played, asked.by, threshold), highlight=False)


def _replayed(asked: Asked, zone: ZoneInfo, threshold: float, seed: int, told: Told) -> tuple[list[Row], Played]:
    if not threshold >= 0:
        raise ConfigurationError(f"The threshold must be 0 seconds or more, not {threshold:g}.")
    plan = read_plan(asked.plan) if asked.plan else Plan()
    wishes = Wishes(asked.agents, asked.strategy, asked.wrap_up, head_starts(asked.head_start))
    everything = read_log(asked.queue_log, told)
    period = days_of(everything, asked.first, asked.last, zone)
    past = [call for call in everything if period.start <= call.at < period.end]
    floor = floor_for(plan, wishes, past, {call.queue for call in everything}, period)
    played = play(past, everything, floor, seed, told)
    return rows_of(played, period, asked.by, threshold), played
