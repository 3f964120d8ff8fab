"""What must be there before the server can run: each step says what it does, and does nothing where it is done."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from acd.store import StaffStore
from cti.database import Database
from ivr.speech import EspeakSpeech
from switchroom import asterisk_files, asterisk_program, company, hold_music, phones
from switchroom.asterisk_files import AsteriskHome, secret
from switchroom.migrate import migrate
from switchroom.settings import Settings
from switchroom.wiring import prompts_for, sayings

Told = Callable[[int, int], None]
PASSWORDS = "first-passwords"


def program_folder(settings: Settings) -> Path:
    """Where an Asterisk is unpacked if the machine has none."""
    return settings.home / "programs" / "asterisk"


async def _database(settings: Settings, _told: Told) -> str:
    database = Database(settings.database_url)
    try:
        await migrate(database)
    finally:
        await database.close()
    return "SQLite" if database.is_sqlite else "PostgreSQL"


async def _company(settings: Settings, _told: Told) -> str:
    sample = company.read(settings.home)
    database = Database(settings.database_url)
    try:
        given = await company.found(sample, database, settings.site.region)
    finally:
        await database.close()
    if given:
        write_passwords(settings.home, given)
    return sample.name if given else f"{sample.name} (there)"


def write_passwords(home: Path, given: dict[str, str]) -> None:
    """Keep the first passwords where only the owner can read them, until they have been noted."""
    path = home / "secrets" / PASSWORDS
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name} {password}\n" for name, password in given.items())


def first_passwords(home: Path) -> list[tuple[str, str]]:
    """The users of the first run with their passwords; empty once the file has been deleted."""
    path = home / "secrets" / PASSWORDS
    lines = path.read_text().splitlines() if path.exists() else []
    return [(name, password) for name, _, password in (line.partition(" ") for line in lines)]


async def _prompts(settings: Settings, told: Told) -> str:
    database = Database(settings.database_url)
    speech = EspeakSpeech()
    try:
        queues = [str(queue) for queue in await StaffStore(database).queues()]
        flow = company.flow(settings, queues)
        spoken = await prompts_for(settings, speech).prepare(sayings(flow), told)
    finally:
        await speech.close()
        await database.close()
    return f"{spoken} spoken" if spoken else "there"


async def _asterisk(settings: Settings, told: Told) -> str:
    from switchroom import asterisk_fetch

    folder = program_folder(settings)
    if not settings.asterisk.program and asterisk_program.own() is None:
        await asterisk_fetch.fetch(folder, told)
    found = asterisk_program.find(folder, settings.asterisk.program)
    folders = asterisk_files.write(settings, found)
    hold_music.write(folders.music)
    return f"Asterisk {found.version}"


async def write_phones(settings: Settings) -> bool:
    """Write the agents' and guests' accounts; whether anything changed."""
    database = Database(settings.database_url)
    try:
        staff = StaffStore(database)
        people = (await staff.agents()).values()
        texts = {
            "pjsip_agents.conf": phones.agents(people, await staff.sip_secrets()),
            "pjsip_guest.conf": phones.guest(secret(settings.home, "guest") if settings.phone.guest else None),
        }
    finally:
        await database.close()
    etc, changed = AsteriskHome(settings.home).etc, False
    for name, text in texts.items():
        path = etc / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o640)
            changed = True
    return changed


Step = tuple[str, Callable[[Settings, Told], Awaitable[str]]]
STEPS: tuple[Step, ...] = (
    ("Database", _database),
    ("Company", _company),
    ("Prompts", _prompts),
)


async def prepare(settings: Settings, console: Console) -> None:
    """Do every step with a line of progress. Raises SwitchroomError, one sentence, where a step cannot be done."""
    steps = ([("Asterisk", _asterisk)] if settings.asterisk.managed else []) + list(STEPS)
    columns = (
        SpinnerColumn(finished_text="[green]✓[/green]"),
        TextColumn("{task.description:<10}"),
        BarColumn(24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[result]}[/dim]"),
    )
    with Progress(*columns, console=console) as progress:
        for name, work in steps:
            task = progress.add_task(name, total=1, result="")

            def told(done: int, total: int, task: int = task) -> None:
                progress.update(task, completed=done, total=max(total, 1))  # type: ignore[arg-type]

            result = await work(settings, told)
            total = progress.tasks[task].total
            progress.update(task, completed=total, result=escape(result))
    if settings.asterisk.managed:
        await write_phones(settings)
