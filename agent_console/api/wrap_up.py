"""More time to wrap up a call."""

from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.on_desk import extensions_left, on_desk
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti import events as e


@route("POST", "/calls/{call}/wrap-up/extend", P.TAKE_CALLS, "Make wrap-up longer", body=m.Extension, status=204,
       errors=(409,))  # fmt: skip
async def extend(asked: Asked) -> None:
    """The limit moves by so many seconds, as often as the queue's `wrap_up_extensions` allows."""
    presence, call = on_desk(asked, "wrap_up")
    offer, limit = presence.wrap_up, presence.wrap_up_limit
    if offer is None or limit is None:
        raise Refused(409, "not_legal_now", "Wrap-up has not begun yet; try again.")
    if extensions_left(asked.house, presence) <= 0:
        raise Refused(409, "no_more_time", "This wrap-up cannot be made longer again; finish it, and say why.")
    moved = limit + asked.body.seconds
    asked.house.journal.record(
        e.WrapUpExtended(at=asked.house.clock.now(), call=call, agent=presence.id, offer=offer, limit=moved)
    )
