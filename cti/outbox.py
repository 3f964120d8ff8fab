"""The journal's local shelf: facts lie here from the instant they are known until the database has them.

One JSON line a fact, in files that are deleted once the database holds all of their facts. A line written is in the
hands of the operating system: it survives the death of this process; `sync` makes it survive the machine's.
"""

import errno
import json
import os
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import structlog

from cti import codec
from cti.bus import Recorded

log = structlog.get_logger(__name__)

SEGMENT_BYTES = 4 * 1024 * 1024


def _read(path: Path) -> tuple[list[Recorded], list[bytes]]:
    """The facts in a file, and its whole lines that this version does not understand."""
    facts, strange = [], []
    for line in path.read_bytes().splitlines():
        try:
            data = json.loads(line)
        except ValueError as error:
            # Only the last line can be torn, by a death in the middle of a write: its fact was never told to anyone.
            log.warning("outbox_line_torn", file=str(path), error=str(error))
            continue
        try:
            facts.append(Recorded(int(data["position"]), codec.from_dict(data["event"])))
        except (ValueError, KeyError, TypeError):
            strange.append(line)
    return facts, strange


class Outbox:
    """Facts on the local disk that the database does not have yet."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._full: deque[tuple[Path, int]] = deque()
        self._file = -1
        self._path = folder
        self._size = 0
        self._last = 0

    def recover(self) -> list[Recorded]:
        """The facts left by an earlier life, in order; their files stay until `written` covers them."""
        facts: list[Recorded] = []
        for path in sorted(self._folder.glob("*.jsonl")):
            found, strange = _read(path)
            facts += found
            if strange:
                # A newer version's facts: they are kept for it, beside those that are taken now.
                path.with_suffix(f".{time.time_ns()}.kept").write_bytes(b"\n".join(strange) + b"\n")
                log.error("outbox_kept", facts=len(strange), remedy="Upgrade to the version that wrote them.")
            self._full.append((path, found[-1].position if found else 0))
        return facts

    def begin(self, position: int) -> None:
        """Start a file for the facts after `position`."""
        self._path = self._folder / f"{position + 1:015d}.jsonl"
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        self._size, self._last = 0, position

    def add(self, recorded: Recorded) -> None:
        """Write one fact. Raises OSError when the disk refuses."""
        line = f'{{"position":{recorded.position},"event":{recorded.text}}}\n'.encode()
        if os.write(self._file, line) < len(line):
            # Half a line on a disk that has become full would spoil the next one, too.
            os.ftruncate(self._file, self._size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._size += len(line)
        self._last = recorded.position
        if self._size >= SEGMENT_BYTES:
            self._turn()

    def keep(self, recorded: Recorded) -> None:
        """Put a fact that the database rejects aside, where a person finds it."""
        with (self._folder / "rejected.kept").open("a", encoding="utf-8") as file:
            file.write(f'{{"position":{recorded.position},"event":{recorded.text}}}\n')

    def _turn(self) -> None:
        os.close(self._file)
        self._full.append((self._path, self._last))
        self.begin(self._last)

    def syncing(self) -> Callable[[], None]:
        """What has the disk itself hold all that was added so far: blocking work, for a thread."""
        # A descriptor of its own, since the file may be full, and closed, before the thread comes to it.
        file = os.dup(self._file)

        def sync() -> None:
            try:
                os.fdatasync(file)
            finally:
                os.close(file)

        return sync

    def written(self, position: int) -> None:
        """The database has every fact up to `position`: forget those."""
        while self._full and self._full[0][1] <= position:
            self._full.popleft()[0].unlink(missing_ok=True)
        if self._last <= position and self._size:
            os.ftruncate(self._file, 0)
            self._size = 0

    def close(self) -> None:
        """Close the file, and delete it if it is empty."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            if not self._size:
                self._path.unlink(missing_ok=True)
