"""Hatch's build hook: a wheel holds the built console, so the console is built first where it is missing."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConsoleHook(BuildHookInterface[Any]):
    """Runs npm in `agent_console/web` once; an editable install leaves that to `make`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Have the built console in place before files are collected."""
        web = Path(self.root) / "agent_console" / "web"
        if version == "editable" or (web / "dist" / "index.html").exists():
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("The console is not built and npm is missing; install Node.js 20.19 or newer.")
        for words in (("ci", "--no-audit", "--no-fund"), ("run", "build")):
            self.app.display_info(f"Console: npm {' '.join(words)}")
            subprocess.run([npm, *words], cwd=web, check=True)
