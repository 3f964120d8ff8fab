"""The service is killed with one caller in the menu, one waiting, one talking; it starts again and goes on."""

from cti import events as e
from tests.walks.floor import ANNA, BEN, CallCentre
from tests.walks.test_browser_lost import talk
from tests.walks.test_caller_gone import waiting_caller


def test_the_menu_resumes_the_place_is_kept_and_the_talk_is_complete() -> None:
    floor = CallCentre()
    talking = talk(floor)
    waiting = waiting_caller(floor)
    floor.passes(7)
    later = waiting_caller(floor)
    in_menu = floor.exchange.dials("+8613700137003")
    floor.exchange.hears_out(in_menu)
    asked = floor.exchange.lines[in_menu].step
    floor.passes(3)

    floor.dies()
    floor.passes(8)
    floor.exchange.caller_hangs_up(talking)
    ended_at = floor.exchange.now
    floor.passes(4)
    floor.starts_again()

    # the menu is asked again, as a new step, so that an old answer cannot be taken for a new one
    assert floor.exchange.lines[in_menu].hears == "For sales press one."
    assert floor.exchange.lines[in_menu].step != asked
    # the talk's record is complete and exact
    segment = next(event for event in floor.journal if isinstance(event, e.SegmentEnded))
    assert segment.at == ended_at
    assert floor.presences.get(ANNA).state == "wrap_up"
    # the first waiting caller is served first, with the original waiting time
    floor.comes_to_work(BEN)
    assert floor.exchange.lines[waiting].rings == (f"{waiting}-o1", BEN)
    assert floor.exchange.lines[later].rings is None
    assert floor.calls.by_id[waiting].enqueued == floor.exchange.now - 22


def test_killed_between_a_decision_and_its_order() -> None:
    floor = CallCentre()
    floor.comes_to_work(ANNA)
    call = waiting_caller(floor)
    floor.dies()
    # The offer was journalled, but its phone never rang: the resync says so.
    floor.exchange.lines[call].rings = None
    floor.starts_again()
    offer = f"{call}-o1"
    floor.happens(e.OfferExpired(at=floor.exchange.now, call=call, agent=ANNA, offer=offer, reason="lost"))

    assert floor.exchange.lines[call].rings == (f"{call}-o2", ANNA)
    assert floor.presences.get(ANNA).state == "offered"


def test_every_life_decides_alike() -> None:
    """Restarting between any two steps changes nothing that anybody hears."""
    for step in range(5):
        floor = CallCentre()
        steps = [
            lambda: floor.comes_to_work(ANNA),
            lambda: floor.exchange.hears_out(call),
            lambda: floor.exchange.presses(call, "1"),
            lambda: floor.exchange.answers(call),
            lambda: floor.exchange.agent_hangs_up(call),
        ]
        call = floor.exchange.dials("+8613800138001")
        for number, happen in enumerate(steps):
            happen()
            if number == step:
                floor.dies()
                floor.starts_again()
        assert call not in floor.exchange.lines
        assert floor.presences.get(ANNA).state == "wrap_up", f"restarted after step {step}"
