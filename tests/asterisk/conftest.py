"""Real sites for tests: the server and its Asterisk, with telephones that speak SIP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.asterisk.site import FLOW, Site, company, far_end
from tests.asterisk.softphone import Softphone

OpenSite = Callable[..., Awaitable[Site]]


@pytest.fixture
async def phones() -> AsyncIterator[Callable[[str], Awaitable[Softphone]]]:
    """Opens telephones, and closes them after the test."""
    opened: list[Softphone] = []

    async def open_phone(name: str = "phone") -> Softphone:
        opened.append(await Softphone.open(name))
        return opened[-1]

    yield open_phone
    for phone in opened:
        phone.close()


@pytest.fixture
async def open_site(tmp_path: Path, asterisk_program_folder: Path) -> AsyncIterator[OpenSite]:
    """Prepares and starts a site whose agents have the given desk phones."""
    async with AsyncExitStack() as stack:

        async def opened(
            agents: dict[str, Softphone | None],
            *,
            wrap_up: int = 3,
            ring: int = 20,
            flow: str = FLOW,
            outside: Softphone | None = None,
            roles: dict[str, str] | None = None,
            **settings: str,
        ) -> Site:
            addresses = {id_: f"sip:{id_}@127.0.0.1:{p.port}" if p else "" for id_, p in agents.items()}
            home = tmp_path / f"site{len(list(tmp_path.iterdir()))}"
            site = Site(home, asterisk_program_folder, company(addresses, wrap_up, ring, roles), flow, **settings)
            if outside is not None:
                site.trunks.write_text(far_end(outside.port))
            stack.callback(site.close)
            await site.prepare()
            return await site.start()

        yield opened
