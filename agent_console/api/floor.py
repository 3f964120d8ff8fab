"""Messages to the floor: shown at desks and on boards until they are closed or their time is over."""

import secrets
from collections.abc import Collection

from agent_console import supervision_models as s
from agent_console.auth import Refused
from agent_console.floor_messages import shown
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti import events as e
from cti.ids import AgentId, QueueId


@route("POST", "/floor/messages", P.DIRECT, "Tell the floor something", body=s.FloorMessage, answer=s.FloorMessageView,
       status=201)  # fmt: skip
async def tell(asked: Asked) -> s.FloorMessageView:
    """Whoever opens a desk within its time sees it, too."""
    house, body, now = asked.house, asked.body, asked.house.clock.now()
    sent = e.FloorMessageSent(
        at=now,
        message=secrets.token_hex(8),
        by=asked.who.name,
        text=body.text,
        until=now + body.minutes * 60,
        queues=tuple(map(QueueId, _named(body, "queues", house.queues))),
        agents=tuple(map(AgentId, _named(body, "agents", house.agents))),
    )
    house.journal.record(sent)
    return s.FloorMessageView(**shown(sent))


def _named(body: s.FloorMessage, field: str, there: Collection[str]) -> list[str]:
    """Those whom the message is to, each of whom must be there; none where it is to others or to all."""
    if body.to != field:
        return []
    names: list[str] = getattr(body, field)
    if not names:
        raise Refused(422, "invalid", f"{field} is empty: name those whom the message is to, or send it to all.")
    unknown = [name for name in names if name not in there]
    if unknown:
        raise Refused(422, "invalid", f"{field} names {unknown[0]!r}, which there is not; leave it out.")
    return names
