"""Whose database this is: readers, channels and messages belong to one bot of Telegram's."""

from datetime import timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.domain.people import BotIdentity
from bot.domain.section import FIRST_NAMES, FIRST_SECTIONS, section_key
from storage.identity import Holdings
from storage.storage import Storage, Transaction

_CHUNK: Final = 1_000
_ANY_TIME: Final = timedelta(days=36_500)


class AnotherBotError(Exception):
    """The database is another bot's; its words say whose, and what can be done."""

    def __init__(self, known: BotIdentity, came: BotIdentity) -> None:
        super().__init__(
            f"this database belongs to {known}, and BOT_TOKEN is that of {came}: restore the token"
            f" of @{known.username}, name another DATABASE_URL, or hand the database over with"
            " `vistnyk adopt`"
        )


class AtWorkError(Exception):
    """Processes run on the database; its words name them."""


class Identity:
    def __init__(self, storage: Storage, clock: Clock, language: str) -> None:
        """`language`: the newsroom's."""
        self._storage = storage
        self._clock = clock
        self._language = language

    async def known(self) -> BotIdentity | None:
        """The bot whose database this is; None while no bot has run on it."""
        async with self._storage.reading() as tx:
            return await tx.identity.known()

    async def holdings(self) -> Holdings:
        async with self._storage.reading() as tx:
            return await tx.identity.holdings()

    async def recognise(self, bot: BotIdentity) -> None:
        """Make the database this bot's if it is nobody's. Raises `AnotherBotError`.

        A new token or a new name of the same bot changes nothing.
        """
        async with self._storage.writing() as tx:
            known = await tx.identity.known()
            if known is not None and known.id != bot.id:
                raise AnotherBotError(known, bot)
            if known != bot:
                await tx.identity.write(bot, self._clock())
            if known is None:
                await self._name_sections(tx)

    async def _name_sections(self, tx: Transaction) -> None:
        """The first ones are called as the newsroom speaks, unless somebody has named them."""
        named = {section.id: section.name for section in await tx.sections.all()}
        keys = set(map(section_key, named.values()))
        names = FIRST_NAMES.get(self._language, ())
        for section, name in zip(FIRST_SECTIONS, names, strict=False):
            if named.get(section.id) == section.name and section_key(name) not in keys:
                await tx.sections.rename(section.id, name)

    async def adopt(self, bot: BotIdentity) -> None:
        """Make the database this bot's, whosever it was, in one transaction.

        Readers have to start the new bot themselves. Articles, sections, feeds, people of the
        desk, channels and their posts stay. Raises `AtWorkError` where a bot runs on it: that one
        has seen to it whose the database is, and would go on.
        """
        async with self._storage.writing() as tx:
            if bots := await tx.processes.alive():
                raise AtWorkError(", ".join(bots))
            known = await tx.identity.known()
            if known is None or known.id != bot.id:
                await tx.identity.let_readers_go()
                for article_id in await tx.identity.articles_with_readers():
                    before = self._clock() + _ANY_TIME
                    while await tx.retention.roll_up(article_id, before, _CHUNK) == _CHUNK:
                        pass
                await tx.identity.forget_private_messages(self._clock())
                await tx.identity.forget_pace()
            await tx.identity.write(bot, self._clock())
