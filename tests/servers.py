"""A Redis and a PostgreSQL of the tests' own, empty, on loopback ports of their own, and gone afterwards."""

import glob
import os
import pwd
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from tests import tools

UNPRIVILEGED = ("postgres", "nobody")


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of an empty Redis that keeps nothing on disk."""
    (port,) = tools.free_ports()
    words = [
        tools.program("redis-server"),
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    url = f"redis://127.0.0.1:{port}/0"

    def ready() -> bool:
        with closing(Redis.from_url(url)) as client:
            try:
                return bool(client.ping())
            except RedisConnectionError:
                return False

    with tools.folder_of_its_own() as folder, tools.running(words, folder, ready):
        yield url


def _postgres_programs() -> Path:
    """The newest PostgreSQL of this machine; what lies in PATH may be a wrapper of something else."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb") or [tools.program("initdb")]
    return Path(max(found, key=lambda path: [int(part) for part in Path(path).parts if part.isdigit()])).parent


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to be for a program that refuses to be root; None if we are not root."""
    if os.geteuid() != 0:
        return None
    return next(user for name in UNPRIVILEGED for user in pwd.getpwall() if user.pw_name == name)


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of the database `postgres` of an empty PostgreSQL that trusts the disk to be there."""
    programs, user, (port,) = _postgres_programs(), _unprivileged(), tools.free_ports()
    password = secrets.token_hex(16)
    with tools.folder_of_its_own(user) as folder:
        (folder / "password").write_text(password)
        _initdb(programs / "initdb", folder, user)
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
        words = [str(programs / "postgres"), "-D", str(folder / "data")]
        words += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

        def ready() -> bool:
            try:
                address = f"postgresql://switchroom:{password}@127.0.0.1:{port}/postgres"
                with psycopg.connect(address, connect_timeout=2):
                    return True
            except psycopg.OperationalError:
                return False

        with tools.running(words, folder, ready, **_as(user)):
            yield f"postgresql+psycopg://switchroom:{password}@127.0.0.1:{port}/postgres"


def _initdb(initdb: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    words = [str(initdb), "-D", str(folder / "data"), "-U", "switchroom", "-A", "scram-sha-256", "--no-sync"]
    words += ["--pwfile", str(folder / "password"), "-E", "UTF8", "--locale", "C.UTF-8"]
    made = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, **_as(user))
    if made.returncode:
        pytest.fail(f"initdb failed:\n{made.stderr}", pytrace=False)
