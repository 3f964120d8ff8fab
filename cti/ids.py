"""Identities that cross rooms. All are strings, so they can be stored, sent and printed as they are.

A call's id names the Asterisk node and the channel it began on (`main-1763756550.12`); an offer's id adds the
attempt (`main-1763756550.12-o3`) and is also the channel id of the agent's leg, so that after any loss the
floor can be read back from Asterisk's own list of channels. Who is asked to a call by those on it (a colleague, a
number outside, a supervisor) is a party, with an id of the same kind (`main-1763756550.12-p1`).
"""

import re
from typing import NewType

NodeId = NewType("NodeId", str)
CallId = NewType("CallId", str)
OfferId = NewType("OfferId", str)
AgentId = NewType("AgentId", str)
QueueId = NewType("QueueId", str)
CustomerId = NewType("CustomerId", str)
RecordingId = NewType("RecordingId", str)
CallbackId = NewType("CallbackId", str)

_ATTEMPT, _PARTY, _RETURN, _MESSAGE, _BACK, _OUT, _TRY = "-o", "-p", "-r", "-message", "-back", "-out", "-t"
_LEG = re.compile(r"(?P<offer>(?P<call>.+)-(?:o\d+|p\d+(?:\.\d+)?))(?:-r\d+)?")
_PARTY_ID = re.compile(r"(?P<party>.+-p\d+)(?:\.\d+)?")
_TRIED = re.compile(r".+-(?:back|out)-t\d+")


def call_id(node: NodeId, channel_uniqueid: str) -> CallId:
    """The id of the call that began on this channel of this node."""
    return CallId(f"{node}-{channel_uniqueid}")


def channel_of_call(call: CallId, node: NodeId) -> str:
    """The unique id of the channel the call began on; the inverse of `call_id`."""
    return call.removeprefix(f"{node}-")


def offer_id(call: CallId, attempt: int) -> OfferId:
    """The id of the n-th time this call is offered to an agent (n counts from 1)."""
    return OfferId(f"{call}{_ATTEMPT}{attempt}")


def party_id(call: CallId, number: int) -> OfferId:
    """The id of the n-th party (n counts from 1) that somebody on this call has asked to it, and of its leg."""
    return OfferId(f"{call}{_PARTY}{number}")


def asked_in_turn(party: OfferId, turn: int) -> OfferId:
    """The id of the leg of the n-th agent (n counts from 1) who is rung in turn to become this party."""
    return party if turn == 1 else OfferId(f"{party}.{turn}")


def party_of(leg: OfferId) -> OfferId:
    """The party that a leg was rung to become; the leg itself where it is the only one, or no party's."""
    found = _PARTY_ID.fullmatch(leg)
    return OfferId(found.group("party")) if found else leg


def same_party(one: OfferId, other: OfferId | None) -> bool:
    """Whether these are legs of one party: the same, or of those who were rung in turn to become it."""
    return other is not None and party_of(one) == party_of(other)


def is_party(offer: OfferId) -> bool:
    """Whether this is somebody who was asked to a call, and not an agent to whom its queue offered it."""
    return _PARTY_ID.fullmatch(offer) is not None


def call_of_offer(offer: OfferId) -> CallId:
    """The call an offer or party belongs to; the inverse of `offer_id` and `party_id`."""
    found = _LEG.fullmatch(offer)
    return CallId(found.group("call") if found else "")


def leg_id(offer: OfferId, rejoin: int = 0) -> str:
    """The channel id of an agent's leg: the offer's own, or, for the n-th return of a lost phone, `…-o3-r1`."""
    return f"{offer}{_RETURN}{rejoin}" if rejoin else offer


def offer_of_leg(channel_uniqueid: str) -> OfferId | None:
    """The offer whose leg this channel is; None for a channel this service did not make."""
    found = _LEG.fullmatch(channel_uniqueid)
    return OfferId(found.group("offer")) if found else None


def message_id(call: CallId) -> RecordingId:
    """The name of the message that a caller leaves."""
    return RecordingId(f"{call}{_MESSAGE}")


def call_of_message(recording: str) -> CallId | None:
    """The call whose caller left this message; None for what is no message. The inverse of `message_id`."""
    return CallId(recording.removesuffix(_MESSAGE)) if recording.endswith(_MESSAGE) else None


def callback_id(call: CallId) -> CallbackId:
    """The callback that a call leaves behind."""
    return CallbackId(f"{call}{_BACK}")


def asked_callback_id(node: NodeId, at: float) -> CallbackId:
    """A callback that came from no call: from the web or an agent, at this time (seconds since the epoch)."""
    return CallbackId(f"{node}-{at:.6f}{_BACK}")


def attempt_id(callback: CallbackId, attempt: int) -> CallId:
    """The call that the n-th attempt of a callback is to become; its channel is made under this id."""
    return CallId(f"{callback}{_TRY}{attempt}")


def outgoing_id(node: NodeId, at: float) -> CallId:
    """The call that an agent makes at this time (seconds since the epoch); its channel is made under this id."""
    return CallId(f"{node}-{at:.6f}{_OUT}{_TRY}1")


def is_attempt(channel_uniqueid: str) -> bool:
    """Whether this channel is one on which we dial a customer."""
    return _TRIED.fullmatch(channel_uniqueid) is not None
