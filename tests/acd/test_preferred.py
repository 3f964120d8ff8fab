"""Who is waited for first: the customer's owner or last agent, whether the caller is recognised soon or late."""

from dataclasses import replace

import pytest

from acd.queue import LAST_AGENT, OWNER, Queue
from acd.waiting_rules import Step
from cti import events as e
from cti.ids import AgentId, CallId, OfferId
from tests.acd.desk import ANNA, BEN, CLEO, SALES, SUPPORT, Shift, agent

KEEPS = Queue(SALES, prefer=LAST_AGENT, prefer_seconds=30, wrap_up_seconds=0)


def recognised(shift: Shift, call: CallId, last: AgentId | None, owner: AgentId | None = None) -> None:
    shift.hears(e.CallerRecognised(at=shift.now, call=call, owner=owner, last_agent=last))


def waiting_behind_busy_anna(queue: Queue = KEEPS) -> tuple[Shift, tuple[CallId, OfferId], CallId]:
    """Anna talks, nobody else is there, and one more waits."""
    shift = Shift([queue], [agent(ANNA), agent(BEN)]).works(ANNA)
    busy = shift.calls("busy")
    offer = shift.answers(busy)
    return shift, (busy, offer), shift.calls("late")


@pytest.mark.parametrize(
    ("prefer", "last", "owner"), [(LAST_AGENT, ANNA, None), (OWNER, None, ANNA), (OWNER, BEN, ANNA)]
)
def test_who_is_recognised_while_waiting_is_kept_from_then_on(
    prefer: str, last: AgentId | None, owner: AgentId | None
) -> None:
    shift, (busy, offer), call = waiting_behind_busy_anna(replace(KEEPS, prefer=prefer))
    recognised(shift, call, last, owner)
    shift.works(BEN)
    assert shift.ringing == {}, "Ben is free, and the call is kept for Anna"
    shift.ends(busy, ANNA, offer)
    assert shift.ringing == {call: ANNA}


def test_the_time_counts_from_the_beginning_of_the_wait() -> None:
    shift, _, call = waiting_behind_busy_anna()
    since = shift.machine.floor.waiting[call].since
    shift.passes(20)
    recognised(shift, call, ANNA)
    assert shift.timers[f"wait {call}"] == since + 30
    shift.works(BEN)
    shift.passes(since + 29 - shift.now)
    assert shift.ringing == {}
    shift.passes(1)
    assert shift.ringing == {call: BEN}
    assert [fact.reason for fact in shift.journal if isinstance(fact, e.PreferenceLapsed)] == ["time"]


def test_who_is_recognised_too_late_is_anybodys() -> None:
    shift, _, call = waiting_behind_busy_anna()
    shift.passes(40)
    recognised(shift, call, ANNA)
    assert shift.machine.floor.waiting[call].waits_for is None
    shift.works(BEN)
    assert shift.ringing == {call: BEN}


def test_what_rings_goes_on_ringing() -> None:
    shift = Shift([KEEPS], [agent(ANNA), agent(BEN)]).works(BEN)
    call = shift.calls("quick")
    recognised(shift, call, ANNA)
    assert shift.ringing == {call: BEN}
    assert shift.machine.floor.waiting[call].prefer is None


def test_a_preferred_agent_who_is_free_and_kept_back_is_asked_at_once() -> None:
    shift = Shift([replace(KEEPS, keep_free=1)], [agent(ANNA), agent(BEN)]).works(ANNA)
    call = shift.calls("late")
    assert shift.ringing == {}
    recognised(shift, call, ANNA)
    assert shift.ringing == {call: ANNA}
    assert [fact.reason for fact in shift.journal if isinstance(fact, e.AgentOffered)] == ["preferred-agent"]


@pytest.mark.parametrize("whom", [CLEO, AgentId("nobody"), BEN])
def test_who_cannot_come_is_not_waited_for(whom: AgentId) -> None:
    """Cleo serves another queue, one is not known at all, and Ben is not there."""
    shift = Shift([KEEPS], [agent(ANNA), agent(BEN), agent(CLEO, SUPPORT)]).works(ANNA, CLEO)
    busy = shift.calls("busy")
    offer = shift.answers(busy)
    call = shift.calls("late")
    recognised(shift, call, whom)
    shift.ends(busy, ANNA, offer)
    assert shift.ringing == {call: ANNA}


def test_the_first_word_about_a_caller_stays_and_an_empty_one_is_none() -> None:
    shift, _, call = waiting_behind_busy_anna()
    recognised(shift, call, None)
    recognised(shift, call, ANNA)
    recognised(shift, call, BEN)
    assert shift.machine.floor.waiting[call].waits_for == ANNA


def test_a_new_life_keeps_the_call_and_its_time() -> None:
    shift, _, call = waiting_behind_busy_anna()
    recognised(shift, call, ANNA)
    since = shift.machine.floor.waiting[call].since
    shift.restarts()
    assert shift.machine.floor.waiting[call].waits_for == ANNA
    assert shift.timers[f"wait {call}"] == since + 30


def test_a_call_that_rings_already_is_not_offered_to_its_preferred_agent_as_well() -> None:
    """The wait's step lets the preferred agent in, while somebody else's phone rings."""
    widens = Queue(SALES, prefer=LAST_AGENT, ring_seconds=20, steps=(Step(12, also=(SUPPORT,)),))
    shift = Shift([widens, Queue(SUPPORT)], [agent(BEN), agent(CLEO, SUPPORT)]).works(BEN, CLEO)
    call = CallId("mine")
    shift.hears(e.CallArrived(at=shift.now, call=call, caller="1", caller_name="", dialled="1000"))
    recognised(shift, call, CLEO)
    shift.hears(e.CallQueued(at=shift.now, call=call, queue=SALES))
    shift.passes(12)
    assert [ring.agent for ring in (shift.machine.floor.waiting[call].ringing or {}).values()] == [BEN]


def test_a_vip_is_served_as_if_some_waiting_were_done_already_whenever_recognised() -> None:
    for late in (False, True):
        shift = Shift([Queue(SALES, vip_head_start=90)])
        first = shift.calls("first")
        shift.passes(60)
        vip = CallId("vip")
        known = e.CallerRecognised(at=shift.now, call=vip, vip=True)
        shift.hears(e.CallArrived(at=shift.now, call=vip, caller="10086", caller_name="", dialled="1000"))
        for fact in (
            (e.CallQueued(at=shift.now, call=vip, queue=SALES), known)
            if late
            else (
                known,
                e.CallQueued(at=shift.now, call=vip, queue=SALES),
            )
        ):
            shift.hears(fact)
        shift.works(ANNA)
        assert shift.ringing == {vip: ANNA}, "90 seconds are more than the other's 60"
        assert first in shift.machine.floor.waiting
