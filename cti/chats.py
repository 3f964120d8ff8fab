"""What agents and supervisors wrote to each other, who has not seen what, and whose hand is raised: a fold of facts."""

from collections import deque
from dataclasses import dataclass, field

from cti import events as e
from cti.ids import AgentId, CallId

AGENT, SUPERVISOR = "agent", "supervisor"
KEPT = 50


@dataclass(slots=True)
class Chat:
    """One agent's chat with the supervisors: its newest lines, and a raised hand (seconds since the epoch)."""

    agent: AgentId
    lines: deque[e.ChatSaid] = field(default_factory=lambda: deque(maxlen=KEPT))
    unread: dict[str, int] = field(default_factory=lambda: {AGENT: 0, SUPERVISOR: 0})
    hand: float | None = None
    call: CallId | None = None


class Chats:
    """Every agent with whom anything was spoken."""

    def __init__(self) -> None:
        self.by_agent: dict[AgentId, Chat] = {}

    def get(self, agent: AgentId) -> Chat:
        """The agent's chat; an empty one if nobody has written yet."""
        return self.by_agent.get(agent) or Chat(agent)

    def apply(self, event: e.Event) -> Chat | None:
        """Take one fact in, and give the chat it changed."""
        match event:
            case e.ChatSaid(agent=agent, side=side):
                chat = self.by_agent.setdefault(agent, self.get(agent))
                chat.lines.append(event)
                # Who answers has read.
                chat.unread[side] = 0
                chat.unread[SUPERVISOR if side == AGENT else AGENT] += 1
                return chat
            case e.ChatSeen(agent=agent, side=side) if agent in self.by_agent:
                self.by_agent[agent].unread[side] = 0
                return self.by_agent[agent]
            case e.HandRaised(agent=agent, call=call):
                chat = self.by_agent.setdefault(agent, self.get(agent))
                chat.hand, chat.call = event.at, call
                return chat
            case e.HandLowered(agent=agent) | e.AgentLoggedOut(agent=agent) if agent in self.by_agent:
                chat = self.by_agent[agent]
                chat.hand = chat.call = None
                return chat
        return None
