"""Other programs are told of alerts: signed, in order, again after a failure; never into a private network."""

import asyncio
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from agent_console.webhooks.address import Forbidden, GuardedResolver, checked, refuse
from agent_console.webhooks.sender import WebhookSender
from agent_console.webhooks.store import WebhookStore
from cti import events as e
from tests.agent_console.site import SALES, T0, Desk, Site


@dataclass
class Receiver:
    """The other program: what it was sent, and what it answers next (200 once `answers` is used up)."""

    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    slow: float = 0.0
    inside: int = 0
    most_inside: int = 0

    async def take(self, request: web.Request) -> web.Response:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        self.got.append((dict(request.headers), await request.read()))
        await asyncio.sleep(self.slow)
        self.inside -= 1
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    found = Receiver()
    app = web.Application()
    app.router.add_post("/alerts", found.take)
    server = TestServer(app)
    await server.start_server()
    yield found, str(server.make_url("/alerts"))
    await server.close()


async def made(site: Site, url: str) -> tuple[Desk, dict[str, Any]]:
    adam = await site.logged_in("adam")
    status, hook = await adam.ask("POST", "/webhooks", json={"name": "pager", "url": url})
    assert status == 201, hook
    return adam, hook


def raised(limit: str = "waiting") -> e.AlertRaised:
    return e.AlertRaised(at=T0, queue=SALES, limit=limit, value=5, bound=5)


async def test_an_alert_and_its_end_are_told_in_order_and_signed(site: Site, receiver: tuple[Receiver, str]) -> None:
    far, url = receiver
    _, hook = await made(site, url)
    site._tell(raised())
    site._tell(e.AlertOver(at=T0 + 60, queue=SALES, limit="waiting"))
    await site.until(lambda: len(far.got) == 2)
    first, second = far.told()
    assert (first["event"], first["queue"], first["limit"], first["value"]) == ("alert.raised", "sales", "waiting", 5)
    assert second["event"] == "alert.over"
    for headers, body in far.got:
        proof = hmac.new(hook["secret"].encode(), body, hashlib.sha256).hexdigest()
        assert headers["X-Switchroom-Signature"] == f"sha256={proof}"


async def test_a_receiver_that_fails_is_told_again_the_same_before_the_next(
    site: Site, receiver: tuple[Receiver, str]
) -> None:
    far, url = receiver
    far.answers = [500, 503]
    adam, _ = await made(site, url)
    site._tell(raised("waiting"))
    site._tell(raised("abandoned"))
    await site.until(lambda: len(far.got) == 4)
    assert [told["limit"] for told in far.told()] == ["waiting", "waiting", "waiting", "abandoned"]
    assert len({headers["X-Switchroom-Delivery"] for headers, _ in far.got[:3]}) == 1
    await shows(adam, "")


async def shows(adam: Desk, result: str) -> None:
    async with asyncio.timeout(10):
        while True:
            (hook,) = (await adam.ask("GET", "/webhooks"))[1]["webhooks"]
            if hook["result"] == result and hook["tried_at"]:
                assert hook["secret"] is None
                return
            await asyncio.sleep(0.01)


async def test_what_fails_for_good_is_given_up_and_the_next_is_told(site: Site, receiver: tuple[Receiver, str]) -> None:
    far, url = receiver
    far.answers = [500, 500, 500]
    await made(site, url)
    site._tell(raised("waiting"))
    site._tell(raised("abandoned"))
    await site.until(lambda: len(far.got) == 4)
    assert [told["limit"] for told in far.told()] == ["waiting"] * 3 + ["abandoned"]


async def test_never_two_at_once_not_even_by_a_test_from_the_page(site: Site, receiver: tuple[Receiver, str]) -> None:
    far, url = receiver
    far.slow = 0.05
    adam, hook = await made(site, url)
    for limit in ("waiting", "abandoned", "longest_s"):
        site._tell(raised(limit))
    answers = await asyncio.gather(*(adam.ask("POST", f"/webhooks/{hook['id']}/test") for _ in range(3)))
    assert all(status == 200 and answer["result"] == "" for status, answer in answers)
    await site.until(lambda: len(far.got) == 6)
    assert far.most_inside == 1
    assert sorted(told["event"] for told in far.told()) == ["alert.raised"] * 3 + ["test"] * 3


async def test_what_was_not_told_before_a_restart_is_told_after_it(site: Site, receiver: tuple[Receiver, str]) -> None:
    far, url = receiver
    await made(site, url)
    await site.webhooks.close()
    site._tell(raised())
    await site.journal.flush()
    assert far.got == []
    again = WebhookSender(WebhookStore(site.database), site.journal, site.clock, "Test", private=True)
    again.start(site.bus.subscribe(*again.hears))
    await site.until(lambda: len(far.got) == 1)
    await again.close()


async def test_one_that_is_switched_off_is_told_nothing_nor_later_what_was_meanwhile(
    site: Site, receiver: tuple[Receiver, str]
) -> None:
    far, url = receiver
    adam, hook = await made(site, url)
    at = f"/webhooks/{hook['id']}"
    assert (await adam.ask("PATCH", at, json={"enabled": False}))[0] == 200
    site._tell(raised("waiting"))
    await site.journal.flush()
    assert (await adam.ask("PATCH", at, json={"enabled": True, "name": "bell"}))[0] == 200
    site._tell(raised("abandoned"))
    await site.until(lambda: far.got)
    assert [told["limit"] for told in far.told()] == ["abandoned"]
    assert (await adam.ask("DELETE", at))[0] == 204
    assert (await adam.ask("GET", "/webhooks"))[1]["webhooks"] == []
    _, log = await adam.ask("GET", "/audit", params={"act": "webhook_changed"})
    assert [one["details"]["what"] for one in log["entries"]] == ["removed", "changed", "changed", "created"]
    await site.journal.flush()
    written = repr([fact.event async for fact in site.journal.store.of_kinds(("webhook_changed",))])
    assert hook["secret"] not in written


async def test_an_address_that_leads_nowhere_says_what_was_wrong(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        adam, hook = await made(site, f"http://127.0.0.1:{taken.getsockname()[1]}/")
        status, answer = await adam.ask("POST", f"/webhooks/{hook['id']}/test")
    assert status == 200
    assert "Cannot connect" in answer["result"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "172.16.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1",
     "0.0.0.0", "100.64.0.1"],
)  # fmt: skip
async def test_private_networks_are_refused_unless_the_settings_allow_them(host: str) -> None:
    shown = f"[{host}]" if ":" in host else host
    with pytest.raises(Forbidden, match=r"set webhooks\.private_networks"):
        checked(f"http://{shown}/x", private=False)
    assert checked(f"http://{shown}/x", private=True)
    with pytest.raises(Forbidden):
        refuse(host, private=False)


async def test_a_name_that_leads_into_a_private_network_is_refused_when_it_is_asked(
    site: Site, receiver: tuple[Receiver, str]
) -> None:
    far, url = receiver
    with pytest.raises(Forbidden, match="private network"):
        await GuardedResolver(private=False).resolve("localhost")
    adam, hook = await made(site, url.replace("127.0.0.1", "localhost"))
    site.webhooks.private = False
    _, answer = await adam.ask("POST", f"/webhooks/{hook['id']}/test")
    assert "private network" in answer["result"]
    assert far.got == []


@pytest.mark.parametrize("url", ["ftp://example.com", "example.com", "http://", "http://u:p@example.com", "http://a:x"])
def test_what_is_no_address_is_one_sentence(url: str) -> None:
    with pytest.raises(Forbidden, match=r"write one like https://example\.com/alerts\."):
        checked(url, private=False)
