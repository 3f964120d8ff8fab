"""Administration over real HTTP: users, tokens, words, agents; each change is in the audit log, no secret anywhere."""

from typing import Any

from aiohttp import WSMsgType

from cti import events as e
from cti.ids import AgentId
from tests.agent_console.site import ANNA, PASSWORD, T0, Desk, Site, message


async def ok(desk: Desk, method: str, path: str, **body: Any) -> Any:
    status, answer = await desk.ask(method, path, **({"json": body} if body else {}))
    assert status < 300, answer
    return answer


async def refused(desk: Desk, method: str, path: str, status: int, **body: Any) -> str:
    got, answer = await desk.ask(method, path, json=body)
    assert got == status, answer
    sentence: str = answer["error"]["message"]
    return sentence


async def acts(desk: Desk, act: str) -> list[tuple[str, str, Any]]:
    """The audit log's newest first: to whom, what, and the values."""
    _, answer = await desk.ask("GET", "/audit", params={"act": act})
    return [(one["id"], one["details"].get("what", ""), one["details"].get("values")) for one in answer["entries"]]


async def everything_written(site: Site) -> str:
    await site.journal.flush()
    return repr([fact.event async for fact in site.journal.store.between(0, float("inf"))])


# Users


async def test_a_user_is_made_with_a_password_shown_once_and_logs_in(site: Site) -> None:
    adam, there = await site.logged_in("adam"), await site.stranger()
    made = await ok(adam, "POST", "/users", username="cleo", name="Cleo", role="supervisor", language="en")
    assert len(made["password"]) == 19
    status, session = await there.ask("POST", "/session", json={"username": "CLEO", "password": made["password"]})
    assert (status, session["user"]["role"]) == (200, "supervisor")
    shown = (await ok(adam, "GET", "/users"))["users"]
    assert {user["username"]: user["password"] for user in shown}["cleo"] is None
    ((user, what, values),) = await acts(adam, "user_changed")
    assert (user, what, values["role"]) == ("cleo", "created", [None, "supervisor"])
    written = await everything_written(site)
    assert made["password"] not in written
    assert "argon2" not in written


async def test_a_user_can_be_an_agent_that_nobody_else_is(site: Site) -> None:
    adam = await site.logged_in("adam")
    cleo = {"username": "cleo", "name": "Cleo", "role": "agent"}
    assert await refused(adam, "POST", "/users", 409, **cleo, agent="1001") == (
        "anna is agent 1001 already; an agent is one person."
    )
    assert "make the agent first" in await refused(adam, "POST", "/users", 422, **cleo, agent="9999")
    assert "already" in await refused(adam, "POST", "/users", 409, username="Anna", name="A", role="agent")
    assert await refused(adam, "POST", "/users", 422, **cleo, password="short")
    assert await refused(adam, "POST", "/users", 422, username="a b", name="A", role="agent")


async def test_whoever_is_disabled_is_out_at_once_and_comes_back_when_enabled(site: Site) -> None:
    adam = await site.logged_in("adam")
    anna, socket = await site.at_work("anna", ANNA)
    assert (await ok(adam, "PATCH", "/users/u1", disabled=True))["disabled"]
    assert (await message(socket, "logged_out"))["by"] == "Adam"
    assert (await anna.ask("GET", "/session"))[0] == 401
    there = await site.stranger()
    status, answer = await there.ask("POST", "/session", json={"username": "anna", "password": PASSWORD})
    assert (status, answer["error"]["code"]) == (403, "disabled")
    assert (await there.ask("POST", "/session", json={"username": "anna", "password": "wrong"}))[0] == 401
    await ok(adam, "PATCH", "/users/u1", disabled=False)
    assert (await there.ask("POST", "/session", json={"username": "anna", "password": PASSWORD}))[0] == 200
    assert [what for _, what, _ in await acts(adam, "user_changed")] == ["enabled", "disabled"]


async def test_whoever_is_disabled_in_a_call_finishes_it(site: Site) -> None:
    adam = await site.logged_in("adam")
    anna, socket = await site.at_work("anna", ANNA)
    call = await site.talking_call(socket)
    await ok(adam, "PATCH", "/users/u1", disabled=True)
    assert (await message(socket, "forced"))["state"] == "out"
    assert (await anna.ask("GET", "/session"))[0] == 200
    site.exchange.caller_hangs_up(call)
    await message(socket, "desk", call__stage="wrap_up")
    assert (await anna.ask("POST", f"/calls/{call}/wrap-up/finish", json={}))[0] < 300
    assert (await message(socket, "logged_out"))["by"] == "Adam"
    assert (await anna.ask("GET", "/session"))[0] == 401


