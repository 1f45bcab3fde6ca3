"""Notices: what the desk, or whoever had an article, is told of what happened."""

from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.delivery import Delivery, Kind
from bot.domain.letter_notices import LetterArrived
from bot.domain.notices import ArticleRetracted
from bot.rendering.editors import NoticePage
from storage.storage import Snapshot


class NoticePosts(Subject):
    kind = Kind.NOTICE

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost | None:
        told = await rendering.tx.desk.notice(row.subject_id)
        if told is None:
            return None
        post = DesiredPost.of(rendering.post(NoticePage(told)))
        if isinstance(told, LetterArrived) and told.follows_notice and row.message_id is None:
            tx = rendering.tx
            before = await tx.ledger.message_of(self.kind, told.follows_notice, row.chat_id)
            return post.in_reply_to(before) if before else post
        return post

    async def headline(self, tx: Snapshot, row: Delivery) -> str:
        told = await tx.desk.notice(row.subject_id)
        return told.headline if isinstance(told, ArticleRetracted) else ""
