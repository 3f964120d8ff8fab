"""Brings a database to the present version, one migration after the other, each whole or not at all."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError

from cti.database import Database
from cti.errors import ConfigurationError


def _upgrade(connection: Any) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def migrate(database: Database) -> None:
    """Bring the database to the newest version.

    Raises:
        ConfigurationError: the database cannot be reached.
    """
    try:
        async with database.writing() as connection:
            await connection.run_sync(_upgrade)
    except (OperationalError, OSError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise ConfigurationError(f"The database cannot be used ({reason}); set SWITCHROOM_DATABASE__URL.") from error
