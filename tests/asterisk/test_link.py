"""The connection to Asterisk is cut and restored while calls go on; the Asterisk here is one that runs by itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from cti import events as e
from tests.asterisk.site import HOST, Site, company
from tests.asterisk.softphone import Softphone
from tests.asterisk.test_kill import queued_caller

pytestmark = pytest.mark.asterisk


class Cable:
    """A TCP connection that can be pulled and plugged in again."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._plugged = True
        self._ends: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def open(self) -> None:
        server = await asyncio.start_server(self._connected, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._plugged:
            writer.close()
            return
        far_reader, far_writer = await asyncio.open_connection(HOST, self._target)
        self._ends += [writer, far_writer]
        for one, other in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.get_running_loop().create_task(self._carry(one, other))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
        writer.close()

    def pull(self) -> None:
        self._plugged = False
        for end in self._ends:
            end.close()
        self._ends.clear()

    def plug(self) -> None:
        self._plugged = True


@pytest.fixture
async def wired(tmp_path: Path, asterisk_program_folder: str) -> AsyncIterator[Callable[..., object]]:
    """A server that reaches an Asterisk it does not manage, through a cable."""
    opened: list[Site] = []

    async def open_wired(desk: Softphone) -> tuple[Site, Cable]:
        text = company({"1001": f"sip:1001@{HOST}:{desk.port}"})
        # How long a busy machine takes to connect again is not what is told here: Asterisk's own queue waits for it.
        site = Site(tmp_path / "site", Path(asterisk_program_folder), text, asterisk__patience_s="30")
        opened.append(site)
        await site.prepare()
        site.start_asterisk()
        cable = Cable(site.ami)
        await cable.open()
        site.env |= {"SWITCHROOM_ASTERISK__MANAGED": "false", "SWITCHROOM_ASTERISK__AMI_PORT": str(cable.port)}
        await site.start()
        return site, cable

    yield open_wired
    for site in opened:
        site.close()


async def test_cut_and_restored_while_one_talks_one_waits_and_one_hears_the_menu(wired, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    desk.on_ring = lambda call: call.answer()
    site, cable = await wired(desk)
    async with site.user("agent1001") as agent:
        await agent.ready()
        talking, talk = await queued_caller(site, customer, "+8613800138001")
        await site.until(e.AgentAnswered, call=talk.call)
        waiting, queued = await queued_caller(site, customer, "+8613900139002")
        in_menu = await customer.dial("1000", site.sip, "+8613700137003")
        menu = await site.until(e.CallArrived, caller="+8613700137003")

        cable.pull()
        await site.until(e.TelephonyLost)
        await agent.desk_shows(lambda desk: not desk["telephony_up"])
        await asyncio.sleep(3)
        assert [call.state for call in (talking, waiting, in_menu)] == ["talking"] * 3
        talking.hang_up()
        await asyncio.sleep(0.5)
        cable.plug()

        await site.until(e.TelephonyRestored)
        ended = await site.until(e.CallEnded, call=talk.call)
        assert ended.exact
        assert ended.at == pytest.approx(talking.ended_at, abs=0.3)
        await site.until(e.CallResumed, call=menu.call, stage="flow")
        answered = await site.until(e.AgentAnswered, call=queued.call)
        assert answered.at > ended.at
        assert [f.at for f in site.facts() if isinstance(f, e.CallQueued) and f.call == queued.call] == [queued.at]


async def test_check_says_what_an_asterisk_lacks(wired, phones) -> None:  # type: ignore[no-untyped-def]
    site, cable = await wired(await phones("1001"))
    good = await asyncio.to_thread(site.command, "check")
    assert good.returncode == 0, good.stdout

    await asyncio.to_thread(site.asterisk, "module unload app_mixmonitor.so")
    lacking = await asyncio.to_thread(site.command, "check")
    assert lacking.returncode == 1
    assert "app_mixmonitor.so is not loaded" in lacking.stdout

    site.env["SWITCHROOM_ASTERISK__AMI_SECRET"] = "wrong"
    refused = await asyncio.to_thread(site.command, "check")
    assert refused.returncode == 1
    assert "refuses the name or secret" in refused.stdout

    cable.pull()
    away = await asyncio.to_thread(site.command, "check")
    assert away.returncode == 1
    assert "asterisk.ami_host" in " ".join(away.stdout.split())


@pytest.mark.parametrize(("port", "variable"), [("http", "HTTP__PORT"), ("ami", "ASTERISK__AMI_PORT")])
async def test_a_port_already_taken_is_said_in_one_sentence(
    tmp_path: Path, asterisk_program_folder: str, port: str, variable: str
) -> None:
    site = Site(tmp_path / "site", Path(asterisk_program_folder), company({"1001": ""}))
    await site.prepare()
    taken = await asyncio.start_server(lambda _reader, writer: writer.close(), HOST, getattr(site, port))
    try:
        done = await asyncio.to_thread(site.command, "run")
    finally:
        taken.close()
        site.close()
    assert done.returncode == 1
    assert f"Port {getattr(site, port)}" in done.stderr
    assert f"SWITCHROOM_{variable}" in " ".join(done.stderr.split())
    assert site.asterisk_pid() is None, "nothing is left running"
