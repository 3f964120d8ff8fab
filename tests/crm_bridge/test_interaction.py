import pytest
from msgspec.structs import replace

from crm_bridge.timeline.interaction import Interaction, interaction_of
from cti import events as e
from cti.ids import AgentId, CustomerId, OfferId, QueueId, RecordingId
from tests.crm_bridge.floor import CALL, OFFER, SALES, T0, WEI, answered_call, arrived

MEI, SECOND = AgentId("mei"), OfferId(f"{CALL}-o2")


def ended(at: float) -> e.CallEnded:
    return e.CallEnded(at=at, call=CALL, ended_by="caller")


def made(*events: e.Event) -> Interaction:
    interaction = interaction_of(events)
    assert interaction is not None
    return interaction


def test_a_call_that_goes_on_has_no_interaction_yet() -> None:
    assert interaction_of(answered_call()[:6]) is None
    assert interaction_of([]) is None


def test_an_answered_call_has_its_wait_talk_hold_and_wrap_up() -> None:
    call = made(*answered_call())
    assert (call.wait_s, call.talk_s, call.hold_s, call.wrap_up_s) == (10, 40, 10, 20)
    assert (call.outcome, call.queue, call.agent) == ("answered", SALES, WEI)
    assert (call.arrived_at, call.enqueued_at, call.answered_at, call.ended_at) == (T0, T0 + 5, T0 + 15, T0 + 65)


def test_a_message_is_on_the_timeline_like_a_recording() -> None:
    left = e.CallLeftQueue(at=T0 + 35, call=CALL, queue=SALES, reason="timeout", exit="voicemail")
    began = [
        arrived(),
        e.CallQueued(at=T0 + 5, call=CALL, queue=SALES),
        left,
        e.VoicemailStarted(at=T0 + 40, call=CALL),
    ]
    assert (made(*began, ended(T0 + 60)).outcome, made(*began, ended(T0 + 60)).recording) == ("voicemail", None)
    stored = e.VoicemailLeft(at=T0 + 62, call=CALL, recording=RecordingId("m1"), duration=18.5)
    call = made(*began, ended(T0 + 60), stored)
    assert call.recording is not None
    assert (call.recording.id, call.recording.duration_s, call.wait_s) == ("m1", 18.5, 30)


def test_each_agent_has_only_their_own_talk_time() -> None:
    call = made(
        *answered_call()[:7],
        e.WrapUpStarted(at=T0 + 65, call=CALL, agent=WEI, offer=OFFER, limit=T0 + 125),
        e.AgentAnswered(at=T0 + 70, call=CALL, agent=MEI, offer=SECOND),
        e.WrapUpFinished(at=T0 + 75, call=CALL, agent=WEI, offer=OFFER, by_limit=True),
        ended(T0 + 100),
    )
    assert [(s.agent, s.talk_s, s.hold_s, s.wrap_up_s) for s in call.segments] == [(WEI, 40, 10, 10), (MEI, 30, 0, 0)]
    assert (call.talk_s, call.agent, call.answered_at) == (70, MEI, T0 + 15)


@pytest.mark.parametrize(
    ("events", "outcome", "wait"),
    [
        ([e.CallQueued(at=T0 + 5, call=CALL, queue=SALES)], "abandoned", 25),
        ([e.FlowLeft(at=T0 + 5, call=CALL, flow="main", outcome="closed")], "closed", 0),
        ([e.FlowLeft(at=T0 + 5, call=CALL, flow="main", outcome="self_service")], "self_service", 0),
        ([e.FlowLeft(at=T0 + 5, call=CALL, flow="main", outcome="failed")], "failed", 0),
        ([], "self_service", 0),
        (
            [
                e.CallQueued(at=T0 + 5, call=CALL, queue=SALES),
                e.CallServedByFallback(at=T0 + 9, call=CALL, queue="sales"),
            ],
            "flowed_out",
            4,
        ),
        (
            [
                e.CallQueued(at=T0 + 5, call=CALL, queue=SALES),
                e.CallLeftQueue(at=T0 + 9, call=CALL, queue=SALES, reason="timeout"),
            ],
            "flowed_out",
            4,
        ),
    ],
)
def test_calls_nobody_answered_say_why(events: list[e.Event], outcome: str, wait: float) -> None:
    call = made(arrived(), *events, ended(T0 + 30))
    assert (call.outcome, call.wait_s, call.agent, call.segments) == (outcome, wait, None, ())


def test_waits_in_two_queues_are_one_wait() -> None:
    call = made(
        arrived(),
        e.CallQueued(at=T0 + 5, call=CALL, queue=SALES),
        e.CallQueued(at=T0 + 15, call=CALL, queue=QueueId("overflow")),
        e.AgentAnswered(at=T0 + 25, call=CALL, agent=WEI, offer=OFFER),
        ended(T0 + 30),
    )
    assert (call.wait_s, call.queue, call.enqueued_at) == (20, "overflow", T0 + 5)


