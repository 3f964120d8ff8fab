"""Hold, mute, keys and recording of the call on the desk, for programs and for phones that are no browser."""

from agent_console import call_models as m
from agent_console.another_call import hold_others
from agent_console.auth import Refused
from agent_console.chosen import phone_of
from agent_console.on_desk import may, on_desk
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti import commands as c
from cti import events as e
from cti.ids import RecordingId


@route("POST", "/calls/{call}/answer", P.TAKE_CALLS, "Have the desk answer", status=204, errors=(409,))
async def answer(asked: Asked) -> None:
    """The browser that is this agent's phone picks up; a desk phone has to be picked up by hand."""
    presence, _call = on_desk(asked, "offered")
    if phone_of(asked.house, presence.id).kind != "browser":
        raise Refused(409, "desk_phone", "Pick your telephone up: only a browser can be told to answer.")
    if not await asked.house.consoles.ask(presence.id, "answer"):
        raise Refused(409, "no_console", "Open the desk first: your browser is the phone that answers.")


@route("POST", "/calls/{call}/hold", P.TAKE_CALLS, "Put the customer on hold", status=204, errors=(409,))
async def hold(asked: Asked) -> None:
    """The customer hears music, whatever the agent's phone is."""
    _presence, call, segment = may(asked, "hold")
    now = asked.house.clock.now()
    asked.house.journal.record(e.CallHeld(at=now, call=call.id, offer=segment.id, apart=True))


@route("POST", "/calls/{call}/retrieve", P.TAKE_CALLS, "Take the customer back", status=204, errors=(409,))
async def retrieve(asked: Asked) -> None:
    """Ends a hold that was begun here; one that a phone began is ended at that phone. Whoever else the agent speaks
    with is put on hold."""
    presence, call, segment = may(asked, "retrieve")
    if not segment.held_apart:
        raise Refused(409, "held_by_phone", "The phone itself holds the call; retrieve it there.")
    hold_others(asked.house, presence, but=call.id)
    now = asked.house.clock.now()
    asked.house.journal.record(e.CallRetrieved(at=now, call=call.id, offer=segment.id, apart=True))


@route("PUT", "/calls/{call}/muted", P.TAKE_CALLS, "Mute or unmute", body=m.Muted, status=204, errors=(409, 503))
async def mute(asked: Asked) -> None:
    """What the agent says is heard by nobody, or again: a browser does that itself, so that its page shows it."""
    presence, call, segment = may(asked, "mute")
    muted = asked.body.muted
    if phone_of(asked.house, presence.id).kind != "browser":
        await asked.house.telephony.perform(c.MuteLeg(call=call.id, offer=segment.id, muted=muted))
    elif not await asked.house.consoles.ask(presence.id, "mute" if muted else "unmute"):
        raise Refused(409, "no_console", "Open the desk first: your browser is the phone that is muted.")


@route("POST", "/calls/{call}/digits", P.TAKE_CALLS, "Press keys", body=m.Digits, status=204, errors=(409, 503))
async def digits(asked: Asked) -> None:
    """The customer's side hears them, as from a keypad."""
    _presence, call, _segment = may(asked, "keypad")
    await asked.house.telephony.perform(c.SendDigits(call=call.id, digits=asked.body.digits))


@route("PUT", "/calls/{call}/recording", P.TAKE_CALLS, "Record, or pause", body=m.RecordingWish,
       status=204, errors=(409, 503))  # fmt: skip
async def recording(asked: Asked) -> None:
    """On demand where the queue does not record; paused while a card number is said."""
    presence, name = on_desk(asked, "talking")
    call = asked.house.calls.by_id[name]
    segment = call.segment_of(presence.id)
    if segment is None or segment.ended is not None:
        raise Refused(409, "not_legal_now", "You are not in conversation with the customer.")
    house, now, wanted = asked.house, asked.house.clock.now(), asked.body.state
    if segment.recording is None:
        if wanted == "paused":
            raise Refused(409, "not_recorded", "This call is not being recorded.")
        await house.telephony.perform(c.StartRecording(call=call.id, offer=segment.id))
        house.journal.record(
            e.RecordingStarted(at=now, call=call.id, offer=segment.id, recording=RecordingId(segment.id))
        )
        return
    if segment.paused == (wanted == "paused"):
        return
    await house.telephony.perform(c.PauseRecording(call=call.id, offer=segment.id, paused=wanted == "paused"))
    made = e.RecordingPaused if wanted == "paused" else e.RecordingResumed
    house.journal.record(made(at=now, call=call.id, offer=segment.id, by=presence.id))
