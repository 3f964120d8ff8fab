"""What is shipped runs: the wheel, installed away from the checkout, has all it needs in it."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHIPPED = """
from pathlib import Path
import switchroom, switchroom.migrate
from switchroom import asterisk_files, company, console_bundle
here = Path(switchroom.__file__).parents[1]
print(here)
assert (console_bundle.dist() / "index.html").is_file()
assert (console_bundle.dist() / "phone.html").is_file()
assert asterisk_files.templates() == here / "switchroom" / "asterisk_conf"
assert (here / "switchroom/migrations/script.py.mako").is_file()
assert company.SAMPLE.is_file()
assert (here / "ivr/flows/main.toml").is_file()
assert all((here / name / "py.typed").is_file() for name in {"acd", "cti", "ivr", "reports", "switchroom"})
assert not any((here / name).exists() for name in ("tests", "bench", "agent_console/web/src"))
"""


def _run(*words: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    words = ("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(folder / "site"), str(wheel))
    _run(sys.executable, *words, cwd=folder)
    return folder / "site"


def _python(installed: Path, *words: str) -> str:
    # -S leaves out the checkout's own editable install, so that only the wheel is found.
    path = os.pathsep.join([str(installed), sysconfig.get_path("platlib"), sysconfig.get_path("purelib")])
    return _run(sys.executable, "-S", *words, cwd=installed.parent, PYTHONPATH=path)


def test_the_command_runs(installed: Path) -> None:
    assert _python(installed, "-m", "switchroom", "version") == "0.1.0"


def test_every_file_it_needs_is_shipped(installed: Path) -> None:
    assert _python(installed, "-c", SHIPPED) == str(installed)
