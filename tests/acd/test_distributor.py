"""Who takes the next call, told as shifts on the floor."""

import pytest

from acd.queue import BEST_SKILL, Queue
from cti import commands as c
from cti import events as e
from cti.ids import AgentId, OfferId, QueueId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, SUPPORT, Shift, agent


def test_the_agent_who_was_idle_for_longest_takes_the_next_call() -> None:
    shift = Shift().works(BEN, ANNA)
    first, second = shift.calls("a"), shift.calls("b")
    assert shift.ringing == {first: BEN, second: ANNA}
    offer = shift.answers(first)
    shift.ends(first, BEN, offer).passes(31)
    shift.expires(second, "rejected").passes(40)
    assert shift.ringing == {second: BEN}, "whoever declined is asked again only when nobody else can"


def test_a_call_that_waits_rings_at_once_when_somebody_becomes_ready() -> None:
    shift = Shift()
    call = shift.calls("a")
    assert shift.ringing == {}
    shift.works(ANNA)
    assert shift.ringing == {call: ANNA}
    ring = shift.rung()[0]
    assert (ring.offer, ring.ring_seconds, ring.recorded) == ("a-o1", 20, True)


def test_the_best_skilled_takes_it_and_among_equals_the_longest_idle() -> None:
    queue = Queue(SALES, strategy=BEST_SKILL, skills={"french": 2})
    staff = [agent(ANNA, french=3), agent(BEN, french=5), agent(CLEO, french=5)]
    shift = Shift([queue], staff).works(ANNA, CLEO, BEN)
    calls = [shift.calls(name) for name in "abc"]
    assert [shift.ringing[call] for call in calls] == [CLEO, BEN, ANNA]


@pytest.mark.parametrize(("level", "rings"), [(1, False), (2, True), (5, True)])
def test_a_required_skill_is_required_at_its_level(level: int, rings: bool) -> None:
    shift = Shift([Queue(SALES, skills={"french": 2})], [agent(ANNA, french=level)]).works(ANNA)
    call = shift.calls("a")
    assert (call in shift.ringing) is rings


def test_what_the_flow_asks_for_counts_too() -> None:
    shift = Shift(agents=[agent(ANNA), agent(BEN, vip=1)]).works(ANNA, BEN)
    call = shift.calls("a", SALES, 0.0, "vip")
    assert shift.ringing == {call: BEN}
    shift.calls("b", SALES, 0.0, "vip")
    assert shift.ringing == {call: BEN}, "nobody without the skill is asked"


def test_a_blended_agent_serves_who_has_waited_longest_in_any_queue() -> None:
    queues = [Queue(SALES), Queue(SUPPORT)]
    shift = Shift(queues, [agent(ANNA, SALES, SUPPORT), agent(BEN, SUPPORT)])
    sold, helped = shift.calls("a", SALES), shift.calls("b", SUPPORT)
    shift.works(ANNA)
    assert shift.ringing == {sold: ANNA}
    shift.works(BEN)
    assert shift.ringing == {sold: ANNA, helped: BEN}


def test_a_head_start_counts_as_waiting() -> None:
    shift = Shift(agents=[agent(ANNA)])
    shift.calls("a")
    shift.passes(50)
    ahead = shift.calls("b", SALES, 60.0)
    shift.works(ANNA)
    assert shift.ringing == {ahead: ANNA}


def test_a_call_for_skills_nobody_has_does_not_stop_the_queue_behind_it() -> None:
    shift = Shift(agents=[agent(ANNA)])
    shift.calls("a", SALES, 0.0, "klingon")
    behind = shift.calls("b")
    shift.works(ANNA)
    assert shift.ringing == {behind: ANNA}


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("no_answer", ("not_ready", "no_answer")),
        ("unreachable", ("not_ready", "phone_unreachable")),
        ("busy", ("not_ready", "phone_busy")),
        ("rejected", ("ready", None)),
    ],
)
def test_an_offer_that_ends_without_an_answer_keeps_the_callers_place(
    reason: str, state: tuple[str, str | None]
) -> None:
    shift = Shift().works(ANNA, BEN)
    first = shift.calls("a")
    shift.expires(first, reason)
    assert shift.ringing == {first: BEN}
    assert shift.offer(first) == "a-o2", "each offer has a number of its own"
    assert shift.state(ANNA) == state
    shift.calls("b")
    assert shift.ringing[first] == BEN


