"""Articles: teasers for channels and readers, and notices of withdrawal in their places."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.delivery.subjects.illustration import covered, illustration, illustration_for_reader
from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.delivery.telegram import encoded_media
from bot.domain.article import Article, ArticleState
from bot.domain.channel import USUAL_TEMPLATE
from bot.domain.channel_words import AS_EVERYWHERE
from bot.domain.delivery import Audience, Delivery, Kind, Lane, Shown
from bot.domain.people import is_group
from bot.domain.reasons import Reason
from bot.rendering.post_templates import by_what_works
from bot.rendering.teasers import Teaser, WithdrawnTeaser
from storage.storage import Snapshot, Transaction

_logger = logging.getLogger(__name__)


async def _in_channel(row: Delivery, teaser: Teaser, rendering: Rendering) -> DesiredPost:
    """With its pictures, as the channel or the desk wants them."""
    article = teaser.article
    shown = await illustration(row, article, rendering)
    channel = await rendering.tx.channels.get(row.chat_id)
    made_by = channel.template if channel else USUAL_TEMPLATE
    teaser = replace(teaser, layout=shown.layout, files=shown.pictures, captioned=bool(shown.kept))
    own = await rendering.tx.channel_words.of(article.id)
    teaser = replace(teaser, made_by=made_by, words=own.get(row.chat_id, AS_EVERYWHERE))
    tried = by_what_works(rendering.pages, teaser, rendering.language)
    if tried.fault:
        _logger.error("no post of article %s by template %s: %s", article.id, made_by, tried.fault)
    post = rendering.pages.post(tried.teaser, rendering.language, tried.fitted)
    return replace(
        DesiredPost.of(post, article.revision),
        pictures=shown.kept or tuple(picture.unique_id for picture in shown.pictures),
        missing=shown.missing,
        anew=shown.anew,
    )


async def _published(row: Delivery, teaser: Teaser, rendering: Rendering) -> DesiredPost:
    if row.audience is Audience.CHANNEL:
        post = await _in_channel(row, teaser, rendering)
        return post if row.message_id else await _placed(row, teaser.article, post, rendering)
    desired = await _for_reader(row, teaser, rendering)
    return desired.for_stars() if row.paid else desired


async def _placed(
    row: Delivery, article: Article, post: DesiredPost, rendering: Rendering
) -> DesiredPost:
    """As a first post: in its section's thread, below what it follows.

    A reply to what stands in another thread would stand there, too.
    """
    channel = await rendering.tx.channels.get(row.chat_id)
    thread_id = None
    if channel and channel.threads and article.section:
        meant = channel.threads.meant_for(article.section.id)
        thread_id = await rendering.tx.forums.place(channel, meant)
        post = post.in_thread(thread_id)
    earlier = article.outlets.follows
    if earlier is None:
        return post
    stands = await rendering.tx.ledger.post_in(
        earlier, row.chat_id, thread_id
    ) or await rendering.tx.round_ups.post_of(earlier, row.chat_id, thread_id)
    return post.in_reply_to(stands) if stands else post


async def _for_reader(row: Delivery, teaser: Teaser, rendering: Rendering) -> DesiredPost:
    """The same for all readers, but where a file stands that Telegram does not let go."""
    shown = await illustration_for_reader(row, teaser.article, rendering)
    teaser = replace(teaser, layout=shown.layout, files=shown.pictures, captioned=bool(shown.kept))
    post = rendering.post(teaser)
    return replace(
        DesiredPost.of(post, teaser.article.revision),
        pictures=shown.kept or tuple(picture.unique_id for picture in shown.pictures),
        replacement=encoded_media(post) if shown.pictures else b"",
    )


async def _tell_of_retraction(tx: Transaction, rows: Sequence[Delivery], now: datetime) -> None:
    """Chats to which an article was on its way as it was taken back are told like the others.

    But nobody whose row is gone: they are forgotten.
    """
    for article_id in {row.subject_id for row in rows}:
        notice_id = await tx.desk.told_of_retraction(article_id)
        if notice_id is None:
            continue
        for row in rows:
            if row.subject_id == article_id and await tx.ledger.find(row.id):
                await tx.ledger.enqueue(
                    Kind.NOTICE,
                    notice_id,
                    [row.chat_id],
                    audience=row.audience,
                    lane=Lane.BREAKING_READER if row.lane is Lane.PAID else row.lane,
                    now=now,
                )


class ArticlePosts(Subject):
    kind = Kind.ARTICLE
    is_missed = True

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost | None:
        article = await rendering.tx.articles.get(row.subject_id)
        if article is None:
            return None
        if article.is_published:
            teaser = Teaser(
                article=article,
                audience=row.audience,
                in_group=row.audience is Audience.READER and is_group(row.chat_id),
                address=rendering.address(article),
                related=await rendering.related(article),
            )
            desired = await _published(row, teaser, rendering)
            return desired.without_sound() if article.outlets.silent else desired
        if article.state is ArticleState.RETRACTED and row.message_id is not None:
            notice = DesiredPost.of(rendering.post(WithdrawnTeaser()), withdrawn=True)
            return await covered(row, notice, rendering)
        return None

    async def article_id(self, tx: Snapshot, row: Delivery) -> int:  # noqa: ARG002 - it is known
        return row.subject_id

    async def headline(self, tx: Snapshot, row: Delivery) -> str:
        article = await tx.articles.get(row.subject_id)
        return article.content.headline if article else ""

    async def were_shown(
        self, tx: Transaction, shown: Sequence[tuple[Delivery, Shown]], now: datetime
    ) -> None:
        """What Telegram has taken, the other chats wait for no more; breaking posts are pinned."""
        taken = {
            (row.subject_id, seen.revision)
            for row, seen in shown
            if row.proves or (row.newest and row.newest != seen.revision)
        }
        for article_id, number in taken:
            await tx.articles.prove(article_id, number)
        first = {
            row.id for row, _ in shown if row.audience is Audience.CHANNEL and not row.revision
        }
        for article_id in await tx.ledger.kept_distance(first):
            await tx.ledger.mark_cards_changed(article_id, now)  # which say that it waits
        for row, seen in shown:
            if row.audience is Audience.CHANNEL and row.lane is Lane.BREAKING and seen.message_id:
                await tx.ledger.enqueue_pin(row, now)
        await _tell_of_retraction(tx, [row for row, _ in shown if row.message_id is None], now)

    async def may_stand(self, tx: Transaction, row: Delivery, now: datetime) -> None:
        await _tell_of_retraction(tx, [row], now)

    async def stop(self, tx: Transaction, row: Delivery, reason: Reason) -> bool:
        """A text that has been corrected or taken back meanwhile stops nothing."""
        article = await tx.articles.get(row.subject_id)
        if article is None or not article.is_published or article.revision != row.newest:
            return False
        await tx.ledger.stop_article(row.subject_id, reason)
        return True
