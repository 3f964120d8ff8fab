"""What was missed while nobody looked, from Asterisk's own list and its notes of legs that are gone."""

from dataclasses import replace

import pytest

from cti import events as e
from cti.asterisk import dialplan
from cti.asterisk.resync import GoneLeg, Seen, SeenChannel, gone_leg, reconcile
from cti.call import Call, Calls
from cti.ids import CallId, OfferId, channel_of_call
from tests.cti.world import ANNA, CALL, NODE, OFFER, OTHER, SALES, T0, arrived, offered, talk

NOW = T0 + 100
UNIQUE = channel_of_call(CALL, NODE)
WAITING: list[e.Event] = [arrived(), e.CallQueued(at=T0 + 2, call=CALL, queue=SALES)]


def believed(*facts: e.Event) -> list[Call]:
    calls = Calls()
    for fact in facts:
        calls.apply(fact)
    return calls.alive()


def caller(context: str = dialplan.HOLD, *, bridged: bool = False, call: CallId = CALL) -> SeenChannel:
    return SeenChannel("PJSIP/trunk-1", channel_of_call(call, NODE), context, bridged, "+8613800138001", "", "1000")


def leg(answered: float | None = None, suffix: str = "") -> SeenChannel:
    return SeenChannel("PJSIP/agent-1001-1", OFFER + suffix, dialplan.AGENT, answered is not None, answered=answered)


def gone(unique: str, ended: float = T0 + 50, **rest: object) -> dict[str, GoneLeg]:
    return {unique: replace(GoneLeg(unique, ended), **rest)}  # type: ignore[arg-type]


def missed(
    facts: list[e.Event], *channels: SeenChannel, gone: dict[str, GoneLeg] | None = None, over: tuple[CallId, ...] = ()
) -> list[e.Event]:
    return reconcile(NODE, believed(*facts), Seen(NOW, channels, gone or {}), frozenset(over))


def resumed(stage: str) -> e.CallResumed:
    return e.CallResumed(at=NOW, call=CALL, stage=stage)


@pytest.mark.parametrize(
    ("context", "bridged", "stage"),
    [
        (dialplan.FLOW, False, "flow"),
        ("switchroom-call", False, "flow"),
        (dialplan.HOLD, False, "queue"),
        (dialplan.AFTER, False, "queue"),
        (dialplan.ANNOUNCE, False, "queue"),
        (dialplan.VOICEMAIL, False, "voicemail"),
        (dialplan.OUTSIDE, False, "outside"),
        (dialplan.OUTSIDE, True, "outside"),
        (dialplan.HOLD, True, "talk"),
        (dialplan.FALLBACK, False, "fallback_waiting"),
    ],
)
def test_a_call_that_still_lives_goes_on_where_asterisk_has_it(context: str, bridged: bool, stage: str) -> None:
    assert missed(WAITING, caller(context, bridged=bridged)) == [resumed(stage)]


def test_a_call_that_the_native_queue_has_given_to_somebody_is_theirs_and_told_once() -> None:
    by = e.CallServedByFallback(at=NOW, call=CALL, queue=dialplan.FALLBACK_QUEUE)
    taken = caller(dialplan.FALLBACK, bridged=True)
    assert missed(WAITING, taken) == [by, resumed("fallback")]
    assert missed([*WAITING, by], taken) == [resumed("fallback")]
    notes = gone(UNIQUE, T0 + 80, fallback=T0 + 30, member="PJSIP/agent-1001", cause=16)
    assert [(type(fact).__name__, fact.at) for fact in missed(WAITING, gone=notes)] == [
        ("CallServedByFallback", T0 + 30),
        ("CallEnded", T0 + 80),
    ]


def test_a_caller_who_hung_up_meanwhile_ended_when_asterisk_says() -> None:
    assert missed(WAITING, gone=gone(UNIQUE, T0 + 41.5, cause=16)) == [
        e.CallEnded(at=T0 + 41.5, call=CALL, ended_by="caller", cause=16, exact=True)
    ]


def test_a_caller_of_whom_asterisk_knows_nothing_is_over_and_said_to_be_a_guess() -> None:
    assert missed(WAITING) == [e.CallEnded(at=NOW, call=CALL, ended_by="unknown", cause=0, exact=False)]


def test_an_agent_answered_meanwhile_and_still_talks() -> None:
    facts = missed([*WAITING, offered()], caller(bridged=True), leg(T0 + 12.25))
    assert facts == [e.AgentAnswered(at=T0 + 12.25, call=CALL, agent=ANNA, offer=OFFER), resumed("talk")]


def test_a_whole_conversation_that_nobody_saw_is_told_exactly() -> None:
    notes = gone(OFFER, T0 + 50, answered=T0 + 12, cause=16) | gone(UNIQUE, T0 + 50.5, cause=16)
    assert missed([*WAITING, offered()], gone=notes) == [
        e.AgentAnswered(at=T0 + 12, call=CALL, agent=ANNA, offer=OFFER),
        e.SegmentEnded(at=T0 + 50, call=CALL, agent=ANNA, offer=OFFER),
        e.CallEnded(at=T0 + 50.5, call=CALL, ended_by="caller", cause=16),
    ]


def test_a_phone_that_still_rings_is_left_ringing() -> None:
    assert missed([*WAITING, offered()], caller(), leg()) == [resumed("queue")]


def test_an_offer_of_which_nothing_is_left_is_lost_and_not_the_agents_fault() -> None:
    lost = e.OfferExpired(at=T0 + 25, call=CALL, agent=ANNA, offer=OFFER, reason="lost")
    assert missed([*WAITING, offered()], caller()) == [lost, resumed("queue")]


