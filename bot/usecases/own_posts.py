"""Posts in the desk's own words: typed, forwarded, or in a hurry by /flash."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.article import Article, Content
from bot.domain.clock import Clock
from bot.domain.errors import RefusedError
from bot.domain.links import lone_link
from bot.domain.notices import OwnWordsOffered
from bot.domain.own_words import Typed
from bot.domain.people import Editor, check_decides
from bot.domain.question_kinds import Asked, Question
from bot.domain.text import utf16_length
from bot.intake.text.own_text import read_own_text
from bot.usecases.admission import take
from bot.usecases.amending import propose
from bot.usecases.draft_cards import show_card
from bot.usecases.pastes import Paste
from bot.usecases.questions import ask
from storage.storage import Snapshot, Storage, Transaction

_SIGNS: Final = "⚡\ufe0f "  # what stands before a breaking headline anyway


class OwnPosts:
    """What an editor says shall be a post just as it was typed."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def make(self, message_id: int, *, by: Editor) -> None:
        """Make a draft of a message that was typed before; once, however often it is asked for.

        Raises `RefusedError` where the message is known no more.
        """
        async with self._storage.writing() as tx:
            made = await tx.desk.article_of(by.user_id, message_id)
            if made is None:
                typed = await typed_message(tx, by, message_id)
                article = await take_own(tx, by, typed, self._clock())
                await tx.desk.belongs(by.user_id, message_id, article.id)
            else:
                await show_card(tx, made, by.user_id, self._clock())
            tx.wake()

    async def flash(self, typed: Typed, *, by: Editor) -> None:
        """Make a breaking draft of what stands behind the command. Raises `RefusedError`."""
        async with self._storage.writing() as tx:
            if not await tx.desk.note_file(by.user_id, typed.message_id, typed.at):
                return
            await take_own(tx, by, typed, self._clock(), breaking=True)
            tx.wake()

    async def ask_flash(self, *, by: Editor) -> None:
        """The editor's next text is a breaking story."""
        async with self._storage.writing() as tx:
            await ask(tx, Question(by.user_id, Asked.FLASH), self._clock())
            tx.wake()


async def typed_message(tx: Snapshot, by: Editor, message_id: int) -> Typed:
    """What an editor typed or sent. Raises `RefusedError` where it is known no more."""
    typed = await tx.desk.message(by.user_id, message_id)
    if typed is None or not (typed.words.text or typed.attached):
        raise RefusedError("message_forgotten")
    return typed


async def is_own(tx: Transaction, typed: Typed, paste: Paste, question: Question | None) -> bool:
    """Whether a message is a post without asking.

    In a hurry, as the new text of such a post, and forwarded, unless it is but a link. A flash
    may become the article that was written meanwhile: its page is read as one.
    """
    if question and question.about is Asked.FLASH:
        return True
    text = typed.words.text
    is_link = lone_link(text) is not None and len(text.split()) == 1
    if question and question.to_correct:
        known = await tx.articles.existing(question.to_correct)
        return known.content.own is not None and not is_link and not paste.is_signed
    return typed.source is not None and not is_link


def may_be_own(typed: Typed, paste: Paste) -> bool:
    """Whether to ask: it is no page, or it is formatted, and nothing else of it says «page»."""
    return paste.why_no_page is not None or (bool(typed.words.formats) and paste.is_plain)


async def offer_own(
    tx: Transaction, editor: Editor, typed: Typed, paste: Paste, now: datetime, *, continues: bool
) -> None:
    why = paste.why_no_page
    code, details = (why.code, why.details) if why else (None, {})
    offer = OwnWordsOffered(typed.message_id, code, details, continues)
    await tx.tell([editor.user_id], offer, now)


async def take_own(
    tx: Transaction,
    editor: Editor,
    typed: Typed,
    now: datetime,
    *,
    target: int | None = None,
    breaking: bool = False,
) -> Article:
    """Make a draft of a message, and owe the editor its card. Raises `RefusedError`.

    `target`: what is published, and is to have these words: that is proposed, and not asked about.
    """
    reading = read_own_text(_without_signs(typed) if breaking else typed)
    if target is not None:
        corrected = await tx.articles.existing(target, lock=True)
        if corrected.is_published:
            await _propose_words(tx, corrected, reading.content, editor, now)
            return corrected
    article = await take(tx, editor, reading, now, target=target)
    if breaking and article.is_draft and not article.breaking:
        article = replace(article, breaking=True)
        await tx.articles.save(article)
    await show_card(tx, article.id, editor.user_id, now)
    return article


async def _propose_words(
    tx: Transaction, article: Article, new: Content, editor: Editor, now: datetime
) -> None:
    """Date, link and pictures stay, and so does the source unless there is another."""
    check_decides(editor, article)
    content = article.content
    own = new.own
    if own and content.own:
        own = replace(own, source=own.source or content.own.source)
    proposed = replace(content, headline=new.headline, body=new.body, own=own)
    if proposed == content:
        await show_card(tx, article.id, editor.user_id, now)
    else:
        await propose(tx, article, proposed, by=editor, now=now)


def _without_signs(typed: Typed) -> Typed:
    """Without the «⚡️» that every breaking post begins with."""
    words = typed.words.stripped()
    rest = words.text.lstrip(_SIGNS)
    signs = utf16_length(words.text) - utf16_length(rest)
    return replace(typed, words=words.part(signs, words.length))
