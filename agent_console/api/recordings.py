"""Playing recordings."""

from aiohttp import web

from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.permissions import allows
from agent_console.routing import Asked, route
from cti.events import AgentAnswered
from cti.ids import OfferId, RecordingId, call_of_offer


@route(
    "GET", "/recordings/{recording}/audio", P.PLAY_OWN_RECORDINGS, "A recording", media="audio/wav", errors=(403, 404)
)
async def audio(asked: Asked) -> web.StreamResponse:
    """WAV, customer left and agent right. An agent may hear the conversations of their own."""
    house, recording = asked.house, RecordingId(asked.path("recording"))
    if not allows(asked.who.role, P.PLAY_RECORDINGS):
        facts = await house.journal.store.of_call(call_of_offer(OfferId(recording)))
        answered = [f.event for f in facts if isinstance(f.event, AgentAnswered)]
        mine = {fact.agent for fact in answered if RecordingId(fact.offer) == recording}
        if asked.who.agent not in mine:
            raise Refused(403, "not_permitted", "You may play the recordings of your own calls only.")
    path = await house.recordings.local_path(recording)
    if path is not None:
        return web.FileResponse(path, headers={"Content-Type": "audio/wav", "Cache-Control": "private"})
    content = await house.recordings.get(recording)
    if content is None:
        raise Refused(404, "no_recording", "There is no recording of this id.")
    return web.Response(body=content, content_type="audio/wav")
