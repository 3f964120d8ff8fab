"""Other work an agent has in hand: a chat, an e-mail, an outbound call, told by the program that gave it.

While it fills the agent's capacity no call is offered; the call that waits is offered the moment it is done.
"""

from pydantic import Field

from agent_console.auth import Refused
from agent_console.models import Model
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti import events as e
from cti.ids import AgentId

LONGEST_NAME = 64


class Work(Model):
    """A piece of work, and what part of the agent's capacity it takes."""

    work: str = Field(min_length=1, max_length=LONGEST_NAME, description="Its name: the same one ends it")
    load: float = Field(
        1.0, gt=0, le=100, description="What it takes of the agent's capacity; a call takes its queue's"
    )


def _agent(asked: Asked) -> AgentId:
    agent = AgentId(asked.path("agent"))
    if agent not in asked.house.agents:
        raise Refused(404, "no_agent", "There is no agent of this id; GET /api/v1/agents lists those there are.")
    return agent


@route("POST", "/agents/{agent}/work", P.CHANGE_SETTINGS, "Say that an agent has other work in hand", body=Work,
       status=204, errors=(404,))  # fmt: skip
async def take(asked: Asked) -> None:
    """Said again under the same name, its load is the newer one."""
    agent, body, now = _agent(asked), asked.body, asked.house.clock.now()
    asked.house.journal.record(e.WorkTaken(at=now, agent=agent, work=body.work, load=body.load))


@route("DELETE", "/agents/{agent}/work/{work}", P.CHANGE_SETTINGS, "Say that other work is done",
       status=204, errors=(404,))  # fmt: skip
async def done(asked: Asked) -> None:
    """Work that the agent does not have is done already."""
    now = asked.house.clock.now()
    asked.house.journal.record(e.WorkDone(at=now, agent=_agent(asked), work=asked.path("work")))
