"""Facts of a call with more than one at our end: consulted, transferred, joined, parked, dialled, helped."""

from cti.event import CallEvent
from cti.ids import AgentId, OfferId, QueueId


class AgentWanted(CallEvent, frozen=True, kw_only=True):
    """This agent, and no other, is to have the call: `reason` is consult, transfer, back (it comes back to whom it was
    transferred by), give_back (the flow sends it back to whom it was sent there by), pick_up, dial or help.

    `offer` is the party the agent becomes; it joins the leg `joins`, or the customer where that is empty; who `helps`
    (listen or whisper) hears that leg. `auto_answer` says that the agent asked for it: the phone may pick up by itself.
    An agent who is busy is waited for until `until` (seconds since the epoch; 0: not at all).
    """

    agent: AgentId
    offer: OfferId
    queue: QueueId
    reason: str
    joins: OfferId | None = None
    helps: str = ""
    auto_answer: bool = False
    until: float = 0.0


class AgentPickedUp(CallEvent, frozen=True, kw_only=True):
    """The phone of an agent who makes a call is up: the number is dialled now, and rings in the agent's ear."""

    agent: AgentId
    offer: OfferId


class AgentUnavailable(CallEvent, frozen=True, kw_only=True):
    """The agent who was wanted cannot be rung now: talking, offered, wrap_up, logged_out, phone or unknown; or was
    waited for in vain, which is over (the call was gone before)."""

    agent: AgentId
    offer: OfferId
    reason: str


class ConsultBegan(CallEvent, frozen=True, kw_only=True):
    """The agent, in talk as `offer`, asks somebody first: the party `consult`, an agent, a number outside, or whoever
    is free in a queue (`way` is agent, outside or queue), while the customer hears music."""

    agent: AgentId
    offer: OfferId
    consult: OfferId
    way: str
    to: str


class QueueAsked(CallEvent, frozen=True, kw_only=True):
    """Whoever is free in the queue is to be asked by the agent `by`, in talk as `offer`: as the party `consult`, which
    each who is rung in turn becomes. It is no call of the queue, and not counted as one."""

    by: AgentId
    offer: OfferId
    consult: OfferId
    queue: QueueId


class ConsultAnswered(CallEvent, frozen=True, kw_only=True):
    """Who was asked answers, and speaks with the agent who asks. `agent` is None for a number outside."""

    consult: OfferId
    agent: AgentId | None = None


class ConsultToggled(CallEvent, frozen=True, kw_only=True):
    """The agent who asks speaks with the other side now: `to` is customer or party."""

    agent: AgentId
    consult: OfferId
    to: str


class ConsultEnded(CallEvent, frozen=True, kw_only=True):
    """Asking is over: taken_back, no_answer, busy, rejected, unavailable, failed, nobody_free (in the queue that was
    asked) or left (the party hung up), after which the agent has the customer again; transferred or joined, after
    which the party has; queued, after which the queue that was asked has; or over (with the call).

    `agent` is who was asked, None for a number outside or a queue of which nobody is rung; `by` who asked; `to` whom.
    """

    consult: OfferId
    by: AgentId
    reason: str
    agent: AgentId | None = None
    to: str = ""


class CallTransferred(CallEvent, frozen=True, kw_only=True):
    """The agent, in talk as `offer`, gave the call away: `way` is queue, agent, outside or flow, `to` which one.

    `consult` is the party that was asked before; without one, the party an agent is rung as; else None.
    """

    agent: AgentId
    offer: OfferId
    way: str
    to: str
    consult: OfferId | None = None


class CallGivenBack(CallEvent, frozen=True, kw_only=True):
    """The flow sends the caller back to the agent who sent the caller there, and who is waited for until `limit`
    (seconds since the epoch)."""

    agent: AgentId
    limit: float


class TransferFailed(CallEvent, frozen=True, kw_only=True):
    """Whoever was to have the call does not take it: it goes back, to the agent who gave it away or into a queue. `way`
    is that of the transfer, or park, or give_back."""

    way: str
    to: str
    reason: str


class ConferenceBegan(CallEvent, frozen=True, kw_only=True):
    """The agent joined the party that was asked with all who are on the call."""

    agent: AgentId
    consult: OfferId


class PartyJoined(CallEvent, frozen=True, kw_only=True):
    """A number outside is in conversation with the customer, as the party `party`."""

    party: OfferId
    number: str


class PartyLeft(CallEvent, frozen=True, kw_only=True):
    """A party that is no segment is gone, or was not reached: left, no_answer, busy, unreachable, failed or lost."""

    party: OfferId
    reason: str


class CallParked(CallEvent, frozen=True, kw_only=True):
    """The agent left the caller with music at the place `slot`, for whoever picks up; after `limit` (seconds since the
    epoch) it comes back."""

    agent: AgentId
    offer: OfferId
    slot: int
    limit: float


class CallPickedUp(CallEvent, frozen=True, kw_only=True):
    """An agent takes the parked call: the phone of that agent rings as the party `offer`."""

    agent: AgentId
    offer: OfferId


class HelpBegan(CallEvent, frozen=True, kw_only=True):
    """A supervisor's phone is rung as the party `party`, to listen to the talk of `helped` (its segment is `offer`)."""

    agent: AgentId
    party: OfferId
    helped: AgentId
    offer: OfferId
    mode: str


class HelpAnswered(CallEvent, frozen=True, kw_only=True):
    """The supervisor hears the talk from now on."""

    agent: AgentId
    party: OfferId


class HelpChanged(CallEvent, frozen=True, kw_only=True):
    """The supervisor goes on in another way: listen (heard by nobody), whisper (by the agent alone), barge (by all)."""

    agent: AgentId
    party: OfferId
    mode: str


class HelpEnded(CallEvent, frozen=True, kw_only=True):
    """The supervisor is gone from the talk: left, no_answer, over (with the talk) or took_over (has the customer)."""

    agent: AgentId
    party: OfferId
    reason: str


class CallTakenOver(CallEvent, frozen=True, kw_only=True):
    """A supervisor who helps takes the call from the agent, who was in talk as `offer`."""

    agent: AgentId
    party: OfferId
    offer: OfferId


class RecordingPaused(CallEvent, frozen=True, kw_only=True):
    """Nothing of the segment is recorded from now on, as when a card number is said; `by` is who wanted it."""

    offer: OfferId
    by: AgentId


class RecordingResumed(CallEvent, frozen=True, kw_only=True):
    """The segment is recorded again."""

    offer: OfferId
    by: AgentId


class CallDialled(CallEvent, frozen=True, kw_only=True):
    """An agent calls a number for a queue, whose number is `shown` there; the agent's own leg is `offer`."""

    agent: AgentId
    offer: OfferId
    number: str
    queue: QueueId
    shown: str = ""
