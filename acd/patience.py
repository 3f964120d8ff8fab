"""How long callers would wait, from calls of which many were answered before they showed it. Pure.

Source: E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations" (JASA 53, 1958); on these very
data, Brown et al., "Statistical Analysis of a Telephone Call Center" (JASA 100, 2005).
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """The product-limit estimate: `shares[i]` of all callers would wait longer than `times[i]` seconds (rising)."""

    times: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()

    def longer_than(self, seconds: float) -> float:
        """The share of callers who would wait longer than this."""
        place = bisect_right(self.times, seconds)
        return self.shares[place - 1] if place else 1.0

    def draw(self, chance: float, waited: float = 0.0) -> float:
        """The patience of a caller who has waited so long and stayed; `chance` is uniform in 0 ≤ chance < 1.

        Infinite beyond the longest wait that ever ended in a hang-up: what was never seen is not made up.
        """
        wanted = chance * self.longer_than(waited)
        for place in range(bisect_right(self.times, waited), len(self.times)):
            if self.shares[place] <= wanted:
                return self.times[place]
        return math.inf


def estimated(hung_up: Iterable[float], stayed: Iterable[float]) -> Patience:
    """The estimate from the waits, in seconds, of those who hung up and of those who still waited when it was over.

    S(t) = Π (1 − dᵢ/nᵢ) over the times tᵢ ≤ t at which dᵢ of the nᵢ who had waited that long hung up; who was answered
    at the same second counts as having stayed a little longer.
    """
    gone, kept = Counter(hung_up), Counter(stayed)
    waiting = gone.total() + kept.total()
    times, shares, share = list[float](), list[float](), 1.0
    for seconds in sorted(gone.keys() | kept.keys()):
        if gone[seconds]:
            share *= 1 - gone[seconds] / waiting
            times.append(seconds)
            shares.append(share)
        waiting -= gone[seconds] + kept[seconds]
    return Patience(tuple(times), tuple(shares))
