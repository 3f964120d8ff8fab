"""Callbacks: the place that is kept, the turn, the customer dialled, and everything that can go wrong with it."""

from collections.abc import Iterator
from typing import Any

import pytest

from acd.queue import Queue
from acd.waiting_rules import CUSTOMER_FIRST, CallbackRules
from cti import commands as c
from cti import events as e
from cti.ids import CallbackId, CallId, attempt_id, callback_id
from tests.acd.desk import ANNA, BEN, SALES, Shift, agent

NUMBER = "+8613800138001"
RULES: dict[str, Any] = {"ring_seconds": 30, "retries": 2, "retry_seconds": 900}


def shift(*staff: Any, **rules: Any) -> Shift:
    queue = Queue(SALES, ring_seconds=20, wrap_up_seconds=0, callbacks=CallbackRules(**{**RULES, **rules}))
    return Shift([queue], [agent(ANNA), agent(BEN)]).works(*staff)


def asks(floor: Shift, name: str = "web", **asked: Any) -> CallbackId:
    callback = CallbackId(f"main-{name}-back")
    fields = {"queue": SALES, "number": NUMBER, "since": floor.now, "by": "web", **asked}
    floor.hears(e.CallbackRequested(at=floor.now, callback=callback, **fields))
    return callback


def orders(floor: Shift, kind: type[c.Command]) -> list[Any]:
    return [order for order in floor.orders if isinstance(order, kind)]


def state(floor: Shift, callback: CallbackId) -> str:
    return floor.machine.floor.callbacks.by_id[callback].state


def picks_up(floor: Shift, call: CallId) -> None:
    floor.hears(e.CallHeldInQueue(at=floor.now, call=call))


def is_not_there(floor: Shift, call: CallId, reason: str = "no_answer") -> None:
    floor.hears(e.CustomerNotReached(at=floor.now, call=call, reason=reason))
    floor.hears(e.CallEnded(at=floor.now, call=call, ended_by="system"))


def test_at_its_turn_an_agent_is_reserved_and_then_the_customer_dialled() -> None:
    floor = shift(ANNA)
    callback = asks(floor)
    call = attempt_id(callback, 1)
    assert floor.ringing == {call: ANNA}
    assert orders(floor, c.RingAgent) == [], "the agent's phone is silent until the customer is there"
    assert orders(floor, c.DialCustomer) == [c.DialCustomer(call=call, number=NUMBER, ring_seconds=30, music="default")]
    floor.passes(12)
    picks_up(floor, call)
    assert [(ring.agent, ring.call) for ring in orders(floor, c.RingAgent)] == [(ANNA, call)]
    floor.answers(call)
    assert state(floor, callback) == "closed"
    assert floor.machine.floor.callbacks.by_id[callback].outcome == "done"
    assert floor.state(ANNA)[0] == "talking"


def test_the_place_of_who_asked_earlier_comes_before_callers_who_came_later() -> None:
    floor = shift()
    callback = asks(floor, since=floor.now - 100)
    later = floor.calls("later")
    floor.works(ANNA)
    assert floor.ringing == {attempt_id(callback, 1): ANNA}
    assert later in floor.machine.floor.waiting


def test_who_is_not_there_is_tried_again_by_rule_and_then_given_up() -> None:
    floor = shift(ANNA)
    callback = asks(floor)
    for attempt in (1, 2):
        is_not_there(floor, attempt_id(callback, attempt), "busy")
        assert floor.state(ANNA)[0] == "ready", "it is not the agent's fault"
        assert state(floor, callback) == "waiting"
        floor.passes(899)
        assert floor.ringing == {}
        floor.passes(1)
        assert floor.ringing == {attempt_id(callback, attempt + 1): ANNA}
    is_not_there(floor, attempt_id(callback, 3))
    assert (state(floor, callback), floor.ringing) == ("closed", {})
    failed = [f for f in floor.journal if isinstance(f, e.CallbackFailed)]
    assert [(f.attempt, f.reason, f.next_try is None) for f in failed] == [
        (1, "busy", False),
        (2, "busy", False),
        (3, "no_answer", True),
    ]


def test_an_asked_for_time_is_waited_for_and_too_late_is_too_late() -> None:
    floor = shift(ANNA)
    start = floor.now
    callback = asks(floor, not_before=start + 600, not_after=start + 1200)
    floor.passes(599)
    assert floor.ringing == {}
    floor.passes(2)
    is_not_there(floor, attempt_id(callback, 1))
    assert floor.machine.floor.callbacks.by_id[callback].outcome == "too_late", "the next try would be past the window"


