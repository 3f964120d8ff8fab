"""The supervisor's hand: calls moved up, elsewhere, or to one agent; agents put out; an overflow opened and closed."""

from dataclasses import asdict, replace
from typing import Any, TypeVar

import pytest

from acd.agent import Agent
from acd.queue import Queue
from acd.waiting_rules import NOBODY_READY, Closing, Exit, Overflow, Step
from cti import commands as c
from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, SUPPORT, Shift, agent

BOTH = (Queue(SALES, wrap_up_seconds=0), Queue(SUPPORT, wrap_up_seconds=0))


def move(shift: Shift, call: CallId, queue: QueueId | None = None, to: AgentId | None = None) -> None:
    waits_in = shift.machine.floor.waiting[call].queue if call in shift.machine.floor.waiting else SALES
    shift.hears(e.CallMoved(at=shift.now, call=call, by="Sue", queue=waits_in, to_queue=queue, to_agent=to))
    shift.now += 1


Fact = TypeVar("Fact", bound=e.Event)


def told(shift: Shift, kind: type[Fact]) -> list[Fact]:
    return [fact for fact in shift.journal if isinstance(fact, kind)]


# Up


def test_who_is_moved_up_is_served_next_and_the_last_one_moved_first() -> None:
    shift = Shift(BOTH)
    first, second, third = (shift.calls(name) for name in "abc")
    move(shift, second)
    move(shift, third)
    assert [call.call for call in shift.machine.floor.in_line()] == [third, second, first]
    shift.works(ANNA)
    assert shift.ringing == {third: ANNA}


def test_who_is_moved_up_stays_behind_a_higher_class_and_before_every_head_start() -> None:
    shift = Shift([Queue(SALES), Queue(SUPPORT, priority=1)], [agent(ANNA, SALES, SUPPORT)])
    mine, eager = shift.calls("mine"), shift.calls("eager", SALES, 10_000.0)
    urgent = shift.calls("urgent", SUPPORT)
    move(shift, mine)
    assert [call.call for call in shift.machine.floor.in_line()] == [urgent, mine, eager]


def test_moved_up_while_it_rings_it_goes_on_ringing_and_is_first_if_nobody_answers() -> None:
    shift = Shift([Queue(SALES, missed="stay_ready")], [agent(ANNA), agent(BEN)]).works(ANNA)
    ringing, waiting = shift.calls("a"), shift.calls("b")
    move(shift, ringing)
    assert shift.ringing == {ringing: ANNA}
    shift.expires(ringing, "no_answer")
    assert shift.ringing == {waiting: ANNA}, "who has just not answered is asked for another"
    shift.works(BEN)
    assert shift.ringing[ringing] == BEN


# To another queue


def test_a_call_moved_to_another_queue_keeps_what_it_has_waited() -> None:
    shift = Shift(BOTH, [agent(CLEO, SUPPORT)])
    early = shift.calls("early")
    shift.passes(30)
    late = shift.calls("late", SUPPORT)
    shift.passes(5)
    move(shift, early, SUPPORT)
    (left,) = told(shift, e.CallLeftQueue)
    assert (left.reason, left.to, left.exit, left.by) == ("moved", SUPPORT, "", "Sue")
    queued = told(shift, e.CallQueued)[-1]
    assert (queued.queue, queued.head_start, queued.by) == (SUPPORT, 37.0, "Sue")
    shift.works(CLEO)
    assert shift.ringing == {early: CLEO}
    assert late in shift.machine.floor.waiting


def test_an_offer_is_withdrawn_before_the_call_is_queued_elsewhere() -> None:
    shift = Shift(BOTH, [agent(ANNA), agent(CLEO, SUPPORT)]).works(ANNA, CLEO)
    call, following = shift.calls("a"), shift.calls("b")
    offer = shift.offer(call)
    shift.orders.clear()
    move(shift, call, SUPPORT)
    assert c.EndLeg(call=call, offer=offer, ringing=True) in shift.orders
    kinds = [type(fact) for fact in shift.journal if getattr(fact, "call", None) == call]
    assert kinds.index(e.OfferWithdrawn) < len(kinds) - 1 - kinds[::-1].index(e.CallQueued)
    assert shift.ringing == {following: ANNA, call: CLEO}, "Anna is free for the next one"


