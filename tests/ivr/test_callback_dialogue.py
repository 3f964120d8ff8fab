"""A waiting caller is asked whether to be called back: every key, every silence, and a death between any two steps."""

import pytest

from cti import commands as c
from cti import events as e
from cti.ids import QueueId
from cti.machine import react
from ivr import sentences
from ivr.callback_dialogue import CallbackDialogue
from tests.cti.world import CALL, T0

NUMBER = "+8613800138001"
ENTER = c.EnterFlow(call=CALL)


class Talk:
    """The dialogue, and the journal from which another could take over at any instant."""

    def __init__(self, number: str = NUMBER, *, dies: bool = False) -> None:
        self.dies = dies
        self.journal: list[e.Event] = []
        self.machine = CallbackDialogue("en", lambda text, language: f"{language}:{text}")
        self.orders = self.hears(e.CallbackOffered(at=T0, call=CALL, queue=QueueId("sales"), number=number))

    def hears(self, fact: e.Event) -> list[c.Command]:
        if self.dies:
            self.machine = CallbackDialogue("en", lambda text, language: f"{language}:{text}")
            for past in self.journal:
                self.machine.apply(past)
        if not isinstance(fact, e.TimerRang):
            self.journal.append(fact)
        orders = react(self.machine, fact)
        self.journal += [order.event for order in orders if isinstance(order, c.Record)]
        self.orders = [order for order in orders if not isinstance(order, c.CancelTimer)]
        return self.orders

    def seen(self, stage: str = "flow") -> list[c.Command]:
        return self.hears(e.CallResumed(at=T0, call=CALL, stage=stage))

    @property
    def question(self) -> c.CollectDigits:
        (asked,) = self.orders
        assert isinstance(asked, c.CollectDigits)
        return asked

    def keys(self, digits: str) -> "Talk":
        self.hears(e.DigitsEntered(at=T0, call=CALL, step=self.question.step, digits=digits))
        return self

    @property
    def said(self) -> e.Event:
        (told,) = self.orders
        assert isinstance(told, c.Record)
        return told.event


def asks(text: sentences.Texts) -> str:
    return f"en:{text['en']}"


def yes(number: str = NUMBER) -> e.CallbackAccepted:
    return e.CallbackAccepted(at=T0, call=CALL, number=number)


def no(reason: str) -> e.CallbackDeclined:
    return e.CallbackDeclined(at=T0, call=CALL, reason=reason)


def begun(number: str = NUMBER, *, dies: bool = False) -> Talk:
    talk = Talk(number, dies=dies)
    assert talk.orders == [ENTER]
    talk.seen()
    return talk


@pytest.mark.parametrize("dies", [False, True])
@pytest.mark.parametrize(("key", "end"), [("1", yes()), ("3", no("key")), ("9", no("key")), ("", no("silence"))])
def test_the_own_number_is_one_key_and_anything_else_goes_on_waiting(key: str, end: e.Event, dies: bool) -> None:
    talk = begun(dies=dies)
    assert (talk.question.sound, talk.question.max_digits) == (asks(sentences.CALL_BACK), 1)
    assert talk.keys(key).said == end
    assert talk.seen() == [], "it is over"


@pytest.mark.parametrize("dies", [False, True])
def test_another_number_is_typed_read_out_and_confirmed(dies: bool) -> None:
    talk = begun(dies=dies).keys("2")
    assert (talk.question.sound, talk.question.max_digits) == (asks(sentences.TYPE_NUMBER), 15)
    talk.keys("021555")
    assert talk.question.sound == "en:You typed 0, 2, 1, 5, 5, 5. To confirm, press 1. To type it again, press 2."
    talk.keys("2")
    assert talk.question.sound == asks(sentences.TYPE_NUMBER)
    assert talk.keys("021556").keys("1").said == yes("021556")


def test_who_has_no_number_types_one_at_once() -> None:
    talk = begun("")
    assert talk.question.sound == asks(sentences.CALL_BACK_TYPE)
    assert talk.keys("13800138002").keys("1").said == yes("13800138002")
    assert begun("").keys("").said == no("silence")


@pytest.mark.parametrize("wrong", ["1234", "1", "12*45"])
def test_what_is_no_number_is_asked_for_once_more(wrong: str) -> None:
    talk = begun("").keys(wrong)
    assert talk.question.sound == asks(sentences.TYPE_NUMBER)
    assert talk.keys("12").said == no("key")
    assert begun("").keys(wrong).keys("123456").keys("1").said == yes("123456")


def test_two_numbers_are_enough() -> None:
    assert begun("").keys("11111").keys("2").keys("22222").keys("2").said == no("key")
    assert begun("").keys("11111").keys("").said == no("silence")
    assert begun("").keys("11111").keys("7").said == no("key")


def test_an_answer_to_an_earlier_question_is_none() -> None:
    talk = begun()
    old = talk.question.step
    talk.seen()
    assert talk.question.step != old, "asked again after the link was away"
    assert talk.hears(e.DigitsEntered(at=T0, call=CALL, step=old, digits="1")) == []


def test_wherever_the_caller_is_found_the_dialogue_goes_on() -> None:
    talk = Talk()
    assert talk.hears(e.CallHeldInQueue(at=T0, call=CALL)) == [ENTER]
    assert talk.seen("queue") == [ENTER]
    assert talk.seen("fallback_waiting") == [ENTER]
    assert talk.seen("talk") == []


def test_a_question_that_cannot_be_asked_is_given_up_after_a_moment() -> None:
    talk = begun()
    failed = e.PromptFailed(at=T0, call=CALL, step=talk.question.step, reason="gone")
    assert talk.hears(failed) == [c.SetTimer(timer=f"dialogue {CALL}", due=T0 + 2)]
    talk.hears(e.TimerRang(at=T0, timer=f"dialogue {CALL}"))
    assert talk.said == no("failed")
    assert talk.hears(e.TimerRang(at=T0, timer=f"dialogue {CALL}")) == []
    assert talk.machine.refused(ENTER, T0) == []
    assert Talk().machine.refused(ENTER, T0) == [c.SetTimer(timer=f"dialogue {CALL}", due=T0 + 2)]


def test_the_question_is_in_the_callers_language() -> None:
    talk = Talk()
    talk.machine.apply(e.FlowEntered(at=T0, call=CALL, flow="f", node="n", attempt=1, language="zh"))
    talk.seen()
    assert talk.question.sound == f"zh:{sentences.CALL_BACK['zh']}"
