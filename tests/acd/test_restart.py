"""A distributor that starts again: nobody is offered anything before the telephones are seen."""

from cti import commands as c
from cti import events as e
from cti.ids import CallId, offer_id
from tests.acd.desk import ANNA, SALES, Shift


def test_a_restarted_server_offers_nothing_before_the_link_is_up() -> None:
    floor = Shift().works(ANNA)
    first = floor.calls("first")
    second = floor.calls("second")
    assert floor.ringing == {first: ANNA}
    # The caller hangs up, and the service dies before it decides what that means for the agent.
    floor.journal.append(e.CallEnded(at=floor.now, call=first, ended_by="caller"))
    assert any(isinstance(fact, e.TelephonyRestored) for fact in floor.journal)
    floor.orders.clear()
    machine = floor.machine
    floor.restarts()
    assert floor.machine is not machine
    withdrawn = next(n for n, fact in enumerate(floor.journal) if isinstance(fact, e.OfferWithdrawn))
    restored = max(n for n, fact in enumerate(floor.journal) if isinstance(fact, e.TelephonyRestored))
    offered = max(n for n, fact in enumerate(floor.journal) if isinstance(fact, e.AgentOffered))
    assert withdrawn < restored < offered
    assert [ring.call for ring in floor.orders if isinstance(ring, c.RingAgent)] == [second]


def test_a_call_that_waits_is_not_offered_by_a_timer_before_the_link_is_up() -> None:
    floor = Shift().works(ANNA)
    call = CallId("mine")
    floor.machine = floor.fresh()
    for fact in (*floor.journal, e.CallQueued(at=floor.now, call=call, queue=SALES)):
        floor.machine.apply(fact)
    floor.machine.apply(e.ServiceStarted(at=floor.now, version="next"))
    assert not floor.machine.floor.telephony_up
    floor.hears(e.TimerRang(at=floor.now, timer=f"again {ANNA}"))
    assert offer_id(call, 1) not in {fact.offer for fact in floor.journal if isinstance(fact, e.AgentOffered)}
