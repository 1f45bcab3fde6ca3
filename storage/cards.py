"""Articles with all that the desk wants to know of them, read in one go."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article, Content
from bot.domain.article_fields import amended, next_text
from bot.domain.article_pictures import files_of_post
from bot.domain.desk import Card, Status
from bot.domain.outside_look import Outside, targets_of, unseen
from bot.domain.picture import can_become, known_by
from bot.domain.progress import ChannelProgress
from storage.amendments import AmendmentView
from storage.articles import ArticleView
from storage.channel_words import ChannelWordsView
from storage.channels import ChannelView
from storage.ledger_view import LedgerView
from storage.looks import LookView
from storage.people import PeopleView
from storage.pictures import PictureView
from storage.same_story import SameStoryView
from storage.sections import SectionView
from storage.totals import TotalView
from storage.wishes import WishView


class CardView:
    def __init__(self, connection: AsyncConnection) -> None:
        self._amendments = AmendmentView(connection)
        self._articles = ArticleView(connection)
        self._channels = ChannelView(connection)
        self._channel_words = ChannelWordsView(connection)
        self._sections = SectionView(connection)
        self._people = PeopleView(connection)
        self._totals = TotalView(connection)
        self._pictures = PictureView(connection)
        self._wishes = WishView(connection)
        self._ledger = LedgerView(connection)
        self._looks = LookView(connection)
        self._stories = SameStoryView(connection)

    async def card(self, article_id: int, seen: Card | None = None) -> Card:
        """The article with where it would go. Raises `RefusedError` if there is none.

        `seen`: as it was a moment ago; its readers, a million perhaps, are not counted again.
        """
        article = await self._articles.existing(article_id)
        section, outlets = article.section, article.outlets
        channels = await self._channels.of_section(section.id) if section else []
        resembled = await self._articles.get(article.resembles) if article.resembles else None
        proposed = await self._proposed(article, resembled) if resembled else None
        words = await self._channel_words.of(article_id)
        needs_second = section is not None and section.id in await self._sections.needing_second()
        asked = await self._wishes.of(article_id) if needs_second else None
        wish = asked if asked and asked.holds(article, words) else None
        return Card(
            article=article,
            sections=tuple(await self._sections.all()),
            channels=tuple(channel for channel in channels if outlets.take(channel.chat_id)),
            followers=await self._followers(article, seen),
            resembled=resembled,
            posts=tuple(await self._totals.posts(resembled.id)) if resembled else (),
            wish=wish,
            lapsed=None if wish else asked,
            needs_second=needs_second,
            channel_words=words,
            outside=await self._outside(article),
            proposed=proposed,
            keeps_pictures=await self._keeps_pictures(proposed, resembled),
            spaced=await self._spaced(article),
            related=await self._stories.related(article),
        )

    async def _followers(self, article: Article, seen: Card | None) -> int:
        if article.section is None or not article.outlets.readers:
            return 0
        old = seen.article if seen else None
        if seen and old and old.section == article.section and old.outlets.readers:
            return seen.followers
        return await self._people.count_followers(article.section.id)

    async def _outside(self, article: Article) -> Outside:
        """What is known of its link and pictures."""
        content = article.content
        codes = await self._pictures.codes(image.url for image in content.images)
        seen = await self._looks.seen(target.url for target in targets_of(content))
        link = seen.get(content.link or "")
        return Outside(
            link_trouble=link.trouble if link else None,
            lost_pictures=sum(code is not None for code in codes.values()),
            small_pictures=sum(code == "picture_too_small" for code in codes.values()),
            unseen_pictures=unseen(content, {*codes, *seen}),
        )

    async def _spaced(self, article: Article) -> tuple[ChannelProgress, ...]:
        """Where it waits for the channel's last post to be long enough ago."""
        if not article.is_published:
            return ()
        known = await self._totals.channels(article.id)
        return tuple(channel for channel in known if channel.waits_until)

    async def _keeps_pictures(self, proposed: Content | None, old: Article | None) -> bool:
        """Whether some posts of the old one cannot be edited into what it would show then."""
        if proposed is None or old is None or not old.is_published:
            return False
        standing = await self._ledger.pictures_in_channels(old.id)
        return any(
            not can_become(
                pictures,
                [known_by(i.url) for i in files_of_post(old.layout or layout, proposed.images)],
            )
            for layout, pictures in standing
        )

    async def _proposed(self, draft: Article, old: Article) -> Content:
        """The text that an article would have if the draft became its next one."""
        if draft.amends is None:
            return next_text(draft.content, old.content)
        base = await self._amendments.base(old.id, draft.amends)
        return amended(base, draft.content, old.content)

    async def status(self, article_id: int) -> Status:
        """The article with its sums. Raises `RefusedError` if there is none."""
        article = await self._articles.existing(article_id)
        return Status(article, await self._totals.progress(article_id))
