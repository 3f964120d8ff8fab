"""One writer at a time: the journal's places are given by one process, so a second one on the same home is refused."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cti.errors import ConfigurationError

NAME = "server.lock"


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold SWITCHROOM_HOME's lock; the system gives it back when this process dies, however it dies.

    Raises:
        ConfigurationError: another process holds it; one sentence.
    """
    home.mkdir(parents=True, exist_ok=True)
    file = os.open(home / NAME, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigurationError(
                f"A server or an import is at work in {home}; stop it (Ctrl-C) and try again."
            ) from error
        yield
    finally:
        os.close(file)
