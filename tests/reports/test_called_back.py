"""A callback in the figures: the caller who accepted it flowed out once, and the agent's work on it counts as work."""

from msgspec.structs import replace

from cti import events as e
from reports.board import Board
from reports.period import Period, PeriodFold
from reports.report import calls_behind
from reports.visit import Visits
from tests.reports.stories import MEI, NOON, PLAN, SALES, SHANGHAI, WEI, answered, call, offer, queued, rings


def accepted(at: float = NOON) -> list[e.Event]:
    """Waits 60 seconds, says yes, hears the thanks."""
    return [
        *queued(1, at),
        e.CallbackOffered(at=at + 45, call=call(1), queue=SALES, number="+861381"),
        e.CallbackAccepted(at=at + 60, call=call(1), number="+861381"),
        e.CallLeftQueue(at=at + 60, call=call(1), queue=SALES, reason="callback", exit="message"),
        e.CallEnded(at=at + 66, call=call(1), ended_by="system"),
    ]


def called_back(at: float) -> list[e.Event]:
    """The agent is reserved, the customer dialled and on hold after ten seconds, then 60 seconds of talk."""
    _arrived, _queued, rung, *rest = answered(2, at, wait=12)
    assert isinstance(rung, e.AgentOffered)
    return [
        e.CallArrived(at=at, call=call(2), caller="+861381", caller_name="", dialled="", stage="dialling"),
        replace(rung, at=at),
        e.CallHeldInQueue(at=at + 10, call=call(2)),
        *rest,
    ]


def test_who_is_called_back_counts_once_as_flowed_out_and_the_talk_as_handled() -> None:
    floor = Board(PLAN, NOON)
    for fact in [*accepted(), *called_back(NOON + 300)]:
        floor.hear(fact)
    today = floor.queue(SALES).today
    assert (today.offered, today.flowed_out, today.abandoned, today.answered) == (1, 1, 0, 0)
    assert (today.service_level, today.asa_s, today.aht_s) == (None, None, 80)
    assert today.longest_wait_s == 60, "until the answer to the question, not until the callback"
    agent = floor.agent(WEI).today
    assert (agent.offered, agent.answered, agent.talk_s, agent.aht_s) == (1, 1, 50, 80)
    assert floor.queue(SALES).waiting == 0
    report = floor.today()
    assert dict(report.queues)[SALES] == today
    assert [row.call for row in calls_behind(floor.visits(), report.day, PLAN, "offered", SALES)] == [call(1)]
    assert [row.call for row in calls_behind(floor.visits(), report.day, PLAN, "aht_s", SALES)] == [call(2)]


def test_the_figures_of_a_period_are_the_same() -> None:
    day = Board(PLAN, NOON).day.date
    fold = PeriodFold(PLAN, Period(day, day, SHANGHAI), "queue")
    for fact in [*accepted(), *called_back(NOON + 300)]:
        fold.hear(fact)
    (row,) = fold.rows()
    assert (row.figures.offered, row.figures.flowed_out, row.figures.abandoned) == (1, 1, 0)
    assert row.figures.aht_s == 80


def test_while_the_customer_is_dialled_nobody_waits_and_nothing_counts() -> None:
    floor = Board(PLAN, NOON)
    for fact in called_back(NOON)[:3]:
        floor.hear(fact)
    assert (floor.queue(SALES).waiting, floor.queue(SALES).today.offered) == (0, 0)
    shown = floor.agent(WEI)
    assert (shown.state, shown.call and shown.call.caller) == ("offered", "+861381")


def test_a_customer_who_is_not_there_costs_the_queue_nothing() -> None:
    fold = Visits()
    arrived, reserved, *_ = called_back(NOON)
    for fact in (
        arrived,
        reserved,
        e.CustomerNotReached(at=NOON + 9, call=call(2), reason="busy"),
        e.OfferWithdrawn(at=NOON + 9, call=call(2), agent=WEI, offer=offer(2)),
        e.CallEnded(at=NOON + 9, call=call(2), ended_by="system"),
    ):
        fold.hear(fact)
    (visit,) = fold
    assert (visit.outcome, visit.wait_s, visit.handled, visit.offers[0].result) == (
        "called_back",
        0,
        False,
        "withdrawn",
    )


def test_a_callback_passed_on_to_a_colleague_charges_both() -> None:
    fold = Visits()
    for fact in [
        *called_back(NOON)[:-2],
        rings(2, NOON + 73, MEI, 2),
        e.AgentAnswered(at=NOON + 75, call=call(2), agent=MEI, offer=offer(2, 2)),
        e.CallEnded(at=NOON + 95, call=call(2), ended_by="caller"),
    ]:
        fold.hear(fact)
    (visit,) = fold
    assert [(segment.agent, segment.talk_s) for segment in visit.segments] == [(WEI, 50), (MEI, 20)]
