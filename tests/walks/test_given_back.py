"""An agent sends a caller to pay, and the menu gives the caller back to the same agent: out of wrap-up, after another
call, or, where that agent cannot be had, first in the queue."""

import pytest

from cti import events as e
from cti.ids import OfferId, party_id
from reports.visit import Visits
from tests.walks.floor import ANNA, BEN, CallCentre
from tests.walks.test_caller_gone import waiting_caller


class Story(CallCentre):
    """Anna talks with a customer, who is to pay; Ben is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.comes_to_work(ANNA)
        self.call = waiting_caller(self)
        self.exchange.answers(self.call)
        self.back = party_id(self.call, 1)

    def sends(self, node: str = "payment", talk: int = 1) -> None:
        mine = self.calls.by_id[self.call].segments[talk - 1].id
        fields = {"agent": ANNA, "offer": mine, "way": "flow", "to": node}
        self.happens(e.CallTransferred(at=self.exchange.now, call=self.call, **fields))

    def pays(self) -> None:
        self.exchange.hears_out(self.call)

    @property
    def line(self):  # type: ignore[no-untyped-def]
        return self.exchange.lines[self.call]

    @property
    def rings(self) -> tuple[OfferId, str] | None:
        return self.line.rings  # type: ignore[no-any-return]

    def state(self, agent: str = ANNA) -> str:
        return self.presences.get(agent).state  # type: ignore[arg-type]

    def wraps_up(self) -> None:
        (mine,) = self.presences.get(ANNA).in_hand
        assert mine.wrap_up is not None
        fields = {"call": mine.call, "agent": ANNA, "offer": mine.wrap_up, "by_limit": False}
        self.happens(e.WrapUpFinished(at=self.exchange.now, **fields))

    def wraps_up_and_leaves(self) -> None:
        self.happens(e.AgentForcedOut(at=self.exchange.now, agent=ANNA, by="Sue"))
        self.wraps_up()

    def takes_another_call(self) -> str:
        self.wraps_up()
        other = waiting_caller(self)
        self.exchange.answers(other)
        return other

    def last(self, kind: type[e.Event]) -> e.Event:
        return next(event for event in reversed(self.journal) if isinstance(event, kind))


@pytest.fixture
def story() -> Story:
    return Story()


def test_who_has_paid_is_back_with_the_same_agent_out_of_wrap_up(story: Story) -> None:
    story.passes(20)
    story.happens(e.NoteWritten(at=story.exchange.now, call=story.call, agent=ANNA, text="pays by card"))
    story.sends()
    assert story.line.hears == "Please pay."
    assert story.state() == "wrap_up"
    story.passes(10)
    story.pays()
    assert story.rings == (story.back, ANNA)
    assert story.line.hears == "music"
    story.passes(2)
    story.exchange.party_answers(story.call, story.back)
    call = story.calls.by_id[story.call]
    assert [(one.agent, one.queue, one.ended is not None) for one in call.segments] == [
        (ANNA, "sales", True),
        (ANNA, "sales", False),
    ]
    assert call.note == "pays by card"
    assert call.transfer is None
    story.passes(7)
    story.exchange.party_hangs_up(story.call, story.back)
    visits = Visits()
    for event in story.journal:
        visits.hear(event)
    (visit,) = list(visits)
    assert [one.talk_s for one in visit.segments] == [20, 7]
    assert len(visit.offers) == 1, "the queue offered it once; that it came back is no offer"


def test_an_agent_in_another_call_is_waited_for_and_rung_before_anybody_else(story: Story) -> None:
    story.sends()
    other = story.takes_another_call()
    story.pays()
    assert story.rings is None
    assert story.line.hears == "music"
    third = waiting_caller(story)
    story.passes(20)
    story.exchange.agent_hangs_up(other)
    assert story.state() == "wrap_up"
    assert story.rings is None, "what is done after another call is not cut short"
    story.wraps_up()
    assert story.rings == (story.back, ANNA)
    assert story.exchange.lines[third].rings is None
    story.exchange.party_answers(story.call, story.back)
    assert story.state() == "talking"


def test_who_is_busy_beyond_patience_lets_the_caller_wait_first_in_the_queue(story: Story) -> None:
    story.sends()
    story.takes_another_call()
    story.pays()
    longest = waiting_caller(story)
    story.passes(59)
    assert story.last(e.CallQueued).call == longest  # type: ignore[attr-defined]
    story.passes(2)
    queued = story.last(e.CallQueued)
    assert (queued.call, queued.queue, queued.head_start) == (story.call, "sales", 3600)  # type: ignore[attr-defined]
    story.comes_to_work(BEN)
    assert story.rings is not None
    assert story.rings[1] == BEN
    assert story.exchange.lines[longest].rings is None


@pytest.mark.parametrize("reason", ["rejected", "no_answer"])
def test_who_declines_is_not_asked_again_at_once(story: Story, reason: str) -> None:
    story.sends()
    story.pays()
    story.exchange.party_does_not_answer(story.call, story.back, reason)
    assert story.last(e.CallQueued).call == story.call  # type: ignore[attr-defined]
    assert story.rings is None
    story.comes_to_work(BEN)
    assert story.rings is not None
    assert story.rings[1] == BEN


def test_who_has_logged_out_is_not_waited_for(story: Story) -> None:
    story.sends()
    story.wraps_up()
    story.happens(e.AgentLoggedOut(at=story.exchange.now, agent=ANNA))
    story.pays()
    assert story.last(e.CallQueued).call == story.call  # type: ignore[attr-defined]


def test_who_logs_out_while_waited_for_is_waited_for_no_longer(story: Story) -> None:
    story.sends()
    other = story.takes_another_call()
    story.pays()
    story.exchange.agent_hangs_up(other)
    story.wraps_up_and_leaves()
    assert story.last(e.CallQueued).call == story.call  # type: ignore[attr-defined]


def test_a_caller_whom_nobody_has_sent_goes_on_elsewhere(story: Story) -> None:
    call = story.exchange.dials("+8613900139009")
    story.exchange.hears_out(call)
    story.exchange.presses(call, "2")
    story.exchange.hears_out(call)
    assert story.exchange.lines[call].hears == "For sales press one."


def test_a_caller_who_goes_through_the_menu_comes_back_all_the_same(story: Story) -> None:
    story.sends("menu")
    story.exchange.presses(story.call, "2")
    story.pays()
    assert story.rings == (story.back, ANNA), "by whatever way through the menu"


def test_a_caller_can_be_sent_at_once_to_be_given_back_and_again(story: Story) -> None:
    story.sends("back")
    assert story.rings == (story.back, ANNA)
    story.exchange.party_answers(story.call, story.back)
    story.sends(talk=2)
    story.pays()
    again = party_id(story.call, 2)
    assert story.rings == (again, ANNA)
    story.exchange.party_answers(story.call, again)
    assert len(story.calls.by_id[story.call].segments) == 3


def test_a_caller_who_hangs_up_is_waited_for_by_nobody(story: Story) -> None:
    story.sends()
    other = story.takes_another_call()
    story.pays()
    story.exchange.caller_hangs_up(story.call)
    story.exchange.agent_hangs_up(other)
    story.wraps_up()
    assert story.state() == "ready"
    assert story.last(e.AgentUnavailable).reason == "over"  # type: ignore[attr-defined]
    story.passes(100)
    assert story.state() == "ready"


@pytest.mark.parametrize("died", ["paying", "waiting", "ringing"])
def test_the_server_dies_on_the_way_back(story: Story, died: str) -> None:
    story.sends()
    other = story.takes_another_call()
    if died != "paying":
        story.pays()
    if died == "ringing":
        story.exchange.agent_hangs_up(other)
        story.wraps_up()
    story.passes(5)
    story.dies()
    story.starts_again()
    if died == "paying":
        story.pays()
    if died != "ringing":
        assert story.rings is None
        story.exchange.agent_hangs_up(other)
        story.wraps_up()
    assert story.rings is not None
    ringing, agent = story.rings
    assert agent == ANNA
    story.exchange.party_answers(story.call, ringing)
    assert story.calls.by_id[story.call].segments[-1].agent == ANNA
    assert story.kinds(story.call).count("CallQueued") == 1, "and in no queue meanwhile"


def test_patience_goes_on_over_a_restart(story: Story) -> None:
    story.sends()
    story.takes_another_call()
    story.pays()
    story.passes(30)
    story.dies()
    story.starts_again()
    story.passes(31)
    assert story.last(e.CallQueued).call == story.call  # type: ignore[attr-defined]
