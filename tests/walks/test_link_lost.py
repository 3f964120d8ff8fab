"""The link to Asterisk drops and returns in mid-call."""

from cti import events as e
from tests.walks.floor import ANNA, CallCentre
from tests.walks.test_browser_lost import talk
from tests.walks.test_caller_gone import waiting_caller


def drop(floor: CallCentre) -> None:
    floor.exchange.up = False
    floor.happens(e.TelephonyLost(at=floor.exchange.now, node="main"))


def restore(floor: CallCentre) -> None:
    floor.exchange.up = True
    missed, floor.exchange.missed = floor.exchange.missed, []
    for event in missed:
        floor.happens(event)
    for agent in (ANNA,):
        floor.happens(e.PhoneRegistered(at=floor.exchange.now, agent=agent, contact=f"sip:{agent}@browser"))
    floor.happens(e.TelephonyRestored(at=floor.exchange.now, node="main"))


def test_a_talk_goes_on_and_its_end_is_exact() -> None:
    floor = CallCentre()
    call = talk(floor)
    floor.passes(10)
    drop(floor)
    floor.passes(5)
    floor.exchange.caller_hangs_up(call)
    floor.passes(5)
    restore(floor)

    ended = next(event for event in floor.journal if isinstance(event, e.CallEnded))
    assert ended.at == floor.exchange.now - 5
    assert floor.presences.get(ANNA).state == "wrap_up"


def test_nobody_is_offered_a_call_while_the_link_is_away() -> None:
    floor = CallCentre()
    call = waiting_caller(floor)
    drop(floor)
    floor.comes_to_work(ANNA)
    assert floor.presences.get(ANNA).state == "ready"

    restore(floor)

    assert floor.exchange.lines[call].rings == (f"{call}-o1", ANNA)


def test_an_offer_whose_lease_ends_while_nobody_can_see_is_not_given_up() -> None:
    floor = CallCentre()
    floor.comes_to_work(ANNA)
    call = waiting_caller(floor)
    drop(floor)
    floor.passes(10)
    floor.exchange.answers(call)
    floor.passes(60)
    assert floor.presences.get(ANNA).state == "offered", "nobody knows yet"

    restore(floor)

    assert floor.presences.get(ANNA).state == "talking"
