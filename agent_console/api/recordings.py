"""Playing recordings."""

from aiohttp import web

from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.permissions import allows
from agent_console.routing import Asked, route
from cti.events import AgentAnswered, CallLeftQueue
from cti.ids import AgentId, OfferId, RecordingId, call_of_message, call_of_offer


@route(
    "GET", "/recordings/{recording}/audio", P.PLAY_OWN_RECORDINGS, "A recording", media="audio/wav", errors=(403, 404)
)
async def audio(asked: Asked) -> web.StreamResponse:
    """WAV, customer left and agent right, or a caller's message.

    An agent may hear the conversations of their own, and the messages left in their queues.
    """
    house, recording = asked.house, RecordingId(asked.path("recording"))
    if not allows(asked.who.role, P.PLAY_RECORDINGS) and not await _own(asked, recording):
        raise Refused(403, "not_permitted", "You may play the recordings of your own calls and queues only.")
    path = await house.recordings.local_path(recording)
    if path is not None:
        return web.FileResponse(path, headers={"Content-Type": "audio/wav", "Cache-Control": "private"})
    content = await house.recordings.get(recording)
    if content is None:
        raise Refused(404, "no_recording", "There is no recording of this id.")
    return web.Response(body=content, content_type="audio/wav")


async def _own(asked: Asked, recording: RecordingId) -> bool:
    """Whether the agent took part, or works in the queue that the caller of a message had left."""
    of_message = call_of_message(recording)
    facts = await asked.house.journal.store.of_call(of_message or call_of_offer(OfferId(recording)))
    if of_message is None:
        answered = [fact.event for fact in facts if isinstance(fact.event, AgentAnswered)]
        return asked.who.agent in {fact.agent for fact in answered if RecordingId(fact.offer) == recording}
    agent = asked.house.agents.get(AgentId(asked.who.agent or ""))
    left = {fact.event.queue for fact in facts if isinstance(fact.event, CallLeftQueue)}
    return agent is not None and not left.isdisjoint(agent.queues)
