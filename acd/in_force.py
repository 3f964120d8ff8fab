"""The settings in force: every queue and agent as it is now, and whether the site is closed; changed by facts alone."""

from acd.agent import Agent
from acd.configured import agent_of, queue_of
from acd.queue import Queue
from cti import events as e
from cti.ids import AgentId, QueueId


class InForce:
    """What the settings are. A fact of an older version than the one known changes nothing."""

    def __init__(self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent]) -> None:
        self.queues = dict(queues)
        self.agents = dict(agents)
        self.closed: e.SiteClosed | None = None

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        match event:
            case e.QueueConfigured():
                queue = self.queues.get(event.queue)
                if queue is None or queue.version < event.version:
                    self.queues[event.queue] = queue_of(event.queue, event.version, event.settings)
            case e.AgentConfigured():
                agent = self.agents.get(event.agent)
                if agent is None or agent.version < event.version:
                    self.agents[event.agent] = agent_of(event.agent, event.version, event.settings)
            case e.SiteClosed():
                self.closed = event
            case e.SiteReopened():
                self.closed = None
