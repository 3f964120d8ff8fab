"""Another program follows the call centre over the event stream, through a death of the server, missing nothing."""

import asyncio

import pytest

from agent_console.event_stream import EventStream
from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.test_kill import queued_caller

pytestmark = pytest.mark.asterisk


async def test_a_program_misses_nothing_when_the_server_dies(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    customer = await phones("customer")
    site = await open_site({"1001": None})
    token = (await asyncio.to_thread(site.command, "token", "create", "reader")).stdout.strip()
    heard: list[dict[str, object]] = []

    async def follow() -> None:
        async for fact in EventStream(site.url, token, after=0):
            heard.append(fact)

    task = asyncio.get_running_loop().create_task(follow())
    call, queued = await queued_caller(site, customer, "+8613800138001")
    site.kill()
    await asyncio.sleep(1)
    await site.start()
    call.hang_up()
    ended = await site.until(e.CallEnded, call=queued.call)
    async with asyncio.timeout(15):
        while not any(fact["kind"] == "call_ended" for fact in heard):
            await asyncio.sleep(0.05)
    task.cancel()

    positions = [fact["position"] for fact in heard]
    assert positions == list(range(1, len(positions) + 1)), "every fact once, in order"
    assert [fact["call"] for fact in heard if fact["kind"] == "call_ended"] == [ended.call]


async def test_a_wrong_token_is_told_at_once(open_site: OpenSite) -> None:
    site = await open_site({"1001": None})
    with pytest.raises(PermissionError, match="switchroom token create"):
        async for _fact in EventStream(site.url, "wrong"):
            pass
