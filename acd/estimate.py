"""How long a caller who joins a queue will wait: an honest P50 and P90, learnt from what has been on this floor. Pure.

A guess from the length of the queue and its pace is corrected by how earlier promises were kept. It uses only what
is known at the instant of the promise, and the same facts give the same promises.
"""

import math
from bisect import bisect_left, insort
from collections import defaultdict, deque
from dataclasses import dataclass, field

from cti.ids import QueueId

LEVELS = (0.5, 0.9)
# How far one kept or broken promise moves the next, as a share: fifty callers make a change of the floor felt. What
# little has been seen of moves further, as the mean of so few would.
STEP, NEWNESS = 0.02, 10
# Promises made behind a long line are all broken or kept before any of them has been learnt from. More than five
# share the steps of five, or the correction would overshoot, then overshoot back, and so on.
UNDER_WAY = 5
# The weight of the newest gap in the pace: some twenty answers make it, so it is known to about a sixth.
MEMORY = 0.05
# Seconds to pick a phone up: no wait is shorter in kind, and no logarithm meets zero.
PICK_UP = 5.0
# Seconds an agent is taken for by a call, until calls have told; the newest call then weighs a fiftieth.
HANDLING, HANDLING_MEMORY = 180.0, 0.02
# Past a day it is not a wait that is promised.
LONGEST = 86400.0
LOG_LONGEST = math.log(LONGEST)
Features = tuple[tuple[str, float], ...]
# Where ranges of the guess begin: a factor of 1.5 each, from 12 s on; the trend is measured from some 55 s.
RANGE_WIDTH, FIRST_RANGE, RANGES, CENTRE = 0.4, 2.5, 12, 4.0
# So many of the latest waits of a queue's callers who met a free agent are remembered.
RINGS = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caller joins: callers of the same queue and of the whole floor who will be served sooner (by rank, the
    head start counted), and how many agents are at work on the floor, free or not.
    """

    queue: QueueId
    ahead: int
    ahead_on_floor: int
    agents: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Half of the callers so placed who are answered have been so within `p50` seconds, nine in ten within `p90`.

    `guess` is the logarithm of what the queue's length and pace alone would say; None where an agent was free at once.
    `weight` is how much is to be learnt from it.
    """

    queue: QueueId
    p50: float
    p90: float
    guess: float | None = None
    weight: float = 1.0

    @property
    def at_once(self) -> bool:
        """Whether a free agent's phone rang the moment the caller was queued."""
        return self.guess is None

    def seconds(self, level: int) -> float:
        """The promised seconds at `LEVELS[level]`."""
        return self.p90 if level else self.p50


@dataclass(slots=True)
class _Line:
    """Callers of a queue, or of the floor, and the mean gap between their answers while somebody waits."""

    waiting: int = 0
    since: float = 0.0
    gap: float | None = None

    def joined(self, at: float) -> None:
        if self.waiting == 0:
            self.since = at
        self.waiting += 1

    def served(self, at: float, expected: float) -> None:
        gap = self.gap if self.gap is not None else expected
        self.gap = gap + MEMORY * (max(0.0, at - self.since) - gap)
        self.since = at
        self.waiting -= 1


@dataclass(slots=True)
class _Rings:
    """The latest waits of callers who met a free agent, in order of time and in order of length."""

    latest: deque[float] = field(default_factory=deque)
    ordered: list[float] = field(default_factory=list)

    def add(self, wait: float) -> None:
        if len(self.latest) == RINGS:
            del self.ordered[bisect_left(self.ordered, self.latest.popleft())]
        self.latest.append(wait)
        insort(self.ordered, wait)

    def quantile(self, level: float) -> float:
        """The order statistic that the next wait is under with this chance, whatever the distribution (conformal
        prediction: V. Vovk and others, "Algorithmic Learning in a Random World", 2005)."""
        if not self.ordered:
            return PICK_UP * math.log(1 / (1 - level))
        return self.ordered[min(len(self.ordered), math.ceil(level * (len(self.ordered) + 1))) - 1]


