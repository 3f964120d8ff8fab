"""Turns Asterisk's messages into facts, by a table. Pure but for the legs it keeps."""

from collections.abc import Callable
from urllib.parse import unquote

from cti import events as e
from cti.asterisk import dialplan
from cti.asterisk.contacts import Contacts, browsers_alone
from cti.asterisk.legs import Leg, Legs
from cti.asterisk.link import Ami
from cti.ids import CallId, NodeId, OfferId, call_id, is_attempt

RINGING = "5"
NORMAL_CLEARING = 16
LONGEST_NUMBER = 64
# What OriginateResponse gives as its reason: the last control frame of the phone.
OFFER_ENDS = {"0": "unreachable", "1": "rejected", "3": "no_answer", "5": "busy", "8": "rejected"}
# The same of a customer who is called back.
CUSTOMER_ENDS = {"0": "unreachable", "1": "busy", "3": "no_answer", "5": "busy", "8": "unreachable"}
# A phone that refused is only known by the cause (Q.850) with which its channel hangs up.
CUSTOMER_CAUSES = {17: "busy", 18: "no_answer", 19: "no_answer", 21: "busy"}
AGENT_CAUSES = {17: "busy", 18: "no_answer", 19: "no_answer", 21: "rejected"}
# How Dial ended, where nobody answered.
DIAL_ENDS = {"BUSY": "busy", "NOANSWER": "no_answer"}


def clean(text: str) -> str:
    """A number or name as presented, without control characters and not longer than 64 characters."""
    return "".join(char for char in text if char.isprintable())[:LONGEST_NUMBER].strip()


def agi_digits(result: str) -> tuple[str | None, bool]:
    """The digits in an AGI answer (`200 result=12 (timeout)`), and whether the command worked.

    A command on a channel that hung up, or whose sound is missing, answers `result=-1`. `#` ends the collecting and is
    left out by Asterisk: no digits without a time-out is that key.
    """
    text = unquote(result).strip()
    if not text.startswith("200 result="):
        return None, False
    value, _, remark = text.removeprefix("200 result=").partition("(")
    digits = value.strip()
    if digits == "-1":
        return None, False
    return (digits if digits or remark else "#"), True


