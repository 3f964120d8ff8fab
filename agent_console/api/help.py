"""A supervisor with an agent in talk: listens, whispers, barges in, takes over. Every act is in the journal."""

from agent_console import call_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti import events as e
from cti.call import Call, Help
from cti.ids import AgentId


@route("POST", "/agents/{agent}/help", P.HELP, "Be with an agent", body=m.HelpBody, answer=m.CallMade,
       errors=(404, 409))  # fmt: skip
async def begin(asked: Asked) -> m.CallMade:
    """The supervisor's own phone rings and picks up by itself; it hears what agent and customer say."""
    house, helper, helped = asked.house, AgentId(asked.agent), AgentId(asked.path("agent"))
    if helped not in house.agents:
        raise Refused(404, "no_agent", "There is no agent of this id; GET /api/v1/agents lists those there are.")
    if helper == helped:
        raise Refused(409, "yourself", "You hear your own call already.")
    active = house.presences.get(helped).active
    call = house.calls.by_id.get(active.call) if active else None
    segment = call.segment_of(helped) if call else None
    if call is None or call.ended is not None or segment is None or segment.ended is not None:
        raise Refused(409, "not_in_talk", "This agent is in no conversation now.")
    presence = house.presences.get(helper)
    if presence.state not in {"ready", "not_ready"} or not presence.phone:
        raise Refused(409, "not_free", "Open your desk so that your phone is connected, and end your own call first.")
    house.journal.record(
        e.HelpBegan(
            at=house.clock.now(),
            call=call.id,
            agent=helper,
            party=call.next_party,
            helped=helped,
            offer=segment.id,
            mode=asked.body.mode,
        )
    )
    return m.CallMade(call=call.id)


@route("PATCH", "/calls/{call}/help", P.HELP, "Help in another way", body=m.HelpBody, status=204, errors=(409,))
async def change(asked: Asked) -> None:
    """Listen, whisper to the agent alone, or be heard by all."""
    call, help_ = _mine(asked)
    if help_.mode != asked.body.mode:
        now = asked.house.clock.now()
        changed = e.HelpChanged(at=now, call=call.id, agent=help_.agent, party=help_.id, mode=asked.body.mode)
        asked.house.journal.record(changed)


@route("POST", "/calls/{call}/help/take-over", P.HELP, "Take the call over", status=204, errors=(409,))
async def take_over(asked: Asked) -> None:
    """The customer goes on with the supervisor; the agent is let go."""
    call, help_ = _mine(asked)
    if call.consult is not None:
        raise Refused(409, "not_legal_now", "The agent is asking somebody; wait until that is over.")
    now = asked.house.clock.now()
    asked.house.journal.record(
        e.CallTakenOver(at=now, call=call.id, agent=help_.agent, party=help_.id, offer=help_.offer)
    )


@route("DELETE", "/calls/{call}/help", P.HELP, "Leave the agent alone", status=204, errors=(409,))
async def end(asked: Asked) -> None:
    """Hang up; agent and customer go on."""
    call, help_ = _mine(asked, answered=False)
    now = asked.house.clock.now()
    asked.house.journal.record(e.HelpEnded(at=now, call=call.id, agent=help_.agent, party=help_.id, reason="left"))


def _mine(asked: Asked, *, answered: bool = True) -> tuple[Call, Help]:
    call = asked.house.calls.by_id.get(asked.path("call"))  # type: ignore[call-overload]
    found = next((one for one in call.helps.values() if one.agent == asked.agent), None) if call else None
    if call is None or found is None or (answered and not found.answered):
        raise Refused(409, "not_helping", "You are not with an agent on this call.")
    return call, found
