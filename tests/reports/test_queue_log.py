"""Asterisk's queue_log, line by line: each story becomes the facts that the server itself would have recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti import events as e
from cti.call import Calls
from cti.ids import QueueId
from reports import queue_log
from reports.queue_log import BadLine, Facts, QueueLog
from reports.visit import Visit, Visits

ENTERED = "100|7.1|sales|NONE|ENTERQUEUE||+8613800000001|1"
CONNECTED = "112|7.1|sales|PJSIP/wei|CONNECT|12|7.2|4"


def read(*lines: str) -> tuple[list[Facts], QueueLog]:
    log = QueueLog()
    calls = [facts for number, line in enumerate(lines, 1) for facts in log.hear(number, line + "\n")]
    return calls + log.finish(), log


def visits(facts: Facts) -> list[Visit]:
    fold = Visits()
    for fact in facts:
        fold.hear(fact)
    return list(fold)


def told(*lines: str) -> Facts:
    calls, log = read(*lines)
    assert log.unfinished == 0
    assert len(calls) == 1
    return calls[0]


def test_an_answered_call() -> None:
    facts = told(ENTERED, CONNECTED, "172|7.1|sales|PJSIP/wei|COMPLETECALLER|12|60|1")
    assert [type(fact).__name__ for fact in facts] == [
        *("CallArrived", "CallQueued", "AgentOffered", "AgentAnswered", "SegmentEnded", "WrapUpFinished", "CallEnded"),
    ]
    assert {fact.call for fact in facts} == {"queue_log-7.1"}
    (visit,) = visits(facts)
    assert (visit.caller, visit.queue, visit.agent) == ("+8613800000001", "sales", "PJSIP/wei")
    assert (visit.outcome, visit.wait_s, visit.talk_s, visit.handled) == ("answered", 12, 60, True)
    assert visit.offers[0].at == 108, "the phone rang four seconds"
    assert facts[-1] == e.CallEnded(at=172, call=facts[0].call, ended_by="caller")


def test_an_abandoned_call() -> None:
    facts = told(ENTERED, "107|7.1|sales|NONE|ABANDON|1|1|7")
    (visit,) = visits(facts)
    assert (visit.outcome, visit.wait_s) == ("abandoned", 7)
    assert facts[-1] == e.CallEnded(at=107, call=facts[0].call, ended_by="caller")


def test_an_agent_who_does_not_answer_has_missed_it_and_the_next_one_takes_it() -> None:
    facts = told(
        ENTERED,
        "110|7.1|sales|PJSIP/mei|RINGNOANSWER|9000",
        "111|7.1|sales|PJSIP/mei|RINGCANCELED|500",
        CONNECTED,
        "120|7.1|sales|PJSIP/wei|COMPLETEAGENT|12|8|1",
    )
    (visit,) = visits(facts)
    assert [(offer.agent, offer.at, offer.result) for offer in visit.offers] == [
        ("PJSIP/mei", 101, "missed"),
        ("PJSIP/mei", 110.5, "withdrawn"),
        ("PJSIP/wei", 108, "answered"),
    ]
    assert len({offer.id for offer in visit.offers}) == 3
    assert facts[-1] == e.CallEnded(at=120, call=facts[0].call, ended_by="agent")


@pytest.mark.parametrize(
    ("event", "reason"), [("EXITWITHTIMEOUT", "timeout"), ("EXITWITHKEY", "key"), ("EXITEMPTY", "empty")]
)
def test_who_leaves_the_queue_has_flowed_out_and_may_wait_in_another(event: str, reason: str) -> None:
    left = f"130|7.1|sales|NONE|{event}|1|1|30"
    facts = told(ENTERED, left)
    assert [visit.outcome for visit in visits(facts)] == ["flowed_out"]
    assert facts[-2:] == (
        e.CallLeftQueue(at=130, call=facts[0].call, queue=QueueId("sales"), reason=reason),
        e.CallEnded(at=130, call=facts[0].call, ended_by="unknown", exact=False),
    )
    again = told(ENTERED, left, "131|7.1|sales|NONE|ENTERQUEUE||1|1", "135|7.1|sales|NONE|ABANDON|1|1|4")
    assert [(v.outcome, v.wait_s) for v in visits(again)] == [("flowed_out", 30), ("abandoned", 4)]


@pytest.mark.parametrize(
    "how", ["BLINDTRANSFER|8000|default|12|9|1", "ATTENDEDTRANSFER|x|12|9|1", "COMPLETEAGENT|12|9|1"]
)
def test_a_transferred_caller_may_be_queued_again(how: str) -> None:
    facts = told(
        ENTERED,
        CONNECTED,
        f"121|7.1|sales|PJSIP/wei|{how}",
        "125|7.1|service|NONE|ENTERQUEUE||1|1",
        "126|7.1|service|PJSIP/mei|CONNECT|1|7.4|1",
        "146|7.1|service|PJSIP/mei|COMPLETECALLER|1|20|1",
    )
    assert [(v.queue, v.agent, v.talk_s) for v in visits(facts)] == [
        ("sales", "PJSIP/wei", 9),
        ("service", "PJSIP/mei", 20),
    ]


def test_queued_elsewhere_without_a_word_is_a_flow_out_or_the_end_of_the_talk() -> None:
    elsewhere = "150|7.1|service|NONE|ENTERQUEUE||1|1"
    gone = "151|7.1|service|NONE|ABANDON|1|1|1"
    assert [v.outcome for v in visits(told(ENTERED, elsewhere, gone))] == ["flowed_out", "abandoned"]
    first, second = visits(told(ENTERED, CONNECTED, elsewhere, gone))
    assert (first.outcome, first.talk_s, second.outcome) == ("answered", 38, "abandoned")


def test_what_is_not_about_calls_is_left_out_and_counted() -> None:
    calls, log = read(
        "99|NONE|NONE|NONE|QUEUESTART|",
        "99|NONE|sales|PJSIP/wei|ADDMEMBER|",
        ENTERED,
        "101|NONE|NONE|PJSIP/wei|PAUSE|tea",
        "107|7.1|sales|NONE|ABANDON|1|1|7",
    )
    assert len(calls) == 1
    assert log.left_out == 3


def test_a_call_without_an_end_is_no_call_yet() -> None:
    for lines in ([ENTERED], [ENTERED, CONNECTED]):
        calls, log = read(*lines)
        assert calls == []
        assert log.unfinished == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "it is not time"),
        ("100|7.1|sales|NONE", "it is not time"),
        ("x" * 5000, "it is not time"),
        ("noon|7.1|sales|NONE|ENTERQUEUE||1|1", "“noon” is not a time"),
        ("-5|7.1|sales|NONE|ENTERQUEUE||1|1", "is not a time"),
        (f"{'9' * 400}|7.1|sales|NONE|ENTERQUEUE||1|1", "is not a time"),
        ("100|7.1|sales|NONE|NONSENSE", "the event “NONSENSE” is not known"),
        ("100||sales|NONE|ENTERQUEUE||1|1", "names no call"),
        ("100|7.1||NONE|ENTERQUEUE||1|1", "names no call or no queue"),
        (f"100|{'7' * 101}|sales|NONE|ENTERQUEUE", "a name is too long"),
        ("100|7.1|sales|\x00|ENTERQUEUE||1|1", "characters that cannot be printed"),
        ("100|9.9|sales|NONE|ABANDON|1|1|7", "without ENTERQUEUE before it"),
        ("107|8.1|service|NONE|ABANDON|1|1|7", "does not wait in “service”"),
        ("107|8.1|sales|PJSIP/wei|CONNECT|7|x|soon", "“soon” where a whole number must be"),
        ("107|8.1|sales||CONNECT|7|x|1", "CONNECT names no agent"),
        ("107|8.1|sales|PJSIP/wei|COMPLETEAGENT|7|1|1", "that no agent had answered"),
    ],
)
def test_a_bad_line_says_why_and_spoils_nothing(line: str, reason: str) -> None:
    log = QueueLog()
    log.hear(1, ENTERED.replace("7.1", "8.1"))
    with pytest.raises(BadLine, match=reason):
        log.hear(2, line)
    (facts,) = log.hear(3, "104|8.1|sales|NONE|ABANDON|1|1|4")
    assert [(v.outcome, v.wait_s) for v in visits(facts)] == [("abandoned", 4)]
    assert log.finish() == []


def test_a_clock_that_was_set_back_makes_no_time_negative() -> None:
    facts = told(ENTERED, "90|7.1|sales|NONE|ABANDON|1|1|7")
    assert [fact.at for fact in facts] == [100, 100, 100]


def test_calls_are_kept_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_log, "LINGER", 3)
    log = QueueLog()
    log.hear(1, ENTERED)
    log.hear(2, ENTERED.replace("7.1", "8.1"))
    log.hear(3, "103|8.1|sales|NONE|EXITEMPTY|1|1|3")
    given = [log.hear(number, f"{number}|{number}.1|sales|NONE|ENTERQUEUE||1|1") for number in range(4, 8)]
    assert [[facts[0].call for facts in some] for some in given] == [[], [], [], ["queue_log-8.1"]]
    assert log.unfinished == 1


_LINES = st.builds(
    "{}|{}|{}|{}|{}|{}|{}|{}".format,
    st.integers(1, 300),
    st.sampled_from(["1.1", "1.2"]),
    st.sampled_from(["sales", "service"]),
    st.sampled_from(["PJSIP/wei", "PJSIP/mei"]),
    st.sampled_from([*queue_log._EVENTS, "PAUSE"]),
    st.integers(0, 50),
    st.integers(0, 50),
    st.integers(0, 50),
)


@given(st.lists(_LINES, max_size=40))
def test_whatever_the_lines_every_call_given_is_over_and_whole(lines: list[str]) -> None:
    log, given = QueueLog(), list[Facts]()
    for number, line in enumerate(lines, 1):
        try:
            given += log.hear(number, line)
        except BadLine:
            continue
    for facts in given + log.finish():
        assert isinstance(facts[0], e.CallArrived)
        assert isinstance(facts[-1], e.CallEnded)
        fold = visits(facts)
        assert all(visit.outcome != "waiting" for visit in fold)
        assert all(visit.handled for visit in fold if visit.outcome == "answered")
        assert sum(visit.outcome == "abandoned" for visit in fold) <= 1
        calls = Calls()
        for fact in facts:
            calls.apply(fact)
        assert calls.by_id == {}