def test_an_abandoned_call_is_called_back_where_the_rule_says_so() -> None:
    floor = shift(abandoned=True, abandoned_after=30)
    early = CallId("early")
    for call, seconds in ((early, 20), (CallId("mine"), 40)):
        floor.hears(e.CallArrived(at=floor.now, call=call, caller=NUMBER, caller_name="", dialled="1000"))
        floor.hears(e.CallQueued(at=floor.now, call=call, queue=SALES))
        since = floor.now
        floor.passes(seconds)
        floor.hears(e.CallEnded(at=floor.now, call=call, ended_by="caller"))
    requested = [f for f in floor.journal if isinstance(f, e.CallbackRequested)]
    assert [(f.callback, f.number, f.since, f.by) for f in requested] == [
        (callback_id(CallId("mine")), NUMBER, since, "abandoned")
    ]


def test_who_asks_twice_is_called_once() -> None:
    floor = shift(abandoned=True, abandoned_after=0)
    callback = asks(floor)
    call = CallId("mine")
    floor.hears(e.CallArrived(at=floor.now, call=call, caller=NUMBER, caller_name="", dialled="1000"))
    floor.hears(e.CallQueued(at=floor.now, call=call, queue=SALES))
    floor.passes(5)
    floor.hears(e.CallEnded(at=floor.now, call=call, ended_by="caller"))
    assert [f.callback for f in floor.journal if isinstance(f, e.CallbackMerged)] == [callback]
    assert [w.call for w in floor.machine.floor.waiting.values()] == [attempt_id(callback, 1)]


def test_the_customer_first_is_dialled_when_nobody_is_before_and_then_waits_at_the_head() -> None:
    floor = shift(first=CUSTOMER_FIRST)
    before = floor.calls("before")
    floor.passes(1)
    callback = asks(floor)
    call = attempt_id(callback, 1)
    assert orders(floor, c.DialCustomer) == [], "somebody is before"
    floor.works(ANNA)
    floor.answers(before)
    assert [order.call for order in orders(floor, c.DialCustomer)] == [call], (
        "next in line: dialled though nobody is free"
    )
    later = floor.calls("later")
    floor.works(BEN)
    assert floor.ringing == {later: BEN}, "nobody is kept idle for a telephone that rings"
    floor.expires(later, "rejected")
    picks_up(floor, call)
    assert floor.ringing[call] == BEN, "the place was kept"


@pytest.mark.parametrize("cancelled", [False, True])
def test_when_the_first_in_line_is_not_reached_or_is_cancelled_the_next_is_dialled(cancelled: bool) -> None:
    floor = shift(first=CUSTOMER_FIRST)
    first, second = asks(floor, "a"), asks(floor, "b", number="10086")
    floor.works(ANNA)
    assert [order.call for order in orders(floor, c.DialCustomer)] == [attempt_id(first, 1)]
    if cancelled:
        floor.hears(e.CallbackClosed(at=floor.now, callback=first, outcome="cancelled", by="Sue"))
    else:
        is_not_there(floor, attempt_id(first, 1), "busy")
    assert [order.call for order in orders(floor, c.DialCustomer)][1:] == [attempt_id(second, 1)]


def test_an_agent_who_does_not_pick_up_leaves_the_customer_first_in_line() -> None:
    floor = shift(ANNA, BEN)
    callback = asks(floor)
    call = attempt_id(callback, 1)
    picks_up(floor, call)
    floor.expires(call, "no_answer")
    assert floor.state(ANNA) == ("not_ready", "no_answer")
    assert floor.ringing == {call: BEN}
    assert [ring.agent for ring in orders(floor, c.RingAgent)] == [ANNA, BEN]


def test_cancelled_while_it_rings_ends_the_ringing_and_frees_the_agent() -> None:
    floor = shift(ANNA)
    callback = asks(floor)
    floor.hears(e.CallbackClosed(at=floor.now, callback=callback, outcome="cancelled", by="Sue"))
    assert c.HangUp(call=attempt_id(callback, 1)) in floor.orders
    assert (floor.ringing, floor.state(ANNA)[0]) == ({}, "ready")
    floor.hears(e.CallEnded(at=floor.now, call=attempt_id(callback, 1), ended_by="system"))
    assert not floor.machine.floor.waiting


def phases() -> Iterator[str]:
    yield from ("asked", "reserved", "on_hold", "failed")


@pytest.mark.parametrize("phase", list(phases()))
def test_no_death_loses_a_callback(phase: str) -> None:
    floor = shift(*(() if phase == "asked" else (ANNA,)))
    callback = asks(floor)
    call = attempt_id(callback, 1)
    if phase == "on_hold":
        picks_up(floor, call)
    elif phase == "failed":
        is_not_there(floor, call)
    floor.restarts()
    if phase == "reserved":
        # Asterisk knows of no such telephone call: the order died with the service.
        floor.hears(e.CallEnded(at=floor.now, call=call, ended_by="unknown"))
        assert floor.ringing == {attempt_id(callback, 2): ANNA}, "tried again at once, and not counted as a try"
        call = attempt_id(callback, 2)
        picks_up(floor, call)
    if phase == "asked":
        floor.works(ANNA)
        picks_up(floor, call)
    if phase == "failed":
        floor.passes(901)
        call = attempt_id(callback, 2)
        picks_up(floor, call)
    floor.answers(call)
    assert floor.machine.floor.callbacks.by_id[callback].outcome == "done"


