"""Programs that tests start: found, started on free loopback ports in folders of their own, and ended again."""

import asyncio
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.progress import Progress

from switchroom import asterisk_fetch, asterisk_program

ROOT = Path(__file__).parent.parent
# Below the range from which the kernel gives out ports of its own.
PORTS = range(20_000, 32_000)


def lacking(what: str) -> None:
    """End the test: `make test` may leave nothing out, a plain pytest says what it left out."""
    sentence = f"{what} is missing; `make test` brings it."
    if os.environ.get("SWITCHROOM_TEST_ALL") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if found is None:
        lacking(f"The program {name}")
    return str(found)


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with closing(socket.socket(socket.AF_INET, kind)) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def free_ports(count: int = 1) -> list[int]:
    """So many ports in a row, the first of them even, that nobody uses for TCP or UDP."""
    while True:
        first = random.randrange(PORTS.start, PORTS.stop - count, 2)
        ports = list(range(first, first + count))
        if all(_is_free(port) for port in ports):
            return ports


@contextmanager
def folder_of_its_own(user: pwd.struct_passwd | None = None) -> Iterator[Path]:
    """A temporary folder that belongs to `user`."""
    path = Path(tempfile.mkdtemp(prefix="switchroom-test-"))
    if user is not None:
        os.chown(path, user.pw_uid, user.pw_gid)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def running(words: Sequence[str], folder: Path, ready: Callable[[], bool], **options: Any) -> Iterator[int]:
    """A program and its process id, once it is ready; it is interrupted at the end, or when the tests die."""
    # The kernel ends it even if the tests are killed and cannot.
    guard = ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []
    output = folder / "output"
    with output.open("wb") as log:
        child = subprocess.Popen(
            [*guard, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options
        )
    try:
        deadline = time.monotonic() + 30
        while not ready():
            if child.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{words[0]} did not start:\n{output.read_text(errors='replace')}", pytrace=False)
            time.sleep(0.05)
        yield child.pid
    finally:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def unpacked_asterisk() -> Path:
    """Where an Asterisk is unpacked for the tests: the one `make run` has brought, or one in the cache."""
    served = ROOT / "var" / "programs" / "asterisk"
    return served if asterisk_program.unpacked(served) is not None else ROOT / ".cache" / "asterisk"


def bring_asterisk() -> None:
    """Have an Asterisk for the tests, with a bar of progress."""
    folder = unpacked_asterisk()
    if asterisk_program.own() is None and asterisk_program.unpacked(folder) is None:
        with Progress() as progress:
            task = progress.add_task("Asterisk", total=None)
            asyncio.run(
                asterisk_fetch.fetch(folder, lambda done, total: progress.update(task, completed=done, total=total))
            )
    Console().print(f"Asterisk {asterisk_program.find(folder).version} is there.", highlight=False)


if __name__ == "__main__":
    bring_asterisk()
