"""Whatever agents, customers, phones and the server do on a call of several: nobody is left alone, and nobody stays
reserved for a call that is over."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acd.distributor import Distributor
from agent_console.legal import legal
from cti import events as e
from cti.call import Call
from cti.ids import AgentId, CallId
from tests.walks.floor import ANNA, BEN, SALES, CallCentre, machines
from tests.walks.test_caller_gone import waiting_caller

AGENTS = (ANNA, BEN)
# Places at which a customer is served, or waits where it will be.
SERVED = {"flow", "hold", "kept", "talk", "after", "outside", "dialling"}


class OneCall(RuleBasedStateMachine):
    """Two agents, one customer, a number outside, and everything they may do; time goes by in between."""

    calls_at_once = 1

    @initialize()
    def begin(self) -> None:
        self.floor = CallCentre(lambda: machines(self.calls_at_once))
        for agent in AGENTS:
            self.floor.comes_to_work(agent)
        self.id = waiting_caller(self.floor)
        self.floor.exchange.answers(self.id)
        self.pages = 0
        self.other: CallId | None = None

    @property
    def call(self) -> Call | None:
        return self.floor.calls.by_id.get(self.id)

    @property
    def line(self):  # type: ignore[no-untyped-def]
        return self.floor.exchange.lines.get(self.id)

    def may(self, verb: str) -> AgentId | None:
        """Who may do this now: the same table as at the desk."""
        call = self.call
        if call is None or call.ended is not None or not self.floor.lives:
            return None
        for agent in AGENTS:
            presence = self.floor.presences.get(agent)
            mine = presence.of(self.id)
            if mine is not None and mine.state == "talking" and verb in legal(call, presence):
                return agent
        return None

    def acts(self, kind: type[e.Event], verb: str, **fields: object) -> None:
        agent, call = self.may(verb), self.call
        if agent is None or call is None:
            return
        segment = call.segment_of(agent)
        if segment is None:
            return
        known = {"agent": agent, "offer": segment.id, **fields}
        names = kind.__struct_fields__
        given = {name: value for name, value in known.items() if name in names}
        self.floor.happens(kind(at=self.floor.exchange.now, call=self.id, **given))

    @rule(way=st.sampled_from(["agent", "outside", "queue"]))
    def asks(self, way: str) -> None:
        agent, call = self.may("consult"), self.call
        if agent is not None and call is not None:
            other = next(one for one in AGENTS if one != agent)
            to = {"agent": other, "outside": "10086", "queue": SALES}[way]
            self.acts(e.ConsultBegan, "consult", consult=call.next_party, way=way, to=to)

    @rule(where=st.sampled_from(["agent", "outside", "queue", "menu", "payment", "payment", "back"]))
    def gives_away(self, where: str) -> None:
        agent, call = self.may("transfer"), self.call
        if agent is not None and call is not None:
            other = next(one for one in AGENTS if one != agent)
            ways = {"agent": ("agent", other), "outside": ("outside", "10086"), "queue": ("queue", SALES)}
            way, to = ways.get(where, ("flow", where))
            self.acts(
                e.CallTransferred, "transfer", way=way, to=to, consult=call.next_party if way == "agent" else None
            )

    @rule()
    def another_customer_comes_or_is_answered_or_goes(self) -> None:
        """So that an agent may be busy when the call comes back."""
        exchange = self.floor.exchange
        line = exchange.lines.get(self.other) if self.other is not None else None
        if line is None and self.floor.lives:
            self.other = waiting_caller(self.floor)
        elif line is not None and line.rings:
            exchange.answers(self.other, rejoin=line.parties[line.rings[0]].rejoins)  # type: ignore[arg-type]
        elif line is not None and line.at == "talk":
            exchange.caller_hangs_up(self.other)  # type: ignore[arg-type]

    @rule()
    def what_is_done_after_a_call_is_done(self) -> None:
        for agent in AGENTS:
            for one in list(self.floor.presences.get(agent).in_hand):
                if self.floor.lives and one.wrap_up is not None:
                    fields = {"call": one.call, "agent": agent, "offer": one.wrap_up, "by_limit": False}
                    self.floor.happens(e.WrapUpFinished(at=self.floor.exchange.now, **fields))

    @rule()
    def hands_over(self) -> None:
        call = self.call
        if call is not None and call.consult is not None:
            way, to = call.consult.goal
            self.acts(e.CallTransferred, "complete", way=way, to=to, consult=call.consult.id)

    @rule()
    def joins(self) -> None:
        if self.call is not None and self.call.consult is not None:
            self.acts(e.ConferenceBegan, "join", consult=self.call.consult.id)

    @rule()
    def toggles(self) -> None:
        if self.call is not None and self.call.consult is not None:
            to = "party" if self.call.consult.side == "customer" else "customer"
            self.acts(e.ConsultToggled, "toggle", consult=self.call.consult.id, to=to)

    @rule()
    def takes_back(self) -> None:
        agent, call = self.may("take_back"), self.call
        if agent is not None and call is not None and call.consult is not None:
            asked = call.consult
            fields = {"consult": asked.id, "by": agent, "reason": "taken_back", "agent": asked.agent}
            self.floor.happens(e.ConsultEnded(at=self.floor.exchange.now, call=self.id, **fields))

    @rule()
    def parks(self) -> None:
        self.acts(e.CallParked, "park", slot=701, limit=self.floor.exchange.now + 120)

    @rule()
    def picks_up(self) -> None:
        call = self.call
        free = [agent for agent in AGENTS if self.floor.presences.get(agent).state in {"ready", "not_ready"}]
        if call is not None and call.parked is not None and call.ended is None and free and self.floor.lives:
            fields = {"agent": free[0], "offer": call.next_party}
            self.floor.happens(e.CallPickedUp(at=self.floor.exchange.now, call=self.id, **fields))

    def rung(self) -> list[str]:
        return [name for name, party in self.line.parties.items() if not party.up] if self.line else []

    @rule(which=st.integers(0, 3))
    def a_phone_answers(self, which: int) -> None:
        if rung := self.rung():
            name = rung[which % len(rung)]
            party = self.line.parties[name]
            if self.line.rings and self.line.rings[0] == name:
                self.floor.exchange.answers(self.id, rejoin=party.rejoins)
            else:
                self.floor.exchange.party_answers(self.id, name)

    @rule(which=st.integers(0, 3), reason=st.sampled_from(["no_answer", "busy", "rejected"]))
    def a_phone_does_not_answer(self, which: int, reason: str) -> None:
        rung = [name for name in self.rung() if not self.line.parties[name].rejoins]
        if rung:
            name = rung[which % len(rung)]
            if self.line.rings and self.line.rings[0] == name:
                self.floor.exchange.does_not_answer(self.id, reason)
            else:
                self.floor.exchange.party_does_not_answer(self.id, name, reason)

    @rule(which=st.integers(0, 3))
    def somebody_hangs_up(self, which: int) -> None:
        up = [name for name, party in self.line.parties.items() if party.up] if self.line else []
        if up:
            self.floor.exchange.party_hangs_up(self.id, up[which % len(up)])

    @rule()
    def the_number_outside_answers_or_not(self) -> None:
        if self.line and self.line.at == "outside" and self.line.hears == "ringing":
            if self.pages % 2:
                self.floor.exchange.answers_outside(self.id)
            else:
                self.floor.exchange.does_not_answer_outside(self.id)

    @rule(which=st.integers(0, 1))
    def a_page_is_loaded_anew(self, which: int) -> None:
        if self.floor.lives:
            self.pages += 1
            now, agent = self.floor.exchange.now, AGENTS[which]
            self.floor.happens(e.PhoneLost(at=now, agent=agent))
            contact = f"sip:page{self.pages}@browser"
            self.floor.happens(e.PhoneRegistered(at=now, agent=agent, contact=contact))

    @rule()
    def the_menu_is_heard_out(self) -> None:
        if self.line and self.line.at == "flow" and self.line.step and self.floor.lives:
            self.floor.exchange.hears_out(self.id)

    @precondition(lambda self: self.floor.lives)
    @rule()
    def the_server_dies_and_lives_again(self) -> None:
        self.floor.dies()
        self.floor.starts_again()

    @rule(seconds=st.sampled_from([0.5, 3, 30, 130]))
    def time_goes_by(self, seconds: float) -> None:
        self.floor.passes(seconds)

    @rule()
    def the_customer_hangs_up(self) -> None:
        if self.line and self.pages % 3 == 2:
            self.floor.exchange.caller_hangs_up(self.id)

    @invariant()
    def nobody_is_left_alone(self) -> None:
        if not hasattr(self, "floor"):
            return
        call, line = self.call, self.line
        if line is None:
            return
        assert call is not None, "the call is known for as long as the customer is there"
        assert line.at in SERVED
        if call.ended is None and line.at == "kept":
            back = any(one.held_since is not None or one.lost_since is not None for one in call.talks)
            cared = call.consult is not None or back
            assert cared, "who is kept is kept by somebody"
        groups = [group for group in line.groups if self.id in group]
        assert len(groups) <= 1, "the customer is in one place"

    @invariant()
    def who_asks_a_queue_is_waited_for_by_somebody(self) -> None:
        call = self.call if hasattr(self, "floor") and self.floor.lives else None
        if call is not None and call.consult is not None and call.consult.waits and call.ended is None:
            distributor = next(one for one in self.floor.machines if isinstance(one, Distributor))
            assert self.id in distributor.floor.asks.by_call

    @invariant()
    def who_is_given_back_is_waited_for_by_somebody(self) -> None:
        if not hasattr(self, "floor") or self.line is None or not self.floor.lives:
            return
        call = self.call
        if call is not None and call.transfer is not None and call.transfer.way == "give_back":
            distributor = next(one for one in self.floor.machines if isinstance(one, Distributor))
            assert call.transfer.party in distributor.floor.wanted
            assert self.line.at == "hold"

    @invariant()
    def nobody_is_reserved_for_a_call_that_is_over(self) -> None:
        if not hasattr(self, "floor") or self.line is not None:
            return
        for agent in AGENTS:
            presence = self.floor.presences.get(agent)
            mine = presence.of(self.id)
            assert mine is None or mine.state == "wrap_up", agent

    def teardown(self) -> None:
        """In the end every call comes to an end that can be seen, and every agent is free again."""
        if not hasattr(self, "floor"):
            return
        for _ in range(8):
            for name in self.rung():
                if self.line and name in self.line.parties:
                    self.a_phone_does_not_answer(0, "no_answer")
            if self.line and self.line.at == "outside" and self.line.hears == "ringing":
                self.floor.exchange.does_not_answer_outside(self.id)
            self.floor.passes(60)
        if self.line is not None:
            self.floor.exchange.caller_hangs_up(self.id)
        if self.other in self.floor.exchange.lines:
            self.floor.exchange.caller_hangs_up(self.other)
        self.floor.passes(200)
        for agent in AGENTS:
            assert self.floor.presences.get(agent).state in {"ready", "not_ready"}, agent


OneCall.TestCase.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
test_a_call_of_several = OneCall.TestCase
