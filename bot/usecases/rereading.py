"""Messages read once more, as whoever sent them says: as a page, or with what came before."""

from dataclasses import replace
from datetime import timedelta, tzinfo
from typing import Final

from bot.domain.article import Article, Content
from bot.domain.clock import Clock
from bot.domain.deed_log import Did, Subject, changes_of, deed
from bot.domain.errors import RefusedError
from bot.domain.own_words import Typed
from bot.domain.people import Editor
from bot.intake.executor import Parsing
from bot.usecases.admission import take_pages
from bot.usecases.draft_cards import draft_of, redraw_cards, show_card
from bot.usecases.own_posts import typed_message
from bot.usecases.pastes import Paste, read_safely
from storage.storage import Snapshot, Storage

_WITHIN: Final = timedelta(minutes=10)


class Rereading:
    """`zone` is the newsroom's, in which pages print their dates."""

    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo, parsing: Parsing) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._parsing = parsing

    async def as_page(self, message_id: int, *, by: Editor) -> None:
        """Read formatted text, taken for own words at first, as a page. Raises `RefusedError`."""
        async with self._storage.reading() as tx:
            typed = await typed_message(tx, by, message_id)
        paste = await self._read([typed])
        async with self._storage.writing() as tx:
            await take_pages(tx, by, paste.with_marks([typed]), self._clock())
            tx.wake()

    async def as_continuation(self, message_id: int, *, by: Editor) -> Article:
        """Add a text to the draft that whoever sent it sent right before; once.

        Raises `RefusedError` where either is known no more, or the draft is none by now.
        """
        async with self._storage.reading() as tx:
            typed = await typed_message(tx, by, message_id)
            before = await tx.desk.text_before(by.user_id, message_id, typed.at - _WITHIN)
        if before is None:
            raise RefusedError("message_forgotten")
        article_id, messages = before
        messages = [*messages, typed]
        paste = await self._read(messages)
        async with self._storage.writing() as tx:
            draft = await draft_of(tx, article_id, by)
            if draft.content.own is not None:
                raise RefusedError("message_forgotten")
            if await tx.desk.article_of(by.user_id, message_id) != article_id:
                content = _joined(draft.content, paste, messages)
                warnings = tuple(code for code in draft.warnings if code != "no_body")
                await tx.articles.rewrite(draft.rewrite(content, warnings))
                await tx.desk.belongs(by.user_id, message_id, article_id)
                changes = changes_of(draft.content, content)
                about = Subject.article(draft)
                await tx.deeds.add(deed(Did.EDITED, about, changes, by=by, at=self._clock()))
                draft = await redraw_cards(tx, article_id, self._clock(), by=by)
            await show_card(tx, article_id, by.user_id, self._clock())
            tx.wake()
        return draft

    async def _read(self, messages: list[Typed]) -> Paste:
        parts = [(typed.words.text, typed.at) for typed in messages]
        return await read_safely(self._parsing, parts, self._zone)


async def continues_draft(tx: Snapshot, typed: Typed, by: Editor) -> bool:
    """Whether a text may go on from one that its sender sent right before, a draft by now."""
    before = await tx.desk.text_before(by.user_id, typed.message_id, typed.at - _WITHIN)
    article = await tx.articles.get(before[0]) if before else None
    return article is not None and article.is_draft and article.content.own is None


def _joined(known: Content, paste: Paste, messages: list[Typed]) -> Content:
    """The draft with the text of all messages; what the desk has set on it stays.

    Where they are no one page together, the last one's lines are paragraphs.
    """
    page = paste.pages[0] if len(paste.pages) == 1 else None
    if page is None or isinstance(page, RefusedError):
        return _with_lines(known, messages[-1])
    (reading,) = paste.with_marks(messages)
    read, whole = reading.content, known.body[:-1]  # the last one may have been cut
    if read.body[: len(whole)] != whole or len(read.body) < len(known.body):
        return _with_lines(known, messages[-1])
    return replace(
        known,
        body=read.body,
        headings=read.headings,
        quotes=read.quotes,
        captions=read.captions,
        related=read.related,
        link=known.link or read.link,
        author=known.author or read.author,
        tags=known.tags or read.tags,
    )


def _with_lines(known: Content, typed: Typed) -> Content:
    lines = (" ".join(line.split()) for line in typed.words.text.splitlines())
    return replace(known, body=(*known.body, *filter(None, lines)))
