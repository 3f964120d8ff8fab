"""Stories of waiting for the promises: short ones told by hand, and simulated days and a bank's log as facts."""

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from acd.arrivals import Caller
from acd.calibration import Outcome
from acd.promises import Promises
from acd.simulator import Visit
from cti import events as e
from cti.ids import AgentId, CallId, QueueId, offer_id
from reports.queue_log import QueueLog
from tests.acd.desk import SALES

BANK = Path(__file__).parents[2].parent / "shared" / "data" / "queue_log_bank_1999-02_first_half"


def queued(call: str, at: float, queue: QueueId = SALES, head_start: float = 0.0) -> e.CallQueued:
    return e.CallQueued(at=at, call=CallId(call), queue=queue, head_start=head_start)


def answered(call: str, at: float, agent: str = "1001") -> e.AgentAnswered:
    return e.AgentAnswered(at=at, call=CallId(call), agent=AgentId(agent), offer=offer_id(CallId(call), 1))


def offered(call: str, at: float, agent: str = "1001", queue: QueueId = SALES) -> e.AgentOffered:
    name = CallId(call)
    return e.AgentOffered(at=at, call=name, agent=AgentId(agent), offer=offer_id(name, 1), queue=queue, expires=at + 20)


def over(call: str, at: float) -> e.CallEnded:
    return e.CallEnded(at=at, call=CallId(call), ended_by="caller")


def ready(agent: str, at: float) -> e.AgentBecameReady:
    return e.AgentBecameReady(at=at, agent=AgentId(agent))


def outcomes(facts: Iterable[e.Event]) -> list[Outcome]:
    promises = Promises()
    return [outcome for fact in facts if (outcome := promises.hear(fact))]


def told(visit: Visit) -> Iterator[e.Event]:
    """The facts of a simulated visit; its talk is all the time it takes an agent."""
    yield queued(visit.call, visit.queued, visit.queue)
    over_at = visit.queued + visit.wait
    if visit.agent and visit.rung is not None and visit.ended is not None:
        yield offered(visit.call, visit.rung, visit.agent, visit.queue)
        yield answered(visit.call, over_at, visit.agent)
        offer, over_at = offer_id(visit.call, 1), visit.ended
        yield e.WrapUpFinished(at=over_at, call=visit.call, agent=visit.agent, offer=offer, by_limit=False)
    yield over(visit.call, over_at)


def day(visits: Iterable[Visit]) -> list[e.Event]:
    """The facts of simulated visits in order of time."""
    return sorted((fact for visit in visits for fact in told(visit)), key=lambda fact: fact.at)


def changing(rates: Sequence[float], hours: float, talk: float, patience: float, seed: int) -> Iterator[Caller]:
    """Poisson callers to one queue, each rate (calls per second) for so many hours; exponential talk and patience."""
    source, at, number = Random(seed), 0.0, 0
    for phase, rate in enumerate(rates, 1):
        while (at := at + source.expovariate(rate)) < phase * hours * 3600:
            number += 1
            times = source.expovariate(1 / talk), source.expovariate(1 / patience) if patience else math.inf
            yield Caller(CallId(f"c{number}"), at, SALES, *times, ring=0.0, wrap_up=0.0, head_start=0.0, skills=())
        at = phase * hours * 3600


def bank() -> list[e.Event]:
    """The facts of the bank's log in order of time."""
    log, facts = QueueLog(), list[e.Event]()
    with BANK.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            facts += [fact for call in log.hear(number, line) for fact in call]
    facts += [fact for call in log.finish() for fact in call]
    return sorted(facts, key=lambda fact: fact.at)


def erlang_quantile(stages: int, rate: float, level: float) -> float:
    """The time by which `stages` events of a Poisson process of this rate have come with chance `level`."""
    low, high = 0.0, (stages + 10 * math.sqrt(stages) + 10) / rate
    for _ in range(50):
        middle = (low + high) / 2
        fewer = sum(math.exp(n * math.log(rate * middle) - rate * middle - math.lgamma(n + 1)) for n in range(stages))
        low, high = (low, middle) if 1 - fewer > level else (middle, high)
    return high
