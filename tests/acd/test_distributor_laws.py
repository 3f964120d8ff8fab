"""What holds on every floor, whatever happens in whatever order; hypothesis plays the floor.

Between any two steps the floor is written down as its facts in JSON and read again into a fresh distributor: both
must be in the same state, so a death at any instant changes nothing.
"""

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis.stateful import invariant

from acd.agent import Agent
from acd.bench import AWAY, FREE, NOT_READY
from acd.callback import CLOSED, DIALLING, IN_LINE, ON_HOLD, WAITING
from acd.floor import Floor as FloorState
from acd.line import DECLINED_SECONDS, Waiting
from acd.matching import kept_back
from acd.offers import LEASE_GRACE
from cti import codec
from cti import commands as c
from cti import events as e
from cti.ids import CallbackId, CallId, call_of_offer
from tests.acd.desk import SALES, SUPPORT
from tests.acd.played_floor import STAFF, PlayedFloor
from tests.acd.written_down import written_down


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


class Laws(PlayedFloor):
    """What must hold between any two steps."""

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
        rung = [(one.call, p.id, one.offer) for p in presences for one in p.in_hand if one.offer]
        assert sorted(rung) == sorted(self.rings())
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


TestFloor = Laws.TestCase
TestFloor.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