class Estimator:
    """What this floor has taught about waiting so far.

    The guess is the queue-length predictor (W. Whitt, "Predicting Queueing Delays", Management Science 45, 1999):
    callers ahead, and oneself, times the mean gap between answers. Agents may serve several queues, so it is made
    for the caller's queue and for the floor, and their geometric mean taken. If answers come as a Poisson process the
    next caller's wait is exponential, so the first promises are ln 2 and ln 10 times the guess.

    From then on the logarithm of each level follows the promises kept and broken by gradient steps on the pinball
    loss, one each for the floor, the queue, the range of the guess, and its trend: in the long run none of these can
    be right on average by being wrong both ways (I. Gibbs and E. Candès, "Adaptive Conformal Inference Under
    Distribution Shift", 2021; A. Angelopoulos and others, "Gradient Equilibrium in Online Learning", 2025).
    """

    def __init__(self) -> None:
        self._floor = _Line()
        self._lines: dict[QueueId, _Line] = defaultdict(_Line)
        self._rings: dict[QueueId, _Rings] = defaultdict(_Rings)
        self._handling = HANDLING
        self._seen: tuple[dict[str, int], ...] = tuple(defaultdict(int) for _ in LEVELS)
        self._offsets: tuple[dict[str, float], ...] = tuple(
            defaultdict(float, floor=math.log(math.log(1 / (1 - level)))) for level in LEVELS
        )

    def promise(self, place: Place) -> Promise | None:
        """What to tell a caller who will have to wait; None when nobody is at work, so nothing can be said."""
        if place.agents <= 0:
            return None
        pace = self._pace(place.agents)
        gap = self._lines[place.queue].gap
        own = (place.ahead + 1) * (pace if gap is None else gap) + PICK_UP
        all_ = (place.ahead_on_floor + 1) * pace + PICK_UP
        guess = (math.log(own) + math.log(all_)) / 2
        features = _features(place.queue, guess)
        p50, p90 = self._seconds(0, guess, features), self._seconds(1, guess, features)
        return Promise(place.queue, p50, max(p50, p90), guess, min(1.0, UNDER_WAY / (place.ahead_on_floor + 1)))

    def at_once(self, queue: QueueId) -> Promise:
        """What to tell a caller for whom a free agent's phone rings already."""
        rings = self._rings[queue]
        return Promise(queue, *(rings.quantile(level) for level in LEVELS))

    def joined(self, queue: QueueId, at: float) -> None:
        """A caller waits from now on."""
        self._floor.joined(at)
        self._lines[queue].joined(at)

    def left(self, queue: QueueId) -> None:
        """A caller who waited is gone without an agent, or had a free one and never waited."""
        self._floor.waiting -= 1
        self._lines[queue].waiting -= 1

    def served(self, queue: QueueId, at: float, agents: int) -> None:
        """A caller who waited was answered; `agents` are at work on the floor."""
        pace = self._pace(agents)
        self._lines[queue].served(at, pace)
        self._floor.served(at, pace)

    def handled(self, seconds: float) -> None:
        """An agent was taken by a call for so long."""
        self._handling += HANDLING_MEMORY * (seconds - self._handling)

    def overdue(self, promise: Promise, level: int) -> None:
        """A caller waits beyond the promise at this level: that is known now, not only once the wait is over."""
        self._learn(promise, level, LEVELS[level])

    def answered(self, promise: Promise, wait: float, overdue: tuple[bool, ...]) -> None:
        """A promise met its answer after `wait` seconds; `overdue` says which levels were already said to be so."""
        if promise.at_once:
            self._rings[promise.queue].add(wait)
            return
        for level, share in enumerate(LEVELS):
            if not overdue[level]:
                kept, late = wait < promise.seconds(level), wait > promise.seconds(level)
                self._learn(promise, level, share - 1 if kept else share if late else 0.0)

    def unanswered(self, promise: Promise, overdue: tuple[bool, ...]) -> None:
        """The caller left: how long the wait would have been nobody knows, so nothing is learnt, or it is unlearnt."""
        for level, share in enumerate(LEVELS):
            if overdue[level]:
                self._learn(promise, level, -share)

    def _pace(self, agents: int) -> float:
        """Seconds between answers on the floor; before there were any, those of agents who are all in talk."""
        return self._handling / max(1, agents) if self._floor.gap is None else self._floor.gap

    def _seconds(self, level: int, guess: float, features: Features) -> float:
        offsets, height = self._offsets[level], guess
        for name, weight in features:
            height += weight * offsets[name]
        return math.exp(min(height, LOG_LONGEST))

    def _learn(self, promise: Promise, level: int, slope: float) -> None:
        if promise.guess is not None:
            offsets, seen = self._offsets[level], self._seen[level]
            for name, weight in _features(promise.queue, promise.guess):
                seen[name] += 1
                step = max(STEP, 1 / (NEWNESS + seen[name])) * promise.weight
                offsets[name] += step * slope * weight


def _features(queue: QueueId, guess: float) -> Features:
    """What a promise is corrected for, and how strongly."""
    place = int((guess - FIRST_RANGE) / RANGE_WIDTH)
    in_range = f"range {min(RANGES, max(0, place))}"
    return (("floor", 1.0), (f"queue {queue}", 1.0), (in_range, 1.0), ("trend", guess - CENTRE))
