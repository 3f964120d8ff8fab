"""Callbacks: asked for by agents and by a website's backend, watched, cancelled."""

import asyncio
import contextlib
import re
from datetime import datetime
from typing import cast

from aiohttp import web

from acd.callback import CLOSED, ON_HOLD, WAITING, Callback, Callbacks, may_be_dialled
from agent_console import callback_models as m
from agent_console import wire
from agent_console.auth import Refused
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.customer import Customer
from crm_bridge.phone_number import parse
from cti import events as e
from cti.clock import iso, iso_or_none
from cti.codec import to_dict
from cti.ids import AgentId, CallbackId, QueueId, asked_callback_id

FLUSH_SECONDS = 2.0
LONGEST_AHEAD_SECONDS = 90 * 86_400.0
CANCELLED = "cancelled"
_SKILL = re.compile(r"[\w-]{1,64}(:([1-9]|10))?")


@route(
    "POST",
    "/callbacks",
    P.ASK_CALLBACKS,
    "Ask for a callback",
    body=m.CallbackBody,
    answer=m.CallbackView,
    status=201,
)
async def ask(asked: Asked) -> m.CallbackView | web.Response:
    """The place is kept from now on. 200 and the callback there is, if this number is to be called back already."""
    house, body, now = asked.house, asked.body, asked.house.clock.now()
    queue, number = _queue(house, body.queue), _number(house, body.number)
    not_before, not_after = _window(body, now)
    wrong = next((skill for skill in body.skills if not _SKILL.fullmatch(skill)), None)
    if wrong is not None:
        raise Refused(422, "invalid", f"The skill {wrong!r} is wrong: write billing, or with a level billing:3.")
    by = "agent" if asked.who.user else "web"
    known = house.callbacks.open_for(queue, number)
    if known is not None:
        house.journal.record(
            e.CallbackMerged(
                at=now,
                callback=known.id,
                by=by,
                name=body.name.strip(),
                note=body.note.strip(),
                not_before=not_before or None,
                not_after=not_after,
            )
        )
        view = await _view(house, known, merged=True)
        return web.json_response(view.model_dump())
    found = await house.crm.directory.find_by_number(parse(number, house.region))
    callback = _new_id(house, now)
    house.journal.record(
        e.CallbackRequested(
            at=now,
            callback=callback,
            queue=queue,
            number=number,
            since=now,
            by=by,
            name=body.name.strip(),
            note=body.note.strip(),
            customer=found[0].id if len(found) == 1 else None,
            skills=tuple(body.skills),
            asked_by=AgentId(asked.principal.agent) if asked.principal and asked.principal.agent else None,
            not_before=not_before,
            not_after=not_after,
        )
    )
    return await _view(house, house.callbacks.by_id[callback])


def _queue(house: House, name: str) -> QueueId:
    if QueueId(name) not in house.queues:
        raise Refused(422, "no_queue", f"There is no queue {name!r}; use one of {', '.join(house.queues)}.")
    return QueueId(name)


def _number(house: House, written: str) -> str:
    """The number as it will be dialled: E.164, or, of a number that has none, its digits."""
    number = parse(written, house.region)
    plain = re.sub(r"[\s().\-/·]", "", number.raw)
    if number.e164 is None and not may_be_dialled(plain):
        raise Refused(422, "invalid", f"{written!r} cannot be dialled; write it with country code, as +8613800138000.")
    return number.e164 or plain


def _window(body: m.CallbackBody, now: float) -> tuple[float, float | None]:
    first, last = _seconds(body.not_before) or 0.0, _seconds(body.not_after)
    if last is not None and last <= max(first, now):
        raise Refused(422, "invalid", "not_after must lie in the future, and after not_before.")
    if max(first, last or 0.0) > now + LONGEST_AHEAD_SECONDS:
        raise Refused(422, "invalid", "A callback can be asked for at most 90 days ahead.")
    return first, last


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _new_id(house: House, now: float) -> CallbackId:
    """Two that are asked for in the same instant have two ids."""
    while (callback := asked_callback_id(house.node, now)) in house.callbacks.by_id:
        now += 1e-6
    return callback


def _open(house: House, queue: QueueId) -> list[Callback]:
    return [one for one in house.callbacks.by_id.values() if one.state != CLOSED and one.request.queue == queue]


