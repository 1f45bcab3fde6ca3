"""What a chat is to see of a delivery's subject."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.delivery.telegram import encode
from bot.domain.article import Article, ArticleState
from bot.domain.clock import Clock
from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.delivery import Audience, Delivery, Kind
from bot.domain.desk import Status
from bot.domain.fingerprints import Print
from bot.domain.post import Post
from bot.domain.related_links import meant_by
from bot.rendering.editors import CardPage, ProgressPage, ToldPage
from bot.rendering.renderer import Renderer
from bot.rendering.teasers import Teaser, WithdrawnTeaser
from storage.storage import Storage, Transaction

KEPT = 256  # teasers: one for each article, revision, audience and language
_FIRST_REFRESH = timedelta(seconds=2)  # leaves room for a teaser to the same person
_LAST_REFRESH = timedelta(minutes=1)


Named = tuple[tuple[str, str], ...]  # headlines with their addresses
_Key = tuple[int, int, Audience, str | None, bool]


@dataclass(frozen=True, slots=True)
class DesiredPost:
    """What a chat is to show, of which revision; `refresh`: when it changes by itself."""

    post: Post
    revision: int = 1
    refresh: timedelta | None = None
    withdrawn: bool = False  # the post is what stands there where Telegram deletes no more
    request: bytes = b""  # the parameters as JSON, all but the chat and the message

    @classmethod
    def of(
        cls,
        post: Post,
        revision: int = 1,
        *,
        refresh: timedelta | None = None,
        withdrawn: bool = False,
    ) -> "DesiredPost":
        return cls(post, revision, refresh, withdrawn, encode(post))

    def said(self) -> str | None:
        """The print of its words; None for what Telegram will refuse."""
        with suppress(ValueError):
            return str(Print.of_html(self.post.html))
        return None

    def without_sound(self) -> "DesiredPost":
        """The same as a first post that wakes nobody; an edit makes no sound anyway."""
        return replace(self, request=b'{"disable_notification":true,' + self.request[1:])

    def for_stars(self) -> "DesiredPost":
        """The same as a first post that may cost a tenth of a Star beyond the free limit."""
        return replace(self, request=b'{"allow_paid_broadcast":true,' + self.request[1:])


class Targets:
    """Reads a subject and renders it for the chat of its delivery."""

    def __init__(
        self,
        storage: Storage,
        pages: Renderer,
        clock: Clock,
        bot_username: str,
        default_language: str,
        *,
        paid_broadcasts: bool = False,
    ) -> None:
        """`paid_broadcasts`: who may spend Stars is offered that on a card."""
        self._storage = storage
        self._pages = pages
        self._clock = clock
        self._bot_username = bot_username
        self._default_language = default_language
        self._paid_broadcasts = paid_broadcasts
        self._teasers: dict[_Key, DesiredPost] = {}
        self._rendering = asyncio.Lock()

    async def wanted(self, delivery: Delivery) -> DesiredPost | None:
        """What the chat is to show now; None if nothing is owed any more."""
        key = self._key(delivery)
        if key is None:
            return await self._read(delivery)
        if known := self._teasers.get(key):
            return known
        async with self._rendering:  # hundreds of chats ask for a new teaser at once
            if known := self._teasers.get(key):
                return known
            wanted = await self._read(delivery)
            if wanted and wanted.revision == delivery.newest:
                self._keep(key, wanted)
            return wanted

    def _key(self, delivery: Delivery) -> _Key | None:
        """What a teaser depends on; None for what is rendered anew each time."""
        if delivery.newest is None:
            return None
        return (
            delivery.subject_id,
            delivery.newest,
            delivery.audience,
            delivery.language,
            delivery.paid,
        )

    def _keep(self, key: _Key, wanted: DesiredPost) -> None:
        """Keep a teaser for the next chat; the oldest one gives way."""
        if len(self._teasers) >= KEPT:
            del self._teasers[next(iter(self._teasers))]
        self._teasers[key] = wanted

    async def _read(self, delivery: Delivery) -> DesiredPost | None:
        async with self._storage.reading() as tx:
            language = await self._language(tx, delivery)
            match delivery.kind:
                case Kind.ARTICLE:
                    article = await tx.articles.get(delivery.subject_id)
                    related = await self._related(tx, article)
                    return self._of_article(article, delivery, language, related)
                case Kind.CARD:
                    card = await tx.cards.card(delivery.subject_id)
                    page = CardPage(
                        card=card,
                        address=self.address(card.article),
                        may_pay=await self._may_pay(tx, delivery.chat_id),
                        related=await self._related(tx, card.article),
                    )
                    return DesiredPost.of(self._pages.post(page, language))
                case Kind.PROGRESS:
                    return self._progress(await tx.cards.status(delivery.subject_id), language)
                case Kind.NOTICE:
                    found = await tx.desk.notice(delivery.subject_id)
                    if found is None:
                        return None
                    return DesiredPost.of(self._pages.post(ToldPage(found), language))

    def address(self, article: Article) -> str:
        """The article's link: on the site, or else one that opens its full text in the bot."""
        return article.content.link or bot_link(self._bot_username, OpenArticle(article.id))

    def _of_article(
        self, article: Article | None, delivery: Delivery, language: str, related: Named
    ) -> DesiredPost | None:
        if article is None:
            return None
        if article.is_published:
            wanted = DesiredPost.of(
                self._teaser(article, delivery, language, related), article.revision
            )
            return wanted.for_stars() if delivery.paid else wanted
        if article.state is ArticleState.RETRACTED and delivery.message_id is not None:
            return DesiredPost.of(self._pages.post(WithdrawnTeaser(), language), withdrawn=True)
        return None

    def _teaser(self, article: Article, delivery: Delivery, language: str, related: Named) -> Post:
        page = Teaser(
            article=article,
            audience=delivery.audience,
            address=self.address(article),
            related=related,
        )
        return self._pages.post(page, language)

    async def _related(self, tx: Transaction, article: Article | None) -> Named:
        """What the article names, as of when it went out: an edit changes nothing else."""
        if article is None or not article.content.related:
            return ()
        items = article.content.related
        headlines = [item.headline for item in items]
        known = await tx.stories.with_headlines(headlines, before=article.released_at)
        meant = meant_by(items, known, but=article.id)
        return tuple((other.content.headline, self.address(other)) for other in meant)

    def _progress(self, status: Status, language: str) -> DesiredPost:
        post = self._pages.post(ProgressPage(status=status), language)
        if status.progress.is_final:
            return DesiredPost.of(post)
        since = status.article.last_moved_at or self._clock()
        age = self._clock() - since
        return DesiredPost.of(post, refresh=min(max(_FIRST_REFRESH, age / 5), _LAST_REFRESH))

    async def _may_pay(self, tx: Transaction, chat_id: int) -> bool:
        editor = await tx.people.editor(chat_id) if self._paid_broadcasts else None
        return editor is not None and editor.may_pay

    async def _language(self, tx: Transaction, delivery: Delivery) -> str:
        if delivery.audience is Audience.CHANNEL:
            return self._default_language
        editor = await tx.people.editor(delivery.chat_id)
        if delivery.audience is Audience.DESK and editor:
            return editor.language
        reader = await tx.people.reader(delivery.chat_id)
        return reader.language if reader else self._default_language