def test_an_order_to_dial_that_is_refused_is_a_failed_try() -> None:
    floor = shift(ANNA)
    callback = asks(floor)
    floor.is_refused(orders(floor, c.DialCustomer)[0])
    assert (state(floor, callback), floor.ringing, floor.state(ANNA)[0]) == ("waiting", {}, "ready")


def test_a_customer_whom_the_fallback_served_is_not_called_again() -> None:
    floor = shift(ANNA)
    callback = asks(floor)
    call = attempt_id(callback, 1)
    picks_up(floor, call)
    floor.hears(e.CallServedByFallback(at=floor.now, call=call, queue=SALES))
    floor.hears(e.CallEnded(at=floor.now, call=call, ended_by="caller"))
    floor.passes(2000)
    assert floor.machine.floor.callbacks.by_id[callback].outcome == "done"
    assert [order.call for order in orders(floor, c.DialCustomer)] == [call]


def test_a_customer_who_is_said_to_hold_twice_is_offered_once() -> None:
    floor = shift(ANNA)
    call = attempt_id(asks(floor), 1)
    picks_up(floor, call)
    picks_up(floor, call)
    assert [ring.call for ring in orders(floor, c.RingAgent)] == [call]


def test_phones_that_ring_together_wait_for_the_customer_too() -> None:
    queue = Queue(SALES, ring_at_once=2, wrap_up_seconds=0, callbacks=CallbackRules(**RULES))
    floor = Shift([queue], [agent(ANNA), agent(BEN)]).works(ANNA, BEN)
    callback = asks(floor)
    call = attempt_id(callback, 1)
    assert (floor.ringing, orders(floor, c.RingAgent)) == ({call: ANNA}, [])
    picks_up(floor, call)
    assert [ring.agent for ring in orders(floor, c.RingAgent)] == [ANNA]


def test_the_earlier_place_is_kept_when_two_wishes_become_one() -> None:
    floor = shift(abandoned=True, abandoned_after=0)
    mine, other = CallId("mine"), CallId("other")
    floor.hears(e.CallArrived(at=floor.now, call=mine, caller=NUMBER, caller_name="", dialled="1000"))
    floor.hears(e.CallQueued(at=floor.now, call=mine, queue=SALES))
    since = floor.now
    floor.passes(10)
    floor.hears(e.CallQueued(at=floor.now, call=other, queue=SALES))
    floor.passes(10)
    callback = asks(floor)
    floor.hears(e.CallEnded(at=floor.now, call=mine, ended_by="caller"))
    assert floor.machine.floor.callbacks.by_id[callback].request.since == since
    floor.works(ANNA)
    assert floor.ringing == {attempt_id(callback, 1): ANNA}, "who came second waits"


def test_a_newer_wish_brings_its_window_and_its_note() -> None:
    floor = shift(ANNA)
    callback = asks(floor, not_before=floor.now + 600, note="about the bill")
    sooner = floor.now + 60
    floor.hears(
        e.CallbackMerged(at=floor.now, callback=callback, by="web", note="it is urgent", name="Wang", not_before=sooner)
    )
    request = floor.machine.floor.callbacks.by_id[callback].request
    assert (request.note, request.name, request.not_before) == ("about the bill\nit is urgent", "Wang", sooner)
    floor.passes(61)
    assert floor.ringing == {attempt_id(callback, 1): ANNA}


def test_nobody_is_called_back_while_the_site_is_closed() -> None:
    floor = shift(ANNA)
    floor.hears(e.SiteClosed(at=floor.now, by="boss"))
    callback = asks(floor)
    floor.passes(3600)
    assert (state(floor, callback), orders(floor, c.DialCustomer)) == ("waiting", [])
    floor.hears(e.SiteReopened(at=floor.now, by="boss"))
    assert floor.ringing == {attempt_id(callback, 1): ANNA}


def test_who_may_not_be_called_after_a_time_is_not_once_the_site_opens_again() -> None:
    floor = shift(ANNA)
    floor.hears(e.SiteClosed(at=floor.now, by="boss"))
    callback = asks(floor, not_after=floor.now + 600)
    floor.passes(700)
    assert floor.machine.floor.callbacks.by_id[callback].outcome == "too_late"
