"""Unpacks an Asterisk of Debian into a folder, without root.

Debian 12 has none of its own; the next suites have an Asterisk 22 with every module that is wanted here. It is started
through the C library it came with, so it does not matter that the machine's is older.
"""

import asyncio
import fcntl
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cti.errors import ConfigurationError
from switchroom import asterisk_program
from switchroom.debian import Told, private_apt, unpack

SUITE = "forky"
PACKAGES = ("asterisk", "asterisk-core-sounds-en-wav")
# What it needs at run time; the rest of the packages is documentation, perl, service files and set-uid programs.
KEPT = ("usr/lib", "usr/lib64", "usr/sbin/asterisk", "usr/share/asterisk")
DROPPED = ("usr/lib/systemd", "usr/lib/gnupg", "usr/lib/gnupg2", "usr/lib/tmpfiles.d")
LOCK_SECONDS = 0.5


async def fetch(folder: Path, told: Told) -> None:
    """Have an Asterisk in `folder`; nothing is done if it is there. `told` hears how many packages are done.

    Raises:
        ConfigurationError: one sentence on what is missing: apt, a mirror, or the network.
    """
    async with _alone(folder):
        if asterisk_program.unpacked(folder) is not None:
            return
        part = _beside(folder, "part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            await _fill(part, told)
            shutil.rmtree(folder, ignore_errors=True)
            (part / "kept").rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _beside(folder: Path, what: str) -> Path:
    """A hidden neighbour of the folder, on the same file system, so that it can be renamed into place."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder.with_name(f".{folder.name}.{what}")


@asynccontextmanager
async def _alone(folder: Path) -> AsyncIterator[None]:
    """Wait for another process that does the same; the lock of one that was killed is free."""
    with _beside(folder, "lock").open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(LOCK_SECONDS)
        yield


async def _fill(part: Path, told: Told) -> None:
    apt = await private_apt(part / "apt", SUITE)
    # Half of the work is the download, half the unpacking: what is told counts a package when both are done.
    packages = await apt.download(PACKAGES, lambda done, total: told(done // 2, total))
    total = len(packages)
    (part / "whole").mkdir()
    for done, package in enumerate(packages, 1):
        await unpack(package, part / "whole")
        package.unlink()
        told((total + done) // 2, total)
    for name in DROPPED:
        shutil.rmtree(part / "whole" / name, ignore_errors=True)
    for name in KEPT:
        if (part / "whole" / name).exists():
            (part / "kept" / name).parent.mkdir(parents=True, exist_ok=True)
            (part / "whole" / name).rename(part / "kept" / name)
    _verify(part / "kept")


def _verify(folder: Path) -> None:
    found = asterisk_program.unpacked(folder)
    if found is None or found.major < asterisk_program.OLDEST:
        raise ConfigurationError("The Asterisk of Debian does not start on this machine; install Asterisk 20 or newer.")
