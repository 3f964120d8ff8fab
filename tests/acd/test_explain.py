"""A supervisor asks why a call waited, and is told in sentences."""

from acd.agent import Agent
from acd.explain import Explanation, Line
from acd.explain_texts import SENTENCES, WORDS, duration, say
from acd.queue import BEST_SKILL, STRATEGIES, Queue
from acd.waiting_rules import MESSAGE, Exit, Step
from cti import events as e
from cti.ids import CallId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, SUPPORT, Shift, agent

PEOPLE = {"1001": "Anna", "1002": "Ben", "1003": "Cleo"}


def told(shift: Shift, call: CallId, language: str = "en") -> list[str]:
    explanation = Explanation(shift.fresh().floor, call)
    for fact in shift.journal:
        explanation.hear(fact)
    return [say(line, language, PEOPLE) for line in explanation.lines]


def test_a_call_that_waited_tells_who_was_asked_and_who_was_before_it() -> None:
    queues = [Queue(SALES, ring_seconds=20, wrap_up_seconds=0), Queue(SUPPORT, wrap_up_seconds=0)]
    shift = Shift(queues, [agent(ANNA, SALES, SUPPORT), agent(BEN, SUPPORT)]).works(ANNA)
    first = shift.calls("first")
    talk = shift.answers(first)
    shift.passes(30)
    mine = shift.calls("mine")
    shift.passes(10)
    shift.calls("vip", SALES, 60.0)
    shift.works(BEN)
    shift.calls("other", SUPPORT)
    shift.passes(20)
    shift.ends(first, ANNA, talk)
    vip = CallId("vip")
    shift.ends(vip, ANNA, shift.answers(vip))
    shift.passes(5)
    shift.answers(mine)
    assert told(shift, mine) == [
        "Queued for sales.",
        "Calls ahead: 0. Agents who may take it: 1, of them 0 free, 0 ringing, 1 talking, 0 in wrap-up, 0 not ready, "
        "0 away.",
        "Meanwhile other calls were offered 2×: 1× the agent is not in sales, 1× the other had a head start or an "
        "earlier deadline.",
        "Offered to Anna: became free, and this call was next.",
        "Anna answered after 0:39 of waiting.",
    ]


def test_the_offer_names_its_rivals_with_their_figures() -> None:
    french = [agent(ANNA, SALES, french=2), agent(BEN, SALES, french=5), agent(CLEO, SALES, french=3)]
    shift = Shift([Queue(SALES, strategy=BEST_SKILL, skills={"french": 1})], french).works(ANNA, BEN, CLEO)
    call = shift.calls("a")
    shift.expires(call, "no_answer")
    assert told(shift, call)[2:] == [
        "Offered to Ben: best skilled (5) of 3 free; then Cleo (3), Anna (2).",
        "Ben did not take it after 0:01 (no_answer).",
        "Offered to Cleo: best skilled (3) of 2 free; then Anna (2).",
    ]


def test_steps_and_ways_out_are_told() -> None:
    steps = (Step(10, skills={}), Step(20, also=(SUPPORT,)), Step(60, exit=Exit(MESSAGE, text={"en": "Sorry."})))
    shift = Shift([Queue(SALES, skills={"french": 3}, steps=steps), Queue(SUPPORT)], [agent(ANNA)])
    call = shift.calls("a")
    shift.passes(70)
    assert told(shift, call)[2:] == [
        "Waited long enough for step 1: –.",
        "Waited long enough for step 2: + support.",
        "Left sales after 1:00: step → message.",
    ]


def test_a_call_kept_for_its_last_agent_says_so() -> None:
    queue = Queue(SALES, prefer="last_agent", prefer_seconds=30, wrap_up_seconds=0)
    shift = Shift([queue], [agent(ANNA), agent(BEN)]).works(ANNA)
    busy = shift.calls("busy")
    shift.answers(busy)
    call = CallId("mine")
    shift.hears(e.CallArrived(at=shift.now, call=call, caller="1", caller_name="", dialled="1000"))
    shift.hears(e.CallerRecognised(at=shift.now, call=call, last_agent=ANNA))
    shift.hears(e.CallQueued(at=shift.now, call=call, queue=SALES))
    shift.works(BEN)
    assert shift.ringing == {}, "Ben is free, and the call is kept for Anna"
    other = shift.calls("other")
    assert shift.ringing == {other: BEN}
    shift.answers(other)
    shift.passes(30)
    assert told(shift, call)[0] == "Queued for sales."
    assert "Meanwhile other calls were offered 1×: 1× while this was kept for Anna." in told(shift, call)
    assert "No longer kept for Anna (time)." in told(shift, call)


def test_every_sentence_and_word_is_there_in_both_languages() -> None:
    assert SENTENCES["en"].keys() == SENTENCES["zh"].keys()
    assert WORDS["en"].keys() == WORDS["zh"].keys()
    assert set(STRATEGIES) <= WORDS["en"].keys()
    fallback = Line(0.0, "fallback", {"waited": 7.0})
    assert say(fallback, "zh", {}) == "服务离线：等待 0:07 后由 Asterisk 自带队列接管。"


def test_a_whole_story_reads_in_chinese() -> None:
    shift = Shift([Queue(SALES)], [Agent(ANNA, "小明", (SALES,))]).works(ANNA)
    call = shift.calls("a")
    shift.answers(call)
    assert told(shift, call, "zh")[2] == "分配给 Anna：唯一空闲的坐席。"


def test_durations_read_as_on_a_clock() -> None:
    assert [duration(seconds) for seconds in (None, 7, 754.4, 3723)] == ["–", "0:07", "12:34", "1:02:03"]


def test_a_supervisors_word_is_told_too() -> None:
    shift = Shift([Queue(SALES), Queue(SUPPORT)], [agent(ANNA), agent(BEN, SUPPORT)]).works(BEN)
    first, mine, third = (shift.calls(name) for name in "abc")
    shift.hears(e.CallMoved(at=shift.now, call=third, by="Sue", queue=SALES))
    shift.works(ANNA)
    shift.hears(e.CallMoved(at=shift.now, call=first, by="Sue", queue=SALES, to_agent=BEN))
    shift.hears(e.CallMoved(at=shift.now, call=mine, by="Sue", queue=SALES, to_queue=SUPPORT))
    assert "Sue moved it before all others." in told(shift, third)
    sent = told(shift, first)
    assert "Sue had it wait for Ben alone." in sent
    assert sent[-1] == "Offered to Ben: sent there by a supervisor."
    assert told(shift, mine)[2:4] == [
        "Meanwhile other calls were offered 2×: 1× a supervisor had moved the other up, 1× the agent is not in sales.",
        "Left sales after 0:03: moved → support (Sue).",
    ]
    assert "Sue 指定只等 Ben。" in told(shift, first, "zh")
