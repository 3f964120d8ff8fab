"""What a call's facts mean in a queue's figures."""

from hypothesis import given

from cti import events as e
from cti.ids import QueueId
from reports.visit import SILENT, Visit, Visits
from tests.reports.stories import (
    ANY_ORDER,
    MEI,
    NOON,
    SALES,
    SERVICE,
    WEI,
    abandoned,
    answered,
    call,
    ended,
    offer,
    queued,
    rings,
)

STANDS = ("ahead", "free", "ringing", "talking", "wrap_up", "not_ready", "away")


def visits(*facts: e.Event) -> list[Visit]:
    fold = Visits()
    for fact in facts:
        fold.hear(fact)
    return list(fold)


def test_an_answered_call() -> None:
    (visit,) = visits(*answered(1, NOON))
    assert (visit.outcome, visit.wait_s, visit.agent, visit.talk_s) == ("answered", 10, WEI, 50)
    (segment,) = visit.segments
    assert (segment.talk_s, segment.hold_s, segment.wrap_up_s, segment.handle_s) == (50, 10, 20, 80)
    assert [rung.result for rung in visit.offers] == ["answered"]


def test_an_abandoned_call_withdraws_its_ring_and_nobody_missed_it() -> None:
    (visit,) = visits(*queued(1, NOON), rings(1, NOON + 2), ended(1, NOON + 8))
    assert (visit.outcome, visit.wait_s, visit.offers[0].result) == ("abandoned", 8, "withdrawn")


def test_a_call_not_answered_rings_on_and_keeps_waiting() -> None:
    (visit,) = visits(
        *queued(1, NOON),
        rings(1, NOON + 2),
        e.OfferExpired(at=NOON + 17, call=call(1), agent=WEI, offer=offer(1), reason="no_answer"),
        rings(1, NOON + 17, MEI, 2),
        e.OfferExpired(at=NOON + 18, call=call(1), agent=MEI, offer=offer(1, 2), reason="unreachable"),
    )
    assert (visit.outcome, [rung.result for rung in visit.offers]) == ("waiting", ["missed", "failed"])


def test_a_move_to_another_queue_flows_out_of_the_first() -> None:
    first, second = visits(
        *queued(1, NOON), e.CallQueued(at=NOON + 30, call=call(1), queue=SERVICE), ended(1, NOON + 40)
    )
    assert (first.queue, first.outcome, first.wait_s) == (SALES, "flowed_out", 30)
    assert (second.queue, second.outcome, second.wait_s) == (SERVICE, "abandoned", 10)


def test_said_again_after_a_restart_it_is_the_same_wait() -> None:
    (visit,) = visits(*queued(1, NOON), e.CallQueued(at=NOON + 30, call=call(1), queue=SALES), ended(1, NOON + 40))
    assert visit.wait_s == 40


def test_a_call_served_by_the_fallback_flows_out() -> None:
    fallback = e.CallServedByFallback(at=NOON + 30, call=call(1), queue="sales")
    (visit,) = visits(*queued(1, NOON), fallback, ended(1, NOON + 90))
    assert (visit.outcome, visit.wait_s) == ("flowed_out", 30)
    arrived = queued(1, NOON)[0]
    (unseen,) = visits(arrived, fallback, ended(1, NOON + 90))
    assert (unseen.outcome, unseen.wait_s, unseen.queue) == ("flowed_out", 0, QueueId("sales"))


def test_a_call_that_leaves_its_queue_flows_out_and_may_wait_there_again() -> None:
    left = e.CallLeftQueue(at=NOON + 30, call=call(1), queue=SALES, reason="timeout")
    again = e.CallQueued(at=NOON + 60, call=call(1), queue=SALES)
    first, second = visits(*queued(1, NOON), left, again, ended(1, NOON + 65))
    assert (first.outcome, first.wait_s, second.outcome, second.wait_s) == ("flowed_out", 30, "abandoned", 5)
    (other,) = visits(*queued(1, NOON), e.CallLeftQueue(at=NOON + 1, call=call(1), queue=SERVICE, reason="key"))
    assert other.outcome == "waiting", "it was said of a queue in which it does not wait"


def test_a_call_passed_on_charges_each_agent_with_their_own_time() -> None:
    (visit,) = visits(
        *answered(1, NOON, talk=30)[:-2],
        e.AgentAnswered(at=NOON + 50, call=call(1), agent=MEI, offer=offer(1, 2)),
        ended(1, NOON + 70),
    )
    assert [(segment.agent, segment.talk_s) for segment in visit.segments] == [(WEI, 30), (MEI, 20)]


def test_a_call_that_never_wanted_an_agent_is_no_visit() -> None:
    assert visits(queued(1, NOON)[0], ended(1, NOON + 10)) == []
    assert visits(ended(1, NOON + 10), rings(1, NOON)) == []


def test_nothing_waits_after_the_end_of_the_call() -> None:
    late = e.CallQueued(at=NOON + 9, call=call(1), queue=SERVICE)
    assert [visit.outcome for visit in visits(*abandoned(1, NOON, 8), late)] == ["abandoned"]


def test_old_ended_calls_are_forgotten_and_others_not() -> None:
    fold = Visits()
    for fact in [*abandoned(1, NOON, 8), *queued(2, NOON), *abandoned(3, NOON + 100, 8)]:
        fold.hear(fact)
    fold.forget(NOON + 50)
    assert [visit.call for visit in fold] == [call(2), call(3)]


@given(ANY_ORDER)
def test_whatever_happens_no_visit_is_lost_or_negative(facts: list[e.Event]) -> None:
    fold, seen = Visits(), 0
    for fact in facts:
        changed = fold.hear(fact)
        seen += sum(was is None for was, _ in changed)
        assert all(now in list(fold) for _, now in changed)
        for visit in fold:
            assert visit.wait_s >= 0
            assert all(min(s.talk_s, s.hold_s, s.wrap_up_s) >= 0 for s in visit.segments)
            assert visit.outcome == "called_back" or (visit.outcome == "answered") == bool(visit.segments)
            over = isinstance(fact, e.CallEnded) and fact.call == visit.call
            assert not (over and visit.outcome == "waiting")
    assert len(list(fold)) == seen


def test_facts_that_are_passed_over_would_change_nothing() -> None:
    silent = [
        e.CallerRecognised(at=NOON + 1, call=call(1)),
        e.FlowEntered(at=NOON + 1, call=call(1), flow="main", node="menu", attempt=1, language="en"),
        e.FlowLeft(at=NOON + 1, call=call(1), flow="main", outcome="queued"),
        e.DigitsEntered(at=NOON + 1, call=call(1), step="menu.1", digits="1"),
        e.PromptFinished(at=NOON + 1, call=call(1), step="menu.1"),
        e.QueueJoined(at=NOON + 1, call=call(1), queue=SALES, **dict.fromkeys(STANDS, 0)),
        e.WaitPromised(at=NOON + 1, call=call(1), queue=SALES, p50=5.0, p90=9.0, at_once=False),
        e.CallHeldInQueue(at=NOON + 1, call=call(1)),
        e.InteractionLogged(at=NOON + 1, call=call(1), customer=None, interaction="1"),
    ]
    assert {type(fact) for fact in silent} == set(SILENT)
    assert visits(*queued(1, NOON), *silent, ended(1, NOON + 9)) == visits(*queued(1, NOON), ended(1, NOON + 9))
