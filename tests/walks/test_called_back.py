"""A caller keeps the place and hangs up: asked on hold, thanked, called back at the turn, whenever the service dies."""

from typing import Any

import pytest

from acd.agent import Agent
from acd.queue import Queue
from acd.waiting_rules import CUSTOMER_FIRST, CallbackRules
from crm_bridge.timeline.interaction import interaction_of
from cti import commands as c
from cti import events as e
from cti.ids import CallId, attempt_id, callback_id
from cti.machine import Machine
from ivr import sentences
from ivr.loader import read
from reports.visit import CALLED_BACK, FLOWED_OUT, Visits
from tests.walks.floor import ANNA, BEN, FLOW, SALES, CallCentre, call_centre
from tests.walks.test_caller_gone import waiting_caller

NUMBER = "+8613800138001"


def centre(**rules: Any) -> CallCentre:
    def build() -> list[Machine]:
        callbacks = CallbackRules(**{"offer_after": 30, "retries": 1, "retry_seconds": 600, **rules})
        queue = Queue(SALES, ring_seconds=20, wrap_up_seconds=30, callbacks=callbacks)
        agents = {name: Agent(name, str(name), (SALES,)) for name in (ANNA, BEN)}
        return call_centre(queue, agents, read(FLOW, "walk.toml", "UTC", ["sales"]))

    return CallCentre(build)


def dies_and_starts(floor: CallCentre) -> None:
    floor.dies()
    floor.passes(3)
    floor.starts_again()


def callback_of(call: CallId) -> CallId:
    """The call that the first attempt of the callback becomes."""
    return attempt_id(callback_id(call), 1)


def is_asked(floor: CallCentre) -> CallId:
    call = waiting_caller(floor)
    floor.passes(30)
    assert floor.exchange.lines[call].hears == sentences.CALL_BACK["en"]
    return call


def says_yes(floor: CallCentre, call: CallId) -> None:
    floor.exchange.presses(call, "1")
    assert floor.exchange.lines[call].hears == sentences.CALLED_BACK["en"]
    floor.exchange.hears_out(call)
    assert call not in floor.exchange.lines, "the caller is thanked, and the call is over"


def dialled(floor: CallCentre) -> list[tuple[CallId, str]]:
    return [(order.call, order.number) for order in floor.exchange.orders if isinstance(order, c.DialCustomer)]


@pytest.mark.parametrize("death", ["never", "waiting", "asked", "thanked", "in_line", "dialled", "on_hold", "talking"])
def test_from_the_question_to_the_record_wherever_the_service_dies(death: str) -> None:
    floor = centre()

    def now(phase: str) -> None:
        if phase == death:
            dies_and_starts(floor)

    call = waiting_caller(floor)
    since = floor.exchange.now
    now("waiting")
    floor.passes(30)
    now("asked")
    assert floor.exchange.lines[call].hears == sentences.CALL_BACK["en"]
    floor.exchange.presses(call, "1")
    now("thanked")
    assert floor.exchange.lines[call].hears == sentences.CALLED_BACK["en"]
    floor.exchange.hears_out(call)
    assert call not in floor.exchange.lines
    floor.passes(20)
    now("in_line")

    later = waiting_caller(floor)
    floor.comes_to_work(ANNA)
    back = callback_of(call)
    assert dialled(floor) == [(back, NUMBER)], "the place was kept: before the caller who came later"
    assert (floor.calls.by_id[back].stage, floor.presences.get(ANNA).state) == ("dialling", "offered")
    now("dialled")
    floor.passes(8)
    floor.exchange.customer_answers(back)
    assert floor.exchange.lines[back].rings == (f"{back}-o1", ANNA)
    now("on_hold")
    floor.passes(2)
    floor.exchange.answers(back)
    answered = floor.exchange.now
    now("talking")
    floor.passes(20)
    talk = floor.exchange.now - answered
    floor.exchange.agent_hangs_up(back)
    assert floor.exchange.lines[later].hears == sentences.CALL_BACK["en"], "the wait is long for the next one, too"
    floor.exchange.hears_out(later)
    floor.passes(31)

    assert [event.outcome for event in floor.journal if isinstance(event, e.CallbackClosed)] == ["done"]
    requested = next(event for event in floor.journal if isinstance(event, e.CallbackRequested))
    assert (requested.since, requested.by) == (since, "caller")
    record = interaction_of(event for event in floor.journal if getattr(event, "call", None) == back)
    assert record is not None
    assert (record.direction, record.outcome, record.agent, record.talk_s) == ("callback", "answered", ANNA, talk)
    assert len(dialled(floor)) == 1, "the customer is called once"
    visits = Visits()
    for event in floor.journal:
        visits.hear(event)
    outcomes = {visit.call: visit.outcome for visit in visits}
    assert (outcomes[call], outcomes[back]) == (FLOWED_OUT, CALLED_BACK)
    assert floor.exchange.lines[later].rings == (f"{later}-o1", ANNA)


