"""An agent has several calls in hand: one customer is spoken with, the others hear music, and none is mixed up."""

import pytest

from acd.agent import Agent
from acd.queue import Queue
from cti import events as e
from cti.ids import CallId, OfferId, party_id
from cti.machine import Machine
from ivr.loader import read
from tests.walks.floor import ANNA, BEN, FLOW, SALES, CallCentre, call_centre
from tests.walks.test_caller_gone import waiting_caller


def machines(anna: int = 2) -> list[Machine]:
    queue = Queue(SALES, ring_seconds=20, wrap_up_seconds=30)
    agents = {ANNA: Agent(ANNA, "Anna", (SALES,), calls_at_once=anna), BEN: Agent(BEN, "Ben", (SALES,))}
    return call_centre(queue, agents, read(FLOW, "walk.toml", "UTC", ["sales"]))


class Story(CallCentre):
    """Anna, who may have two calls in hand, talks with her customer, and Ben with his."""

    def __init__(self) -> None:
        super().__init__(machines)
        self.comes_to_work(ANNA)
        self.hers = waiting_caller(self)
        self.exchange.answers(self.hers)
        self.comes_to_work(BEN)
        self.his = waiting_caller(self)
        self.exchange.answers(self.his)
        self.mine, self.bens = OfferId(f"{self.hers}-o1"), OfferId(f"{self.his}-o1")
        self.second = party_id(self.his, 1)

    @property
    def now(self) -> float:
        return self.exchange.now

    def is_asked(self) -> None:
        """Ben asks Anna."""
        fields = {"agent": BEN, "offer": self.bens, "consult": self.second}
        self.happens(e.ConsultBegan(at=self.now, call=self.his, way="agent", to=ANNA, **fields))

    def is_given(self) -> None:
        """Ben gives his customer to Anna, who answers."""
        fields = {"agent": BEN, "offer": self.bens, "consult": self.second}
        self.happens(e.CallTransferred(at=self.now, call=self.his, way="agent", to=ANNA, **fields))
        self.exchange.party_answers(self.his, self.second)

    def retrieves(self, call: CallId, offer: OfferId) -> None:
        self.happens(e.CallRetrieved(at=self.now, call=call, offer=offer, apart=True))

    def in_hand(self) -> list[tuple[CallId, str]]:
        return [(one.call, one.state) for one in self.presences.get(ANNA).in_hand]

    def hears(self, call: CallId, *names: str) -> bool:
        return frozenset(names) in self.exchange.hears_each_other(call)

    def spoken_with(self) -> list[CallId]:
        """The customers who hear Anna."""
        return [
            call
            for call, offer in ((self.hers, self.mine), (self.his, self.second))
            if call in self.exchange.lines and self.hears(call, call, offer)
        ]


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_call_is_given_to_an_agent_who_talks_and_may_have_two(story: Story) -> None:
    assert story.spoken_with() == [story.hers]
    story.is_given()
    assert story.spoken_with() == [story.his], "who was spoken with before hears music"
    assert story.in_hand() == [(story.his, "talking"), (story.hers, "talking")]
    held = story.calls.by_id[story.hers].part(story.mine)
    assert held is not None
    assert held.held_since == story.now

    story.passes(10)
    story.retrieves(story.hers, story.mine)
    assert story.spoken_with() == [story.hers]
    assert story.in_hand()[0] == (story.hers, "talking"), "she turned to it last"
    assert held.hold_seconds == 10
    assert story.presences.get(ANNA).state == "talking"


def test_who_may_have_one_is_not_rung_while_talking() -> None:
    class One(Story):
        def __init__(self) -> None:
            super().__init__()
            self._build = lambda: machines(1)
            self.dies()
            self.starts_again()

    story = One()
    story.is_asked()
    unavailable = [event.reason for event in story.journal if isinstance(event, e.AgentUnavailable)]
    assert unavailable == ["talking"]


def test_who_has_left_or_is_about_to_takes_no_other_call(story: Story) -> None:
    story.happens(e.AgentForcedOut(at=story.now, agent=ANNA, by="Sue"))
    story.is_asked()
    assert [event.reason for event in story.journal if isinstance(event, e.AgentUnavailable)] == ["talking"]
    assert not story.presences.get(BEN).can_take(1)
    story.happens(e.AgentLoggedOut(at=story.now, agent=ANNA))
    assert not story.presences.get(ANNA).can_take(5)


