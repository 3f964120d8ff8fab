"""A call goes from one agent to somebody else, and every way in which that does not come about: the customer is never
left alone, keeps the call's id, and each agent's talk is the agent's own."""

import pytest

from cti import events as e
from cti.ids import OfferId, party_id
from reports.visit import Visits
from tests.walks.floor import ANNA, BEN, SALES, CallCentre
from tests.walks.test_caller_gone import waiting_caller


class Story(CallCentre):
    """Anna talks with a customer, and Ben is there."""

    def __init__(self) -> None:
        super().__init__()
        self.comes_to_work(ANNA)
        self.call = waiting_caller(self)
        self.exchange.answers(self.call)
        self.comes_to_work(BEN)
        self.mine = OfferId(f"{self.call}-o1")
        self.asked = party_id(self.call, 1)

    @property
    def now(self) -> float:
        return self.exchange.now

    def asks_ben(self) -> None:
        fields = {"agent": ANNA, "offer": self.mine, "consult": self.asked}
        self.happens(e.ConsultBegan(at=self.now, call=self.call, way="agent", to=BEN, **fields))

    def asks_outside(self, number: str = "10086") -> None:
        fields = {"agent": ANNA, "offer": self.mine, "consult": self.asked}
        self.happens(e.ConsultBegan(at=self.now, call=self.call, way="outside", to=number, **fields))

    def ben_answers(self) -> None:
        self.exchange.party_answers(self.call, self.asked)

    def toggles(self, to: str) -> None:
        self.happens(e.ConsultToggled(at=self.now, call=self.call, agent=ANNA, consult=self.asked, to=to))

    def transfers(self, way: str, to: str, consult: OfferId | None = None) -> None:
        fields = {"agent": ANNA, "offer": self.mine, "consult": consult}
        self.happens(e.CallTransferred(at=self.now, call=self.call, way=way, to=to, **fields))

    def takes_back(self) -> None:
        fields = {"consult": self.asked, "by": ANNA, "agent": BEN}
        self.happens(e.ConsultEnded(at=self.now, call=self.call, reason="taken_back", **fields))

    def joins(self) -> None:
        self.happens(e.ConferenceBegan(at=self.now, call=self.call, agent=ANNA, consult=self.asked))

    def hears(self, *names: str) -> bool:
        """Whether these hear each other, and nobody else."""
        return frozenset(names) in self.exchange.hears_each_other(self.call)

    def segments(self) -> list[tuple[str, bool]]:
        """Whose segments the call has, and whether they are over."""
        return [(str(one.agent), one.ended is not None) for one in self.calls.by_id[self.call].segments]

    def state(self, agent: str) -> str:
        return self.presences.get(agent).state  # type: ignore[arg-type]

    def last(self, kind: type[e.Event]) -> e.Event:
        return next(event for event in reversed(self.journal) if isinstance(event, kind))


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_colleague_is_asked_and_then_has_the_call(story: Story) -> None:
    story.asks_ben()
    assert story.exchange.lines[story.call].hears == "music"
    assert story.state(BEN) == "offered"
    story.passes(3)
    story.ben_answers()
    assert story.hears(story.mine, story.asked)
    assert story.state(BEN) == "talking"
    story.passes(10)
    story.transfers("agent", BEN, story.asked)

    assert story.hears(story.call, story.asked)
    assert story.segments() == [(ANNA, True), (BEN, False)]
    first = story.calls.by_id[story.call].segments[0]
    assert first.hold_seconds == 13, "what was said apart is the customer's hold, and no talk"
    assert story.state(ANNA) == "wrap_up"
    assert story.calls.by_id[story.call].consult is None
    story.exchange.party_hangs_up(story.call, story.asked)
    assert story.kinds(story.call).count("CallEnded") == 1
    assert story.state(BEN) == "wrap_up"


def test_a_colleague_is_asked_and_the_agent_goes_on(story: Story) -> None:
    story.asks_ben()
    story.ben_answers()
    story.takes_back()
    assert story.hears(story.call, story.mine)
    assert story.state(BEN) == "ready", "who was only asked has nothing to wrap up"
    assert story.segments() == [(ANNA, False)]
    assert story.calls.by_id[story.call].segments[0].held_since is None


def test_the_agent_goes_to_and_fro(story: Story) -> None:
    story.asks_ben()
    story.ben_answers()
    story.toggles("customer")
    assert story.hears(story.call, story.mine)
    assert not story.hears(story.mine, story.asked)
    story.toggles("party")
    assert story.hears(story.mine, story.asked)
    assert story.exchange.lines[story.call].hears == "music"


