"""Articles and canned notes looked after: every one is listed and searched, each change is in the audit log."""

from typing import Any

from tests.agent_console.site import Desk, Site

REFUND = {"title": "How refunds work", "text": "Within seven days.", "language": "en", "queues": ["sales"]}
NIGHT = {"title": "At night", "text": "Nobody answers; a refund waits until morning.", "language": "en"}
NOTE = {"names": {"en": "Sent", "zh": "已发"}, "texts": {"en": "Sent an offer to {customer}."}}


async def ok(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    status, answer = await desk.ask(method, path, json=body)
    assert status < 300, answer
    return answer


async def acts(desk: Desk) -> list[tuple[str, str, str, str, Any]]:
    _, answer = await desk.ask("GET", "/audit", params={"act": "desk_book_changed"})
    found = [(e["by"], e["kind"], e["name"], e["details"]["what"], e["details"]["values"]) for e in answer["entries"]]
    return found[::-1]


async def test_every_article_is_listed_of_whatever_queue_and_searched(site: Site) -> None:
    sue = await site.logged_in("sue")
    for one in (REFUND, NIGHT):
        await ok(sue, "POST", "/articles", one)
    rows = (await ok(sue, "GET", "/article-list"))["articles"]
    assert [(row["title"], row["queues"], row["by"]) for row in rows] == [
        ("At night", [], "Sue"),
        ("How refunds work", ["sales"], "Sue"),
    ]
    found = (await ok(sue, "GET", "/article-list?query=refund"))["articles"]
    assert [row["title"] for row in found] == ["How refunds work", "At night"]
    assert (await ok(sue, "GET", "/article-list?query=moon"))["articles"] == []


async def test_two_who_write_one_article_do_not_overwrite_each_other(site: Site) -> None:
    sue, adam = await site.logged_in("sue"), await site.logged_in("adam")
    made = await ok(sue, "POST", "/articles", REFUND)
    site.passes(5)
    newer = {**REFUND, "text": "Within ten days.", "based_on": made["changed"]}
    await ok(adam, "PUT", f"/articles/{made['id']}", newer)
    status, answer = await sue.ask("PUT", f"/articles/{made['id']}", json={**newer, "text": "Never."})
    assert (status, answer["error"]["message"]) == (
        409,
        "Adam changed this article meanwhile: look at it anew before you save.",
    )
    assert (await ok(sue, "GET", f"/articles/{made['id']}"))["text"] == "Within ten days."


async def test_who_wrote_changed_and_removed_what_is_in_the_audit_log(site: Site) -> None:
    sue, adam = await site.logged_in("sue"), await site.logged_in("adam")
    article = await ok(sue, "POST", "/articles", REFUND)
    await ok(adam, "PUT", f"/articles/{article['id']}", {**REFUND, "text": "x" * 500})
    await ok(adam, "PUT", f"/articles/{article['id']}", {**REFUND, "text": "x" * 500})
    await ok(sue, "DELETE", f"/articles/{article['id']}")
    note = await ok(sue, "POST", "/canned-notes", NOTE)
    await ok(sue, "PUT", f"/canned-notes/{note['id']}", {**NOTE, "names": {"en": "Offer sent"}})
    await ok(adam, "DELETE", f"/canned-notes/{note['id']}")
    told = await acts(sue)
    assert [one[:4] for one in told] == [
        ("Sue", "article", "How refunds work", "created"),
        ("Adam", "article", "How refunds work", "changed"),
        ("Sue", "article", "How refunds work", "removed"),
        ("Sue", "canned_note", "Sent", "created"),
        ("Sue", "canned_note", "Offer sent", "changed"),
        ("Adam", "canned_note", "Offer sent", "removed"),
    ]
    assert told[1][4] == {"text": ["Within seven days.", "x" * 200 + " …"]}
    assert told[4][4] == {"names": [{"en": "Sent", "zh": "已发"}, {"en": "Offer sent"}]}


async def test_agents_read_and_write_none_of_it(site: Site) -> None:
    anna, sue = await site.logged_in("anna"), await site.logged_in("sue")
    assert (await anna.ask("GET", "/article-list"))[0] == 403
    note = await ok(sue, "POST", "/canned-notes", NOTE)
    assert (await anna.ask("PUT", f"/canned-notes/{note['id']}", json=NOTE))[0] == 403
    assert (await anna.ask("DELETE", f"/canned-notes/{note['id']}"))[0] == 403
    assert (await sue.ask("POST", "/canned-notes", json={"names": {}, "texts": {}}))[0] == 422
