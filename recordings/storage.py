"""Where recordings are kept, as a port; its default end is a folder of this machine."""

import asyncio
import os
from pathlib import Path
from typing import Protocol

from cti.ids import RecordingId


class Storage(Protocol):
    """Keeps recordings by their id."""

    async def put(self, recording: RecordingId, content: bytes) -> None:
        """Store a recording whole or not at all. Raises OSError when there is no room or no right to write."""
        ...

    async def get(self, recording: RecordingId) -> bytes | None:
        """A recording's content, None if there is none of this id."""
        ...

    async def local_path(self, recording: RecordingId) -> Path | None:
        """A file of this machine with the content, where there is one."""
        ...


class FolderStorage:
    """Recordings as files in a folder, readable by the server's user alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, recording: RecordingId) -> Path:
        name = recording.replace("/", "_")
        return self._folder / f"{name}.wav"

    async def put(self, recording: RecordingId, content: bytes) -> None:
        """Write beside, sync, rename."""
        await asyncio.to_thread(self._put, self._path(recording), content)

    def _put(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".part")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.rename(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    async def get(self, recording: RecordingId) -> bytes | None:
        """Read the file."""
        path = await self.local_path(recording)
        return await asyncio.to_thread(path.read_bytes) if path else None

    async def local_path(self, recording: RecordingId) -> Path | None:
        """The file itself."""
        path = self._path(recording)
        try:
            return path if await asyncio.to_thread(path.is_file) else None
        except OSError:
            # Too long for a file's name, so none of ours.
            return None
