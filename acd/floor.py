"""The floor as the distributor sees it: who waits and who works; changed by facts alone."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from operator import attrgetter

from acd.agent import Agent
from acd.queue import Queue
from cti import events as e
from cti.agent_presence import AgentPresence, Presences
from cti.ids import AgentId, CallId, OfferId, QueueId

_RANK = attrgetter("rank")


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
    """All waiting calls and all agents.

    Who is free, who is rung and which calls ring nowhere is kept up fact by fact: a floor of hundreds is not looked
    through for each decision.
    """

    def __init__(self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent]) -> None:
        self.queues = queues
        self.agents = agents
        self.presences = Presences()
        self.waiting: dict[CallId, Waiting] = {}
        self.telephony_up = False
        self._offers: dict[CallId, int] = {}
        self._free: dict[AgentId, None] = {}
        self._rung: dict[AgentId, AgentPresence] = {}
        self._line: list[Waiting] = []

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        presence = self.presences.apply(event)
        if presence is not None:
            self._works(presence)
        match event:
            case e.CallQueued():
                self._queued(event)
            case e.AgentOffered():
                self._offered(event)
            case e.OfferExpired():
                self._expired(event)
            case e.OfferWithdrawn():
                self._unoffered(event.call, event.offer)
            case e.AgentAnswered() | e.CallServedByFallback() | e.CallLeftQueue():
                self._leaves(event.call)
            case e.CallEnded():
                self._leaves(event.call)
                self._offers.pop(event.call, None)
            case e.TelephonyRestored():
                self.telephony_up = True
            case e.TelephonyLost() | e.ServiceStarted():
                self.telephony_up = False
                # Nobody sees the phones now, so nobody can be rung.
                self._free.clear()

    def _works(self, presence: AgentPresence) -> None:
        if presence.can_be_offered:
            self._free[presence.id] = None
        else:
            self._free.pop(presence.id, None)
        if presence.offer:
            self._rung[presence.id] = presence
        else:
            self._rung.pop(presence.id, None)

    def _leaves(self, call: CallId) -> None:
        waiting = self.waiting.pop(call, None)
        if waiting:
            self._steps_out(waiting)

    def _steps_out(self, waiting: Waiting) -> None:
        if waiting.offer is None:
            del self._line[bisect_left(self._line, waiting.rank, key=_RANK)]

    def _queued(self, event: e.CallQueued) -> None:
        queue = self.queues.get(event.queue)
        required = dict(queue.skills) if queue else {}
        required.update({skill: max(1, required.get(skill, 1)) for skill in event.skills})
        waiting = Waiting(event.call, event.queue, event.at, event.head_start, required)
        # An offer's number is part of a channel's id: a call that is queued again goes on counting.
        waiting.offers = self._offers.get(event.call, 0)
        self._leaves(event.call)
        self.waiting[event.call] = waiting
        insort(self._line, waiting, key=_RANK)

    def _offered(self, event: e.AgentOffered) -> None:
        waiting = self.waiting.get(event.call)
        if waiting:
            self._steps_out(waiting)
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
            insort(self._line, waiting, key=_RANK)

    def free_agents(self) -> list[Agent]:
        """The agents a call may ring at now, in no order that means anything."""
        return [self.agents[name] for name in self._free if name in self.agents]

    def rung_agents(self) -> list[AgentPresence]:
        """The agents at whom a call rings now."""
        return list(self._rung.values())

    def unoffered(self) -> list[Waiting]:
        """The calls that ring nowhere, the next to be served first."""
        return list(self._line)
