"""Another call beside those in an agent's hands: whether it may be begun, and who is put on hold for it."""

from agent_console.auth import Refused
from agent_console.house import House
from cti import events as e
from cti.agent_presence import AgentPresence
from cti.ids import AgentId, CallId

FREE = frozenset({"ready", "not_ready"})
END_FIRST = "End your present call and its wrap-up first."


def begins(house: House, agent: AgentId) -> AgentPresence:
    """The agent, who is about to begin another call: whoever the agent speaks with hears music from now on.

    Raises Refused where as many calls are in hand as `calls_at_once` allows, or one of them cannot wait.
    """
    presence = house.presences.get(agent)
    if not may_begin(house, presence):
        raise Refused(409, "not_legal_now", _why(presence, _most(house, presence)))
    hold_others(house, presence)
    return presence


def may_begin(house: House, presence: AgentPresence) -> bool:
    """Whether another call may be begun now."""
    return presence.state in FREE or presence.can_take(_most(house, presence))


def _most(house: House, presence: AgentPresence) -> int:
    known = house.agents.get(presence.id)
    return known.calls_at_once if known else 1


def _why(presence: AgentPresence, most: int) -> str:
    if not presence.in_hand or most == 1:
        return END_FIRST
    if len(presence.in_hand) >= most:
        return f"You have {most} calls in hand, as many as you may; end one and its wrap-up first."
    return "End asking, helping or answering first: that call cannot wait."


def hold_others(house: House, presence: AgentPresence, but: CallId | None = None) -> None:
    """Put every customer the agent speaks with on hold, `but` those of one call."""
    for one in presence.in_hand:
        call = house.calls.by_id.get(one.call)
        segment = call.part(one.segment) if call and one.segment else None
        if segment is not None and one.call != but and segment.held_since is None and segment.lost_since is None:
            now = house.clock.now()
            house.journal.record(e.CallHeld(at=now, call=one.call, offer=segment.id, apart=True))
