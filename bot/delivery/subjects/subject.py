"""What every kind of delivery has to say for itself, and what most of them do."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

import orjson

from bot.delivery.telegram import captioned, encoded, in_thread
from bot.domain.article import Article, Image
from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.delivery import Delivery, Kind, Shown
from bot.domain.fingerprints import Print, exact_of_html
from bot.domain.forum import GENERAL
from bot.domain.picture import can_become
from bot.domain.post import Post
from bot.domain.reasons import Reason
from bot.domain.related_links import named
from bot.rendering.page import PostPage
from bot.rendering.renderer import Renderer
from storage.storage import Snapshot, Transaction

NamedLinks = tuple[tuple[str, str], ...]  # headlines with their addresses


@dataclass(frozen=True, slots=True)
class DesiredPost:
    """What a chat is to show, of which revision; `refresh`: when it changes by itself.

    `pictures` are those in it, by their unique ids, and `missing` those that Telegram is to be
    given first. `anew`: what stands there cannot be edited into it, and gives way.
    `uncovered`: files stay there above the notice of a withdrawal.
    """

    post: Post
    revision: int = 1
    refresh: timedelta | None = None
    withdrawn: bool = False  # the post is what stands there where Telegram deletes no more
    request: bytes = b""  # the parameters as JSON, all but the chat and the message
    method: str = "sendMessage"  # for a first post
    pictures: tuple[str, ...] = ()
    missing: tuple[Image, ...] = ()
    anew: bool = False
    uncovered: bool = False
    replacement: bytes = b""  # the same for a message in which another file stands
    thread_id: int | None = None  # of a group with topics, where a first post goes

    @classmethod
    def of(
        cls,
        post: Post,
        revision: int = 1,
        *,
        refresh: timedelta | None = None,
        withdrawn: bool = False,
    ) -> "DesiredPost":
        method, request = encoded(post)
        return cls(post, revision, refresh, withdrawn, request, method)

    def said(self) -> str | None:
        """The print of its words; None for what Telegram will refuse."""
        with suppress(ValueError):
            return str(Print.of_html(self.post.html))
        return None

    def said_exactly(self) -> str | None:
        """A hash of its very words; None for what Telegram will refuse."""
        with suppress(ValueError):
            return exact_of_html(self.post.html)
        return None

    @property
    def is_kept(self) -> bool:
        """Whether its files are those that stand there, and no others of the article's."""
        return bool(self.pictures) and not self.post.files

    def takes_the_place_in(self, row: Delivery) -> bool:
        """Whether a message of the row can be edited into it, or is yet to be sent."""
        return row.message_id is None or can_become(row.pictures, self.pictures)

    def asked_for(self, row: Delivery) -> tuple[str | None, bytes]:
        """By which method, if not that of texts, it is shown in one message, and with what."""
        if not self.pictures:
            return None, self.request
        if row.message_id is None:
            return self.method, self.request
        if row.pictures == self.pictures:
            return "editMessageCaption", orjson.dumps(captioned(self.post))
        return "editMessageMedia", self.replacement

    def without_sound(self) -> "DesiredPost":
        """The same as a first post that wakes nobody; an edit makes no sound anyway."""
        silent = b'{"disable_notification":true,'
        if self.request.startswith(silent):
            return self
        return replace(self, request=silent + self.request[1:])

    def in_thread(self, thread_id: int | None) -> "DesiredPost":
        """The same as a first post in a thread of its chat; None: the chat has none."""
        if thread_id in (None, GENERAL):
            return replace(self, thread_id=thread_id)
        request = in_thread(self.request, thread_id)
        return replace(self, request=request, thread_id=thread_id)

    def in_reply_to(self, message_id: int) -> "DesiredPost":
        """The same as a first post that replies to another, if that still stands there."""
        reply = b'{"reply_parameters":{"message_id":%d,"allow_sending_without_reply":true},'
        return replace(self, request=reply % message_id + self.request[1:])

    def for_stars(self) -> "DesiredPost":
        """The same as a first post that may cost a tenth of a Star beyond the free limit."""
        return replace(self, request=b'{"allow_paid_broadcast":true,' + self.request[1:])


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a subject is loaded from and rendered with, for one chat."""

    tx: Snapshot
    pages: Renderer
    language: str
    default_language: str  # in which channels have their posts
    now: datetime
    bot_username: str
    paid_broadcasts: bool  # whether who may spend Stars is offered that

    def post(self, page: PostPage) -> Post:
        return self.pages.post(page, self.language)

    def address(self, article: Article) -> str:
        """The article's link: on the site, or else one that opens its full text in the bot."""
        return article.content.link or bot_link(self.bot_username, OpenArticle(article.id))

    async def related(self, article: Article) -> NamedLinks:
        """What the article's post may name."""
        return named(await self.tx.stories.related(article), self.address)


class Subject(ABC):
    """One kind of delivery. What follows upon an outcome is written in its transaction."""

    kind: ClassVar[Kind]
    is_missed: ClassVar[bool] = False  # the desk is told where it does not reach a chat
    is_in_one_chat: ClassVar[bool] = False  # a refused text of it is told of like other failures

    @abstractmethod
    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost | None:
        """What the chat is to show now; None if nothing is owed any more."""

    async def article_id(self, tx: Snapshot, row: Delivery) -> int | None:  # noqa: ARG002 - most are about none
        """The article that a button under a notice of trouble opens."""
        return None

    async def headline(self, tx: Snapshot, row: Delivery) -> str:  # noqa: ARG002 - most have none
        """What the desk calls it where it is in trouble."""
        return ""

    async def were_shown(  # noqa: B027 - for most kinds nothing does
        self, tx: Transaction, shown: Sequence[tuple[Delivery, Shown]], now: datetime
    ) -> None:
        """What follows where chats show it now."""

    async def may_stand(  # noqa: B027 - for most kinds nothing does
        self, tx: Transaction, row: Delivery, now: datetime
    ) -> None:
        """What follows where nobody will ever know whether the chat has it."""

    async def was_deleted(  # noqa: B027 - for most kinds nothing does
        self, tx: Transaction, row: Delivery, now: datetime
    ) -> None:
        """What follows where somebody has deleted the post in its chat."""

    async def stop(self, tx: Transaction, row: Delivery, reason: Reason) -> bool:  # noqa: ARG002
        """Telegram refuses the text itself: whether it is stopped in all other chats, too."""
        return False
