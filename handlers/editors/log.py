"""The desk looks up who did what, page by page or as a file."""

import asyncio
from datetime import tzinfo
from typing import Final

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.deed_log import LogPage
from bot.domain.desk_buttons import ExportLog, ShowLog
from bot.domain.people import Editor
from bot.rendering import Renderer
from bot.rendering.editors import LogPost
from bot.rendering.log_csv import log_as_csv
from bot.usecases.desk_log import DeskLog
from handlers.callbacks import Pressed
from handlers.editors.numbers import number_in
from handlers.filters import IsEditor
from handlers.replies import Reply

FILE: Final = "vistnyk-log.csv"


async def show_typed(
    _message: Message, command: CommandObject, editor: Editor, desk_log: DeskLog, reply: Reply
) -> None:
    """All of it, or of the article or person that stands behind the command."""
    typed = (command.args or "").strip()
    number = number_in(command)
    if typed and number is None:
        log = await desk_log.of_person(typed)
        page = log or await desk_log.page(0)
        await reply.say(_post(page, editor, "" if log else typed))
    else:
        await reply.say(_post(await desk_log.page(0, number), editor))


async def show_page(
    _press: CallbackQuery, pressed: ShowLog, editor: Editor, desk_log: DeskLog, reply: Reply
) -> None:
    log = await desk_log.page(pressed.page, pressed.article_id or None, pressed.by or None)
    await reply.pop_up()
    await reply.show(_post(log, editor))


async def export(
    _press: CallbackQuery,
    *,
    editor: Editor,
    desk_log: DeskLog,
    pages: Renderer,
    zone: tzinfo,
    reply: Reply,
) -> None:
    deeds = await desk_log.export(by=editor)
    await reply.pop_up()
    # Ten thousand deeds are up to 39 MB and most of a second, in which others want an answer.
    table = await asyncio.to_thread(log_as_csv, pages, deeds, zone, reply.language)
    await reply.send_file(FILE, table)


def _post(log: LogPage, editor: Editor, typed: str = "") -> LogPost:
    return LogPost(log=log, may_export=editor.exports_log, typed=typed)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(show_typed, Command("log"), IsEditor())
    router.callback_query.register(show_page, Pressed(ShowLog), IsEditor())
    router.callback_query.register(export, Pressed(ExportLog), IsEditor())
    return router
