"""Editors say which earlier article a draft goes on from: by a button, or typed."""

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.domain.people import Editor
from bot.domain.schedule_buttons import SetFollowed, ShowEarlier
from bot.domain.typed_follow_ups import said_to_follow
from bot.rendering.editors import EarlierQuestion, OutletsPage
from bot.usecases.answered import Answered
from bot.usecases.follow_ups import FollowUps
from bot.usecases.questions import Questions
from handlers.callbacks import Pressed, answered_in, message_under
from handlers.filters import IsEditor
from handlers.replies import Reply
from handlers.typed_messages import typed_in


class SaysFollowUp(Filter):
    """Lets through words that name an earlier article, unless they answer what was asked."""

    async def __call__(
        self, message: Message, editor: Editor | None, questions: Questions
    ) -> bool | dict[str, int | Answered | None]:
        earlier_id = said_to_follow(message.text or "")
        if editor is None or earlier_id is None or message.forward_origin:
            return False
        answered, question = answered_in(message), await questions.open(editor)
        if question and (answered is None or answered.message_id == question.message_id):
            return False
        return {"earlier_id": earlier_id, "answered": answered}


async def show_earlier(
    press: CallbackQuery,
    *,
    pressed: ShowEarlier,
    drawn: int | None,
    editor: Editor,
    follow_ups: FollowUps,
    reply: Reply,
) -> None:
    earlier = await follow_ups.ask(
        pressed.article_id, by=editor, message_id=message_under(press), drawn=drawn
    )
    await reply.pop_up()
    await reply.show(EarlierQuestion(earlier=earlier))


async def set_followed(
    _press: CallbackQuery,
    *,
    pressed: SetFollowed,
    drawn: int | None,
    editor: Editor,
    follow_ups: FollowUps,
    reply: Reply,
) -> None:
    dispatch = await follow_ups.choose(
        pressed.article_id, pressed.earlier_id, by=editor, drawn=drawn
    )
    await reply.pop_up()
    await reply.show(OutletsPage(dispatch=dispatch))


async def follow_typed(
    message: Message,
    *,
    earlier_id: int,
    answered: Answered | None,
    editor: Editor,
    follow_ups: FollowUps,
) -> None:
    """The card that says so comes through the ledger."""
    await follow_ups.said(earlier_id, typed_in(message, editor), answered=answered, by=editor)


def build() -> Router:
    """Stands behind every command, and before all else that may be made of a text."""
    router = Router(name=__name__)
    router.callback_query.register(show_earlier, Pressed(ShowEarlier), IsEditor())
    router.callback_query.register(set_followed, Pressed(SetFollowed), IsEditor())
    router.message.register(follow_typed, F.text, IsEditor(), SaysFollowUp())
    return router
