"""Whatever is done with two customers by agents who may have several calls in hand: no customer hears what is said to
the other, and whoever waits can be turned to."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from agent_console.legal import legal
from cti import events as e
from cti.ids import AgentId, CallId, OfferId
from tests.walks.test_caller_gone import waiting_caller
from tests.walks.test_transfer_laws import AGENTS, OneCall


class TwoCustomers(OneCall):
    """The story of one call, beside another, with agents who may have both."""

    calls_at_once = 2

    @initialize()
    def begin(self) -> None:
        """Each of the two talks with a customer."""
        super().begin()
        self.other = waiting_caller(self.floor)
        self.floor.exchange.answers(self.other)

    def customers(self) -> list[CallId]:
        return [call for call in (self.id, self.other) if call is not None and call in self.floor.exchange.lines]

    def speaks_with(self, agent: AgentId) -> list[CallId]:
        """The customers by whom an agent is heard."""
        found = []
        for name in self.customers():
            call = self.floor.calls.by_id.get(name)
            mine = {segment.id for segment in call.talks if segment.agent == agent} if call else set[OfferId]()
            if any(name in group and group & mine for group in self.floor.exchange.hears_each_other(name)):
                found.append(name)
        return found

    def holds_others(self, agent: AgentId, but: CallId | None) -> None:
        """As the server does before it lets an agent begin, or turn to, another call."""
        for one in list(self.floor.presences.get(agent).in_hand):
            call = self.floor.calls.by_id.get(one.call)
            segment = call.part(one.segment) if call and one.segment else None
            if segment and one.call != but and segment.held_since is None and segment.lost_since is None:
                held = e.CallHeld(at=self.floor.exchange.now, call=one.call, offer=segment.id, apart=True)
                self.floor.happens(held)

    @rule(which=st.integers(0, 1), who=st.sampled_from(AGENTS))
    def turns_to(self, which: int, who: AgentId) -> None:
        customers = self.customers()
        if len(customers) <= which or not self.floor.lives:
            return
        call = self.floor.calls.by_id.get(customers[which])
        presence = self.floor.presences.get(who)
        mine = presence.of(call.id) if call else None
        if call is None or mine is None or "retrieve" not in legal(call, presence):
            return
        segment = call.part(mine.segment) if mine.segment else None
        if segment is not None and segment.held_apart:
            self.holds_others(who, call.id)
            now = self.floor.exchange.now
            self.floor.happens(e.CallRetrieved(at=now, call=call.id, offer=segment.id, apart=True))

    @rule()
    def picks_up_beside(self) -> None:
        call = self.call
        able = [agent for agent in AGENTS if self.floor.presences.get(agent).can_take(2)]
        if call is not None and call.parked is not None and call.ended is None and able and self.floor.lives:
            self.holds_others(able[0], None)
            fields = {"agent": able[0], "offer": call.next_party}
            self.floor.happens(e.CallPickedUp(at=self.floor.exchange.now, call=self.id, **fields))

    @rule()
    def the_other_is_held(self) -> None:
        call = self.floor.calls.by_id.get(self.other) if self.other is not None and self.floor.lives else None
        talking = call.talking if call else None
        if call is not None and talking is not None and talking.held_since is None and talking.lost_since is None:
            held = e.CallHeld(at=self.floor.exchange.now, call=call.id, offer=talking.id, apart=True)
            self.floor.happens(held)

    @invariant()
    def an_agent_speaks_with_one_customer(self) -> None:
        if not hasattr(self, "floor") or not self.floor.lives:
            return
        for agent in AGENTS:
            assert len(self.speaks_with(agent)) <= 1, agent
            assert len(self.floor.presences.get(agent).in_hand) <= 2, agent


TwoCustomers.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
test_two_customers = TwoCustomers.TestCase
