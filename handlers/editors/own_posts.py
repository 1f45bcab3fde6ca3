"""Editors make posts in their own words: of what they typed, or in a hurry by /flash."""

from typing import Final

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.own_buttons import CancelFlash, JoinToDraft, MakePost, ReadAsPage
from bot.domain.people import Editor
from bot.rendering.editors import AskFlash, OwnTaken, QuestionClosed, TextJoined
from bot.usecases.own_posts import OwnPosts
from bot.usecases.questions import Questions
from bot.usecases.rereading import Rereading
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply
from handlers.typed_messages import typed_in

_FLASH: Final = "flash"


async def flash(
    message: Message, editor: Editor, own_posts: OwnPosts, questions: Questions, reply: Reply
) -> None:
    """With a text its card follows; without, the next message is the text."""
    typed = typed_in(message, editor, behind_command=True)
    if typed.words:
        await own_posts.flash(typed, by=editor)
        return
    await own_posts.ask_flash(by=editor)
    await questions.stands_in(await reply.say(AskFlash()), of=editor)


async def make_post(
    _press: CallbackQuery, pressed: MakePost, editor: Editor, own_posts: OwnPosts, reply: Reply
) -> None:
    await own_posts.make(pressed.message_id, by=editor)
    await reply.settle(OwnTaken(as_page=False))


async def read_as_page(
    _press: CallbackQuery, pressed: ReadAsPage, editor: Editor, rereading: Rereading, reply: Reply
) -> None:
    await rereading.as_page(pressed.message_id, by=editor)
    await reply.settle(OwnTaken(as_page=True))


async def join_to_draft(
    _press: CallbackQuery, pressed: JoinToDraft, editor: Editor, rereading: Rereading, reply: Reply
) -> None:
    draft = await rereading.as_continuation(pressed.message_id, by=editor)
    await reply.settle(TextJoined(draft.id))


async def cancel_flash(
    _press: CallbackQuery, editor: Editor, questions: Questions, reply: Reply
) -> None:
    cancelled = await questions.cancel_flash(by=editor)
    await reply.pop_up(QuestionClosed(cancelled=cancelled))
    await reply.show_keyboard(())


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(flash, Command(_FLASH), IsEditor())
    router.callback_query.register(make_post, Pressed(MakePost), IsEditor())
    router.callback_query.register(read_as_page, Pressed(ReadAsPage), IsEditor())
    router.callback_query.register(join_to_draft, Pressed(JoinToDraft), IsEditor())
    router.callback_query.register(cancel_flash, Pressed(CancelFlash), IsEditor())
    return router
