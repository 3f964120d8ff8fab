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
    mine = presence.of(call)
    if mine is None or mine.wrap_up is None or mine.wrap_up_limit is None:
        raise Refused(409, "not_legal_now", "Wrap-up has not begun yet; try again.")
    if extensions_left(asked.house, mine) <= 0:
        raise Refused(409, "no_more_time", "This wrap-up cannot be made longer again; finish it, and say why.")
    moved = mine.wrap_up_limit + asked.body.seconds
    asked.house.journal.record(
        e.WrapUpExtended(at=asked.house.clock.now(), call=call, agent=presence.id, offer=mine.wrap_up, limit=moved)
    )