def test_a_lost_phone_is_hold_and_not_talk() -> None:
    call = made(
        *answered_call()[:4],
        e.AgentPhoneLost(at=T0 + 20, call=CALL, agent=WEI, offer=OFFER),
        e.CallHeld(at=T0 + 21, call=CALL, offer=OFFER),
        e.AgentRejoined(at=T0 + 30, call=CALL, agent=WEI, offer=OFFER),
        e.CallHeld(at=T0 + 31, call=CALL, offer=OFFER),
        ended(T0 + 40),
    )
    assert (call.talk_s, call.hold_s) == (6, 19)


def test_what_was_said_keyed_and_recorded_is_kept() -> None:
    name = RecordingId("r1")
    call = made(
        arrived(caller="anonymous"),
        e.CallerRecognised(at=T0, call=CALL, customer=CustomerId("c1")),
        e.DigitsEntered(at=T0 + 1, call=CALL, step="language", digits="1"),
        e.DigitsEntered(at=T0 + 2, call=CALL, step="menu", digits=""),
        *answered_call()[1:5],
        e.RecordingStarted(at=T0 + 15, call=CALL, offer=OFFER, recording=name),
        e.RecordingStarted(at=T0 + 15, call=CALL, offer=OFFER, recording=RecordingId("r2")),
        e.NoteWritten(at=T0 + 20, call=CALL, agent=WEI, text="first"),
        ended(T0 + 65),
        e.NoteWritten(at=T0 + 70, call=CALL, agent=WEI, text="last\x00 word"),
        e.DispositionChosen(at=T0 + 71, call=CALL, agent=WEI, disposition="sale"),
        e.RecordingStored(at=T0 + 72, call=CALL, offer=OFFER, recording=name, duration=50.0),
        e.RecordingFailed(at=T0 + 72, call=CALL, offer=OFFER, recording=RecordingId("r2"), reason="disk"),
    )
    assert (call.caller, call.customer, call.digits) == ("anonymous", "c1", (("language", "1"),))
    assert (call.note, call.disposition) == ("last word", "sale")
    assert call.recording is not None
    assert (call.recording.id, call.recording.duration_s, len(call.recordings)) == ("r1", 50.0, 1)


def test_a_person_knows_better_than_the_directory() -> None:
    linked = e.CustomerLinked(at=T0 + 1, call=CALL, customer=CustomerId("right"))
    late = e.CallerRecognised(at=T0 + 2, call=CALL, customer=CustomerId("wrong"))
    assert made(arrived(), linked, late, ended(T0 + 9)).customer == "right"


def test_an_end_seen_only_afterwards_is_marked_approximate() -> None:
    assert not made(arrived(), replace(ended(T0 + 9), exact=False)).exact


def test_an_answered_call_is_complete_after_wrap_up_and_others_at_once() -> None:
    assert made(*answered_call()).complete_at == T0 + 65
    assert made(*answered_call()[:9]).complete_at == T0 + 125 + 60
    assert made(*answered_call()[:8]).complete_at == T0 + 65 + 5
    assert made(arrived(), ended(T0 + 9)).complete_at == T0 + 9


def test_facts_without_an_arrival_still_make_a_record() -> None:
    call = made(ended(T0 + 9))
    assert (call.caller, call.arrived_at, call.outcome) == ("", T0 + 9, "self_service")


def test_a_callback_is_told_from_a_call_that_came_and_waits_only_on_hold() -> None:
    dialled = [
        replace(arrived(), stage="dialling"),
        e.AgentOffered(at=T0, call=CALL, agent=WEI, offer=OFFER, queue=SALES, expires=T0 + 50),
    ]
    there = e.CallHeldInQueue(at=T0 + 10, call=CALL)
    call = made(*dialled, there, e.AgentAnswered(at=T0 + 13, call=CALL, agent=WEI, offer=OFFER), ended(T0 + 43))
    assert (call.direction, call.outcome, call.queue, call.wait_s, call.talk_s) == (
        "callback",
        "answered",
        SALES,
        3,
        30,
    )
    call = made(*dialled, e.CustomerNotReached(at=T0 + 9, call=CALL, reason="busy"), ended(T0 + 9))
    assert (call.direction, call.outcome, call.wait_s, call.segments) == ("callback", "not_reached", 0, ())
    assert made(*dialled, there, ended(T0 + 30)).outcome == "abandoned"


def test_a_call_was_heard_as_well_as_its_worst_segment() -> None:
    good = {"mos": 4.4, "mos_min": 4.3, "loss": 0.0, "jitter_ms": 3.0, "rtt_ms": 20.0}
    bad = {"mos": 3.9, "mos_min": 2.6, "loss": 0.04, "jitter_ms": 30.0, "rtt_ms": 180.0}
    heard = [
        e.CallQualityMeasured(at=T0 + 66, call=CALL, agent=WEI, offer=OFFER, **bad),
        e.CallQualityMeasured(at=T0 + 67, call=CALL, agent=MEI, offer=SECOND, **good),
    ]
    call = made(*answered_call(), *heard)
    assert call.quality is not None
    assert (call.quality.offer, call.quality.mos_min, call.quality.loss) == (OFFER, 2.6, 0.04)
    assert len(call.qualities) == 2
    assert made(*answered_call()).quality is None
