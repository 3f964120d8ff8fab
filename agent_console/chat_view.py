"""An agent's chat and hand as the live socket shows them."""

from typing import Literal, cast

from agent_console.house import House
from agent_console.live_work import AgentChat
from cti.chats import AGENT, SUPERVISOR
from cti.clock import iso, iso_or_none
from cti.ids import AgentId


def chat_view(house: House, agent: AgentId) -> AgentChat:
    """The chat as it is now; an empty one if nobody has written."""
    chat, known = house.chats.get(agent), house.agents.get(agent)
    return {
        "agent": agent,
        "name": known.name if known else agent,
        "lines": [
            {
                "at": iso(line.at),
                "by": line.by,
                "side": cast(Literal["agent", "supervisor"], line.side),
                "text": line.text,
            }
            for line in chat.lines
        ],
        "unread_by_agent": chat.unread[AGENT],
        "unread_by_supervisors": chat.unread[SUPERVISOR],
        "hand_since": iso_or_none(chat.hand),
    }
