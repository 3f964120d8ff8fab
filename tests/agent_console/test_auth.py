"""Logging in: sessions that end, passwords that cannot be guessed, and nothing that tells names from passwords."""

import asyncio

import pytest

from agent_console.auth import COOKIE
from agent_console.passwords import Passwords, random_password
from tests.agent_console.site import HASHER, PASSWORD, Site


async def test_a_session_begins_is_used_and_ends(site: Site) -> None:
    desk = await site.logged_in("ANNA ")
    status, session = await desk.ask("GET", "/session")
    assert (status, session["user"]["name"], session["user"]["agent"]) == (200, "Anna", "1001")
    assert session["csrf"] == desk.csrf
    assert (await desk.ask("PATCH", "/session", json={"language": "zh"}))[1]["user"]["language"] == "zh"
    assert (await desk.ask("GET", "/session"))[1]["user"]["language"] == "zh"
    assert (await desk.ask("DELETE", "/session"))[0] == 204
    assert (await desk.ask("GET", "/session"))[0] == 401


async def test_the_cookie_cannot_be_read_by_a_page_nor_sent_from_another(site: Site) -> None:
    stranger = await site.stranger()
    response = await stranger.raw("POST", "/session", json={"username": "anna", "password": PASSWORD})
    (cookie,) = response.headers.getall("Set-Cookie")
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age=3600" in cookie


async def test_a_session_that_is_not_used_expires_and_one_that_is_used_does_not(site: Site) -> None:
    desk = await site.logged_in("anna")
    for _ in range(4):
        site.clock.at += 1800
        assert (await desk.ask("GET", "/session"))[0] == 200
    site.clock.at += 3601
    assert (await desk.ask("GET", "/session"))[0] == 401


async def test_a_cookie_of_an_ended_session_is_worth_nothing(site: Site) -> None:
    desk = await site.logged_in("anna")
    kept = next(cookie.value for cookie in desk.client.session.cookie_jar)
    await desk.ask("DELETE", "/session")
    thief = await site.stranger()
    assert (await thief.ask("GET", "/session", headers={"Cookie": f"{COOKIE}={kept}"}))[0] == 401


async def test_a_wrong_name_and_a_wrong_password_look_the_same(site: Site) -> None:
    desk = await site.stranger()
    answers = [
        await desk.ask("POST", "/session", json={"username": name, "password": password})
        for name, password in (("anna", "wrong"), ("nobody-here", PASSWORD), ("' OR 1=1 --", "x"))
    ]
    assert [status for status, _ in answers] == [401, 401, 401]
    assert answers[0][1] == answers[1][1] == answers[2][1]


async def guess(site: Site, name: str, password: str = "wrong") -> tuple[int, str | None]:
    desk = await site.stranger()
    response = await desk.raw("POST", "/session", json={"username": name, "password": password})
    return response.status, response.headers.get("Retry-After")


async def test_after_five_wrong_passwords_a_name_is_locked_for_a_while(site: Site) -> None:
    assert [(await guess(site, "anna"))[0] for _ in range(5)] == [401] * 5
    status, after = await guess(site, "anna", PASSWORD)
    assert status == 429
    assert 0 < int(after or 0) <= 301
    assert (await guess(site, " ANNA", PASSWORD))[0] == 429, "also under another spelling"
    assert (await guess(site, "ben", PASSWORD))[0] == 200, "the colleague in the same office works on"
    site.clock.at += 301
    assert (await guess(site, "anna", PASSWORD))[0] == 200


async def test_the_right_password_forgets_the_wrong_ones(site: Site) -> None:
    for _ in range(3):
        assert [(await guess(site, "anna"))[0] for _ in range(4)] == [401] * 4
        assert (await guess(site, "anna", PASSWORD))[0] == 200


async def test_many_guesses_at_once_are_no_more_than_five(site: Site) -> None:
    await site.stranger()
    statuses = [status for status, _ in await asyncio.gather(*(guess(site, "anna") for _ in range(20)))]
    assert statuses.count(401) <= 5
    assert statuses.count(429) >= 15


async def test_many_names_from_one_address_are_slowed_down_too(site: Site) -> None:
    statuses = [(await guess(site, f"name{n}"))[0] for n in range(102)]
    assert statuses == [401] * 100 + [429] * 2


@pytest.mark.parametrize(
    "body", [{}, {"username": "anna"}, {"username": "", "password": "x"}, {"username": "a" * 65, "password": "x"}, []]
)
async def test_a_malformed_login_is_told_what_is_wrong(site: Site, body: object) -> None:
    status, answer = await (await site.stranger()).ask("POST", "/session", json=body)
    assert status == 422
    assert " is wrong: " in answer["error"]["message"]
    assert "Traceback" not in answer["error"]["message"]


async def test_a_program_uses_its_token_without_cookie_and_csrf(site: Site) -> None:
    program = await site.program()
    assert (await program.ask("GET", "/reports/today"))[0] == 200
    status, made = await program.ask("POST", "/customers", json={"name": "From a program"})
    assert (status, made["name"]) == (200, "From a program")
    assert (await program.ask("GET", "/session"))[0] == 403
    assert (await program.ask("POST", "/agent/state", json={"state": "ready"}))[0] == 403, "a program takes no calls"


async def test_passwords_are_random_and_checked_against_their_hash_alone() -> None:
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(password.replace("-", "")) == 16 for password in made)
    passwords = Passwords(HASHER)
    kept = await passwords.hash("geheim")
    assert "geheim" not in kept
    assert await passwords.matches(kept, "geheim")
    assert not await passwords.matches(kept, "Geheim")
    assert not await passwords.matches(None, "geheim")
    assert not await passwords.matches("no hash at all", "geheim")
