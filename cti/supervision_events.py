"""Facts of a person's power over others: who forced whom, moved which call, told the floor what.

They are few, so that the audit log can be read from them alone; what the floor does about them other facts tell.
"""

from cti.event import AgentEvent, CallEvent, Event
from cti.ids import AgentId, QueueId


class AgentStateForced(AgentEvent, frozen=True, kw_only=True):
    """Somebody else, `by`, made the agent `state` (ready, or not_ready for the named reason)."""

    by: str
    state: str
    reason: str = ""


class AgentForcedOut(AgentEvent, frozen=True, kw_only=True):
    """Somebody else, `by`, ends the agent's work: at once, or after the call and its wrap-up."""

    by: str


class CallMoved(CallEvent, frozen=True, kw_only=True):
    """`by` moved a call that waits in `queue`: to another queue, to one agent who alone is waited for, or (neither is
    named) before all others of its class."""

    by: str
    queue: QueueId
    to_queue: QueueId | None = None
    to_agent: AgentId | None = None


class FloorMessageSent(Event, frozen=True, kw_only=True):
    """`by` told the floor something, to be shown until `until` (seconds since the epoch): to these queues' agents and
    these agents, or (both empty) to everybody. `message` names it."""

    message: str
    by: str
    text: str
    until: float
    queues: tuple[QueueId, ...] = ()
    agents: tuple[AgentId, ...] = ()
