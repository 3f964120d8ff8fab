"""Asterisk's messages as facts: real messages of Asterisk 22, one by one and as whole calls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti import commands as c
from cti import events as e
from cti.asterisk import actions
from cti.asterisk.legs import Leg, Legs
from cti.asterisk.link import Ami
from cti.asterisk.translate import Translator, agi_digits, clean
from cti.errors import TelephonyError
from tests.cti.world import ANNA, CALL, NODE, OFFER, SALES

UNIQUE = "1763756550.12"


class Border:
    def __init__(self) -> None:
        self.legs = Legs()
        self.translator = Translator(NODE, self.legs)

    def hears(self, event: str, **headers: str) -> list[e.Event]:
        fields = {"event": event, **{name.lower(): value for name, value in headers.items()}}
        return self.translator.translate(Ami(fields), 5.0)

    def caller(self) -> "Border":
        self.hears("AsyncAGIStart", uniqueid=UNIQUE, channel="PJSIP/trunk-1", calleridnum="+8613", exten="1000")
        return self

    def agent(self, rejoin: int = 0, *, answered: bool = False) -> str:
        unique = OFFER + (f"-r{rejoin}" if rejoin else "")
        self.legs.add(unique, Leg(unique, CALL, OFFER, ANNA, rejoin, answered))
        return unique


@pytest.fixture
def border() -> Border:
    return Border().caller()


@pytest.mark.parametrize(
    ("number", "name", "caller", "caller_name"),
    [
        ("+8613800138001", "王伟", "+8613800138001", "王伟"),
        ("<unknown>", "<unknown>", "", ""),
        ("unknown", "", "", ""),
        ("", "", "", ""),
        ("anonymous", "Anonymous", "anonymous", "Anonymous"),
        ("9" * 400, "x" * 400, "9" * 64, "x" * 64),
        ("12\r\n34\x00", "A\u202eB\x07", "1234", "AB"),
        ("  10086 ", " Mobile\t", "10086", "Mobile"),
    ],
)
def test_a_call_arrives_with_whatever_was_presented(number: str, name: str, caller: str, caller_name: str) -> None:
    facts = Border().hears(
        "AsyncAGIStart", uniqueid=UNIQUE, channel="PJSIP/a", calleridnum=number, calleridname=name, exten="1000"
    )
    assert facts == [e.CallArrived(at=5.0, call=CALL, caller=caller, caller_name=caller_name, dialled="1000")]


@given(st.text())
def test_what_is_shown_has_no_control_characters_and_an_end(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= 64
    assert cleaned.isprintable()
    assert clean(cleaned) == cleaned


def test_a_call_that_comes_back_to_the_flow_is_the_same_call(border: Border) -> None:
    facts = border.hears("AsyncAGIStart", uniqueid=UNIQUE, channel="PJSIP/trunk-1")
    assert [fact for fact in facts if isinstance(fact, e.CallArrived)] == []


@pytest.mark.parametrize(
    ("result", "digits", "worked"),
    [
        ("200%20result%3D12%0A", "12", True),
        ("200 result=1", "1", True),
        ("200 result=12 (timeout)", "12", True),
        ("200 result= (timeout)", "", True),
        ("200 result=", "#", True),
        ("200 result=0", "0", True),
        ("200 result=*", "*", True),
        ("200 result=-1", None, False),
        ("511 Command Not Permitted on a dead channel", None, False),
        ("", None, False),
    ],
)
def test_the_answers_of_agi(result: str, digits: str | None, worked: bool) -> None:
    assert agi_digits(result) == (digits, worked)


def test_keys_silence_and_failures_are_told_to_the_step_that_asked(border: Border) -> None:
    def answer(kind: str, result: str) -> list[e.Event]:
        return border.hears("AsyncAGIExec", uniqueid=UNIQUE, commandid=f"{kind}|{CALL}|menu.2", result=result)

    assert answer("digits", "200%20result%3D1%0A") == [e.DigitsEntered(at=5.0, call=CALL, step="menu.2", digits="1")]
    assert answer("digits", "200 result= (timeout)") == [e.DigitsEntered(at=5.0, call=CALL, step="menu.2", digits="")]
    assert answer("play", "200 result=0") == [e.PromptFinished(at=5.0, call=CALL, step="menu.2")]
    assert answer("play", "200 result=-1\n") == [
        e.PromptFailed(at=5.0, call=CALL, step="menu.2", reason="200 result=-1")
    ]


@pytest.mark.parametrize("commandid", ["", "play", "play|", f"play|{CALL}", "play|main-9.9|menu.1", "||"])
def test_an_answer_to_nobody_is_no_fact(border: Border, commandid: str) -> None:
    assert border.hears("AsyncAGIExec", uniqueid=UNIQUE, commandid=commandid, result="200 result=1") == []


def test_ringing_answering_holding_and_hanging_up(border: Border) -> None:
    leg = border.agent()
    told = [
        *border.hears("Newstate", uniqueid=leg, channelstate="0"),
        *border.hears("Newstate", uniqueid=leg, channelstate="5"),
        *border.hears("BridgeEnter", uniqueid=leg, channel="PJSIP/agent-1001-7"),
        *border.hears("BridgeEnter", uniqueid=UNIQUE, channel="PJSIP/trunk-1"),
        *border.hears("Hold", uniqueid=leg),
        *border.hears("Unhold", uniqueid=leg),
        *border.hears("BridgeEnter", uniqueid=leg, channel="PJSIP/agent-1001-7"),
        *border.hears("Hangup", uniqueid=leg, cause="16"),
        *border.hears("Hangup", uniqueid=leg, cause="16"),
        *border.hears("Hangup", uniqueid=UNIQUE, cause="16"),
    ]
    names = "AgentRinging AgentAnswered CallHeld CallRetrieved SegmentEnded CallEnded"
    assert [type(fact).__name__ for fact in told] == names.split()
    assert told[-1] == e.CallEnded(at=5.0, call=CALL, ended_by="caller", cause=16)


@pytest.mark.parametrize(("cause", "kind"), [("16", e.SegmentEnded), ("0", e.AgentPhoneLost), ("38", e.AgentPhoneLost)])
def test_a_phone_that_dies_is_told_from_one_that_hangs_up(border: Border, cause: str, kind: type[e.Event]) -> None:
    leg = border.agent(answered=True)
    assert [type(fact) for fact in border.hears("Hangup", uniqueid=leg, cause=cause)] == [kind]


def test_when_the_caller_went_first_no_phone_was_lost(border: Border) -> None:
    leg = border.agent(answered=True)
    border.hears("Hangup", uniqueid=UNIQUE, cause="16")
    assert [type(fact) for fact in border.hears("Hangup", uniqueid=leg, cause="0")] == [e.SegmentEnded]


@pytest.mark.parametrize(
    ("reason", "told"),
    [("3", "no_answer"), ("0", "unreachable"), ("5", "busy"), ("1", "rejected"), ("99", "failed"), ("", "failed")],
)
def test_an_offer_that_failed_says_how(border: Border, reason: str, told: str) -> None:
    leg = border.agent()
    expired = e.OfferExpired(at=5.0, call=CALL, agent=ANNA, offer=OFFER, reason=told)
    assert border.hears("OriginateResponse", actionid=leg, response="Failure", reason=reason) == [expired]
    assert border.hears("OriginateResponse", actionid=leg, response="Failure", reason=reason) == []


def test_a_phone_that_nobody_picks_up_is_told_once_whichever_message_comes_first(border: Border) -> None:
    leg = border.agent()
    expired = e.OfferExpired(at=5.0, call=CALL, agent=ANNA, offer=OFFER, reason="no_answer")
    assert border.hears("Hangup", uniqueid=leg, cause="16") == []
    assert border.hears("OriginateResponse", actionid=leg, uniqueid=leg, response="Failure", reason="3") == [expired]
    assert border.hears("OriginateResponse", actionid=leg, uniqueid=leg, response="Failure", reason="3") == []


@pytest.mark.parametrize(
    ("cause", "told"), [("17", "busy"), ("21", "rejected"), ("19", "no_answer"), ("3", "unreachable")]
)
@pytest.mark.parametrize("first", ["Hangup", "OriginateResponse"])
def test_a_phone_that_refuses_is_told_by_its_cause(border: Border, cause: str, told: str, first: str) -> None:
    leg = border.agent()
    said = {
        "Hangup": {"uniqueid": leg, "cause": cause},
        "OriginateResponse": {"actionid": leg, "uniqueid": leg, "response": "Failure", "reason": "0"},
    }
    second = next(name for name in said if name != first)
    assert border.hears(first, **said[first]) == []
    expired = e.OfferExpired(at=5.0, call=CALL, agent=ANNA, offer=OFFER, reason=told)
    assert border.hears(second, **said[second]) == [expired]
    assert border.hears("Hangup", uniqueid=leg, cause=cause) == []


def test_a_phone_that_was_picked_up_for_a_caller_who_is_gone_is_forgotten(border: Border) -> None:
    leg = border.agent()
    assert border.hears("OriginateResponse", actionid=leg, response="Success", reason="4") == []
    assert border.hears("Hangup", uniqueid=leg, cause="16") == []
    assert border.hears("OriginateResponse", actionid=leg, response="Failure", reason="3") == []


def test_an_offer_that_succeeded_is_told_by_the_bridge_alone(border: Border) -> None:
    assert border.hears("OriginateResponse", actionid=border.agent(), response="Success", reason="4") == []


def test_a_phone_that_returns_rejoins_and_one_that_does_not_is_lost_again(border: Border) -> None:
    leg = border.agent(1)
    assert border.hears("Newstate", uniqueid=leg, channelstate="5") == []
    assert [type(f) for f in border.hears("BridgeEnter", uniqueid=leg, channel="x")] == [e.AgentRejoined]
    other = border.agent(2)
    facts = border.hears("OriginateResponse", actionid=other, response="Failure", reason="3")
    assert [type(f) for f in facts] == [e.AgentPhoneLost]


def test_phones_come_and_go_by_their_last_contact() -> None:
    border = Border()

    def contact(status: str, uri: str, name: str = "agent-1001") -> list[str]:
        facts = border.hears("ContactStatus", endpointname=name, contactstatus=status, uri=uri)
        return [type(fact).__name__ for fact in facts]

    assert contact("NonQualified", "sip:a@1.2.3.4;transport=ws") == ["PhoneRegistered"]
    assert contact("Updated", "sip:a@1.2.3.4;transport=wss") == [], "the same page over another connection"
    assert contact("NonQualified", "sip:b@1.2.3.4") == ["PhoneRegistered"]
    assert contact("Removed", "sip:a@1.2.3.4") == [], "another phone of this agent is still there"
    assert contact("Removed", "sip:b@1.2.3.4") == ["PhoneLost"]
    assert contact("Removed", "sip:b@1.2.3.4") == []
    assert contact("NonQualified", "sip:x@y", "trunk") == []


def test_what_the_dialplan_says(border: Border) -> None:
    held = border.hears("UserEvent", userevent="SwitchroomHeld", uniqueid=UNIQUE)
    fell = border.hears("UserEvent", userevent="SwitchroomFallback", uniqueid=UNIQUE)
    assert [type(fact) for fact in held + fell] == [e.CallHeldInQueue, e.CallServedByFallback]
    speaks = border.hears("UserEvent", userevent="SwitchroomSpeaks", uniqueid=UNIQUE)
    dials = border.hears("UserEvent", userevent="SwitchroomDials", uniqueid=UNIQUE, number="10086")
    assert speaks + dials == [
        e.VoicemailStarted(at=5.0, call=CALL),
        e.OutsideDialled(at=5.0, call=CALL, number="10086"),
    ]
    assert border.hears("UserEvent", userevent="SwitchroomHeld", uniqueid="9.9") == []
    assert border.hears("UserEvent", userevent="Somebody", uniqueid=UNIQUE) == []


@pytest.mark.parametrize(
    ("status", "reason"),
    [("BUSY", "busy"), ("NOANSWER", "no_answer"), ("CHANUNAVAIL", "unreachable"), ("", "unreachable")],
)
def test_a_number_outside_answers_or_says_why_not(border: Border, status: str, reason: str) -> None:
    over = border.hears("UserEvent", userevent="SwitchroomDialled", uniqueid=UNIQUE, number="10086", status=status)
    assert over == [e.OutsideFailed(at=5.0, call=CALL, number="10086", reason=reason)]
    joined = border.hears("BridgeEnter", uniqueid=UNIQUE, context="switchroom-outside", exten="10086")
    assert joined == [e.ConnectedOutside(at=5.0, call=CALL, number="10086")]
    assert border.hears("BridgeEnter", uniqueid=UNIQUE, context="switchroom-hold", exten="s") == []


@given(
    st.sampled_from(sorted(Translator(NODE, Legs())._table)),
    st.dictionaries(
        st.sampled_from(
            [
                "uniqueid",
                "channel",
                "commandid",
                "result",
                "userevent",
                "channelstate",
                "actionid",
                "response",
                "reason",
                "uri",
            ]
        ),
        st.text(max_size=12),
    ),
)
def test_no_message_however_odd_breaks_the_border(event: str, headers: dict[str, str]) -> None:
    border = Border().caller()
    border.agent()
    assert all(isinstance(fact, e.Event) for fact in border.hears(event, **headers))


def test_orders_to_a_caller_who_is_gone_are_refused_in_a_sentence() -> None:
    for order in (
        c.PlayPrompt(call=CALL, step="a.1", sound="x"),
        c.HoldInQueue(call=CALL, queue=SALES),
        c.HangUp(call=CALL),
        c.CollectDigits(call=CALL, step="a.1", sound="x", max_digits=1, timeout=1.5),
    ):
        with pytest.raises(TelephonyError, match="has hung up"):
            actions.SIMPLE[type(order)](order, Legs())


def test_an_agent_is_rung_under_our_own_id_and_sees_the_caller(border: Border) -> None:
    order = c.RingAgent(call=CALL, agent=ANNA, offer=OFFER, ring_seconds=20.5, rejoin=2)
    fields = actions.ring(order, border.legs, ("", 'Evil" <x>'), "/tmp/a.raw")
    assert fields["ChannelId"] == fields["ActionID"] == f"{OFFER}-r2"
    assert fields["Channel"] == "PJSIP/agent-1001"
    assert fields["Timeout"] == "20500"
    assert str(fields["CallerID"]).endswith("<anonymous>")
    assert str(fields["CallerID"]).count('"') == 2
    assert fields["Variable"] == [
        "SWITCHROOM_CALLER=PJSIP/trunk-1",
        "SWITCHROOM_RECORD=/tmp/a.raw",
        f"SWITCHROOM_ROUND={OFFER}-r2",
        f"PJSIP_HEADER(add,X-Switchroom-Call)={CALL}",
    ]
    assert actions.end_leg(c.EndLeg(call=CALL, offer=OFFER, rejoin=2), border.legs)["Channel"] == f"{OFFER}-r2"


def test_keys_are_asked_for_in_milliseconds(border: Border) -> None:
    order = c.CollectDigits(call=CALL, step="menu.2", sound="/s/a", max_digits=1, timeout=1.5)
    fields = actions.collect(order, border.legs)
    assert (fields["Command"], fields["CommandID"]) == ('GET DATA "/s/a" 1500 1', f"digits|{CALL}|menu.2")


def test_only_what_is_a_number_is_dialled_outside(border: Border) -> None:
    fields = actions.connect_outside(c.ConnectOutside(call=CALL, number="+86 (10) 6944-5464"), border.legs)
    assert (fields["Context"], fields["Exten"]) == ("switchroom-outside", "+861069445464")
    with pytest.raises(TelephonyError, match="'reception' is no telephone number; correct it"):
        actions.connect_outside(c.ConnectOutside(call=CALL, number="reception"), border.legs)


def test_an_announcement_is_left_where_the_waiting_loop_finds_it(border: Border) -> None:
    fields = actions.announce(c.Announce(call=CALL, sounds=("/s/a", "/s/b")), border.legs)
    assert (fields["Action"], fields["Variable"], fields["Value"]) == ("Setvar", "SWITCHROOM_SAY", "/s/a&/s/b")
