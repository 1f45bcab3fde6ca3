"""What may be asked of the database by whoever is to change nothing."""

from sqlalchemy.ext.asyncio import AsyncConnection


class View:
    """Questions over one connection. A store is a view that changes what it shows, besides."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
