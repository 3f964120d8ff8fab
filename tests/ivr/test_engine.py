"""The IVR engine as what it is: a function of a place and of what just happened."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.opening_hours import OpeningHours
from ivr import engine
from ivr.engine import Ask, Enqueue, Finish, GiveBack, Place, Play, Step
from ivr.flow import Flow, GiveBackNode, HangUpNode, HoursNode, LanguageNode, MenuNode, Node, QueueNode, SayNode

HELLO = SayNode("hello", {"zh": "您好", "en": "Hello"}, "menu")
MENU = MenuNode(
    "menu",
    {"zh": "销售请按一", "en": "Sales: one"},
    {"1": "sales", "9": "english"},
    "support",
    tries=3,
    timeout=4.0,
    wrong={"en": "Wrong."},
    silent={"en": "Nothing heard."},
)
NODES: list[Node] = [
    HELLO,
    MENU,
    LanguageNode("english", "en", "menu"),
    QueueNode("sales", "sales", 30.0, ("vip",), {"en": "Sales it is."}),
    QueueNode("support", "support", priority=2),
    HangUpNode("bye", "closed"),
]
FLOW = Flow("f", "hello", "zh", "Asia/Shanghai", {node.name: node for node in NODES})
WEEK = dict.fromkeys(range(5), ((540, 720), (780, 1080)))


def flow(*nodes: Node, start: str = "", timezone: str = "Asia/Shanghai") -> Flow:
    return Flow("f", start or nodes[0].name, "en", timezone, {node.name: node for node in nodes})


def at_menu(attempt: int = 1, language: str = "en") -> Place:
    return Place("menu", attempt, language, 2)


def test_a_call_hears_the_greeting_and_then_the_menu_in_the_flows_language() -> None:
    first = engine.begin(FLOW, 0)
    assert first == Step(Place("hello", 1, "zh", 1), Play("您好", type_ahead=True))
    second = engine.heard(FLOW, first.place, 0)
    assert second == Step(Place("menu", 1, "zh", 2), Ask("销售请按一", 4.0))
    assert second.place.step == "menu.2"


def test_a_key_leads_where_it_says_with_an_announcement_first() -> None:
    said = engine.keyed(FLOW, at_menu(), "1", 0)
    assert said == Step(Place("sales", 1, "en", 3), Play("Sales it is."))
    assert engine.heard(FLOW, said.place, 0).effect == Enqueue("sales", 30.0, ("vip",))


def test_a_queue_without_announcement_is_entered_at_once() -> None:
    assert engine.keyed(FLOW, at_menu(3), "", 0).effect == Enqueue("support", 0.0, (), 2)


def test_wrong_and_missing_keys_are_told_apart_and_counted() -> None:
    wrong = engine.keyed(FLOW, at_menu(), "5", 0)
    assert (wrong.place.attempt, wrong.effect) == (2, Ask("Wrong. Sales: one", 4.0))
    silent = engine.keyed(FLOW, wrong.place, "", 0)
    assert (silent.place.attempt, silent.effect) == (3, Ask("Nothing heard. Sales: one", 4.0))
    assert engine.keyed(FLOW, silent.place, "5", 0).effect == Enqueue("support", 0.0, (), 2)


def test_every_try_is_a_step_of_its_own_so_that_a_late_answer_is_known() -> None:
    steps = [engine.begin(FLOW, 0)]
    steps.append(engine.heard(FLOW, steps[-1].place, 0))
    steps.append(engine.keyed(FLOW, steps[-1].place, "5", 0))
    steps.append(engine.keyed(FLOW, steps[-1].place, "9", 0))
    assert len({step.place.step for step in steps}) == 4


def test_choosing_a_language_says_the_rest_in_it_and_counts_anew() -> None:
    step = engine.keyed(FLOW, at_menu(2, "zh"), "9", 0)
    assert (step.place.language, step.place.attempt) == ("en", 1)
    assert step.effect == Ask("Sales: one", 4.0)


def test_a_text_missing_in_a_language_is_said_in_the_flows_own() -> None:
    assert engine.keyed(FLOW, at_menu(1, "zh"), "5", 0).effect == Ask("Wrong. 销售请按一", 4.0)


def test_hanging_up_says_why() -> None:
    assert engine.begin(flow(HangUpNode("bye", "closed")), 0).effect == Finish("closed")


@pytest.mark.parametrize(
    ("when", "timezone", "open_"),
    [
        ("2025-11-24 09:00", "Asia/Shanghai", True),
        ("2025-11-24 08:59", "Asia/Shanghai", False),
        ("2025-11-24 11:59", "Asia/Shanghai", True),
        ("2025-11-24 12:00", "Asia/Shanghai", False),
        ("2025-11-24 17:59", "Asia/Shanghai", True),
        ("2025-11-23 10:00", "Asia/Shanghai", False),
        ("2025-11-25 10:00", "Asia/Shanghai", False),
        ("2025-03-31 09:00", "Europe/Berlin", True),
        ("2025-10-27 08:59", "Europe/Berlin", False),
    ],
)
def test_opening_hours_are_on_the_clock_of_their_own_place(when: str, timezone: str, open_: bool) -> None:
    node = HoursNode("hours", OpeningHours(WEEK, "", {"2025-11-25": ()}), "yes", "no")
    at = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(timezone)).timestamp()
    step = engine.begin(flow(node, HangUpNode("yes", "yes"), HangUpNode("no", "no"), timezone=timezone), at)
    assert step.effect == Finish("yes" if open_ else "no")


def test_a_flow_that_runs_in_a_circle_ends_the_call_instead_of_the_server() -> None:
    round_ = flow(LanguageNode("a", "en", "b"), LanguageNode("b", "zh", "a"))
    assert engine.begin(round_, 0).effect == Finish("failed")


def test_after_a_loss_the_same_prompt_is_asked_again_under_a_new_step() -> None:
    place = engine.keyed(FLOW, at_menu(), "5", 0).place
    again = engine.again(FLOW, place, 0)
    assert (again.place.node, again.place.attempt, again.place.serial) == ("menu", 2, place.serial + 1)


texts = st.dictionaries(st.sampled_from(["zh", "en", "fr"]), st.sampled_from(["A", "B", "C"]), min_size=1)
names = st.sampled_from(["n0", "n1", "n2", "n3"])


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    def node(name: str) -> Node:
        return draw(
            st.one_of(
                st.builds(SayNode, st.just(name), texts, names),
                st.builds(
                    MenuNode,
                    st.just(name),
                    texts,
                    st.dictionaries(st.sampled_from("12"), names),
                    names,
                    st.integers(1, 3),
                    st.just(5.0),
                    texts,
                    texts,
                ),
                st.builds(LanguageNode, st.just(name), st.sampled_from(["zh", "en", "fr"]), names),
                st.builds(QueueNode, st.just(name), st.just("q"), st.just(0.0), st.just(()), texts),
                st.builds(HangUpNode, st.just(name)),
                st.builds(GiveBackNode, st.just(name), names, st.just(60.0), texts),
            )
        )

    made = [node(f"n{n}") for n in range(4)]
    return Flow("f", "n0", draw(st.sampled_from(["zh", "en"])), "UTC", {one.name: one for one in made})


def test_who_was_sent_by_an_agent_is_given_back_and_who_was_not_goes_elsewhere() -> None:
    pays = flow(SayNode("pay", {"en": "Pay."}, "back"), GiveBackNode("back", "bye", 90.0), HangUpNode("bye"))
    alone = engine.begin(pays, 0)
    assert engine.heard(pays, alone.place, 0).effect == Finish("self_service")
    sent = engine.again(pays, Place("pay", 1, "en", 0, sent=True), 0)
    assert engine.heard(pays, sent.place, 0).effect == GiveBack(90.0)
    says = flow(GiveBackNode("back", "bye", 90.0, {"en": "Thank you."}), HangUpNode("bye"))
    thanked = engine.again(says, Place("back", 1, "en", 0, sent=True), 0)
    assert thanked.effect == Play("Thank you.")
    assert engine.heard(says, thanked.place, 0).effect == GiveBack(90.0)


@given(flows(), st.lists(st.sampled_from(["", "1", "2", "5", "heard"]), max_size=12), st.booleans())
def test_on_any_flow_the_engine_goes_on_and_says_only_what_was_prepared(
    any_flow: Flow, happens: list[str], sent: bool
) -> None:
    prepared = set(engine.spoken_together(any_flow))
    step = engine.again(any_flow, Place(any_flow.start, 1, any_flow.language, 0, sent), 0)
    for what in happens:
        if isinstance(step.effect, Play | Ask):
            assert (step.place.language, step.effect.text) in prepared, "a caller would hear silence"
        if isinstance(step.effect, Enqueue | GiveBack | Finish):
            return
        before = step
        now = engine.heard if what == "heard" else lambda f, p, a, key=what: engine.keyed(f, p, key, a)
        step = now(any_flow, before.place, 0)
        assert step == now(any_flow, Place(*(getattr(before.place, n) for n in Place.__slots__)), 0)
        assert step.place.serial == before.place.serial + 1 or isinstance(step.effect, Finish | Enqueue | GiveBack)


def test_who_knows_the_menu_need_not_hear_the_greeting_out() -> None:
    greeting = engine.begin(FLOW, 0)
    assert engine.keyed(FLOW, greeting.place, "1", 0).place.node == "sales"


def test_a_key_that_the_menu_does_not_know_only_ends_the_greeting() -> None:
    greeting = engine.begin(FLOW, 0)
    after = engine.keyed(FLOW, greeting.place, "7", 0)
    assert (after.place.node, after.place.attempt) == ("menu", 1)
