"""The two folds that everybody asks: what a call is now, and what an agent does now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cti import codec
from cti import events as e
from cti.agent_presence import AgentPresence, Presences
from cti.call import Call, Calls
from cti.ids import CustomerId, QueueId
from tests.cti.world import ANNA, CALL, OFFER, T0, arrived, offered, talk
from tests.laws.test_facts import facts

FACTS = sorted(codec.KINDS.values(), key=lambda kind: kind.__name__)


def folded(*told: e.Event) -> Call:
    calls = Calls()
    for fact in told:
        calls.apply(fact)
    return calls.by_id[CALL]


def on_offer(kind: type[e.CallEvent], at: float, **rest: object) -> e.Event:
    return kind(at=T0 + at, call=CALL, offer=OFFER, **rest)  # type: ignore[call-arg]


ENDED = e.CallEnded(at=T0 + 60, call=CALL, ended_by="caller")
SEGMENT_ENDED = on_offer(e.SegmentEnded, 60, agent=ANNA)


def test_a_call_goes_through_its_stages() -> None:
    told = [*talk(), ENDED]
    stages = [folded(*told[:count]).stage for count in range(1, len(told) + 1)]
    assert stages == ["flow", "queued", "offered", "talk", "ended"]


def test_a_callback_is_dialling_until_its_customer_is_there_and_its_queue_is_known_from_the_offer() -> None:
    told = [
        replace(arrived(), stage="dialling"),
        offered(),
        e.CallHeldInQueue(at=T0 + 9, call=CALL),
        e.AgentAnswered(at=T0 + 12, call=CALL, agent=ANNA, offer=OFFER),
    ]
    made = [folded(*told[:count]) for count in range(1, len(told) + 1)]
    assert [call.stage for call in made] == ["dialling", "dialling", "offered", "talk"]
    assert [call.enqueued for call in made] == [None, None, T0 + 9, T0 + 9]
    assert made[0].queue is None
    assert made[1].queue == offered().queue
    missed = folded(*told[:2], on_offer(e.OfferExpired, 5, agent=ANNA, reason="rejected"), told[2])
    assert (missed.stage, missed.offer) == ("queued", None)


def test_a_call_that_left_its_queue_waits_nowhere() -> None:
    told = talk()[:2]
    queue = folded(*told).queue
    assert queue
    left = folded(*told, e.CallLeftQueue(at=T0 + 20, call=CALL, queue=queue, reason="key"))
    assert (left.stage, left.queue, left.enqueued) == ("flow", None, None)
    assert folded(*told, e.CallLeftQueue(at=T0 + 20, call=CALL, queue=QueueId("x"), reason="key")).queue == queue


def test_hold_belongs_to_the_segment_and_a_hold_said_twice_counts_once() -> None:
    call = folded(
        *talk(),
        on_offer(e.CallHeld, 10),
        on_offer(e.CallHeld, 12),
        on_offer(e.CallRetrieved, 15),
        on_offer(e.CallRetrieved, 17),
        on_offer(e.CallHeld, 20),
        on_offer(e.AgentPhoneLost, 22, agent=ANNA),
        on_offer(e.AgentRejoined, 30, agent=ANNA),
    )
    assert call.talking
    assert (call.talking.hold_seconds, call.talking.held_since) == (7.0, None)
    assert (call.talking.losses, call.talking.lost_since) == (1, None)


def test_a_call_is_kept_until_its_last_wrap_up_and_then_forgotten() -> None:
    calls = Calls()
    for fact in [*talk(), ENDED, SEGMENT_ENDED, on_offer(e.WrapUpStarted, 60, agent=ANNA, limit=T0 + 90)]:
        calls.apply(fact)
    assert calls.alive() == []
    assert list(calls.by_id) == [CALL]
    last = calls.apply(on_offer(e.WrapUpFinished, 80, agent=ANNA, by_limit=False))
    assert last is not None, "who hears the last fact still sees the call"
    assert calls.by_id == {}


def test_an_abandoned_call_is_forgotten_at_once() -> None:
    calls = Calls()
    for fact in (arrived(), ENDED):
        calls.apply(fact)
    assert calls.by_id == {}


def test_what_a_person_said_of_the_caller_stands_against_a_late_look_up() -> None:
    linked = e.CustomerLinked(at=T0, call=CALL, customer=CustomerId("by hand"))
    late = e.CallerRecognised(at=T0, call=CALL, customer=CustomerId("by number"))
    assert folded(arrived(), linked, late).customer == "by hand"
    assert folded(arrived(), late, linked).customer == "by hand"
    assert folded(arrived(), late).customer == "by number"


@pytest.mark.parametrize("kind", [e.OfferExpired, e.OfferWithdrawn])
def test_the_end_of_another_offer_does_not_end_this_one(kind: type[e.CallEvent]) -> None:
    rest = {"reason": "no_answer"} if kind is e.OfferExpired else {}
    old = on_offer(kind, 9, agent=ANNA, **rest)
    call = folded(arrived(), talk()[1], offered(attempt=1), offered(attempt=2), old)
    assert (call.stage, call.offer and call.offer.id) == ("offered", f"{CALL}-o2")
    presences = Presences()
    for fact in (offered(attempt=2), old):
        presences.apply(fact)
    rings = presences.get(ANNA).ringing
    assert rings is not None
    assert rings.offer == f"{CALL}-o2"


def presence(*told: e.Event) -> AgentPresence:
    presences = Presences()
    for fact in told:
        presences.apply(fact)
    return presences.get(ANNA)


AT_WORK: list[e.Event] = [
    e.AgentLoggedIn(at=T0, agent=ANNA),
    e.ConsoleConnected(at=T0, agent=ANNA),
    e.PhoneRegistered(at=T0, agent=ANNA),
    e.AgentBecameReady(at=T0 + 1, agent=ANNA),
]


def test_an_agent_goes_through_the_states_of_a_call() -> None:
    told = [*AT_WORK, *talk()[2:], SEGMENT_ENDED, on_offer(e.WrapUpStarted, 60, agent=ANNA, limit=T0 + 90)]
    done = on_offer(e.WrapUpFinished, 80, agent=ANNA, by_limit=False)
    states = [presence(*told[:count]).state for count in range(len(told) + 1)]
    assert states == [
        "logged_out",
        *["not_ready"] * 3,
        "ready",
        "offered",
        "talking",
        "wrap_up",
        "wrap_up",
    ]
    after = presence(*told, done)
    assert (after.state, after.idle_since, after.in_hand) == ("ready", T0 + 80, [])


def test_not_ready_said_in_a_call_holds_from_its_end_on() -> None:
    during = [*AT_WORK, *talk()[2:], e.AgentBecameNotReady(at=T0 + 20, agent=ANNA, reason="lunch")]
    assert presence(*during).state == "talking"
    after = presence(*during, SEGMENT_ENDED, on_offer(e.WrapUpFinished, 60, agent=ANNA, by_limit=False))
    assert (after.state, after.reason) == ("not_ready", "lunch")


@pytest.mark.parametrize(
    ("fact", "offered_to", "console"),
    [
        (e.TelephonyLost(at=T0, node="main"), False, True),
        (e.ServiceStarted(at=T0, version="2"), False, False),
        (e.ConsoleLost(at=T0, agent=ANNA), False, False),
        (e.PhoneLost(at=T0, agent=ANNA), False, True),
        (e.AgentLoggedIn(at=T0, agent=ANNA), True, True),
    ],
)
def test_only_what_is_seen_alive_can_be_offered_a_call(fact: e.Event, offered_to: bool, console: bool) -> None:
    found = presence(*AT_WORK, fact)
    assert (found.can_be_offered, found.console, found.ready) == (offered_to, console, True)


def test_ready_said_twice_does_not_send_an_agent_to_the_end_of_the_line() -> None:
    again = e.AgentBecameReady(at=T0 + 50, agent=ANNA)
    assert presence(*AT_WORK, again).idle_since == presence(*AT_WORK).idle_since


@given(st.lists(st.sampled_from(FACTS).flatmap(facts), max_size=25))
def test_no_order_of_facts_breaks_the_folds(told: list[e.Event]) -> None:
    calls, presences = Calls(), Presences()
    for fact in [arrived(), offered(), *told]:
        here = replace(fact, call=CALL) if isinstance(fact, e.CallEvent) else fact
        calls.apply(here)
        presences.apply(here)
        assert presences.get(ANNA).state in {"logged_out", "not_ready", "ready", "offered", "talking", "wrap_up"}
