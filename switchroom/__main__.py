"""The command `switchroom`."""

import asyncio
import codecs
import secrets
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, Literal

import structlog
import typer
import uvloop
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from cti.errors import SwitchroomError
from switchroom import __version__
from switchroom.logs import configure
from switchroom.settings import Settings, load

app = typer.Typer(no_args_is_help=True, add_completion=False, help="A call-centre server on Asterisk.")
token_app = typer.Typer(no_args_is_help=True, help="API tokens for other programs.")
import_app = typer.Typer(no_args_is_help=True, help="Bring data in.")
app.add_typer(token_app, name="token")
app.add_typer(import_app, name="import")
report_app = typer.Typer(no_args_is_help=True, help="Figures of the past.")
app.add_typer(report_app, name="report")
console = Console()
log = structlog.get_logger(__name__)

ROLES = ("agent", "supervisor", "administrator")


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run, and turn what can go wrong on purpose into one sentence and exit code 1."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except KeyboardInterrupt:
        Console(stderr=True).print("Stopped; run it again to go on.")
        raise SystemExit(130) from None
    except SwitchroomError as error:
        Console(stderr=True).print(f"[red]switchroom:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise SystemExit(1) from error


def _settings() -> Settings:
    async def read() -> Settings:
        return load()

    settings: Settings = _run(read())
    return settings


@app.command()
def version() -> None:
    """Print the version."""
    console.print(__version__)


@app.command()
def prepare() -> None:
    """Make everything the server needs: Asterisk, database, sample company, prompts. Twice is once."""
    from switchroom.prepare import prepare as work

    _run(work(_settings(), console))


@app.command()
def run() -> None:
    """Run the server until Ctrl-C."""
    from switchroom.serve import serve

    settings = _settings()
    configure(settings.home)
    _run(serve(settings, console))


@app.command()
def check() -> None:
    """Say what is still missing: settings, database, flow, and what the Asterisk lacks."""
    from switchroom.check import check as work

    problems = _run(work(_settings(), console))
    raise SystemExit(1 if problems else 0)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def asterisk(context: typer.Context) -> None:
    """Speak to the managed Asterisk, as in: switchroom asterisk -rx "core show channels"."""
    import os

    from switchroom.asterisk_files import AsteriskHome
    from switchroom.asterisk_program import find
    from switchroom.prepare import program_folder

    settings = _settings()

    async def program() -> Any:
        return find(program_folder(settings), settings.asterisk.program)

    words = [*_run(program()).command, "-C", str(AsteriskHome(settings.home).etc / "asterisk.conf"), *context.args]
    os.execv(words[0], words)


@app.command()
def staff(
    calls_per_hour: Annotated[float | None, typer.Option(help="Calls that arrive in an hour.")] = None,
    aht: Annotated[float | None, typer.Option(help="Mean handling time in seconds: talk, hold and wrap-up.")] = None,
    target: Annotated[float, typer.Option(help="The share of calls to be answered in time, as 0.8.")] = 0.8,
    threshold: Annotated[float, typer.Option(help="In time: within so many seconds.")] = 20,
    patience: Annotated[float | None, typer.Option(help="Mean seconds a caller is ready to wait.")] = None,
    interval_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, readable=True, help="CSV: interval,calls,aht.")
    ] = None,
    interval_minutes: Annotated[float, typer.Option(help="How long each interval of the file is.")] = 30,
) -> None:
    """Say how many agents a service level takes, by Erlang C, and by Erlang A where callers have a patience."""
    from acd.erlang import Demand
    from switchroom.staffing import Goal, interval_table, read_intervals, staff_tables

    if interval_file is None and (calls_per_hour is None or aht is None):
        raise typer.BadParameter("Give --calls-per-hour and --aht, or --interval-file.")

    async def table() -> Any:
        goal = Goal(target, threshold)
        if interval_file is not None:
            return interval_table(read_intervals(interval_file, interval_minutes, aht, patience), goal)
        return staff_tables(Demand((calls_per_hour or 0) / 3600, aht or 0, patience), goal)

    console.print(_run(table()), highlight=False)


