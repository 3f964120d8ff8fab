"""The floor as the distributor sees it: who waits and who works; changed by facts alone."""

from dataclasses import dataclass, field

from acd.agent import Agent
from acd.queue import Queue
from cti import events as e
from cti.agent_presence import Presences
from cti.ids import AgentId, CallId, OfferId, QueueId


@dataclass(slots=True)
class Waiting:
    """A call in a queue. `rank` orders the queue: the time it was queued, less its head start."""

    call: CallId
    queue: QueueId
    since: float
    head_start: float
    skills: dict[str, int]
    offers: int = 0
    offer: OfferId | None = None
    agent: AgentId | None = None
    expires: float = 0.0
    declined: dict[AgentId, float] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[float, float, str]:
        """Lower is served sooner; among equals, the one queued first."""
        return (self.since - self.head_start, self.since, self.call)


class Floor:
    """All waiting calls and all agents."""

    def __init__(self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent]) -> None:
        self.queues = queues
        self.agents = agents
        self.presences = Presences()
        self.waiting: dict[CallId, Waiting] = {}
        self.telephony_up = False
        self._offers: dict[CallId, int] = {}

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        self.presences.apply(event)
        match event:
            case e.CallQueued():
                self._queued(event)
            case e.AgentOffered():
                self._offered(event)
            case e.OfferExpired():
                self._expired(event)
            case e.OfferWithdrawn():
                self._unoffered(event.call, event.offer)
            case e.AgentAnswered() | e.CallServedByFallback():
                self.waiting.pop(event.call, None)
            case e.CallEnded():
                self.waiting.pop(event.call, None)
                self._offers.pop(event.call, None)
            case e.TelephonyRestored():
                self.telephony_up = True
            case e.TelephonyLost() | e.ServiceStarted():
                self.telephony_up = False

    def _queued(self, event: e.CallQueued) -> None:
        queue = self.queues.get(event.queue)
        required = dict(queue.skills) if queue else {}
        required.update({skill: max(1, required.get(skill, 1)) for skill in event.skills})
        waiting = Waiting(event.call, event.queue, event.at, event.head_start, required)
        # An offer's number is part of a channel's id: a call that is queued again goes on counting.
        waiting.offers = self._offers.get(event.call, 0)
        self.waiting[event.call] = waiting

    def _offered(self, event: e.AgentOffered) -> None:
        waiting = self.waiting.get(event.call)
        if waiting:
            waiting.offers = self._offers[event.call] = waiting.offers + 1
            waiting.offer, waiting.agent, waiting.expires = event.offer, event.agent, event.expires

    def _expired(self, event: e.OfferExpired) -> None:
        waiting = self.waiting.get(event.call)
        if waiting and event.reason != "lost":
            waiting.declined[event.agent] = event.at
        self._unoffered(event.call, event.offer)

    def _unoffered(self, call: CallId, offer: OfferId) -> None:
        waiting = self.waiting.get(call)
        if waiting and waiting.offer == offer:
            waiting.offer = waiting.agent = None

    def free_agents(self) -> list[Agent]:
        """The agents a call may ring at now."""
        return [a for a in self.agents.values() if self.presences.get(a.id).can_be_offered]

    def unoffered(self) -> list[Waiting]:
        """The calls that ring nowhere, the next to be served first."""
        return sorted((w for w in self.waiting.values() if w.offer is None), key=lambda w: w.rank)
