"""Taking what was recorded: once, whoever asks meanwhile, and again for as long as it cannot be stored."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from cti.tasks import Tasks

AGAIN_SECONDS = 60.0
Key = TypeVar("Key", bound=str)


class Taking(Generic[Key]):
    """Calls `take` for each thing to be taken; it says whether that was done. `again_seconds` lie between two tries."""

    def __init__(self, take: Callable[[Key], Awaitable[bool]], tasks: Tasks, name: str) -> None:
        self._take = take
        self._tasks = tasks
        self._name = name
        self._under_way: set[Key] = set()
        self.again_seconds = AGAIN_SECONDS

    async def take(self, what: Key) -> None:
        """Take this now, unless it is being taken already; what cannot be stored is tried again later."""
        if what in self._under_way:
            return
        self._under_way.add(what)
        try:
            taken = await self._take(what)
        finally:
            self._under_way.discard(what)
        if not taken:
            self._tasks.spawn(self._later(what), self._name)

    async def _later(self, what: Key) -> None:
        await asyncio.sleep(self.again_seconds)
        await self.take(what)