@app.command()
def simulate(
    agents: Annotated[
        list[str] | None,
        typer.Option(help="How many agents answer; for a log also QUEUE=N (again and again), as-logged, as-logged+2."),
    ] = None,
    calls_per_hour: Annotated[float | None, typer.Option(help="Calls that arrive in an hour.")] = None,
    aht: Annotated[float | None, typer.Option(help="Mean handling time in seconds.")] = None,
    erlang: Annotated[bool, typer.Option("--erlang", help="Lay the theory's figures beside them.")] = False,
    patience: Annotated[float | None, typer.Option(help="Mean seconds a caller is ready to wait.")] = None,
    calls: Annotated[int, typer.Option(help="How many calls to play.")] = 20_000,
    threshold: Annotated[float, typer.Option(help="The service level's, in seconds.")] = 20,
    seed: Annotated[int, typer.Option(help="Another number is another day; the same is the same.")] = 1,
    queue_log: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, readable=True, help="Play the calls of Asterisk's queue_log again."),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, readable=True, help="Log: TOML of agents, shifts, queues."),
    ] = None,
    strategy: Annotated[str, typer.Option(help="Log: who is rung first.")] = "longest-idle",
    wrap_up: Annotated[float | None, typer.Option(help="Log: seconds of wrap-up after each call; 0.")] = None,
    head_start: Annotated[
        list[str] | None, typer.Option(help="Log: CALLER=SECONDS, as '+86138*=90', or a CSV file: caller,seconds.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="Log: the first day, as 2026-01-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Log: the last day, included.")] = None,
    by: Annotated[Literal["day", "hour", "queue"], typer.Option(help="Log: a row for each.")] = "queue",
    format: Annotated[Literal["table", "csv"], typer.Option(help="Log: for the eye, or for a spreadsheet.")] = "table",
) -> None:
    """Play calls through the live distributor in simulated time: drawn ones, or those of a queue_log.

    Drawn calls need --agents, --calls-per-hour and --aht; with --erlang, Erlang C or A stands beside them. A log's
    calls come again as they came, to other staff, and both are shown: as it was, as it would be.
    """
    if queue_log is not None:
        from switchroom.replay_command import Asked, replay

        asked = Asked(
            queue_log, plan, tuple(agents or ()), strategy, wrap_up, tuple(head_start or ()), first, last, by, format
        )
        _run(replay(_settings(), asked, threshold, seed, console))
        return
    if plan or head_start or first or last or wrap_up is not None:
        raise typer.BadParameter("--plan, --head-start, --wrap-up, --from and --to go with --queue-log.")
    if calls_per_hour is None or aht is None or agents is None or len(agents) != 1:
        raise typer.BadParameter("Give --agents, --calls-per-hour and --aht, or --queue-log and --agents.")
    if not agents[0].removeprefix("-").isdecimal():
        raise typer.BadParameter(f"--agents {agents[0]} needs a --queue-log; without one, give a number.")
    _drawn(int(agents[0]), calls_per_hour, aht, patience, calls, threshold, seed, erlang=erlang)


def _drawn(
    agents: int,
    calls_per_hour: float,
    aht: float,
    patience: float | None,
    calls: int,
    threshold: float,
    seed: int,
    *,
    erlang: bool,
) -> None:
    from acd.erlang import Demand
    from switchroom.simulate import figures
    from switchroom.simulate import simulate as work

    async def played() -> Any:
        demand = Demand(calls_per_hour / 3600, aht, patience)
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("Calls", total=calls)
            seen = work(demand, agents, calls, threshold, seed, lambda done: progress.update(task, completed=done))
        return figures(seen, demand, agents, threshold, theory=erlang)

    console.print(_run(played()), highlight=False)


@app.command()
def why(
    call: Annotated[str, typer.Argument(help="The call, as main-1763756550.12; reports and the API name it so.")],
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
) -> None:
    """Tell why a call waited, who was asked, and who was passed over, from the journal."""
    from switchroom.past_floor import why as work

    console.print(_run(work(_settings(), call, language)), highlight=False)


@app.command()
def floor(
    at: Annotated[str, typer.Option(help="The instant on the site's clock, as 2026-01-31T14:05:30.")],
) -> None:
    """Show the floor as it was at an instant: every waiting call, every agent."""
    from switchroom.past_floor import floor as work

    console.print(_run(work(_settings(), at)), highlight=False)


@token_app.command("create")
def token_create(
    name: Annotated[str, typer.Argument(help="What the token is for; one with the same name is replaced.")],
    role: Annotated[str, typer.Option(help="agent, supervisor or administrator.")] = "supervisor",
) -> None:
    """Make an API token and print it, once."""
    from agent_console.store import UserStore
    from cti.clock import SystemClock
    from cti.database import Database

    if role not in ROLES:
        raise typer.BadParameter(f"{role!r} is not a role; use one of {', '.join(ROLES)}.")
    settings, token = _settings(), secrets.token_urlsafe(32)

    async def create() -> None:
        database = Database(settings.database_url)
        try:
            await UserStore(database).add_token(token, name, role, SystemClock().now())
        finally:
            await database.close()

    _run(create())
    sys.stdout.write(token + "\n")


@import_app.command("customers")
def import_customers(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    encoding: Annotated[str | None, typer.Option(help="The file's encoding, as gb18030; UTF-8 if not said.")] = None,
    skip_bad: Annotated[bool, typer.Option(help="Import the good lines although others are bad.")] = False,
) -> None:
    """Import customers from a CSV file: all lines or none, with a report of every bad one."""
    from switchroom.import_customers import import_file

    settings = _settings()
    with Progress(console=console) as progress:
        task = progress.add_task("Customers", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        status = _run(import_file(settings, file, encoding, skip_bad=skip_bad, told=told))
    for problem in status.problems:
        console.print(f"  line {problem.line}: {escape(problem.problem)}", highlight=False)
    if status.message:
        console.print(escape(status.message), highlight=False)
    console.print(f"{status.state}: {status.created} new, {status.updated} updated.", highlight=False)
    raise SystemExit(0 if status.state == "done" else 1)


@import_app.command("queue-log")
def import_queue_log(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
) -> None:
    """Import the calls of Asterisk's queue_log, each once, with a report of bad lines; the server must be stopped."""
    from switchroom.import_queue_log import import_file

    settings = _settings()
    with Progress(console=console) as progress:
        task = progress.add_task("Queue log", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        result = _run(import_file(settings, file, told))
    for line, problem in result.problems:
        console.print(f"  line {line}: {escape(problem)}.", highlight=False, soft_wrap=True)
    if result.bad > len(result.problems):
        console.print(f"  and {result.bad - len(result.problems)} more lines.", highlight=False)
    console.print(result.sentence(), highlight=False, soft_wrap=True)


@report_app.command("queues")
def report_queues(
    first: Annotated[str, typer.Option("--from", help="The first day, as 2026-01-01.")],
    last: Annotated[str, typer.Option("--to", help="The last day, included.")],
    by: Annotated[Literal["day", "hour", "queue"], typer.Option(help="A row for each queue and this.")] = "day",
    format: Annotated[Literal["table", "csv"], typer.Option(help="For the eye, or for a spreadsheet.")] = "table",
) -> None:
    """Print the queues' figures of any period, in the site's days, from the journal alone."""
    from reports.export import period_csv
    from switchroom.report_queues import rows_of, table_of

    rows = _run(rows_of(_settings(), first, last, by))
    if format == "csv":
        # A byte order mark is for spreadsheets that open a file; a program would read it as part of the first column.
        sys.stdout.buffer.write(period_csv(rows).removeprefix(codecs.BOM_UTF8))
    elif rows:
        Console(width=max(console.width, 110)).print(table_of(rows), highlight=False)
    else:
        console.print("No call was queued in this period.")


@report_app.command("promises")
def report_promises(
    first: Annotated[str, typer.Option("--from", help="The first day, as 2026-01-01.")],
    last: Annotated[str, typer.Option("--to", help="The last day, included.")],
    anew: Annotated[bool, typer.Option(help="Promise anew, as for an imported history that was promised nothing.")] = (
        False
    ),
) -> None:
    """Print how well promised waits were kept: of those answered, half and nine of ten should have waited less."""
    from switchroom.report_promises import calibrated, table_of

    rows = _run(calibrated(_settings(), first, last, anew=anew))
    if rows:
        Console(width=max(console.width, 110)).print(table_of(rows), highlight=False)
    else:
        console.print("No wait was promised in this period.")


def main() -> None:
    """The entry point."""
    app()


if __name__ == "__main__":
    main()
