"""The live socket of consoles, and the event stream for other programs."""

import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from agent_console import models as m
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.clock import iso
from cti.codec import to_dict
from cti.tasks import Tasks

HEARTBEAT_SECONDS = 20.0


@route("GET", "/live", P.LOGGED_IN, "The console's live socket (WebSocket)", query=m.LivePurpose, status=101)
async def live(asked: Asked) -> web.WebSocketResponse:
    """A snapshot, then what changes."""
    # Packing would keep a quarter of a megabyte for each socket, and pack each row anew for each of many boards.
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=65536, compress=False)
    await socket.prepare(asked.request)
    await asked.house.consoles.serve(asked.who, socket, desk=asked.query.purpose == "desk")
    return socket


@route("GET", "/events", P.READ_EVENTS, "The event stream (WebSocket)", query=m.After, status=101)
async def events(asked: Asked) -> web.WebSocketResponse:
    """Every fact after position `after` of the journal (absent: from now on), in order, none left out."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=65536)
    await socket.prepare(asked.request)
    journal = asked.house.journal
    after = journal.position if asked.query.after is None else asked.query.after
    tasks = Tasks()
    tasks.spawn(_send(asked, socket, after), "event-stream")
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            break
    await tasks.close()
    return socket


async def _send(asked: Asked, socket: web.WebSocketResponse, after: int) -> None:
    """Facts until either side ends; then the socket is closed too, so that nobody listens to a stream that is over."""
    try:
        with contextlib.suppress(ConnectionError):
            async for recorded in asked.house.journal.follow(after):
                fact = {"position": recorded.position, **to_dict(recorded.event)}
                await socket.send_json({**fact, "at": iso(recorded.event.at)})
    finally:
        await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"connect again after the last position")
