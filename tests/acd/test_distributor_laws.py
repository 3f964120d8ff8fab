"""What holds on every floor, whatever happens in whatever order; hypothesis plays the floor.

Between any two steps the floor is written down as its facts in JSON and read again into a fresh distributor: both
must be in the same state, so a death at any instant changes nothing.
"""

from collections import Counter
from dataclasses import asdict
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acd.agent import Agent
from acd.bench import AWAY, FREE, NOT_READY
from acd.callback import CLOSED, DIALLING, IN_LINE, ON_HOLD, WAITING, Callback
from acd.floor import Floor as FloorState
from acd.line import DECLINED_SECONDS, Waiting
from acd.matching import kept_back
from acd.offers import LEASE_GRACE
from acd.queue import LAST_AGENT, OWNER, STAY_READY, STRATEGIES, Queue
from acd.waiting_rules import AGENT_FIRST, CUSTOMER_FIRST, QUEUE, CallbackRules, Exit, Overflow, Step
from cti import codec
from cti import commands as c
from cti import events as e
from cti.ids import AgentId, CallbackId, CallId, OfferId, call_of_offer
from tests.acd.desk import ANNA, BEN, CLEO, SALES, SUPPORT, Shift
from tests.acd.written_down import written_down

DORA = AgentId("1004")
STAFF = (
    Agent(ANNA, "Anna", (SALES,), {"french": 3}),
    Agent(BEN, "Ben", (SALES, SUPPORT), {"french": 1}, order={SALES: 2}, weight=3.0),
    Agent(CLEO, "Cleo", (SALES, SUPPORT), capacity=1.5),
    Agent(DORA, "Dora", (SUPPORT,), {"french": 5}),
)
NAMES = tuple(agent.id for agent in STAFF)
who = st.sampled_from(NAMES)


def fits(floor: FloorState, call: Waiting, agent: Agent) -> bool:
    """Whether the agent may take the call, worked out anew from what both say."""
    queue = floor.queue(call.queue)
    skills, queues = dict(queue.skills) | dict.fromkeys(call.skills, 1), {call.queue}
    for step in queue.steps[: call.step]:
        skills = skills if step.skills is None else step.skills
        queues |= set(step.also)
    if call.overflows and queue.overflow.open and not queue.overflow.flow:
        queues.add(queue.overflow.queue)
    return bool(queues & set(agent.queues)) and all(agent.skills.get(s, 0) >= level for s, level in skills.items())


