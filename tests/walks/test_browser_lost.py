"""The agent's browser goes in mid-call: the customer hears music, is never hung up, and gets the agent back."""

from cti import events as e
from cti.ids import CallId
from tests.walks.floor import ANNA, BEN, CallCentre
from tests.walks.test_caller_gone import waiting_caller


def talk(floor: CallCentre) -> CallId:
    floor.comes_to_work(ANNA)
    call = waiting_caller(floor)
    floor.exchange.answers(call)
    return call


def registers(floor: CallCentre, contact: str) -> None:
    floor.happens(e.PhoneRegistered(at=floor.exchange.now, agent=ANNA, contact=contact))


def test_a_page_loaded_anew_gets_its_call_back() -> None:
    floor = CallCentre()
    call = talk(floor)

    floor.happens(e.PhoneLost(at=floor.exchange.now, agent=ANNA))
    registers(floor, "sip:another@browser")
    assert floor.exchange.lines[call].at == "hold"
    floor.passes(1)
    assert floor.exchange.lines[call].rings == (f"{call}-o1", ANNA)
    floor.exchange.answers(call, rejoin=True)

    assert floor.calls.by_id[call].stage == "talk"
    assert len(floor.calls.by_id[call].segments) == 1, "it is the same conversation"


def test_a_phone_that_only_reconnects_disturbs_nothing() -> None:
    floor = CallCentre()
    call = talk(floor)

    floor.happens(e.PhoneLost(at=floor.exchange.now, agent=ANNA))
    floor.passes(2)
    registers(floor, f"sip:{ANNA}@browser")
    floor.passes(30)

    assert floor.exchange.lines[call].at == "talk"


def test_a_browser_that_never_comes_back_hands_the_customer_to_the_next_agent() -> None:
    floor = CallCentre()
    call = talk(floor)

    floor.happens(e.PhoneLost(at=floor.exchange.now, agent=ANNA))
    floor.passes(7)
    assert floor.exchange.lines[call].at == "hold", "music, not silence"
    floor.passes(60)
    other = waiting_caller(floor)
    floor.comes_to_work(BEN)

    assert floor.exchange.lines[call].rings == (f"{call}-o2", BEN), "before others who came meanwhile"
    assert floor.exchange.lines[other].rings is None
