"""The floor as it is now, row by row."""

from hypothesis import given

from cti import events as e
from cti.ids import AgentId, QueueId
from reports.board import Board, BoardAgent, BoardQueue, Changes
from reports.tally import Figures
from tests.reports.stories import (
    ANY_ORDER,
    MEI,
    MIDNIGHT,
    NOON,
    OVER_MIDNIGHT,
    PLAN,
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


def board(*facts: e.Event) -> Board:
    made = Board(PLAN, NOON)
    for fact in facts:
        made.hear(fact)
    return made


def ready(*agents: AgentId) -> list[e.Event]:
    return [e.AgentBecameReady(at=NOON - 10, agent=agent) for agent in agents]


def test_waiting_calls_stand_in_order_of_their_credited_wait() -> None:
    row = board(*queued(1, NOON), *queued(2, NOON + 10, head_start=30), *queued(3, NOON + 5)).queue(SALES)
    assert [(waiting.call, waiting.position) for waiting in row.calls] == [(call(2), 1), (call(1), 2), (call(3), 3)]
    assert (row.waiting, row.longest_waiting_since) == (3, NOON)


def test_who_is_moved_up_stands_first_and_the_last_one_moved_before_the_others() -> None:
    floor = board(*queued(1, NOON), *queued(2, NOON + 10, head_start=30), *queued(3, NOON + 20))
    for number, at in ((1, NOON + 30), (3, NOON + 40)):
        floor.hear(e.CallMoved(at=at, call=call(number), by="Sue", queue=SALES))
    assert [waiting.call for waiting in floor.queue(SALES).calls] == [call(3), call(1), call(2)]


def test_who_is_moved_from_queue_to_queue_is_seen_to_have_waited_all_the_time() -> None:
    moved = e.CallLeftQueue(at=NOON + 60, call=call(1), queue=SALES, reason="moved", to=SERVICE, by="Sue")
    there = e.CallQueued(at=NOON + 60, call=call(1), queue=SERVICE, head_start=60, by="Sue")
    floor = board(*queued(1, NOON), moved, there)
    assert floor.queue(SALES).waiting == 0
    row = floor.queue(SERVICE)
    assert (row.longest_waiting_since, row.calls[0].enqueued_at) == (NOON, NOON)


def test_the_board_says_who_ends_an_agents_work_after_the_call() -> None:
    floor = board(*ready(WEI), *queued(1, NOON), rings(1, NOON + 2))
    floor.hear(e.AgentAnswered(at=NOON + 5, call=call(1), agent=WEI, offer=offer(1)))
    assert floor.hear(e.AgentForcedOut(at=NOON + 9, agent=WEI, by="Sue")) == Changes(agents=frozenset({WEI}))
    assert (floor.agent(WEI).state, floor.agent(WEI).out_by) == ("talking", "Sue")


def test_a_queues_row_is_sent_again_when_its_settings_change() -> None:
    changed = e.QueueConfigured(at=NOON, queue=SALES, version=99, by="Sue", settings={"closing": {"closed": True}})
    assert SALES in board().hear(changed).queues


def test_a_ringing_call_still_waits_and_an_answered_one_does_not() -> None:
    floor = board(*queued(1, NOON), rings(1, NOON + 2))
    assert floor.queue(SALES).waiting == 1
    floor.hear(e.AgentAnswered(at=NOON + 5, call=call(1), agent=WEI, offer=offer(1)))
    assert (floor.queue(SALES).waiting, floor.queue(SALES).longest_waiting_since) == (0, None)
    assert floor.queue(SALES).today.answered == 1


def test_agents_are_counted_in_each_queue_they_serve() -> None:
    floor = board(*ready(WEI, MEI))
    assert (floor.queue(SALES).agents_ready, floor.queue(SERVICE).agents_ready) == (2, 1)
    floor.hear(e.AgentBecameNotReady(at=NOON, agent=MEI, reason="lunch"))
    row = floor.queue(SALES)
    assert (row.agents_ready, row.agents_busy, row.agents_not_ready) == (1, 0, 1)
    assert floor.agent(MEI).reason == "lunch"


def test_an_agent_goes_through_a_call() -> None:
    states: list[str] = []
    floor = board(*ready(WEI))
    for fact in answered(1, NOON):
        changes = floor.hear(fact)
        if WEI in changes.agents and (not states or states[-1] != floor.agent(WEI).state):
            states.append(floor.agent(WEI).state)
    assert states == ["offered", "talking", "wrap_up", "ready"]
    row = floor.agent(WEI)
    assert (row.call, row.today.answered, row.today.talk_s, row.today.aht_s) == (None, 1, 50, 80)


def test_the_call_of_a_busy_agent_is_shown_with_its_caller() -> None:
    floor = board(*ready(WEI), *queued(1, NOON), rings(1, NOON + 2))
    shown = floor.agent(WEI)
    assert shown.call is not None
    assert (shown.state, shown.call.call, shown.call.caller, shown.call.queue) == ("offered", call(1), "+861381", SALES)


def test_an_agent_who_wants_a_break_during_a_call_has_it_after_wrap_up() -> None:
    facts = answered(1, NOON)
    floor = board(*ready(WEI), *facts[:4], e.AgentBecameNotReady(at=NOON + 15, agent=WEI, reason="break"))
    assert (floor.agent(WEI).state, floor.agent(WEI).reason) == ("talking", None)
    for fact in facts[4:]:
        floor.hear(fact)
    assert (floor.agent(WEI).state, floor.agent(WEI).reason) == ("not_ready", "break")


def test_console_and_phone_are_flags_and_a_lost_link_clears_the_phones() -> None:
    floor = board(e.ConsoleConnected(at=NOON, agent=WEI), e.PhoneRegistered(at=NOON, agent=WEI))
    assert (floor.agent(WEI).console_alive, floor.agent(WEI).phone_reachable) == (True, True)
    assert floor.agent(WEI).state == "logged_out"
    changes = floor.hear(e.TelephonyLost(at=NOON, node="main"))
    assert WEI in changes.agents
    assert (floor.agent(WEI).console_alive, floor.agent(WEI).phone_reachable) == (True, False)


def test_a_fact_changes_only_the_rows_it_concerns() -> None:
    floor = board()
    assert floor.hear(queued(1, NOON)[0]) == Changes()
    assert floor.hear(queued(1, NOON)[1]) == Changes(queues=frozenset({SALES}))
    assert floor.hear(ready(WEI)[0]) == Changes(queues=frozenset({SALES}), agents=frozenset({WEI}))
    assert floor.hear(ended(1, NOON + 5)) == Changes(queues=frozenset({SALES}), totals=True)


def test_midnight_empties_the_figures_and_keeps_who_waits() -> None:
    floor = Board(PLAN, MIDNIGHT - 100)
    for fact in [*abandoned(1, MIDNIGHT - 60, 30), *queued(2, MIDNIGHT - 10), *ready(WEI)]:
        floor.hear(fact)
    assert floor.roll(MIDNIGHT - 1) == Changes()
    assert floor.totals().abandoned == 1
    changes = floor.roll(MIDNIGHT)
    assert changes == Changes(frozenset({SALES, SERVICE}), frozenset({WEI, MEI}), True)
    assert (floor.totals().offered, floor.queue(SALES).waiting) == (0, 1)
    floor.hear(ended(2, MIDNIGHT + 20))
    assert (floor.totals().offered, floor.queue(SALES).waiting) == (0, 0)
    assert [visit.call for visit in floor.visits()] == [call(2)]


def test_a_queue_and_an_agent_nobody_configured_are_shown_too() -> None:
    floor = board(*queued(1, NOON, QueueId("old")))
    assert [row.id for row in floor.queues()] == [SALES, SERVICE, "old"]
    assert [row.name for row in floor.agents()] == ["王伟", "李梅"]


Rows = tuple[dict[str, BoardQueue], dict[str, BoardAgent], Figures]


def rows(floor: Board) -> Rows:
    return {row.id: row for row in floor.queues()}, {row.id: row for row in floor.agents()}, floor.totals()


@given(ANY_ORDER)
def test_a_row_that_is_not_named_has_not_changed(facts: list[e.Event]) -> None:
    floor = board()
    before = rows(floor)
    for fact in facts:
        changes, after = floor.hear(fact), rows(floor)
        for name, queue in after[0].items():
            assert name in changes.queues or queue == before[0].get(name, queue)
        for name, agent in after[1].items():
            assert name in changes.agents or agent == before[1].get(name, agent)
        assert changes.totals or after[2] == before[2]
        before = after


@given(OVER_MIDNIGHT)
def test_the_live_board_and_the_report_never_disagree(facts: list[e.Event]) -> None:
    floor = Board(PLAN, MIDNIGHT - 100)
    for place, fact in enumerate(facts):
        if place == len(facts) // 2:
            floor.roll(MIDNIGHT)
        floor.hear(fact)
    told = floor.today()
    assert floor.totals() == told.total
    queues = {row.id: row.today for row in floor.queues()}
    agents = {row.id: row.today for row in floor.agents()}
    assert all(queues[name] == figures for name, figures in told.queues)
    assert all(agents[name] == figures for name, figures in told.agents)
