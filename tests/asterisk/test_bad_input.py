"""What a person can get wrong: each gets one sentence that says what to do, and nothing is half started."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from cti import events as e
from tests.asterisk.conftest import OpenSite
from tests.asterisk.site import Site, company
from tests.asterisk.test_kill import queued_caller

pytestmark = pytest.mark.asterisk

BROKEN: dict[str, tuple[str, str]] = {
    "not TOML": ("[nodes.menu\n", "is not valid TOML"),
    "no such queue": ('[nodes.a]\nkind = "queue"\nqueue = "marketing"\n', "use one of sales"),
    "leads nowhere": ('language = "en"\n[nodes.a]\nkind = "say"\ntext.en = "Hi"\nthen = "b"\n', "add [nodes.b]"),
    "misspelt": ('[nodes.a]\nkind = "queue"\nqueue = "sales"\nhaed_start = 5\n', "correct its spelling"),
}


def sentence(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def prepared(tmp_path: Path, asterisk_program_folder: str) -> Callable[..., Site]:
    def make(flow: str | None = None, **settings: str) -> Site:
        site = Site(tmp_path / "site", Path(asterisk_program_folder), company({"1001": ""}), **settings)
        done = site.command("prepare")
        assert done.returncode == 0, done.stdout + done.stderr
        if flow is not None:
            (site.home / "flows" / "main.toml").write_text(flow)
        return site

    return make


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_flow_starts_nothing(prepared: Callable[..., Site], what: str) -> None:
    flow, remedy = BROKEN[what]
    site = prepared(flow)
    for command in ("run", "check", "prepare"):
        done = site.command(command)
        assert done.returncode == 1
        assert remedy in sentence(done.stdout + done.stderr)
        assert "Traceback" not in done.stdout + done.stderr
    assert site.asterisk_pid() is None


def test_a_server_that_was_not_prepared_says_so(tmp_path: Path, asterisk_program_folder: str) -> None:
    site = Site(tmp_path / "site", Path(asterisk_program_folder), company({"1001": ""}))
    done = site.command("run")
    assert done.returncode == 1
    assert "run `switchroom prepare`" in sentence(done.stderr)


def test_a_setting_that_is_wrong_names_its_variable(tmp_path: Path, asterisk_program_folder: str) -> None:
    site = Site(tmp_path / "site", Path(asterisk_program_folder), company({"1001": ""}), SITE__TIMEZONE="Mars/Olympus")
    done = site.command("run")
    assert done.returncode == 1
    assert "SWITCHROOM_SITE__TIMEZONE" in sentence(done.stderr)


async def test_a_wrong_ami_secret_is_told_by_readyz(open_site: OpenSite) -> None:
    site = await open_site({"1001": None})
    site.kill()
    site.env["SWITCHROOM_ASTERISK__AMI_SECRET"] = "wrong"
    with pytest.raises(TimeoutError):
        await site.start(timeout=6)
    async with site.user("boss") as boss:
        health = await boss.session.get("/readyz")
        assert health.status == 503
        assert "ami_secret" in (await health.json())["problem"]


async def test_a_disk_too_full_for_recordings_costs_the_recording_alone(open_site: OpenSite, phones) -> None:  # type: ignore[no-untyped-def]
    desk, customer = await phones("1001"), await phones("customer")
    desk.on_ring = lambda call: call.answer()
    site = await open_site({"1001": desk}, wrap_up=1, RECORDING__MINIMUM_FREE_MB="999999999")
    async with site.user("agent1001") as agent:
        await agent.ready()
        call, queued = await queued_caller(site, customer, "+8613800138001")
        await site.until(e.AgentAnswered, call=queued.call)
        failed = await site.until(e.RecordingFailed, call=queued.call)
        assert "recording.minimum_free_mb" in failed.reason
        await asyncio.sleep(0.5)
        call.hang_up()
        logged = await site.until(e.InteractionLogged, call=queued.call)
        assert logged.customer is not None