def test_no_or_silence_goes_back_on_hold_at_the_same_place() -> None:
    floor = centre()
    call = is_asked(floor)
    later = waiting_caller(floor)
    floor.comes_to_work(ANNA)
    assert floor.exchange.lines[later].rings, "who is asked is offered to nobody"
    floor.exchange.hears_out(call)
    assert floor.exchange.lines[call].at == "hold"
    floor.comes_to_work(BEN)
    assert floor.exchange.lines[call].rings == (f"{call}-o1", BEN)
    floor.exchange.answers(call)
    assert floor.calls.by_id[call].enqueued == floor.exchange.now - 30


def test_another_number_is_typed_and_dialled() -> None:
    floor = centre()
    call = is_asked(floor)
    for keys in ("2", "02155550100", "1"):
        floor.exchange.presses(call, keys)
    floor.exchange.hears_out(call)
    floor.passes(20)
    floor.comes_to_work(ANNA)
    assert dialled(floor) == [(callback_of(call), "02155550100")]


def test_the_customer_first_waits_on_hold_for_the_next_agent() -> None:
    floor = centre(first=CUSTOMER_FIRST)
    floor.comes_to_work(ANNA)
    talk = waiting_caller(floor)
    floor.exchange.answers(talk)
    call = is_asked(floor)
    says_yes(floor, call)
    floor.passes(20)
    back = callback_of(call)
    assert dialled(floor) == [(back, NUMBER)]
    floor.exchange.customer_answers(back)
    later = waiting_caller(floor)
    floor.exchange.agent_hangs_up(talk)
    floor.passes(31)
    assert floor.exchange.lines[back].rings == (f"{back}-o1", ANNA)
    assert floor.exchange.lines[later].rings is None


def test_the_customer_is_not_dialled_first_for_agents_who_have_gone_home() -> None:
    floor = centre(first=CUSTOMER_FIRST)
    call = is_asked(floor)
    says_yes(floor, call)
    floor.passes(600)
    assert dialled(floor) == []
    floor.comes_to_work(ANNA)
    assert dialled(floor) == [(callback_of(call), NUMBER)]


def test_who_does_not_pick_up_is_tried_again_and_the_agent_serves_others_meanwhile() -> None:
    floor = centre()
    call = is_asked(floor)
    says_yes(floor, call)
    floor.passes(20)
    floor.comes_to_work(ANNA)
    floor.exchange.customer_does_not_answer(callback_of(call), "busy")
    assert floor.presences.get(ANNA).state == "ready"
    dies_and_starts(floor)
    other = waiting_caller(floor)
    assert floor.exchange.lines[other].rings == (f"{other}-o1", ANNA)
    floor.exchange.answers(other)
    floor.exchange.agent_hangs_up(other)
    floor.passes(600)
    again = attempt_id(callback_id(call), 2)
    assert dialled(floor)[-1] == (again, NUMBER)
    floor.exchange.customer_does_not_answer(again)
    closed = [event for event in floor.journal if isinstance(event, e.CallbackFailed)]
    assert [(event.reason, event.next_try is None) for event in closed] == [("busy", False), ("no_answer", True)]


def test_a_customer_who_hangs_up_on_hold_is_called_again() -> None:
    floor = centre()
    call = is_asked(floor)
    says_yes(floor, call)
    floor.passes(20)
    floor.comes_to_work(ANNA)
    back = callback_of(call)
    floor.exchange.customer_answers(back)
    floor.exchange.caller_hangs_up(back)
    assert floor.presences.get(ANNA).state == "ready"
    floor.passes(600)
    assert dialled(floor)[-1][0] == attempt_id(callback_id(call), 2)
