"""What a long queue promises is what its callers are told, and whether they are asked to be called back."""

from dataclasses import dataclass
from math import ceil

import pytest

from acd.distributor import Distributor
from acd.promises import Promises
from acd.queue import Queue
from acd.waiting_rules import Announcements, CallbackRules
from cti import events as e
from cti.ids import CallId
from tests.acd.desk import ANNA, BEN, SALES, Shift, agent

TOLD = Announcements(first=10, every=60, wait=True)
SAID = (1, 2, 3, 5, 10, 15)
ASKED = CallbackRules(offer_after=10, least_wait=300)


@dataclass
class Promising(Shift):
    """A shift that promises every caller a wait, with nothing learnt before it begins."""

    def fresh(self) -> Distributor:
        queues, agents = {q.id: q for q in self.queues}, {a.id: a for a in self.agents}
        return Distributor(queues, agents, promises=Promises())


def busy(queue: Queue, callers: int) -> tuple[Promising, list[CallId]]:
    """Anna and Ben talk, and so many callers wait."""
    shift = Promising([queue], [agent(ANNA), agent(BEN)]).works(ANNA, BEN)
    for name in ("first talk", "second talk"):
        shift.answers(shift.calls(name))
    calls = [CallId(f"c{number:02}") for number in range(callers)]
    for call in calls:
        shift.hears(
            e.CallArrived(at=shift.now, call=call, caller="+8613800138001", caller_name="", dialled="1000"),
            e.CallQueued(at=shift.now, call=call, queue=SALES),
        )
    return shift, calls


def promised(shift: Shift) -> dict[CallId, float]:
    return {fact.call: fact.p50 for fact in shift.journal if isinstance(fact, e.WaitPromised)}


def told(shift: Shift) -> dict[CallId, list[int | None]]:
    minutes: dict[CallId, list[int | None]] = {}
    for fact in shift.journal:
        if isinstance(fact, e.CallAnnounced):
            minutes.setdefault(fact.call, []).append(fact.minutes)
    return minutes


def asked(shift: Shift) -> list[CallId]:
    return [fact.call for fact in shift.journal if isinstance(fact, e.CallbackOffered)]


def test_a_caller_is_told_the_minutes_left_of_the_promise_rounded_up() -> None:
    shift, (only,) = busy(Queue(SALES, announcements=TOLD), 1)
    assert 60 < promised(shift)[only] < 70, "ln 2 of the 90 s in which one of two agents ends a talk, and the pick-up"
    shift.passes(10)
    assert told(shift) == {only: [1]}


def test_the_further_behind_the_more_minutes_and_the_minutes_that_have_passed_are_taken_off() -> None:
    shift, calls = busy(Queue(SALES, announcements=TOLD), 12)
    promise = promised(shift)
    shift.passes(10)
    first = [told(shift)[call][0] or 0 for call in calls]
    assert first == sorted(first)
    assert (first[0], first[-1]) == (1, 15), "twelve times 90 s, of which ln 2, is 12.6 minutes: a quarter of an hour"
    shift.passes(120)
    left = [ceil((promise[call] - 130) / 60) for call in calls]
    again = [told(shift)[call][-1] for call in calls if len(told(shift)[call]) == 3]
    assert again == [min(step for step in SAID if step >= minutes) for minutes in left if minutes > 0]
    assert len(again) < 12, "who has waited for longer than was promised is told nothing more"


def test_nobody_is_told_a_wait_while_nobody_is_at_work() -> None:
    shift = Promising([Queue(SALES, announcements=TOLD)])
    shift.calls("a")
    shift.passes(120)
    assert (promised(shift), told(shift)) == ({}, {})


@pytest.mark.parametrize("restarted", [False, True])
def test_whoever_is_promised_a_long_wait_is_asked_for_a_callback_and_nobody_else(restarted: bool) -> None:
    shift, calls = busy(Queue(SALES, callbacks=ASKED), 12)
    promise = promised(shift)
    if restarted:
        shift.restarts()
    shift.passes(10)
    long = [call for call in calls if promise[call] - 10 >= 300]
    assert 0 < len(long) < 12
    assert asked(shift) == long


def test_a_wait_that_was_long_and_is_nearly_over_is_not_worth_a_callback() -> None:
    shift, calls = busy(Queue(SALES, callbacks=CallbackRules(offer_after=400, least_wait=300)), 12)
    promise = promised(shift)
    shift.passes(400)
    assert asked(shift) == [call for call in calls if promise[call] >= 700]
    assert calls[5] not in asked(shift), f"{promise[calls[5]]:.0f} s were promised, and 400 s are over"


def test_a_floor_that_turns_out_slow_promises_the_next_caller_more() -> None:
    fast, slow = (learnt(talk) for talk in (30, 600))
    assert slow > 3 * fast


def learnt(talk: float) -> float:
    """What the last of three callers is promised after ten talks of so many seconds."""
    shift = Promising([Queue(SALES, wrap_up_seconds=0)], [agent(ANNA)]).works(ANNA)
    shift.calls("talk 0")
    for number in range(10):
        call, following = CallId(f"talk {number}"), CallId(f"talk {number + 1}")
        offer = shift.answers(call)
        shift.hears(e.CallQueued(at=shift.now, call=following, queue=SALES)).passes(talk)
        shift.ends(call, ANNA, offer)
    shift.answers(CallId("talk 10"))
    for name in ("a", "b", "c"):
        shift.calls(name)
    return promised(shift)[CallId("c")]
