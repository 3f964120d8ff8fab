"""Which call and which agent find each other: skills, classes, deadlines, orders, reserves, room, and patience."""

from dataclasses import replace

import pytest

from acd.queue import BEST_SKILL, LAST_AGENT, OWNER, STAY_READY, Queue
from acd.waiting_rules import Step
from cti import events as e
from cti.ids import AgentId, CallId, OfferId, QueueId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, SUPPORT, Shift, agent

BOTH = (SALES, SUPPORT)


def queued(shift: Shift, name: str, queue: QueueId = SALES, priority: int = 0) -> CallId:
    call = CallId(name)
    shift.hears(e.CallQueued(at=shift.now, call=call, queue=queue, priority=priority))
    return call


def known(shift: Shift, name: str, last: AgentId | None = None, owner: AgentId | None = None) -> CallId:
    """A customer whom somebody knows calls."""
    call = CallId(name)
    shift.hears(e.CallArrived(at=shift.now, call=call, caller="10086", caller_name="", dialled="1000"))
    shift.hears(e.CallerRecognised(at=shift.now, call=call, last_agent=last, owner=owner))
    return queued(shift, name)


def talks(shift: Shift, name: AgentId) -> tuple[CallId, AgentId, OfferId]:
    """The agent is in a talk of their own; what ends it."""
    call = CallId(f"talk-{name}")
    shift.hears(e.CallQueued(at=shift.now, call=call, queue=SALES, prefer=name))
    return call, name, shift.answers(call)


# Skills


@pytest.mark.parametrize(("asked", "rings"), [("billing", ANNA), ("billing:3", BEN), ("billing:5", None)])
def test_a_flow_may_ask_for_a_level(asked: str, rings: AgentId | None) -> None:
    shift = Shift(agents=[agent(ANNA, billing=2), agent(BEN, billing=3)]).works(ANNA, BEN)
    call = shift.calls("a", SALES, 0.0, asked)
    assert shift.ringing.get(call) == rings


def test_of_the_queues_level_and_the_flows_the_higher_counts() -> None:
    staff = [agent(ANNA, billing=2), agent(BEN, billing=4)]
    shift = Shift([Queue(SALES, skills={"billing": 3})], staff).works(ANNA, BEN)
    call = shift.calls("a", SALES, 0.0, "billing:1")
    assert shift.ringing == {call: BEN}
    shift.calls("b", SALES, 0.0, "billing:1")
    assert shift.ringing == {call: BEN}


def test_preferred_skills_come_first_and_shut_nobody_out() -> None:
    queue = Queue(SALES, preferred={"french": 3, "billing": 1})
    staff = [agent(ANNA, french=2), agent(BEN, french=3), agent(CLEO, french=4, billing=1)]
    shift = Shift([queue], staff).works(ANNA, BEN, CLEO)
    calls = [shift.calls(name) for name in "abc"]
    assert [shift.ringing[call] for call in calls] == [CLEO, BEN, ANNA]


# Which call first


@pytest.mark.parametrize(("queue", "call"), [(1, 0), (0, 1)])
def test_a_higher_class_is_served_before_any_wait(queue: int, call: int) -> None:
    shift = Shift([Queue(SALES), Queue(SUPPORT, priority=queue)], [agent(ANNA, *BOTH)])
    shift.calls("patient", SALES, 3600.0)
    shift.passes(600)
    higher = queued(shift, "higher", SUPPORT, call)
    shift.works(ANNA)
    assert shift.ringing == {higher: ANNA}


def test_the_classes_of_queue_and_call_add_up_and_within_one_the_wait_decides() -> None:
    shift = Shift([Queue(SALES), Queue(SUPPORT, priority=1)], [agent(ANNA, *BOTH)])
    older = queued(shift, "older", SALES, 1)
    shift.passes(1)
    queued(shift, "younger", SUPPORT)
    shift.works(ANNA)
    assert shift.ringing == {older: ANNA}


@pytest.mark.parametrize(("seconds", "first"), [(49.0, "older"), (51.0, "ahead")])
def test_a_head_start_is_so_many_seconds_of_waiting_in_any_queue(seconds: float, first: str) -> None:
    shift = Shift([Queue(SALES), Queue(SUPPORT)], [agent(ANNA, *BOTH)])
    queued(shift, "older")
    shift.passes(50).calls("ahead", SUPPORT, seconds)
    shift.works(ANNA)
    assert shift.ringing == {CallId(first): ANNA}


@pytest.mark.parametrize(("earlier", "first"), [(79, "urgent"), (81, "slow")])
def test_who_is_due_first_is_served_first(earlier: float, first: str) -> None:
    shift = Shift([Queue(SALES, deadline=100), Queue(SUPPORT, deadline=20)], [agent(ANNA, *BOTH)])
    queued(shift, "slow")
    shift.passes(earlier)
    queued(shift, "urgent", SUPPORT)
    shift.works(ANNA)
    assert shift.ringing == {CallId(first): ANNA}


