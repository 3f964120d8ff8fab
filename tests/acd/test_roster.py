"""Shifts joined and looked up; staff read from past calls; agents who come and go under the live distributor."""

import math
from random import Random

import pytest

from acd.arrivals import Caller
from acd.past import ABANDONED, ANSWERED, FLOWED_OUT, PastCall, again, habits
from acd.queue import Queue
from acd.replay import Replay
from acd.roster import Roster, Shift, covers, merged
from acd.seen import LONGEST_PAUSE, seen
from acd.simulator import Visit
from cti.ids import AgentId, CallId, QueueId
from tests.acd.desk import ANNA, BEN, SALES, SUPPORT, agent

PLAIN = (Queue(SALES, wrap_up_seconds=0), Queue(SUPPORT, wrap_up_seconds=0))


def answered(name: str, at: float, wait: float, talk: float, by: AgentId = ANNA, queue: QueueId = SALES) -> PastCall:
    return PastCall(CallId(name), queue, at, wait, ANSWERED, agent=by, talk=talk)


def hung_up(name: str, at: float, wait: float, queue: QueueId = SALES) -> PastCall:
    return PastCall(CallId(name), queue, at, wait, ABANDONED)


def caller(name: str, at: float, talk: float = 60.0, patience: float = math.inf, ring: float = 0.0) -> Caller:
    return Caller(CallId(name), at, SALES, talk, patience, ring, 0.0, 0.0, ())


def play(roster: Roster, *callers: Caller) -> tuple[dict[str, Visit], Replay]:
    replay = Replay(PLAIN, roster, callers)
    return {visit.call: visit for visit in replay.visits()}, replay


def at_work(*shifts: Shift) -> Roster:
    return Roster((agent(ANNA),), {ANNA: shifts})


def test_shifts_that_touch_are_one() -> None:
    shifts = merged([Shift(50, 60), Shift(0, 10), Shift(10, 20), Shift(15, 18), Shift(30, 30)])
    assert shifts == (Shift(0, 20), Shift(50, 60))
    assert merged(shifts, 30) == (Shift(0, 60),)
    assert [covers(shifts, at) for at in (-1, 0, 19.9, 20, 55, 60)] == [False, True, True, False, True, False]


def test_a_caller_waits_for_the_shift_to_begin() -> None:
    visits, _ = play(at_work(Shift(100, 200)), caller("early", 40), caller("hasty", 41, patience=10))
    assert (visits["early"].wait, visits["early"].agent) == (60, ANNA)
    assert (visits["hasty"].wait, visits["hasty"].abandoned) == (10, True)


def test_a_call_goes_on_after_the_shift_and_the_next_waits_for_the_next_one() -> None:
    visits, _ = play(at_work(Shift(0, 100), Shift(500, 600)), caller("long", 90, 60), caller("late", 100))
    assert visits["long"].ended == 150
    assert visits["late"].wait == 400


def test_who_is_left_when_all_have_gone_is_told() -> None:
    visits, replay = play(at_work(Shift(0, 100)), caller("served", 10), caller("left", 300))
    assert list(visits) == ["served"]
    assert replay.waiting() == ["left"]


def test_an_agent_without_shifts_is_always_there_and_one_with_none_never() -> None:
    roster = Roster((agent(ANNA), agent(BEN)), {ANNA: ()})
    visits, _ = play(roster, caller("a", 1e6), caller("b", 1e6 + 1))
    assert [visit.agent for visit in visits.values()] == [BEN, BEN]


def test_a_missed_ring_does_not_bring_an_agent_back_after_the_shift() -> None:
    visits, replay = play(
        at_work(Shift(0, 30)), caller("missed", 20, patience=300, ring=math.inf), caller("later", 150)
    )
    assert visits["missed"].abandoned
    assert replay.waiting() == ["later"]


