"""Says plainly what is missing before the first call: flow, database, and what the Asterisk at hand still lacks."""

import asyncio
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.markup import escape

from acd.store import StaffStore
from acd.waiting_rules import EXTERNAL
from cti.asterisk import dialplan
from cti.asterisk.link import Link, Up
from cti.database import Database
from cti.errors import SwitchroomError, TelephonyError
from switchroom.asterisk_files import secret
from switchroom.company import flow
from switchroom.settings import Settings

OLDEST = 20
MODULES = (
    "res_agi.so",
    "chan_pjsip.so",
    "res_pjsip_transport_websocket.so",
    "res_pjsip_header_funcs.so",
    "res_http_websocket.so",
    "res_srtp.so",
    "app_mixmonitor.so",
    "app_queue.so",
    "app_userevent.so",
    "app_stack.so",
    "app_exec.so",
    "app_record.so",
    "func_db.so",
    "func_lock.so",
    "func_timeout.so",
    "func_global.so",
)
CONTEXTS = (*sorted(dialplan.CALLER_CONTEXTS), dialplan.AGENT)
CONNECT_SECONDS = 6.0

Said = Callable[[str], None]


async def _flow(settings: Settings, problem: Said) -> None:
    database = Database(settings.database_url)
    try:
        queues = [str(queue) for queue in await StaffStore(database).queues()]
        flow(settings, queues)
    finally:
        await database.close()
    if not queues:
        problem("There are no queues; run `switchroom prepare` once.")


async def _connected(link: Link) -> bool:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            while not isinstance(await link.next(), Up):
                continue
    except TimeoutError:
        return False
    return True


async def _asterisk(settings: Settings, problem: Said) -> None:
    asterisk = settings.asterisk
    password = asterisk.ami_secret or secret(settings.home, "ami")
    link = Link(asterisk.ami_host, asterisk.ami_port, asterisk.ami_username, password)
    link.start()
    try:
        if not await _connected(link):
            problem(link.problem or f"Asterisk at {asterisk.ami_host}:{asterisk.ami_port} does not answer.")
            return
        await _lacks(link, problem)
        if await _dials_outside(settings):
            await _trunk(link, asterisk.trunk, problem)
    finally:
        await link.close()


async def _dials_outside(settings: Settings) -> bool:
    """Whether some queue sends callers to a number outside."""
    database = Database(settings.database_url)
    try:
        queues = await StaffStore(database).queues()
    finally:
        await database.close()
    return any(way.kind == EXTERNAL for queue in queues.values() for way in queue.exits)


async def _trunk(link: Link, trunk: str, problem: Said) -> None:
    endpoints = await link.send_list({"Action": "PJSIPShowEndpoints"})
    if trunk not in {endpoint["objectname"] for endpoint in endpoints}:
        problem(
            f"A queue sends callers to a number outside, and Asterisk has no endpoint {trunk!r}; "
            "write it into custom/pjsip_trunks.conf, or set asterisk.trunk."
        )


async def _lacks(link: Link, problem: Said) -> None:
    version = (await link.send({"Action": "CoreSettings"}))["asteriskversion"]
    major = int("".join(c for c in version.split(".")[0] if c.isdigit()) or 0)
    if major < OLDEST:
        problem(f"This is Asterisk {version}; Switchroom needs {OLDEST} or newer.")
    for module in MODULES:
        try:
            await link.send({"Action": "ModuleCheck", "Module": module})
        except TelephonyError:
            problem(f"The module {module} is not loaded; add `load = {module}` to modules.conf.")
    for context in CONTEXTS:
        try:
            shown = await link.send_list({"Action": "ShowDialPlan", "Context": context})
        except TelephonyError:
            shown = []
        if not shown:
            problem(f"The dialplan has no context [{context}]; include asterisk_conf/extensions.conf.")


async def check(settings: Settings, console: Console) -> int:
    """Look at everything, say what is wrong, one sentence each, and give how many problems there are."""
    found = 0

    def problem(text: str) -> None:
        nonlocal found
        found += 1
        console.print(f"[red]✗[/red] {escape(text)}", highlight=False, soft_wrap=True)

    looks: tuple[tuple[str, Callable[[Settings, Said], Awaitable[None]]], ...] = (
        ("flow and queues", _flow),
        ("Asterisk", _asterisk),
    )
    for name, look in looks:
        before = found
        try:
            await look(settings, problem)
        except SwitchroomError as error:
            problem(str(error))
        if found == before:
            console.print(f"[green]✓[/green] {name}")
    return found