@pytest.mark.parametrize("reason", ["no_answer", "rejected", "busy"])
def test_a_colleague_who_does_not_answer_gives_the_customer_back(story: Story, reason: str) -> None:
    story.asks_ben()
    story.exchange.party_does_not_answer(story.call, story.asked, reason)
    assert story.hears(story.call, story.mine) or story.exchange.lines[story.call].at == "talk"
    assert story.last(e.ConsultEnded).reason == reason  # type: ignore[attr-defined]
    assert story.calls.by_id[story.call].segments[0].held_since is None


def test_a_colleague_in_a_call_is_not_rung(story: Story) -> None:
    other = waiting_caller(story)
    story.exchange.answers(other)
    story.asks_ben()
    assert story.last(e.AgentUnavailable).reason == "talking"  # type: ignore[attr-defined]
    assert story.exchange.lines[story.call].at == "talk", "back with the customer at once"


def test_a_colleague_who_is_asked_is_offered_nothing_else(story: Story) -> None:
    story.asks_ben()
    other = waiting_caller(story)
    assert story.exchange.lines[other].rings is None
    story.ben_answers()
    story.takes_back()
    assert story.exchange.lines[other].rings == (f"{other}-o1", BEN), "and the moment the asking is over, the next call"


def test_three_on_one_call_until_one_is_left(story: Story) -> None:
    story.asks_ben()
    story.ben_answers()
    story.joins()
    assert story.hears(story.call, story.mine, story.asked)
    assert story.segments() == [(ANNA, False), (BEN, False)]
    story.passes(5)
    story.exchange.party_hangs_up(story.call, story.mine)
    assert story.hears(story.call, story.asked), "the customer stays with the colleague"
    assert story.segments() == [(ANNA, True), (BEN, False)]
    story.exchange.party_hangs_up(story.call, story.asked)
    assert story.kinds(story.call).count("CallEnded") == 1


def test_a_number_outside_in_the_conference_stays_with_the_customer(story: Story) -> None:
    story.asks_outside()
    story.exchange.party_answers(story.call, story.asked)
    story.joins()
    assert story.hears(story.call, story.mine, story.asked)
    story.exchange.party_hangs_up(story.call, story.mine)
    assert story.hears(story.call, story.asked)
    assert story.calls.by_id[story.call].stage == "outside"
    story.exchange.party_hangs_up(story.call, story.asked)
    assert story.kinds(story.call).count("CallEnded") == 1, "nobody is left to speak with"


def test_a_number_outside_is_asked_and_then_has_the_call(story: Story) -> None:
    story.asks_outside()
    story.exchange.party_answers(story.call, story.asked)
    story.transfers("outside", "10086", story.asked)
    assert story.hears(story.call, story.asked)
    assert story.segments() == [(ANNA, True)]
    story.exchange.caller_hangs_up(story.call)
    assert story.kinds(story.call)[-1] != "CallEnded", "the party is let go"
    assert story.call not in story.calls.by_id or not story.calls.by_id[story.call].parties


@pytest.mark.parametrize("reason", ["busy", "no_answer"])
def test_a_number_outside_that_is_asked_in_vain(story: Story, reason: str) -> None:
    story.asks_outside()
    story.exchange.party_does_not_answer(story.call, story.asked, reason)
    assert story.exchange.lines[story.call].at == "talk"
    assert story.calls.by_id[story.call].consult is None


def test_the_customer_hangs_up_while_a_colleague_is_asked(story: Story) -> None:
    story.asks_ben()
    story.ben_answers()
    story.exchange.caller_hangs_up(story.call)
    assert story.state(ANNA) == "wrap_up"
    assert story.state(BEN) == "ready"
    assert story.last(e.ConsultEnded).reason == "over"  # type: ignore[attr-defined]


def test_the_customer_hangs_up_while_the_colleague_rings(story: Story) -> None:
    story.asks_ben()
    story.exchange.caller_hangs_up(story.call)
    assert (story.state(ANNA), story.state(BEN)) == ("wrap_up", "ready")


def test_an_agent_who_hangs_up_while_asking_gives_the_call_to_whom_was_asked(story: Story) -> None:
    story.asks_ben()
    story.ben_answers()
    story.exchange.party_hangs_up(story.call, story.mine)
    assert story.hears(story.call, story.asked)
    assert story.segments() == [(ANNA, True), (BEN, False)]