def test_an_agents_first_queue_is_served_before_the_second_but_not_before_a_class() -> None:
    staff = [replace(agent(ANNA, *BOTH), order={SALES: 1, SUPPORT: 2})]
    shift = Shift([Queue(SALES), Queue(SUPPORT)], staff)
    second = queued(shift, "second", SUPPORT)
    shift.passes(300)
    first = queued(shift, "first")
    higher = queued(shift, "higher", SUPPORT, 1)
    shift.works(ANNA)
    for call in (higher, first, second):
        assert shift.ringing == {call: ANNA}
        shift.hears(e.CallEnded(at=shift.now, call=call, ended_by="caller"))


@pytest.mark.parametrize("strategy", ["longest-idle", BEST_SKILL, "weighted-random"])
def test_a_call_asks_those_first_whose_first_queue_it_is(strategy: str) -> None:
    staff = [replace(agent(ANNA, *BOTH, french=5), order={SALES: 2}, weight=100.0), agent(BEN, SALES, french=1)]
    shift = Shift([Queue(SALES, strategy=strategy, skills={"french": 1})], staff).works(ANNA, BEN)
    calls = [shift.calls(name) for name in "ab"]
    assert [shift.ringing[call] for call in calls] == [BEN, ANNA]


# Reserves and room


def test_who_is_kept_free_takes_other_calls_and_these_again_when_more_are_free() -> None:
    shift = Shift([Queue(SALES), Queue(SUPPORT, keep_free=1)], [agent(ANNA, *BOTH), agent(BEN, *BOTH)])
    shift.works(ANNA, BEN)
    first, second = shift.calls("a", SUPPORT), shift.calls("b", SUPPORT)
    assert shift.ringing == {first: ANNA}, "Ben is the last, and kept"
    sold = shift.calls("c", SALES)
    assert shift.ringing == {first: ANNA, sold: BEN}
    shift.hears(e.CallEnded(at=shift.now, call=sold, ended_by="caller"))
    assert shift.ringing == {first: ANNA}, "he is the last again"
    shift.passes(1)
    shift.hears(e.CallEnded(at=shift.now, call=first, ended_by="caller"))
    assert shift.ringing == {second: BEN}, "with two free one may go, the longest idle"


@pytest.mark.parametrize(("load", "rings"), [(0.5, False), (0.25, True)])
def test_a_call_must_fit_beside_the_work_in_hand(load: float, rings: bool) -> None:
    shift = Shift([Queue(SALES, load=0.75)], [agent(ANNA)]).works(ANNA)
    shift.hears(e.WorkTaken(at=shift.now, agent=ANNA, work="chat", load=load))
    call = shift.calls("a")
    assert (call in shift.ringing) is rings
    shift.hears(e.WorkDone(at=shift.now, agent=ANNA, work="chat"))
    assert shift.ringing == {call: ANNA}


def test_every_piece_of_work_takes_room_and_a_larger_agent_has_more() -> None:
    shift = Shift(agents=[replace(agent(ANNA), capacity=2.0)]).works(ANNA)
    for work in ("chat", "mail"):
        shift.hears(e.WorkTaken(at=shift.now, agent=ANNA, work=work, load=0.75))
    call = shift.calls("a")
    assert shift.ringing == {}
    shift.hears(e.WorkDone(at=shift.now, agent=ANNA, work="mail"))
    assert shift.ringing == {call: ANNA}


def test_work_taken_while_talking_counts_when_the_talk_is_over() -> None:
    shift = Shift([Queue(SALES, wrap_up_seconds=0)], [agent(ANNA)]).works(ANNA)
    talk = talks(shift, ANNA)
    shift.hears(e.WorkTaken(at=shift.now, agent=ANNA, work="chat", load=1.0))
    call = shift.calls("a")
    shift.ends(*talk)
    assert shift.ringing == {}
    shift.hears(e.WorkDone(at=shift.now, agent=ANNA, work="chat"))
    assert shift.ringing == {call: ANNA}


# Who did not take it


