"""A press on what is not so any more does nothing, and what was pressed is brought up to date."""

from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject

from bot.domain.buttons import Correct, KeepApart, Pay, Retract, drawn_in, unpack
from bot.domain.errors import RefusedError
from bot.domain.field_buttons import EditField, ShowFields
from bot.domain.people import Editor
from bot.domain.picture_buttons import CorrectAnew
from bot.domain.post_buttons import AskWords, ClearWords
from bot.domain.press import OfArticle, Press
from bot.domain.schedule_buttons import (
    ClearTime,
    EditWhen,
    OfTime,
    SetBreaking,
    SetFollowed,
    SetOutlet,
    SetOutletChannel,
    SetTime,
    ShowDay,
    ShowEarlier,
    ShowHour,
    ShowMonth,
)
from bot.rendering.editors import EarlierQuestion, FieldsPage, OutletsPage
from bot.rendering.page import PostPage
from bot.usecases.channel_wording import ChannelWording
from bot.usecases.editing import Editing
from bot.usecases.follow_ups import FollowUps
from bot.usecases.publishing import Publishing
from bot.usecases.scheduling import Scheduling
from handlers.callbacks import message_under, stands_beside
from handlers.editors.post_looks import words_form
from handlers.editors.retraction import retraction_question
from handlers.editors.scheduling import scheduled_page, when_question
from handlers.middlewares import Handler

_CHOOSING: Final = (ShowMonth, ShowDay, ShowHour, SetTime)
# Refusals that mean: the article is no longer as the pressed message shows it.
_NOT_SO: Final = frozenset(
    [
        "card_outdated",
        "article_not_draft",
        "article_discarded",
        "article_retracted",
        "draft_merged",
        "not_published",
    ]
)


class RedrawOutdated(BaseMiddleware):
    """Brings the pressed message up to date when its article has changed since.

    `Explain`, around this, tells the person why nothing was done.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        try:
            return await handler(event, data)
        except RefusedError as refused:
            editor: Editor | None = data["editor"]
            if isinstance(event, CallbackQuery) and editor and refused.code in _NOT_SO:
                await _redraw(event, editor, data)
            raise


async def _redraw(press: CallbackQuery, editor: Editor, data: dict[str, Any]) -> None:
    """Show the article as it is now. Only buttons of cards and forms say what they show."""
    pressed, reply = unpack(press.data), data["reply"]
    article_id = _drawn_for(pressed)
    if drawn_in(press.data) is None or article_id is None:
        return
    if isinstance(pressed, Pay):
        await reply.show_keyboard(())
        return
    try:
        form = await _form(press, pressed, article_id, editor, data)
    except RefusedError:  # it is no draft any more: there is nothing to fill in
        await reply.show_keyboard(())
        return
    if form:
        await reply.show(form)
    else:
        publishing: Publishing = data["publishing"]
        await publishing.redraw_card(article_id, by=editor, message_id=message_under(press))


def _drawn_for(pressed: Press | None) -> int | None:
    """The article of the pressed message; a refusal may be about another that it names."""
    match pressed:
        case Correct() | CorrectAnew() | KeepApart():
            return pressed.draft_id
        case OfArticle():
            return pressed.article_id
    return None


async def _form(
    press: CallbackQuery,
    pressed: Press | None,
    article_id: int,
    editor: Editor,
    data: dict[str, Any],
) -> PostPage | None:
    """What the pressed message is by now, where it is no card. May raise `RefusedError`."""
    editing: Editing = data["editing"]
    scheduling: Scheduling = data["scheduling"]
    if stands_beside(press, EditField) or stands_beside(press, ShowFields):
        return FieldsPage(article=await editing.form(article_id, by=editor))
    match pressed:
        case (
            SetBreaking()
            | EditWhen()
            | ClearTime()
            | SetTime()
            | ShowMonth()
            | ShowDay()
            | ShowHour()
        ):
            return await _time(press, pressed, scheduling)
        case SetOutlet() | SetOutletChannel() | ShowEarlier() | SetFollowed():
            return await _outlets(pressed, article_id, data)
        case AskWords() | ClearWords():
            wording: ChannelWording = data["wording"]
            return words_form(*await wording.form(article_id, pressed.chat_id))
        case Retract():
            return await retraction_question(data["reports"], article_id)
    return None


async def _outlets(pressed: Press, article_id: int, data: dict[str, Any]) -> PostPage:
    """Where it goes; or once more what it may go on from, which is still asked."""
    if isinstance(pressed, SetFollowed):
        follow_ups: FollowUps = data["follow_ups"]
        return EarlierQuestion(await follow_ups.offered(article_id))
    scheduling: Scheduling = data["scheduling"]
    return OutletsPage(await scheduling.outlets(article_id))


async def _time(
    press: CallbackQuery, pressed: OfTime | SetBreaking, scheduling: Scheduling
) -> PostPage:
    """The question with its calendar, from the start; or what was chosen."""
    article = await scheduling.article(pressed.article_id)
    choosing = any(stands_beside(press, kind) for kind in _CHOOSING)
    if choosing and isinstance(pressed, OfTime):
        return await when_question(article, scheduling, embargo=pressed.embargo)
    return await scheduled_page(article, scheduling)
