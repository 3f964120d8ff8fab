"""The floor as the distributor sees it: who waits and who works; changed by facts alone."""

from typing import NamedTuple

from acd.agent import Agent
from acd.bench import AWAY, FREE, NOT_READY, RINGING, TALKING, WRAP_UP, Bench, Keys
from acd.configured import agent_of, queue_of
from acd.kinds import Need, asked, profile_of
from acd.line import Line, Rank, Ring, Waiting
from acd.queue import LAST_AGENT, OWNER, Queue
from acd.seating import Seating
from acd.tally import Tally, next_midnight
from cti import events as e
from cti.agent_presence import AgentPresence, Presences
from cti.ids import AgentId, CallId, OfferId, QueueId

_STATES = {
    "offered": RINGING,
    "talking": TALKING,
    "wrap_up": WRAP_UP,
    "not_ready": NOT_READY,
    "logged_out": AWAY,
    "ready": AWAY,
}


class Standing(NamedTuple):
    """What an agent does as far as calls go, since when (seconds since the epoch), and on which bench."""

    state: int
    since: float
    bench: Bench


class Floor:
    """All waiting calls and all agents, kept by kind: no decision looks through hundreds of calls or agents."""

    def __init__(self, queues: dict[QueueId, Queue], agents: dict[AgentId, Agent], timezone: str = "UTC") -> None:
        self.queues = dict(queues)
        self.agents = dict(agents)
        self.timezone = timezone
        self.presences = Presences()
        self.waiting: dict[CallId, Waiting] = {}
        self.waits_for: dict[AgentId, dict[CallId, Waiting]] = {}
        self.tallies: dict[AgentId, Tally] = {}
        self.telephony_up = False
        self.closed: e.SiteClosed | None = None
        self._midnight: float | None = None
        self._rung: dict[AgentId, AgentPresence] = {}
        self._offers: dict[CallId, int] = {}
        self._known: dict[CallId, tuple[AgentId | None, AgentId | None]] = {}
        self._work: dict[AgentId, dict[str, float]] = {}
        self._build()

    def _build(self) -> None:
        """Kinds and who is of which, anew from agents, presences and waiting calls."""
        self.seating = Seating()
        self.standings: dict[AgentId, Standing] = {}
        for agent in self.agents:
            self._seat(agent, 0.0)
        for call in self.waiting.values():
            call.rank = self._rank(call)
            self._enters(call)

    # Facts

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        if self._midnight is None or event.at >= self._midnight:
            self._new_day(event.at)
        presence = self.presences.apply(event)
        if presence is not None:
            if isinstance(event, e.AgentOffered):
                self.tallies.setdefault(presence.id, Tally()).turn = event.at
            elif isinstance(event, e.AgentAnswered):
                self.tallies.setdefault(presence.id, Tally()).calls += 1
            self._works(presence, event.at)
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
                self._known.pop(event.call, None)
            case e.CallerRecognised():
                if event.owner or event.last_agent:
                    self._known[event.call] = (event.owner, event.last_agent)
            case e.CallWidened() | e.PreferenceLapsed():
                self._widens(event)
            case e.WorkTaken() | e.WorkDone():
                self._working(event)
            case e.QueueConfigured() | e.AgentConfigured():
                self._configured(event)
            case e.SiteClosed():
                self.closed = event
            case e.SiteReopened():
                self.closed = None
            case e.TelephonyRestored():
                self.telephony_up = True
            case e.TelephonyLost() | e.ServiceStarted():
                self._unseen(event.at)

    def _new_day(self, at: float) -> None:
        self._midnight = next_midnight(at, self.timezone)
        for tally in self.tallies.values():
            tally.new_day()
        self.standings = {a: s._replace(since=max(s.since, at)) for a, s in self.standings.items()}
        for agent, standing in self.standings.items():
            if standing.state == FREE:
                standing.bench.sits(agent, self._keys(agent))

    def _unseen(self, at: float) -> None:
        """Nobody sees the phones now, so nobody can be rung."""
        self.telephony_up = False
        for presence in self.presences.by_id.values():
            self._works(presence, at)

    def _configured(self, event: e.QueueConfigured | e.AgentConfigured) -> None:
        if isinstance(event, e.QueueConfigured):
            before = self.queues.get(event.queue)
            if before is None or before.version < event.version:
                self.queues[event.queue] = queue_of(event.queue, event.version, event.settings)
                self._build()
            return
        known = self.agents.get(event.agent)
        if known is None or known.version < event.version:
            self.agents[event.agent] = agent_of(event.agent, event.version, event.settings)
            self._build()

    # Agents

    def _keys(self, agent: AgentId) -> Keys:
        tally = self.tallies.get(agent) or Tally()
        return Keys(self.presences.get(agent).idle_since, tally.turn, float(tally.calls), tally.talk)

    def _seat(self, agent: AgentId, at: float) -> None:
        """Put an agent on the bench of the kind that fits now."""
        presence = self.presences.by_id.get(agent)
        profile = profile_of(self.agents[agent], sum(self._work.get(agent, {}).values()))
        bench = self.seating.bench(profile)
        state = AWAY
        if presence is not None:
            state = FREE if presence.can_be_offered else _STATES[presence.state]
        self.standings[agent] = Standing(state, presence.since if presence else at, bench)
        bench.counts[state] += 1
        if state == FREE:
            self.seating.sits(bench, agent, self._keys(agent))

    def _works(self, presence: AgentPresence, at: float) -> None:
        if presence.offer:
            self._rung[presence.id] = presence
        else:
            self._rung.pop(presence.id, None)
        before = self.standings.get(presence.id)
        if before is None:
            return
        state = FREE if presence.can_be_offered else _STATES[presence.state]
        if state == before.state:
            return
        bench = before.bench
        self.tallies.setdefault(presence.id, Tally()).add(before.state, max(0.0, at - before.since))
        bench.counts[before.state] -= 1
        bench.counts[state] += 1
        self.standings[presence.id] = Standing(state, at, bench)
        if state == FREE:
            self.seating.sits(bench, presence.id, self._keys(presence.id))
        elif before.state == FREE:
            self.seating.rises(bench, presence.id)

    def _working(self, event: e.WorkTaken | e.WorkDone) -> None:
        works = self._work.setdefault(event.agent, {})
        if isinstance(event, e.WorkTaken):
            works[event.work] = event.load
        else:
            works.pop(event.work, None)
        standing = self.standings.pop(event.agent, None)
        if standing is not None:
            standing.bench.counts[standing.state] -= 1
            self.seating.rises(standing.bench, event.agent)
            self._seat(event.agent, event.at)
            self.standings[event.agent] = self.standings[event.agent]._replace(since=standing.since)

    # Calls

    def queue(self, queue: QueueId) -> Queue:
        """The queue as configured; one that nobody configured has the defaults."""
        return self.queues.get(queue) or Queue(queue)

    def _rank(self, call: Waiting) -> Rank:
        queue = self.queue(call.queue)
        due = call.since - call.head_start + queue.deadline
        return Rank(-(queue.priority + call.priority), due, call.since, call.call)

    def _queued(self, event: e.CallQueued) -> None:
        self._leaves(event.call)
        no_rank = Rank(0, 0.0, 0.0, event.call)
        call = Waiting(event.call, event.queue, event.at, event.head_start, no_rank, event.skills, event.priority)
        # An offer's number is part of a channel's id: a call that is queued again goes on counting.
        call.offers = self._offers.get(event.call, 0)
        call.rank = self._rank(call)
        call.prefer = event.prefer or self._preferred(call)
        self.waiting[event.call] = call
        if call.prefer and self._worth_waiting_for(call.prefer, call):
            call.waits_for = call.prefer
        self._enters(call)

    def _preferred(self, call: Waiting) -> AgentId | None:
        owner, last = self._known.get(call.call, (None, None))
        return {OWNER: owner, LAST_AGENT: last}.get(self.queue(call.queue).prefer)

    def _worth_waiting_for(self, agent: AgentId, call: Waiting) -> bool:
        standing = self.standings.get(agent)
        if self.queue(call.queue).prefer_seconds <= 0 or standing is None:
            return False
        return standing.state not in {NOT_READY, AWAY} and self.seating.serves(standing.bench, self.line_of(call))

    def _enters(self, call: Waiting) -> None:
        """Take a place among those that may be offered, unless the call rings at as many agents as it may."""
        if call.ringing and len(call.ringing) >= self.queue(call.queue).ring_at_once:
            return
        if call.waits_for is not None:
            self.waits_for.setdefault(call.waits_for, {})[call.call] = call
            return
        self.seating.enters(self.line_of(call), call)

    def _steps_out(self, call: Waiting) -> None:
        if call.waits_for is not None:
            mine = self.waits_for.get(call.waits_for, {})
            mine.pop(call.call, None)
            if not mine:
                self.waits_for.pop(call.waits_for, None)
            return
        self.seating.leaves(self.line_of(call), call)

    def _leaves(self, call: CallId) -> None:
        waiting = self.waiting.pop(call, None)
        if waiting:
            self._steps_out(waiting)

    def _offered(self, event: e.AgentOffered) -> None:
        call = self.waiting.get(event.call)
        if call:
            self._steps_out(call)
            call.offers = self._offers[event.call] = call.offers + 1
            call.ringing = {**(call.ringing or {}), event.offer: Ring(event.agent, event.expires)}
            self._enters(call)

    def _expired(self, event: e.OfferExpired) -> None:
        call = self.waiting.get(event.call)
        if call and event.reason != "lost":
            call.declined = {**(call.declined or {}), event.agent: event.at}
        self._unoffered(event.call, event.offer)

    def _unoffered(self, call: CallId, offer: OfferId) -> None:
        waiting = self.waiting.get(call)
        if waiting and waiting.ringing and offer in waiting.ringing:
            self._steps_out(waiting)
            del waiting.ringing[offer]
            waiting.ringing = waiting.ringing or None
            self._enters(waiting)

    def _widens(self, event: e.CallWidened | e.PreferenceLapsed) -> None:
        call = self.waiting.get(event.call)
        if call:
            self._steps_out(call)
            if isinstance(event, e.CallWidened):
                call.step = max(call.step, event.step)
            call.waits_for = None
            self._enters(call)

    def line_of(self, call: Waiting) -> Line:
        """The line of the calls that ask for the same."""
        queue = self.queue(call.queue)
        skills, queues = asked(queue, call.skills), [call.queue]
        for step in queue.steps[: call.step]:
            if step.skills is not None:
                skills = tuple(sorted(step.skills.items()))
            queues += [other for other in step.also if other not in queues]
        return self.seating.line(Need(tuple(queues), skills), queue)

    # Questions

    def ahead(self, call: Waiting) -> int:
        """How many calls of the same queue ring nowhere and are served before this one."""
        return sum(line.ahead(call.rank) for line in self.seating.waiting(call.queue))

    def rung_agents(self) -> list[AgentPresence]:
        """The agents at whom a call rings now."""
        return list(self._rung.values())

    def in_line(self) -> list[Waiting]:
        """The calls that may be offered, the next to be served first."""
        lines = [entry for line in self.seating.waiting() for entry in (*line.waiting, *line.partly)]
        personal = [(call.rank, call) for mine in self.waits_for.values() for call in mine.values()]
        return [call for _, call in sorted(lines + personal, key=lambda entry: entry[0])]
