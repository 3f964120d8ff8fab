"""Writes what Asterisk reads: the files of `asterisk_conf/` with this server's folders, ports and secrets put in."""

import os
import re
import resource
import secrets
import shutil
from pathlib import Path
from string import Template

from cti.errors import ConfigurationError
from switchroom.asterisk_program import Program
from switchroom.settings import Settings

_CLASS = re.compile(r"[\w-]{1,64}")


class _Sheet(Template):
    """A configuration file with places like @@name; Asterisk's own ${...} stay as they are."""

    delimiter = "@@"


def templates() -> Path:
    """The folder of the configuration files, in a checkout or beside an installed package."""
    for folder in (Path(__file__).parent.parent / "asterisk_conf", Path(__file__).parent / "asterisk_conf"):
        if (folder / "extensions.conf").exists():
            return folder
    raise ConfigurationError("The folder asterisk_conf is missing; install Switchroom again.")


def secret(home: Path, name: str) -> str:
    """A random secret of this machine, made at the first call and readable by its owner alone."""
    path = home / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text().strip()


class AsteriskHome:
    """The folders of one managed Asterisk, below SWITCHROOM_HOME."""

    def __init__(self, home: Path) -> None:
        self.root = home / "asterisk"
        self.etc, self.run = self.root / "etc", self.root / "run"
        self.sounds, self.music = self.root / "data" / "sounds", self.root / "data" / "moh"
        self.raw_recordings = self.root / "spool" / "recordings"
        self.log = self.root / "log"

    def make(self) -> None:
        """Create every folder."""
        for folder in ("etc/custom", "var/keys", "data/sounds", "data/moh", "spool/recordings", "run", "log"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)


def _places(settings: Settings, folders: AsteriskHome, program: Program) -> dict[str, object]:
    asterisk = settings.asterisk
    wanted = (line.strip() for line in (templates() / "modules.list").read_text().splitlines())
    available = [name for name in wanted if name and not name.startswith("#") and (program.modules / name).exists()]
    return {
        **asterisk.model_dump(),
        "ami_secret": asterisk.ami_secret or secret(settings.home, "ami"),
        "etc": folders.etc,
        "modules": program.modules,
        "var": folders.root / "var",
        "data": folders.root / "data",
        "spool": folders.root / "spool",
        "run": folders.run,
        "log": folders.log,
        "music": folders.music,
        "music_classes": _music_classes(settings.home / "music"),
        "maxfiles": resource.getrlimit(resource.RLIMIT_NOFILE)[1],
        "modules_list": "\n".join(f"load = {name}" for name in available),
        "patience": asterisk.patience_s,
        "flow_patience": asterisk.flow_patience_s,
    }


def _music_classes(folder: Path) -> str:
    """Each folder of music is a class of its name, which a queue's `music` may name."""
    found = sorted(one for one in folder.glob("*") if one.is_dir() and _CLASS.fullmatch(one.name))
    return "\n".join(f"\n[{one.name}]\nmode = files\ndirectory = {one}\nsort = alpha" for one in found)


def _link(place: Path, target: Path) -> None:
    place.unlink(missing_ok=True)
    if target.exists():
        place.symlink_to(target.resolve())


def _english(sounds: Path) -> Path:
    """Debian names the recorded English prompts by their speaker."""
    return next(iter(sorted(sounds.glob("en_US_*"))), sounds / "en")


def write(settings: Settings, program: Program) -> AsteriskHome:
    """Write every configuration file; files under `etc/custom` and the agents' accounts are left as they are."""
    folders = AsteriskHome(settings.home)
    folders.make()
    places = _places(settings, folders, program)
    for sheet in templates().glob("*.conf"):
        text = _Sheet(sheet.read_text()).substitute(places)
        target = folders.etc / sheet.name
        target.write_text(text)
        target.chmod(0o640)
    for name in ("pjsip_agents.conf", "pjsip_guest.conf", "custom/pjsip_trunks.conf"):
        (folders.etc / name).touch(mode=0o640)
    _link(folders.root / "data" / "documentation", program.data / "documentation")
    _link(folders.sounds / "en", _english(program.data / "sounds"))
    example = folders.etc / "custom" / "trunk.conf.example"
    shutil.copyfile(templates() / "trunk.conf.example", example)
    return folders
