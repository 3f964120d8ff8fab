"""The private apt: which keys it believes, and how it speaks of what went wrong."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cti.errors import ConfigurationError
from switchroom import debian
from switchroom.debian import PrivateApt, Told, UnknownKey, call, private_apt

OLD_KEYS = "old"


@pytest.fixture
def keyrings(tmp_path: Path) -> Path:
    folder = tmp_path / "keyrings"
    folder.mkdir()
    (folder / "debian-archive-keyring.gpg").write_text(OLD_KEYS)
    return folder


class _Scripted(PrivateApt):
    """Knows without a network what a mirror would say: the new suite is signed with keys the machine lacks."""

    def __init__(self, folder: Path, mirror: str, suite: str, keyring: Path, architecture: str) -> None:
        super().__init__(folder, mirror, suite, keyring, architecture)
        self._suite, self.keyring = suite, keyring

    async def update(self) -> None:
        if self._suite == "new" and self.keyring.read_text() == OLD_KEYS:
            raise UnknownKey("The suite new is signed with unknown keys.")

    async def download(self, packages: Sequence[str], told: Told) -> list[Path]:
        assert packages == ["debian-archive-keyring"]
        return [Path("keys.deb")]


async def _unpack(_package: Path, folder: Path) -> None:
    (folder / "usr/share/keyrings").mkdir(parents=True)
    (folder / "usr/share/keyrings/debian-archive-keyring.pgp").write_text("new keys")


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> None:
    async def architecture(*_words: str) -> str:
        return "arm64\n"

    monkeypatch.setattr(debian, "PrivateApt", _Scripted)
    monkeypatch.setattr(debian, "unpack", _unpack)
    monkeypatch.setattr(debian, "call", architecture)
    monkeypatch.setattr(debian, "release", lambda: "own")
    monkeypatch.setattr(debian, "mirrors", lambda: ["http://mirror.invalid/debian"])


@pytest.mark.usefixtures("archive")
async def test_the_machines_keys_are_used_as_long_as_they_will_do(tmp_path: Path, keyrings: Path) -> None:
    apt = await private_apt(tmp_path / "apt", "own", keyrings)
    assert isinstance(apt, _Scripted)
    assert apt.keyring.parent == keyrings


@pytest.mark.usefixtures("archive")
async def test_newer_keys_come_from_the_machines_own_verified_suite(tmp_path: Path, keyrings: Path) -> None:
    apt = await private_apt(tmp_path / "apt", "new", keyrings)
    assert isinstance(apt, _Scripted)
    assert apt.keyring.read_text() == "new keys"
    source = (tmp_path / "apt" / "sources.list").read_text()
    assert source.startswith(f"deb [arch=arm64 target=Packages signed-by={apt.keyring}]")


async def test_a_machine_without_debians_keys(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="apt-get install debian-archive-keyring"):
        await private_apt(tmp_path / "apt", "own", tmp_path)


async def test_a_programs_own_complaint_is_passed_on() -> None:
    with pytest.raises(ConfigurationError, match=r"^sh failed \(No space left\)\.$"):
        await call("sh", "-c", "echo W: something >&2; echo 'E: No space left.' >&2; exit 100")


async def test_a_program_that_is_missing() -> None:
    with pytest.raises(ConfigurationError, match="The program no-such-program is missing"):
        await call("no-such-program")
