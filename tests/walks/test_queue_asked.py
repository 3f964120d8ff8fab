"""An agent asks a queue: whoever is free there, found as for a call that waits, is on the call as any colleague; and
where nobody is free, the customer is back after a while. It is no call of the queue."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from acd.agent import Agent
from acd.queue import Queue
from cti import events as e
from cti.ids import AgentId, OfferId, QueueId, party_id
from cti.machine import Machine
from ivr.loader import read
from reports.floor_plan import BoardQueueConfig, FloorPlan
from reports.intervals import day_of
from reports.report import calls_behind_agent, report
from reports.visit import Visits
from tests.walks.floor import ANNA, BEN, FLOW, SALES, START, CallCentre, call_centre
from tests.walks.test_caller_gone import waiting_caller

CARLA, EXPERTS = AgentId("1003"), QueueId("experts")


def experts() -> list[Machine]:
    """Anna takes calls; Ben and Carla are the experts, and take no others."""
    agents = {
        ANNA: Agent(ANNA, "Anna", (SALES,)),
        BEN: Agent(BEN, "Ben", (EXPERTS,)),
        CARLA: Agent(CARLA, "Carla", (EXPERTS,)),
    }
    return call_centre(
        Queue(SALES, ring_seconds=20, wrap_up_seconds=30),
        agents,
        read(FLOW, "walk.toml", "UTC", ["sales"]),
        more=(Queue(EXPERTS, ring_seconds=15, consult_seconds=45),),
    )


class Story(CallCentre):
    """Anna talks with a customer, and asks the experts."""

    def __init__(self) -> None:
        super().__init__(experts)
        self.comes_to_work(ANNA)
        self.call = waiting_caller(self)
        self.exchange.answers(self.call)
        self.mine = OfferId(f"{self.call}-o1")
        self.asked = party_id(self.call, 1)
        self.next = OfferId(f"{self.asked}.2")

    @property
    def now(self) -> float:
        return self.exchange.now

    def asks(self, queue: str = EXPERTS) -> None:
        fields = {"agent": ANNA, "offer": self.mine, "consult": self.asked, "way": "queue", "to": queue}
        self.happens(e.ConsultBegan(at=self.now, call=self.call, **fields))

    def takes_back(self) -> None:
        consult = self.consult
        assert consult is not None
        fields = {"consult": consult.id, "by": ANNA, "agent": consult.agent, "reason": "taken_back"}
        self.happens(e.ConsultEnded(at=self.now, call=self.call, **fields))

    def completes(self) -> None:
        consult = self.consult
        assert consult is not None
        way, to = consult.goal
        fields = {"agent": ANNA, "offer": self.mine, "consult": consult.id, "way": way, "to": to}
        self.happens(e.CallTransferred(at=self.now, call=self.call, **fields))

    @property
    def consult(self):  # type: ignore[no-untyped-def]
        return self.calls.by_id[self.call].consult

    def rung(self) -> list[tuple[str, str]]:
        """The legs that ring, and at whom."""
        parties = self.exchange.lines[self.call].parties
        return [(name, str(one.agent)) for name, one in parties.items() if not one.up]

    def hears(self, *names: str) -> bool:
        return frozenset(names) in self.exchange.hears_each_other(self.call)

    def segments(self) -> list[tuple[str, bool]]:
        return [(str(one.agent), one.ended is not None) for one in self.calls.by_id[self.call].segments]

    def state(self, agent: AgentId) -> str:
        return self.presences.get(agent).state

    def ended_not_yet(self) -> bool:
        return not [event for event in self.journal if isinstance(event, e.ConsultEnded)]

    def ended(self) -> str:
        """How asking ended."""
        over = [event for event in self.journal if isinstance(event, e.ConsultEnded)]
        return over[-1].reason


@pytest.fixture
def story() -> Story:
    return Story()


def test_whoever_is_free_longest_is_asked_and_then_has_the_call(story: Story) -> None:
    story.comes_to_work(CARLA)
    story.passes(5)
    story.comes_to_work(BEN)
    story.asks()
    assert story.rung() == [(story.asked, CARLA)]
    assert story.exchange.lines[story.call].hears == "music"
    story.passes(3)
    story.exchange.party_answers(story.call, story.asked)
    assert story.hears(story.mine, story.asked)
    story.passes(10)
    story.completes()
    assert story.hears(story.call, story.asked)
    assert story.segments() == [(ANNA, True), (CARLA, False)]
    assert story.calls.by_id[story.call].segments[0].hold_seconds == 13
    story.exchange.party_hangs_up(story.call, story.asked)
    assert story.kinds(story.call).count("CallEnded") == 1


def test_it_is_no_call_of_the_queue_and_counted_as_being_asked(story: Story) -> None:
    story.comes_to_work(BEN)
    story.asks()
    story.passes(4)
    story.exchange.party_answers(story.call, story.asked)
    story.passes(10)
    story.takes_back()
    story.passes(6)
    story.exchange.agent_hangs_up(story.call)
    visits = Visits()
    for event in story.journal:
        visits.hear(event)
    (visit,) = list(visits)
    assert visit.queue == SALES
    assert [offer.agent for offer in visit.offers] == [ANNA]
    plan = FloorPlan((BoardQueueConfig(SALES, 20.0), BoardQueueConfig(EXPERTS, 20.0)), (), ZoneInfo("UTC"))
    day = day_of(START, plan.zone)
    told = report(visits, day, plan)
    queues, agents = dict(told.queues), dict(told.agents)
    assert (queues[EXPERTS].offered, told.total.offered) == (0, 1)
    ben, anna = agents[BEN], agents[ANNA]
    assert (ben.consult_s, ben.talk_s, ben.offered, ben.answered) == (10, 0, 0, 0)
    assert (anna.consult_s, anna.talk_s, anna.hold_s) == (0, 6, 14)
    (row,) = calls_behind_agent(visits, day, plan, "consult_s", BEN)
    assert (row.call, row.talk_s) == (story.call, 10)
    assert "CallQueued" not in story.kinds(story.call)[story.kinds(story.call).index("QueueAsked") :]


def test_who_declines_or_does_not_answer_is_followed_by_the_next(story: Story) -> None:
    story.comes_to_work(BEN)
    story.comes_to_work(CARLA)
    story.asks()
    story.exchange.party_does_not_answer(story.call, story.asked, "rejected")
    assert story.rung() == [(story.next, CARLA)]
    assert story.consult.agent == CARLA
    story.exchange.party_answers(story.call, story.next)
    assert story.hears(story.mine, story.next)
    story.happens(e.ConferenceBegan(at=story.now, call=story.call, agent=ANNA, consult=story.consult.id))
    assert story.hears(story.call, story.mine, story.next)
    assert story.segments() == [(ANNA, False), (CARLA, False)]


def test_to_and_fro_with_the_second_who_was_rung(story: Story) -> None:
    story.comes_to_work(BEN)
    story.comes_to_work(CARLA)
    story.asks()
    story.exchange.party_does_not_answer(story.call, story.asked, "rejected")
    story.exchange.party_answers(story.call, story.next)
    for to, with_whom in (("customer", story.call), ("party", story.next)):
        consult = story.consult.id
        story.happens(e.ConsultToggled(at=story.now, call=story.call, agent=ANNA, consult=consult, to=to))
        assert story.hears(story.mine, with_whom)
    story.takes_back()
    assert story.hears(story.call, story.mine)
    assert story.state(CARLA) == "ready"


def test_who_becomes_free_within_patience_is_rung(story: Story) -> None:
    story.asks()
    assert story.rung() == []
    story.passes(30)
    story.comes_to_work(BEN)
    assert story.rung() == [(story.asked, BEN)]
    story.passes(16)
    assert story.ended_not_yet(), "a phone that rings goes on to its end"
    story.exchange.party_answers(story.call, story.asked)
    assert story.hears(story.mine, story.asked)


def test_nobody_free_within_patience_gives_the_customer_back(story: Story) -> None:
    story.asks()
    story.passes(44)
    assert story.ended_not_yet()
    story.passes(2)
    assert story.ended() == "nobody_free"
    assert story.hears(story.call, story.mine)
    assert story.calls.by_id[story.call].segments[0].held_since is None
    story.comes_to_work(BEN)
    assert story.rung() == []


def test_the_last_who_was_rung_does_not_answer_and_patience_is_over(story: Story) -> None:
    story.passes(1)
    story.asks()
    story.passes(40)
    story.comes_to_work(BEN)
    story.passes(10)
    story.exchange.party_does_not_answer(story.call, story.asked)
    assert story.ended() == "nobody_free"
    assert story.hears(story.call, story.mine)


@pytest.mark.parametrize("rings", [False, True])
def test_the_agent_takes_the_customer_back_at_any_time(story: Story, rings: bool) -> None:
    if rings:
        story.comes_to_work(BEN)
    story.asks()
    story.takes_back()
    assert story.hears(story.call, story.mine)
    assert story.rung() == []
    story.comes_to_work(BEN)
    story.passes(100)
    assert story.rung() == []
    assert story.state(BEN) == "ready"


def test_a_caller_who_has_waited_longer_in_that_queue_comes_first(story: Story) -> None:
    story.happens(e.CallArrived(at=story.now, call="main-9.9", caller="1", caller_name="", dialled="1"))  # type: ignore[arg-type]
    story.exchange.lines["main-9.9"] = type(story.exchange.lines[story.call])("1")  # type: ignore[index]
    story.happens(e.CallQueued(at=story.now, call="main-9.9", queue=EXPERTS))  # type: ignore[arg-type]
    story.passes(1)
    story.asks()
    story.comes_to_work(BEN)
    assert story.rung() == []
    story.comes_to_work(CARLA)
    assert story.rung() == [(story.asked, CARLA)]


@pytest.mark.parametrize("rings", [False, True])
def test_an_agent_who_leaves_while_asking_leaves_the_customer_to_that_queue(story: Story, rings: bool) -> None:
    if rings:
        story.comes_to_work(BEN)
    story.asks()
    story.exchange.party_hangs_up(story.call, story.mine)
    queued = [event for event in story.journal if isinstance(event, e.CallQueued)]
    assert queued[-1].queue == EXPERTS
    assert story.segments() == [(ANNA, True)]
    story.comes_to_work(BEN)
    (leg,) = story.exchange.lines[story.call].parties
    story.exchange.answers(story.call)
    assert story.hears(story.call, leg)
    assert story.segments() == [(ANNA, True), (BEN, False)]


@pytest.mark.parametrize("rings", [False, True])
def test_to_hand_over_before_anybody_answers_is_to_give_to_that_queue(story: Story, rings: bool) -> None:
    if rings:
        story.comes_to_work(BEN)
    story.asks()
    story.completes()
    assert story.segments() == [(ANNA, True)]
    assert story.state(ANNA) == "wrap_up"
    story.comes_to_work(BEN)
    assert story.exchange.lines[story.call].rings == (f"{story.call}-o2", BEN)
    story.exchange.answers(story.call)
    assert story.segments() == [(ANNA, True), (BEN, False)]
    story.passes(100)
    assert story.state(BEN) == "talking"


def test_the_customer_hangs_up_while_a_queue_is_asked(story: Story) -> None:
    story.asks()
    story.exchange.caller_hangs_up(story.call)
    assert story.ended() == "over"
    story.comes_to_work(BEN)
    assert story.state(BEN) == "ready"
    assert story.state(ANNA) == "wrap_up"


def begun(_story: Story) -> None:
    """Nobody is there yet."""


def rings(story: Story) -> None:
    story.comes_to_work(BEN)


def rings_the_second(story: Story) -> None:
    story.comes_to_work(BEN)
    story.comes_to_work(CARLA)
    story.exchange.party_does_not_answer(story.call, story.asked, "rejected")


@pytest.mark.parametrize("how_far", [begun, rings, rings_the_second])
def test_the_server_dies_while_a_queue_is_asked(story: Story, how_far: Callable[[Story], None]) -> None:
    story.asks()
    how_far(story)
    before = story.rung()
    story.passes(2)
    story.dies()
    story.starts_again()
    assert story.rung() == before
    if not before:
        story.comes_to_work(BEN)
    (leg, _agent) = story.rung()[0]
    story.exchange.party_answers(story.call, leg)
    assert story.hears(story.mine, leg)


def test_patience_goes_on_over_a_restart(story: Story) -> None:
    story.asks()
    story.passes(40)
    story.dies()
    story.starts_again()
    story.passes(6)
    assert story.ended() == "nobody_free"
    assert story.hears(story.call, story.mine)
