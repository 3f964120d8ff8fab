"""The bus: where the rooms hear what happened. In one process it is this file; `bus_redis` reaches others.

Each subscriber has its own queue and hears every fact in the journal's order.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol, Self

from cti import codec
from cti.events import Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its place in the journal; positions grow by one."""

    position: int
    event: Event
    line: str = field(default="", compare=False, repr=False)

    @property
    def text(self) -> str:
        """The fact as JSON; who records it writes it once, for the outbox, the database and every other process."""
        return self.line or codec.encode(self.event)


class Subscription:
    """One subscriber's ordered queue of facts, of the kinds named or of all; one reader takes them."""

    def __init__(self, bus: "InProcessBus", kinds: tuple[type[Event], ...] = ()) -> None:
        self._bus = bus
        self._kinds = kinds
        self._facts: deque[Recorded | None] = deque()
        self._reader: asyncio.Future[None] | None = None

    def wants(self, kind: type[Event]) -> bool:
        """Whether facts of this kind are heard."""
        return not self._kinds or issubclass(kind, self._kinds)

    def put(self, recorded: Recorded | None) -> None:
        """Add a fact (or the end, as None)."""
        self._facts.append(recorded)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def waiting(self) -> int:
        """How many facts are not yet taken."""
        return len(self._facts)

    def __aiter__(self) -> AsyncIterator[Recorded]:
        return self

    async def __anext__(self) -> Recorded:
        while not self._facts:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        recorded = self._facts.popleft()
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

    def subscribe(self, *kinds: type[Event]) -> Subscription:
        """Hear every fact published from now on, of these kinds if any are named: nobody wakes up for the others."""
        ...

    async def close(self) -> None:
        """End every subscription after what was published so far."""
        ...


class InProcessBus:
    """The bus within one process."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []
        self._wanting: dict[type[Event], list[Subscription]] = {}

    async def open(self) -> None:
        """Begin to carry facts."""

    def publish(self, recorded: Recorded) -> None:
        """Tell every subscriber, in order."""
        kind = type(recorded.event)
        wanting = self._wanting.get(kind)
        if wanting is None:
            wanting = self._wanting[kind] = [one for one in self._subscriptions if one.wants(kind)]
        for subscription in wanting:
            subscription.put(recorded)

    def subscribe(self, *kinds: type[Event]) -> Subscription:
        """Hear every fact published from now on, of these kinds if any are named."""
        subscription = Subscription(self, kinds)
        self._subscriptions.append(subscription)
        self._wanting.clear()
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Drop a subscription that was closed."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            self._wanting.clear()

    async def close(self) -> None:
        """End every subscription."""
        for subscription in self._subscriptions:
            subscription.put(None)
        self._subscriptions.clear()
        self._wanting.clear()