async def test_a_supervisors_open_board_is_closed_when_the_role_is_taken_away(site: Site) -> None:
    adam, sue = await site.logged_in("adam"), await site.logged_in("sue")
    board = await sue.socket("/live?for=board")
    await message(board, "snapshot")
    await ok(adam, "PATCH", "/users/u3", role="agent")
    while (received := await board.receive()).type is WSMsgType.TEXT:
        pass
    assert received.data == 4001
    assert (await sue.ask("GET", "/reports/today"))[0] == 401


async def test_the_last_administrator_stays_one(site: Site) -> None:
    adam = await site.logged_in("adam")
    for change in ({"role": "agent"}, {"disabled": True}):
        assert "the last administrator" in await refused(adam, "PATCH", "/users/u4", 409, **change)
    await ok(adam, "PATCH", "/users/u3", role="administrator")
    await ok(adam, "PATCH", "/users/u4", role="supervisor")


async def test_a_new_password_ends_the_old_one_and_its_sessions(site: Site) -> None:
    adam, sue = await site.logged_in("adam"), await site.logged_in("sue")
    given = (await ok(adam, "POST", "/users/u3/password", password="a new long password"))["password"]
    assert (await sue.ask("GET", "/session"))[0] == 401
    there = await site.stranger()
    assert (await there.ask("POST", "/session", json={"username": "sue", "password": PASSWORD}))[0] == 401
    assert (await there.ask("POST", "/session", json={"username": "sue", "password": given}))[0] == 200
    assert given not in await everything_written(site)


async def test_what_is_the_same_is_no_change(site: Site) -> None:
    adam = await site.logged_in("adam")
    await ok(adam, "PATCH", "/users/u3", name="Sue", role="supervisor")
    assert await acts(adam, "user_changed") == []
    changed = await ok(adam, "PATCH", "/users/u1", agent="")
    assert changed["agent"] is None
    assert await acts(adam, "user_changed") == [("anna", "changed", {"agent": ["1001", None]})]
    assert "GET /api/v1/users" in await refused(adam, "PATCH", "/users/nobody", 404, name="X")


async def test_a_supervisor_manages_neither_users_nor_tokens_but_sees_what_roles_may(site: Site) -> None:
    sue = await site.logged_in("sue")
    for path in ("/users", "/tokens"):
        assert (await sue.ask("GET", path))[0] == 403
    roles = await ok(sue, "GET", "/roles")
    matrix = {role["role"]: set(role["permissions"]) for role in roles["roles"]}
    assert matrix["administrator"] == set(roles["permissions"]) - {"public"}
    assert "site.administer" not in matrix["supervisor"]
    assert matrix["agent"] < matrix["supervisor"]


# Tokens


async def test_a_token_is_shown_once_used_and_revoked(site: Site) -> None:
    adam, program = await site.logged_in("adam"), await site.stranger()
    made = await ok(adam, "POST", "/tokens", name="wall board", role="supervisor")
    program.headers = {"Authorization": f"Bearer {made['token']}"}
    assert (await program.ask("GET", "/reports/today"))[0] == 200
    listed = {token["name"]: token for token in (await ok(adam, "GET", "/tokens"))["tokens"]}
    assert listed["wall board"]["token"] is None
    assert listed["wall board"]["last_used"] is not None
    assert listed["crm"]["last_used"] is None
    assert "already" in await refused(adam, "POST", "/tokens", 409, name="wall board", role="agent")
    await ok(adam, "DELETE", "/tokens/wall%20board")
    assert (await program.ask("GET", "/reports/today"))[0] == 401
    assert [(name, what) for name, what, _ in await acts(adam, "token_changed")] == [
        ("wall board", "revoked"), ("wall board", "created")
    ]  # fmt: skip
    assert made["token"] not in await everything_written(site)
    assert (await adam.ask("DELETE", "/tokens/nobody"))[0] == 404


# Words


