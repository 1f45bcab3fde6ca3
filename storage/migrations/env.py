"""What Alembic runs: the steps, in one transaction, on the connection that it is given."""

from alembic import context
from sqlalchemy import Connection

from storage.engine import TAKE_TURN
from storage.schema import metadata


def run() -> None:
    connection = context.config.attributes["connection"]
    connection.commit()  # whatever the caller has read
    # A batch step makes a table anew: with foreign keys on, dropping the old one would delete
    # its children.
    _keep_foreign_keys(connection, on=False)
    # Begun by us and before the version is read: of two processes that start at once, one takes
    # every step and the other finds them taken.
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(TAKE_TURN)
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
        )
        context.run_migrations()
    _keep_foreign_keys(connection, on=True)


def _keep_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Tell SQLite past SQLAlchemy, which would begin a transaction, and in one it does nothing."""
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
        cursor.close()


run()
