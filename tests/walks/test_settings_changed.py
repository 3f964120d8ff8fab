"""A queue's settings change while calls wait: nobody is lost, nobody loses a place, and the change is felt at once."""

from typing import Any

from acd.checked import checked_queue
from acd.queue import Queue
from acd.written import merged, plain, written
from cti import commands as c
from cti import events as e
from tests.walks.floor import ANNA, BEN, SALES, CallCentre
from tests.walks.test_caller_gone import waiting_caller

SORRY = {"en": "We have closed."}


def change(floor: CallCentre, version: int, queue: Queue, **changes: Any) -> Queue:
    """What the settings desk does: checked, and told as a fact."""
    changed = checked_queue(SALES, version, merged(written(queue), changes), [SALES])
    floor.happens(
        e.QueueConfigured(at=floor.exchange.now, queue=SALES, version=version, by="Sue", settings=plain(changed))
    )
    return changed


def rings(floor: CallCentre) -> list[c.RingAgent]:
    return [order for order in floor.exchange.orders if isinstance(order, c.RingAgent)]


def test_callers_who_wait_keep_their_places_and_ring_by_the_new_rules() -> None:
    floor = CallCentre()
    calls = []
    for _ in range(3):
        calls.append(waiting_caller(floor))
        floor.passes(5)
    queue = change(floor, 1, Queue(SALES), ring_seconds=7)
    queue = change(floor, 2, queue, strategy="round-robin", ring_at_once=1)
    assert list(floor.exchange.lines) == calls

    floor.comes_to_work(ANNA)
    floor.comes_to_work(BEN)
    assert [(ring.call, ring.ring_seconds) for ring in rings(floor)] == [(calls[0], 7), (calls[1], 7)]
    for call in calls[:2]:
        floor.exchange.answers(call)
    floor.exchange.agent_hangs_up(calls[0])
    floor.passes(queue.wrap_up_seconds + 1)
    assert rings(floor)[-1].call == calls[2]
    assert "CallLeftQueue" not in {kind for call in calls for kind in floor.kinds(call)}


def test_an_older_version_that_is_told_late_changes_nothing() -> None:
    floor = CallCentre()
    queue = change(floor, 2, Queue(SALES), ring_seconds=7)
    change(floor, 1, queue, ring_seconds=99)
    call = waiting_caller(floor)
    floor.comes_to_work(ANNA)
    assert [(ring.call, ring.ring_seconds) for ring in rings(floor)] == [(call, 7)]


def test_closing_a_queue_turns_new_callers_away_and_serves_those_who_wait() -> None:
    floor = CallCentre()
    before = waiting_caller(floor)
    queue = change(floor, 1, Queue(SALES), closing={"closed": True, "exit": {"text": SORRY}})
    after = waiting_caller(floor)
    assert "CallLeftQueue" in floor.kinds(after)
    assert "CallLeftQueue" not in floor.kinds(before)

    floor.comes_to_work(ANNA)
    assert floor.exchange.lines[before].rings is not None
    floor.exchange.answers(before)
    change(floor, 2, queue, closing={"closed": False})
    floor.comes_to_work(BEN)
    assert floor.exchange.lines[waiting_caller(floor)].rings is not None


def test_closing_for_those_who_wait_too_says_the_text_to_each() -> None:
    floor = CallCentre()
    calls = [waiting_caller(floor), waiting_caller(floor)]
    change(floor, 1, Queue(SALES), closing={"closed": True, "also_waiting": True, "exit": {"text": SORRY}})
    left = [event for event in floor.journal if isinstance(event, e.CallLeftQueue)]
    assert [(one.call, one.reason, one.text) for one in left] == [(call, "closed", SORRY) for call in calls]


def test_the_emergency_switch_survives_the_death_of_the_service() -> None:
    floor = CallCentre()
    floor.happens(e.SiteClosed(at=floor.exchange.now, by="Sue", text=SORRY))
    floor.dies()
    floor.starts_again()
    closed = waiting_caller(floor)
    [left] = [event for event in floor.journal if isinstance(event, e.CallLeftQueue)]
    assert (left.call, left.text) == (closed, SORRY)
    floor.happens(e.SiteReopened(at=floor.exchange.now, by="Sue"))
    assert "CallLeftQueue" not in floor.kinds(waiting_caller(floor))
