"""What callers hear: the flow and the sounds, to be looked at and listened to."""

import asyncio
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiohttp import web

from acd.configured import document_of
from agent_console import site_models as m
from agent_console.auth import Refused
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from cti.errors import ConfigurationError
from ivr import sentences
from ivr.engine import spoken_together
from ivr.flow import Flow, Node
from ivr.rehearsal import texts_in

_LEADS = ("then", "otherwise", "closed")


@route("GET", "/flows", P.READ_SETTINGS, "The flows with their nodes", answer=m.FlowsView)
async def flows(asked: Asked) -> m.FlowsView:
    """As they are served; the file is read anew, so that a mistake in it is found before the next start."""
    house = asked.house
    if house.flow is None:
        return m.FlowsView(flows=[])
    return m.FlowsView(flows=[_flow(house, house.flow)])


@route("GET", "/prompts", P.READ_SETTINGS, "The sounds that callers may hear", answer=m.PromptsView)
async def prompts(asked: Asked) -> m.PromptsView:
    """By language and text."""
    house = asked.house
    said = sorted(set(_sayings(house)))
    return m.PromptsView(prompts=await asyncio.to_thread(lambda: [_prompt(house, *one) for one in said]))


@route("GET", "/prompts/{prompt}/audio", P.READ_SETTINGS, "A sound", media="audio/wav", errors=(404,))
async def audio(asked: Asked) -> web.StreamResponse:
    """WAV, as callers hear it."""
    house = asked.house
    paths = (house.prompts.path(text, language) for language, text in _sayings(house))
    path: Path | None = next((one for one in paths if one.stem == asked.path("prompt")), None)
    if path is None or not await asyncio.to_thread(path.exists):
        raise Refused(404, "no_prompt", "There is no such sound, or it has not been spoken yet; try again in a minute.")
    return web.FileResponse(path, headers={"Content-Type": "audio/wav", "Cache-Control": "private"})


@route("GET", "/trunks", P.READ_SETTINGS, "The lines to the world outside", answer=m.TrunksView)
async def trunks(asked: Asked) -> m.TrunksView:
    """As they were last seen, at most half a minute ago."""
    return m.TrunksView(trunks=asked.house.consoles.trunks())


def _prompt(house: House, language: str, text: str) -> m.PromptView:
    path = house.prompts.path(text, language)
    return m.PromptView(id=path.stem, language=language, text=text, spoken=path.exists())


def _flow(house: House, flow: Flow) -> m.FlowView:
    problem = ""
    try:
        house.read_flow([str(queue) for queue in house.queues])
    except ConfigurationError as error:
        problem = str(error)
    return flow_view(flow, problem)


def flow_view(flow: Flow, problem: str = "") -> m.FlowView:
    """A flow with its nodes."""
    nodes = [_node(node) for node in flow.nodes.values()]
    return m.FlowView(name=flow.name, start=flow.start, language=flow.language, nodes=nodes, problem=problem)


def _node(node: Node) -> m.FlowNodeView:
    fields: dict[str, Any] = {one.name: getattr(node, one.name) for one in dataclasses.fields(node)}
    leads = {name: fields.pop(name) for name in _LEADS if name in fields}
    leads = {**fields.pop("keys", {}), **leads}
    texts = fields.pop("text", {})
    del fields["name"]
    hours = fields.pop("hours", None)
    if hours is not None:
        fields["hours"] = dataclasses.asdict(hours)
    kind = type(node).__name__.removesuffix("Node")
    return m.FlowNodeView(name=node.name, kind=kind, leads_to=leads, text=texts, details=fields)


def _sayings(house: House) -> Iterator[tuple[str, str]]:
    """Every (language, text) that callers may hear."""
    if house.flow is not None:
        yield from spoken_together(house.flow)
    yield from sentences.every()
    for queue in house.queues.values():
        yield from ((language, text) for language, text in texts_in(document_of(queue)) if text)
