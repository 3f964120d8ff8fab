"""The one place where background tasks are started: each is named, kept alive, and its failure is told."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 0.5


class Tasks:
    """A group of background tasks that end together."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run `work` in the background. A failure is logged with its traceback under `name`."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("task_failed", task=task.get_name(), exc_info=task.exception())

    async def close(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        current = asyncio.current_task()
        while running := {task for task in self._running if task is not current and not task.done()}:
            # Again and again: `asyncio.wait_for` and the Redis client swallow a cancellation that comes with an answer.
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=AGAIN_SECONDS)
