"""What the floor was told and is still to see: the fold of the messages that supervisors send."""

from collections.abc import Collection

from agent_console import live_models as live
from cti import events as e
from cti.clock import iso
from cti.ids import AgentId, QueueId


class FloorMessages:
    """Messages whose time is not over."""

    def __init__(self) -> None:
        self._sent: dict[str, e.FloorMessageSent] = {}

    def apply(self, event: e.Event) -> None:
        """Take one fact in; messages that are over by then are forgotten."""
        if isinstance(event, e.FloorMessageSent):
            self._sent = {name: one for name, one in self._sent.items() if one.until > event.at}
            self._sent[event.message] = event

    def now(self, at: float) -> list[e.FloorMessageSent]:
        """The messages to be seen at an instant (seconds since the epoch), in the order in which they were sent."""
        return [one for one in self._sent.values() if one.until > at]


def is_for(message: e.FloorMessageSent, agent: AgentId | None, queues: Collection[QueueId]) -> bool:
    """Whether an agent who serves these queues is told."""
    if not message.queues and not message.agents:
        return True
    return agent in message.agents or any(queue in queues for queue in message.queues)


def shown(message: e.FloorMessageSent) -> live.ShownMessage:
    """A message as consoles get it."""
    return {
        "id": message.message,
        "by": message.by,
        "text": message.text,
        "at": iso(message.at),
        "until": iso(message.until),
        "queues": list(message.queues),
        "agents": list(message.agents),
    }
