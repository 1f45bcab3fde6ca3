"""Brings a database to the newest version of the tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.domain.errors import DatabaseUnusable


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run every step that the database has not seen.

    Raises `DatabaseUnusable` for one that has seen steps of which this version does not know.
    """
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise DatabaseUnusable(
                "the database was made by a newer version of vistnyk: update the program"
            ) from None
        raise