def test_an_offer_does_not_outlive_its_caller() -> None:
    facts = missed([*WAITING, offered()], gone=gone(UNIQUE, T0 + 9))
    assert [(type(fact).__name__, fact.at) for fact in facts] == [("OfferExpired", T0 + 9), ("CallEnded", T0 + 9)]


def test_a_conversation_that_goes_on_is_not_disturbed() -> None:
    assert missed(talk(), caller(bridged=True), leg(T0 + 8)) == [resumed("talk")]


def test_an_agent_who_hung_up_meanwhile_ended_the_conversation() -> None:
    notes = gone(OFFER, T0 + 30, answered=T0 + 8, cause=16)
    ended = e.SegmentEnded(at=T0 + 30, call=CALL, agent=ANNA, offer=OFFER)
    assert missed(talk(), caller(dialplan.AFTER), gone=notes) == [ended, resumed("queue")]


def test_an_agents_phone_that_was_lost_meanwhile_did_not_hang_up() -> None:
    notes = gone(OFFER, T0 + 30, answered=T0 + 8, cause=0)
    lost = e.AgentPhoneLost(at=T0 + 30, call=CALL, agent=ANNA, offer=OFFER)
    assert missed(talk(), caller(dialplan.HOLD), gone=notes) == [lost, resumed("queue")]


def test_a_lost_phone_whose_caller_is_gone_too_just_ended() -> None:
    notes = gone(OFFER, T0 + 30, cause=0) | gone(UNIQUE, T0 + 31, cause=16)
    assert [type(fact).__name__ for fact in missed(talk(), gone=notes)] == ["SegmentEnded", "CallEnded"]


LOST = [*talk(), e.AgentPhoneLost(at=T0 + 20, call=CALL, agent=ANNA, offer=OFFER)]


def test_a_phone_that_was_awaited_is_awaited_still() -> None:
    assert missed(LOST, caller()) == [resumed("queue")]


def test_a_phone_that_came_back_meanwhile_is_back() -> None:
    facts = missed(LOST, caller(bridged=True), leg(T0 + 24, "-r1"))
    assert facts == [e.AgentRejoined(at=T0 + 24, call=CALL, agent=ANNA, offer=OFFER), resumed("talk")]


def test_a_call_that_came_meanwhile_and_is_there_is_taken_in() -> None:
    channel = replace(caller(dialplan.FLOW, call=OTHER), arrived=T0 + 70)
    assert missed([], channel) == [arrived(T0 + 70, OTHER)]
    assert missed([], replace(channel, arrived=None))[0].at == NOW


def test_a_call_that_the_native_queue_took_meanwhile_is_known_to_be_there() -> None:
    facts = missed([], replace(caller(dialplan.FALLBACK, call=OTHER), arrived=T0 + 70))
    assert [type(fact).__name__ for fact in facts] == ["CallArrived", "CallServedByFallback"]


def test_a_call_that_came_and_went_while_nobody_looked_is_whole_in_the_journal() -> None:
    unique = channel_of_call(OTHER, NODE)
    notes = gone(unique, T0 + 60, arrived=T0 + 20, caller="+861390", dialled="1000", fallback=T0 + 25, cause=16)
    facts = missed([], gone=notes)
    assert facts == [
        e.CallArrived(at=T0 + 20, call=OTHER, caller="+861390", caller_name="", dialled="1000", stage="gone"),
        e.CallServedByFallback(at=T0 + 25, call=OTHER, queue=dialplan.FALLBACK_QUEUE),
        e.CallEnded(at=T0 + 60, call=OTHER, ended_by="unknown", cause=16),
    ]
    assert missed([], gone=notes, over=(OTHER,)) == [], "what the journal has already is not told again"


def test_what_is_not_a_call_of_ours_is_left_alone() -> None:
    stranger = SeenChannel("PJSIP/else", "1.1", "somebody-elses-context", False)
    ringing = SeenChannel("PJSIP/agent-1001-2", OfferId("main-9.9-o1"), dialplan.AGENT, False)
    assert missed([], stranger, ringing, gone=gone("main-9.9-o1", answered=T0)) == []


def test_a_floor_read_twice_tells_nothing_twice() -> None:
    calls = Calls()
    for fact in [*WAITING, offered()]:
        calls.apply(fact)
    seen = Seen(NOW, (caller(bridged=True), leg(T0 + 12)), {})
    for fact in reconcile(NODE, calls.alive(), seen, frozenset()):
        calls.apply(fact)
    assert reconcile(NODE, calls.alive(), seen, frozenset()) == [resumed("talk")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ended=10.5&answered=3.25&cause=16", GoneLeg("u", 8.5, 16, 1.25)),
        ("ended=10.5&arrived=3&cause=&caller=%2B86&dialled=1000", GoneLeg("u", 8.5, 0, None, 1.0, "%2B86", "1000")),
        ("", GoneLeg("u", 0.0)),
        ("nonsense", GoneLeg("u", 0.0)),
        ("ended=soon&cause=x", GoneLeg("u", 0.0)),
    ],
)
def test_a_note_is_read_on_our_clock_and_what_is_missing_is_unknown(text: str, expected: GoneLeg) -> None:
    found = gone_leg("u", text, 2.0)
    assert (found.ended, found.cause, found.answered, found.arrived) == (
        expected.ended,
        expected.cause,
        expected.answered,
        expected.arrived,
    )


def test_the_plus_of_a_number_survives_the_note() -> None:
    note = "ended=1&caller=+8613800138001&dialled=+861000"
    assert (gone_leg("u", note).caller, gone_leg("u", note).dialled) == ("+8613800138001", "+861000")