def test_a_third_call_is_one_too_many(story: Story) -> None:
    story.is_given()
    third = waiting_caller(story)
    story.passes(31)
    story.exchange.answers(third)
    fields = {"agent": BEN, "offer": OfferId(f"{third}-o1"), "consult": party_id(third, 1)}
    story.happens(e.ConsultBegan(at=story.now, call=third, way="agent", to=ANNA, **fields))
    assert [event.reason for event in story.journal if isinstance(event, e.AgentUnavailable)] == ["talking"]


def test_queues_offer_a_call_only_to_who_has_none(story: Story) -> None:
    other = waiting_caller(story)
    assert story.calls.by_id[other].stage == "queued"


def test_one_ends_and_is_wrapped_up_while_the_other_waits_or_talks(story: Story) -> None:
    story.is_given()
    story.exchange.caller_hangs_up(story.his)
    assert story.in_hand() == [(story.his, "wrap_up"), (story.hers, "talking")]
    assert story.presences.get(ANNA).state == "talking", "a customer waits for her"
    assert story.spoken_with() == [], "nobody is taken off hold unasked"
    story.retrieves(story.hers, story.mine)
    assert story.in_hand() == [(story.hers, "talking"), (story.his, "wrap_up")]
    story.passes(31)
    assert story.in_hand() == [(story.hers, "talking")], "each wrap-up has its own limit"
    story.exchange.caller_hangs_up(story.hers)
    story.passes(29)
    assert story.in_hand() == [(story.hers, "wrap_up")]
    story.passes(2)
    assert story.presences.get(ANNA).state == "ready"


def test_two_wrap_ups_end_each_in_its_time(story: Story) -> None:
    story.is_given()
    story.exchange.caller_hangs_up(story.his)
    story.passes(20)
    story.exchange.caller_hangs_up(story.hers)
    assert story.presences.get(ANNA).state == "wrap_up"
    story.passes(15)
    assert story.in_hand() == [(story.hers, "wrap_up")]
    story.passes(16)
    assert story.in_hand() == []


def test_a_page_loaded_anew_gets_both_calls_back_as_they_were(story: Story) -> None:
    story.is_given()
    story.happens(e.PhoneRegistered(at=story.now, agent=ANNA, contact="sip:another@browser"))
    story.passes(1)
    rung = [order for order in story.exchange.orders if getattr(order, "rejoin", 0) and hasattr(order, "ring_seconds")]
    assert {(order.call, order.offer) for order in rung} == {  # type: ignore[attr-defined]
        (story.hers, story.mine),
        (story.his, story.second),
    }
    story.exchange.answers(story.hers, rejoin=True)
    story.exchange.answers(story.his, rejoin=True)
    assert story.spoken_with() == [story.his]
    waiting = story.calls.by_id[story.hers].part(story.mine)
    assert waiting is not None
    assert waiting.held_since is not None, "who was on hold is on hold again"


@pytest.mark.parametrize("death", ["held", "wrapped_up", "ringing"])
def test_a_death_of_the_server_changes_nothing_of_it(story: Story, death: str) -> None:
    if death == "ringing":
        story.is_asked()
    else:
        story.is_given()
    if death == "wrapped_up":
        story.exchange.caller_hangs_up(story.his)
    before = story.in_hand()
    story.dies()
    story.passes(3)
    story.starts_again()
    assert story.in_hand() == before
    if death == "ringing":
        story.exchange.party_answers(story.his, story.second)
        assert story.spoken_with() == []
        assert story.hears(story.his, story.bens, story.second), "she speaks with Ben, apart"
        return
    assert story.spoken_with() == ([story.his] if death == "held" else [])
    story.retrieves(story.hers, story.mine)
    assert story.spoken_with() == [story.hers]


def test_a_colleague_asks_her_in_the_middle_of_her_call(story: Story) -> None:
    story.is_asked()
    assert story.in_hand() == [(story.hers, "talking"), (story.his, "offered")]
    story.exchange.party_answers(story.his, story.second)
    assert story.hears(story.his, story.bens, story.second)
    assert story.spoken_with() == []
    fields = {"consult": story.second, "by": BEN, "agent": ANNA}
    story.happens(e.ConsultEnded(at=story.now, call=story.his, reason="taken_back", **fields))
    assert story.in_hand() == [(story.hers, "talking")]
    story.retrieves(story.hers, story.mine)
    assert story.spoken_with() == [story.hers]


def test_a_phone_that_takes_a_call_off_hold_by_itself_puts_the_other_on_hold(story: Story) -> None:
    """A desk telephone changes its lines itself: what Asterisk tells of it is followed."""
    story.is_given()
    story.happens(e.CallRetrieved(at=story.now, call=story.hers, offer=story.mine))
    assert story.spoken_with() == [story.hers]
