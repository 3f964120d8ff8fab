"""What holds on every floor, whatever happens in whatever order; hypothesis plays the floor."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from acd.distributor import LEASE_GRACE
from acd.queue import Queue
from cti import events as e
from cti.ids import AgentId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, Shift, agent

STAFF = (ANNA, BEN, CLEO)
who = st.sampled_from(STAFF)


class Floor(RuleBasedStateMachine):
    """Three equal agents, one queue, and everything that can happen."""

    def __init__(self) -> None:
        super().__init__()
        self.shift = Shift([Queue(SALES, ring_seconds=20, wrap_up_seconds=30)], [agent(name) for name in STAFF])
        self.number = 0
        self.talks: dict[e.CallId, tuple[AgentId, e.OfferId]] = {}

    @rule(ahead=st.sampled_from([0.0, 0.0, 30.0]))
    def calls(self, ahead: float) -> None:
        self.number += 1
        self.shift.calls(f"c{self.number}", SALES, ahead)

    @rule(name=who)
    def comes(self, name: AgentId) -> None:
        self.shift.works(name)

    @rule(name=who, kind=st.sampled_from([e.ConsoleLost, e.ConsoleConnected, e.PhoneLost, e.PhoneRegistered]))
    def blinks(self, name: AgentId, kind: type[e.AgentEvent]) -> None:
        self.shift.hears(kind(at=self.shift.now, agent=name))

    @rule(name=who)
    def pauses(self, name: AgentId) -> None:
        self.shift.hears(e.AgentBecameNotReady(at=self.shift.now, agent=name, reason="break"))

    @precondition(lambda self: self.shift.ringing)
    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(sorted(self.shift.ringing)))
        name = self.shift.ringing[call]
        self.talks[call] = (name, self.shift.answers(call))

    @precondition(lambda self: self.shift.ringing)
    @rule(data=st.data(), reason=st.sampled_from(["no_answer", "rejected", "unreachable", "failed"]))
    def declines(self, data: st.DataObject, reason: str) -> None:
        self.shift.expires(data.draw(st.sampled_from(sorted(self.shift.ringing))), reason)

    @precondition(lambda self: self.talks)
    @rule(data=st.data())
    def hangs_up(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(sorted(self.talks)))
        self.shift.ends(call, *self.talks.pop(call))

    @precondition(lambda self: self.shift.machine.floor.waiting)
    @rule(data=st.data())
    def gives_up(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(sorted(self.shift.machine.floor.waiting)))
        self.shift.hears(e.CallEnded(at=self.shift.now, call=call, ended_by="caller"))

    @rule(seconds=st.sampled_from([1, 10, 40, 130]))
    def time(self, seconds: int) -> None:
        self.shift.passes(seconds)

    @rule(up=st.booleans())
    def line(self, up: bool) -> None:
        kind = e.TelephonyRestored if up else e.TelephonyLost
        self.shift.hears(kind(at=self.shift.now, node="main"))
        if up:
            for name in STAFF:
                self.shift.hears(e.PhoneRegistered(at=self.shift.now, agent=name))

    @rule()
    def dies(self) -> None:
        before = self.shift.ringing
        self.shift.restarts()
        for call, name in before.items():
            assert self.shift.ringing.get(call) == name, "an offer outlives the service that made it"

    @invariant()
    def nobody_has_two_calls_and_no_call_rings_twice(self) -> None:
        ringing = self.shift.ringing
        busy = [name for name, _offer in self.talks.values()]
        assert len(set(ringing.values())) == len(ringing)
        assert not set(busy) & set(ringing.values())

    @invariant()
    def the_floor_and_the_agents_say_the_same(self) -> None:
        floor = self.shift.machine.floor
        offered = {p.id: p.offer for p in floor.presences.by_id.values() if p.offer}
        assert offered == {w.agent: w.offer for w in floor.waiting.values() if w.offer}

    @invariant()
    def what_the_floor_keeps_up_is_what_looking_through_it_finds(self) -> None:
        floor = self.shift.machine.floor
        presences = floor.presences.by_id.values()
        assert {one.id for one in floor.free_agents()} == {p.id for p in presences if p.can_be_offered}
        assert {p.id for p in floor.rung_agents()} == {p.id for p in presences if p.offer}
        unoffered = [w for w in floor.waiting.values() if w.offer is None]
        assert floor.unoffered() == sorted(unoffered, key=lambda w: w.rank)

    @invariant()
    def every_reservation_will_end(self) -> None:
        for waiting in self.shift.machine.floor.waiting.values():
            if waiting.offer:
                due = self.shift.timers.get(f"offer {waiting.offer}")
                assert due is not None
                assert due <= max(waiting.expires, self.shift.now) + LEASE_GRACE

    @invariant()
    def nobody_waits_while_somebody_could_take_the_call(self) -> None:
        floor, now = self.shift.machine.floor, self.shift.now
        if floor.telephony_up:
            free = {one.id for one in floor.free_agents()}
            for waiting in floor.unoffered():
                asked = {name for name, at in waiting.declined.items() if now - at < 31}
                assert not free - asked, f"{waiting.call} waits though {free - asked} is free"

    @invariant()
    def nobody_is_overtaken(self) -> None:
        """Among calls nobody declined, one that rings was queued (head start counted) before each that does not."""
        floor = self.shift.machine.floor
        fresh = [w for w in floor.waiting.values() if not w.declined and not w.offers]
        for waiting in fresh:
            assert waiting.offer is None
            later = [
                w for w in floor.waiting.values() if w.offer and w.rank > waiting.rank and w.since >= waiting.since
            ]
            for other in later:
                offered = next(
                    f.at for f in self.shift.journal if isinstance(f, e.AgentOffered) and f.offer == other.offer
                )
                assert offered < waiting.since, f"{other.call} was served before {waiting.call}"

    @invariant()
    def a_fresh_machine_on_the_same_journal_would_decide_the_same(self) -> None:
        twin = self.shift.fresh()
        for fact in self.shift.journal:
            twin.apply(fact)
        mine = self.shift.machine
        assert twin.floor.waiting == mine.floor.waiting
        assert twin.floor.presences.by_id == {
            k: v for k, v in mine.floor.presences.by_id.items() if k in twin.floor.presences.by_id
        }
        asked = e.AgentBecameReady(at=self.shift.now, agent=AgentId("nobody"))
        assert twin.decide(asked) == mine.decide(asked)


TestFloor = Floor.TestCase
TestFloor.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
