"""Starts the managed Asterisk as a child, watches it, and adopts one that an earlier life of the server started.

The child has a session of its own: whatever kills the server, calls go on.
"""

import asyncio
import os
import signal
import socket
import subprocess
from contextlib import closing
from pathlib import Path

import structlog

from cti.errors import ConfigurationError
from cti.tasks import Tasks
from switchroom.asterisk_files import AsteriskHome
from switchroom.asterisk_program import Program
from switchroom.settings import Asterisk

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
START_SECONDS = 30.0


def _taken(kind: socket.SocketKind, host: str, port: int) -> bool:
    with closing(socket.socket(socket.AF_INET, kind)) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def check_ports(settings: Asterisk) -> None:
    """Raises ConfigurationError for the first port that something else already uses."""
    tcp, udp = socket.SOCK_STREAM, socket.SOCK_DGRAM
    wanted = (
        (tcp, settings.ami_host, settings.ami_port, "ami_port"),
        (tcp, settings.http_host, settings.http_port, "http_port"),
        (udp, settings.sip_host, settings.sip_port, "sip_port"),
    )
    for kind, host, port, name in wanted:
        if _taken(kind, host, port):
            raise ConfigurationError(
                f"Port {port} is already taken on {host}; stop the other program, "
                f"or choose another with SWITCHROOM_ASTERISK__{name.upper()}."
            )


class AsteriskProcess:
    """One managed Asterisk."""

    def __init__(self, program: Program, folders: AsteriskHome, settings: Asterisk) -> None:
        self._command = [*program.command, "-C", str(folders.etc / "asterisk.conf")]
        self._folders = folders
        self._settings = settings
        self._tasks = Tasks()
        self._child: subprocess.Popen[bytes] | None = None

    def running(self) -> int | None:
        """The process id of the Asterisk that runs on these folders, None if there is none."""
        if self._child is not None and self._child.poll() is None:
            return self._child.pid
        try:
            pid = int((self._folders.run / "asterisk.pid").read_text())
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if str(self._folders.etc / "asterisk.conf").encode() in words else None

    async def start(self) -> bool:
        """Start or adopt, and watch from now on; true if it was already running.

        Raises:
            ConfigurationError: a port is taken, or it does not start; the text says where to look.
        """
        adopted = self.running() is not None
        if not adopted:
            check_ports(self._settings)
            self._spawn()
            await self._wait()
        self._tasks.spawn(self._watch(), "asterisk-watch")
        return adopted

    def _spawn(self) -> None:
        with (self._folders.log / "console").open("ab") as output:
            self._child = subprocess.Popen(
                [*self._command, "-f"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd=self._folders.root,
            )

    async def _wait(self) -> None:
        for _ in range(int(START_SECONDS / 0.1)):
            if _answers(self._settings.ami_host, self._settings.ami_port):
                return
            if self._child is not None and self._child.poll() is not None:
                break
            await asyncio.sleep(0.1)
        raise ConfigurationError(f"Asterisk did not start; its last words are in {self._folders.log}/console.")

    async def _watch(self) -> None:
        pause = LOOK_SECONDS
        while True:
            await asyncio.sleep(pause)
            if self.running() is not None:
                pause = LOOK_SECONDS
                continue
            log.error("asterisk_died", remedy=f"It is started again; its last words are in {self._folders.log}.")
            self._spawn()
            pause = min(pause * 2, 30.0)

    async def tell(self, command: str) -> str:
        """Have Asterisk carry out one of its own console commands."""
        process = await asyncio.create_subprocess_exec(
            *self._command, "-rx", command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        output, _ = await process.communicate()
        return output.decode(errors="replace")

    async def leave(self) -> None:
        """Watch no more, and let it run."""
        await self._tasks.close()

    async def stop(self) -> None:
        """End it; a child that does not go within five seconds is killed."""
        await self._tasks.close()
        pid = self.running()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        for _ in range(50):
            if self.running() is None:
                return
            await asyncio.sleep(0.1)
        os.kill(pid, signal.SIGKILL)


def _answers(host: str, port: int) -> bool:
    try:
        with closing(socket.create_connection((host, port), 1)) as probe:
            probe.settimeout(1)
            return probe.recv(8).startswith(b"Asterisk")
    except OSError:
        return False
