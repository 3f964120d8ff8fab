"""The import of customers from the command line."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from acd.store import StaffStore
from crm_bridge.import_job import ImportStatus, import_customers
from crm_bridge.store import CustomerStore
from cti.clock import SystemClock
from cti.database import Database
from switchroom.settings import Settings


async def import_file(
    settings: Settings, file: Path, encoding: str | None, *, skip_bad: bool, told: Callable[[int, int], None]
) -> ImportStatus:
    """Import one file into this server's database. Raises SwitchroomError for a file that cannot be read."""
    database = Database(settings.database_url)
    try:
        return await import_customers(
            CustomerStore(database, SystemClock()),
            await asyncio.to_thread(file.read_bytes),
            region=settings.site.region,
            encoding=encoding,
            skip_bad=skip_bad,
            agents=await StaffStore(database).agents(),
            progress=told,
        )
    finally:
        await database.close()
