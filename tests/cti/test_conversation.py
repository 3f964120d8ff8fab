"""A conversation's end and its repair, decided from facts alone; the walks tell the same with a whole floor."""

import pytest

from cti import commands as c
from cti import events as e
from cti.conversation import GONE_SECONDS, LOST_HEAD_START, REJOIN_SECONDS, Conversations
from cti.machine import react, settle
from tests.cti.world import ANNA, CALL, OFFER, SALES, T0, talk

SEEN = e.PhoneRegistered(at=T0, agent=ANNA, contact="sip:page1")


class Talk:
    """A conversation under way at T0 + 8."""

    def __init__(self, *facts: e.Event) -> None:
        self.machine = Conversations()
        self.journal: list[e.Event] = []
        for fact in (SEEN, *talk(), *facts):
            self.hears(fact)

    def hears(self, fact: e.Event) -> list[c.Command]:
        self.journal.append(fact)
        return self._kept(react(self.machine, fact))

    def _kept(self, orders: list[c.Command]) -> list[c.Command]:
        self.journal += [order.event for order in orders if isinstance(order, c.Record)]
        return orders

    def restarts(self, at: float) -> list[c.Command]:
        self.machine = Conversations()
        for fact in self.journal:
            self.machine.apply(fact)
        return self._kept(settle(self.machine, self.machine.resume(at)))

    def rings(self, timer: str, at: float) -> list[c.Command]:
        return self._kept(react(self.machine, e.TimerRang(at=T0 + at, timer=f"{timer} {OFFER}")))


def lost(at: float = 20) -> e.AgentPhoneLost:
    return e.AgentPhoneLost(at=T0 + at, call=CALL, agent=ANNA, offer=OFFER)


def phone(contact: str, at: float = 21) -> e.PhoneRegistered:
    return e.PhoneRegistered(at=T0 + at, agent=ANNA, contact=contact)


def ended(at: float = 30) -> e.SegmentEnded:
    return e.SegmentEnded(at=T0 + at, call=CALL, agent=ANNA, offer=OFFER)


def ring_back(rejoin: int = 1) -> c.RingAgent:
    return c.RingAgent(call=CALL, agent=ANNA, offer=OFFER, ring_seconds=10.0, rejoin=rejoin)


def test_an_agent_who_hangs_up_ends_the_call() -> None:
    assert Talk().hears(ended()) == [c.HangUp(call=CALL, by="agent")]


def test_a_caller_who_hung_up_first_is_not_hung_up_again() -> None:
    talk_ = Talk(e.CallEnded(at=T0 + 30, call=CALL, ended_by="caller"))
    assert talk_.hears(ended()) == []


def test_a_lost_phone_leaves_the_caller_with_music_and_is_rung_back() -> None:
    orders = Talk().hears(lost())
    assert orders[:2] == [c.HoldInQueue(call=CALL, queue=SALES), c.EndLeg(call=CALL, offer=OFFER)]
    assert c.SetTimer(timer=f"rejoin {OFFER}", due=T0 + 20 + REJOIN_SECONDS) in orders
    assert Talk(lost()).rings("ring-back", 20.5) == [ring_back()]


def test_a_phone_that_is_away_is_rung_when_it_comes() -> None:
    talk_ = Talk(e.PhoneLost(at=T0 + 19, agent=ANNA), lost())
    assert talk_.hears(phone("sip:page2")) == [ring_back()]
    back = e.AgentRejoined(at=T0 + 25, call=CALL, agent=ANNA, offer=OFFER)
    assert talk_.hears(back) == [c.CancelTimer(timer=f"rejoin {OFFER}")]
    assert talk_.rings("rejoin", 45) == [], "the timer that was on its way does no harm"


def test_a_phone_lost_again_is_rung_under_a_new_number_and_the_wait_is_not_longer() -> None:
    talk_ = Talk(lost())
    orders = talk_.hears(lost(31))
    assert c.EndLeg(call=CALL, offer=OFFER, rejoin=1) in orders
    assert [order for order in orders if isinstance(order, c.SetTimer) and "rejoin" in order.timer] == []
    assert talk_.rings("ring-back", 32) == [ring_back(2)]


def test_who_does_not_come_back_in_time_gives_the_caller_to_the_next_agent_first() -> None:
    talk_ = Talk(lost())
    orders = talk_.rings("rejoin", 45)
    told = [order.event for order in orders if isinstance(order, c.Record)]
    assert told == [
        ended(45),
        e.CallQueued(at=T0 + 45, call=CALL, queue=SALES, head_start=LOST_HEAD_START),
    ]
    assert not [order for order in orders if isinstance(order, c.HangUp)]


def test_a_caller_who_gives_up_while_waiting_for_the_agent_ends_the_segment() -> None:
    talk_ = Talk(lost())
    orders = talk_.hears(e.CallEnded(at=T0 + 30, call=CALL, ended_by="caller"))
    assert c.Record(event=ended()) in orders
    assert not [order for order in orders if isinstance(order, c.HangUp)]


def test_the_same_phone_that_reconnects_quickly_is_left_in_peace() -> None:
    talk_ = Talk()
    (wait,) = talk_.hears(e.PhoneLost(at=T0 + 20, agent=ANNA))
    assert wait == c.SetTimer(timer=f"gone {OFFER}", due=T0 + 20 + GONE_SECONDS)
    assert talk_.hears(phone("sip:page1")) == [c.CancelTimer(timer=f"gone {OFFER}")]
    assert talk_.rings("gone", 26) == []


def test_a_phone_that_stays_away_is_lost_after_a_while() -> None:
    talk_ = Talk(e.PhoneLost(at=T0 + 20, agent=ANNA))
    orders = talk_.rings("gone", 26)
    assert orders[0] == c.Record(event=lost(26))
    assert c.HoldInQueue(call=CALL, queue=SALES) in orders


def test_another_phone_in_the_middle_of_a_talk_is_a_page_loaded_anew() -> None:
    orders = Talk().hears(phone("sip:page2"))
    assert c.Record(event=lost(21)) in orders
    assert [order for order in orders if isinstance(order, c.SetTimer) and "ring-back" in order.timer]


def test_a_phone_that_could_not_be_rung_is_tried_again_while_the_wait_lasts() -> None:
    talk_ = Talk(lost())
    assert talk_.machine.refused(ring_back(), T0 + 21) == [c.SetTimer(timer=f"ring-back {OFFER}", due=T0 + 22)]
    assert talk_.machine.refused(c.HangUp(call=CALL), T0 + 21) == []
    talk_.rings("rejoin", 45)
    assert talk_.rings("ring-back", 46) == []


def test_a_restart_in_the_middle_waits_on() -> None:
    talk_ = Talk(lost())
    assert talk_.restarts(T0 + 30) == [c.SetTimer(timer=f"rejoin {OFFER}", due=T0 + 30 + REJOIN_SECONDS)]
    assert talk_.hears(phone("sip:page2", 31)) == [ring_back()]


@pytest.mark.parametrize("timer", ["gone", "ring-back", "rejoin", "nonsense"])
def test_a_timer_of_a_conversation_that_is_over_does_nothing(timer: str) -> None:
    talk_ = Talk(e.CallEnded(at=T0 + 30, call=CALL, ended_by="caller"), ended())
    assert talk_.rings(timer, 40) == []