def test_who_declined_is_asked_again_for_this_call_only_after_a_while() -> None:
    shift = Shift(agents=[agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    shift.expires(call, "rejected")
    other = shift.calls("b")
    assert shift.ringing == {other: ANNA}, "but gets others"
    shift.hears(e.CallEnded(at=shift.now, call=other, ended_by="caller"))
    assert shift.ringing == {}
    shift.passes(31)
    assert shift.ringing == {call: ANNA}


def test_a_call_that_left_its_queue_rings_nowhere_any_more() -> None:
    shift = Shift(agents=[agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    assert shift.ringing == {call: ANNA}
    shift.hears(e.CallLeftQueue(at=shift.now, call=call, queue=SALES, reason="timeout"))
    assert shift.ringing == {}
    assert shift.state(ANNA) == ("ready", None)
    other = shift.calls("b")
    assert shift.ringing == {other: ANNA}


def test_an_order_refused_because_the_caller_just_hung_up_costs_the_agent_nothing() -> None:
    shift = Shift().works(ANNA)
    call = shift.calls("a")
    ring = shift.rung()[0]
    shift.is_refused(ring)
    shift.hears(e.CallEnded(at=shift.now, call=call, ended_by="caller"))
    assert shift.state(ANNA) == ("ready", None)


def test_an_order_that_is_refused_again_and_again_does_not_spin() -> None:
    shift = Shift(agents=[agent(ANNA)]).works(ANNA)
    shift.calls("a")
    for _ in range(5):
        if shift.ringing:
            shift.is_refused(shift.rung()[-1])
    assert len(shift.rung()) == 1


def test_a_caller_who_hangs_up_while_it_rings_frees_the_agent() -> None:
    shift = Shift(agents=[agent(ANNA)]).works(ANNA)
    call, other = shift.calls("a"), shift.calls("b")
    shift.orders.clear()
    shift.hears(e.CallEnded(at=shift.now, call=call, ended_by="caller"))
    assert c.EndLeg(call=call, offer=OfferId("a-o1"), ringing=True) in shift.orders
    assert shift.ringing == {other: ANNA}
    assert any(isinstance(fact, e.OfferWithdrawn) for fact in shift.journal)


@pytest.mark.parametrize("lost", [e.PhoneLost, e.ConsoleLost])
def test_no_call_rings_where_console_or_phone_is_gone(lost: type[e.AgentEvent]) -> None:
    shift = Shift(agents=[agent(ANNA)]).works(ANNA)
    shift.hears(lost(at=shift.now, agent=ANNA))
    call = shift.calls("a")
    assert shift.ringing == {}
    back = e.PhoneRegistered if lost is e.PhoneLost else e.ConsoleConnected
    shift.hears(back(at=shift.now, agent=ANNA))
    assert shift.ringing == {call: ANNA}


def test_an_agent_whose_desk_stays_closed_is_not_ready_until_saying_so() -> None:
    shift = Shift().works(ANNA, BEN)
    shift.hears(e.ConsoleLost(at=shift.now, agent=ANNA), e.ConsoleLost(at=shift.now, agent=BEN))
    shift.passes(60)
    shift.hears(e.ConsoleConnected(at=shift.now, agent=BEN))
    shift.passes(61)
    assert shift.state(ANNA) == ("not_ready", "console_lost")
    assert shift.state(BEN) == ("ready", None), "a page loaded anew is no absence"
    shift.hears(e.ConsoleConnected(at=shift.now, agent=ANNA))
    assert shift.state(ANNA) == ("not_ready", "console_lost")


def test_desks_that_do_not_come_back_after_a_restart_are_noticed_too() -> None:
    shift = Shift().works(ANNA)
    shift.hears(e.ConsoleLost(at=shift.now, agent=ANNA))
    shift.restarts()
    shift.passes(121)
    assert shift.state(ANNA) == ("not_ready", "console_lost")


def test_wrap_up_ends_at_its_limit_and_not_before() -> None:
    shift = Shift(agents=[agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    shift.ends(call, ANNA, shift.answers(call))
    waiting = shift.calls("b")
    assert shift.state(ANNA)[0] == "wrap_up"
    shift.passes(28)
    assert shift.ringing == {}
    shift.passes(2)
    assert shift.ringing == {waiting: ANNA}
    assert any(isinstance(fact, e.WrapUpFinished) and fact.by_limit for fact in shift.journal)


def test_a_wrap_up_made_longer_ends_at_its_new_limit_also_after_a_restart() -> None:
    shift = Shift().works(ANNA)
    call = shift.calls("a")
    offer = shift.answers(call)
    shift.ends(call, ANNA, offer)
    shift.hears(e.WrapUpExtended(at=shift.now, call=call, agent=ANNA, offer=offer, limit=shift.now + 90))
    shift.passes(60)
    assert shift.state(ANNA)[0] == "wrap_up"
    shift.restarts()
    shift.passes(29)
    assert shift.state(ANNA)[0] == "wrap_up"
    shift.passes(2)
    assert shift.state(ANNA)[0] == "ready"


def test_a_queue_without_wrap_up_gives_the_next_call_at_once() -> None:
    shift = Shift([Queue(SALES, wrap_up_seconds=0)], [agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    waiting = shift.calls("b")
    shift.ends(call, ANNA, shift.answers(call))
    assert shift.ringing == {waiting: ANNA}


def test_an_offer_asterisk_never_settles_ends_with_its_lease() -> None:
    shift = Shift(agents=[agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    shift.passes(30)
    assert [fact.reason for fact in shift.journal if isinstance(fact, e.OfferExpired)] == ["lost"]
    assert shift.offer(call) == "a-o2"
    assert shift.state(ANNA)[0] == "offered"


def test_while_the_line_is_down_nothing_is_offered_and_no_lease_ends() -> None:
    shift = Shift().works(ANNA)
    call = shift.calls("a")
    shift.hears(e.TelephonyLost(at=shift.now, node="main"))
    shift.calls("b")
    shift.passes(100)
    assert shift.ringing == {call: ANNA}
    shift.hears(e.TelephonyRestored(at=shift.now, node="main"))
    shift.hears(e.PhoneRegistered(at=shift.now, agent=ANNA))
    assert shift.passes(5).offer(call) == "a-o2"


def test_a_call_that_fell_back_is_taken_back_with_its_place() -> None:
    shift = Shift()
    call = shift.calls("a")
    shift.orders.clear()
    shift.hears(e.CallResumed(at=shift.now, call=call, stage="fallback_waiting"))
    assert [order for order in shift.orders if isinstance(order, c.HoldInQueue)]
    shift.orders.clear()
    shift.hears(e.CallResumed(at=shift.now, call=call, stage="queue"))
    assert shift.orders == []


def test_a_call_that_is_queued_again_goes_on_counting_its_offers() -> None:
    """An offer's number is part of a channel's name: the same one twice would be two legs under one name."""
    shift = Shift().works(ANNA, BEN)
    call = shift.calls("a")
    offer = shift.answers(call)
    shift.hears(e.SegmentEnded(at=shift.now, call=call, agent=ANNA, offer=offer))
    shift.hears(e.CallQueued(at=shift.now, call=call, queue=SALES, head_start=3600.0))
    assert shift.ringing == {call: BEN}
    assert shift.offer(call) == "a-o2"


def test_a_queue_or_an_agent_unknown_to_the_plan_breaks_nothing() -> None:
    shift = Shift().works(AgentId("stranger"), ANNA)
    shift.calls("a", QueueId("no-such-queue"))
    assert shift.ringing == {}
    call = shift.calls("b")
    assert shift.ringing == {call: ANNA}


def test_who_missed_a_call_and_came_back_at_once_is_asked_again_when_the_time_is_over() -> None:
    shift = Shift().works(ANNA)
    call = shift.calls("a")
    shift.expires(call, "no_answer").passes(5)
    shift.works(ANNA)
    assert shift.ringing == {}, "not at once"
    assert shift.passes(26).ringing == {call: ANNA}
