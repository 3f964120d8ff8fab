"""A server to talk to over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.agent_console.site import Connect, Site


@pytest.fixture
async def site(tmp_path: Path, aiohttp_client: Connect, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setattr("cti.journal.BATCH_SECONDS", 0.01)
    site = await Site(tmp_path, aiohttp_client).open()
    yield site
    await site.close()