def test_a_person_opens_doors_that_rules_keep_shut() -> None:
    full = Queue(SUPPORT, max_waiting=0)
    shift = Shift([Queue(SALES), full, Queue(QueueId("shut"), closing=Closing(closed=True))])
    call = shift.calls("a")
    for queue in (SUPPORT, QueueId("shut")):
        move(shift, call, queue)
        assert shift.machine.floor.waiting[call].queue == queue


def test_a_person_may_move_a_call_as_often_as_they_like_and_rules_still_may() -> None:
    shift = Shift([Queue(SALES, steps=(Step(10, exit=Exit("queue", queue=SUPPORT)),)), Queue(SUPPORT)])
    call = shift.calls("a")
    for _ in range(8):
        move(shift, call, SUPPORT)
        move(shift, call, SALES)
    shift.passes(12)
    assert shift.machine.floor.waiting[call].queue == SUPPORT


def test_a_call_that_waits_no_more_is_not_moved() -> None:
    shift = Shift(BOTH, [agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    shift.answers(call)
    before = len(shift.journal)
    for where in (None, SUPPORT):
        move(shift, call, where)
    move(shift, call, to=ANNA)
    assert [type(fact) for fact in shift.journal[before:]] == [e.CallMoved] * 3


# To one agent


def test_a_call_sent_to_an_agent_of_another_queue_rings_there_at_once() -> None:
    shift = Shift(BOTH, [agent(ANNA), Agent(CLEO, "Cleo", (SUPPORT,))]).works(CLEO)
    call = shift.calls("a", SALES, 0.0, "french")
    assert shift.ringing == {}
    move(shift, call, to=CLEO)
    assert shift.ringing == {call: CLEO}
    assert told(shift, e.AgentOffered)[-1].reason == "sent-by-supervisor"


def test_a_call_sent_to_a_busy_agent_waits_for_that_agent_alone_however_long() -> None:
    shift = Shift([Queue(SALES, wrap_up_seconds=0, steps=(Step(40, skills={}),))], [agent(ANNA), agent(BEN)])
    shift.works(ANNA)
    busy = shift.calls("busy")
    offer = shift.answers(busy)
    call = shift.calls("a")
    move(shift, call, to=ANNA)
    shift.works(BEN)
    shift.passes(500)
    assert shift.ringing == {}
    shift.ends(busy, ANNA, offer)
    assert shift.ringing == {call: ANNA}


def test_sent_elsewhere_while_it_rings_it_stops_ringing_first() -> None:
    shift = Shift(BOTH, [agent(ANNA), agent(CLEO, SUPPORT)]).works(ANNA, CLEO)
    call = shift.calls("a")
    assert shift.ringing == {call: ANNA}
    move(shift, call, to=CLEO)
    assert shift.ringing == {call: CLEO}
    assert [fact.reason for fact in told(shift, e.OfferWithdrawn)] == ["moved"]
    assert shift.state(ANNA) == ("ready", None), "she missed nothing"


def test_sent_where_it_rings_already_it_goes_on_ringing() -> None:
    shift = Shift([Queue(SALES, ring_at_once=2)], [agent(ANNA), agent(BEN)]).works(ANNA, BEN)
    call = shift.calls("a")
    move(shift, call, to=BEN)
    assert shift.ringing == {call: BEN}
    assert [fact.agent for fact in told(shift, e.OfferWithdrawn)] == [ANNA]


@pytest.mark.parametrize("leaves", [e.AgentLoggedOut, e.AgentBecameNotReady, e.AgentForcedOut])
def test_when_that_agent_goes_the_call_is_the_whole_queues(leaves: type[e.AgentEvent]) -> None:
    shift = Shift(BOTH, [agent(ANNA), agent(CLEO, SUPPORT)]).works(CLEO)
    talk = shift.calls("talk", SUPPORT)
    offer = shift.answers(talk)
    call = shift.calls("a")
    move(shift, call, to=CLEO)
    shift.works(ANNA)
    assert shift.ringing == {}
    rest = {"reason": "break"} if leaves is e.AgentBecameNotReady else {}
    shift.hears(leaves(at=shift.now, agent=CLEO, **({"by": "Sue"} if leaves is e.AgentForcedOut else rest)))
    if leaves is e.AgentForcedOut:
        shift.ends(talk, CLEO, offer)
    assert shift.ringing == {call: ANNA}
    assert told(shift, e.PreferenceLapsed)[-1].reason == "gone"


def test_nobody_is_sent_to_who_is_not_at_work_and_a_death_changes_nothing() -> None:
    shift = Shift(BOTH, [agent(ANNA), agent(CLEO, SUPPORT)])
    call = shift.calls("a")
    move(shift, call, to=CLEO)
    assert not shift.machine.floor.waiting[call].sent
    shift.works(CLEO)
    busy = shift.calls("busy", SUPPORT)
    shift.answers(busy)
    move(shift, call, to=CLEO)
    shift.restarts()
    assert shift.machine.floor.waiting[call].waits_for == CLEO


def test_whoever_declines_it_is_not_waited_for() -> None:
    shift = Shift(BOTH, [agent(ANNA), agent(CLEO, SUPPORT)]).works(CLEO)
    call = shift.calls("a")
    move(shift, call, to=CLEO)
    shift.works(ANNA)
    shift.expires(call, "rejected")
    assert shift.ringing == {call: ANNA}


def test_who_has_just_let_it_go_is_asked_again_when_a_person_says_so() -> None:
    shift = Shift(BOTH, [agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    shift.expires(call, "rejected")
    assert shift.ringing == {}
    move(shift, call, to=ANNA)
    assert shift.ringing == {call: ANNA}


def test_other_work_fills_the_hands_of_who_is_sent_a_call() -> None:
    shift = Shift(BOTH, [agent(CLEO, SUPPORT)]).works(CLEO)
    shift.hears(e.WorkTaken(at=shift.now, agent=CLEO, work="chat", load=1.0))
    call = shift.calls("a")
    move(shift, call, to=CLEO)
    assert shift.ringing == {}
    shift.hears(e.WorkDone(at=shift.now, agent=CLEO, work="chat"))
    assert shift.ringing == {call: CLEO}


def test_a_queue_without_agents_keeps_who_waits_for_one_of_another_and_only_them() -> None:
    mail = Exit("voicemail")
    empty = Queue(SALES, empty=NOBODY_READY, when_empty=mail)
    shift = Shift([empty, Queue(SUPPORT)], [agent(ANNA), agent(CLEO, SUPPORT)]).works(ANNA, CLEO)
    shift.answers(shift.calls("one"))
    shift.answers(shift.calls("two", SUPPORT))
    call, other = shift.calls("a"), shift.calls("b")
    move(shift, call, to=CLEO)
    shift.hears(e.AgentLoggedOut(at=shift.now, agent=ANNA))
    shift.ends(CallId("one"), ANNA, OfferId("one-o1")).passes(100)
    assert [fact.call for fact in told(shift, e.CallLeftQueue)] == [other]
    shift.hears(e.AgentLoggedOut(at=shift.now, agent=CLEO))
    assert [fact.call for fact in told(shift, e.CallLeftQueue)] == [other, call]


# Agents put out


def test_who_is_put_out_while_free_is_logged_out_at_once() -> None:
    shift = Shift().works(ANNA)
    shift.hears(e.AgentForcedOut(at=shift.now, agent=ANNA, by="Sue"))
    assert shift.state(ANNA) == ("logged_out", None)
    assert told(shift, e.AgentLoggedOut)[-1].by == "Sue"


def test_who_is_put_out_while_it_rings_hands_the_call_on() -> None:
    shift = Shift().works(ANNA, BEN)
    call = shift.calls("a")
    offer = shift.offer(call)
    shift.hears(e.AgentForcedOut(at=shift.now, agent=ANNA, by="Sue"))
    assert shift.ringing == {call: BEN}
    assert c.EndLeg(call=call, offer=offer, ringing=True) in shift.orders
    assert [fact.reason for fact in told(shift, e.OfferWithdrawn)] == ["logged_out"]


@pytest.mark.parametrize("restarts", [False, True])
def test_who_is_put_out_in_a_call_is_logged_out_after_wrap_up_whatever_they_say(restarts: bool) -> None:
    shift = Shift().works(ANNA)
    call = shift.calls("a")
    offer = shift.answers(call)
    shift.hears(e.AgentForcedOut(at=shift.now, agent=ANNA, by="Sue"))
    assert shift.state(ANNA)[0] == "talking"
    waiting = shift.calls("b")
    shift.ends(call, ANNA, offer)
    shift.hears(e.AgentBecameReady(at=shift.now, agent=ANNA))
    if restarts:
        shift.restarts()
    shift.passes(31)
    assert shift.state(ANNA) == ("logged_out", None)
    assert waiting not in shift.ringing
    assert [fact.by for fact in told(shift, e.AgentLoggedOut)] == ["Sue"]


def test_who_is_not_there_cannot_be_put_out_beforehand() -> None:
    shift = Shift()
    shift.hears(e.AgentForcedOut(at=shift.now, agent=ANNA, by="Sue"))
    shift.works(ANNA)
    assert shift.state(ANNA)[0] == "ready"
    assert told(shift, e.AgentLoggedOut) == []


# Overflow

HELPS = Overflow(after=30, queue=SUPPORT)


def switch(shift: Shift, **changes: Any) -> None:
    now = shift.machine.floor.queue(SALES)
    shift.configures(now, overflow=asdict(replace(now.overflow, **changes)))


def test_an_open_overflow_lets_another_queues_agents_in_and_a_closed_one_does_not() -> None:
    shift = Shift([Queue(SALES, overflow=HELPS), Queue(SUPPORT)], [agent(CLEO, SUPPORT)]).works(CLEO)
    call = shift.calls("a")
    shift.passes(60)
    assert shift.ringing == {}
    switch(shift, open=True)
    shift.passes(0)
    assert shift.ringing == {call: CLEO}, "it has waited long enough already"
    busy = shift.answers(call)
    second = shift.calls("b")
    shift.passes(20)
    switch(shift, open=False)
    shift.passes(60)
    shift.ends(call, CLEO, busy).passes(61)
    assert shift.ringing == {}
    switch(shift, open=True)
    shift.passes(0)
    assert shift.ringing == {second: CLEO}


def test_before_its_time_nobody_overflows() -> None:
    shift = Shift([Queue(SALES, overflow=Overflow(True, 30, SUPPORT)), Queue(SUPPORT)], [agent(CLEO, SUPPORT)])
    shift.works(CLEO)
    call = shift.calls("a")
    shift.passes(28)
    assert shift.ringing == {}
    shift.passes(1)
    assert shift.ringing == {call: CLEO}
    assert [fact.step for fact in told(shift, e.CallWidened)] == [0]


def test_an_overflow_may_carry_calls_over_with_their_place_kept() -> None:
    shift = Shift([Queue(SALES, overflow=HELPS), Queue(SUPPORT)])
    call = shift.calls("a")
    shift.passes(40)
    switch(shift, open=True, flow=True)
    shift.passes(0)
    (left,) = told(shift, e.CallLeftQueue)
    assert (left.reason, left.to) == ("overflow", SUPPORT)
    assert shift.machine.floor.waiting[call].head_start == 41.0


def test_steps_go_on_beside_an_overflow() -> None:
    steps = (Step(10, skills={}), Step(50, exit=Exit("voicemail")))
    shift = Shift([Queue(SALES, steps=steps, overflow=Overflow(True, 30, SUPPORT)), Queue(SUPPORT)])
    shift.calls("a")
    shift.passes(60)
    assert [fact.step for fact in told(shift, e.CallWidened)] == [1, 0]
    assert [fact.exit for fact in told(shift, e.CallLeftQueue)] == ["voicemail"]
