"""The crew: every agent with what the agent does, by kind; who is free sits on the bench of their kind."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

from acd.agent import Agent
from acd.bench import AWAY, FREE, NOT_READY, RINGING, TALKING, WRAP_UP, Bench, Keys
from acd.kinds import profile_of
from acd.seating import Seating
from acd.tally import Tally, next_midnight
from cti import events as e
from cti.agent_presence import AgentPresence, Presences
from cti.ids import AgentId, CallId, OfferId

_STATES = {
    "offered": RINGING,
    "talking": TALKING,
    "wrap_up": WRAP_UP,
    "not_ready": NOT_READY,
    "logged_out": AWAY,
    "ready": AWAY,
}


@dataclass(slots=True)
class Standing:
    """What an agent does as far as calls go, since when (seconds since the epoch), on which bench, and what was done
    today."""

    state: int
    since: float
    bench: Bench
    tally: Tally


class Crew:
    """The agents' side of the floor."""

    def __init__(self, agents: dict[AgentId, Agent], timezone: str) -> None:
        self.agents = dict(agents)
        self.timezone = timezone
        self.presences = Presences()
        self.seating = Seating(())
        self.standings: dict[AgentId, Standing] = {}
        self.tallies: dict[AgentId, Tally] = {}
        self.wanted: dict[OfferId, e.AgentWanted] = {}
        self.rung: dict[CallId, dict[AgentId, OfferId]] = {}
        self._rung: dict[AgentId, CallId] = {}
        self.contacts: dict[AgentId, str] = {}
        self.rung_at: dict[AgentId, str] = {}
        self._work: dict[AgentId, dict[str, float]] = {}
        self._midnight = -inf

    def _sit_down(self, orders: tuple[int, ...]) -> None:
        """Everybody anew on the bench of the kind that fits now; `orders` are those that strategies ask for."""
        self.seating = Seating(orders)
        self.standings = {}
        for agent in self.agents:
            self._seat(agent, 0.0)

    def _new_day(self, at: float) -> None:
        self._midnight = next_midnight(at, self.timezone)
        for tally in self.tallies.values():
            tally.new_day()
        for agent, standing in self.standings.items():
            standing.since = max(standing.since, at)
            if standing.state == FREE:
                standing.bench.sits(agent, self._keys(agent))

    def _tally(self, agent: AgentId) -> Tally:
        tally = self.tallies.get(agent)
        if tally is None:
            tally = self.tallies[agent] = Tally()
        return tally

    def _keys(self, agent: AgentId) -> Keys:
        tally = self._tally(agent)
        return Keys(self.presences.get(agent).idle_since, tally.turn, float(tally.calls), tally.talk)

    def _seat(self, agent: AgentId, at: float) -> None:
        """Put an agent on the bench of the kind that fits now."""
        presence = self.presences.by_id.get(agent)
        profile = profile_of(self.agents[agent], sum(self._work.get(agent, {}).values()))
        bench = self.seating.bench(profile)
        state = AWAY
        if presence is not None:
            state = FREE if presence.can_be_offered else _STATES[presence.state]
        self.standings[agent] = Standing(state, presence.since if presence else at, bench, self._tally(agent))
        bench.counts[state] += 1
        if state == FREE:
            self.seating.sits(bench, agent, self._keys(agent))

    def _works(self, presence: AgentPresence, at: float) -> None:
        agent = presence.id
        if presence.ringing or agent in self._rung:
            self._rings(presence)
        standing = self.standings.get(agent)
        if standing is None:
            return
        before = standing.state
        state = _STATES[presence.state]
        if state == AWAY and presence.can_be_offered:
            state = FREE
        if state == before:
            return
        if at > standing.since:
            standing.tally.add(before, at - standing.since)
        standing.state, standing.since = state, at
        bench = standing.bench
        bench.counts[before] -= 1
        bench.counts[state] += 1
        if state == FREE:
            self.seating.sits(bench, agent, self._keys(agent))
        elif before == FREE:
            self.seating.rises(bench, agent)

    def _rings(self, presence: AgentPresence) -> None:
        before = self._rung.pop(presence.id, None)
        if before is not None:
            rung = self.rung[before]
            del rung[presence.id]
            if not rung:
                del self.rung[before]
        rings = presence.ringing
        if rings is not None and rings.offer:
            self._rung[presence.id] = rings.call
            self.rung.setdefault(rings.call, {})[presence.id] = rings.offer

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
            self.standings[event.agent].since = standing.since

    def _registered(self, event: e.PhoneRegistered) -> None:
        self.contacts[event.agent] = event.contact

    def _rung_anew(self, agent: AgentId) -> None:
        self.rung_at[agent] = self.contacts.get(agent, "")

    def another_phone(self, agent: AgentId) -> bool:
        """Whether the agent's phone is not the one that was rung last: a page that was loaded anew."""
        return self.rung_at.get(agent, "") != self.contacts.get(agent, "")

    def _wanted_table(self) -> dict[type[e.Event], Callable[[Any], None]]:
        return {
            e.AgentWanted: self._wants,
            e.AgentUnavailable: self._had,
            e.AgentPickedUp: self._had,
            e.ConsultAnswered: self._had_consult,
            e.ConsultEnded: self._had_consult,
            e.HelpAnswered: self._had_help,
            e.HelpEnded: self._had_help,
        }

    def _wants(self, event: e.AgentWanted) -> None:
        self.wanted[event.offer] = event

    def _had(self, event: Any) -> None:
        self.wanted.pop(event.offer, None)

    def _had_consult(self, event: e.ConsultAnswered | e.ConsultEnded) -> None:
        self.wanted.pop(event.consult, None)

    def _had_help(self, event: e.HelpAnswered | e.HelpEnded) -> None:
        self.wanted.pop(event.party, None)
