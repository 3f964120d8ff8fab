"""Packages of any Debian suite without root: a private apt with a state of its own, and packages put into a folder.

The machine's own apt is neither used nor changed; its mirror, its proxy and its keys are.
"""

import asyncio
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from cti.errors import ConfigurationError
from cti.tasks import Tasks
from switchroom.debian_mirrors import mirrors, release

KEYRINGS = Path("/usr/share/keyrings")
KEYRING_PACKAGE = "debian-archive-keyring"
LOOK_SECONDS = 0.3

# The machine's hooks would clean or index the machine's own apt, which is not ours to touch.
_CONFIGURATION = """\
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
APT::Architecture "{architecture}";
APT::Install-Recommends "false";
APT::Sandbox::User "";
APT::Update::Error-Mode "any";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
Dir::Cache "{folder}/cache";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "{folder}/state";
Dir::State::status "{folder}/status";
"""

Told = Callable[[int, int], None]


class UnknownKey(ConfigurationError):
    """The suite is signed with keys that this machine does not have yet."""


async def call(*words: str) -> str:
    """Run a program and give what it wrote.

    Raises:
        ConfigurationError: it is missing, or it failed; the text holds its own complaint.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise ConfigurationError(f"The program {words[0]} is missing; it comes with every Debian.") from None
    try:
        output, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if process.returncode:
        raise _failure(words[0], complaint.decode(errors="replace"))
    return output.decode(errors="replace")


def _failure(program: str, complaint: str) -> ConfigurationError:
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    first = next((line for line in lines if line.startswith("E:")), lines[-1] if lines else "no reason given")
    what = f"{program} failed ({first.removeprefix('E:').strip().rstrip('.')})"
    if "NO_PUBKEY" in complaint:
        return UnknownKey(f"{what}; bring the newest keys: apt-get install {KEYRING_PACKAGE}")
    return ConfigurationError(f"{what}; check the network and try again." if program == "apt-get" else f"{what}.")


async def unpack(package: Path, folder: Path) -> None:
    """Put a package's files into a folder. Its scripts are not run."""
    await call("dpkg-deb", "-x", str(package), str(folder))


class PrivateApt:
    """An apt that knows one suite of one mirror, believes nothing to be installed, and lives in one folder."""

    def __init__(self, folder: Path, mirror: str, suite: str, keyring: Path, architecture: str) -> None:
        self._archives = folder / "cache" / "archives"
        (self._archives / "partial").mkdir(parents=True, exist_ok=True)
        (folder / "state" / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        options = f"[arch={architecture} target=Packages signed-by={keyring}]"
        (folder / "sources.list").write_text(f"deb {options} {mirror} {suite} main\n")
        self._file = folder / "apt.conf"
        self._file.write_text(_CONFIGURATION.format(architecture=architecture, folder=folder))

    async def _get(self, *words: str) -> str:
        return await call("apt-get", "-c", str(self._file), "-q", *words)

    async def update(self) -> None:
        """Fetch the list of packages, and have apt verify who signed it."""
        await self._get("update")

    async def download(self, packages: Sequence[str], told: Told) -> list[Path]:
        """Fetch the packages with all they depend on; `told` hears how many are there, of how many."""
        plan = await self._get("install", "-y", "--print-uris", *packages)
        total = len(re.findall(r"^'", plan, re.MULTILINE))
        counting = Tasks()
        counting.spawn(self._count(told, total), "packages-counted")
        try:
            await self._get("install", "-y", "--download-only", *packages)
        finally:
            await counting.close()
        return self._there()

    async def _count(self, told: Told, total: int) -> None:
        while True:
            told(len(self._there()), total)
            await asyncio.sleep(LOOK_SECONDS)

    def _there(self) -> list[Path]:
        return sorted(self._archives.glob("*.deb"))


async def _newer_keyring(folder: Path, mirror: str, keyring: Path, architecture: str) -> Path:
    """The keys of newer suites, from the newest keyring package of this machine's own, verified one."""
    apt = PrivateApt(folder / "keys", mirror, release(), keyring, architecture)
    await apt.update()
    for package in await apt.download([KEYRING_PACKAGE], lambda _done, _total: None):
        await unpack(package, folder / "keys" / "unpacked")
    return _keyring(folder / "keys" / "unpacked" / "usr/share/keyrings")


def _keyring(folder: Path) -> Path:
    for name in (f"{KEYRING_PACKAGE}.gpg", f"{KEYRING_PACKAGE}.pgp"):
        if (folder / name).exists():
            return folder / name
    raise ConfigurationError(f"Debian's keys are not in {folder}; run: apt-get install {KEYRING_PACKAGE}")


async def private_apt(folder: Path, suite: str, keyrings: Path = KEYRINGS) -> PrivateApt:
    """An apt in `folder` that has the list of packages of `suite`, from the first of the machine's mirrors that has it.

    Raises:
        ConfigurationError: one sentence on what is missing: apt, a mirror, the keys or the network.
    """
    keyring, problem = _keyring(keyrings), None
    architecture = (await call("dpkg", "--print-architecture")).strip()
    for mirror in mirrors():
        apt = PrivateApt(folder, mirror, suite, keyring, architecture)
        try:
            try:
                await apt.update()
            except UnknownKey:
                newer = await _newer_keyring(folder, mirror, keyring, architecture)
                apt = PrivateApt(folder, mirror, suite, newer, architecture)
                await apt.update()
        except ConfigurationError as error:
            problem = problem or error
            continue
        return apt
    raise problem or ConfigurationError(f"No mirror has Debian {suite}.")
