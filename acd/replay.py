"""A simulated call centre whose agents come and go: the very distributor, over a roster's shifts. Pure."""

import math
from collections.abc import Iterable, Sequence

from acd.arrivals import Caller
from acd.queue import Queue
from acd.roster import Roster, Shift, covers, merged
from acd.simulator import Simulator, World
from cti import events as e
from cti.ids import AgentId, CallId

OFF_SHIFT = "off_shift"


class Replay(Simulator):
    """Plays callers against a roster. An agent whose shift ends in mid-call finishes the call."""

    def __init__(self, queues: Sequence[Queue], roster: Roster, callers: Iterable[Caller]) -> None:
        self._shifts = {agent: merged(shifts) for agent, shifts in roster.shifts.items()}
        super().__init__(queues, roster.agents, callers)
        for agent, shifts in self._shifts.items():
            self._hears(e.AgentBecameNotReady(at=0.0, agent=agent, reason=OFF_SHIFT))
            for shift in shifts:
                self._works(agent, shift)

    def waiting(self) -> list[CallId]:
        """The calls that wait now; after the last visit, those that nobody was left to answer."""
        return list(self.machine.floor.waiting)

    def _works(self, agent: AgentId, shift: Shift) -> None:
        self._later(shift.start, e.AgentBecameReady(at=shift.start, agent=agent))
        if math.isfinite(shift.end):
            self._later(shift.end, e.AgentBecameNotReady(at=shift.end, agent=agent, reason=OFF_SHIFT))

    def _world(self) -> World:
        return {**super()._world(), e.AgentBecameReady: self._still_on_shift}

    def _still_on_shift(self, event: e.AgentBecameReady) -> bool:
        """An agent who comes back from a missed ring finds the shift perhaps over."""
        shifts = self._shifts.get(event.agent)
        return shifts is None or covers(shifts, event.at)
