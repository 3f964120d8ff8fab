"""What all tests may ask for: private servers on free ports, fresh databases in them, and the programs to drive."""

import os
from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from redis import Redis
from sqlalchemy import make_url

from switchroom import asterisk_program
from tests import servers, tools

# The width of whose terminal the tests are started from is not the width of what they read.
os.environ.pop("COLUMNS", None)

# A deadline is a timing asserted: a busy machine would fail what is right.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def free_ports() -> Callable[[int], list[int]]:
    """Gives so many consecutive ports, free for TCP and UDP, the first one even."""
    return tools.free_ports


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis for the whole session."""
    with servers.redis_server() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The session's Redis, emptied."""
    with Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL for the whole session; tests take `fresh_postgres`."""
    with servers.postgres_server() as url:
        yield url


@pytest.fixture
def fresh_postgres(postgres_url: str) -> Iterator[str]:
    """The address of a new, empty database, dropped after the test."""
    name = f"t{uuid4().hex}"
    outer = make_url(postgres_url)
    address = outer.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield outer.set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def asterisk_program_folder() -> str:
    """For SWITCHROOM_ASTERISK__PROGRAM; empty, which means the machine's own, where that is recent enough."""
    if asterisk_program.own() is not None:
        return ""
    folder = tools.unpacked_asterisk()
    if asterisk_program.unpacked(folder) is None:
        tools.lacking("An Asterisk for the tests")
    return str(folder)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser to drive."""
    return tools.program("chromium")


@pytest.fixture(scope="session")
def sipp() -> str:
    """The program that plays telephones."""
    return tools.program("sipp")
