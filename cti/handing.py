"""What asking and giving away have in common: an agent is let go, another is wanted, nobody has the call."""

from collections.abc import Iterator

from cti import commands as c
from cti import events as e
from cti.call import Call
from cti.commands import Command, Record
from cti.ids import AgentId, OfferId, QueueId


def queue_of(call: Call) -> QueueId:
    """The queue a call belongs to: that of its latest segment, or the one it waited in."""
    latest = call.segment
    return (latest.queue if latest else None) or call.queue or QueueId("")


def wanted(
    call: Call,
    agent: AgentId,
    offer: OfferId,
    reason: str,
    at: float,
    *,
    joins: OfferId | None = None,
    auto_answer: bool = False,
    until: float = 0.0,
) -> Record:
    """That this agent is to have the call, or is to be asked about it by the leg `joins`; who is busy is waited for
    until `until` (seconds since the epoch)."""
    return Record(
        event=e.AgentWanted(
            at=at,
            call=call.id,
            agent=agent,
            offer=offer,
            queue=queue_of(call),
            reason=reason,
            joins=joins,
            auto_answer=auto_answer,
            until=until,
        )
    )


def let_go(call: Call, offer: OfferId, at: float) -> Iterator[Command]:
    """The agent's part of the call is over; the customer is elsewhere."""
    segment = call.part(offer)
    if segment is not None and segment.ended is None:
        yield c.EndLeg(call=call.id, offer=offer, rejoin=segment.losses)
        yield Record(event=e.SegmentEnded(at=at, call=call.id, agent=segment.agent, offer=offer))


def not_taken(call: Call, reason: str, at: float) -> Record:
    """Whoever was to have the call does not have it."""
    away = call.transfer
    way, to = (away.way, away.to) if away else ("agent", "")
    return Record(event=e.TransferFailed(at=at, call=call.id, way=way, to=to, reason=reason))
