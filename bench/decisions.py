"""What one decision of the distributor costs, and how that grows with the floor: agents and waiting calls alike.

A floor of 50 queues; an agent serves three of them and has some of ten skills at levels, a call asks for one skill now
and then. All agents talk, all calls wait; then, over and over, an agent gets free and is given the best call, which
is answered at once, and a new call is queued. Both are timed, facts and orders included.
"""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Iterator
from random import Random

from acd.agent import Agent
from acd.distributor import Distributor
from acd.promises import Promises
from acd.queue import Queue
from cti import events as e
from cti.call import Calls
from cti.ids import AgentId, CallId, OfferId, QueueId
from cti.machine import react
from switchroom.serve import COLLECT_AFTER

SIZES = (10, 100, 1_000, 10_000)
QUEUES, SKILLS, ROUNDS = 50, 10, 3_000
PLACES = 300


class Floor:
    """A full floor of one size. Profiles repeat: a site has kinds of agents, not as many kinds as agents."""

    def __init__(self, size: int, calls: int, *, promises: bool = False) -> None:
        self.chance = Random(size)
        self.now, self.number = 1_000_000.0, 0
        queues = [QueueId(f"q{n}") for n in range(QUEUES)]
        kinds = [self._kind(queues) for _ in range(min(size, PLACES))]
        agents = [self._agent(n, *kinds[n % len(kinds)]) for n in range(size)]
        self.machine = Distributor(
            {queue: Queue(queue, wrap_up_seconds=0) for queue in queues},
            {agent.id: agent for agent in agents},
            promises=Promises() if promises else None,
        )
        self.folds = Calls()
        self.talks: dict[AgentId, tuple[CallId, OfferId]] = {}
        self.queues = queues
        self.hears(e.TelephonyRestored(at=self.now, node="main"))
        for agent in agents:
            self._comes(agent.id)
        while len(self.talks) < size:
            # One call for each agent, of a queue this agent serves, so that everybody talks.
            free = next(a for a in agents if a.id not in self.talks)
            self.queues_call(free.queues[0], ())
            self.answers()
        for _ in range(calls):
            self.queues_call()

    def _kind(self, queues: list[QueueId]) -> tuple[tuple[QueueId, ...], dict[str, int]]:
        skills = {f"s{n}": self.chance.randint(1, 5) for n in range(SKILLS) if self.chance.random() < 0.5}
        return tuple(self.chance.sample(queues, 3)), skills

    @staticmethod
    def _agent(number: int, queues: tuple[QueueId, ...], skills: dict[str, int]) -> Agent:
        return Agent(AgentId(str(number)), "", queues, skills)

    def _comes(self, agent: AgentId) -> None:
        for kind in (e.AgentLoggedIn, e.ConsoleConnected, e.PhoneRegistered, e.AgentBecameReady):
            self.hears(kind(at=self.now, agent=agent))

    def hears(self, event: e.Event) -> float:
        """Tell one fact; the seconds it took to apply it, decide, and apply what was decided."""
        begun = time.perf_counter()
        commands = react(self.machine, event)
        took = time.perf_counter() - begun
        self.offered = [c.event for c in commands if isinstance(getattr(c, "event", None), e.AgentOffered)]
        for fact in (event, *(c.event for c in commands if hasattr(c, "event"))):
            self.folds.apply(fact)
        return took

    def queues_call(self, queue: QueueId | None = None, skills: tuple[str, ...] | None = None) -> float:
        self.number += 1
        self.now += 0.01
        call = CallId(f"main-{self.now:.2f}.{self.number}")
        queue = queue or self.chance.choice(self.queues)
        if skills is None:
            skills = (f"s{self.chance.randrange(SKILLS)}:2",) if self.chance.random() < 0.3 else ()
        self.folds.apply(e.CallArrived(at=self.now, call=call, caller="+8613800138001", caller_name="", dialled="1000"))
        return self.hears(e.CallQueued(at=self.now, call=call, queue=queue, skills=skills))

    def answers(self) -> None:
        for offered in self.offered:
            self.talks[offered.agent] = (offered.call, offered.offer)
            self.hears(e.AgentAnswered(at=self.now, call=offered.call, agent=offered.agent, offer=offered.offer))

    def frees_an_agent(self) -> float | None:
        """An agent's call ends and the next is given; None where no waiting call fits this agent."""
        if not self.talks:
            return None
        agent = self.chance.choice([*self.talks])
        call, offer = self.talks.pop(agent)
        self.now += 0.01
        took = self.hears(e.SegmentEnded(at=self.now, call=call, agent=agent, offer=offer))
        found = list(self.offered)
        self.hears(e.CallEnded(at=self.now, call=call, ended_by="agent"))
        self.offered = found
        self.answers()
        return took if found else None


def measure() -> Iterator[tuple[int, str, list[float]]]:
    """For each size, what a freed agent and what a new call cost, in seconds."""
    for size in SIZES:
        floor = Floor(size, size, promises=True)
        # As the server does once it has started (switchroom/serve.py).
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        freed, queued = [], []
        for _ in range(ROUNDS):
            took = floor.frees_an_agent()
            freed += [took] if took is not None else []
            queued.append(floor.queues_call())
            floor.answers()
        gc.unfreeze()
        yield size, "agent freed", freed
        yield size, "call queued", queued


def memory(calls: int = 10_000) -> float:
    """KiB that each waiting call takes in the distributor, its promises, and the fold of calls, together."""
    floor = Floor(100, 0, promises=True)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(calls):
        floor.queues_call()
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / calls / 1024


def table(rows: list[tuple[int, str, list[float]]]) -> list[str]:
    """The costs as a table, microseconds; the last column is the growth of the median over the size before."""
    lines = ["| agents and waiting calls | decision | n | median µs | 99th µs | × |", "|---|---|---|---|---|---|"]
    before: dict[str, float] = {}
    for size, name, values in rows:
        median, ninety_ninth = statistics.median(values), sorted(values)[int(0.99 * (len(values) - 1))]
        growth = f"{median / before[name]:.2f}" if name in before else ""
        before[name] = median
        lines.append(
            f"| {size:,} | {name} | {len(values)} | {1e6 * median:.1f} | {1e6 * ninety_ninth:.1f} | {growth} |"
        )
    return lines
