"""The caller hangs up: in the menu, while waiting, and while an agent's phone rings."""

from cti import commands as c
from cti.ids import CallId
from tests.walks.floor import ANNA, BEN, CallCentre


def waiting_caller(floor: CallCentre) -> CallId:
    call = floor.exchange.dials("+8613800138001")
    floor.exchange.hears_out(call)
    floor.exchange.presses(call, "1")
    return call


def test_hanging_up_while_an_agent_rings_frees_the_agent_who_missed_nothing() -> None:
    floor = CallCentre()
    floor.comes_to_work(ANNA)
    call = waiting_caller(floor)
    assert floor.presences.get(ANNA).state == "offered"

    floor.exchange.caller_hangs_up(call)

    assert floor.kinds(call)[-2:] == ["CallEnded", "OfferWithdrawn"]
    assert floor.presences.get(ANNA).state == "ready"
    assert floor.presences.get(ANNA).ready, "the agent is not punished for a caller who hung up"


def test_the_ringing_phone_is_silenced_before_the_agent_gets_another_call() -> None:
    floor = CallCentre()
    floor.comes_to_work(ANNA)
    first, second = waiting_caller(floor), waiting_caller(floor)

    floor.exchange.caller_hangs_up(first)

    assert floor.exchange.lines[second].rings == (f"{second}-o1", ANNA)


def test_no_answer_keeps_the_callers_place_and_makes_the_agent_not_ready() -> None:
    floor = CallCentre()
    floor.comes_to_work(ANNA)
    first, second = waiting_caller(floor), waiting_caller(floor)
    floor.comes_to_work(BEN)
    assert floor.exchange.lines[second].rings == (f"{second}-o1", BEN)

    floor.passes(20)
    floor.exchange.does_not_answer(second)
    floor.exchange.does_not_answer(first)

    for agent in (ANNA, BEN):
        assert floor.presences.get(agent).reason == "no_answer"
    floor.comes_to_work(BEN)
    rung = [o for o in floor.exchange.orders if isinstance(o, c.RingAgent)]
    assert rung[-1].call == first, "the first caller kept the first place"
    assert rung[-1].offer == f"{first}-o2"