def test_before_a_call_that_waited_the_agent_was_away_and_before_one_that_did_not_idle() -> None:
    past = [
        answered("a", 1000, 0, 100),
        hung_up("b", 1050, 100),
        answered("c", 1300, 0, 50),
        answered("d", 1340, 40, 20),
    ]
    staff = seen(past)
    (name,) = staff.roster.shifts
    assert staff.roster.agents[0].queues == (SALES,)
    assert staff.after == {"a": 50, "c": 30, "d": 0}, "away till b had gone; away till d was taken"
    assert staff.roster.shifts[name] == (Shift(1000 - LONGEST_PAUSE, 1400),)


def test_nobody_who_waits_elsewhere_proves_an_absence() -> None:
    past = [answered("a", 1000, 0, 100), hung_up("b", 1050, 100, SUPPORT), answered("c", 1300, 0, 50)]
    assert seen(past).after == {"a": 0, "c": 0}


def test_a_long_absence_parts_shifts_and_a_night_working_days() -> None:
    first, noon, morning = (
        answered("a", 0, 0, 100),
        answered("b", 7000, 10, 50),
        answered("c", 90000, 5, 50, queue=SUPPORT),
    )
    staff = seen([first, noon, morning])
    assert [person.queues for person in staff.roster.agents] == [(SALES,), (SUPPORT,)]
    assert [len(shifts) for shifts in staff.roster.shifts.values()] == [2, 1]
    assert staff.after == {"a": 0, "b": 0, "c": 0}


def test_more_agents_are_there_whenever_anybody_is() -> None:
    roster = Roster((agent(ANNA), agent(BEN, SUPPORT)), {ANNA: (Shift(0, 10),), BEN: (Shift(5, 20),)})
    more = roster.with_more(2)
    assert [person.queues for person in more.agents[2:]] == [(SALES, SUPPORT)] * 2
    assert more.shifts[more.agents[3].id] == (Shift(0, 20),)


def test_played_on_its_own_staff_a_small_past_comes_again_to_the_second() -> None:
    past = [
        answered("a", 1000, 0, 100),
        hung_up("b", 1050, 100),
        answered("c", 1300, 0, 50, BEN),
        answered("d", 1310, 40, 20),
        answered("e", 1315, 60, 20, BEN),
        PastCall(CallId("f"), SALES, 1320, 15, FLOWED_OUT),
    ]
    staff = seen(past)
    callers = again(past, habits(past, staff.after), staff.after, lambda _call: 0.0, lambda _call: 0.5)
    queues = [Queue(SALES, wrap_up_seconds=LONGEST_PAUSE + 1)]
    visits = {visit.call: visit for visit in Replay(queues, staff.roster, callers).visits()}
    assert {name: visit.wait for name, visit in visits.items()} == {call.call: call.wait for call in past}
    assert {name for name, visit in visits.items() if visit.abandoned} == {"b", "f"}


def test_what_the_past_does_not_tell_is_drawn_for_each_call_alone() -> None:
    past = [answered("a", 0, 5, 70), answered("b", 1, 20, 90), hung_up("c", 2, 10), hung_up("d", 3, 30)]

    def drawn(some: list[PastCall], seed: int) -> dict[str, Caller]:
        known = habits(past, {"a": 7, "b": 9})  # type: ignore[dict-item]
        return {
            c.call: c
            for c in again(some, known, {}, lambda call: call.wait, lambda call: Random(f"{seed} {call}").random())
        }

    callers = drawn(past, 1)
    assert callers["c"] == drawn(past[2:], 1)["c"], "whoever else calls"
    assert (callers["c"].patience, callers["d"].patience, callers["a"].talk) == (10, 30, 70)
    assert {(drawn(past, seed)["c"].talk, drawn(past, seed)["c"].wrap_up) for seed in range(20)} == {(70, 7), (90, 9)}
    assert {drawn(past, seed)["a"].patience for seed in range(30)} == {10, 30}
    assert callers["d"].head_start == 30


def test_a_queue_that_never_answered_has_no_talk_to_draw() -> None:
    past = [hung_up("a", 0, 5)]
    (one,) = again(past, habits(past, {}), {}, lambda _call: 0.0, lambda _call: 0.5)
    assert one.talk == pytest.approx(0.0)
