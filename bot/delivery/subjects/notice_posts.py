"""Notices: what the desk, or whoever had an article, is told of what happened."""

from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.delivery import Delivery, Kind
from bot.domain.notices import ArticleRetracted
from bot.rendering.editors import NoticePage
from storage.storage import Snapshot


class NoticePosts(Subject):
    kind = Kind.NOTICE

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost | None:
        told = await rendering.tx.desk.notice(row.subject_id)
        return None if told is None else DesiredPost.of(rendering.post(NoticePage(told)))

    async def headline(self, tx: Snapshot, row: Delivery) -> str:
        told = await tx.desk.notice(row.subject_id)
        return told.headline if isinstance(told, ArticleRetracted) else ""
