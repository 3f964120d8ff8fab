"""A stretch of the past as a film: the floor's rows as the board has them, moment by moment, and why each decision."""

import asyncio
import math
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from acd.explain import Explanation, Line
from acd.floor import Floor
from agent_console.film_texts import told
from cti import events as e
from cti.ids import CallId
from cti.store import JournalStore
from reports.board import Board, Changes

BREATH = 500
# A call's way ends here; whatever is still to be said of it is nobody's decision.
ENDS = (e.CallEnded, e.CallServedByFallback)


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that is told: of a call's way a line of its explanation, of all else (`line` None) the fact itself."""

    at: float
    call: CallId | None
    line: Line | None
    fact: e.Event


@dataclass(slots=True)
class Moment:
    """All that happened at one instant: which rows of the board changed, and what is told of it."""

    at: float
    changes: Changes = field(default_factory=Changes)
    decisions: list[Decision] = field(default_factory=list)


class Film:
    """Two folds side by side, fed with the same facts: the board, and the distributor's floor with its reasons."""

    def __init__(self, floor: Floor, board: Board) -> None:
        self.floor, self.board = floor, board
        self._ways: dict[CallId, Explanation] = {}
        self._seen: dict[CallId, int] = {}

    def hear(self, event: e.Event) -> Moment:
        """Take one fact in; what it changed, and what is told of it."""
        if isinstance(event, e.CallQueued | e.CallbackDue) and event.call not in self._ways:
            self._ways[event.call] = Explanation(self.floor, event.call)
        for way in self._ways.values():
            way.notice(event)
        self.floor.apply(event)
        moment = Moment(event.at, self.board.roll(event.at) | self.board.hear(event))
        moment.decisions += self._told(event)
        if isinstance(event, ENDS):
            self._ways.pop(event.call, None)
            self._seen.pop(event.call, None)
        return moment

    def _told(self, event: e.Event) -> Iterator[Decision]:
        call = getattr(event, "call", None)
        way = self._ways.get(call) if call else None
        if way is not None and call is not None:
            seen = self._seen.get(call, 0)
            self._seen[call] = len(way.told)
            yield from (Decision(event.at, call, line, event) for line in way.told[seen:])
        if told(event, "en", {}):
            yield Decision(event.at, None, None, event)


async def moments(film: Film, journal: JournalStore, begin: float, start: float, end: float) -> AsyncIterator[Moment]:
    """The moments with start ≤ at < end (seconds since the epoch); the facts from `begin` on are heard before."""
    number, moment = 0, None
    async for recorded in journal.between(begin, math.nextafter(end, -math.inf)):
        number += 1
        if number % BREATH == 0:
            await asyncio.sleep(0)
        if moment is None and recorded.event.at >= start:
            # The floor as it stood, whole, is drawn before anything of the film has happened.
            yield Moment(start)
            moment = Moment(start)
        heard = film.hear(recorded.event)
        if moment is None:
            continue
        if heard.at != moment.at:
            if moment.changes or moment.decisions:
                yield moment
            moment = Moment(heard.at)
        moment.changes |= heard.changes
        moment.decisions += heard.decisions
    if moment is None:
        yield Moment(start)
    elif moment.changes or moment.decisions:
        yield moment