def test_an_agent_who_hangs_up_while_the_colleague_rings_gives_the_call_to_the_colleague(story: Story) -> None:
    story.asks_ben()
    story.exchange.party_hangs_up(story.call, story.mine)
    assert story.call in story.exchange.lines
    story.ben_answers()
    assert story.hears(story.call, story.asked)
    assert story.segments() == [(ANNA, True), (BEN, False)]


def test_and_if_the_colleague_does_not_answer_then_the_call_comes_back(story: Story) -> None:
    story.asks_ben()
    story.exchange.party_hangs_up(story.call, story.mine)
    story.exchange.party_does_not_answer(story.call, story.asked)
    assert story.exchange.lines[story.call].rings == (party_id(story.call, 2), ANNA)
    story.exchange.party_answers(story.call, party_id(story.call, 2))
    assert story.segments() == [(ANNA, True), (ANNA, False)]


def test_a_call_given_to_a_queue_waits_there_and_the_agent_is_free(story: Story) -> None:
    story.transfers("queue", SALES)
    assert story.exchange.lines[story.call].rings == (f"{story.call}-o2", BEN)
    assert story.segments() == [(ANNA, True)]
    assert story.state(ANNA) == "wrap_up"
    story.exchange.answers(story.call)
    assert story.segments() == [(ANNA, True), (BEN, False)]


def test_a_call_given_to_a_colleague_who_answers(story: Story) -> None:
    story.transfers("agent", BEN, story.asked)
    assert story.state(ANNA) == "wrap_up"
    assert story.exchange.lines[story.call].rings == (story.asked, BEN)
    story.ben_answers()
    assert story.segments() == [(ANNA, True), (BEN, False)]


def test_a_call_given_to_a_colleague_who_does_not_answer_comes_back(story: Story) -> None:
    story.transfers("agent", BEN, story.asked)
    story.exchange.party_does_not_answer(story.call, story.asked)
    back = party_id(story.call, 2)
    assert story.exchange.lines[story.call].rings == (back, ANNA), "even from wrap-up"
    story.exchange.party_answers(story.call, back)
    assert story.segments() == [(ANNA, True), (ANNA, False)]


def test_a_call_that_comes_back_comes_before_all_who_wait(story: Story) -> None:
    story.transfers("agent", BEN, story.asked)
    other = waiting_caller(story)
    story.exchange.party_does_not_answer(story.call, story.asked)
    assert story.exchange.lines[story.call].rings == (party_id(story.call, 2), ANNA)
    assert story.exchange.lines[other].rings is None


@pytest.mark.parametrize("way", ["transfer", "back"])
def test_the_server_dies_while_a_call_that_was_given_away_rings(story: Story, way: str) -> None:
    story.transfers("agent", BEN, story.asked)
    if way == "back":
        story.exchange.party_does_not_answer(story.call, story.asked)
    before = story.exchange.lines[story.call].rings
    story.dies()
    story.starts_again()
    assert story.exchange.lines[story.call].rings == before, "nobody who is rung is let go for it"
    assert before is not None
    story.exchange.party_answers(story.call, before[0])
    assert story.segments() == [(ANNA, True), (before[1], False)]


def test_and_where_nobody_takes_it_back_the_queue_has_it_first(story: Story) -> None:
    story.transfers("agent", BEN, story.asked)
    story.exchange.party_does_not_answer(story.call, story.asked)
    story.exchange.party_does_not_answer(story.call, party_id(story.call, 2))
    queued = story.last(e.CallQueued)
    assert queued.head_start == 3600  # type: ignore[attr-defined]
    assert story.exchange.lines[story.call].at == "hold"


def test_a_call_given_outside(story: Story) -> None:
    story.transfers("outside", "10086")
    assert story.exchange.lines[story.call].outside == "10086"
    assert story.state(ANNA) == "wrap_up"
    story.exchange.answers_outside(story.call)
    story.exchange.caller_hangs_up(story.call)
    assert "CallEnded" in story.kinds(story.call)


def test_a_call_given_outside_where_nobody_answers_comes_back(story: Story) -> None:
    story.transfers("outside", "10086")
    story.exchange.does_not_answer_outside(story.call)
    assert story.exchange.lines[story.call].rings == (story.asked, ANNA)


