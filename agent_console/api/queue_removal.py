"""A queue taken away: only one that nothing needs any more; its past stays, under its name."""

from agent_console import settings_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.queue_ties import refuse_if_needed
from agent_console.routing import Asked, route
from cti.ids import QueueId


@route("DELETE", "/queues/{queue}", P.CHANGE_SETTINGS, "Delete a queue", query=m.RemovalQuestion, status=204,
       errors=(404, 409, 503))  # fmt: skip
async def remove_queue(asked: Asked) -> None:
    """Refused while calls are in it, or agents, queues, the flow, scripts or articles name it."""
    house, name = asked.house, QueueId(asked.path("queue"))
    if name not in house.queues:
        raise Refused(404, "no_queue", "There is no queue of this id; GET /api/v1/queues lists those there are.")

    async def refuse() -> None:
        await refuse_if_needed(house, name)

    await house.settings.remove_queue(name, asked.query.version, asked.who.name, refuse)
