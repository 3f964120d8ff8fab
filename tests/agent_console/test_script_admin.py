"""Scripts looked after: judged as text before they are kept, in use or not, and every change in the audit log."""

from typing import Any

from tests.agent_console.site import Desk, Site

TEXT = """names = { en = "Sales call" }
queues = ["sales"]

[[steps]]
id = "greet"
text.en = "Good day, {{ customer.name }}, this is {{ agent.name }} of {{ queue.name }}."
branches = [
    { id = "buys", names = { en = "Buys" }, to = "order" },
    { id = "no" },
]

[[steps]]
id = "order"
fields = [
    { id = "article", required = true },
]
next = "thanks"

[[steps]]
id = "thanks"
"""


async def judged(desk: Desk, text: str) -> Any:
    status, answer = await desk.ask("POST", "/script-check", json={"text": text, "customer": "Jane Example"})
    assert status == 200, answer
    return answer


async def acts(desk: Desk) -> list[tuple[str, str, str, Any]]:
    _, answer = await desk.ask("GET", "/audit", params={"act": "desk_book_changed"})
    return [(e["kind"], e["name"], e["details"]["what"], e["details"]["values"]) for e in answer["entries"]]


async def test_a_text_is_shown_as_an_agent_will_see_it_and_nothing_is_kept(site: Site) -> None:
    sue = await site.logged_in("sue")
    found = await judged(sue, TEXT)
    assert found["faults"] == []
    greet, order, _ = found["steps"]
    assert greet["step"]["text"] == {"en": "Good day, Jane Example, this is Sue of Sales."}
    assert greet["ways"] == {"buys": "order", "no": ""}
    assert (order["next"], order["step"]["fields"][0]["required"]) == ("thanks", True)
    assert (await sue.ask("GET", "/scripts"))[1]["scripts"] == []


async def test_everything_wrong_with_a_text_is_told_with_its_line(site: Site) -> None:
    sue = await site.logged_in("sue")
    found = await judged(sue, TEXT.replace('to = "order"', 'to = "ordr"').replace("customer.name", "customer.nam"))
    places = [(one["line"], one["step"]) for one in found["faults"]]
    assert places == [(6, "greet"), (8, "greet"), (12, "order"), (19, "thanks")]
    assert "there is no customer.nam; use one of" in found["faults"][0]["sentence"]
    assert found["steps"] == []
    (fault,) = (await judged(sue, "queues sales"))["faults"]
    assert (fault["line"], fault["step"]) == (1, "")


async def test_a_script_in_use_stays_until_its_queues_are_taken_out(site: Site) -> None:
    sue = await site.logged_in("sue")
    script = (await judged(sue, TEXT))["script"]
    made = (await sue.ask("POST", "/scripts", json={"id": "sales", "script": script}))[1]
    assert (made["text"], made["used_by"]) == (TEXT, ["sales"])
    status, answer = await sue.ask("DELETE", "/scripts/sales")
    assert (status, answer["error"]["message"]) == (
        409,
        "This script leads the calls of the queue sales; take it out of its queues first.",
    )
    # A second script of the same queue leads nothing, so it can go.
    other = (await sue.ask("POST", "/scripts", json={"id": "second", "script": script}))[1]
    assert other["used_by"] == []
    assert (await sue.ask("DELETE", "/scripts/second"))[0] == 204
    free = {"version": 1, "script": {**script, "queues": []}}
    assert (await sue.ask("PUT", "/scripts/sales", json=free))[1]["used_by"] == []
    assert (await sue.ask("DELETE", "/scripts/sales"))[0] == 204
    assert [(kind, name, what) for kind, name, what, _ in await acts(sue)] == [
        ("script", "Sales call", "removed"),
        ("script", "Sales call", "changed"),
        ("script", "Sales call", "removed"),
        ("script", "Sales call", "created"),
        ("script", "Sales call", "created"),
    ]
    assert (await acts(sue))[1][3] == {"version": [1, 2], "queues": [["sales"], []]}


async def test_the_audit_log_names_the_steps_that_were_changed(site: Site) -> None:
    sue = await site.logged_in("sue")
    script = (await judged(sue, TEXT))["script"]
    await sue.ask("POST", "/scripts", json={"id": "sales", "script": script})
    newer = (await judged(sue, TEXT.replace("Good day", "Hello")))["script"]
    assert (await sue.ask("PUT", "/scripts/sales", json={"version": 1, "script": newer}))[0] == 200
    assert (await acts(sue))[0][3] == {"version": [1, 2], "changed steps": [None, ["greet"]]}


async def test_an_agent_neither_judges_nor_removes(site: Site) -> None:
    anna = await site.logged_in("anna")
    assert (await anna.ask("POST", "/script-check", json={"text": TEXT}))[0] == 403
    assert (await anna.ask("DELETE", "/scripts/sales"))[0] == 403
