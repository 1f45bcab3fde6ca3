"""The bot as aiogram wants one with each update: it has a name, and sends nothing by itself."""

from collections.abc import AsyncGenerator
from typing import NoReturn

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.types import User

from bot.domain.people import BotIdentity


class NamedBot(Bot):
    """What leaves for Telegram leaves by `ReplySender` and by the ledger, in their turns."""

    def __init__(self, identity: BotIdentity) -> None:
        super().__init__(f"{identity.id}:not-used", session=_NoSession())
        self._identity = identity

    async def me(self) -> User:
        """Asked for by aiogram where a command names the bot: `/help@name`."""
        known = self._identity
        return User(id=known.id, is_bot=True, first_name=known.username, username=known.username)


class _NoSession(BaseSession):
    """Aiogram's own would read all certificates, and never be used."""

    async def close(self) -> None:
        """There is nothing open."""

    async def make_request(self, bot: object, method: object, timeout: object = None) -> NoReturn:  # noqa: ARG002, ASYNC109
        raise RuntimeError(f"{type(method).__name__} would not leave in its turn")

    async def stream_content(self, url: str, *_: object, **__: object) -> AsyncGenerator[bytes]:
        raise RuntimeError(f"{url} would not be read in its turn")
        yield b""
