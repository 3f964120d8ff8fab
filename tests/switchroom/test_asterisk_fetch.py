"""Asterisk arrives whole or not at all, once, and what stands in its way is said in one sentence."""

import asyncio
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from cti.errors import ConfigurationError
from switchroom import asterisk_fetch, asterisk_program, debian
from switchroom.asterisk_fetch import fetch
from switchroom.debian import Told

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is missing: this is no Debian.")

# The loader that would start Asterisk answers in its place.
FILES = {
    "usr/lib64/ld-linux-x86-64.so.2": "#!/bin/sh\necho Asterisk 22.10.1\n",
    "usr/sbin/asterisk": "",
    "usr/bin/passwd": "",
    "usr/lib/x86_64-linux-gnu/asterisk/modules/chan_pjsip.so": "",
    "usr/lib/systemd/system/asterisk.service": "",
    "usr/share/asterisk/documentation/core.xml": "",
    "usr/share/doc/asterisk/README": "",
}


def _package(folder: Path, name: str, files: dict[str, str]) -> Path:
    tree = folder / name
    for path, text in {**files, "DEBIAN/control": _control(name)}.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)
        (tree / path).chmod(0o755)
    subprocess.run(["dpkg-deb", "--build", str(tree)], check=True, capture_output=True)
    return folder / f"{name}.deb"


def _control(name: str) -> str:
    return f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: none <none@invalid>\nDescription: none\n"


class Archive:
    """Stands in for the mirror; counts how often it is asked."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self._folder, self._files = folder, files
        self.asked = 0

    async def open(self, folder: Path, _suite: str) -> "Archive":
        folder.mkdir(parents=True)
        return self

    async def download(self, _packages: Sequence[str], told: Told) -> list[Path]:
        self.asked += 1
        names = list(self._files)
        half = dict.fromkeys(names[:3]), dict.fromkeys(names[3:])
        told(1, 2)
        await asyncio.sleep(0)
        return [
            _package(self._folder, f"p{n}", {name: self._files[name] for name in part}) for n, part in enumerate(half)
        ]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    made = Archive(tmp_path / "archive", dict(FILES))
    monkeypatch.setattr(asterisk_fetch, "private_apt", made.open)
    return made


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "programs" / "asterisk"


def _nothing(_done: int, _total: int) -> None:
    return


async def test_it_is_there_and_can_be_started(archive: Archive, target: Path) -> None:
    progress: list[tuple[int, int]] = []
    await fetch(target, lambda done, total: progress.append((done, total)))
    found = asterisk_program.unpacked(target)
    assert found is not None
    assert found.version == "22.10.1"
    assert (found.data / "documentation").is_dir()
    assert progress == sorted(progress)
    assert progress[-1] == (2, 2)


async def test_what_it_does_not_need_is_left_out(archive: Archive, target: Path) -> None:
    await fetch(target, _nothing)
    left_out = ("usr/bin/passwd", "usr/share/doc", "usr/lib/systemd")
    assert not any((target / name).exists() for name in left_out)


async def test_twice_is_once(archive: Archive, target: Path) -> None:
    await asyncio.gather(fetch(target, _nothing), fetch(target, _nothing))
    await fetch(target, _nothing)
    assert archive.asked == 1


async def test_the_packages_are_not_kept(archive: Archive, target: Path) -> None:
    await fetch(target, _nothing)
    assert sorted(path.name for path in target.parent.iterdir()) == [".asterisk.lock", "asterisk"]


async def test_what_does_not_start_is_not_left_there(tmp_path: Path, archive: Archive, target: Path) -> None:
    archive._files["usr/lib64/ld-linux-x86-64.so.2"] = "#!/bin/sh\nexit 1\n"
    with pytest.raises(ConfigurationError, match="does not start"):
        await fetch(target, _nothing)
    assert not target.exists()


async def test_what_a_killed_fetch_left_is_cleared_away(archive: Archive, target: Path) -> None:
    rest = target.with_name(".asterisk.part") / "kept" / "usr" / "old"
    rest.mkdir(parents=True)
    await fetch(target, _nothing)
    assert not (target / "usr" / "old").exists()


async def test_a_machine_without_apt(target: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigurationError, match="The program dpkg is missing"):
        await fetch(target, _nothing)


async def test_a_mirror_that_does_not_answer(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody listens on port 9 of this machine.
    monkeypatch.setattr(debian, "mirrors", lambda: ["http://127.0.0.1:9/debian"])
    with pytest.raises(ConfigurationError, match=r"apt-get failed .*; check the network and try again\.$"):
        await fetch(target, _nothing)
    assert not target.exists()
