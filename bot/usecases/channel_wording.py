"""What an article's post says in one channel alone: asked for, set, and taken back."""

from datetime import datetime

from bot.domain.article import Article
from bot.domain.channel import Channel
from bot.domain.channel_notices import WordsTaken
from bot.domain.channel_words import (
    AS_EVERYWHERE,
    ChannelWords,
    WordPart,
    part_named,
    with_part,
    without_part,
)
from bot.domain.clock import Clock
from bot.domain.deed_log import Change, Did, Subject, deed
from bot.domain.desk import Card
from bot.domain.errors import RefusedError
from bot.domain.people import Editor, check_edits
from bot.domain.question_kinds import Question, seen_as
from bot.usecases.draft_cards import redraw_cards
from bot.usecases.questions import ask, overlooks
from storage.storage import Storage, Transaction


class ChannelWording:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def form(self, article_id: int, chat_id: int) -> tuple[Card, Channel]:
        """The article with its own words, and the channel. Raises `RefusedError`."""
        async with self._storage.reading() as tx:
            card = await tx.cards.card(article_id)
            channel = await tx.channels.get(chat_id)
        _check_open(card.article)
        if channel is None:
            raise RefusedError("channel_unknown")
        return card, channel

    async def ask(
        self,
        article_id: int,
        chat_id: int,
        part: str,
        *,
        by: Editor,
        message_id: int | None,
        drawn: int | None = None,
    ) -> tuple[Card, Channel]:
        """The editor's next text is this part; `message_id`: where the question stands.

        `drawn`, here and below: the version that they have seen.
        """
        about = part_named(part)
        async with self._storage.writing() as tx:
            (await _article(tx, article_id, by)).as_drawn(drawn)
            words = (await tx.channel_words.of(article_id)).get(chat_id, AS_EVERYWHERE)
            question = Question(
                by.user_id,
                about,
                article_id,
                message_id=message_id,
                seen=seen_as(words.said(about)),
                channel_id=chat_id,
            )
            await ask(tx, question, self._clock())
            tx.wake()
        return await self.form(article_id, chat_id)

    async def clear(
        self, article_id: int, chat_id: int, part: str, *, by: Editor, drawn: int | None = None
    ) -> tuple[Card, Channel]:
        """A part is as everywhere again; what was asked of it needs no answer."""
        about = part_named(part)
        async with self._storage.writing() as tx:
            article = await _article(tx, article_id, by)
            question = await tx.questions.of(by.user_id)
            if question and question.channel_id == chat_id and question.article_id == article_id:
                await tx.questions.close(by.user_id)
            words = (await tx.channel_words.of(article_id)).get(chat_id, AS_EVERYWHERE)
            if words.said(about):
                article.as_drawn(drawn)
            await _set(tx, article, chat_id, without_part(words, about), by=by, now=self._clock())
            tx.wake()
        return await self.form(article_id, chat_id)


async def answer_words(
    tx: Transaction, question: Question, text: str, *, by: Editor, now: datetime
) -> None:
    """Set the part that was asked for to what was typed. Raises `RefusedError`."""
    chat_id = question.channel_id or 0
    article = await _article(tx, question.article_id or 0, by)
    words = (await tx.channel_words.of(article.id)).get(chat_id, AS_EVERYWHERE)
    there = words.said(WordPart(question.about))
    if await overlooks(tx, question, there):
        raise RefusedError("field_changed", value=there)
    new = with_part(words, WordPart(question.about), text)
    await _set(tx, article, chat_id, new, by=by, now=now)
    channel = await tx.channels.get(chat_id)
    taken = WordsTaken(article.id, chat_id, channel.title if channel else "")
    await tx.tell([by.user_id], taken, now)


async def _article(tx: Transaction, article_id: int, by: Editor) -> Article:
    """What may be worded by this person, kept from others until the transaction ends."""
    article = await tx.articles.existing(article_id, lock=True)
    _check_open(article)
    check_edits(by, article)
    return article


def _check_open(article: Article) -> None:
    if not article.is_published:
        article.as_draft()


async def _set(
    tx: Transaction,
    article: Article,
    chat_id: int,
    new: ChannelWords,
    *,
    by: Editor,
    now: datetime,
) -> None:
    """Write the words down; where the post stands already, it is edited in place."""
    old = (await tx.channel_words.of(article.id)).get(chat_id, AS_EVERYWHERE)
    if new == old:
        return
    await tx.channel_words.set(article.id, chat_id, new)
    changes = [
        Change(part.value, old.said(part), new.said(part))
        for part in WordPart
        if old.said(part) != new.said(part)
    ]
    await tx.deeds.add(deed(Did.EDITED, Subject.article(article), changes, by=by, at=now))
    await redraw_cards(tx, article.id, now, by=by)
    if article.is_published:
        await tx.ledger.mark_post_changed(article.id, chat_id, now)
        await tx.publishing.change_round_ups(article.id, now, chat_id=chat_id)
