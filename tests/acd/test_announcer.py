"""When callers are told their place and wait: on time, never while it rings, never what is not known."""

from dataclasses import asdict

import pytest

from acd.announcer import Announcer
from acd.distributor import Distributor
from acd.floor import Floor
from acd.queue import Queue
from acd.waiting_rules import Announcements
from cti import commands as c
from cti import events as e
from cti.ids import CallId
from tests.acd.desk import ANNA, SALES, T0, Shift

FIRST, SECOND = CallId("main-1.1"), CallId("main-1.2")
RULES = Announcements(first=10, every=30, position=True, most_position=2, text={"en": "Hold on."})


def queued(call: CallId, at: float) -> e.CallQueued:
    return e.CallQueued(at=at, call=call, queue=SALES)


def shift(rules: Announcements = RULES, *calls: CallId) -> Shift:
    shift = Shift(queues=(Queue(SALES, announcements=rules),))
    for call in calls or (FIRST,):
        shift.hears(queued(call, shift.now))
    return shift


def rings(shift: Shift, call: CallId = FIRST) -> list[e.CallAnnounced]:
    """The call's announcement timer is due: what comes of it."""
    before = len(shift.journal)
    shift.now = shift.timers.pop(f"announce {call}")
    shift.hears(e.TimerRang(at=shift.now, timer=f"announce {call}"))
    return [fact for fact in shift.journal[before:] if isinstance(fact, e.CallAnnounced)]


def test_the_first_comes_on_time_and_the_others_after_it() -> None:
    floor = shift()
    (told,) = rings(floor)
    assert (told.at, told.number, told.position, told.minutes, told.text) == (T0 + 10, 1, 1, None, {"en": "Hold on."})
    assert [(fact.at, fact.number) for fact in rings(floor) + rings(floor)] == [(T0 + 40, 2), (T0 + 70, 3)]


def test_a_queue_without_announcements_has_no_timers_and_one_that_says_it_once_says_it_once() -> None:
    assert f"announce {FIRST}" not in shift(Announcements()).timers
    once = shift(Announcements(first=10, position=True))
    assert len(rings(once)) == 1
    assert f"announce {FIRST}" not in once.timers


def test_a_place_too_far_behind_is_not_told() -> None:
    calls = [CallId(f"main-1.{number}") for number in range(4)]
    floor = shift(RULES, *calls)
    assert [rings(floor, call)[0].position for call in calls] == [1, 2, None, None]
    assert rings(shift(Announcements(first=1, position=True, most_position=1), *calls[:2]), calls[1]) == []


def test_while_it_rings_nothing_is_said_and_soon_after_it_is() -> None:
    floor = shift()
    floor.hears(
        e.AgentLoggedIn(at=T0, agent=ANNA),
        e.ConsoleConnected(at=T0, agent=ANNA),
        e.PhoneRegistered(at=T0, agent=ANNA),
        e.AgentBecameReady(at=T0 + 5, agent=ANNA),
    )
    offered = next(fact for fact in floor.journal if isinstance(fact, e.AgentOffered))
    assert rings(floor) == []
    assert floor.timers[f"announce {FIRST}"] == T0 + 15
    floor.hears(e.OfferExpired(at=T0 + 12, call=FIRST, agent=ANNA, offer=offered.offer, reason="no_answer"))
    assert [fact.at for fact in rings(floor)] == [T0 + 15]
    assert floor.timers[f"announce {FIRST}"] == T0 + 40


@pytest.mark.parametrize(
    "fact",
    [
        e.CallEnded(at=T0 + 3, call=FIRST, ended_by="caller"),
        e.CallLeftQueue(at=T0 + 3, call=FIRST, queue=SALES, reason="timeout", exit="message"),
        e.CallServedByFallback(at=T0 + 3, call=FIRST, queue="fallback"),
        e.AgentAnswered(at=T0 + 3, call=FIRST, agent=ANNA, offer=f"{FIRST}-o1"),
    ],
)
def test_who_waits_no_more_is_told_no_more(fact: e.Event) -> None:
    floor = shift().hears(fact)
    assert f"announce {FIRST}" not in floor.timers
    floor.hears(e.TimerRang(at=T0 + 10, timer=f"announce {FIRST}"))
    assert not [one for one in floor.journal if isinstance(one, e.CallAnnounced)]


def test_rules_that_change_hold_at_once_and_a_restart_keeps_the_rhythm() -> None:
    floor = shift(Announcements())
    floor.configures(Queue(SALES), announcements=asdict(RULES))
    assert floor.timers[f"announce {FIRST}"] == T0 + 10
    machine = Distributor({SALES: Queue(SALES, announcements=RULES)}, {})
    for fact in floor.journal:
        machine.apply(fact)
    timers = [order for order in machine.resume(T0 + 55) if isinstance(order, c.SetTimer)]
    assert c.SetTimer(timer=f"announce {FIRST}", due=T0 + 70) in timers
    floor.configures(Queue(SALES, version=1), announcements=asdict(Announcements()))
    assert rings(floor) == []


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(None, None), (-3, None), (5, 1), (61, 2), (200, 5), (301, 10), (1700, 30), (1801, 31), (9000, 150)],
)
def test_the_wait_is_told_rounded_up_and_never_when_it_is_not_known(seconds: float | None, minutes: int | None) -> None:
    floor = Floor({SALES: Queue(SALES, announcements=Announcements(first=10, wait=True))}, {})
    announcer = Announcer(floor, lambda call, at: seconds)
    floor.apply(e.TelephonyRestored(at=T0, node="main"))
    floor.apply(queued(FIRST, T0))
    facts = [order.event for order in announcer.rang("announce", FIRST, T0 + 10) if isinstance(order, c.Record)]
    assert [fact.minutes for fact in facts if isinstance(fact, e.CallAnnounced)] == ([minutes] if minutes else [])


def test_nothing_is_announced_while_nobody_can_be_spoken_to() -> None:
    floor = shift()
    floor.hears(e.TelephonyLost(at=T0 + 1, node="main"))
    assert rings(floor) == []
    assert floor.timers[f"announce {FIRST}"] == T0 + 15