async def test_words_are_made_moved_changed_and_removed_and_consoles_offer_them(site: Site) -> None:
    sue = await site.logged_in("sue")
    lunch = {"name": {"en": "Lunch", "zh": "午餐"}, "paid": False}
    await ok(sue, "PUT", "/words/reason/lunch", **lunch)
    await ok(sue, "PUT", "/words/reason/lunch", **lunch, place=0)
    offered = (await ok(sue, "GET", "/catalogue"))["not_ready_reasons"]
    assert [(one["id"], one["paid"]) for one in offered] == [("lunch", False), ("break", True)]
    await ok(sue, "PUT", "/words/disposition/lost", name={"en": "Lost"}, key="2")
    taken = await refused(sue, "PUT", "/words/disposition/none", 409, name={"en": "None"}, key="1")
    assert taken == "The key 1 chooses sale already; choose another one."
    await ok(sue, "DELETE", "/words/reason/break")
    words = (await ok(sue, "GET", "/words"))["words"]
    assert [(one["kind"], one["id"], one["key"]) for one in words] == [
        ("disposition", "sale", "1"), ("disposition", "lost", "2"), ("reason", "lunch", "")
    ]  # fmt: skip
    told = await acts(sue, "catalogue_changed")
    assert [(name, what) for name, what, _ in told] == [
        ("break", "removed"), ("lost", "created"), ("lunch", "changed"), ("lunch", "created")
    ]  # fmt: skip
    assert told[2][2] == {"place": [1, 0]}
    assert (await sue.ask("DELETE", "/words/reason/break"))[0] == 404
    assert (await sue.ask("PUT", "/words/tea/x", json={"name": {"en": "T"}}))[0] == 404
    assert await refused(sue, "PUT", "/words/reason/a%20b", 422, name={"en": "T"})


# Agents


async def test_an_agent_is_made_and_has_a_phone_a_user_and_calls_without_a_restart(site: Site) -> None:
    adam = await site.logged_in("adam")
    await ok(adam, "POST", "/agents", id="1003", settings={"name": "Cleo", "queues": ["sales"]})
    assert "already" in await refused(adam, "POST", "/agents", 409, id="1003")
    assert await refused(adam, "POST", "/agents", 422, id="1004", settings={"queues": ["tea"]})
    await ok(adam, "POST", "/users", username="cleo", name="Cleo", role="agent", agent="1003", password=PASSWORD)
    cleo, desk = await site.at_work("cleo", AgentId("1003"))
    phone = await ok(cleo, "GET", "/phone")
    assert phone["username"] == "agent-1003"
    assert len(phone["password"]) > 20
    await site.talking_call(desk)
    assert any(one["id"] == "1003" for one in (await ok(adam, "GET", "/catalogue"))["agents"])


async def test_a_table_is_looked_at_then_taken_whole(site: Site) -> None:
    sue = await site.logged_in("sue")
    status, text = await sue.ask("GET", "/staff.csv")
    assert status == 200
    edited = text.replace(",Anna,,sales,", ",Anne,,sales,") + "1003,,Cleo,,sales,,french:2,,,no\r\n"
    looked = await ok(sue, "POST", "/staff", text=edited)
    assert (looked["applied"], looked["problems"]) == (False, [])
    assert [(one["agent"], one["new"]) for one in looked["changes"]] == [("1001", False), ("1003", True)]
    assert site.house.agents[ANNA].name == "Anna"
    assert (await ok(sue, "POST", "/staff", text=edited, apply=True))["applied"]
    await site.until(lambda: AgentId("1003") in site.house.agents)
    assert (site.house.agents[ANNA].name, site.house.agents[AgentId("1003")].skills) == ("Anne", {"french": 2})
    stale = await refused(sue, "POST", "/staff", 422, text=edited, apply=True)
    assert stale == (
        "Line 2: Somebody changed agent 1001 since the download; download the table again. Nothing was changed."
    )


async def test_a_table_with_one_wrong_line_changes_nobody(site: Site) -> None:
    sue = await site.logged_in("sue")
    text = "id,name,queues\n1001,Anne,sales\n1002,Ben,tea\n"
    looked = await ok(sue, "POST", "/staff", text=text)
    assert [(one["line"], one["sentence"][:14]) for one in looked["problems"]] == [(3, "queues.1 is 't")]
    assert (await refused(sue, "POST", "/staff", 422, text=text, apply=True)).endswith("Nothing was changed.")
    assert site.house.agents[ANNA].name == "Anna"
    await site.journal.flush()
    assert [fact async for fact in site.journal.store.of_kinds(("agent_configured",)) if fact.event.at > T0] == []


async def test_an_agent_who_is_made_is_known_to_the_floor_as_a_fact(site: Site) -> None:
    adam = await site.logged_in("adam")
    await ok(adam, "POST", "/agents", id="1003", settings={"name": "Cleo"})
    await site.journal.flush()
    facts = [fact.event async for fact in site.journal.store.of_kinds(("agent_configured",))]
    assert isinstance(facts[-1], e.AgentConfigured)
    assert (facts[-1].agent, facts[-1].version, facts[-1].by) == ("1003", 1, "Adam")
