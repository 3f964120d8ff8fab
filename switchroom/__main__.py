"""The command `switchroom`."""

import asyncio
import secrets
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
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
console = Console()
log = structlog.get_logger(__name__)

ROLES = ("agent", "supervisor", "administrator")


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run, and turn what can go wrong on purpose into one sentence and exit code 1."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        Console(stderr=True).print("Stopped; what was done so far is kept, and the next run goes on from there.")
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


def main() -> None:
    """The entry point."""
    app()


if __name__ == "__main__":
    main()
