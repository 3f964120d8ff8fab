"""Which Asterisk program to run: the machine's own when it is recent enough, or one unpacked into a folder."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cti.errors import ConfigurationError

OLDEST = 20


@dataclass(frozen=True, slots=True)
class Program:
    """An Asterisk that can be started: the words of its command line, and where its modules and its data
    (documentation and sounds, without which it does not start) lie."""

    command: tuple[str, ...]
    modules: Path
    data: Path
    version: str

    @property
    def major(self) -> int:
        """The first number of the version."""
        return int(self.version.split(".")[0])


def _version(command: tuple[str, ...]) -> str:
    answer = subprocess.run([*command, "-V"], capture_output=True, text=True, check=False, timeout=20)
    found = re.search(r"Asterisk (?:certified/)?(\d+(?:\.\d+)*)", answer.stdout)
    return found.group(1) if found else "0"


def unpacked(folder: Path) -> Program | None:
    """The Asterisk unpacked below `folder`, started through the loader and the libraries it came with."""
    loaders = sorted(folder.glob("usr/lib*/ld-linux-*.so.*")) + sorted(folder.glob("usr/lib/*/ld-linux-*.so.*"))
    modules = sorted(folder.glob("usr/lib/*/asterisk/modules"))
    binary = folder / "usr/sbin/asterisk"
    if not (loaders and modules and binary.exists()):
        return None
    libraries = modules[0].parent.parent
    command = (str(loaders[0]), "--library-path", str(libraries), str(binary))
    return Program(command, modules[0], folder / "usr/share/asterisk", _version(command))


def _data() -> Path:
    places = [Path("/usr/share/asterisk"), Path("/var/lib/asterisk"), Path("/usr/local/share/asterisk")]
    return next((place for place in places if (place / "documentation").exists()), places[0])


def own() -> Program | None:
    """The machine's own Asterisk, if it is recent enough and has its modules in a usual place."""
    found = shutil.which("asterisk", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if not found:
        return None
    version = _version((found,))
    for pattern in ("/usr/lib/*/asterisk/modules", "/usr/lib/asterisk/modules", "/usr/lib64/asterisk/modules"):
        for modules in Path("/").glob(pattern[1:]):
            if int(version.split(".")[0]) >= OLDEST and (modules / "chan_pjsip.so").exists():
                return Program((found,), modules, _data(), version)
    return None


def find(folder: Path, program: str = "") -> Program:
    """The Asterisk to run: the folder named by the setting, the machine's own, or the one unpacked in `folder`.

    Raises:
        ConfigurationError: there is none.
    """
    chosen = unpacked(Path(program)) if program else own() or unpacked(folder)
    if chosen is None:
        place = f"asterisk.program {program}" if program else str(folder)
        raise ConfigurationError(f"There is no Asterisk in {place}; run `make run` (or `switchroom prepare`) once.")
    return chosen
