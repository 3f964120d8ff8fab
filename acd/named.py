"""Who names a queue in the settings: the agents who serve it, and the queues that lead calls or agents to it. Pure."""

from collections.abc import Mapping

from acd.agent import Agent
from acd.queue import Queue
from cti.ids import AgentId, QueueId


def agents_naming(queue: QueueId, agents: Mapping[AgentId, Agent]) -> list[AgentId]:
    """The agents who serve it."""
    return [agent.id for agent in agents.values() if queue in agent.queues]


def queues_naming(queue: QueueId, queues: Mapping[QueueId, Queue]) -> list[QueueId]:
    """The other queues in whose settings it stands, also in a way out that no rule leads to now."""
    return [one.id for one in queues.values() if one.id != queue and queue in _named(one)]


def _named(queue: Queue) -> set[QueueId]:
    exits = [queue.when_full, queue.when_over, queue.when_empty, queue.closing.exit]
    exits += [step.exit for step in queue.steps if step.exit]
    return {*(way.queue for way in exits), queue.overflow.queue, *(also for step in queue.steps for also in step.also)}
