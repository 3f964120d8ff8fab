"""Background tasks: their failures are told, and they end when they are told to, also the stubborn ones."""

import asyncio

import pytest
from structlog.testing import capture_logs

from cti import tasks as module
from cti.tasks import Tasks


async def test_a_failure_is_told_under_its_name_and_harms_no_other() -> None:
    tasks = Tasks()
    other = asyncio.Event()

    async def fails() -> None:
        raise ValueError("why")

    with capture_logs() as logs:
        tasks.spawn(fails(), "the-failing")
        tasks.spawn(other.wait(), "the-other")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        other.set()
        await tasks.close()
    assert [(log["event"], log["task"]) for log in logs] == [("task_failed", "the-failing")]


async def test_all_have_ended_when_the_group_is_closed() -> None:
    tasks = Tasks()
    running = [tasks.spawn(asyncio.sleep(3600), str(number)) for number in range(5)]
    await tasks.close()
    assert all(task.cancelled() for task in running)
    await tasks.close()


async def test_one_that_swallows_its_cancellation_is_cancelled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.01)
    swallowed = []

    async def stubborn() -> None:
        while len(swallowed) < 3:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                swallowed.append(1)

    tasks = Tasks()
    task = tasks.spawn(stubborn(), "stubborn")
    await asyncio.sleep(0)
    await asyncio.wait_for(tasks.close(), 10)
    assert task.done()


async def test_a_task_may_close_its_own_group() -> None:
    tasks = Tasks()
    ended = tasks.spawn(tasks.close(), "closes")
    await asyncio.wait_for(ended, 10)
