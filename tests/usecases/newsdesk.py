"""A house with feeds: who adds them, who polls them, and a web that says what a test wants."""

from dataclasses import dataclass, field

from sqlalchemy import delete, select

from bot.domain.article import Article
from bot.domain.feeds import Feed
from bot.domain.people import Editor
from bot.domain.section import Section
from storage.schema import article, delivery, notice
from tests import tables
from tests.builders import an_owner
from tests.feeds import URL, Web
from tests.usecases.house import House


@dataclass
class Newsdesk(House):
    web: Web = field(default_factory=Web)

    async def offered(self, url: str = URL, by: Editor | None = None) -> int:
        """The number of a feed that was read and is offered to whoever asked."""
        added = await self.feeds.add(url, by=by or an_owner())
        await self.poller.poll_due()
        return added.id

    async def connected(
        self,
        url: str = URL,
        *,
        first: int = 0,
        publish: bool = False,
        by: Editor | None = None,
    ) -> Feed:
        """A feed that was added and polled once."""
        person = by or an_owner()
        number = await self.offered(url, person)
        await self.feeds.agree(number, first=first, by=person)
        if publish:
            await self.feeds.set_publish(number, on=True, by=person)
        await self.poller.poll_due()
        return await self.feeds.feed(number)

    async def answer(self, text: str) -> Feed:
        """What an owner was asked about feeds is answered."""
        question = await self.questions.open(an_owner())
        assert question
        return await self.feeds.answer(question, text, by=an_owner())

    async def next_poll(self) -> None:
        """The time passes until every feed is asked again, and it is."""
        known = [feed.next_poll_at for feed in await self.feeds.feeds() if feed.next_poll_at]
        self.clock.now = max([self.clock(), *known])
        await self.poller.poll_due()

    async def articles(self) -> list[Article]:
        """All there are, in the order in which they were made."""
        numbers = tables.values(self.storage, select(article.c.id).order_by(article.c.id))
        return [await self.article(number) for number in numbers]

    async def section(self, section_id: int) -> Section | None:
        async with self.storage.reading() as tx:
            return await tx.sections.get(section_id)

    async def forget_notices(self) -> None:
        await tables.change(self.storage, delete(delivery), delete(notice))
