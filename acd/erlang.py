"""The queueing theory of a call centre: Erlang B, C and A, and how many agents a target takes. Pure.

Poisson arrivals, exponential handling times, one queue served in order; exact for these, a yardstick for the rest.
Survey: Gans, Koole, Mandelbaum, "Telephone Call Centers" (Manufacturing & Service Operations Management 5, 2003).
"""

import math
from dataclasses import dataclass

from cti.errors import ConfigurationError

MOST_LOAD, MOST_PATIENT = 100_000.0, 1_000_000.0
_NEGLIGIBLE = 60.0


@dataclass(frozen=True, slots=True)
class Demand:
    """What callers ask for: calls per second, mean handling time and mean patience in seconds (None: endless).

    Raises ConfigurationError for figures no call centre can have.
    """

    rate: float
    aht: float
    patience: float | None = None

    def __post_init__(self) -> None:
        for figure, name in ((self.rate, "call rate"), (self.aht, "handling time"), (self.patience, "patience")):
            if figure is not None and not (figure > 0 and math.isfinite(figure)):
                raise ConfigurationError(f"The {name} must be a number greater than 0.")
        if self.load > MOST_LOAD:
            raise ConfigurationError(f"A load of {self.load:g} erlangs is beyond {MOST_LOAD:,.0f}; split the centre.")
        if self.patience is not None and self.rate * self.patience > MOST_PATIENT:
            raise ConfigurationError(f"A patience of {self.patience:g} s is as good as endless here; leave it out.")

    @property
    def load(self) -> float:
        """Offered load in erlangs, a = λ·AHT: the agents who would be busy if there were always enough."""
        return self.rate * self.aht


@dataclass(frozen=True, slots=True)
class Outcome:
    """What callers meet with so many agents. Shares are of all calls, times in seconds.

    `service_level` is answered within the threshold / (answered + abandoned), `sl.icmi-3`; `asa` the mean wait of the
    answered, `mean_wait` that of all; `occupancy` the share of their time the agents handle calls.
    """

    agents: int
    p_wait: float
    asa: float
    mean_wait: float
    service_level: float
    abandoned: float
    occupancy: float


def erlang_b(agents: int, load: float) -> float:
    """The share of calls that find all agents busy where none may wait.

    B(0) = 1, B(k) = a·B(k−1) / (k + a·B(k−1)): A. K. Erlang (1917) by the recursion, which cannot overflow.
    """
    blocked = 1.0
    for k in range(1, agents + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(agents: int, demand: Demand, threshold: float) -> Outcome:
    """M/M/n, where everybody waits to the end: A. K. Erlang (1917). `threshold` in seconds. Ignores patience.

    P(wait) = nB / (n − a(1 − B)); ASA = P(wait)·AHT / (n − a); SL(T) = 1 − P(wait)·e^(−(n − a)T/AHT).
    With no more agents than erlangs the queue grows without end: everybody waits, for ever.
    """
    load, spare = demand.load, agents - demand.load
    if spare <= 0:
        return Outcome(agents, 1.0, math.inf, math.inf, 0.0, 0.0, 1.0)
    blocked = erlang_b(agents, load)
    p_wait = agents * blocked / (agents - load * (1 - blocked))
    wait = p_wait * demand.aht / spare
    level = 1 - p_wait * math.exp(-spare * threshold / demand.aht)
    return Outcome(agents, p_wait, wait, wait, level, 0.0, load / agents)


def erlang_a(agents: int, demand: Demand, threshold: float) -> Outcome:
    """M/M/n+M, where callers lose patience, exponentially: C. Palm (1957); Garnett, Mandelbaum, Reiman (2002).

    From the stationary chain: P(wait) is the share of time all agents are busy; mean wait = E[queue]/λ (Little);
    P(abandon) = mean wait / patience. Whoever finds k waiting moves up at rates c + jθ (c = n/AHT, θ = 1/patience,
    j = k…0) while the own patience runs at θ: is answered with probability c/(c + (k+1)θ), after stages whose mean is
    1/(c + jθ), j = 1…k+1; such a sum is over by T as a Yule process with immigration has k+1 births by T, a negative
    binomial. Raises ConfigurationError without a patience.
    """
    if demand.patience is None:
        raise ConfigurationError("Erlang A needs the callers' mean patience; without one, use Erlang C.")
    clear, theta = agents / demand.aht, 1 / demand.patience
    queue = _stationary(agents, demand.rate, 1 / demand.aht, theta)[agents:]
    mean_wait = math.fsum(k * p for k, p in enumerate(queue)) / demand.rate
    p_wait, abandoned = min(1.0, math.fsum(queue)), min(1.0, mean_wait * theta)
    late = _births(clear + theta, theta, threshold, len(queue))
    waited = in_time = stages = 0.0
    for k, p in enumerate(queue):
        stages += 1 / (clear + (k + 1) * theta)
        answered = p * clear / (clear + (k + 1) * theta) if agents else 0.0
        waited += answered * stages
        in_time += answered * (1 - late[k])
    handled = 1 - abandoned if agents else 0.0
    asa = waited / handled if handled > 0 else math.inf
    occupancy = min(1.0, demand.load * handled / agents) if agents else 0.0
    return Outcome(agents, p_wait, asa, mean_wait, 1 - p_wait + in_time, abandoned, occupancy)


def _stationary(agents: int, rate: float, served: float, lost: float) -> list[float]:
    """The shares of time with 0, 1, 2… calls in the house; in logarithms, for their ratios leave the floats' range."""
    logs, highest, calls = [0.0], 0.0, 0
    while calls < agents or logs[-1] > highest - _NEGLIGIBLE:
        calls += 1
        leaving = min(calls, agents) * served + max(0, calls - agents) * lost
        logs.append(logs[-1] + math.log(rate / leaving))
        highest = max(highest, logs[-1])
    weights = [math.exp(log - highest) for log in logs]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def _births(immigration: float, each: float, seconds: float, size: int) -> list[float]:
    """P(at most k births by then), k = 0…size−1, at rates immigration + j·each after j births."""
    begun = -math.expm1(-each * seconds)
    if begun <= 0:
        return [1.0] * size
    step = math.log(begun) - math.log(each)
    log, total, shares = -immigration * seconds, 0.0, []
    for k in range(size):
        total += math.exp(log)
        shares.append(min(1.0, total))
        log += step + math.log((immigration + k * each) / (k + 1))
    return shares


def outcome(agents: int, demand: Demand, threshold: float) -> Outcome:
    """Erlang A where callers have a patience, else Erlang C."""
    return (erlang_c if demand.patience is None else erlang_a)(agents, demand, threshold)


def agents_needed(demand: Demand, target: float, threshold: float) -> int:
    """The fewest agents with whom the service level reaches `target` (0…1) within `threshold` seconds.

    By bisection: the service level rises with the agents. Raises ConfigurationError for a target nobody can reach.
    """
    if not 0 < target < 1:
        raise ConfigurationError(f"The target must lie between 0 and 1, as 0.8 for 80 %, not {target:g}.")
    if not (threshold >= 0 and math.isfinite(threshold)):
        raise ConfigurationError(f"The threshold must be 0 seconds or more, not {threshold:g}.")
    enough = 1
    while outcome(enough, demand, threshold).service_level < target:
        enough *= 2
    short = enough // 2
    while enough - short > 1:
        middle = (enough + short) // 2
        if outcome(middle, demand, threshold).service_level < target:
            short = middle
        else:
            enough = middle
    return enough
