"""The web application: routes, errors as one sentence each, and the pages of the console."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from acd.store import Conflict
from agent_console import api
from agent_console.auth import Refused
from agent_console.house import HOUSE, House
from agent_console.openapi import full_path
from agent_console.routing import ROUTES, aiohttp_handler
from crm_bridge.customer import UnknownCustomer
from crm_bridge.runner import UnknownCall
from crm_bridge.scripts.store import ScriptConflict
from cti.errors import SwitchroomError, TelephonyError

log = structlog.get_logger(__name__)

PAGES = (
    "/",
    "/login",
    "/desk",
    "/board",
    "/report",
    "/staffing",
    "/queues",
    "/audit",
    "/film",
    "/admin",
    "/admin/{tail:.*}",
    "/callbacks",
    "/customers",
    "/customers/{tail:.*}",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob:; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'self'"
    ),
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status, headers=headers)


def _refusal(error: Exception) -> web.Response:
    match error:
        case Refused():
            return _error(error.status, error.code, error.message, error.headers)
        case UnknownCall() | UnknownCustomer():
            return _error(404, "not_there", str(error))
        case Conflict() | ScriptConflict():
            return _error(409, "conflict", str(error))
        case TelephonyError():
            return _error(503, "telephony", str(error))
        case SwitchroomError():
            return _error(422, "invalid", str(error))
        case SQLAlchemyError():
            log.error("database_away", error=str(error))
            return _error(503, "database", "The database does not answer; calls go on. Try again in a minute.")
    log.error("request_fault", exc_info=error)
    return _error(500, "fault", "Something went wrong here; it is in the server's log. Try again.")


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal is JSON with one sentence; every answer carries the safety headers."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = _error(error.status, "http", f"{error.reason}: {request.method} {request.path}.")
    except Exception as error:
        response = _refusal(error)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


def _page(file: Path) -> Handler:
    async def page(_request: web.Request) -> web.StreamResponse:
        if not await asyncio.to_thread(file.is_file):
            return _error(503, "no_console", "The console is not built; run `make run` (or `switchroom prepare`).")
        return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

    return page


def make_app(house: House, dist: Path) -> web.Application:
    """The application over a house; `dist` is the folder of the built console."""
    app = web.Application(middlewares=[errors], client_max_size=25 * 1024 * 1024)
    app[HOUSE] = house
    assert api.__all__
    for route in ROUTES:
        app.router.add_route(route.method, full_path(route), aiohttp_handler(route))
    for path in PAGES:
        app.router.add_get(path, _page(dist / "index.html"))
    app.router.add_get("/phone", _page(dist / "phone.html"))
    if (dist / "assets").is_dir():
        app.router.add_static("/assets", dist / "assets", append_version=False)
    return app
