"""Virtual hold: who is asked, what the answer does to the place in line, and that no question lasts for ever."""

from dataclasses import dataclass
from typing import Any

import pytest

from acd.distributor import Distributor
from acd.explain import NOT_READY, Explanation
from acd.explain_texts import say
from acd.floor import Floor as FloorState
from acd.queue import Queue
from acd.waiting_rules import Announcements, CallbackRules
from cti import commands as c
from cti import events as e
from cti.ids import CallId, attempt_id, callback_id
from tests.acd.desk import ANNA, BEN, SALES, Shift, agent

NUMBER = "+8613800138001"


@dataclass
class Told(Shift):
    """A shift whose callers are promised a wait of so many seconds."""

    promised: float | None = None

    def fresh(self) -> Distributor:
        machine = super().fresh()
        machine._virtual_hold._expected = lambda _call, _at: self.promised
        return machine


def shift(*staff: Any, promised: float | None = None, **rules: Any) -> Told:
    queue = Queue(SALES, ring_seconds=20, wrap_up_seconds=0, callbacks=CallbackRules(**{"offer_after": 60, **rules}))
    floor = Told([queue], [agent(ANNA), agent(BEN)], promised=promised)
    floor.works(*staff)
    return floor


def calls(floor: Shift, name: str = "mine", number: str = NUMBER) -> CallId:
    call = CallId(name)
    floor.hears(e.CallArrived(at=floor.now, call=call, caller=number, caller_name="", dialled="1000"))
    floor.hears(e.CallQueued(at=floor.now, call=call, queue=SALES))
    return call


def asked(floor: Shift) -> list[tuple[CallId, str]]:
    return [(fact.call, fact.number) for fact in floor.journal if isinstance(fact, e.CallbackOffered)]


def accepts(floor: Shift, call: CallId, number: str = NUMBER) -> None:
    floor.hears(e.CallbackAccepted(at=floor.now, call=call, number=number))


def declines(floor: Shift, call: CallId, reason: str = "key") -> None:
    floor.hears(e.CallbackDeclined(at=floor.now, call=call, reason=reason))


@pytest.mark.parametrize(
    ("promised", "least", "is_asked"),
    [(None, 0, True), (-5, 0, True), (None, 60, False), (59, 60, False), (60, 60, True)],
)
def test_a_caller_is_asked_whose_wait_is_expected_to_be_long_enough(
    promised: float | None, least: float, is_asked: bool
) -> None:
    floor = shift(promised=promised, least_wait=least)
    call = calls(floor)
    floor.passes(59)
    assert asked(floor) == []
    floor.passes(1)
    assert asked(floor) == ([(call, NUMBER)] if is_asked else [])


@pytest.mark.parametrize(
    ("number", "own"), [("10086", "10086"), ("anonymous", ""), ("", ""), ("110", ""), ("+49301234567", "+49301234567")]
)
def test_who_cannot_be_called_back_at_the_own_number_is_asked_for_another(number: str, own: str) -> None:
    floor = shift()
    call = calls(floor, number=number)
    floor.passes(60)
    assert asked(floor) == [(call, own)]


def test_who_is_asked_is_offered_to_nobody_and_after_a_no_at_once() -> None:
    floor = shift()
    call = calls(floor)
    floor.passes(60)
    floor.works(ANNA)
    floor.hears(e.CallHeldInQueue(at=floor.now, call=call))
    assert floor.ringing == {}, "the caller is being asked"
    later = calls(floor, "later")
    assert floor.ringing == {later: ANNA}
    floor.works(BEN)
    declines(floor, call)
    assert floor.ringing == {later: ANNA, call: BEN}
    assert c.HoldInQueue(call=call, queue=SALES) in floor.orders
    floor.passes(600)
    assert len(asked(floor)) == 1, "once is enough"


def test_a_yes_keeps_the_place_and_thanks_the_caller() -> None:
    floor = shift()
    call = calls(floor)
    since = floor.now
    floor.passes(60)
    later = calls(floor, "later")
    accepts(floor, call)
    requested, left = floor.journal[-2:]
    assert isinstance(requested, e.CallbackRequested)
    assert isinstance(left, e.CallLeftQueue)
    assert (requested.number, requested.since, requested.by, requested.call) == (NUMBER, since, "caller", call)
    assert (left.reason, left.exit) == ("callback", "message")
    floor.passes(14)
    assert set(floor.machine.floor.waiting) == {later}, "the caller still hears the thanks"
    floor.hears(e.CallEnded(at=floor.now, call=call, ended_by="system"))
    floor.passes(1)
    floor.works(ANNA)
    assert floor.ringing == {attempt_id(callback_id(call), 1): ANNA}, "before who came later"


