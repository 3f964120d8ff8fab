"""Who is at work when: agents and their shifts. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acd.agent import Agent
from cti.ids import AgentId


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """An agent takes calls at `start` ≤ t < `end`, seconds since the epoch."""

    start: float
    end: float


Shifts = tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The agents, and the shifts of those who come and go; an agent without an entry is always at work."""

    agents: tuple[Agent, ...]
    shifts: dict[AgentId, Shifts]

    def with_more(self, count: int) -> "Roster":
        """With so many more agents, for every queue, whenever anybody is at work."""
        queues = tuple(sorted({queue for agent in self.agents for queue in agent.queues}))
        hours = merged(shift for shifts in self.shifts.values() for shift in shifts)
        extra = tuple(Agent(AgentId(f"extra {number + 1}"), "", queues) for number in range(count))
        return Roster(self.agents + extra, {**self.shifts, **{agent.id: hours for agent in extra}})


def merged(shifts: Iterable[Shift], gap: float = 0.0) -> Shifts:
    """In order, those that overlap, touch, or lie at most `gap` seconds apart as one; empty ones left out."""
    joined: list[Shift] = []
    for shift in sorted(shift for shift in shifts if shift.end > shift.start):
        if joined and shift.start <= joined[-1].end + gap:
            joined[-1] = Shift(joined[-1].start, max(joined[-1].end, shift.end))
        else:
            joined.append(shift)
    return tuple(joined)


def covers(shifts: Sequence[Shift], at: float) -> bool:
    """Whether an instant lies in one of these, which are `merged`."""
    place = bisect_right(shifts, at, key=lambda shift: shift.start)
    return bool(place) and at < shifts[place - 1].end
