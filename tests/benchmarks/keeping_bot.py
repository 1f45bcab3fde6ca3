"""The plain bot with a database: each update reads who writes, and writes down that they did."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

import aiosqlite
from aiogram import BaseMiddleware, Dispatcher
from aiogram.types import TelegramObject

from tests.benchmarks.plain_bot import serve

_TABLE = (
    "CREATE TABLE IF NOT EXISTS person"
    " (id INTEGER PRIMARY KEY, language TEXT NOT NULL, updates INTEGER NOT NULL)"
)
_KEEP = (
    "INSERT INTO person (id, language, updates) VALUES (?, ?, 1)"
    " ON CONFLICT (id) DO UPDATE SET updates = updates + 1"
)


class Remember(BaseMiddleware):
    """By SQLite's usual settings but for two: WAL, and what is committed is on disk."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        user = data["event_from_user"]
        async with self._database.execute(
            "SELECT language FROM person WHERE id = ?", (user.id,)
        ) as found:
            data["known"] = await found.fetchone()
        await self._database.execute(_KEEP, (user.id, user.language_code))
        await self._database.commit()
        return await handler(event, data)


async def main() -> None:
    async with aiosqlite.connect(os.environ["DATABASE"]) as database:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            await database.execute(f"PRAGMA {pragma}")
        await database.execute(_TABLE)
        await database.commit()
        dispatcher = Dispatcher()
        for observer in (dispatcher.message, dispatcher.callback_query):
            observer.middleware(Remember(database))
        await serve(dispatcher)


if __name__ == "__main__":
    asyncio.run(main())
