"""Settings changed on a running site: Asterisk learns of another phone, and a killed server comes back with it all."""

from typing import Any

import aiohttp
import pytest

from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site

pytestmark = pytest.mark.asterisk

SORRY = {"en": "Please call later."}


class Program:
    """A program that talks to the site with a supervisor's token."""

    def __init__(self, site: Site) -> None:
        done = site.command("token", "create", "settings", "--role", "supervisor")
        self.site, self.headers = site, {"Authorization": f"Bearer {done.stdout.split()[-1]}"}

    async def asks(self, method: str, path: str, **body: Any) -> Any:
        async with (
            aiohttp.ClientSession(headers=self.headers) as session,
            session.request(method, f"{self.site.url}/api/v1{path}", json=body or None) as answer,
        ):
            assert answer.status < 300, await answer.text()
            return await answer.json()


async def test_what_was_changed_is_in_force_at_once_and_after_a_kill(open_site: OpenSite) -> None:
    site = await open_site({"1001": None})
    program = Program(site)
    assert (await program.asks("GET", "/queues/sales"))["version"] == 1
    await program.asks("PATCH", "/queues/sales", settings={"ring_seconds": 11})
    await program.asks("PATCH", "/agents/1001", settings={"phone": "sip:1001@127.0.0.9:5999"})
    await program.asks("POST", "/emergency", text=SORRY)
    accounts = site.home / "asterisk" / "etc" / "pjsip_agents.conf"
    assert any("127.0.0.9" in site.asterisk("pjsip show aors") for _ in range(50))
    assert "contact = sip:1001@127.0.0.9:5999" in accounts.read_text()

    site.kill()
    await site.start()
    sales = await program.asks("GET", "/queues/sales")
    assert (sales["version"], sales["settings"]["ring_seconds"], sales["open"]) == (2, 11, False)
    assert (await program.asks("GET", "/emergency"))["text"] == SORRY
    versions = (await program.asks("GET", "/queues/sales/history"))["versions"]
    assert [(one["version"], one["by"]) for one in versions] == [(2, "settings"), (1, "company.toml")]
    await program.asks("DELETE", "/emergency")
    assert (await program.asks("GET", "/queues/sales"))["open"] is True
