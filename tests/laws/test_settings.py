"""Every setting has a default that works, a name in the environment, and a sentence for whoever gets it wrong."""

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from cti.errors import ConfigurationError
from switchroom import settings as module
from switchroom.settings import Settings, load


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("SWITCHROOM_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    return tmp_path


def sections() -> dict[str, BaseModel]:
    found = {name: getattr(Settings(), name) for name in Settings.model_fields}
    return {name: section for name, section in found.items() if isinstance(section, BaseModel)}


def every_setting() -> list[tuple[str, str, Any]]:
    return [
        (section, name, getattr(model, name))
        for section, model in sections().items()
        for name in type(model).model_fields
    ]


SETTINGS = every_setting()


def another(value: Any) -> tuple[str, Any]:
    """A valid value that is not the default, as text and as itself."""
    if isinstance(value, bool):
        return str(not value).lower(), not value
    if isinstance(value, int | float):
        return str(value + 1), value + 1
    if isinstance(value, tuple):
        return '["https://a.example"]', ("https://a.example",)
    return {"Asia/Shanghai": ("Europe/Berlin",) * 2, "CN": ("DE",) * 2, "zh": ("en",) * 2}.get(value, ("other",) * 2)


def test_a_server_runs_with_no_setting_at_all(home: Path) -> None:
    settings = load()
    assert settings.home == home
    assert settings.database_url == f"sqlite:///{home}/switchroom.db"
    assert len(SETTINGS) > 30
    for section, name, value in SETTINGS:
        assert value is not None, f"{section}.{name} has no default that works"


def test_every_setting_is_in_the_manual() -> None:
    manual = (Path(module.__file__).parents[1] / "docs" / "your-company.md").read_text(encoding="utf-8")
    missing = [
        f"{section}.{name}"
        for section, name, _ in SETTINGS
        if f"`{section}.{name}`" not in manual and f"`{name}`" not in manual
    ]
    assert missing == []


def test_every_section_says_what_it_is_for() -> None:
    for name, section in sections().items():
        assert (type(section).__doc__ or "").endswith("."), name
    assert "SWITCHROOM_<SECTION>__<NAME>" in (module.__doc__ or "")


@pytest.mark.parametrize(("section", "name", "default"), SETTINGS, ids=lambda part: str(part)[:20])
def test_the_environment_beats_the_file_and_the_file_the_default(
    section: str, name: str, default: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, value = another(default)
    quoted = text if not isinstance(default, str) else f'"{text}"'
    (home / "switchroom.toml").write_text(f"[{section}]\n{name} = {quoted}\n")
    assert getattr(getattr(load(), section), name) == value, "the file"
    monkeypatch.setenv(f"SWITCHROOM_{section}__{name}".upper(), text if default != () else "[]")
    (home / "switchroom.toml").write_text("")
    assert getattr(getattr(load(), section), name) == (value if default != () else ()), "the environment alone"
    back = another(value)[0] if isinstance(default, bool) else text
    (home / "switchroom.toml").write_text(f"[{section}]\n{name} = {quoted}\n")
    monkeypatch.setenv(f"SWITCHROOM_{section}__{name}".upper(), back if default != () else "[]")
    expected = default if isinstance(default, bool) else () if default == () else value
    assert getattr(getattr(load(), section), name) == expected, "both"


def test_the_rest_of_a_section_keeps_its_defaults(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "switchroom.toml").write_text('[http]\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("SWITCHROOM_HTTP__PORT", "9000")
    http = load().http
    assert (http.host, http.port, http.secure_cookie) == ("0.0.0.0", 9000, False)


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("HTTP__PORT", "many", "The setting http.port is wrong: Input should be a valid integer"),
        ("HTTP__PORT", "70000", "The setting http.port is wrong: Input should be less than or equal to 65535"),
        ("SITE__TIMEZONE", "Mars/Olympus", "'Mars/Olympus' is no time zone; write one like Asia/Shanghai"),
        ("SITE__REGION", "china", "The setting site.region is wrong"),
        ("SITE__LANGUAGE", "fr", "The setting site.language is wrong: Input should be 'zh' or 'en'"),
        ("ASTERISK__NODE", "Main Node", "The setting asterisk.node is wrong"),
        ("ASTERISK__PATIENCE_S", "0", "asterisk.patience_s is wrong: Input should be greater than or equal to 2"),
        ("HTTP__PRT", "80", "The setting http.prt is wrong"),
        ("RECORDING__ENABLED", "perhaps", "The setting recording.enabled is wrong"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_place(
    variable: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SWITCHROOM_{variable}", value)
    with pytest.raises(ConfigurationError, match=sentence) as told:
        load()
    assert str(told.value).endswith(f"Mend it in switchroom.toml or in SWITCHROOM_{variable}.")
    assert "\n" not in str(told.value)


def test_a_section_that_is_no_section_is_told_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHROOM_HTTP", "8080")
    with pytest.raises(ConfigurationError, match="http") as told:
        load()
    assert "not valid TOML" not in str(told.value)


def test_a_file_that_is_no_toml_is_told(home: Path) -> None:
    (home / "switchroom.toml").write_text("[http\n")
    with pytest.raises(ConfigurationError, match=r"switchroom.toml is not valid TOML"):
        load()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("SWITCHROOM_SECURITY__LOGIN_ATTEMPTS", "0", "security.login_attempts"),
        ("SWITCHROOM_ASTERISK__AMI_PORT", "0", "asterisk.ami_port"),
        ("SWITCHROOM_RECORDING__MINIMUM_FREE_MB", "-1", "recording.minimum_free_mb"),
        ("SWITCHROOM_HTTP", "abc", "in the environment"),
    ],
)
def test_what_no_server_could_run_with_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv("SWITCHROOM_HOME", str(tmp_path))
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=says):
        load()
