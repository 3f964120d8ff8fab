"""The plan follows the settings: limits and agents that change hold for the whole day, and old news changes nothing."""

from typing import Any

from cti import events as e
from cti.ids import AgentId, QueueId
from reports.board import Board
from tests.reports.stories import MEI, NOON, PLAN, SALES, SERVICE, WEI, abandoned, answered

NIGHT = QueueId("night")


def queue(name: QueueId, version: int, /, **settings: Any) -> e.QueueConfigured:
    return e.QueueConfigured(at=NOON + 300, queue=name, version=version, by="Sue", settings=settings)


def agent(name: AgentId, version: int, /, **settings: Any) -> e.AgentConfigured:
    return e.AgentConfigured(at=NOON + 300, agent=name, version=version, by="Sue", settings=settings)


def test_a_newer_version_replaces_a_queue_and_an_older_one_does_not() -> None:
    plan = PLAN.after(queue(SALES, 2, threshold=10.0, short_abandon=3.0))
    assert (plan.queue(SALES).threshold_s, plan.queue(SALES).short_abandon_s) == (10.0, 3.0)
    assert plan.after(queue(SALES, 2, threshold=99.0)) is plan
    assert plan.after(queue(SALES, 1, threshold=99.0)) is plan
    assert plan.queue_ids([]) == [SALES, SERVICE]
    assert plan.after(queue(NIGHT, 1)).queue_ids([]) == [SALES, SERVICE, NIGHT]
    assert plan.after(queue(NIGHT, 1)).queue(NIGHT).threshold_s == 20.0


def test_a_queue_that_is_gone_is_listed_no_more_and_its_calls_still_count_by_its_limits() -> None:
    gone = e.QueueRemoved(at=NOON, queue=NIGHT, version=2, by="Sue")
    plan = PLAN.after(queue(NIGHT, 1, threshold=7.0)).after(gone)
    assert (plan.queue_ids([]), plan.queue(NIGHT).threshold_s) == ([SALES, SERVICE], 7.0)
    assert plan.after(gone) is plan
    assert plan.after(queue(NIGHT, 1, threshold=9.0)) is plan, "old news bring it back no more"
    assert plan.after(queue(NIGHT, 3, threshold=9.0)).queue_ids([]) == [SALES, SERVICE, NIGHT]


def test_the_board_shows_a_queue_that_is_gone_only_while_it_has_calls_today() -> None:
    board = Board(PLAN, NOON)
    for fact in answered(1, NOON, wait=15):
        board.hear(fact)
    for name in (SALES, SERVICE):
        assert name in board.hear(e.QueueRemoved(at=NOON + 900, queue=name, version=2, by="Sue")).queues
    assert [row.id for row in board.queues()] == [SALES]
    assert board.today().total.answered == board.totals().answered == 1
    board.roll(NOON + 2 * 86400)
    assert board.queues() == ()


def test_an_agent_changes_name_and_queues_and_keeps_the_extension() -> None:
    plan = PLAN.after(agent(WEI, 1, name="王小伟", queues=["service"]))
    known = plan.agent(WEI)
    assert (known.name, known.extension, known.queues) == ("王小伟", "1001", (SERVICE,))
    assert plan.agent_ids([]) == [WEI, MEI]


def test_other_facts_leave_the_plan_as_it_is() -> None:
    assert PLAN.after(e.SiteReopened(at=NOON, by="Sue")) is PLAN


def test_the_board_counts_today_anew_and_agrees_with_the_report() -> None:
    board = Board(PLAN, NOON)
    for fact in [*answered(1, NOON, wait=15), *abandoned(2, NOON + 100, wait=8)]:
        board.hear(fact)
    assert board.totals().service_level == 0.5
    changes = board.hear(queue(SALES, 1, threshold=10.0, short_abandon=10.0))
    assert changes.totals
    assert SALES in changes.queues
    assert board.totals() == board.today().total
    assert board.queue(SALES).today.service_level == 0.0


def test_an_agent_who_moves_is_counted_where_they_are_now() -> None:
    board = Board(PLAN, NOON)
    board.hear(e.AgentBecameReady(at=NOON, agent=WEI))
    assert (board.queue(SALES).agents_ready, board.queue(SERVICE).agents_ready) == (1, 0)
    changes = board.hear(agent(WEI, 1, name="王伟", queues=["service"]))
    assert {SALES, SERVICE} <= changes.queues
    assert WEI in changes.agents
    assert (board.queue(SALES).agents_ready, board.queue(SERVICE).agents_ready) == (0, 1)
