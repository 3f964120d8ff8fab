"""Routes as data: each names its permission, its models and its words, so that law tests and OpenAPI can read them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ValidationError

from agent_console.auth import Principal, Refused
from agent_console.house import HOUSE, House
from agent_console.permissions import Permission


@dataclass(slots=True)
class Asked:
    """One request as a handler sees it: who asks, the house, and the checked body and query."""

    request: web.Request
    house: House
    principal: Principal | None
    body: Any = None
    query: Any = None

    @property
    def who(self) -> Principal:
        """The principal of a route that is not public."""
        assert self.principal is not None
        return self.principal

    @property
    def agent(self) -> str:
        """The agent who asks. Raises Refused for a user who takes no calls."""
        if self.principal is None or self.principal.agent is None:
            raise Refused(403, "no_agent", "This user takes no calls; log in as an agent.")
        return self.principal.agent

    def path(self, name: str) -> str:
        """A part of the path."""
        return self.request.match_info[name]


Handler = Callable[[Asked], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """One way into the API."""

    method: str
    path: str
    permission: Permission
    summary: str
    handler: Handler
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: Any = None
    status: int = 200
    media: str = "application/json"
    errors: tuple[int, ...] = field(default=())


ROUTES: list[Route] = []


def route(
    method: str,
    path: str,
    permission: Permission,
    summary: str,
    *,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    answer: Any = None,
    status: int = 200,
    media: str = "application/json",
    errors: tuple[int, ...] = (),
) -> Callable[[Handler], Handler]:
    """Make a handler known under a method and path."""

    def known(handler: Handler) -> Handler:
        ROUTES.append(Route(method, path, permission, summary, handler, body, query, answer, status, media, errors))
        return handler

    return known


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the body"
    return f"{place} is wrong: {str(first['msg']).removeprefix('Value error, ')}."


async def _read_body(model: type[BaseModel], request: web.Request) -> BaseModel:
    try:
        return model.model_validate_json(await request.read() or b"{}")
    except ValidationError as error:
        raise Refused(422, "invalid", _sentence(error)) from error


def _answer(route_: Route, value: Any) -> web.StreamResponse:
    if isinstance(value, web.StreamResponse):
        return value
    if value is None:
        return web.Response(status=204)
    text = value.model_dump_json() if isinstance(value, BaseModel) else None
    if text is not None:
        return web.Response(text=text, status=route_.status, content_type="application/json")
    return web.json_response(value, status=route_.status)


def aiohttp_handler(route_: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler as aiohttp calls it: permission first, then the checks of query and body."""

    async def handle(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        principal = await house.auth.allow(request, route_.permission)
        asked = Asked(request, house, principal)
        if route_.query is not None:
            try:
                asked.query = route_.query.model_validate(dict(request.query))
            except ValidationError as error:
                raise Refused(422, "invalid", _sentence(error)) from error
        if route_.body is not None:
            asked.body = await _read_body(route_.body, request)
        return _answer(route_, await route_.handler(asked))

    return handle
