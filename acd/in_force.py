"""The settings in force: every queue and agent as it is now, and whether the site is closed; changed by facts alone."""

from collections.abc import Mapping
from dataclasses import replace

from acd.agent import Agent
from acd.configured import agent_of, queue_of
from acd.queue import Queue
from cti import events as e
from cti.ids import AgentId, QueueId


class InForce:
    """What the settings are. A fact of an older version than the one known changes nothing.

    `removed` are the queues there were, as they were at last, with the version of their removal.
    """

    def __init__(
        self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent], removed: Mapping[QueueId, Queue] | None = None
    ) -> None:
        self.queues = dict(queues)
        self.agents = dict(agents)
        self.removed = dict(removed or {})
        self.closed: e.SiteClosed | None = None

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        match event:
            case e.QueueConfigured():
                if self.version_of(event.queue) < event.version:
                    self.removed.pop(event.queue, None)
                    self.queues[event.queue] = queue_of(event.queue, event.version, event.settings)
            case e.QueueRemoved():
                if event.queue in self.queues and self.version_of(event.queue) < event.version:
                    self.removed[event.queue] = replace(self.queues.pop(event.queue), version=event.version)
            case e.AgentConfigured():
                agent = self.agents.get(event.agent)
                if agent is None or agent.version < event.version:
                    self.agents[event.agent] = agent_of(event.agent, event.version, event.settings)
            case e.SiteClosed():
                self.closed = event
            case e.SiteReopened():
                self.closed = None

    def version_of(self, queue: QueueId) -> int:
        """The newest version of a queue, be it that of its removal; -1 where there never was one."""
        known = self.queues.get(queue) or self.removed.get(queue)
        return known.version if known else -1
