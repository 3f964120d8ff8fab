"""Programs' tokens: for administrators."""

import secrets

from agent_console import admin_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from agent_console.store import Token
from cti.clock import iso
from cti.events import TokenChanged


@route("GET", "/tokens", P.ADMINISTER, "Programs' tokens", answer=m.TokensView)
async def tokens(asked: Asked) -> m.TokensView:
    """By name, each with when it was last used; none can be shown again."""
    return m.TokensView(tokens=[_view(token) for token in await asked.house.auth.store.tokens()])


@route(
    "POST", "/tokens", P.ADMINISTER, "Make a token for a program",
    body=m.NewToken, answer=m.TokenView, status=201, errors=(409,),
)  # fmt: skip
async def add(asked: Asked) -> m.TokenView:
    """The token is in this answer and nowhere else."""
    house, body = asked.house, asked.body
    if body.name in {token.name for token in await house.auth.store.tokens()}:
        raise Refused(
            409, "conflict", f"There is a token {body.name} already; revoke it first, or choose another name."
        )
    token, now = secrets.token_urlsafe(32), house.clock.now()
    await house.auth.store.add_token(token, body.name, body.role, now)
    _tell(asked, body.name, "created", body.role)
    return _view(Token(body.name, body.role, now, None), token)


@route("DELETE", "/tokens/{token}", P.ADMINISTER, "Revoke a program's token", status=204, errors=(404,))
async def revoke(asked: Asked) -> None:
    """Whoever has it is let in no more, from now on."""
    store, name = asked.house.auth.store, asked.path("token")
    found = {token.name: token for token in await store.tokens()}.get(name)
    if found is None:
        raise Refused(404, "no_token", "There is no token of this name; GET /api/v1/tokens lists those there are.")
    await store.remove_token(name)
    _tell(asked, name, "revoked", found.role)


def _view(token: Token, shown: str | None = None) -> m.TokenView:
    last_used = iso(token.last_used) if token.last_used is not None else None
    return m.TokenView(name=token.name, role=token.role, created=iso(token.created), last_used=last_used, token=shown)


def _tell(asked: Asked, name: str, what: str, role: str) -> None:
    house = asked.house
    house.journal.record(TokenChanged(at=house.clock.now(), by=asked.who.name, token=name, what=what, role=role))
