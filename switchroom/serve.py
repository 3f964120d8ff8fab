"""Runs the server until it is told to stop, and says where it is to be found."""

import asyncio
import gc
import signal

import structlog
from rich.console import Console

from cti.errors import ConfigurationError, SwitchroomError
from cti.events import AgentConfigured
from switchroom import asterisk_files, asterisk_program, company
from switchroom.asterisk_files import AsteriskHome
from switchroom.asterisk_process import AsteriskProcess
from switchroom.console_bundle import dist
from switchroom.home_lock import held
from switchroom.phone_book import PhoneBook
from switchroom.prepare import first_passwords, program_folder, write_phones
from switchroom.settings import Settings
from switchroom.wiring import Server

log = structlog.get_logger(__name__)

# Objects made before the collector looks at the young ones; then how often it goes on to the older ones.
COLLECT_AFTER = (20_000, 20, 20)


async def _open_asterisk(settings: Settings) -> AsteriskProcess | None:
    if not settings.asterisk.managed:
        return None
    program = asterisk_program.find(program_folder(settings), settings.asterisk.program)
    folders = AsteriskHome(settings.home)
    process = AsteriskProcess(program, folders, settings.asterisk)
    if process.running() is None:
        asterisk_files.write(settings, program)
    changed = await write_phones(settings)
    adopted = await process.start()
    if adopted:
        log.info("asterisk_adopted", text="Asterisk was still running: its calls are taken back.")
        if changed:
            await process.tell("module reload res_pjsip.so")
    return process


def _greet(settings: Settings, console: Console) -> None:
    host = "127.0.0.1" if settings.http.host in {"0.0.0.0", "::"} else settings.http.host
    base = f"http://{host}:{settings.http.port}"
    console.print(f"\n[bold]Switchroom is open.[/bold]  Agents and supervisors: [link]{base}/[/link]")
    if settings.phone.guest:
        console.print(f"A customer's telephone in the browser: [link]{base}/phone[/link]")
    passwords = first_passwords(settings.home)
    if passwords:
        console.print("\nThe first passwords, made on this machine:")
        for name, password in passwords:
            console.print(f"  {name:<12} [bold]{password}[/bold]", highlight=False)
        console.print(f"[dim]Note them, then delete {settings.home}/secrets/first-passwords.[/dim]")
    console.print("[dim]Ctrl-C stops the server, and Asterisk with it unless there are calls.[/dim]\n")


async def serve(settings: Settings, console: Console) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        ConfigurationError: another server or an import works on the same home, a port is taken, Asterisk does not
            start, or a file is wrong; one sentence each.
    """
    with held(settings.home):
        await _serve(settings, console)


async def _serve(settings: Settings, console: Console) -> None:
    server = Server(settings, dist(), company.read(settings.home))
    await server.check()
    asterisk = await _open_asterisk(settings)
    try:
        await server.start()
    except OSError as error:
        await _give_up(server, asterisk)
        raise ConfigurationError(
            f"Port {settings.http.port} on {settings.http.host} cannot be used ({error.strerror}); stop the other "
            f"program, or choose another with SWITCHROOM_HTTP__PORT."
        ) from error
    except SwitchroomError:
        await _give_up(server, asterisk)
        raise
    book = PhoneBook(settings, asterisk)
    book.start(server.bus.subscribe(AgentConfigured))
    _settle_memory()
    _greet(settings, console)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    calls = len(server.calls.alive())
    console.print("Closing…")
    await book.close()
    await server.close()
    await _stop_asterisk(asterisk, calls)
    if calls and asterisk:
        console.print(f"{calls} calls go on in Asterisk; the next start takes them back.")


def _settle_memory() -> None:
    """What was loaded for the start stays for ever: the collector need not walk through it again while calls flow."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


async def _give_up(server: Server, asterisk: AsteriskProcess | None) -> None:
    calls = len(server.calls.alive())
    await server.close()
    await _stop_asterisk(asterisk, calls)


async def _stop_asterisk(asterisk: AsteriskProcess | None, calls: int) -> None:
    if asterisk is not None:
        await (asterisk.leave() if calls else asterisk.stop())
