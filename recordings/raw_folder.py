"""The folder Asterisk records into, and whether it can be used now."""

import shutil
from pathlib import Path

from recordings.policy import Policy


def problem(folder: Path, policy: Policy) -> str | None:
    """Why nothing can be recorded into the folder now, in one sentence; None if it can. Makes the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return policy.problem(shutil.disk_usage(folder).free)
    except OSError as error:
        return f"The folder for recordings cannot be used: {error.strerror}; set asterisk.recordings."
