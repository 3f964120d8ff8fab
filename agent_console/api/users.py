"""Who may log in, and as what: for administrators."""

import uuid
from dataclasses import replace

from agent_console import admin_models as m
from agent_console.auth import Refused
from agent_console.live import IN_CALL
from agent_console.passwords import random_password
from agent_console.permissions import ROLES
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from agent_console.store import User
from cti.events import AgentForcedOut, UserChanged
from cti.ids import AgentId

ADMINISTRATOR = "administrator"


@route("GET", "/users", P.ADMINISTER, "Everybody who can log in", answer=m.ManagedUsers)
async def users(asked: Asked) -> m.ManagedUsers:
    """Those who are disabled, too."""
    return m.ManagedUsers(users=[_view(user) for user in await asked.house.auth.store.users()])


@route(
    "POST", "/users", P.ADMINISTER, "Make a user", body=m.NewUser, answer=m.ManagedUser, status=201, errors=(409, 422)
)
async def add(asked: Asked) -> m.ManagedUser:
    """The password is in this answer and nowhere else."""
    body: m.NewUser = asked.body
    store = asked.house.auth.store
    if await store.user_named(body.username) is not None:
        raise Refused(409, "conflict", f"There is a user {body.username} already; choose another name.")
    agent = await _agent(asked, body.agent, None)
    password = body.password or random_password()
    kept = await asked.house.auth.passwords.hash(password)
    user = User(uuid.uuid4().hex, body.username, body.name, body.role, body.language, agent, kept)
    await store.save_users([user])
    told = {"name": user.name, "role": user.role, "language": user.language, "agent": user.agent}
    _tell(asked, user, "created", {field: [None, value] for field, value in told.items()})
    return _view(user, password)


@route(
    "PATCH", "/users/{user}", P.ADMINISTER, "Change, disable or enable a user",
    body=m.UserChange, answer=m.ManagedUser, errors=(404, 409, 422),
)  # fmt: skip
async def change(asked: Asked) -> m.ManagedUser:
    """Whoever is disabled is put out at every page, an agent in a call after it; the last administrator stays one."""
    was, body = await _user(asked), asked.body
    wanted = {field: getattr(body, field) for field in body.model_fields_set if getattr(body, field) is not None}
    if "agent" in body.model_fields_set:
        wanted["agent"] = await _agent(asked, body.agent, was)
    now = replace(was, **wanted)
    await _keeps_an_administrator(asked, was, now)
    values: dict[str, object] = {
        field: [getattr(was, field), value] for field, value in wanted.items() if getattr(was, field) != value
    }
    if not values:
        return _view(now)
    await asked.house.auth.store.save_users([now])
    disabled = values.pop("disabled", None)
    if values:
        _tell(asked, now, "changed", values)
    if disabled is not None:
        _tell(asked, now, "disabled" if now.disabled else "enabled", {})
    if now.disabled or {"role", "agent"} & set(values):
        await _put_out(asked, was, same_agent="agent" not in values)
    return _view(now)


@route(
    "POST", "/users/{user}/password", P.ADMINISTER, "Give a user a new password",
    body=m.NewPassword, answer=m.ManagedUser, errors=(404, 422),
)  # fmt: skip
async def password(asked: Asked) -> m.ManagedUser:
    """It is in this answer and nowhere else; the user's sessions end, an agent's in a call after it."""
    user, given = await _user(asked), asked.body.password or random_password()
    now = replace(user, password_hash=await asked.house.auth.passwords.hash(given))
    await asked.house.auth.store.save_users([now])
    _tell(asked, now, "password", {})
    if asked.who.user is None or asked.who.user.id != user.id:
        await _put_out(asked, now)
    return _view(now, given)


@route("GET", "/roles", P.READ_SETTINGS, "What each role may do", answer=m.RolesView)
async def roles(_asked: Asked) -> m.RolesView:
    """Roles are part of the product; they are not changed."""
    every = [one for one in P if one is not P.PUBLIC]
    return m.RolesView(
        permissions=[str(one) for one in every],
        roles=[
            m.RoleView(role=role, permissions=[str(one) for one in every if one in allowed])
            for role, allowed in ROLES.items()
        ],
    )


def _view(user: User, password: str | None = None) -> m.ManagedUser:
    fields = {name: getattr(user, name) for name in m.ManagedUser.model_fields if name != "password"}
    return m.ManagedUser(**fields, password=password)


async def _user(asked: Asked) -> User:
    for user in await asked.house.auth.store.users():
        if user.id == asked.path("user"):
            return user
    raise Refused(404, "no_user", "There is no user of this id; GET /api/v1/users lists those there are.")


async def _agent(asked: Asked, agent: str | None, mine: User | None) -> str | None:
    """The agent a user shall be. Raises Refused for one there is not, or who somebody else is."""
    if not agent:
        return None
    if AgentId(agent) not in asked.house.agents:
        raise Refused(422, "no_agent", f"There is no agent {agent}; make the agent first.")
    for user in await asked.house.auth.store.users():
        if user.agent == agent and (mine is None or user.id != mine.id):
            raise Refused(409, "conflict", f"{user.username} is agent {agent} already; an agent is one person.")
    return agent


async def _keeps_an_administrator(asked: Asked, was: User, now: User) -> None:
    if was.role != ADMINISTRATOR or (now.role == ADMINISTRATOR and not now.disabled):
        return
    others = [user for user in await asked.house.auth.store.users() if user.id != was.id]
    if not any(user.role == ADMINISTRATOR and not user.disabled for user in others):
        raise Refused(409, "last_administrator", "This is the last administrator; make another one first.")


async def _put_out(asked: Asked, user: User, *, same_agent: bool = True) -> None:
    """End a user's sessions and pages: of an agent at work, once the call in hand and its wrap-up are over."""
    house = asked.house
    works = AgentId(user.agent) if user.agent and house.presences.get(AgentId(user.agent)).logged_in else None
    if works:
        house.journal.record(AgentForcedOut(at=house.clock.now(), agent=works, by=asked.who.name))
    if not works or house.presences.get(works).state not in IN_CALL or not same_agent:
        await house.auth.store.close_sessions(user.id)
    if not works:
        await house.consoles.drop_user(user.id)


def _tell(asked: Asked, user: User, what: str, values: dict[str, object]) -> None:
    house = asked.house
    told = UserChanged(at=house.clock.now(), by=asked.who.name, user=user.username, what=what, values=values)
    house.journal.record(told)
