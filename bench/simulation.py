"""How fast the distributor runs in simulated time: a million calls, 200 agents, ten queues, one core."""

import time
from itertools import islice

from acd.agent import Agent
from acd.arrivals import Stream, callers, exponential
from acd.queue import Queue
from acd.simulator import Simulator
from cti.ids import AgentId, QueueId

CALLS, AGENTS, QUEUES, EACH, AHT, LOAD = 1_000_000, 200, 10, 3, 180.0, 0.95


def measure(calls: int = CALLS) -> tuple[float, float]:
    """The seconds it took, and the share of callers who had to wait; an agent serves three of the queues."""
    queues = [QueueId(f"q{number}") for number in range(QUEUES)]
    agents = [
        Agent(AgentId(str(number)), "", tuple(queues[(number + step) % QUEUES] for step in range(EACH)))
        for number in range(AGENTS)
    ]
    rate = LOAD * AGENTS / AHT / QUEUES
    streams = [Stream(queue, rate, exponential(AHT)) for queue in queues]
    plan = [Queue(queue, wrap_up_seconds=0) for queue in queues]
    begun, waited = time.perf_counter(), 0
    for visit in Simulator(plan, agents, islice(callers(streams, 1), calls)).visits():
        waited += visit.rung is None or visit.rung > visit.queued
    return time.perf_counter() - begun, waited / calls
