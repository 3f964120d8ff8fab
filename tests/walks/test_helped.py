"""A supervisor helps an agent in talk: listens, whispers, barges in, takes over; and every way in which that ends."""

import pytest

from cti import events as e
from cti.ids import AgentId, party_id
from tests.walks.floor import ANNA, CallCentre
from tests.walks.test_caller_gone import waiting_caller

BOSS = AgentId("1002")


class Story(CallCentre):
    """Anna talks with a customer, and a supervisor is there."""

    def __init__(self) -> None:
        super().__init__()
        self.comes_to_work(ANNA)
        self.call = waiting_caller(self)
        self.exchange.answers(self.call)
        self.comes_to_work(BOSS)
        self.happens(e.AgentBecameNotReady(at=self.exchange.now, agent=BOSS, reason="watching"))
        self.mine, self.party = self.calls.by_id[self.call].segments[0].id, party_id(self.call, 1)

    def helps(self, mode: str = "listen") -> None:
        at, fields = self.exchange.now, {"helped": ANNA, "offer": self.mine, "mode": mode}
        self.happens(e.HelpBegan(at=at, call=self.call, agent=BOSS, party=self.party, **fields))
        self.exchange.party_answers(self.call, self.party)

    def changes(self, mode: str) -> None:
        at = self.exchange.now
        self.happens(e.HelpChanged(at=at, call=self.call, agent=BOSS, party=self.party, mode=mode))

    def pairs(self) -> set[tuple[str, str]]:
        names = {self.call: "customer", self.mine: "anna", self.party: "boss"}
        return {(names[a], names[b]) for a, b in self.exchange.heard_by(self.call)}

    def state(self, agent: AgentId) -> str:
        return self.presences.get(agent).state


@pytest.fixture
def story() -> Story:
    return Story()


TALK = {("customer", "anna"), ("anna", "customer")}
LISTENED = {("customer", "boss"), ("anna", "boss")}


def test_listened_whispered_barged_in_and_left(story: Story) -> None:
    story.helps()
    assert story.pairs() == TALK | LISTENED
    assert story.state(BOSS) == "talking", "no call is offered meanwhile"
    story.changes("whisper")
    assert story.pairs() == TALK | LISTENED | {("boss", "anna")}
    story.changes("barge")
    assert story.pairs() == TALK | LISTENED | {("boss", "anna"), ("boss", "customer")}
    story.changes("listen")
    assert story.pairs() == TALK | LISTENED
    story.exchange.party_hangs_up(story.call, story.party)
    assert story.pairs() == TALK
    assert story.state(BOSS) == "not_ready", "as before"
    assert [segment.agent for segment in story.calls.by_id[story.call].segments] == [ANNA]


@pytest.mark.parametrize("mode", ["listen", "whisper", "barge"])
def test_a_call_is_taken_over(story: Story, mode: str) -> None:
    story.helps(mode)
    at = story.exchange.now
    story.happens(e.CallTakenOver(at=at, call=story.call, agent=BOSS, party=story.party, offer=story.mine))
    assert story.pairs() == {("customer", "boss"), ("boss", "customer")}
    segments = story.calls.by_id[story.call].segments
    assert [(segment.agent, segment.ended is None) for segment in segments] == [(ANNA, False), (BOSS, True)]
    assert (story.state(ANNA), story.state(BOSS)) == ("wrap_up", "talking")
    story.exchange.party_hangs_up(story.call, story.party)
    assert "CallEnded" in story.kinds(story.call)
    assert story.state(BOSS) == "wrap_up"


@pytest.mark.parametrize("mode", ["listen", "barge"])
def test_the_customer_hangs_up_and_the_supervisor_is_free(story: Story, mode: str) -> None:
    story.helps(mode)
    story.exchange.caller_hangs_up(story.call)
    assert (story.state(ANNA), story.state(BOSS)) == ("wrap_up", "not_ready")


def test_the_agent_hangs_up_and_the_supervisor_is_free(story: Story) -> None:
    story.helps()
    story.exchange.agent_hangs_up(story.call)
    assert (story.state(ANNA), story.state(BOSS)) == ("wrap_up", "not_ready")
    assert story.kinds(story.call).count("CallEnded") == 1


def test_a_supervisor_whose_phone_nobody_picks_up(story: Story) -> None:
    at, fields = story.exchange.now, {"helped": ANNA, "offer": story.mine, "mode": "listen"}
    story.happens(e.HelpBegan(at=at, call=story.call, agent=BOSS, party=story.party, **fields))
    story.exchange.party_does_not_answer(story.call, story.party)
    assert story.calls.by_id[story.call].helps == {}
    assert story.pairs() == TALK
    assert story.presences.get(BOSS).reason == "watching", "who was not ready anyway stays as it was"


def test_the_agent_asks_a_colleague_while_the_supervisor_listens(story: Story) -> None:
    story.helps("barge")
    other = party_id(story.call, 2)
    fields = {"agent": ANNA, "offer": story.mine, "consult": other, "way": "outside", "to": "10086"}
    story.happens(e.ConsultBegan(at=story.exchange.now, call=story.call, **fields))
    story.exchange.party_answers(story.call, other)
    groups = story.exchange.hears_each_other(story.call)
    assert groups == {frozenset({story.call, story.party}), frozenset({story.mine, other})}
