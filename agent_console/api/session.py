"""Logging in and out."""

from aiohttp import web

from agent_console import models as m
from agent_console.auth import COOKIE, Principal, Refused
from agent_console.chosen import may_choose, wished
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.permissions import allows
from agent_console.phone_models import LogIn, LoginPhone
from agent_console.routing import Asked, route
from agent_console.store import User
from cti.events import AgentLoggedOut, PhoneChosen
from cti.ids import AgentId


def _view(principal: Principal) -> m.SessionView:
    user = principal.user
    if user is None:
        raise Refused(403, "no_user", "A token has no session; use it on the routes themselves.")
    fields = {name: getattr(user, name) for name in m.UserView.model_fields}
    return m.SessionView(user=m.UserView(**fields), csrf=principal.csrf)


@route("POST", "/session", P.PUBLIC, "Log in", body=LogIn, answer=m.SessionView, errors=(401, 409, 422, 429))
async def log_in(asked: Asked) -> web.Response:
    """Begin a session; its token is in an HttpOnly cookie.

    A phone that cannot be had is refused, and no session begun; but only once name and password have proved right.
    """
    house, body = asked.house, asked.body
    user = await house.auth.prove(body.username, body.password, asked.request.remote or "unknown")
    chosen = _phone(house, user, body.phone)
    principal, token = await house.auth.open(user)
    if chosen is not None:
        house.journal.record(chosen)
    response = web.Response(text=_view(principal).model_dump_json(), content_type="application/json")
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(house.session_seconds),
        httponly=True,
        samesite="Strict",
        secure=house.secure_cookie,
        path="/",
    )
    return response


def _phone(house: House, user: User, wish: LoginPhone | None) -> PhoneChosen | None:
    """The choice of who takes calls. Who comes back in the middle of a call keeps the phone it is on."""
    if wish is None or user.agent is None or not allows(user.role, P.TAKE_CALLS):
        return None
    agent = AgentId(user.agent)
    return wished(house, agent, wish) if may_choose(house, agent) else None


@route("GET", "/session", P.LOGGED_IN, "Who is logged in", answer=m.SessionView)
async def who(asked: Asked) -> m.SessionView:
    """The present session."""
    return _view(asked.who)


@route("PATCH", "/session", P.LOGGED_IN, "Choose a language", body=m.Language, answer=m.SessionView)
async def language(asked: Asked) -> m.SessionView:
    """Remember the language."""
    view = _view(asked.who)
    await asked.house.auth.store.set_language(view.user.id, asked.body.language)
    view.user.language = asked.body.language
    return view


@route("DELETE", "/session", P.LOGGED_IN, "Log out", status=204)
async def log_out(asked: Asked) -> web.Response:
    """End the session; an agent who is on no call is then logged out of the queues, too."""
    house, agent = asked.house, asked.who.agent
    if agent and house.presences.get(AgentId(agent)).state in {"ready", "not_ready"}:
        house.journal.record(AgentLoggedOut(at=house.clock.now(), agent=AgentId(agent)))
    await house.auth.store.close_session(asked.request.cookies.get(COOKIE, ""))
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/")
    return response