@pytest.mark.parametrize(
    ("missed", "state"), [("not_ready", ("not_ready", "no_answer")), (STAY_READY, ("ready", None))]
)
def test_a_queue_says_what_a_missed_call_does_to_the_agent(missed: str, state: tuple[str, str | None]) -> None:
    shift = Shift([Queue(SALES, missed=missed)], [agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    shift.expires(call, "no_answer")
    assert shift.state(ANNA) == state
    assert shift.ringing == {}, "either way the same call does not ring the same phone at once"
    shift.calls("b")
    assert (CallId("b") in shift.ringing) is (missed == STAY_READY)


def test_a_call_that_all_declined_rings_where_it_was_declined_first_when_thirty_seconds_are_over() -> None:
    shift = Shift().works(ANNA, BEN)
    call = shift.calls("a")
    shift.expires(call, "rejected").passes(10)
    shift.expires(call, "rejected").passes(19)
    assert shift.ringing == {}
    shift.passes(1)
    assert shift.ringing == {call: ANNA}


# A wait that widens

STEPS = (Step(10, skills={"french": 1}), Step(20, skills={}), Step(30, also=(SUPPORT,)))


def test_the_longer_a_call_waits_the_more_agents_may_take_it() -> None:
    staff = [agent(ANNA, french=2), agent(BEN), agent(CLEO, SUPPORT)]
    shift = Shift([Queue(SALES, skills={"french": 3}, steps=STEPS), Queue(SUPPORT)], staff).works(CLEO, BEN, ANNA)
    call = queued(shift, "a")
    for asked in (ANNA, BEN, CLEO):
        assert shift.passes(9).ringing == {}
        assert shift.passes(1).ringing == {call: asked}
        shift.expires(call, "rejected")
    helped = shift.calls("b", SUPPORT)
    assert shift.ringing == {helped: CLEO}, "her own queue goes on"


def test_who_becomes_free_is_asked_for_a_call_that_has_widened_and_not_for_one_that_has_not() -> None:
    shift = Shift([Queue(SALES, steps=STEPS), Queue(SUPPORT)], [agent(CLEO, SUPPORT)])
    widened = queued(shift, "a")
    shift.passes(29).calls("b", SALES, 600.0)
    shift.passes(5).works(CLEO)
    assert shift.ringing == {widened: CLEO}


def test_widening_rings_nobody_else_while_somebody_is_rung() -> None:
    queue = Queue(SALES, prefer=LAST_AGENT, wrap_up_seconds=0, steps=(Step(10, also=(SUPPORT,)),))
    shift = Shift([queue, Queue(SUPPORT)], [agent(ANNA), agent(BEN), agent(CLEO, SUPPORT)]).works(ANNA, BEN, CLEO)
    talk = talks(shift, BEN)
    call = known(shift, "a", last=BEN)
    shift.ends(*talk).passes(11)
    assert [ring.agent for ring in shift.rung() if ring.call == call] == [ANNA]


# Whom the caller knows


@pytest.mark.parametrize(("prefer", "asked"), [(LAST_AGENT, BEN), (OWNER, CLEO), ("", ANNA)])
def test_the_queue_says_who_of_those_a_customer_knows_is_asked_first(prefer: str, asked: AgentId) -> None:
    shift = Shift([Queue(SALES, prefer=prefer)], [agent(ANNA), agent(BEN), agent(CLEO)]).works(ANNA, BEN, CLEO)
    call = known(shift, "a", last=BEN, owner=CLEO)
    assert shift.ringing == {call: asked}


def waits_for_ben(seconds: float = 15) -> tuple[Shift, tuple[CallId, AgentId, OfferId], CallId]:
    """Ben talks, Anna is free, and a customer of Ben's calls."""
    shift = Shift([Queue(SALES, prefer=LAST_AGENT, prefer_seconds=seconds, wrap_up_seconds=0)]).works(ANNA, BEN)
    talk = talks(shift, BEN)
    return shift, talk, known(shift, "a", last=BEN)


def test_a_busy_agent_is_waited_for_so_long_and_then_anybody_is_asked() -> None:
    shift, _, call = waits_for_ben()
    assert shift.passes(14).ringing == {}
    assert shift.passes(1).ringing == {call: ANNA}


def test_who_was_waited_for_gets_the_call_as_soon_as_free_before_who_waits_longer_for_anybody() -> None:
    shift, talk, call = waits_for_ben()
    shift.hears(e.AgentBecameNotReady(at=shift.now, agent=ANNA, reason="break"))
    shift.calls("later")
    shift.ends(*talk)
    assert shift.ringing == {call: BEN}


def test_others_are_served_past_a_call_that_waits_for_one_agent() -> None:
    shift, _, _ = waits_for_ben()
    other = shift.calls("b")
    assert shift.ringing == {other: ANNA}


@pytest.mark.parametrize("fact", [e.AgentLoggedOut, e.AgentBecameNotReady])
def test_nobody_is_waited_for_who_goes(fact: type[e.AgentEvent]) -> None:
    shift, _, call = waits_for_ben()
    reason = {"reason": "break"} if fact is e.AgentBecameNotReady else {}
    shift.hears(fact(at=shift.now, agent=BEN, **reason))
    assert shift.ringing == {call: ANNA}


def test_nobody_is_waited_for_where_the_queue_does_not_wait_or_nobody_is_there_to_wait_for() -> None:
    shift, _, call = waits_for_ben(seconds=0)
    assert shift.ringing == {call: ANNA}
    queue = Queue(SALES, prefer=LAST_AGENT, prefer_seconds=60)
    shift = Shift([queue]).works(ANNA)
    call = known(shift, "a", last=BEN)
    assert shift.ringing == {call: ANNA}


def test_who_declines_is_not_waited_for_any_longer() -> None:
    shift, talk, call = waits_for_ben(seconds=60)
    shift.ends(*talk)
    assert shift.ringing == {call: BEN}
    shift.expires(call, "rejected")
    assert shift.ringing == {call: ANNA}
