"""The attendant leads each caller through the flow, ignores what comes too late, and goes on after a loss."""

import pytest

from cti import commands as c
from cti import events as e
from cti.ids import QueueId
from cti.machine import react
from ivr.attendant import Attendant
from ivr.loader import read
from tests.cti.world import CALL, OTHER, T0, arrived

FLOW = """
language = "en"
[nodes.hello]
kind = "say"
text.en = "Hello."
then = "menu"
[nodes.menu]
kind = "menu"
text.en = "One."
keys = { 1 = "sales" }
otherwise = "bye"
tries = 2
[nodes.sales]
kind = "queue"
queue = "sales"
[nodes.bye]
kind = "hang_up"
"""


class Line:
    """An attendant, and the journal from which another could take over at any instant."""

    def __init__(self) -> None:
        self.journal: list[e.Event] = []
        self.attendant = self.fresh()

    def fresh(self) -> Attendant:
        return Attendant(read(FLOW, "f", "UTC", ["sales"]), lambda text, language: f"{language}:{text}")

    def hears(self, fact: e.Event, *, dies: bool = False) -> list[c.Command]:
        if dies:
            self.attendant = self.fresh()
            for old in self.journal:
                self.attendant.apply(old)
        self.journal.append(fact)
        orders = react(self.attendant, fact)
        self.journal += [order.event for order in orders if isinstance(order, c.Record)]
        return [order for order in orders if not isinstance(order, c.Record | c.CancelTimer)]


def played(step: str) -> e.PromptFinished:
    return e.PromptFinished(at=T0, call=CALL, step=step)


def pressed(step: str, digits: str) -> e.DigitsEntered:
    return e.DigitsEntered(at=T0, call=CALL, step=step, digits=digits)


@pytest.mark.parametrize("dies", [False, True])
def test_a_caller_is_led_to_the_queue_also_by_one_attendant_after_another(dies: bool) -> None:
    line = Line()
    (greeting,) = line.hears(arrived())
    assert isinstance(greeting, c.CollectDigits), "a key interrupts the greeting"
    assert (greeting.step, greeting.sound) == ("hello.1", "en:Hello.")
    (ask,) = line.hears(pressed("hello.1", ""), dies=dies)
    assert isinstance(ask, c.CollectDigits)
    assert (ask.step, ask.max_digits) == ("menu.2", 1)
    (again,) = line.hears(pressed("menu.2", "7"), dies=dies)
    assert again.step == "menu.3"  # type: ignore[attr-defined]
    assert line.hears(pressed("menu.3", "1"), dies=dies) == []
    assert [type(fact).__name__ for fact in line.journal[-2:]] == ["FlowLeft", "CallQueued"]


def test_answers_to_an_earlier_prompt_change_nothing() -> None:
    line = Line()
    line.hears(arrived())
    line.hears(played("hello.1"))
    before = len(line.journal)
    for late in (played("hello.1"), pressed("hello.1", "1"), pressed("menu.9", "1"), played("")):
        assert line.hears(late) == []
    assert len(line.journal) == before + 4


def test_a_flow_that_ends_hangs_up() -> None:
    line = Line()
    line.hears(arrived())
    line.hears(played("hello.1"))
    line.hears(pressed("menu.2", ""))
    assert line.hears(pressed("menu.3", "")) == [c.HangUp(call=CALL)]
    assert line.journal[-1] == e.FlowLeft(at=T0, call=CALL, flow="f", outcome="self_service")


def test_a_prompt_that_cannot_be_played_is_passed_over() -> None:
    line = Line()
    line.hears(arrived())
    (ask,) = line.hears(e.PromptFailed(at=T0, call=CALL, step="hello.1", reason="no such file"))
    assert isinstance(ask, c.CollectDigits)


@pytest.mark.parametrize("dies", [False, True])
def test_after_a_loss_the_caller_hears_the_present_prompt_again(dies: bool) -> None:
    line = Line()
    line.hears(arrived())
    line.hears(played("hello.1"))
    (ask,) = line.hears(e.CallResumed(at=T0, call=CALL, stage="flow"), dies=dies)
    assert (type(ask), ask.step) == (c.CollectDigits, "menu.3")  # type: ignore[attr-defined]
    assert line.hears(pressed("menu.2", "1")) == [], "the answer to the prompt before the loss is late"
    assert line.hears(pressed("menu.3", "1")) == []
    assert isinstance(line.journal[-1], e.CallQueued)


def test_a_call_that_arrived_in_the_instant_of_a_death_begins_its_flow() -> None:
    line = Line()
    line.journal.append(arrived())
    (play,) = line.hears(e.CallResumed(at=T0, call=CALL, stage="flow"), dies=True)
    assert isinstance(play, c.CollectDigits)


@pytest.mark.parametrize(
    "fact",
    [
        e.CallEnded(at=T0, call=CALL, ended_by="caller"),
        e.CallServedByFallback(at=T0, call=CALL, queue="x"),
        e.CallQueued(at=T0, call=CALL, queue=QueueId("sales")),
    ],
)
def test_who_has_left_the_flow_is_not_led_any_more(fact: e.Event) -> None:
    line = Line()
    line.hears(arrived())
    line.hears(fact)
    assert line.hears(played("hello.1")) == []
    assert line.hears(e.CallResumed(at=T0, call=CALL, stage="flow")) == []


def test_callers_do_not_disturb_each_other() -> None:
    line = Line()
    line.hears(arrived())
    line.hears(arrived(T0, OTHER))
    line.hears(played("hello.1"))
    (ask,) = line.hears(e.PromptFinished(at=T0, call=OTHER, step="hello.1"))
    assert (ask.call, ask.step) == (OTHER, "menu.2")  # type: ignore[attr-defined]


def test_a_prompt_that_was_refused_is_asked_again_after_a_moment() -> None:
    line = Line()
    (ask,) = line.hears(arrived())
    assert isinstance(ask, c.TelephonyCommand)
    (timer,) = line.attendant.refused(ask, T0)
    assert isinstance(timer, c.SetTimer)
    (again,) = line.hears(e.TimerRang(at=timer.due, timer=timer.timer))
    assert isinstance(again, c.CollectDigits)
    assert again.sound == "en:Hello."
