"""Choosing what to follow; of the first thing that somebody follows, what came last is shown."""

from dataclasses import dataclass

from aiogram.types import User

from bot.domain.people import Person
from bot.domain.routing import Pace
from bot.domain.topics import Choice, Topic
from bot.rendering.reader_pages import Taste
from bot.usecases.archive import Archive
from bot.usecases.following import Following
from handlers.links import addresses_of


@dataclass(frozen=True, slots=True)
class Choosing:
    """Follows and mutes, and gives whoever follows for the first time a taste of it."""

    following: Following
    archive: Archive
    bot_username: str

    async def choose(
        self, topic: Topic, choice: Choice, person: Person, user: User, *, joins: bool = False
    ) -> tuple[Topic, Taste | None]:
        """The topic with its row, and a taste of it if it is the first that they follow.

        `joins`: whoever has stopped is a reader again.
        """
        is_first = await self.following.is_first(person, choice)
        topic = await self.following.choose(
            person, topic, choice, language_code=user.language_code, joins=joins
        )
        return topic, await self.taste(topic, person) if is_first else None

    async def taste(self, topic: Topic, person: Person) -> Taste | None:
        """What came last, so that they see what to expect; None, where nothing has come yet."""
        articles = await self.archive.taste(topic)
        if not articles:
            return None
        pace = person.reader.pace if person.reader else Pace.INSTANT
        addresses = addresses_of(articles, self.bot_username)
        return Taste(topic, articles, addresses, person.zone, pace)
