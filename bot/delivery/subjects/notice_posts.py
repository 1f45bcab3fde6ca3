"""Notices: what the desk, or whoever had an article, is told of what happened."""

from dataclasses import replace
from typing import Final

from bot.delivery.subjects.article_posts import ArticlePosts
from bot.delivery.subjects.round_ups import RoundUps
from bot.delivery.subjects.subject import DesiredPost, Rendering, Subject
from bot.domain.delivery import Delivery, Kind
from bot.domain.letter_notices import LetterArrived
from bot.domain.notices import ArticleRetracted, EditedByHand
from bot.domain.telegram_html import parse_html
from bot.rendering.editors import NoticePage
from bot.rendering.template_faults import BadTemplateError
from storage.storage import Snapshot

_IN_CHANNELS: Final = {subject.kind: subject for subject in (ArticlePosts(), RoundUps())}


class NoticePosts(Subject):
    kind = Kind.NOTICE

    async def desired(self, row: Delivery, rendering: Rendering) -> DesiredPost | None:
        told = await rendering.tx.desk.notice(row.subject_id)
        if told is None:
            return None
        ours = ""
        if isinstance(told, EditedByHand) and told.words and not told.beside:
            ours = await _ours(told.delivery_id, rendering)
        post = DesiredPost.of(rendering.post(NoticePage(told, ours)))
        if isinstance(told, LetterArrived) and told.follows_notice and row.message_id is None:
            tx = rendering.tx
            before = await tx.ledger.message_of(self.kind, told.follows_notice, row.chat_id)
            return post.in_reply_to(before) if before else post
        return post

    async def headline(self, tx: Snapshot, row: Delivery) -> str:
        told = await tx.desk.notice(row.subject_id)
        return told.headline if isinstance(told, ArticleRetracted) else ""


async def _ours(delivery_id: int, rendering: Rendering) -> str:
    """What a channel's post said before somebody changed it, made anew; empty if that is lost.

    The ledger keeps prints alone: where it has none of these words, the article or its channel
    has changed meanwhile, and what is made now never stood there.
    """
    row = await rendering.tx.ledger.find(delivery_id)
    if row is None or row.message_id is None or row.kind not in _IN_CHANNELS:
        return ""
    there = replace(rendering, language=rendering.default_language)
    try:
        made = await _IN_CHANNELS[row.kind].desired(row, there)
    except BadTemplateError:  # an operator's own, which the post itself will be told of
        return ""
    found = await rendering.tx.ledger.post_at(row.chat_id, row.message_id)
    if made is None or found is None or made.said_exactly() not in found[1]:
        return ""
    return parse_html(made.post.html)[0]