def test_a_call_given_to_a_part_of_the_menu(story: Story) -> None:
    story.transfers("flow", "menu")
    line = story.exchange.lines[story.call]
    assert line.at == "flow"
    assert line.hears == "For sales press one."
    assert story.state(ANNA) == "wrap_up"
    story.exchange.presses(story.call, "1")
    assert line.rings == (f"{story.call}-o2", BEN)


def test_a_parked_call_is_picked_up(story: Story) -> None:
    fields = {"agent": ANNA, "offer": story.mine, "slot": 71, "limit": story.now + 120}
    story.happens(e.CallParked(at=story.now, call=story.call, **fields))
    assert story.exchange.lines[story.call].hears == "music"
    assert story.state(ANNA) == "wrap_up"
    story.passes(20)
    story.happens(e.CallPickedUp(at=story.now, call=story.call, agent=BEN, offer=story.asked))
    story.ben_answers()
    assert story.segments() == [(ANNA, True), (BEN, False)]
    story.passes(500)
    assert story.calls.by_id[story.call].stage == "talk"


def test_a_parked_call_that_nobody_picks_up_comes_back(story: Story) -> None:
    fields = {"agent": ANNA, "offer": story.mine, "slot": 71, "limit": story.now + 120}
    story.happens(e.CallParked(at=story.now, call=story.call, **fields))
    story.passes(121)
    assert story.exchange.lines[story.call].rings == (story.asked, ANNA)


@pytest.mark.parametrize("died", ["ringing", "asking", "toggled", "together"])
def test_the_server_dies_while_a_colleague_is_on_the_call(story: Story, died: str) -> None:
    story.asks_ben()
    if died != "ringing":
        story.ben_answers()
    if died == "toggled":
        story.toggles("customer")
    if died == "together":
        story.joins()
    before = story.exchange.hears_each_other(story.call)
    story.dies()
    story.starts_again()
    assert story.exchange.hears_each_other(story.call) == before
    if died == "ringing":
        story.ben_answers()
        assert story.hears(story.mine, story.asked)
    elif died != "together":
        story.transfers("agent", BEN, story.asked)
        assert story.hears(story.call, story.asked)
        assert story.segments() == [(ANNA, True), (BEN, False)]


def test_each_agent_is_counted_for_what_the_agent_did(story: Story) -> None:
    story.passes(30)
    story.asks_ben()
    story.passes(4)
    story.ben_answers()
    story.passes(6)
    story.transfers("agent", BEN, story.asked)
    story.passes(50)
    story.exchange.party_hangs_up(story.call, story.asked)
    visits = Visits()
    for event in story.journal:
        visits.hear(event)
    (visit,) = list(visits)
    anna, ben = visit.segments
    assert (anna.talk_s, anna.hold_s) == (30, 10)
    assert (ben.talk_s, ben.hold_s) == (50, 0)
    assert [offer.agent for offer in visit.offers] == [ANNA], "a colleague who is asked was offered no call"


@pytest.mark.parametrize("joined", [False, True])
def test_an_agent_whose_page_is_loaded_anew_comes_back_to_all_who_are_on_the_call(story: Story, joined: bool) -> None:
    story.asks_ben()
    story.ben_answers()
    if joined:
        story.joins()
    before = story.exchange.hears_each_other(story.call)
    story.happens(e.PhoneLost(at=story.now, agent=ANNA))
    story.happens(e.PhoneRegistered(at=story.now, agent=ANNA, contact="sip:another@browser"))
    assert story.mine not in {name for group in story.exchange.hears_each_other(story.call) for name in group}
    story.passes(1)
    story.exchange.party_answers(story.call, story.mine)
    assert story.exchange.hears_each_other(story.call) == before
    assert story.segments()[0] == (ANNA, False)
    story.passes(60)
    assert story.exchange.hears_each_other(story.call) == before, "nobody is taken for lost later"


def test_whom_an_agent_had_on_hold_is_on_hold_again_when_the_agent_is_back(story: Story) -> None:
    story.exchange.holds(story.call)
    story.happens(e.PhoneLost(at=story.now, agent=ANNA))
    story.happens(e.PhoneRegistered(at=story.now, agent=ANNA, contact="sip:another@browser"))
    story.passes(1)
    story.exchange.answers(story.call, rejoin=True)
    assert story.exchange.hears_each_other(story.call) == set()
    assert story.calls.by_id[story.call].segments[0].held_since is not None
    story.happens(e.CallRetrieved(at=story.now, call=story.call, offer=story.mine, apart=True))
    assert story.hears(story.call, story.mine)
