"""The chat between an agent and the supervisors, and the raised hand."""

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.text import paragraphs
from cti import events as e
from cti.chats import AGENT, SUPERVISOR
from cti.ids import AgentId


def _agent(asked: Asked) -> AgentId:
    agent = AgentId(asked.path("agent"))
    if agent not in asked.house.agents:
        raise Refused(404, "no_agent", "There is no agent of this id; GET /api/v1/agents lists those there are.")
    return agent


def _say(asked: Asked, agent: AgentId, side: str) -> None:
    text = paragraphs(asked.body.text)
    if not text:
        raise Refused(422, "invalid", "Write something before you send it.")
    now = asked.house.clock.now()
    asked.house.journal.record(e.ChatSaid(at=now, agent=agent, by=asked.who.name, side=side, text=text))


def _seen(asked: Asked, agent: AgentId, side: str) -> None:
    if asked.house.chats.get(agent).unread[side]:
        asked.house.journal.record(e.ChatSeen(at=asked.house.clock.now(), agent=agent, side=side))


@route("POST", "/agent/chat", P.TAKE_CALLS, "Write to the supervisors", body=m.ChatText, status=204)
async def say(asked: Asked) -> None:
    """Everybody at a board sees it."""
    _say(asked, AgentId(asked.agent), AGENT)


@route("POST", "/agent/chat/seen", P.TAKE_CALLS, "Say that you have read the chat", status=204)
async def seen(asked: Asked) -> None:
    """Nothing is unread any more."""
    _seen(asked, AgentId(asked.agent), AGENT)


@route("PUT", "/agent/hand", P.TAKE_CALLS, "Raise or lower your hand", body=m.Hand, status=204)
async def hand(asked: Asked) -> None:
    """Everybody at a board sees who asks for help, and since when."""
    agent, now = AgentId(asked.agent), asked.house.clock.now()
    up = asked.house.chats.get(agent).hand is not None
    if asked.body.raised and not up:
        active = asked.house.presences.get(agent).active
        asked.house.journal.record(e.HandRaised(at=now, agent=agent, call=active.call if active else None))
    elif up and not asked.body.raised:
        asked.house.journal.record(e.HandLowered(at=now, agent=agent, by=asked.who.name))


@route("POST", "/agents/{agent}/chat", P.WATCH, "Write to an agent", body=m.ChatText, status=204, errors=(404,))
async def answer(asked: Asked) -> None:
    """It appears on the agent's desk."""
    _say(asked, _agent(asked), SUPERVISOR)


@route("POST", "/agents/{agent}/chat/seen", P.WATCH, "Say that an agent's words were read", status=204, errors=(404,))
async def read(asked: Asked) -> None:
    """For all supervisors: one who has read is enough."""
    _seen(asked, _agent(asked), SUPERVISOR)


@route("DELETE", "/agents/{agent}/hand", P.WATCH, "Lower an agent's hand", status=204, errors=(404,))
async def lower(asked: Asked) -> None:
    """The agent has been helped."""
    agent = _agent(asked)
    if asked.house.chats.get(agent).hand is not None:
        asked.house.journal.record(e.HandLowered(at=asked.house.clock.now(), agent=agent, by=asked.who.name))
