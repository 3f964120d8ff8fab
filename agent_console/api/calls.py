"""What an agent does with the call on the desk, and what the journal has of any call."""

import asyncio
import contextlib

from aiohttp import web

from agent_console import models as m
from agent_console import wire
from agent_console.api.agent import known_reason
from agent_console.auth import Refused
from agent_console.call_models import NoteKept
from agent_console.on_desk import on_desk
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.fields import fields_of, filled
from cti import commands as c
from cti import events as e
from cti.clock import iso
from cti.codec import to_dict
from cti.ids import CallId, CustomerId

FLUSH_SECONDS = 2.0


@route("POST", "/calls/{call}/reject", P.TAKE_CALLS, "Decline an offered call", status=204, errors=(409,))
async def reject(asked: Asked) -> None:
    """The call rings elsewhere, and not here again at once."""
    presence, call = on_desk(asked, "offered")
    house, rings = asked.house, presence.of(call)
    assert rings is not None
    assert rings.offer is not None
    offer = rings.offer
    house.journal.record(
        e.OfferExpired(at=house.clock.now(), call=call, agent=presence.id, offer=offer, reason="rejected")
    )
    await house.telephony.perform(c.EndLeg(call=call, offer=offer, ringing=True))


@route("POST", "/calls/{call}/hang-up", P.TAKE_CALLS, "End the call", status=204, errors=(409, 503))
async def hang_up(asked: Asked) -> None:
    """End the conversation; where others are on the call, only the agent's own part of it."""
    presence, name = on_desk(asked, "talking")
    house, call, now = asked.house, asked.house.calls.by_id[name], asked.house.clock.now()
    mine = presence.of(call.id)
    if mine is not None and mine.party is not None:
        house.journal.record(e.PartyLeft(at=now, call=call.id, party=mine.party, reason="left"))
        await house.telephony.perform(c.EndLeg(call=call.id, offer=mine.party))
    elif call.others and mine is not None and mine.segment is not None:
        segment = call.part(mine.segment)
        house.journal.record(e.SegmentEnded(at=now, call=call.id, agent=presence.id, offer=mine.segment))
        losses = segment.losses if segment else 0
        await house.telephony.perform(c.EndLeg(call=call.id, offer=mine.segment, rejoin=losses))
    else:
        await house.telephony.perform(c.HangUp(call=call.id, by="agent"))


@route("PUT", "/calls/{call}/note", P.TAKE_CALLS, "Write the note", body=m.Note, answer=NoteKept, errors=(409,))
async def note(asked: Asked) -> web.Response | NoteKept:
    """The note as it now reads. Based on another text than there is now, it is refused, and the answer has that text
    as `note` and its `revision`: put both together, and write again.
    """
    presence, call = on_desk(asked, "talking", "wrap_up")
    kept, text = asked.house.calls.by_id[call], asked.body.text
    known = kept.note
    if asked.body.based_on not in {None, known} and text != known:
        said = {"code": "note_changed", "message": "A colleague wrote in this note meanwhile; put both together."}
        return web.json_response({"error": said, "note": known, "revision": kept.note_revision}, status=409)
    if known != text:
        asked.house.journal.record(e.NoteWritten(at=asked.house.clock.now(), call=call, agent=presence.id, text=text))
    return NoteKept(revision=kept.note_revision)


@route(
    "PUT",
    "/calls/{call}/disposition",
    P.TAKE_CALLS,
    "Choose the disposition",
    body=m.Disposition,
    status=204,
    errors=(409,),
)
async def disposition(asked: Asked) -> None:
    """How the call came out, with the fields that this outcome asks for."""
    entries = await asked.house.auth.store.catalogue()
    known = {entry.id: entry for entry in entries if entry.kind == "disposition"}
    chosen = asked.body.disposition
    if chosen not in known:
        raise Refused(422, "unknown_disposition", f"Choose one of {', '.join(known)}.")
    language = asked.who.user.language if asked.who.user else "en"
    fields = filled(fields_of(known[chosen].details.get("fields", [])), asked.body.fields, language)
    presence, call = on_desk(asked, "talking", "wrap_up")
    now = asked.house.clock.now()
    asked.house.journal.record(
        e.DispositionChosen(at=now, call=call, agent=presence.id, disposition=chosen, fields=fields)
    )


@route("POST", "/calls/{call}/wrap-up/finish", P.TAKE_CALLS, "End wrap-up", body=m.Finish, status=204, errors=(409,))
async def finish(asked: Asked) -> None:
    """End after-call work, ready or not ready, or (without `next`) as was asked for during the call."""
    presence, call = on_desk(asked, "wrap_up")
    house, now, mine = asked.house, asked.house.clock.now(), presence.of(call)
    offer = mine.wrap_up if mine else None
    if offer is None:
        raise Refused(409, "not_legal_now", "Wrap-up has not begun yet; try again.")
    if asked.body.next == "not_ready":
        reason = await known_reason(asked, asked.body.reason)
        house.journal.record(e.AgentBecameNotReady(at=now, agent=presence.id, reason=reason))
    elif asked.body.next == "ready" and not presence.ready:
        house.journal.record(e.AgentBecameReady(at=now, agent=presence.id))
    house.journal.record(e.WrapUpFinished(at=now, call=call, agent=presence.id, offer=offer, by_limit=False))


@route(
    "POST", "/calls/{call}/customer", P.WRITE_CUSTOMERS, "Say who the caller is", body=m.CallerIs, answer=m.CustomerView
)
async def caller_is(asked: Asked) -> m.CustomerView:
    """Link a known customer, or make the caller one in a single step."""
    crm, call = asked.house.crm, CallId(asked.path("call"))
    if asked.body.customer:
        customer = await crm.link(call, CustomerId(asked.body.customer))
    elif asked.body.name:
        customer = await crm.make_customer(call, asked.body.name)
    else:
        raise Refused(422, "invalid", "Give the id of a customer, or a name to make a new one.")
    return wire.customer(customer, await crm.timeline(customer.id), asked.house.agents)


@route("GET", "/calls/{call}", P.READ_CALLS, "A call as the journal has it", answer=m.CallView, errors=(404,))
async def read(asked: Asked) -> m.CallView:
    """Every fact about a call, in order."""
    house = asked.house
    with contextlib.suppress(TimeoutError):
        # Who heard of a fact a moment ago may ask at once; with the database away, what it has must do.
        await asyncio.wait_for(house.journal.flush(), FLUSH_SECONDS)
    facts = await house.journal.store.of_call(asked.path("call"))
    arrived = next((f.event for f in facts if isinstance(f.event, e.CallArrived)), None)
    if not facts or arrived is None:
        raise Refused(404, "no_call", "There is no call of this id.")
    said = [f.event.customer for f in facts if isinstance(f.event, e.CustomerLinked)]
    found = [f.event.customer for f in facts if isinstance(f.event, e.CallerRecognised) and f.event.customer]
    known = said or found
    customer = await house.crm.directory.get(known[-1]) if known else None
    return m.CallView(
        id=arrived.call,
        caller=m.CallerView(number=arrived.caller or None, name=arrived.caller_name or None),
        customer=wire.card(customer) if customer else None,
        events=[m.CallFact(position=f.position, **{**to_dict(f.event), "at": iso(f.event.at)}) for f in facts],
    )
