"""Imports under way: each reads its file beside the telephony, tells how far it is, and keeps all lines or none."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from uuid import uuid4

import structlog
from sqlalchemy.exc import SQLAlchemyError

from crm_bridge.customer import CustomerDraft, InvalidCustomer
from crm_bridge.directory import Absorbed, ContactDirectory
from crm_bridge.import_csv import CustomerFile, FileRefused, Problem, check, read
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

CHECKED_AT_ONCE = 250
KEPT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStatus:
    """How far an import is: `state` is running, done, or refused (nothing was imported). `done` of `total` lines;
    `created` and `updated` count customers made and lines that updated one; `message` says what went wrong or was
    left out."""

    id: str
    state: str = "running"
    done: int = 0
    total: int = 0
    created: int = 0
    updated: int = 0
    problems: tuple[Problem, ...] = ()
    message: str | None = None


Told = Callable[[int, int], None]


async def import_customers(
    directory: ContactDirectory,
    data: bytes,
    *,
    region: str,
    encoding: str | None = None,
    skip_bad: bool = False,
    agents: Collection[str] = (),
    progress: Told | None = None,
) -> ImportStatus:
    """Import a file: every good line in one transaction, or nothing if a line is bad (unless `skip_bad`).

    `agents` are the ids of those who may be an owner.
    `progress(done, total)` counts lines; the first half of the way is checking them, the second keeping them.
    Raises FileRefused for a file that cannot be read, and what the directory raises.
    """
    file = await asyncio.to_thread(read, data, encoding)
    total = len(file.rows)
    tell = progress or (lambda _done, _total: None)
    drafts, problems = await _checked(file, region, agents, lambda done: tell(done // 2, total))
    status = ImportStatus(id="", total=total, problems=tuple(problems))
    if problems and not skip_bad:
        message = f"{len(problems)} of {total} lines are wrong, so nothing was imported; correct them and try again."
        return replace(status, state="refused", message=message)
    absorbed = (
        await directory.absorb(drafts, lambda done: tell((total + done) // 2, total)) if drafts else Absorbed(0, 0)
    )
    left_out = f"These columns were left out: {', '.join(file.left_out)}." if file.left_out else None
    return replace(
        status, state="done", done=total, created=absorbed.created, updated=absorbed.updated, message=left_out
    )


async def _checked(
    file: CustomerFile, region: str, agents: Collection[str], tell: Callable[[int], None]
) -> tuple[list[CustomerDraft], list[Problem]]:
    drafts: list[CustomerDraft] = []
    problems: list[Problem] = []
    for start in range(0, len(file.rows), CHECKED_AT_ONCE):
        rows = file.rows[start : start + CHECKED_AT_ONCE]
        good, bad = await asyncio.to_thread(check, file, rows, region, agents)
        drafts += good
        problems += bad
        tell(start + len(rows))
    return drafts, problems


class ImportJobs:
    """The imports of this life of the service; the last 20 can be asked about."""

    def __init__(self, directory: ContactDirectory, region: str, agents: Callable[[], Collection[str]] = tuple) -> None:
        """`agents` tells the ids of those who may be an owner, whenever a file is read."""
        self._directory = directory
        self._region = region
        self._agents = agents
        self._jobs: dict[str, ImportStatus] = {}
        self._one_at_a_time = asyncio.Lock()
        self._tasks = Tasks()

    def begin(self, data: bytes, encoding: str | None = None, *, skip_bad: bool = False) -> ImportStatus:
        """Take a file in; its status, which `get` tells from now on."""
        status = ImportStatus(id=uuid4().hex)
        self._jobs[status.id] = status
        for old in list(self._jobs)[:-KEPT]:
            if self._jobs[old].state != "running":
                del self._jobs[old]
        self._tasks.spawn(self._run(status.id, data, encoding, skip_bad), f"import {status.id}")
        return status

    def get(self, job: str) -> ImportStatus | None:
        """How far an import is; None when it is not known (any more)."""
        return self._jobs.get(job)

    async def close(self) -> None:
        """Stop; a transaction under way is undone."""
        await self._tasks.close()

    async def _run(self, job: str, data: bytes, encoding: str | None, skip_bad: bool) -> None:
        def progress(done: int, total: int) -> None:
            self._jobs[job] = replace(self._jobs[job], done=done, total=total)

        try:
            async with self._one_at_a_time:
                ended = await import_customers(
                    self._directory,
                    data,
                    region=self._region,
                    encoding=encoding,
                    skip_bad=skip_bad,
                    agents=frozenset(self._agents()),
                    progress=progress,
                )
            self._jobs[job] = replace(ended, id=job)
        except (FileRefused, InvalidCustomer) as error:
            self._refuse(job, str(error))
        except (SQLAlchemyError, OSError) as error:
            log.error("import_failed", error=str(error), remedy="Import the file again when the database is back.")
            self._refuse(job, "The database did not answer, so nothing was imported; try again in a minute.")

    def _refuse(self, job: str, message: str) -> None:
        self._jobs[job] = replace(self._jobs[job], state="refused", done=0, message=message)
