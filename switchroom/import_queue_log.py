"""The import of Asterisk's `queue_log` from the command line, into the same journal as the server's own facts."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from cti.bus import InProcessBus
from cti.database import Database
from cti.errors import ConfigurationError
from cti.ids import CallId
from cti.journal import Journal
from reports.queue_log import BadLine, Facts, QueueLog
from switchroom.home_lock import held
from switchroom.settings import Settings

# At most this many calls are asked for, recorded and waited for at once, so memory stays small however long the file.
CALLS_AT_ONCE = 500
PROBLEMS_KEPT = 1000

Told = Callable[[int, int], None]


@dataclass(slots=True)
class Imported:
    """What became of a file: `calls` are new, `known` were in the journal before, `unfinished` had no end in the file;
    `left_out` counts lines that are not about calls, `bad` those that are wrong, of which the first are in `problems`
    with their numbers from 1."""

    lines: int = 0
    calls: int = 0
    facts: int = 0
    known: int = 0
    unfinished: int = 0
    left_out: int = 0
    bad: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    def sentence(self) -> str:
        """What a person wants to know."""
        return (
            f"{self.lines} lines: {self.calls} new calls ({self.facts} facts), {self.known} known already, "
            f"{self.unfinished} without an end left out, {self.left_out} lines not about calls, {self.bad} bad lines."
        )


def calls_in(file: Path, result: Imported, told: Told) -> Iterator[Facts]:
    """The calls of a file that are over, each as its facts; what else it has is counted in `result`.

    `told(done, total)` counts bytes.
    """
    fold, size, read = QueueLog(), os.path.getsize(file), 0
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            read += len(line)
            try:
                yield from fold.hear(number, line.decode("utf-8", "replace"))
            except BadLine as error:
                result.bad += 1
                if len(result.problems) < PROBLEMS_KEPT:
                    result.problems.append((number, str(error)))
            result.lines = number
            if number % 1000 == 0:
                told(read, size)
    yield from fold.finish()
    told(size, size)
    result.left_out, result.unfinished = fold.left_out, fold.unfinished


async def _record(journal: Journal, calls: list[Facts], result: Imported) -> None:
    new: dict[CallId, Facts] = {}
    for facts in calls:
        new.setdefault(facts[0].call, facts)
    there = await journal.store.known(list(new))
    for call, facts in new.items():
        already, ended = there.get(call, (0, False))
        if ended:
            continue
        result.calls += 1
        result.facts += len(facts) - already
        # An import that was killed may have left the first facts of a call.
        for fact in facts[already:]:
            journal.record(fact)
    result.known += len(calls) - sum(not there.get(call, (0, False))[1] for call in new)
    await journal.flush()


async def _into(journal: Journal, file: Path, told: Told) -> Imported:
    result, batch = Imported(), list[Facts]()
    for facts in calls_in(file, result, told):
        batch.append(facts)
        if len(batch) == CALLS_AT_ONCE:
            await _record(journal, batch, result)
            batch.clear()
    if batch:
        await _record(journal, batch, result)
    return result


async def import_file(settings: Settings, file: Path, told: Told) -> Imported:
    """Import one file; calls that the journal has are passed over. `told(done, total)` counts bytes.

    Raises:
        ConfigurationError: a server is running on this home, or the database cannot be used; one sentence.
    """
    with held(settings.home):
        database, bus = Database(settings.database_url), InProcessBus()
        journal = Journal(database, bus, settings.home / "outbox")
        try:
            await journal.open()
            try:
                return await _into(journal, file, told)
            finally:
                await journal.close()
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise ConfigurationError(
                f"The import cannot go on ({reason}); run `switchroom prepare` if this server is new, and import again."
            ) from error
        finally:
            await database.close()
