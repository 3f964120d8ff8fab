"""Where this machine gets its Debian packages: read from its own apt sources, in both of their formats."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cti.errors import ConfigurationError

ETC = Path("/etc")
_ONE_LINE = re.compile(r"deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)")


class _Source(NamedTuple):
    uris: list[str]
    suites: list[str]
    components: list[str]


def release(etc: Path = ETC) -> str:
    """The code name of this machine's Debian.

    Raises:
        ConfigurationError: this is no Debian.
    """
    path = etc / "os-release"
    lines = path.read_text().splitlines() if path.exists() else []
    words = {name: value.strip().strip('"') for name, _, value in (line.partition("=") for line in lines)}
    if words.get("ID") != "debian" or "VERSION_CODENAME" not in words:
        raise ConfigurationError("This machine is not a Debian; install Asterisk 20 or newer with its own means.")
    return words["VERSION_CODENAME"]


def _one_line(text: str) -> Iterator[_Source]:
    for line in text.splitlines():
        if found := _ONE_LINE.match(line.partition("#")[0].strip()):
            yield _Source([found[1]], [found[2]], found[3].split())


def _stanzas(text: str) -> Iterator[_Source]:
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", bare):
        joined = re.sub(r"\n[ \t]+", " ", stanza)
        fields = {name.strip().lower(): value.split() for name, _, value in _fields(joined)}
        if "deb" in fields.get("types", []) and fields.get("enabled", ["yes"])[0].lower() not in {"no", "false"}:
            yield _Source(fields.get("uris", []), fields.get("suites", []), fields.get("components", []))


def _fields(stanza: str) -> Iterator[tuple[str, str, str]]:
    return (line.partition(":") for line in stanza.splitlines())


def _sources(apt: Path) -> Iterator[_Source]:
    parts = apt / "sources.list.d"
    for path in [apt / "sources.list", *sorted(parts.glob("*.list"))]:
        yield from _one_line(path.read_text()) if path.exists() else ()
    for path in sorted(parts.glob("*.sources")):
        yield from _stanzas(path.read_text())


def mirrors(etc: Path = ETC) -> list[str]:
    """Every mirror this machine takes its own Debian from, the likeliest first.

    Other makers' packages may be listed under the same suite: Debian's own mirror is the one with updates too.

    Raises:
        ConfigurationError: this is no Debian, or its sources name no mirror.
    """
    own = release(etc)
    sources = [source for source in _sources(etc / "apt") if "main" in source.components]
    with_updates = {uri for source in sources if f"{own}-updates" in source.suites for uri in source.uris}
    found = [
        uri
        for source in sources
        if own in source.suites or "stable" in source.suites
        for uri in source.uris
        if not uri.startswith("cdrom:")
    ]
    if not found:
        raise ConfigurationError(f"No mirror of Debian {own} is in this machine's apt sources; add one to {etc}/apt.")
    return sorted(dict.fromkeys(found), key=lambda uri: uri not in with_updates)
