"""The bot as aiogram wants one with each update: it has a name, and sends nothing by itself."""

from typing import NoReturn

from aiogram import Bot
from aiogram.types import User

from bot.domain.people import BotIdentity


class NamedBot(Bot):
    """What leaves for Telegram leaves by `ReplySender` and by the ledger, in their turns."""

    def __init__(self, identity: BotIdentity) -> None:
        super().__init__(f"{identity.id}:not-used")
        self._identity = identity

    async def me(self) -> User:
        """Asked for by aiogram where a command names the bot: `/help@name`."""
        known = self._identity
        return User(id=known.id, is_bot=True, first_name=known.username, username=known.username)

    async def __call__(self, method: object, request_timeout: int | None = None) -> NoReturn:  # noqa: ARG002
        raise RuntimeError(f"{type(method).__name__} would not leave in its turn")