class Floor(RuleBasedStateMachine):
    """Four unequal agents, two queues set up in any way, and everything that can happen."""

    @initialize(
        strategy=st.sampled_from(STRATEGIES),
        together=st.sampled_from([1, 1, 2, 3]),
        keep_free=st.sampled_from([0, 0, 1]),
        missed=st.sampled_from(["not_ready", STAY_READY]),
        prefer=st.sampled_from([LAST_AGENT, OWNER]),
        prefer_seconds=st.sampled_from([0.0, 15.0]),
        first=st.sampled_from([AGENT_FIRST, CUSTOMER_FIRST]),
        offer_after=st.sampled_from([None, 10.0]),
        abandoned=st.booleans(),
    )
    def opens(
        self,
        strategy: str,
        together: int,
        keep_free: int,
        missed: str,
        prefer: str,
        prefer_seconds: float,
        first: str,
        offer_after: float | None,
        abandoned: bool,
    ) -> None:
        callbacks = CallbackRules(
            offer_after, first=first, ring_seconds=10, retries=1, retry_seconds=60, abandoned=abandoned
        )
        wide = (Step(12, skills={}), Step(25, also=(SUPPORT,)), Step(90, exit=Exit(QUEUE, queue=SUPPORT)))
        sales = Queue(
            SALES, strategy=strategy, ring_at_once=together, missed=missed, wrap_up_seconds=30, steps=wide,
            skills={"french": 1}, prefer=prefer, prefer_seconds=prefer_seconds, callbacks=callbacks,
        )  # fmt: skip
        support = Queue(
            SUPPORT, wrap_up_seconds=0, keep_free=keep_free, deadline=20, max_wait=300,
            prefer=OWNER, prefer_seconds=prefer_seconds * 2,
        )  # fmt: skip
        self.shift = Shift([sales, support], STAFF)
        self.number = 0
        self.talks: dict[CallId, tuple[AgentId, OfferId]] = {}

    @property
    def floor(self) -> FloorState:
        return self.shift.machine.floor

    def rings(self) -> list[tuple[CallId, AgentId, OfferId]]:
        waiting = self.floor.waiting.values()
        return [(w.call, ring.agent, offer) for w in waiting for offer, ring in (w.ringing or {}).items()]

    @rule(
        queue=st.sampled_from([SALES, SALES, SUPPORT]),
        ahead=st.sampled_from([0.0, 0.0, 30.0]),
        priority=st.sampled_from([0, 0, 1]),
        owner=st.none() | who,
        last=st.none() | who,
    )
    def calls(self, queue: Any, ahead: float, priority: int, owner: AgentId | None, last: AgentId | None) -> None:
        self.number += 1
        call, at = CallId(f"c{self.number}"), self.shift.now
        self.shift.hears(e.CallArrived(at=at, call=call, caller="10086", caller_name="", dialled="1000"))
        self.shift.hears(e.CallerRecognised(at=at, call=call, owner=owner, last_agent=last))
        self.shift.hears(e.CallQueued(at=at, call=call, queue=queue, head_start=ahead, priority=priority))
        self.shift.now += 1

    @precondition(lambda self: self.floor.waiting)
    @rule(data=st.data(), owner=st.none() | who, last=st.none() | who)
    def is_recognised_only_now(self, data: st.DataObject, owner: AgentId | None, last: AgentId | None) -> None:
        call = data.draw(st.sampled_from(sorted(self.floor.waiting)))
        self.shift.hears(e.CallerRecognised(at=self.shift.now, call=call, owner=owner, last_agent=last))

    @rule(name=who)
    def comes(self, name: AgentId) -> None:
        self.shift.works(name)

    @rule(name=who, kind=st.sampled_from([e.ConsoleLost, e.ConsoleConnected, e.PhoneLost, e.PhoneRegistered]))
    def blinks(self, name: AgentId, kind: type[e.AgentEvent]) -> None:
        self.shift.hears(kind(at=self.shift.now, agent=name))

    @rule(name=who, leaves=st.booleans())
    def stops(self, name: AgentId, leaves: bool) -> None:
        at = self.shift.now
        pause = e.AgentBecameNotReady(at=at, agent=name, reason="break")
        self.shift.hears(e.AgentLoggedOut(at=at, agent=name) if leaves else pause)

    @rule(closed=st.booleans())
    def the_switch_is_thrown(self, closed: bool) -> None:
        at = self.shift.now
        self.shift.hears(e.SiteClosed(at=at, by="boss") if closed else e.SiteReopened(at=at, by="boss"))

    @rule(name=who, load=st.sampled_from([0.25, 1.0, None]))
    def other_work(self, name: AgentId, load: float | None) -> None:
        at = self.shift.now
        taken = e.WorkTaken(at=at, agent=name, work="chat", load=load or 0.0)
        self.shift.hears(taken if load else e.WorkDone(at=at, agent=name, work="chat"))

    def phones(self) -> list[tuple[CallId, AgentId, OfferId]]:
        """What rings, but for agents who are reserved until the customer is there."""
        return [ring for ring in self.rings() if self.stands(ring[0]) != DIALLING]

    def stands(self, call: CallId) -> str | None:
        """How the callback stands that this call is, if it is one."""
        callback = self.floor.callbacks.by_call.get(call)
        return callback.state if callback else None

    def callbacks(self, *states: str) -> list[Callback]:
        return [one for one in self.floor.callbacks.by_id.values() if one.state in states]

    @rule(
        queue=st.sampled_from([SALES, SUPPORT]),
        number=st.sampled_from(["20001", "20002", "20003"]),
        not_before=st.sampled_from([0.0, 0.0, 50.0]),
        window=st.sampled_from([None, None, 100.0]),
    )
    def asks_to_be_called_back(self, queue: Any, number: str, not_before: float, window: float | None) -> None:
        self.number += 1
        at, known = self.shift.now, self.floor.callbacks.open_for(queue, number)
        if known:
            self.shift.hears(e.CallbackMerged(at=at, callback=known.id, by="web"))
            return
        self.shift.hears(
            e.CallbackRequested(
                at=at, callback=CallbackId(f"b{self.number}"), queue=queue, number=number, since=at, by="web",
                not_before=at + not_before, not_after=at + not_before + window if window else None,
            )
        )  # fmt: skip

    @precondition(lambda self: self.callbacks(DIALLING))
    @rule(data=st.data(), reason=st.sampled_from(["there", "there", "busy", "lost"]))
    def customer(self, data: st.DataObject, reason: str) -> None:
        call, at = data.draw(st.sampled_from(sorted(str(one.call) for one in self.callbacks(DIALLING)))), self.shift.now
        name = CallId(call)
        if reason == "there":
            self.shift.hears(e.CallHeldInQueue(at=at, call=name))
            return
        if reason == "busy":
            self.shift.hears(e.CustomerNotReached(at=at, call=name, reason=reason))
        self.shift.hears(e.CallEnded(at=at, call=name, ended_by="unknown"))

    @precondition(lambda self: self.callbacks(WAITING, IN_LINE, DIALLING))
    @rule(data=st.data())
    def cancels(self, data: st.DataObject) -> None:
        names = sorted(one.id for one in self.callbacks(WAITING, IN_LINE, DIALLING))
        name = data.draw(st.sampled_from(names))
        self.shift.hears(e.CallbackClosed(at=self.shift.now, callback=name, outcome="cancelled", by="Sue"))

    @precondition(lambda self: any(call.asking for call in self.floor.waiting.values()))
    @rule(data=st.data(), yes=st.booleans(), number=st.sampled_from(["10086", "20001"]))
    def replies(self, data: st.DataObject, yes: bool, number: str) -> None:
        call = data.draw(st.sampled_from(sorted(w.call for w in self.floor.waiting.values() if w.asking)))
        accepted = e.CallbackAccepted(at=self.shift.now, call=call, number=number)
        self.shift.hears(accepted if yes else e.CallbackDeclined(at=self.shift.now, call=call, reason="key"))

    @precondition(lambda self: self.phones())
    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        call, name, offer = data.draw(st.sampled_from(sorted(self.phones())))
        self.shift.hears(e.AgentAnswered(at=self.shift.now, call=call, agent=name, offer=offer))
        self.talks[call] = (name, offer)

    @precondition(lambda self: self.rings())
    @rule(data=st.data(), reason=st.sampled_from(["no_answer", "rejected", "unreachable", "failed"]))
    def declines(self, data: st.DataObject, reason: str) -> None:
        call, name, offer = data.draw(st.sampled_from(sorted(self.rings())))
        self.shift.hears(e.OfferExpired(at=self.shift.now, call=call, agent=name, offer=offer, reason=reason))

    @precondition(lambda self: self.talks)
    @rule(data=st.data())
    def hangs_up(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(sorted(self.talks)))
        self.shift.ends(call, *self.talks.pop(call))

    def callers(self) -> list[CallId]:
        return sorted(call for call in self.floor.waiting if self.stands(call) in {None, ON_HOLD})

    @precondition(lambda self: self.callers())
    @rule(data=st.data())
    def gives_up(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(self.callers()))
        self.shift.hears(e.CallEnded(at=self.shift.now, call=call, ended_by="caller"))

    @rule(seconds=st.sampled_from([1, 10, 40, 130]))
    def time(self, seconds: int) -> None:
        self.shift.passes(seconds)

    @rule(up=st.booleans())
    def line(self, up: bool) -> None:
        kind = e.TelephonyRestored if up else e.TelephonyLost
        self.shift.hears(kind(at=self.shift.now, node="main"))
        for name in NAMES if up else ():
            self.shift.hears(e.PhoneRegistered(at=self.shift.now, agent=name))

    @rule(ring=st.sampled_from([10, 20]))
    def is_configured_anew(self, ring: int) -> None:
        before = self.floor.queue(SALES)
        self.shift.configures(before, ring_seconds=float(ring))

    @precondition(lambda self: self.floor.waiting)
    @rule(data=st.data(), way=st.sampled_from(["up", "queue", "agent", "agent"]), name=who)
    def a_supervisor_moves(self, data: st.DataObject, way: str, name: AgentId) -> None:
        call = self.floor.waiting[data.draw(st.sampled_from(sorted(self.floor.waiting)))]
        other = SUPPORT if call.queue == SALES else SALES
        self.shift.hears(
            e.CallMoved(
                at=self.shift.now, call=call.call, by="boss", queue=call.queue,
                to_queue=other if way == "queue" else None, to_agent=name if way == "agent" else None,
            )
        )  # fmt: skip
        self.shift.now += 1

    @rule(name=who)
    def a_supervisor_ends_the_work_of(self, name: AgentId) -> None:
        self.shift.hears(e.AgentForcedOut(at=self.shift.now, agent=name, by="boss"))

    @rule(opened=st.booleans(), flow=st.booleans())
    def the_overflow_is_switched(self, opened: bool, flow: bool) -> None:
        before, overflow = self.floor.queue(SALES), Overflow(opened, 20, SUPPORT, flow)
        self.shift.configures(before, overflow=asdict(overflow))

    @rule()
    def dies(self) -> None:
        before = self.rings()
        self.shift.restarts()
        assert set(before) <= set(self.rings()), "an offer outlives the service that made it"

    @invariant()
    def written_down_and_read_again_it_is_the_same_floor(self) -> None:
        fresh = self.shift.fresh()
        for fact in self.shift.journal:
            fresh.apply(codec.decode(codec.encode(fact)))
        assert written_down(fresh.floor) == written_down(self.floor)

    @invariant()
    def nobody_has_two_calls(self) -> None:
        held = Counter([agent for _, agent, _ in self.rings()] + [agent for agent, _ in self.talks.values()])
        assert not [agent for agent, calls in held.items() if calls > 1]

    @invariant()
    def no_call_has_two_agents_but_those_it_rings_at_together(self) -> None:
        for call, rings in Counter(call for call, _, _ in self.rings()).items():
            assert call not in self.talks
            assert rings <= self.floor.queue(self.floor.waiting[call].queue).ring_at_once

    @invariant()
    def no_call_is_forgotten(self) -> None:
        open_: dict[CallId, Any] = {}
        due: dict[CallbackId, CallId] = {}
        for fact in self.shift.journal:
            if isinstance(fact, e.CallQueued):
                open_[fact.call] = fact.queue
            elif isinstance(fact, e.CallbackDue):
                open_[fact.call] = self.floor.callbacks.by_id[fact.callback].request.queue
                due[fact.callback] = fact.call
            elif isinstance(fact, e.CallbackFailed | e.CallbackClosed):
                open_.pop(due.pop(fact.callback, CallId("")), None)
            elif isinstance(fact, e.AgentAnswered | e.CallLeftQueue | e.CallEnded):
                open_.pop(fact.call, None)
        assert {w.call: w.queue for w in self.floor.waiting.values()} == open_

    @invariant()
    def no_callback_is_forgotten(self) -> None:
        """It is over, or its place is in line (with the customer perhaps), or its time will come."""
        asked_for = {f.callback for f in self.shift.journal if isinstance(f, e.CallbackRequested)}
        assert set(self.floor.callbacks.by_id) == asked_for
        for callback in self.callbacks(WAITING):
            assert f"callback {callback.id}" in self.shift.timers or self.floor.closed
        for callback in self.callbacks(IN_LINE, DIALLING, ON_HOLD):
            assert callback.call in self.floor.waiting
        assert {one.state for one in self.floor.callbacks.by_id.values()} <= {
            WAITING,
            IN_LINE,
            DIALLING,
            ON_HOLD,
            CLOSED,
        }

    @invariant()
    def every_question_will_end(self) -> None:
        for call in self.floor.waiting.values():
            assert not call.asking or self.shift.timers[f"virtual_hold {call.call}"] <= self.shift.now + 60
            assert not (call.asking and call.ringing), "who is asked something is offered to nobody"

    @invariant()
    def the_customer_who_is_to_be_dialled_first_is_dialled_when_nobody_is_before(self) -> None:
        floor = self.floor
        for queue in (SALES, SUPPORT) if floor.telephony_up and not floor.closed else ():
            for due in floor.due(queue)[:1]:
                before = [w for w in floor.waiting.values() if w.queue == queue and w.rank < due.rank]
                working = [name for name, s in floor.standings.items() if s.state not in {AWAY, NOT_READY}]
                roomy = {name for name in working if floor.standings[name].bench.profile.room >= 1}
                able = [agent for agent in STAFF if agent.id in roomy and fits(floor, due, agent)]
                assert before or not able, f"{due.call} is first, and nobody dials"

    @invariant()
    def the_floor_and_the_agents_say_the_same(self) -> None:
        presences = self.floor.presences.by_id.values()
        assert sorted((p.call, p.id, p.offer) for p in presences if p.offer) == sorted(self.rings())
        free = {p.id for p in presences if p.can_be_offered}
        assert {name for name, standing in self.floor.standings.items() if standing.state == FREE} == free
        assert {name for s in self.floor.standings.values() for name in s.bench.agents} == free

    @invariant()
    def every_reservation_will_end(self) -> None:
        for waiting in self.floor.waiting.values():
            for offer, ring in (waiting.ringing or {}).items():
                due = self.shift.timers.get(f"offer {offer}")
                assert due is not None
                assert due <= max(ring.expires, self.shift.now) + LEASE_GRACE

    @invariant()
    def nobody_is_kept_for_one_agent_longer_than_the_queue_says(self) -> None:
        for waiting in self.floor.waiting.values():
            if waiting.waits_for is None or waiting.sent:
                continue
            assert not self.floor.is_callback(waiting.call), "whom we call back talks to whoever is next"
            until = waiting.since + self.floor.queue(waiting.queue).prefer_seconds
            assert self.shift.timers[f"wait {waiting.call}"] <= max(until, self.shift.now)

    @invariant()
    def whom_a_supervisor_has_wait_for_one_agent_waits_for_who_comes(self) -> None:
        for waiting in self.floor.waiting.values():
            if waiting.sent:
                assert waiting.waits_for is not None
                presence = self.floor.presences.get(waiting.waits_for)
                assert presence.logged_in, waiting.call
                assert presence.ready, waiting.call

    @invariant()
    def who_is_put_out_is_out_unless_a_call_is_in_hand(self) -> None:
        for presence in self.floor.presences.by_id.values():
            assert not presence.out_by or presence.state in {"talking", "wrap_up"}

    @invariant()
    def who_was_moved_up_is_before_all_of_the_class(self) -> None:
        waiting = self.floor.waiting.values()
        for first in [call for call in waiting if call.raised is not None]:
            for other in [call for call in waiting if call.rank.behind == first.rank.behind]:
                assert other.rank >= first.rank or (other.raised or 0.0) >= (first.raised or 0.0)

    @invariant()
    def nobody_waits_while_somebody_could_take_the_call(self) -> None:
        if not self.floor.telephony_up:
            return
        for waiting in [w for w in self.floor.waiting.values() if w.ready and not w.ringing]:
            for agent in STAFF:
                standing = self.floor.standings[agent.id]
                just_asked = (waiting.declined or {}).get(agent.id, -99.0) > self.shift.now - DECLINED_SECONDS - 1
                kept = waiting.waits_for not in {None, agent.id} or kept_back(self.floor, self.floor.line_of(waiting))
                busy = standing.state != FREE or standing.bench.profile.room < 1
                able = fits(self.floor, waiting, agent) or (waiting.sent and waiting.waits_for == agent.id)
                assert not able or busy or just_asked or kept, f"{waiting.call} waits, {agent.name} is free"

    @invariant()
    def nobody_is_overtaken_by_their_like(self) -> None:
        """Of calls that ask for the same, none that was never offered comes before one offered later than it came."""
        facts = list(enumerate(self.shift.journal))
        offered = {f.offer: place for place, f in facts if isinstance(f, e.AgentOffered)}
        queued = {f.call: place for place, f in facts if isinstance(f, e.CallQueued)}
        floor = self.floor
        callers = [w for w in floor.waiting.values() if not floor.is_callback(w.call) and not w.asked]
        kept = {f.call for f in self.shift.journal if isinstance(f, e.PreferenceLapsed)}
        moved = {f.call for f in self.shift.journal if isinstance(f, e.CallMoved)}
        fresh = [w for w in callers if not w.offers and not w.waits_for and not w.step and w.call not in kept | moved]
        for waiting in fresh:
            for call, agent, offer in self.rings():
                other = floor.waiting[call]
                alike = floor.line_of(other) is floor.line_of(waiting) and other.prefer != agent
                if alike and other.rank > waiting.rank:
                    assert offered[offer] < queued[waiting.call], f"{other.call} was served before {waiting.call}"

    @invariant()
    def an_order_to_ring_has_its_fact(self) -> None:
        offered = [f.offer for f in self.shift.journal if isinstance(f, e.AgentOffered)]
        assert len(set(offered)) == len(offered), "no offer's number is used twice"
        rung = [ring.offer for ring in self.shift.orders if isinstance(ring, c.RingAgent)]
        assert len(set(rung)) == len(rung), "no agent is rung twice for one offer"
        dialled = {f.call for f in self.shift.journal if isinstance(f, e.CustomerDialled)}
        assert set(rung) <= set(offered)
        assert [o for o in rung if call_of_offer(o) not in dialled] == [
            o for o in offered if call_of_offer(o) not in dialled
        ]

    @invariant()
    def who_was_reserved_for_a_customer_is_rung_when_the_customer_is_there(self) -> None:
        rung = {ring.offer for ring in self.shift.orders if isinstance(ring, c.RingAgent)}
        assert {offer for _, _, offer in self.phones()} <= rung


TestFloor = Floor.TestCase
TestFloor.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
