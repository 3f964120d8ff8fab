"""The real end of the telephony port over a scripted Asterisk: orders, the reading of the floor, and its order."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from cti import commands as c
from cti import events as e
from cti.asterisk import link as link_module
from cti.asterisk.link import Link
from cti.asterisk.telephony import AsteriskTelephony
from cti.call import Calls
from cti.errors import TelephonyError
from cti.ids import CallbackId, attempt_id, channel_of_call
from cti.machine import MachineRunner, Machines
from tests.cti.world import ANNA, CALL, NODE, OFFER, SALES, T0, HandClock, Life, ScriptedAmi, arrived, message, until

UNIQUE = "1763756550.12"


@dataclass
class Echo:
    """A machine that orders at once whatever it is asked to when a call is found again or arrives."""

    order: c.TelephonyCommand
    refusals: list[c.Command] = field(default_factory=list)

    def apply(self, event: e.Event) -> None:
        pass

    def decide(self, event: e.Event) -> list[c.Command]:
        return [self.order] if isinstance(event, e.CallResumed | e.CallArrived) else []

    def resume(self, at: float) -> list[c.Command]:
        return []

    def refused(self, command: c.TelephonyCommand, at: float) -> list[c.Command]:
        self.refusals.append(command)
        return []


@dataclass
class Node:
    asterisk: ScriptedAmi
    life: Life
    calls: Calls
    telephony: AsteriskTelephony
    facts: list[e.Event] = field(default_factory=list)

    def told(self, kind: type[e.Event]) -> list[e.Event]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    async def connected(self) -> "Node":
        self.telephony.start()
        await until(lambda: self.told(e.TelephonyRestored))
        return self

    def lists(self, action: str, *parts: str) -> None:
        frame = message(Response="Success", ActionID="@ID", EventList="start")
        end = message(Event=f"{action}Complete", ActionID="@ID", EventList="Complete")
        self.asterisk.answers[action] = lambda _action: [frame, *parts, end]

    def channel(self, context: str, **more: str) -> str:
        headers = {"Uniqueid": UNIQUE, "Channel": "PJSIP/trunk-1", "Context": context, "Exten": "1000", **more}
        return message(Event="CoreShowChannel", ActionID="@ID", CallerIDNum="+8613800138001", **headers)


@pytest.fixture
async def node(asterisk: ScriptedAmi, life: Life, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Node]:
    for name in ("FIRST_RETRY", "LAST_RETRY"):
        monkeypatch.setattr(link_module, name, 0.02)
    calls = Calls()
    life.journal.observe(lambda recorded: calls.apply(recorded.event))
    link = Link("127.0.0.1", asterisk.port, "switchroom", "right")
    telephony = AsteriskTelephony(link, NODE, life.journal, calls, HandClock(), lambda _c, _o, leg: f"/raw/{leg}.raw")
    node = Node(asterisk, life, calls, telephony)
    life.journal.observe(lambda recorded: node.facts.append(recorded.event))
    for action in ("CoreShowChannels", "DBGetTree", "PJSIPShowEndpoints"):
        node.lists(action)
    asterisk.answers["Getvar"] = lambda action: [
        message(Response="Success", ActionID="@ID", Value=str(T0 - 5) if "ARRIVED" in action["variable"] else "1000")
    ]
    yield node
    await telephony.close()


@pytest.mark.parametrize("known_before", [True, False])
async def test_who_hears_that_a_call_was_found_can_order_at_once(node: Node, known_before: bool) -> None:
    """The flow goes on at the very fact that its caller is still there: that order must reach Asterisk."""
    if known_before:
        node.life.say(arrived())
    node.lists("CoreShowChannels", node.channel("switchroom-flow"))
    echo = Echo(c.PlayPrompt(call=CALL, step="hello.1", sound="/s/hello"))
    machines = Machines([MachineRunner(echo, node.life.journal, node.telephony, HandClock(), "echo")])
    machines.start([], node.life.bus.subscribe())
    await node.connected()
    await until(lambda: node.asterisk.asked("AGI") or echo.refusals)
    assert echo.refusals == []
    (asked,) = node.asterisk.asked("AGI")
    assert (asked["channel"], asked["commandid"]) == ("PJSIP/trunk-1", f"play|{CALL}|hello.1")
    await machines.close()


async def test_nothing_is_restored_before_everything_missed_was_told(node: Node) -> None:
    node.life.say(arrived(), e.CallQueued(at=T0, call=CALL, queue=SALES))
    gone = {"Key": f"/switchroom-gone/{UNIQUE}", "Val": "ended=1763756590.5&arrived=1763756550&cause=16"}
    node.lists("DBGetTree", message(Event="DBGetTreeResponse", ActionID="@ID", **gone))
    endpoint = {"ObjectName": "agent-1001", "Contacts": "agent-1001/sip:a@b;x-ast-orig-host=c,"}
    node.lists("PJSIPShowEndpoints", message(Event="EndpointList", ActionID="@ID", **endpoint))
    await node.connected()
    kinds = [type(fact).__name__ for fact in node.facts[2:]]
    assert kinds == ["CallEnded", "PhoneRegistered", "TelephonyRestored"]
    assert node.told(e.CallEnded) == [e.CallEnded(at=T0 + 40.5, call=CALL, ended_by="caller", cause=16)]
    await until(lambda: node.asterisk.asked("DBDel"))
    assert node.asterisk.asked("DBDel")[0]["key"] == UNIQUE, "Asterisk need not remember what the journal has"


async def test_an_offer_rings_once_and_its_failure_is_told_as_a_fact(node: Node) -> None:
    await node.connected()
    node.asterisk.say(message(Event="AsyncAGIStart", Uniqueid=UNIQUE, Channel="PJSIP/trunk-1", CallerIDNum="1"))
    await until(lambda: node.told(e.CallArrived))
    ring = c.RingAgent(call=CALL, agent=ANNA, offer=OFFER, ring_seconds=20, recorded=True)
    await node.telephony.perform(ring)
    (originate,) = node.asterisk.asked("Originate")
    assert originate["channelid"] == OFFER
    assert f"SWITCHROOM_RECORD=/raw/{OFFER}.raw" in originate["variable"]
    node.asterisk.say(message(Event="OriginateResponse", ActionID=OFFER, Response="Failure", Reason="3"))
    await until(lambda: node.told(e.OfferExpired))
    assert node.told(e.OfferExpired)[0].reason == "no_answer"  # type: ignore[attr-defined]


async def test_a_leg_that_is_gone_already_is_ended_without_complaint_and_other_refusals_are_told(node: Node) -> None:
    await node.connected()
    node.asterisk.say(message(Event="AsyncAGIStart", Uniqueid=UNIQUE, Channel="PJSIP/trunk-1"))
    await until(lambda: node.told(e.CallArrived))
    refuse = lambda _action: [message(Response="Error", ActionID="@ID", Message="No such channel")]  # noqa: E731
    node.asterisk.answers["Hangup"] = refuse
    await node.telephony.perform(c.EndLeg(call=CALL, offer=OFFER))
    with pytest.raises(TelephonyError, match="No such channel"):
        await node.telephony.perform(c.HangUp(call=CALL))


@pytest.mark.parametrize("order", [c.EndLeg(call=CALL, offer=OFFER), c.Connect(call=CALL, groups=((CALL, OFFER),))])
async def test_an_order_to_a_phone_that_asterisk_is_about_to_ring_reaches_it(
    node: Node, order: c.TelephonyCommand
) -> None:
    """Asterisk answers the order to ring before it makes the channel: until then it knows no such channel."""
    await node.connected()
    node.asterisk.say(message(Event="AsyncAGIStart", Uniqueid=UNIQUE, Channel="PJSIP/trunk-1"))
    await until(lambda: node.told(e.CallArrived))
    await node.telephony.perform(c.RingAgent(call=CALL, agent=ANNA, offer=OFFER, ring_seconds=20))
    done: list[dict[str, str]] = []
    refusals = iter(("No such channel", "No such channel"))

    def late(action: dict[str, str]) -> list[str]:
        refusal = next(refusals, None) if action.get("channel") == OFFER else None
        if refusal is not None:
            return [message(Response="Error", ActionID="@ID", Message=refusal)]
        done.append(action)
        return [message(Response="Success", ActionID="@ID", Message="done")]

    for action in ("Hangup", "Setvar"):
        node.asterisk.answers[action] = late
    await node.telephony.perform(order)
    refused = [action for action in node.asterisk.actions if action.get("channel") == OFFER and action not in done]
    assert len(refused) == 2
    wished = {(action["action"], action.get("variable")) for action in refused}
    assert wished <= {(action["action"], action.get("variable")) for action in done}


async def test_an_order_to_a_phone_that_refused_is_not_tried_again(node: Node) -> None:
    await node.connected()
    node.asterisk.say(message(Event="AsyncAGIStart", Uniqueid=UNIQUE, Channel="PJSIP/trunk-1"))
    await until(lambda: node.told(e.CallArrived))
    await node.telephony.perform(c.RingAgent(call=CALL, agent=ANNA, offer=OFFER, ring_seconds=20))
    node.asterisk.say(message(Event="OriginateResponse", ActionID=OFFER, Response="Failure", Reason="3"))
    await until(lambda: node.told(e.OfferExpired))
    refuse = lambda _action: [message(Response="Error", ActionID="@ID", Message="No such channel")]  # noqa: E731
    node.asterisk.answers["Hangup"] = refuse
    await node.telephony.perform(c.EndLeg(call=CALL, offer=OFFER))
    assert len(node.asterisk.asked("Hangup")) == 1


@pytest.mark.parametrize("ringing", [True, False])
async def test_a_leg_answered_just_as_it_was_to_be_ended_has_its_end_told(node: Node, ringing: bool) -> None:
    await node.connected()
    node.asterisk.say(message(Event="AsyncAGIStart", Uniqueid=UNIQUE, Channel="PJSIP/trunk-1"))
    await until(lambda: node.told(e.CallArrived))
    await node.telephony.perform(c.RingAgent(call=CALL, agent=ANNA, offer=OFFER, ring_seconds=20))
    node.asterisk.say(message(Event="BridgeEnter", Uniqueid=OFFER, Channel="PJSIP/agent-1001-1"))
    await until(lambda: node.told(e.AgentAnswered))
    await node.telephony.perform(c.EndLeg(call=CALL, offer=OFFER, ringing=ringing))
    node.asterisk.say(message(Event="Hangup", Uniqueid=OFFER, Cause="16", Timestamp=str(T0 + 3)))
    node.asterisk.say(message(Event="Hangup", Uniqueid=UNIQUE, Cause="16", Timestamp=str(T0 + 4)))
    await until(lambda: node.told(e.CallEnded))
    assert len(node.told(e.SegmentEnded)) == (1 if ringing else 0)


@pytest.mark.parametrize("hangup_first", [True, False])
async def test_a_customer_who_is_busy_is_told_whichever_message_comes_first(node: Node, hangup_first: bool) -> None:
    await node.connected()
    call = attempt_id(CallbackId("main-1.1-back"), 1)
    channel = channel_of_call(call, NODE)
    await node.telephony.perform(c.DialCustomer(call=call, number="+8613800138001", ring_seconds=10))
    hung_up = message(Event="Hangup", Uniqueid=channel, Cause="17")
    failed = message(Event="OriginateResponse", ActionID=channel, Uniqueid=channel, Response="Failure", Reason="0")
    node.asterisk.say(*((hung_up, failed) if hangup_first else (failed, hung_up)))
    await until(lambda: node.told(e.CallEnded))
    assert [fact.reason for fact in node.told(e.CustomerNotReached)] == ["busy"]  # type: ignore[attr-defined]


async def test_who_ended_the_call_is_remembered_until_the_channel_is_gone(node: Node) -> None:
    await node.connected()
    node.asterisk.say(message(Event="AsyncAGIStart", Uniqueid=UNIQUE, Channel="PJSIP/trunk-1"))
    await until(lambda: node.told(e.CallArrived))
    await node.telephony.perform(c.HangUp(call=CALL, by="agent"))
    node.asterisk.say(message(Event="Hangup", Uniqueid=UNIQUE, Cause="16", Timestamp=str(T0 + 3)))
    await until(lambda: node.told(e.CallEnded))
    assert node.told(e.CallEnded) == [e.CallEnded(at=T0 + 3, call=CALL, ended_by="agent", cause=16)]


async def test_a_floor_that_cannot_be_read_is_read_again_on_a_new_line(node: Node) -> None:
    tries: list[str] = []
    listed = node.asterisk.answers["CoreShowChannels"]

    def once_refused(action: dict[str, str]) -> object:
        tries.append(action["action"])
        refused = [message(Response="Error", ActionID="@ID", Message="busy")]
        return refused if len(tries) == 1 else listed(action)

    node.asterisk.answers["CoreShowChannels"] = once_refused  # type: ignore[assignment]
    await node.connected()
    assert len(tries) == 2
    assert node.asterisk.connections == 2


async def test_the_line_going_is_one_fact_and_orders_are_refused_until_it_is_back(node: Node) -> None:
    await node.connected()
    node.asterisk.frozen = True
    node.asterisk.hang_up()
    await until(lambda: node.told(e.TelephonyLost))
    with pytest.raises(TelephonyError, match="no connection to Asterisk now"):
        await node.telephony.perform(c.HangUp(call=CALL))
    node.asterisk.frozen = False
    node.asterisk.hang_up()
    await until(lambda: len(node.told(e.TelephonyRestored)) == 2)
    assert len(node.told(e.TelephonyLost)) == 1


async def test_the_native_queue_is_told_who_would_take_calls(node: Node) -> None:
    await node.connected()
    await node.telephony.serve_fallback(ANNA, ready=True)
    await node.telephony.serve_fallback(ANNA, ready=False)
    assert [one["interface"] for one in node.asterisk.asked("QueueAdd")] == ["PJSIP/agent-1001"]
    removed = [one["interface"] for one in node.asterisk.asked("QueueRemove")]
    assert removed == ["PJSIP/desk-1001", "PJSIP/agent-1001", "PJSIP/desk-1001"], "no phone but the chosen one is left"


async def test_a_queue_with_music_of_its_own_names_it_before_the_caller_waits(node: Node) -> None:
    await node.connected()
    node.asterisk.say(message(Event="AsyncAGIStart", Uniqueid=UNIQUE, Channel="PJSIP/trunk-1"))
    await until(lambda: node.told(e.CallArrived))
    await node.telephony.perform(c.HoldInQueue(call=CALL, queue=SALES, music="jazz"))
    chosen = [one for one in node.asterisk.asked("Setvar") if one["variable"] == "SWITCHROOM_MUSIC"]
    assert [(one["channel"], one["value"]) for one in chosen] == [("PJSIP/trunk-1", "jazz")]
    assert len(node.asterisk.asked("Redirect")) == 1
