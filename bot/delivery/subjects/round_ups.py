"""Round-ups: posts of a channel that name several articles, and grow by editing."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.article import Article
from bot.domain.channel_words import AS_EVERYWHERE
from bot.domain.delivery import Delivery, Kind, Shown
from bot.domain.round_up import RoundUp
from bot.rendering.round_up_post import RoundUpLine, RoundUpPost
from bot.rendering.teasers import WithdrawnTeaser
from storage.storage import Snapshot, Transaction


async def _line(article: Article, round_up: RoundUp, rendering: Rendering) -> RoundUpLine:
    own = await rendering.tx.channel_words.of(article.id)
    words = own.get(round_up.chat_id, AS_EVERYWHERE)
    return RoundUpLine(article, rendering.address(article), words.headline, words.emoji)


class RoundUps(Subject):
    kind = Kind.ROUND_UP
    is_missed = True
    is_in_one_chat = True

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost | None:
        """What is left of it; with nothing left the post goes, or was never owed."""
        round_up = await rendering.tx.round_ups.get(row.subject_id)
        if round_up is None:
            return None
        articles = [await rendering.tx.articles.existing(n) for n in round_up.article_ids]
        if not articles:
            if row.message_id is None:
                return None
            return DesiredPost.of(
                rendering.post(WithdrawnTeaser()), round_up.revision, withdrawn=True
            )
        lines = tuple([await _line(article, round_up, rendering) for article in articles])
        desired = DesiredPost.of(rendering.post(RoundUpPost(lines)), round_up.revision)
        channel = await rendering.tx.channels.get(row.chat_id)
        if row.message_id is None and channel and round_up.thread_id is not None:
            place = await rendering.tx.forums.place(channel, round_up.thread_id)
            desired = desired.in_thread(place)
        silent = all(article.outlets.silent for article in articles)
        return desired.without_sound() if silent else desired

    async def article_id(self, tx: Snapshot, row: Delivery) -> int | None:
        return next(iter(await tx.round_ups.articles(row.subject_id)), None)

    async def headline(self, tx: Snapshot, row: Delivery) -> str:
        first = await self.article_id(tx, row)
        article = await tx.articles.get(first) if first else None
        return article.content.headline if article else ""

    async def were_shown(
        self, tx: Transaction, shown: Sequence[tuple[Delivery, Shown]], now: datetime
    ) -> None:
        first = {row.id for row, _ in shown if not row.revision}
        for round_up_id in await tx.ledger.kept_distance(first):
            for article_id in await tx.round_ups.articles(round_up_id):
                await tx.ledger.mark_cards_changed(article_id, now)

    async def was_deleted(self, tx: Transaction, row: Delivery, now: datetime) -> None:
        """Somebody has deleted the post: what nobody saw in it comes in another one."""
        channel = await tx.channels.get(row.chat_id)
        following = await tx.round_ups.carry_on(row.subject_id, row.revision, now)
        if channel and following:
            await tx.publishing.owe_round_up(following, channel, now)
