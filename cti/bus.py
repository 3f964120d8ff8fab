"""The bus: where the rooms hear what happened. In one process it is this file; `bus_redis` reaches others.

Each subscriber has its own queue and hears every fact in the journal's order.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol, Self

from cti.events import Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its place in the journal; positions grow by one."""

    position: int
    event: Event


class Subscription:
    """One subscriber's ordered queue of facts."""

    def __init__(self, bus: "InProcessBus") -> None:
        self._bus = bus
        self._queue: asyncio.Queue[Recorded | None] = asyncio.Queue()

    def put(self, recorded: Recorded | None) -> None:
        """Add a fact (or the end, as None)."""
        self._queue.put_nowait(recorded)

    def waiting(self) -> int:
        """How many facts are not yet taken."""
        return self._queue.qsize()

    def __aiter__(self) -> AsyncIterator[Recorded]:
        return self

    async def __anext__(self) -> Recorded:
        recorded = await self._queue.get()
        if recorded is None:
            raise StopAsyncIteration
        return recorded

    def close(self) -> None:
        """Hear no more."""
        self._bus.forget(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


class Bus(Protocol):
    """What every bus does; the contract tests run over each."""

    async def open(self) -> None:
        """Begin to carry facts."""
        ...

    def publish(self, recorded: Recorded) -> None:
        """Tell every subscriber, in order. Never waits and never fails, whatever is away."""
        ...

    def subscribe(self) -> Subscription:
        """Hear every fact published from now on."""
        ...

    async def close(self) -> None:
        """End every subscription after what was published so far."""
        ...


class InProcessBus:
    """The bus within one process."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []

    async def open(self) -> None:
        """Begin to carry facts."""

    def publish(self, recorded: Recorded) -> None:
        """Tell every subscriber, in order."""
        for subscription in self._subscriptions:
            subscription.put(recorded)

    def subscribe(self) -> Subscription:
        """Hear every fact published from now on."""
        subscription = Subscription(self)
        self._subscriptions.append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Drop a subscription that was closed."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    async def close(self) -> None:
        """End every subscription."""
        for subscription in self._subscriptions:
            subscription.put(None)
        self._subscriptions.clear()
