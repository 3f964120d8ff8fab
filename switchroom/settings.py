"""Every setting, with a default that works: one TOML file, and `SWITCHROOM_<SECTION>__<NAME>` in the environment.

The environment wins over the file (`SWITCHROOM_HOME/switchroom.toml`), the file over the defaults.
"""

import os
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from cti.errors import ConfigurationError


class Section(BaseModel):
    """A part of the settings; a name it does not know is an error, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class Site(Section):
    """Whose call centre this is. `region` completes numbers without a country code; days begin in `timezone`."""

    timezone: str = "Asia/Shanghai"
    region: str = Field("CN", pattern="^[A-Z]{2}$")
    language: Literal["zh", "en"] = "zh"

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{name!r} is no time zone; write one like Asia/Shanghai or Europe/Berlin") from None
        return name


class Http(Section):
    """Where the console and the API listen. `origins` are further addresses the pages may be opened under."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    origins: tuple[str, ...] = ()
    secure_cookie: bool = False


class DatabaseSettings(Section):
    """The database; empty means SQLite in SWITCHROOM_HOME."""

    url: str = ""


class BusSettings(Section):
    """The bus; empty means within this process, `redis://HOST:PORT/N` means Redis Streams."""

    url: str = ""


class Asterisk(Section):
    """The Asterisk to steer. `managed`: one of our own as a child of the server; false: one that runs elsewhere.
    `trunk` is the PJSIP endpoint over which numbers outside are dialled; `caller_id` the number that customers see who
    are called back (empty: what the trunk shows)."""

    managed: bool = True
    program: str = ""
    node: str = Field("main", pattern="^[a-z][a-z0-9]{0,15}$")
    ami_host: str = "127.0.0.1"
    ami_port: int = Field(5438, ge=1, le=65535)
    ami_username: str = "switchroom"
    ami_secret: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = Field(8488, ge=1, le=65535)
    websocket_url: str = ""
    sip_host: str = "127.0.0.1"
    sip_port: int = Field(5460, ge=1, le=65535)
    rtp_start: int = Field(16000, ge=1024, le=65534)
    rtp_end: int = Field(18000, ge=1025, le=65535)
    patience_s: int = Field(5, ge=2, le=60)
    flow_patience_s: int = Field(20, ge=5, le=120)
    sounds: str = ""
    recordings: str = ""
    trunk: str = Field("trunk", pattern="^[A-Za-z0-9_.-]{1,64}$")
    caller_id: str = ""


class Ivr(Section):
    """The flow callers hear; empty means the sample company's `ivr/flows/main.toml`."""

    flow: str = ""


class Recording(Section):
    """What is recorded. What a customer says while on hold is cut out unless `keep_hold`."""

    enabled: bool = True
    keep_hold: bool = False
    minimum_free_mb: int = Field(200, ge=0)


class Security(Section):
    """Sessions end after `session_hours` without use; a name is locked after `login_attempts` wrong passwords."""

    session_hours: float = Field(12.0, gt=0)
    login_attempts: int = Field(5, ge=1)
    login_window_s: int = Field(300, ge=1)


class Agents(Section):
    """The agents' phones. A number outside that an agent chose takes a call when 1 is pressed there, so that a mailbox
    never has a customer, unless `mobile_confirm` is off."""

    mobile_confirm: bool = True


class Phone(Section):
    """The customer's telephone in the browser, at /phone."""

    guest: bool = True


class Webhooks(Section):
    """Programs that are told of alerts; `private_networks` allows addresses there, as 10.0.0.7 or localhost."""

    private_networks: bool = False


class Settings(BaseSettings):
    """All settings of one server."""

    model_config = SettingsConfigDict(
        env_prefix="SWITCHROOM_", env_nested_delimiter="__", extra="ignore", nested_model_default_partial_update=True
    )

    home: Path = Path("var")
    site: Site = Site()
    http: Http = Http()
    database: DatabaseSettings = DatabaseSettings()
    bus: BusSettings = BusSettings()
    asterisk: Asterisk = Asterisk()
    ivr: Ivr = Ivr()
    recording: Recording = Recording()
    security: Security = Security()
    agents: Agents = Agents()
    phone: Phone = Phone()
    webhooks: Webhooks = Webhooks()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then the file."""
        file = Path(os.environ.get("SWITCHROOM_HOME", "var")) / "switchroom.toml"
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)

    @property
    def database_url(self) -> str:
        """The database's address."""
        return self.database.url or f"sqlite:///{self.home.resolve()}/switchroom.db"


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    variable = "SWITCHROOM_" + "__".join(str(part) for part in first["loc"]).upper()
    what = str(first["msg"]).removeprefix("Value error, ")
    return f"The setting {place} is wrong: {what}. Mend it in switchroom.toml or in {variable}."


def load() -> Settings:
    """The settings of this server.

    Raises:
        ConfigurationError: one sentence that names the setting and where to mend it.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise ConfigurationError(_sentence(error)) from error
    except SettingsError as error:
        remedy = "a section is set name by name, as SWITCHROOM_HTTP__PORT=9000"
        raise ConfigurationError(f"A setting in the environment cannot be read ({error}); {remedy}.") from error
    except ValueError as error:
        raise ConfigurationError(f"switchroom.toml is not valid TOML: {error}.") from error
    settings.home = settings.home.resolve()
    return settings
