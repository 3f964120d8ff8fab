"""The past of the floor, folded from the journal: how it stood at an instant, and why a call waited."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from acd.explain import Explanation, Line
from acd.floor import Floor
from acd.store import Settings
from cti import events as e
from cti.errors import NotFound
from cti.ids import CallId
from cti.store import JournalStore

# Who logged in longer ago than this and was not heard of since is not there any more.
LOOK_BACK_SECONDS = 12 * 3600.0
BREATH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A call's way through its queues, and the names of the agents it speaks of."""

    call: CallId
    lines: tuple[Line, ...]
    people: dict[str, str]


class FloorHistory:
    """Reads the journal's table, and the settings that were in force then.

    `in_force` gives queues and agents as they were set up at an instant, as `StaffStore.in_force` does.
    """

    def __init__(self, journal: JournalStore, in_force: Callable[[float], Awaitable[Settings]], timezone: str) -> None:
        self._journal = journal
        self._in_force = in_force
        self._timezone = timezone

    async def _empty(self, at: float) -> Floor:
        """The floor before its facts; those of changed settings are among the facts to come."""
        return Floor(*await self._in_force(at), self._timezone)

    async def floor(self, at: float) -> Floor:
        """The floor as the facts up to and at `at` (seconds since the epoch) made it."""
        floor = await self._empty(at - LOOK_BACK_SECONDS)
        async for number, event in self._facts(at - LOOK_BACK_SECONDS, at):
            floor.apply(event)
            if number % BREATH == 0:
                await asyncio.sleep(0)
        return floor

    async def why(self, call: CallId) -> Told:
        """Why a call waited and who was asked.

        Raises:
            NotFound: the journal has no such call, or it was never queued.
        """
        facts = [recorded.event for recorded in await self._journal.of_call(call)]
        queued = [fact.at for fact in facts if isinstance(fact, e.CallQueued | e.CallbackDue)]
        if not queued:
            raise NotFound(f"No call {call!r} was ever queued; calls are named as in the report, `main-1763756550.12`.")
        over = (e.AgentAnswered, e.CallEnded, e.CallServedByFallback)
        end = max((fact.at for fact in facts if isinstance(fact, over)), default=facts[-1].at)
        floor = await self._empty(queued[0] - LOOK_BACK_SECONDS)
        told = Explanation(floor, call)
        for wish in await self._wishes(facts, queued[0] - LOOK_BACK_SECONDS):
            told.hear(wish)
        async for number, event in self._facts(queued[0] - LOOK_BACK_SECONDS, end):
            told.hear(event)
            if number % BREATH == 0:
                await asyncio.sleep(0)
        return Told(call, tuple(told.lines), {str(name): agent.name for name, agent in floor.agents.items()})

    async def _wishes(self, facts: list[e.Event], before: float) -> list[e.Event]:
        """What was told of the callback that this call is, if it is one, before a time: it may be days old."""
        names = [fact.callback for fact in facts if isinstance(fact, e.CallbackDue)]
        told = [recorded.event for name in names for recorded in await self._journal.of_callback(name)]
        return [fact for fact in told if fact.at < before]

    async def _facts(self, start: float, end: float) -> AsyncIterator[tuple[int, e.Event]]:
        """The facts from `start` up to and with `end`, numbered from 1."""
        number = 0
        async for recorded in self._journal.between(start, math.nextafter(end, math.inf)):
            number += 1
            yield number, recorded.event
