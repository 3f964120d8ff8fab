"""A site made ready: the first of a test process by the command itself, the others in this process and with what was
spoken then, so that the same words are not spoken, and the same modules not read, a hundred times over."""

import asyncio
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from switchroom.prepare import prepare
from switchroom.settings import load

SPOKEN = Path("asterisk", "data", "sounds", "switchroom")
_kept = tempfile.TemporaryDirectory(prefix="switchroom-spoken-")


async def prepared(home: Path, env: dict[str, str], command: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Prepare the site of this home and environment; `command` runs a command of `switchroom` there."""
    spoken, kept = home / SPOKEN, Path(_kept.name)
    if any(kept.iterdir()):
        shutil.copytree(kept, spoken, dirs_exist_ok=True)
        with patch.dict(os.environ, env):
            settings = load()
        await prepare(settings, Console(file=io.StringIO()))
    else:
        done = await asyncio.to_thread(command, "prepare")
        assert done.returncode == 0, done.stdout + done.stderr
    shutil.copytree(spoken, kept, dirs_exist_ok=True)
