"""An agent's part of a call is measured alike on the customer's timeline and in the figures."""

from hypothesis import given
from msgspec.structs import asdict

from crm_bridge.timeline.interaction import interaction_of
from cti import events as e
from cti import segment as measure
from reports.visit import Visits
from tests.reports.stories import ANY_ORDER, NOON, WEI, answered, call, ended, offer

BEGUN = measure.begun(e.AgentAnswered(at=NOON, call=call(1), agent=WEI, offer=offer(1)))


def after(*facts: e.CallEvent) -> measure.Segment:
    segment = BEGUN
    for fact in facts:
        segment = measure.after(segment, fact)
    return segment


def over(at: float) -> e.SegmentEnded:
    return e.SegmentEnded(at=at, call=call(1), agent=WEI, offer=offer(1))


def held(at: float) -> e.CallHeld:
    return e.CallHeld(at=at, call=call(1), offer=offer(1))


def test_talk_is_known_when_the_segment_is_over() -> None:
    assert BEGUN.talk_s == 0
    assert after(over(NOON + 30)).talk_s == 30


def test_a_hold_that_lasts_to_the_end_is_hold() -> None:
    segment = after(held(NOON + 10), over(NOON + 30))
    assert (segment.talk_s, segment.hold_s) == (10, 20)


def test_a_segment_ends_once_and_with_the_call_at_the_latest() -> None:
    ends = e.CallEnded(at=NOON + 20, call=call(1), ended_by="caller")
    assert after(ends, over(NOON + 30)).ended_at == NOON + 20


def test_another_agents_facts_change_nothing() -> None:
    other = e.CallHeld(at=NOON + 10, call=call(1), offer=offer(1, 2))
    assert after(other) is BEGUN


def test_a_clock_that_jumped_back_gives_no_negative_time() -> None:
    assert after(over(NOON - 5)).talk_s == 0
    done = e.WrapUpFinished(at=NOON - 9, call=call(1), agent=WEI, offer=offer(1), by_limit=False)
    assert after(over(NOON), done).wrap_up_s == 0


def test_a_wrap_up_counts_when_it_is_finished() -> None:
    begins = e.WrapUpStarted(at=NOON + 30, call=call(1), agent=WEI, offer=offer(1), limit=NOON + 90)
    done = e.WrapUpFinished(at=NOON + 50, call=call(1), agent=WEI, offer=offer(1), by_limit=False)
    assert after(over(NOON + 30), begins).handle_s == 30
    assert after(over(NOON + 30), begins, done).handle_s == 50


def _agree(facts: list[e.Event]) -> None:
    facts = [*facts, ended(1, NOON + 1000)]
    visits = Visits()
    for fact in facts:
        visits.hear(fact)
    interaction = interaction_of(fact for fact in facts if isinstance(fact, e.CallEvent) and fact.call == call(1))
    assert interaction is not None
    told = {segment.offer: asdict(segment) for segment in reversed(interaction.segments)}
    counted = {s.offer: asdict(s) for visit in visits if visit.call == call(1) for s in visit.segments}
    assert all(told[name] == segment for name, segment in counted.items())


def test_a_timeline_and_a_report_agree_on_a_call() -> None:
    _agree(answered(1, NOON))


@given(ANY_ORDER)
def test_a_timeline_and_a_report_agree_whatever_happens(facts: list[e.Event]) -> None:
    _agree(facts)
