"""The folds of work beside the call: chat and hand, a script's progress, more time to wrap up."""

from cti import events as e
from cti.agent_presence import Presences
from cti.chats import AGENT, KEPT, SUPERVISOR, Chats
from cti.ids import AgentId, CallId, OfferId
from cti.script_progress import ScriptProgress, advanced

ANNA, CALL, OFFER = AgentId("1001"), CallId("c1"), OfferId("c1-o1")


def said(at: float, side: str = AGENT) -> e.ChatSaid:
    return e.ChatSaid(at=at, agent=ANNA, by="x", side=side, text=f"{at}")


def test_what_one_side_says_is_unread_by_the_other_until_it_is_seen_or_answered() -> None:
    chats = Chats()
    for event in (said(1), said(2)):
        chats.apply(event)
    assert chats.get(ANNA).unread == {AGENT: 0, SUPERVISOR: 2}
    chats.apply(said(3, SUPERVISOR))
    assert chats.get(ANNA).unread == {AGENT: 1, SUPERVISOR: 0}
    chats.apply(e.ChatSeen(at=4, agent=ANNA, side=AGENT))
    assert chats.get(ANNA).unread == {AGENT: 0, SUPERVISOR: 0}


def test_only_the_newest_lines_are_kept() -> None:
    chats = Chats()
    for at in range(KEPT + 5):
        chats.apply(said(at))
    assert [line.at for line in chats.get(ANNA).lines][:1] == [5]


def test_a_hand_stays_up_until_it_is_lowered_or_its_agent_is_gone() -> None:
    chats = Chats()
    assert chats.apply(e.HandLowered(at=1, agent=ANNA)) is None, "nobody had raised it"
    chats.apply(e.HandRaised(at=2, agent=ANNA, call=CALL))
    assert (chats.get(ANNA).hand, chats.get(ANNA).call) == (2, CALL)
    chats.apply(e.HandLowered(at=3, agent=ANNA, by="Sue"))
    assert chats.get(ANNA).hand is None
    chats.apply(e.HandRaised(at=4, agent=ANNA))
    chats.apply(e.AgentLoggedOut(at=5, agent=ANNA))
    assert chats.get(ANNA).hand is None


def answers(step: str, to: str, version: int = 1, **given: str) -> e.ScriptAnswered:
    return e.ScriptAnswered(at=1, call=CALL, agent=ANNA, script="s", version=version, step=step, to=to, answers=given)


def gone(*events: e.ScriptAnswered) -> ScriptProgress:
    progress = None
    for event in events:
        progress = advanced(progress, event)
    assert progress is not None
    return progress


def test_a_script_goes_on_and_back_and_keeps_what_was_filled_in() -> None:
    there = gone(answers("a", "b", x="1"), answers("b", "c", y="2"))
    assert (there.step, there.way) == ("c", ("a", "b"))
    back = advanced(there, answers("c", "b", z="3"))
    assert (back.step, back.way) == ("b", ("a",))
    assert back.answers == {"a": {"x": "1"}, "b": {"y": "2"}, "c": {"z": "3"}}


def test_who_only_fills_in_goes_nowhere() -> None:
    assert gone(answers("a", "b"), answers("b", "b", y="2")).way == ("a",)
    assert gone(answers("a", "a", y="2")).way == ()


def test_two_who_answer_the_same_step_have_gone_one_step() -> None:
    both = gone(answers("a", "b"), answers("a", "c"))
    assert (both.step, both.way) == ("c", ("a",))


def test_another_version_begins_anew() -> None:
    assert gone(answers("a", "b", x="1"), answers("a", "b", version=2)).answers == {"a": {}}


def test_a_longer_wrap_up_moves_the_limit_and_counts() -> None:
    presences = Presences()
    presences.apply(e.AgentAnswered(at=1, call=CALL, agent=ANNA, offer=OFFER))
    presences.apply(e.SegmentEnded(at=2, call=CALL, agent=ANNA, offer=OFFER))
    presences.apply(e.WrapUpStarted(at=2, call=CALL, agent=ANNA, offer=OFFER, limit=62))
    presences.apply(e.WrapUpExtended(at=3, call=CALL, agent=ANNA, offer=OFFER, limit=122))
    (mine,) = presences.get(ANNA).in_hand
    assert (mine.wrap_up_limit, mine.extensions) == (122, 1)
    presences.apply(e.WrapUpExtended(at=3, call=CALL, agent=ANNA, offer=OfferId("another"), limit=999))
    assert mine.wrap_up_limit == 122
