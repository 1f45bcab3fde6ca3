"""Articles with all that the desk wants to know of them, read in one go."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.desk import Card, Status
from storage.articles import ArticleView
from storage.audience import AudienceView
from storage.channel_words import ChannelWordsView
from storage.people import PeopleView
from storage.sections import SectionView
from storage.totals import TotalView


class CardView:
    def __init__(self, connection: AsyncConnection) -> None:
        self._articles = ArticleView(connection)
        self._audience = AudienceView(connection)
        self._channel_words = ChannelWordsView(connection)
        self._sections = SectionView(connection)
        self._people = PeopleView(connection)
        self._totals = TotalView(connection)

    async def card(self, article_id: int) -> Card:
        """The article with where it would go. Raises `RefusedError` if there is none."""
        article = await self._articles.existing(article_id)
        section = article.section
        resembled = await self._articles.get(article.resembles) if article.resembles else None
        return Card(
            article=article,
            sections=tuple(await self._sections.all()),
            channels=tuple(await self._audience.channels_of(section.id)) if section else (),
            followers=await self._people.count_followers(section.id) if section else 0,
            resembled=resembled,
            posts=tuple(await self._totals.posts(resembled.id)) if resembled else (),
            channel_words=await self._channel_words.of(article_id),
        )

    async def status(self, article_id: int) -> Status:
        """The article with its sums. Raises `RefusedError` if there is none."""
        article = await self._articles.existing(article_id)
        return Status(article, await self._totals.progress(article_id))
