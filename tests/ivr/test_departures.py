"""A caller who leaves a queue is led out by the queue's way, hears why, and is not lost wherever the service dies."""

import pytest

from cti import commands as c
from cti import events as e
from cti.ids import QueueId
from cti.machine import react
from ivr import sentences
from ivr.departures import Departures
from tests.cti.world import CALL, OTHER, T0

SALES = QueueId("sales")
TEXT = {"en": "Sorry.", "zh": "抱歉。"}


class Line:
    """The departures, and the journal from which another could take over at any instant."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.journal: list[e.Event] = []
        self.machine = self.fresh()

    def fresh(self) -> Departures:
        machine = Departures(self.language, lambda text, language: f"{language}:{text}")
        for fact in self.journal:
            machine.apply(fact)
        return machine

    def hears(self, fact: e.Event, *, dies: bool = False) -> list[c.Command]:
        if dies:
            self.machine = self.fresh()
        if not isinstance(fact, e.TimerRang):
            self.journal.append(fact)
        orders = react(self.machine, fact)
        self.journal += [order.event for order in orders if isinstance(order, c.Record)]
        return [order for order in orders if not isinstance(order, c.CancelTimer)]


def left(exit_: str, to: str = "", text: dict[str, str] | None = None, reason: str = "timeout") -> e.CallLeftQueue:
    return e.CallLeftQueue(at=T0, call=CALL, queue=SALES, reason=reason, exit=exit_, to=to, text=text or {})


def seen(stage: str = "flow") -> e.CallResumed:
    return e.CallResumed(at=T0, call=CALL, stage=stage)


def played(step: str = "departure.text") -> e.PromptFinished:
    return e.PromptFinished(at=T0, call=CALL, step=step)


def says(text: str, step: str = "departure.text") -> c.PlayPrompt:
    return c.PlayPrompt(call=CALL, step=step, sound=text)


HANG_UP, ENTER = c.HangUp(call=CALL), c.EnterFlow(call=CALL)
THANKS = says(f"en:{sentences.THANKS['en']}", "departure.last")
NOBODY_THERE = says(f"en:{sentences.NO_ANSWER_OUTSIDE['en']}", "departure.last")


@pytest.mark.parametrize("dies", [False, True])
def test_a_message_is_heard_to_its_end_and_then_the_call_is_over(dies: bool) -> None:
    line = Line()
    assert line.hears(left("message", text=TEXT)) == [ENTER]
    assert line.hears(seen(), dies=dies) == [says("en:Sorry.")]
    assert line.hears(played(), dies=dies) == [HANG_UP]
    assert line.hears(e.CallEnded(at=T0, call=CALL, ended_by="system")) == []
    assert line.hears(seen()) == []


@pytest.mark.parametrize("dies", [False, True])
def test_a_message_is_left_and_thanked_for(dies: bool) -> None:
    line = Line()
    line.hears(left("voicemail"))
    assert line.hears(seen(), dies=dies) == [says(f"en:{sentences.VOICEMAIL['en']}")]
    assert line.hears(played(), dies=dies) == [c.RecordMessage(call=CALL, seconds=180)]
    assert line.hears(e.VoicemailStarted(at=T0, call=CALL), dies=dies) == []
    assert line.hears(seen("voicemail"), dies=dies) == []
    assert line.hears(seen(), dies=dies) == [THANKS]
    assert line.hears(played("departure.last"), dies=dies) == [HANG_UP]


def test_a_message_whose_beginning_nobody_saw_is_thanked_for_too() -> None:
    line = Line()
    for fact in (left("voicemail"), seen(), played(), seen("voicemail")):
        line.hears(fact)
    assert line.hears(seen()) == [THANKS]


def test_where_no_message_can_be_taken_the_caller_is_told_so() -> None:
    line = Line()
    for fact in (left("voicemail"), seen(), played()):
        line.hears(fact)
    assert line.machine.refused(c.RecordMessage(call=CALL), T0) == [c.SetTimer(timer=f"departure {CALL}", due=T0 + 2)]
    sorry = says(f"en:{sentences.NO_VOICEMAIL['en']}", "departure.last")
    assert line.hears(e.VoicemailFailed(at=T0, call=CALL, reason="The disk is full.")) == [sorry]
    assert line.hears(played("departure.last")) == [HANG_UP]


@pytest.mark.parametrize("dies", [False, True])
def test_a_number_outside_is_dialled_and_if_nobody_answers_that_is_said(dies: bool) -> None:
    line = Line()
    line.hears(left("external", to="10086", text=TEXT))
    line.hears(seen())
    assert line.hears(played(), dies=dies) == [c.ConnectOutside(call=CALL, number="10086")]
    assert line.hears(e.OutsideDialled(at=T0, call=CALL, number="10086"), dies=dies) == []
    assert line.hears(e.OutsideFailed(at=T0, call=CALL, number="10086", reason="busy"), dies=dies) == []
    assert line.hears(seen(), dies=dies) == [NOBODY_THERE]
    assert line.hears(played("departure.last")) == [HANG_UP]


def test_a_caller_who_is_back_from_outside_though_nobody_saw_why_is_told_and_it_is_written_down() -> None:
    line = Line()
    for fact in (left("external", to="10086"), seen(), played(), seen("outside")):
        line.hears(fact)
    record, *rest = line.hears(seen())
    assert isinstance(record, c.Record)
    assert record.event == e.OutsideFailed(at=T0, call=CALL, number="10086", reason="unknown")
    assert rest == [NOBODY_THERE]


def test_a_number_that_is_none_is_not_dialled() -> None:
    line = Line()
    line.hears(left("external", to="reception"))
    line.hears(seen())
    record, *rest = line.hears(played())
    assert isinstance(record, c.Record)
    assert rest == [NOBODY_THERE]
    assert line.hears(played("departure.last")) == [HANG_UP]


def test_hanging_up_without_a_text_is_done_at_once_and_with_one_after_it() -> None:
    assert Line().hears(left("hang_up")) == [HANG_UP]
    line = Line()
    assert line.hears(left("hang_up", text=TEXT)) == [ENTER]
    assert line.hears(seen()) == [says("en:Sorry.")]


@pytest.mark.parametrize(
    ("reason", "texts"), [("closed", sentences.CLOSED), ("full", sentences.FULL), ("step", sentences.NOBODY)]
)
def test_where_nothing_is_written_the_reason_says_what_is_heard(reason: str, texts: dict[str, str]) -> None:
    line = Line("zh")
    line.hears(left("message", reason=reason))
    assert line.hears(seen()) == [says(f"zh:{texts['zh']}")]


def test_the_caller_is_spoken_to_in_the_language_of_the_flow_or_else_in_any_there_is() -> None:
    line = Line("zh")
    line.hears(e.FlowEntered(at=T0, call=CALL, flow="f", node="n", attempt=1, language="en"))
    line.hears(left("message", text=TEXT))
    assert line.hears(seen()) == [says("en:Sorry.")]
    other = Line("zh")
    other.hears(left("message", text={"fr": "Pardon."}))
    assert other.hears(seen()) == [says("fr:Pardon.")]


def test_a_caller_who_is_still_on_hold_is_fetched_wherever_that_is_seen() -> None:
    line = Line()
    line.hears(left("message", text=TEXT))
    assert line.hears(e.CallHeldInQueue(at=T0, call=CALL)) == [ENTER]
    assert line.hears(seen("queue")) == [ENTER]
    assert line.hears(seen("fallback_waiting")) == [ENTER]
    assert line.hears(seen("talk")) == []


def test_an_order_that_is_refused_is_followed_by_another_look_unless_the_caller_is_seen_before() -> None:
    line = Line()
    line.hears(left("message", text=TEXT))
    timer = f"departure {CALL}"
    assert line.machine.refused(ENTER, T0) == [c.SetTimer(timer=timer, due=T0 + 2)]
    assert line.hears(e.TimerRang(at=T0 + 2, timer=timer)) == [ENTER]
    assert c.CancelTimer(timer=timer) in react(line.machine, seen())
    assert line.hears(e.PromptFailed(at=T0, call=CALL, step="departure.text", reason="-1")) == [
        c.SetTimer(timer=timer, due=T0 + 2)
    ]
    line.hears(e.CallEnded(at=T0, call=CALL, ended_by="caller"))
    assert line.hears(e.TimerRang(at=T0 + 4, timer=timer)) == []
    assert line.machine.refused(ENTER, T0) == []


def test_what_others_do_is_none_of_its_business() -> None:
    line = Line()
    assert line.hears(left("")) == []
    line.hears(left("message", text=TEXT))
    assert line.hears(e.CallResumed(at=T0, call=OTHER, stage="flow")) == []
    assert line.hears(played("menu.3")) == []
    assert line.hears(e.TelephonyLost(at=T0, node="main")) == []
    assert line.machine.resume(T0) == []
    line.hears(e.CallQueued(at=T0, call=CALL, queue=SALES))
    assert line.hears(seen()) == []
