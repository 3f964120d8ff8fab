"""A caller whom no agent takes: told so, given a tone to speak after, or connected elsewhere; also when the service
dies in the middle of it."""

from collections.abc import Callable

import pytest

from acd.agent import Agent
from acd.queue import Queue
from acd.waiting_rules import Announcements, Exit
from cti import commands as c
from cti import events as e
from cti.ids import CallId
from cti.machine import Machine
from ivr import sentences
from ivr.loader import read
from reports.visit import FLOWED_OUT, Visits
from tests.walks.floor import ANNA, FLOW, SALES, CallCentre, call_centre
from tests.walks.test_caller_gone import waiting_caller

SORRY = {"en": "Nobody is here."}


def centre(way: Exit, **queue: object) -> CallCentre:
    def build() -> list[Machine]:
        rules = Queue(SALES, max_wait=30, when_over=way, **queue)  # type: ignore[arg-type]
        return call_centre(rules, {ANNA: Agent(ANNA, "Anna", (SALES,))}, read(FLOW, "walk.toml", "UTC", ["sales"]))

    return CallCentre(build)


def test_a_call_that_was_shown_out_is_neither_queued_nor_abandoned() -> None:
    floor = centre(Exit("voicemail", text=SORRY))
    call = waiting_caller(floor)
    floor.passes(31)
    assert floor.exchange.lines[call].hears == "Nobody is here."
    floor.exchange.hears_out(call)
    assert floor.exchange.lines[call].at == "voicemail"
    assert floor.calls.by_id[call].stage == "voicemail"
    floor.comes_to_work(ANNA)
    assert floor.exchange.lines[call].rings is None, "it is offered to nobody"
    floor.exchange.caller_hangs_up(call)
    visits = Visits()
    for fact in floor.journal:
        visits.hear(fact)
    assert [visit.outcome for visit in visits] == [FLOWED_OUT]


def test_a_closed_site_tells_the_caller_who_has_not_yet_waited() -> None:
    floor = centre(Exit())
    floor.happens(e.SiteClosed(at=floor.exchange.now, by="Sue", text={"en": "There is a fire."}))
    call = waiting_caller(floor)
    assert floor.exchange.lines[call].hears == "There is a fire."
    assert "CallHeldInQueue" not in floor.kinds(call)
    floor.exchange.hears_out(call)
    assert call not in floor.exchange.lines


def test_who_is_connected_outside_is_let_be_and_who_is_not_is_told() -> None:
    floor = centre(Exit("external", number="10086"))
    first, second = waiting_caller(floor), waiting_caller(floor)
    floor.passes(31)
    for call in (first, second):
        floor.exchange.hears_out(call)
        assert floor.exchange.lines[call].outside == "10086"
    floor.exchange.answers_outside(first)
    floor.exchange.does_not_answer_outside(second)
    floor.dies()
    floor.starts_again()
    assert floor.calls.by_id[first].stage == "outside"
    assert floor.exchange.lines[first].hears == "outside"
    assert floor.exchange.lines[second].hears == sentences.NO_ANSWER_OUTSIDE["en"]
    floor.exchange.hears_out(second)
    assert list(floor.exchange.lines) == [first]


Step = Callable[[CallCentre, CallId], None]
MESSAGE: tuple[Step, ...] = (
    lambda floor, call: floor.passes(31),
    lambda floor, call: floor.exchange.hears_out(call),
    lambda floor, call: floor.exchange.ends_message(call),
    lambda floor, call: floor.exchange.hears_out(call),
)


@pytest.mark.parametrize("dead_after", range(len(MESSAGE)))
def test_killed_at_any_step_of_a_message_the_caller_is_led_to_its_end(dead_after: int) -> None:
    floor = centre(Exit("voicemail", text=SORRY))
    call = waiting_caller(floor)
    for number, step in enumerate(MESSAGE):
        step(floor, call)
        if number == dead_after:
            floor.dies()
            floor.passes(3)
            floor.starts_again()
    assert call not in floor.exchange.lines
    heard = [order.sound for order in floor.exchange.orders if isinstance(order, c.PlayPrompt)]
    assert heard[-1] == sentences.THANKS["en"]
    assert sum(isinstance(order, c.RecordMessage) for order in floor.exchange.orders) == 1


def test_killed_before_the_caller_was_fetched_from_the_music() -> None:
    floor = centre(Exit(text=SORRY))
    call = waiting_caller(floor)
    floor.dies()
    floor.journal.append(
        e.CallLeftQueue(at=floor.exchange.now, call=call, queue=SALES, reason="timeout", exit="message", text=SORRY)
    )
    floor.starts_again()
    assert floor.exchange.lines[call].hears == "Nobody is here."


def test_the_caller_may_hang_up_at_any_step() -> None:
    for hangs_up_after in range(3):
        floor = centre(Exit("voicemail", text=SORRY))
        call = waiting_caller(floor)
        for step in MESSAGE[: hangs_up_after + 1]:
            step(floor, call)
        floor.exchange.caller_hangs_up(call)
        floor.passes(60)
        assert floor.kinds(call)[-1] == "CallEnded"
        assert not [order for order in floor.exchange.orders if isinstance(order, c.HangUp)]


def test_who_waits_is_told_the_place_and_hears_the_agent_as_soon_as_there_is_one() -> None:
    rules = Announcements(first=5, every=10, position=True, text={"en": "Hold on."})
    floor = centre(Exit(), announcements=rules)
    call = waiting_caller(floor)
    floor.passes(16)
    assert floor.exchange.lines[call].heard == ("You are next in line.", "Hold on.") * 2
    floor.comes_to_work(ANNA)
    floor.passes(10)
    floor.exchange.answers(call)
    floor.passes(60)
    assert len(floor.exchange.lines[call].heard) == 4, "neither while it rings nor while they talk"
    assert floor.exchange.lines[call].hears == "agent"
