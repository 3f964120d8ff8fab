"""Why a call waited and who was asked, in words."""

import asyncio
import contextlib
from typing import Any, Literal

from pydantic import Field

from acd.explain_texts import say
from acd.history import FloorHistory
from agent_console.auth import Refused
from agent_console.models import Model
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.clock import iso
from cti.errors import NotFound
from cti.ids import CallId

FLUSH_SECONDS = 2.0


class Words(Model):
    """The language of the sentences."""

    language: Literal["en", "zh"] = "en"


class RoutingLineView(Model):
    """One line: when, what, its values, and all of it as a sentence."""

    at: str
    code: str
    values: dict[str, Any]
    text: str


class RoutingView(Model):
    """A call's way through its queues, in order: every decision with its candidates and reasons."""

    call: str
    lines: list[RoutingLineView] = Field(description="What happened, and why, in order")


@route(
    "GET", "/calls/{call}/routing", P.READ_CALLS, "Why a call waited, and who was asked",
    query=Words, answer=RoutingView, errors=(404,),
)  # fmt: skip
async def routing(asked: Asked) -> RoutingView:
    """Folded from the journal: the floor as it was is built anew beside the call."""
    house, call = asked.house, CallId(asked.path("call"))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(house.journal.flush(), FLUSH_SECONDS)
    zone = str(house.reports.plan.zone)
    try:
        told = await FloorHistory(house.journal.store, house.settings.in_force_at, zone).why(call)
    except NotFound as error:
        raise Refused(404, "no_call", str(error)) from None
    lines = [
        RoutingLineView(
            at=iso(line.at), code=line.code, values=line.values, text=say(line, asked.query.language, told.people)
        )
        for line in told.lines
    ]
    return RoutingView(call=call, lines=lines)