class Translator:
    """One Asterisk node's messages as facts."""

    def __init__(self, node: NodeId, legs: Legs, contacts: Contacts | None = None) -> None:
        self._node = node
        self._legs = legs
        self._contacts = contacts or Contacts(browsers_alone)
        self._table: dict[str, Callable[[Ami, float], list[e.Event]]] = {
            "AsyncAGIStart": self._arrived,
            "AsyncAGIExec": self._agi_answer,
            "UserEvent": self._said,
            "Newstate": self._new_state,
            "BridgeEnter": self._joined,
            "Hangup": self._gone,
            "Hold": self._held,
            "Unhold": self._retrieved,
            "OriginateResponse": self._originated,
            "ContactStatus": self._contact,
        }

    def translate(self, message: Ami, at: float) -> list[e.Event]:
        """The facts in one message that happened at `at`; none for a message that says nothing new."""
        handle = self._table.get(message.event)
        return handle(message, at) if handle else []

    def _arrived(self, message: Ami, at: float) -> list[e.Event]:
        known_leg = self._legs.get(message["uniqueid"])
        if known_leg:
            known_leg.in_flow = True
            return [e.CallResumed(at=at, call=known_leg.call, stage="flow")]
        call = call_id(self._node, message["uniqueid"])
        self._legs.add(message["uniqueid"], Leg(message["channel"], call))
        return [
            e.CallArrived(
                at=at,
                call=call,
                caller=known(message["calleridnum"]),
                caller_name=known(message["calleridname"]),
                dialled=clean(message["exten"]),
            )
        ]

    def _agi_answer(self, message: Ami, at: float) -> list[e.Event]:
        kind, _, rest = message["commandid"].partition("|")
        call_text, _, step = rest.partition("|")
        call = CallId(call_text)
        if not step or self._legs.caller(call) is None:
            return []
        digits, worked = agi_digits(message["result"])
        if not worked:
            return [e.PromptFailed(at=at, call=call, step=step, reason=unquote(message["result"]).strip())]
        if kind == "digits":
            return [e.DigitsEntered(at=at, call=call, step=step, digits=digits or "")]
        return [e.PromptFinished(at=at, call=call, step=step)]

    def _said(self, message: Ami, at: float) -> list[e.Event]:
        leg = self._legs.get(message["uniqueid"])
        if message["userevent"] == dialplan.HELD:
            return self._waits(message, at)
        if message["userevent"] == dialplan.FELL_BACK and leg:
            return [e.CallServedByFallback(at=at, call=leg.call, queue=dialplan.FALLBACK_QUEUE)]
        if message["userevent"] in {dialplan.UP, dialplan.HELPS} and leg:
            return self._is_up(leg, message, at)
        if message["userevent"] == dialplan.UNCONFIRMED and leg:
            self._legs.forget(message["uniqueid"])
            return self._not_picked_up(leg, "no_answer", at)
        if message["userevent"] == dialplan.SPEAKS and leg:
            return [e.VoicemailStarted(at=at, call=leg.call)]
        if message["userevent"] == dialplan.DIALS and leg:
            return [e.OutsideDialled(at=at, call=leg.call, number=clean(message["number"]))]
        if message["userevent"] == dialplan.DIALLED and leg:
            reason = DIAL_ENDS.get(message["status"], "unreachable")
            return [e.OutsideFailed(at=at, call=leg.call, number=clean(message["number"]), reason=reason)]
        return []

    def _waits(self, message: Ami, at: float) -> list[e.Event]:
        leg, uniqueid = self._legs.get(message["uniqueid"]), message["uniqueid"]
        if leg is not None:
            leg.channel, leg.dialled = message["channel"], False
            return [e.CallHeldInQueue(at=at, call=leg.call)]
        if not is_attempt(uniqueid):
            return []
        # Called back by an order of which the journal has forgotten: a caller like any other.
        call = call_id(self._node, uniqueid)
        self._legs.add(uniqueid, Leg(message["channel"], call))
        number = known(message["calleridnum"])
        return [e.CallArrived(at=at, call=call, caller=number, caller_name="", dialled="", stage="queue")]

    def _new_state(self, message: Ami, at: float) -> list[e.Event]:
        leg = self._legs.get(message["uniqueid"])
        if leg is None or leg.offer is None or message["channelstate"] != RINGING or leg.rejoin:
            return []
        return [e.AgentRinging(at=at, call=leg.call, offer=leg.offer)]

    def _is_up(self, leg: Leg, message: Ami, at: float) -> list[e.Event]:
        """A leg was picked up where nobody is to speak with yet, or somebody to be listened to."""
        leg.channel, first = message["channel"], not leg.told
        if leg.offer is None or leg.agent is None or leg.answered or not first:
            return []
        leg.up = leg.told = True
        if leg.rejoin:
            # Back, and to be brought to whoever is on the call.
            leg.answered = True
            return [e.AgentRejoined(at=at, call=leg.call, agent=leg.agent, offer=leg.offer)]
        if leg.helps:
            return [e.HelpAnswered(at=at, call=leg.call, agent=leg.agent, party=leg.offer)]
        return [e.AgentPickedUp(at=at, call=leg.call, agent=leg.agent, offer=leg.offer)]

    def _joined(self, message: Ami, at: float) -> list[e.Event]:
        leg = self._legs.get(message["uniqueid"])
        if leg is not None and leg.dialled:
            # The customer whom an agent has called is there.
            leg.channel, leg.dialled = message["channel"], False
            return []
        if leg is not None and leg.offer is None and message["context"] == dialplan.OUTSIDE:
            return [e.ConnectedOutside(at=at, call=leg.call, number=clean(message["exten"]))]
        if leg is None or leg.offer is None:
            return []
        leg.channel, leg.up = message["channel"], True
        if leg.helps or leg.answered:
            return []
        self._legs.joins(leg, leg.offer)
        return self._speaks_apart(leg, leg.offer, at) if leg.apart else self._speaks(leg, leg.offer, at)

    @staticmethod
    def _speaks_apart(leg: Leg, party: OfferId, at: float) -> list[e.Event]:
        first, leg.told = not leg.told, True
        return [e.ConsultAnswered(at=at, call=leg.call, consult=party, agent=leg.agent)] if first else []

    @staticmethod
    def _speaks(leg: Leg, offer: OfferId, at: float) -> list[e.Event]:
        leg.answered = True
        if leg.agent is None:
            return [e.PartyJoined(at=at, call=leg.call, party=offer, number=leg.number)]
        made = e.AgentRejoined if leg.rejoin else e.AgentAnswered
        return [made(at=at, call=leg.call, agent=leg.agent, offer=offer)]

    def _gone(self, message: Ami, at: float) -> list[e.Event]:
        leg, cause = self._legs.get(message["uniqueid"]), int(message["cause"] or 0)
        if leg is None:
            return []
        if leg.dialled and not leg.failed:
            # Of a customer who did not pick up, the answer to the order to dial comes before or after this.
            leg.cause = cause
            return []
        if leg.offer is not None and leg.rings:
            # How a phone that nobody picked up came to ring no more is told by the answer to the order to ring it.
            leg.cause = cause
            return []
        self._legs.forget(message["uniqueid"])
        if leg.failed:
            return self._failed(leg, cause, at)
        if leg.offer is None:
            by = self._legs.ended_by_us.pop(leg.call, "caller")
            return [e.CallEnded(at=at, call=leg.call, ended_by=by, cause=cause)]
        return self._leg_gone(leg, leg.offer, cause, at) if leg.up or leg.answered else []

    def _leg_gone(self, leg: Leg, offer: OfferId, cause: int, at: float) -> list[e.Event]:
        if leg.agent is None or not leg.answered:
            return [e.PartyLeft(at=at, call=leg.call, party=offer, reason="left")]
        alive = self._legs.caller(leg.call) is not None
        lost = alive and cause != NORMAL_CLEARING
        made = e.AgentPhoneLost if lost else e.SegmentEnded
        return [made(at=at, call=leg.call, agent=leg.agent, offer=offer)]

    def _held(self, message: Ami, at: float) -> list[e.Event]:
        leg = self._legs.get(message["uniqueid"])
        heard = leg is not None and leg.agent is not None and leg.answered and not leg.apart
        return [e.CallHeld(at=at, call=leg.call, offer=leg.offer)] if heard and leg and leg.offer else []

    def _retrieved(self, message: Ami, at: float) -> list[e.Event]:
        leg = self._legs.get(message["uniqueid"])
        heard = leg is not None and leg.agent is not None and leg.answered and not leg.apart
        return [e.CallRetrieved(at=at, call=leg.call, offer=leg.offer)] if heard and leg and leg.offer else []

    @staticmethod
    def _not_reached(leg: Leg, reason: str, at: float) -> list[e.Event]:
        missed = e.CustomerNotReached(at=at, call=leg.call, reason=reason)
        return [missed, e.CallEnded(at=at, call=leg.call, ended_by="system")]

    def _failed(self, leg: Leg, cause: int, at: float) -> list[e.Event]:
        """A phone that refused: only the cause with which its channel hung up says how."""
        if leg.offer is None:
            return self._not_reached(leg, CUSTOMER_CAUSES.get(cause, "unreachable"), at)
        causes = CUSTOMER_CAUSES if leg.agent is None else AGENT_CAUSES
        return self._not_picked_up(leg, causes.get(cause, "unreachable"), at)

    def _originated(self, message: Ami, at: float) -> list[e.Event]:
        uniqueid, reason = message["actionid"], message["reason"]
        leg = self._legs.get(uniqueid)
        if leg is None or not (leg.dialled or leg.offer):
            return []
        if message["response"] != "Failure":
            leg.originated = True
            if leg.offer and leg.cause is not None:
                self._legs.forget(uniqueid)
            return []
        unsaid = reason == "0" and message["uniqueid"] == uniqueid
        if unsaid and leg.cause is None:
            leg.failed = True
            return []
        self._legs.forget(uniqueid)
        if unsaid and leg.cause is not None:
            return self._failed(leg, leg.cause, at)
        if leg.offer is None:
            return self._not_reached(leg, CUSTOMER_ENDS.get(reason, "failed"), at)
        ends = CUSTOMER_ENDS if leg.agent is None else OFFER_ENDS
        return self._not_picked_up(leg, ends.get(reason, "failed"), at)

    @staticmethod
    def _not_picked_up(leg: Leg, reason: str, at: float) -> list[e.Event]:
        if leg.offer is None:
            return []
        if leg.agent is None:
            return [e.PartyLeft(at=at, call=leg.call, party=leg.offer, reason=reason)]
        if leg.rejoin:
            return [e.AgentPhoneLost(at=at, call=leg.call, agent=leg.agent, offer=leg.offer)]
        return [e.OfferExpired(at=at, call=leg.call, agent=leg.agent, offer=leg.offer, reason=reason)]

    def _contact(self, message: Ami, at: float) -> list[e.Event]:
        name = message["endpointname"] or message["aor"]
        return self._contacts.hear(name, contact_of(message["uri"]), message["contactstatus"], at)


def contact_of(uri: str) -> str:
    """What tells one phone from another: the address without the connection it came over."""
    return clean(uri.partition(";")[0])


def known(text: str) -> str:
    """A caller's number or name; Asterisk writes `<unknown>` for none."""
    return "" if text in {"<unknown>", "unknown", ""} else clean(text)
