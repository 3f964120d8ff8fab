"""Tells every webhook of every alert: in order, never two at once to one, again after a failure, across restarts."""

import asyncio
import contextlib
from typing import Any

import aiohttp
import structlog
from sqlalchemy.exc import SQLAlchemyError

from agent_console.webhooks import message
from agent_console.webhooks.address import Forbidden, GuardedResolver, checked
from agent_console.webhooks.store import Webhook, WebhookStore
from cti.bus import Subscription
from cti.clock import Clock
from cti.events import AlertOver, AlertRaised
from cti.journal import Journal
from cti.tasks import Tasks

log = structlog.get_logger(__name__)

KINDS = ("alert_raised", "alert_over")
# After a failed try so many seconds are waited; after the last, the message is given up and the next one told.
BACK_OFF = (1.0, 5.0, 30.0, 120.0, 600.0)
PATIENCE_SECONDS = 10.0
AGAIN_SECONDS = 5.0


class WebhookSender:
    """One worker for each address. `private` allows addresses in private networks."""

    hears = (AlertRaised, AlertOver)

    def __init__(
        self, store: WebhookStore, journal: Journal, clock: Clock, company: str, *, private: bool = False,
        back_off: tuple[float, ...] = BACK_OFF,
    ) -> None:  # fmt: skip
        self.store, self.private = store, private
        self._journal, self._clock, self._company = journal, clock, company
        self._back_off = back_off
        self._tasks, self._workers = Tasks(), Tasks()
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._wakes: dict[str, asyncio.Event] = {}
        self._busy: dict[str, asyncio.Lock] = {}
        self._session: aiohttp.ClientSession | None = None

    def start(self, heard: Subscription) -> None:
        """Tell from now on; what an earlier life left untold is told first."""
        self._tasks.spawn(self._follow(heard), "webhooks")

    async def close(self) -> None:
        """Tell no more; the next start goes on where this one stopped."""
        await self._tasks.close()
        await self._workers.close()
        if self._session is not None:
            await self._session.close()

    async def changed(self) -> None:
        """Webhooks were made, changed or removed: each address has its worker."""
        hooks = {hook.id: hook for hook in await self.store.all() if hook.enabled}
        for name in list(self._running.keys() - hooks.keys()):
            self._running.pop(name).cancel()
        for hook in hooks.values():
            wake = self._wakes.setdefault(hook.id, asyncio.Event())
            wake.set()
            if hook.id not in self._running or self._running[hook.id].done():
                self._running[hook.id] = self._workers.spawn(self._work(hook.id, wake), "webhook")

    async def test(self, hook: Webhook, by: str) -> str:
        """Try whether the address answers; what was wrong, empty if nothing."""
        told = message.of_test(self._clock.now(), self._company, by)
        result = await self._post(hook, told)
        await self.store.tried(hook.id, self._clock.now(), result)
        return result

    async def _follow(self, heard: Subscription) -> None:
        await self._again()
        async for _ in heard:
            # The worker reads the journal's table, which the fact reaches a moment later.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._journal.flush(), AGAIN_SECONDS)
            for wake in self._wakes.values():
                wake.set()

    async def _again(self) -> None:
        while True:
            try:
                await self.changed()
                return
            except SQLAlchemyError as error:
                log.error("webhooks_not_read", error=str(error), remedy="Tried again until the database is back.")
                await asyncio.sleep(AGAIN_SECONDS)

    async def _work(self, name: str, wake: asyncio.Event) -> None:
        while True:
            wake.clear()
            try:
                hook = next((one for one in await self.store.all() if one.id == name and one.enabled), None)
                if hook is None:
                    return
                told = await self._next(hook)
                if told is not None:
                    await self._deliver(hook, *told)
                    continue
            except SQLAlchemyError as error:
                log.error("webhook_waits", error=str(error), remedy="Tried again until the database is back.")
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            await wake.wait()

    async def _next(self, hook: Webhook) -> tuple[int, dict[str, Any]] | None:
        async for recorded in self._journal.store.of_kinds(KINDS, after=hook.position):
            if isinstance(recorded.event, AlertRaised | AlertOver):
                return recorded.position, message.of_fact(recorded.event, recorded.position, self._company)
        return None

    async def _deliver(self, hook: Webhook, position: int, told: dict[str, Any]) -> None:
        for wait in (*self._back_off, None):
            result = await self._post(hook, told)
            await self.store.tried(hook.id, self._clock.now(), result, position if not result or wait is None else None)
            if not result:
                return
            log.warning("webhook_failed", webhook=hook.name, result=result, given_up=wait is None)
            if wait is not None:
                await asyncio.sleep(wait)

    async def _post(self, hook: Webhook, told: dict[str, Any]) -> str:
        """Send one message; what was wrong, in words, empty if nothing."""
        body, headers = message.written(told, hook.secret)
        # A test by hand must not come between two tries either.
        async with self._busy.setdefault(hook.url, asyncio.Lock()):
            try:
                checked(hook.url, private=self.private)
                async with self._open().post(hook.url, data=body, headers=headers, allow_redirects=False) as answer:
                    return "" if answer.status < 300 else f"It answered {answer.status} {answer.reason}."
            except TimeoutError:
                return f"It did not answer within {PATIENCE_SECONDS:g} seconds."
            except (aiohttp.ClientError, OSError, ValueError) as error:
                return str(_forbidden(error) or error) or type(error).__name__

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(resolver=GuardedResolver(private=self.private), use_dns_cache=False)
            timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False)
        return self._session


def _forbidden(error: BaseException | None) -> Forbidden | None:
    while error is not None and not isinstance(error, Forbidden):
        error = error.__cause__
    return error
