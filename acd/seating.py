"""Which kinds of agents serve which kinds of calls, and where somebody is free or waits now."""

from collections.abc import Iterable, Iterator

from acd.bench import IDLE, STANDINGS, Bench, Keys
from acd.kinds import Fit, Need, Profile, fit
from acd.line import Line, Waiting
from acd.queue import Queue
from cti.ids import AgentId, QueueId


class Seating:
    """Every line and bench there is; what fits what is settled when a kind is first seen."""

    def __init__(self, orders: tuple[int, ...]) -> None:
        """`orders` are those of `acd.bench.Keys` that some queue's strategy asks for."""
        self._orders = orders
        self._lines: dict[Need, Line] = {}
        self._benches: dict[Profile, Bench] = {}
        self._fits: dict[Line, dict[Bench, Fit]] = {}
        self._serves: dict[Bench, dict[Line, Fit]] = {}
        self._open: dict[Bench, None] = {}
        self._busy: dict[Line, None] = {}
        self._of_queue: dict[QueueId, list[Line]] = {}

    def line(self, need: Need, queue: Queue) -> Line:
        """The line of the calls that ask for this."""
        line = self._lines.get(need)
        if line is None:
            line = self._lines[need] = Line(need, queue)
            self._of_queue.setdefault(need.queues[0], []).append(line)
            fits = ((bench, fit(need, queue, bench.profile)) for bench in self._benches.values())
            self._fits[line] = {bench: found for bench, found in fits if found is not None}
            for bench, found in self._fits[line].items():
                self._serves[bench][line] = found
        return line

    def bench(self, profile: Profile) -> Bench:
        """The bench of the agents who offer this."""
        bench = self._benches.get(profile)
        if bench is None:
            bench = self._benches[profile] = Bench(profile, self._orders)
            fits = ((line, fit(line.need, line.queue, profile)) for line in self._lines.values())
            self._serves[bench] = {line: found for line, found in fits if found is not None}
            for line, found in self._serves[bench].items():
                self._fits[line][bench] = found
        return bench

    def enters(self, line: Line, call: Waiting) -> None:
        """A call may be offered from now on."""
        line.enter(call)
        self._busy[line] = None

    def leaves(self, line: Line, call: Waiting) -> None:
        """A call may not be offered any more."""
        line.leave(call)
        if not line.any:
            self._busy.pop(line, None)

    def sits(self, bench: Bench, agent: AgentId, keys: Keys) -> None:
        """An agent is free from now on."""
        bench.sits(agent, keys)
        self._open[bench] = None

    def rises(self, bench: Bench, agent: AgentId) -> None:
        """An agent is not free any more."""
        bench.rises(agent)
        if not bench:
            self._open.pop(bench, None)

    def serves(self, bench: Bench, line: Line) -> bool:
        """Whether agents of this kind may take this line's calls."""
        return line in self._serves[bench]

    def fits(self, line: Line) -> dict[Bench, Fit]:
        """The kinds of agents that may take this line's calls."""
        return self._fits[line]

    def free_benches(self, line: Line) -> list[tuple[Bench, Fit]]:
        """The kinds of agents of whom somebody is free for this line's calls."""
        fits, open_ = self._fits[line], self._open
        if len(open_) < len(fits):
            return [(bench, fits[bench]) for bench in open_ if bench in fits]
        return [(bench, found) for bench, found in fits.items() if bench in open_]

    def served(self, bench: Bench) -> Iterable[tuple[Line, Fit]]:
        """The lines whose calls agents of this kind may take; some of them may be empty."""
        serves = self._serves[bench]
        if len(self._busy) < len(serves):
            return [(line, serves[line]) for line in self._busy if line in serves]
        return serves.items()

    def waiting(self) -> Iterator[Line]:
        """The lines with calls that may be offered."""
        return iter(self._busy)

    def of_queue(self, queue: QueueId) -> list[Line]:
        """The lines of one queue's calls."""
        return self._of_queue.get(queue, [])

    def crew(self, line: Line) -> list[int]:
        """How many agents who may take this line's calls are in each standing (`acd.bench.STANDINGS`)."""
        counts = [bench.counts for bench in self._fits[line]]
        return list(map(sum, zip(*counts, strict=True))) if counts else [0] * len(STANDINGS)

    def free(self, line: Line) -> int:
        """How many agents are free for this line's calls."""
        return self.free_on(self.free_benches(line))

    @staticmethod
    def free_on(benches: Iterable[tuple[Bench, Fit]]) -> int:
        """How many agents are free on some benches."""
        free = 0
        for bench, _ in benches:
            free += len(bench.free[IDLE])
        return free

    @property
    def anybody_free(self) -> bool:
        """Whether any agent is free."""
        return bool(self._open)
