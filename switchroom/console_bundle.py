"""Where the built console lies."""

from pathlib import Path

import agent_console


def dist() -> Path:
    """The folder of the built pages; `make run` builds them."""
    return Path(agent_console.__file__).parent / "web" / "dist"
