"""A press on what is not so any more does nothing, and what was pressed is brought up to date."""

from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject

from bot.domain.buttons import Pay, drawn_in, unpack
from bot.domain.errors import RefusedError
from bot.domain.field_buttons import EditField, ShowFields
from bot.domain.people import Editor
from bot.rendering.editors import FieldsPage
from bot.usecases.editing import Editing
from bot.usecases.publishing import Publishing
from handlers.callbacks import message_under, stands_beside
from handlers.middlewares import Handler
from handlers.replies import Reply

# What a rule says where an article is not as the pressed message shows it.
_NOT_SO: Final = frozenset(
    ("card_outdated", "article_not_draft", "article_discarded", "draft_merged", "not_published")
)


class RedrawOutdated(BaseMiddleware):
    """Stands within `Explain`, which says why nothing was done."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        try:
            return await handler(event, data)
        except RefusedError as refused:
            editor: Editor | None = data["editor"]
            if isinstance(event, CallbackQuery) and editor and refused.code in _NOT_SO:
                await _redraw(event, refused, editor, data)
            raise


async def _redraw(
    press: CallbackQuery, refused: RefusedError, editor: Editor, data: dict[str, Any]
) -> None:
    """A button that does not say for what it was drawn stands on no card."""
    article_id, reply = refused.details["id"], data["reply"]
    if drawn_in(press.data) is None or not isinstance(article_id, int):
        return
    if isinstance(unpack(press.data), Pay):
        await reply.show_keyboard(())
    elif stands_beside(press, EditField) or stands_beside(press, ShowFields):
        await _redraw_form(article_id, editor, data["fields"], reply)
    else:
        publishing: Publishing = data["publishing"]
        await publishing.redraw_card(article_id, by=editor, message_id=message_under(press))


async def _redraw_form(article_id: int, editor: Editor, fields: Editing, reply: Reply) -> None:
    try:
        page = FieldsPage(article=await fields.form(article_id, by=editor))
    except RefusedError:  # it is no draft any more: there is nothing to fill in
        await reply.show_keyboard(())
    else:
        await reply.show(page)