def test_who_says_yes_twice_for_one_number_is_called_once() -> None:
    floor = shift()
    first, second = calls(floor, "first"), calls(floor, "second")
    floor.passes(60)
    accepts(floor, first)
    accepts(floor, second)
    assert [f.callback for f in floor.journal if isinstance(f, e.CallbackRequested)] == [callback_id(first)]
    assert [f.callback for f in floor.journal if isinstance(f, e.CallbackMerged)] == [callback_id(first)]
    assert floor.machine.floor.waiting == {}


def test_a_call_that_rings_is_asked_only_when_nobody_answered() -> None:
    floor = shift(ANNA, offer_after=10)
    call = calls(floor)
    floor.passes(15)
    assert asked(floor) == []
    floor.expires(call, "no_answer")
    floor.passes(5)
    assert asked(floor) == [(call, NUMBER)]


def test_a_question_that_nobody_ends_is_ended_and_keys_show_that_somebody_is_there() -> None:
    floor = shift()
    call = calls(floor)
    floor.passes(60 + 59)
    floor.hears(e.DigitsEntered(at=floor.now, call=call, step="callback.choose.1", digits="2"))
    floor.passes(59)
    assert floor.machine.floor.waiting[call].asking
    floor.passes(1)
    assert [f.reason for f in floor.journal if isinstance(f, e.CallbackDeclined)] == ["timeout"]
    assert floor.machine.floor.waiting[call].ready
    declines(floor, call, "silence")
    assert floor.orders.count(c.HoldInQueue(call=call, queue=SALES)) == 2, "when queued, and once afterwards"


def test_hanging_up_while_asked_is_abandoning() -> None:
    floor = shift(abandoned=True, abandoned_after=30)
    call = calls(floor)
    floor.passes(62)
    floor.hears(e.CallEnded(at=floor.now, call=call, ended_by="caller"))
    assert [f.by for f in floor.journal if isinstance(f, e.CallbackRequested)] == ["abandoned"]


def test_who_left_no_number_is_not_called_back_after_giving_up() -> None:
    floor = shift(abandoned=True, abandoned_after=0)
    call = calls(floor, number="anonymous")
    floor.hears(e.CallEnded(at=floor.now + 5, call=call, ended_by="caller"))
    assert not [f for f in floor.journal if isinstance(f, e.CallbackRequested)]


def test_nothing_is_announced_to_who_is_asked() -> None:
    queue = Queue(
        SALES, callbacks=CallbackRules(offer_after=5), announcements=Announcements(first=10, text={"en": "Hold on."})
    )
    floor = Shift([queue])
    call = calls(floor)
    floor.passes(11)
    assert not [f for f in floor.journal if isinstance(f, e.CallAnnounced)]
    declines(floor, call)
    floor.passes(5)
    assert len([f for f in floor.journal if isinstance(f, e.CallAnnounced)]) == 1


@pytest.mark.parametrize("phase", ["waits", "asked", "accepted", "declined"])
def test_no_death_loses_a_caller_who_is_asked(phase: str) -> None:
    floor = shift()
    call = calls(floor)
    floor.passes(30 if phase == "waits" else 60)
    if phase == "accepted":
        # The answer is in the journal; the service dies before anybody acts on it.
        floor.journal.append(e.CallbackAccepted(at=floor.now, call=call, number=NUMBER))
    elif phase == "declined":
        floor.journal.append(e.CallbackDeclined(at=floor.now, call=call, reason="key"))
    floor.restarts()
    floor.hears(e.CallResumed(at=floor.now, call=call, stage="queue" if phase == "waits" else "flow"))
    if phase == "accepted":
        assert [f.number for f in floor.journal if isinstance(f, e.CallbackRequested)] == [NUMBER]
        assert call not in floor.machine.floor.waiting
    elif phase == "declined":
        assert floor.orders[-1] == c.HoldInQueue(call=call, queue=SALES)
        assert floor.machine.floor.waiting[call].ready
    else:
        floor.passes(60)
        assert asked(floor) == [(call, NUMBER)]
        floor.passes(60)
        assert floor.machine.floor.waiting[call].ready, "an answer that never comes is not waited for"


def test_a_queue_that_begins_to_offer_asks_who_waits_already() -> None:
    floor = shift(offer_after=None)
    call = calls(floor)
    floor.passes(100)
    floor.configures(floor.machine.floor.queue(SALES), callbacks={"offer_after": 60.0})
    floor.passes(1)
    assert asked(floor) == [(call, NUMBER)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_why_a_caller_who_was_asked_waited_is_told(language: str) -> None:
    floor = shift()
    call = calls(floor)
    floor.passes(60)
    floor.works(ANNA)
    calls(floor, "later")
    declines(floor, call)
    told = Explanation(FloorState({q.id: q for q in floor.queues}, {a.id: a for a in floor.agents}), call)
    for fact in floor.journal:
        told.hear(fact)
    codes = [line.code for line in told.lines]
    assert codes == ["queued", "joined", "callback_offered", "callback_declined", "passed_over"]
    assert told.lines[-1].values["reasons"][0]["code"] == NOT_READY
    assert all("{" not in say(line, language, {}) for line in told.lines)
