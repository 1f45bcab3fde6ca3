"""Editors bring in pages: pasted text, also in parts, a link, or a file."""

from dataclasses import replace
from typing import Final

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import Document, Message

from bot.delivery.reply_sender import ReplySender
from bot.domain.errors import RefusedError
from bot.domain.people import Editor
from bot.intake.files.text_file import (
    FILE_LIMIT,
    MARKDOWN_NAMES,
    TEXT_NAMES,
    WEB_NAMES,
    WORD_NAMES,
)
from bot.intake.files.word import WORD_LIMIT
from bot.intake.web.web_page import PAGE_LIMIT
from bot.rendering.editors import EditUnread
from bot.rendering.reader_pages import OnlyText
from bot.usecases.drafts import Drafts
from bot.usecases.illustrating import Illustrating
from handlers.filters import FromAPerson, IsEditor
from handlers.replies import Reply
from handlers.sent_files import sent_in
from handlers.typed_messages import typed_in

_DOWNLOAD_LASTS: Final = 30  # seconds at most
# Names, kinds and the most bytes of the files that may hold a page.
_READ: Final = (
    (TEXT_NAMES, ("text/plain",), FILE_LIMIT),
    (MARKDOWN_NAMES, ("text/markdown", "text/x-markdown"), FILE_LIMIT),
    (
        WORD_NAMES,
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        WORD_LIMIT,
    ),
    (WEB_NAMES, ("text/html", "application/xhtml+xml"), PAGE_LIMIT),
)


async def receive_document(
    message: Message,
    editor: Editor,
    drafts: Drafts,
    illustrating: Illustrating,
    sender: ReplySender,
) -> None:
    """An article is read in it, unless it answers a card, or is none to be read."""
    sent = sent_in(message, editor)
    if sent and await illustrating.is_for_a_card(sent.answered, by=editor):
        await illustrating.receive(sent, by=editor)
        return
    try:
        document = _readable(message.document)
    except RefusedError as refusal:
        if sent is None or refusal.code != "file_not_text":
            raise
        await illustrating.receive(replace(sent, no_page=refusal), by=editor)
        return
    data = await sender.download(document.file_id, _DOWNLOAD_LASTS)
    name = document.file_name or ""
    await drafts.receive_file(editor, name, data, message.date, message.message_id)


async def ask_for_text(_message: Message, reply: Reply) -> None:
    """Stickers, round videos and polls are no news."""
    await reply.say(OnlyText())


async def receive_edit(message: Message, editor: Editor, drafts: Drafts, reply: Reply) -> None:
    """A part that has not been read yet is read as it is now; for all others it is too late."""
    typed = typed_in(message, editor)
    if not await drafts.change_text(
        editor, message.message_id, typed.words.text, typed.words.formats
    ):
        await reply.say(EditUnread())


def _readable(document: Document | None) -> Document:
    """The file, unless its name, kind or stated size say that no page is in it."""
    if document is None:
        raise RefusedError("file_not_text", name="")
    name = document.file_name or ""
    for endings, kinds, limit in _READ:
        if name.lower().endswith(endings) or document.mime_type in kinds:
            if (size := document.file_size or 0) > limit:
                raise RefusedError("file_too_big", size=size, limit=limit)
            return document
    raise RefusedError("file_not_text", name=name)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(receive_document, F.content_type == ContentType.DOCUMENT, IsEditor())
    router.edited_message.register(receive_edit, F.text | F.document, IsEditor())
    router.message.register(ask_for_text, FromAPerson(), IsEditor())
    return router
