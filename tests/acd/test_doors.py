"""Who is let into a queue and who is shown out: full, empty, closed, too long a wait, and moves with the place kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from acd.distributor import Distributor
from acd.doors import MOST_MOVES
from acd.queue import LAST_AGENT, Queue
from acd.waiting_rules import (
    EXTERNAL,
    HANG_UP,
    MESSAGE,
    NOBODY_LOGGED_IN,
    NOBODY_READY,
    QUEUE,
    VOICEMAIL,
    Closing,
    Exit,
    Step,
)
from cti import events as e
from cti.ids import CallId, OfferId
from cti.opening_hours import OpeningHours
from tests.acd.desk import ANNA, BEN, SALES, SUPPORT, Shift, agent

MAIL = Exit(VOICEMAIL, text={"en": "Please leave a message."})
DAY = (9 * 60, 18 * 60)
WEEKDAYS = dict.fromkeys(range(5), (DAY,))


def moment(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def left(shift: Shift) -> list[tuple[CallId, str, str]]:
    """Who was shown out of a queue, why, and what comes then."""
    return [(f.call, f.reason, f.exit) for f in shift.journal if isinstance(f, e.CallLeftQueue)]


def waiting(shift: Shift) -> list[tuple[CallId, str]]:
    return [(call.call, call.queue) for call in shift.machine.floor.waiting.values()]


def talks(shift: Shift, *calls: str) -> list[OfferId]:
    return [shift.answers(shift.calls(name)) for name in calls]


# Full


def test_one_more_than_may_wait_is_shown_out_and_nobody_else() -> None:
    shift = Shift([Queue(SALES, max_waiting=2, when_full=MAIL)])
    first, second, third = (shift.calls(name) for name in "abc")
    assert left(shift) == [(third, "full", VOICEMAIL)]
    assert shift.journal[-1].text == MAIL.text
    shift.hears(e.CallEnded(at=shift.now, call=first, ended_by="caller"))
    fourth = shift.calls("d")
    assert waiting(shift) == [(second, SALES), (fourth, SALES)]


def test_in_a_queue_where_nobody_may_wait_whoever_meets_a_free_agent_does_not_wait() -> None:
    shift = Shift([Queue(SALES, max_waiting=0)], [agent(ANNA)]).works(ANNA)
    served, refused = shift.calls("a"), shift.calls("b")
    assert shift.ringing == {served: ANNA}
    assert left(shift) == [(refused, "full", MESSAGE)]


def test_who_waits_for_one_agent_alone_takes_a_place_too() -> None:
    shift = Shift([Queue(SALES, max_waiting=1, prefer=LAST_AGENT, prefer_seconds=60)], [agent(ANNA)]).works(ANNA)
    talks(shift, "talk")
    shift.hears(e.CallerRecognised(at=shift.now, call=CallId("a"), last_agent=ANNA))
    shift.calls("a")
    refused = shift.calls("b")
    assert left(shift) == [(refused, "full", MESSAGE)]


def test_a_free_agent_who_is_kept_for_others_makes_no_room() -> None:
    shift = Shift([Queue(SALES, max_waiting=0, keep_free=1)], [agent(ANNA)]).works(ANNA)
    refused = shift.calls("a")
    assert left(shift) == [(refused, "full", MESSAGE)]


# Empty

BREAK = {"reason": "break"}


@pytest.mark.parametrize(
    ("empty", "facts", "taken"),
    [
        (NOBODY_LOGGED_IN, [], False),
        (NOBODY_LOGGED_IN, [e.AgentLoggedIn], True),
        (NOBODY_LOGGED_IN, [e.AgentLoggedIn, e.AgentLoggedOut], False),
        (NOBODY_READY, [e.AgentLoggedIn], False),
        (NOBODY_READY, [e.AgentLoggedIn, e.ConsoleConnected, e.PhoneRegistered, e.AgentBecameReady], True),
        ("", [], True),
    ],
)
def test_a_queue_takes_calls_only_while_somebody_is_there_as_it_understands_it(
    empty: str, facts: Sequence[type[e.AgentEvent]], taken: bool
) -> None:
    shift = Shift([Queue(SALES, empty=empty, when_empty=MAIL)], [agent(ANNA), agent(BEN, SUPPORT)]).works(BEN)
    for fact in facts:
        shift.hears(fact(at=shift.now, agent=ANNA))
    call = shift.calls("a")
    assert left(shift) == ([] if taken else [(call, "empty", VOICEMAIL)])


@pytest.mark.parametrize("empty", [NOBODY_LOGGED_IN, NOBODY_READY])
@pytest.mark.parametrize("doing", ["talking", "chatting", "loading the page anew"])
def test_who_is_busy_for_a_while_is_there(empty: str, doing: str) -> None:
    shift = Shift([Queue(SALES, empty=empty)], [agent(ANNA)]).works(ANNA)
    if doing == "talking":
        talks(shift, "talk")
    elif doing == "chatting":
        shift.hears(e.WorkTaken(at=shift.now, agent=ANNA, work="chat", load=1.0))
    else:
        shift.hears(e.ConsoleLost(at=shift.now, agent=ANNA))
    shift.calls("a")
    assert left(shift) == []


@pytest.mark.parametrize("when", ["while talking", "in wrap-up"])
@pytest.mark.parametrize(
    ("empty", "fact", "gone"),
    [
        (NOBODY_LOGGED_IN, e.AgentLoggedOut, True),
        (NOBODY_LOGGED_IN, e.AgentBecameNotReady, False),
        (NOBODY_READY, e.AgentBecameNotReady, True),
    ],
)
def test_when_the_last_agent_goes_those_who_wait_are_shown_out(
    empty: str, fact: type[e.AgentEvent], gone: bool, when: str
) -> None:
    shift = Shift([Queue(SALES, empty=empty, when_empty=MAIL)]).works(ANNA, BEN)
    one, two = talks(shift, "one", "two")
    call = shift.calls("a")
    reason = BREAK if fact is e.AgentBecameNotReady else {}
    for name, talk, offer in ((ANNA, CallId("one"), one), (BEN, CallId("two"), two)):
        assert left(shift) == [], "Ben is still there"
        if when == "while talking":
            shift.hears(fact(at=shift.now, agent=name, **reason))
        shift.ends(talk, name, offer)
        if when == "in wrap-up":
            shift.hears(fact(at=shift.now, agent=name, **reason))
        shift.passes(60)
    assert left(shift) == ([(call, "empty", VOICEMAIL)] if gone else [])


@pytest.mark.parametrize("reason", ["no_answer", "rejected"])
def test_who_logs_out_while_the_phone_rings_is_gone_when_it_stops(reason: str) -> None:
    shift = Shift([Queue(SALES, empty=NOBODY_LOGGED_IN)], [agent(ANNA)]).works(ANNA)
    call = shift.calls("a")
    shift.hears(e.AgentLoggedOut(at=shift.now, agent=ANNA))
    assert left(shift) == [], "it still rings"
    shift.expires(call, reason)
    assert shift.state(ANNA) == ("logged_out", None)
    assert left(shift) == [(call, "empty", MESSAGE)]


def test_the_last_agent_who_misses_a_call_leaves_the_queue_empty() -> None:
    shift = Shift([Queue(SALES, empty=NOBODY_READY)], [agent(ANNA)]).works(ANNA)
    rung, other = shift.calls("a"), shift.calls("b")
    shift.expires(rung, "no_answer")
    assert sorted(left(shift)) == [(rung, "empty", MESSAGE), (other, "empty", MESSAGE)]


# Closed


def closing(also_waiting: bool, hours: OpeningHours | None = None) -> Queue:
    week = hours or OpeningHours(week=WEEKDAYS)
    return Queue(SALES, closing=Closing(hours=week, exit=MAIL, also_waiting=also_waiting))


@pytest.mark.parametrize("also_waiting", [False, True])
def test_at_closing_time_new_calls_are_refused_and_those_who_wait_leave_if_the_queue_says_so(
    also_waiting: bool,
) -> None:
    shift = Shift([closing(also_waiting)], now=moment("2025-03-05 17:50"))
    early = shift.calls("early")
    shift.passes(9 * 60 + 58)
    assert left(shift) == []
    shift.passes(1)
    assert left(shift) == ([(early, "closed", VOICEMAIL)] if also_waiting else [])
    late = shift.calls("late")
    assert left(shift)[-1] == (late, "closed", VOICEMAIL)


def test_in_the_morning_it_opens_again_and_in_the_evening_it_closes_again() -> None:
    shift = Shift([closing(True)], now=moment("2025-03-07 18:30"))
    night = shift.calls("friday night")
    shift.passes(moment("2025-03-10 09:00") - shift.now)
    morning = shift.calls("monday morning")
    assert waiting(shift) == [(morning, SALES)]
    shift.passes(moment("2025-03-10 18:00") - shift.now)
    assert left(shift) == [(night, "closed", VOICEMAIL), (morning, "closed", VOICEMAIL)]


def test_hours_are_meant_on_the_sites_own_clock() -> None:
    @dataclass
    class Shanghai(Shift):
        def fresh(self) -> Distributor:
            return Distributor({q.id: q for q in self.queues}, {}, "Asia/Shanghai")

    shift = Shanghai([closing(False)], now=moment("2025-03-05 09:30"))
    taken = shift.calls("half past five")
    shift.passes(1800)
    refused = shift.calls("six")
    assert (waiting(shift), left(shift)) == ([(taken, SALES)], [(refused, "closed", VOICEMAIL)])


@pytest.mark.parametrize(
    ("dates", "hour", "taken"), [({}, 12, False), ({"2025-12-25": ((600, 840),)}, 12, True)] + [
        ({"2025-12-25": ((600, 840),)}, hour, False) for hour in (9, 14)
    ]
)  # fmt: skip
def test_a_public_holiday_is_closed_unless_ones_own_dates_say_otherwise(
    dates: dict[str, Any], hour: int, taken: bool
) -> None:
    hours = OpeningHours(week=WEEKDAYS, holidays="DE", dates=dates)
    shift = Shift([closing(True, hours)], now=moment(f"2025-12-25 {hour:02}:00"))
    call = shift.calls("a")
    assert left(shift) == ([] if taken else [(call, "closed", VOICEMAIL)])


def test_a_day_of_ones_own_without_hours_is_closed_and_begins_at_midnight() -> None:
    hours = OpeningHours(dates={"2025-06-02": ()})
    shift = Shift([closing(True, hours)], now=moment("2025-06-01 23:50"))
    call = shift.calls("a")
    shift.passes(599)
    assert left(shift) == [(call, "closed", VOICEMAIL)]


@pytest.mark.parametrize("also_waiting", [False, True])
def test_a_queues_own_switch_closes_it_at_once(also_waiting: bool) -> None:
    shift = Shift()
    call = shift.calls("a")
    shift.configures(shift.queues[0], closing={"closed": True, "also_waiting": also_waiting})
    assert left(shift) == ([(call, "closed", MESSAGE)] if also_waiting else [])
    late = shift.calls("b")
    assert left(shift)[-1] == (late, "closed", MESSAGE)


def test_the_emergency_switch_turns_new_calls_away_from_every_queue_until_it_is_over() -> None:
    shift = Shift([Queue(SALES), closing(False)], [agent(ANNA)]).works(ANNA)
    talks(shift, "talk")
    before = shift.calls("before")
    shift.hears(e.SiteClosed(at=shift.now, by="Sue", text={"en": "Fire."}))
    shift.restarts()
    during = [shift.calls("sales"), shift.calls("support", SUPPORT)]
    assert left(shift) == [(call, "closed", MESSAGE) for call in during]
    assert [f.text for f in shift.journal if isinstance(f, e.CallLeftQueue)] == [{"en": "Fire."}] * 2
    shift.hears(e.SiteReopened(at=shift.now, by="Sue"))
    after = shift.calls("after")
    assert waiting(shift) == [(before, SALES), (after, SALES)]


# Too long


def test_who_has_waited_too_long_leaves_also_while_it_rings_and_not_a_second_sooner() -> None:
    queue = Queue(SALES, max_wait=60, when_over=Exit(EXTERNAL, number="+4930123456"))
    shift = Shift([queue], [agent(ANNA)])
    call = CallId("a")
    shift.hears(e.CallQueued(at=shift.now, call=call, queue=SALES, head_start=500))
    shift.passes(59).works(ANNA)
    assert (shift.ringing, left(shift)) == ({call: ANNA}, [])
    shift.passes(1)
    assert (shift.ringing, left(shift)) == ({}, [(call, "timeout", EXTERNAL)])
    assert next(f.to for f in shift.journal if isinstance(f, e.CallLeftQueue)) == "+4930123456"
    assert shift.state(ANNA) == ("ready", None), "she missed nothing"


def test_a_step_may_show_the_way_out_and_who_talks_by_then_stays() -> None:
    shift = Shift([Queue(SALES, steps=(Step(30, exit=Exit(HANG_UP)),))], [agent(ANNA)]).works(ANNA)
    talks(shift, "talk")
    call = shift.calls("a")
    shift.passes(30)
    assert left(shift) == [(call, "step", HANG_UP)]


def test_a_call_that_moves_to_another_queue_takes_its_place_and_its_skills_along() -> None:
    sales = Queue(SALES, steps=(Step(60, exit=Exit(QUEUE, queue=SUPPORT)),))
    shift = Shift([sales, Queue(SUPPORT, priority=-1)])
    moved, earlier, later = CallId("moved"), CallId("earlier"), CallId("later")
    shift.hears(e.CallQueued(at=shift.now, call=earlier, queue=SUPPORT)).passes(2)
    shift.hears(e.CallQueued(at=shift.now, call=later, queue=SUPPORT)).passes(18)
    shift.hears(e.CallQueued(at=shift.now, call=moved, queue=SALES, head_start=19, skills=("french",)))
    shift.passes(60)
    again = [f for f in shift.journal if isinstance(f, e.CallQueued)][-1]
    assert (again.call, again.queue, again.head_start) == (moved, SUPPORT, 19 + 60)
    assert [call.call for call in shift.machine.floor.in_line()] == [earlier, moved, later]
    assert again.skills == ("french",)


def test_a_class_of_its_own_goes_with_a_call_that_moves() -> None:
    sales = Queue(SALES, steps=(Step(60, exit=Exit(QUEUE, queue=SUPPORT)),))
    shift = Shift([sales, Queue(SUPPORT)])
    moved = CallId("moved")
    shift.calls("earlier", SUPPORT, 3600.0)
    shift.hears(e.CallQueued(at=shift.now, call=moved, queue=SALES, priority=1)).passes(60)
    assert [call.call for call in shift.machine.floor.in_line()] == [moved, "earlier"]


def test_queues_that_send_a_call_in_a_circle_keep_it_in_the_last_and_serve_it_there() -> None:
    full = [
        Queue(one, closing=Closing(closed=True, exit=Exit(QUEUE, queue=other)))
        for one, other in ((SALES, SUPPORT), (SUPPORT, SALES))
    ]
    shift = Shift(full, [agent(ANNA, SALES, SUPPORT)])
    call = shift.calls("a")
    assert len(left(shift)) == MOST_MOVES
    assert waiting(shift) == [(call, SUPPORT)]
    shift.works(ANNA)
    assert shift.ringing == {call: ANNA}