@route(
    "GET",
    "/callbacks",
    P.READ_CALLBACKS,
    "Callbacks",
    query=m.CallbackSearch,
    answer=m.CallbacksView,
)
async def read_all(asked: Asked) -> m.CallbacksView:
    """The newest place first."""
    house, query = asked.house, asked.query
    wanted = [
        one
        for one in house.callbacks.by_id.values()
        if (one.state == CLOSED) == (query.state == "closed") and query.queue in {None, one.request.queue}
    ]
    wanted.sort(key=lambda one: one.request.since, reverse=True)
    return m.CallbacksView(callbacks=[await _view(house, one) for one in wanted[: query.limit]])


@route(
    "GET",
    "/callbacks/{callback}",
    P.READ_CALLBACKS,
    "A callback with its history",
    answer=m.CallbackDetail,
    errors=(404,),
)
async def read(asked: Asked) -> m.CallbackDetail:
    """Every fact about it, in order."""
    house, name = asked.house, CallbackId(asked.path("callback"))
    with contextlib.suppress(TimeoutError):
        # Who heard of a fact a moment ago may ask at once; with the database away, what it has must do.
        await asyncio.wait_for(house.journal.flush(), FLUSH_SECONDS)
    facts = await house.journal.store.of_callback(name)
    told = Callbacks()
    for fact in facts:
        told.apply(fact.event)
    callback = house.callbacks.by_id.get(name) or told.by_id.get(name)
    if callback is None:
        raise Refused(404, "no_callback", "There is no callback of this id.")
    view = await _view(house, callback)
    history = [{"position": fact.position, **to_dict(fact.event), "at": iso(fact.event.at)} for fact in facts]
    return m.CallbackDetail(**view.model_dump(), history=history)


@route(
    "DELETE",
    "/callbacks/{callback}",
    P.CANCEL_CALLBACKS,
    "Cancel a callback",
    status=204,
    errors=(404, 409),
)
async def cancel(asked: Asked) -> None:
    """Nobody is called any more; a telephone that rings is silenced."""
    house, name = asked.house, CallbackId(asked.path("callback"))
    callback = house.callbacks.by_id.get(name)
    if callback is None and not await house.journal.store.of_callback(name):
        raise Refused(404, "no_callback", "There is no callback of this id.")
    if callback is None or callback.state == CLOSED:
        raise Refused(409, "over", "This callback is over; ask for a new one.")
    if callback.state == ON_HOLD:
        raise Refused(409, "on_the_line", "The customer is on the line by now, and waits for an agent.")
    house.journal.record(e.CallbackClosed(at=house.clock.now(), callback=name, outcome=CANCELLED, by=asked.who.name))


async def _view(house: House, callback: Callback, *, merged: bool = False) -> m.CallbackView:
    asked_for = callback.request
    customer = await _customer(house, asked_for)
    return m.CallbackView(
        id=callback.id,
        queue=asked_for.queue,
        number=asked_for.number,
        display=parse(asked_for.number, house.region).display,
        name=asked_for.name,
        note=asked_for.note,
        customer=wire.card(customer) if customer else None,
        by=asked_for.by,
        state=cast(m.CallbackState, callback.state),
        outcome=callback.outcome,
        call=callback.call,
        asked_at=iso(asked_for.at),
        since=iso(asked_for.since),
        not_before=iso(asked_for.not_before) if asked_for.not_before else None,
        not_after=iso_or_none(asked_for.not_after),
        skills=list(asked_for.skills),
        attempts=callback.attempts,
        next_try=iso(callback.next_try) if callback.state == WAITING else None,
        order=_order(house, callback),
        merged=merged,
    )


async def _customer(house: House, asked_for: e.CallbackRequested) -> Customer | None:
    if asked_for.customer is not None:
        return await house.crm.directory.get(asked_for.customer)
    found = await house.crm.directory.find_by_number(parse(asked_for.number, house.region))
    return found[0] if len(found) == 1 else None


def _order(house: House, callback: Callback) -> int | None:
    if callback.state == CLOSED:
        return None
    return 1 + sum(_rank(other) < _rank(callback) for other in _open(house, callback.request.queue))


def _rank(callback: Callback) -> tuple[int, float, str]:
    asked_for = callback.request
    return -asked_for.priority, asked_for.since - asked_for.head_start, callback.id
