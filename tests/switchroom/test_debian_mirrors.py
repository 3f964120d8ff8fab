"""The mirror is found in whatever way a Debian names it, and other makers' packages are not taken for it."""

from pathlib import Path

import pytest

from cti.errors import ConfigurationError
from switchroom.debian_mirrors import mirrors

NEW = """\
Types: deb deb-src
# a comment, as images have it
URIs: http://one.example/debian
Suites: bookworm
  bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://security.example/debian-security
Suites: bookworm-security
Components: main
"""
OLD = """\
# deb cdrom:[Debian 12]/ bookworm main
deb cdrom:[Debian_12]/ bookworm main
deb-src http://sources.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://two.example/debian/ bookworm main contrib # near
deb http://two.example/debian/ bookworm-updates main
deb http://security.example/debian-security bookworm-security main
"""


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    (tmp_path / "apt" / "sources.list.d").mkdir(parents=True)
    (tmp_path / "os-release").write_text('PRETTY_NAME="Debian"\nID=debian\nVERSION_CODENAME=bookworm\n')
    return tmp_path


def test_a_source_in_stanzas(etc: Path) -> None:
    (etc / "apt/sources.list.d/debian.sources").write_text(NEW)
    assert mirrors(etc) == ["http://one.example/debian"]


def test_a_source_in_lines(etc: Path) -> None:
    (etc / "apt/sources.list").write_text(OLD)
    assert mirrors(etc) == ["http://two.example/debian/"]


def test_debian_itself_comes_before_other_makers(etc: Path) -> None:
    (etc / "apt/sources.list.d/a.list").write_text("deb http://maker.example/prod bookworm main\n")
    (etc / "apt/sources.list.d/b.list").write_text("deb http://docker.example/debian bookworm stable\n")
    (etc / "apt/sources.list.d/debian.sources").write_text(NEW)
    assert mirrors(etc) == ["http://one.example/debian", "http://maker.example/prod"]


def test_a_source_that_is_switched_off_does_not_count(etc: Path) -> None:
    (etc / "apt/sources.list.d/debian.sources").write_text(NEW.replace("Types: deb deb-src", "Types: deb\nEnabled: no"))
    with pytest.raises(ConfigurationError, match="No mirror of Debian bookworm"):
        mirrors(etc)


def test_no_debian_no_mirror(etc: Path) -> None:
    (etc / "os-release").write_text("ID=fedora\n")
    with pytest.raises(ConfigurationError, match="not a Debian"):
        mirrors(etc)
