"""Brings a database to the newest version of the tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import DatabaseUnusableError
from storage.engine import fault_of_disk
from storage.schema import metadata

_VERSION = "alembic_version"
_BACKUP = "backup"  # the page of storage.backup
_NAMED = 3


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, *, make: bool = True) -> None:
    """Run every step that the database has not seen. `make`: an empty database gets all tables.

    Raises `DatabaseUnusableError` for one that is not ours, or not whole, or that has seen steps
    of which this version does not know.
    """
    _check_origin(connection, make=make)
    if _is_newest(connection):  # no turn to wait for: others may be at work
        _check_tables(connection)
        return
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise DatabaseUnusableError(
                "the database was made by a newer version of vistnyk: update the program"
            ) from None
        raise
    except DBAPIError as error:
        if fault_of_disk(error):
            raise
        words = str(error.orig).split("\n")[0]
        raise DatabaseUnusableError(
            f"the tables cannot be brought up to date: {words}; restore a backup"
        ) from error
    _check_tables(connection)


def check(connection: Connection) -> None:
    """Raises `DatabaseUnusableError` for tables that are not those of this version."""
    _check_origin(connection, make=False)
    if not _is_newest(connection):
        raise DatabaseUnusableError(
            "its tables are not of this version of vistnyk: use the program that runs on it"
        )
    _check_tables(connection)


def newest() -> str:
    """What the tables of this version are called."""
    return ",".join(ScriptDirectory(str(Path(__file__).parent)).get_heads())


def _is_newest(connection: Connection) -> bool:
    """Whether the database has seen every step."""
    return ",".join(MigrationContext.configure(connection).get_current_heads()) == newest()


def _check_origin(connection: Connection, *, make: bool) -> None:
    """Tables that no version stands beside are another program's, or were copied one by one."""
    # Before the version: another process that makes all of them meanwhile has made that, too.
    tables = set(inspect(connection).get_table_names()) - {_VERSION}
    if MigrationContext.configure(connection).get_current_heads():
        return
    if _BACKUP in tables:
        raise DatabaseUnusableError(
            "it is a backup: `vistnyk restore` makes a database of it, which knows what may have"
            " been posted since"
        )
    if tables:
        raise DatabaseUnusableError(
            "the database has tables, but not vistnyk's mark of their version: it belongs to"
            " another program, or is a part of a copy; look at DATABASE_URL, or restore a backup"
        )
    if not make:
        raise DatabaseUnusableError("the database is empty; `vistnyk run` fills it")


def _check_tables(connection: Connection) -> None:
    """The mark says which tables there are; somebody may have dropped one since."""
    there = inspect(connection).get_multi_columns()
    lost = []
    for table in metadata.sorted_tables:
        columns = there.get((None, table.name))
        if columns is None:
            lost.append(table.name)
            continue
        names = {column["name"] for column in columns}
        lost += [f"{table.name}.{column.name}" for column in table.c if column.name not in names]
    if lost:
        more = " and more" if len(lost) > _NAMED else ""
        raise DatabaseUnusableError(
            f"the database lacks {', '.join(sorted(lost)[:_NAMED])}{more}: restore a backup"
        )
