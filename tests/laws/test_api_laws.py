"""Every way into the API names its permission, and nobody without it gets in: over real HTTP, route by route."""

import re

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError
from openapi_spec_validator import OpenAPIV31SpecValidator

import agent_console.api
from agent_console.auth import SAFE
from agent_console.openapi import full_path
from agent_console.permissions import ROLES, Permission
from agent_console.routing import ROUTES, Route
from tests.agent_console.site import Desk, Site

assert agent_console.api.__all__
CLOSED = [route for route in ROUTES if route.permission is not Permission.PUBLIC]
CHANGES = [route for route in CLOSED if route.method not in SAFE]
SOCKETS = [route for route in ROUTES if route.status == 101]


def name(route: Route) -> str:
    return f"{route.method} {route.path}"


async def ask(desk: Desk, route: Route, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """The status, and the code of the refusal."""
    path = re.sub(r"\{\w+\}", "x", full_path(route))
    sent = {**desk.headers, **({"X-CSRF-Token": desk.csrf} if desk.csrf else {}), **(headers or {})}
    async with desk.client.request(route.method, path, headers=sent) as response:
        body = await response.json() if response.content_type == "application/json" else {}
        return response.status, body.get("error", {}).get("code", "")


def test_every_route_names_a_permission_and_its_words() -> None:
    assert len(ROUTES) > 25
    for route in ROUTES:
        assert isinstance(route.permission, Permission), name(route)
        assert route.summary
        assert route.handler.__doc__, name(route)
        assert route.method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_what_is_public_is_only_what_must_be() -> None:
    assert {name(route) for route in ROUTES if route.permission is Permission.PUBLIC} == {
        "POST /session",
        "GET /guest-phone",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "GET /openapi.json",
    }


def test_roles_have_only_permissions_that_are_asked_for_somewhere() -> None:
    asked = {route.permission for route in ROUTES} | {Permission.PLAY_RECORDINGS, Permission.WATCH}
    assert ROLES["agent"] < ROLES["supervisor"] < ROLES["administrator"] == set(Permission)
    assert ROLES["supervisor"] <= asked


async def test_nobody_gets_in_without_a_login(site: Site) -> None:
    stranger = await site.stranger()
    for route in CLOSED:
        assert await ask(stranger, route) == (401, "login_needed"), name(route)


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "Bearer \xff", "Basic YTpi", "token-of-a-program"])
async def test_nobody_gets_in_with_a_token_that_is_none(site: Site, header: str) -> None:
    desk = await site.stranger()
    for route in CLOSED[:6]:
        assert (await ask(desk, route, {"Authorization": header}))[0] == 401, name(route)


async def test_nobody_gets_in_with_a_cookie_that_is_none(site: Site) -> None:
    desk = await site.stranger()
    for cookie in ("switchroom_session=wrong", "switchroom_session=", "switchroom_session=\xff"):
        assert (await ask(desk, CLOSED[0], {"Cookie": cookie}))[0] == 401, cookie


@pytest.mark.parametrize("user", ["anna", "sue", "nobody"])
async def test_nobody_gets_beyond_the_permissions_of_the_role(site: Site, user: str) -> None:
    desk = await site.logged_in(user)
    role = {"anna": "agent", "sue": "supervisor"}.get(user, "no-such-role")
    for route in CLOSED:
        if route.permission not in ROLES.get(role, frozenset()):
            assert await ask(desk, route) == (403, "not_permitted"), name(route)


async def test_an_agent_may_not_do_what_supervisors_do(site: Site) -> None:
    """Said in words once, so that a permission given to agents by mistake is a test that fails."""
    desk = await site.logged_in("anna")
    for path in ("/reports/today", "/reports/today.csv", "/calls/x", "/events", "/customers/imports/x"):
        assert (await desk.ask("GET", path))[0] == 403, path


@pytest.mark.parametrize("token", ["", "wrong", "é"])
async def test_no_change_by_cookie_without_the_pages_token(site: Site, token: str) -> None:
    desk = await site.logged_in("adam")
    desk.csrf = ""
    for route in CHANGES:
        assert await ask(desk, route, {"X-CSRF-Token": token}) == (403, "csrf"), name(route)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://console.example.evil"]
)
async def test_no_change_from_a_page_of_another_site(site: Site, origin: str) -> None:
    desk = await site.logged_in("adam")
    for route in (route for route in ROUTES if route.method not in SAFE):
        assert await ask(desk, route, {"Origin": origin}) == (403, "origin"), name(route)


async def test_pages_of_this_site_and_of_the_named_ones_are_served(site: Site) -> None:
    desk = await site.logged_in("anna")
    own = f"http://{desk.client.host}:{desk.client.port}"
    for origin in (own, "https://console.example", "HTTPS://CONSOLE.EXAMPLE"):
        status, _ = await desk.ask("PATCH", "/session", json={"language": "zh"}, headers={"Origin": origin})
        assert status == 200, origin


@pytest.mark.parametrize("route", SOCKETS, ids=name)
async def test_no_page_of_another_site_may_listen(site: Site, route: Route) -> None:
    desk = await site.logged_in("adam")
    with pytest.raises(WSServerHandshakeError) as refused:
        await desk.socket(route.path, {"Origin": "https://evil.example"})
    assert refused.value.status == 403
    assert isinstance(await desk.socket(route.path, {"Origin": "https://console.example"}), ClientWebSocketResponse)


async def test_both_sockets_need_a_login(site: Site) -> None:
    assert len(SOCKETS) == 2
    for route in SOCKETS:
        with pytest.raises(WSServerHandshakeError) as refused:
            await (await site.stranger()).socket(route.path)
        assert refused.value.status == 401


async def test_the_api_describes_itself_in_valid_openapi_and_leaves_nothing_out(site: Site) -> None:
    _, document = await (await site.stranger()).ask("GET", "/openapi.json")
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert described == {(route.method, full_path(route)) for route in ROUTES}
    for route in CLOSED:
        answers = document["paths"][full_path(route)][route.method.lower()]["responses"]
        assert "401" in answers, name(route)
        assert "403" in answers, name(route)


async def test_every_answer_carries_the_safety_headers(site: Site) -> None:
    desk = await site.stranger()
    for path in ("/api/v1/session", "/api/v1/nowhere", "/healthz", "/desk", "/api/v1/openapi.json"):
        async with desk.client.get(path) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff", path
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"], path
