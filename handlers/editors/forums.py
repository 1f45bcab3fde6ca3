"""In which topic of a group a section's posts stand; owners choose, or have one made."""

from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.delivery.reply_sender import NotTakenError, ReplySender
from bot.domain.errors import RefusedError
from bot.domain.forum_buttons import MakeThread, SetThread, ShowForum, ShowThreads
from bot.domain.people import Editor
from bot.rendering.forum_pages import ForumPage, ThreadsPage
from bot.usecases.forums import Forums
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def show_forum(
    _press: CallbackQuery, pressed: ShowForum, forums: Forums, reply: Reply
) -> None:
    page = ForumPage(await forums.forum(pressed.chat_id))
    await reply.pop_up()
    await reply.show(page)


async def show_threads(
    _press: CallbackQuery, pressed: ShowThreads, forums: Forums, reply: Reply
) -> None:
    page = ThreadsPage(await forums.forum(pressed.chat_id), pressed.section_id)
    await reply.pop_up()
    await reply.show(page)


async def set_thread(
    _press: CallbackQuery, pressed: SetThread, editor: Editor, forums: Forums, reply: Reply
) -> None:
    forum = await forums.choose(pressed.chat_id, pressed.section_id, pressed.thread_id, by=editor)
    await reply.pop_up()
    await reply.show(ForumPage(forum))


async def make_thread(
    _press: CallbackQuery,
    *,
    pressed: MakeThread,
    editor: Editor,
    forums: Forums,
    sender: ReplySender,
    reply: Reply,
) -> None:
    """Asked for once: where no answer came, the topic may be there, and shows itself when used."""
    chat_id, section_id = pressed.chat_id, pressed.section_id
    open_topic = partial(sender.make_topic, chat_id)
    try:
        forum = await forums.make(
            chat_id, section_id, open_topic, instead_of=pressed.instead_of, by=editor
        )
    except NotTakenError as error:
        code = "topic_rights" if error.is_about_rights else "topic_not_made"
        raise RefusedError(code, words=str(error)) from None
    await reply.pop_up()
    await reply.show(ForumPage(forum))


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_forum, Pressed(ShowForum), IsEditor())
    router.callback_query.register(show_threads, Pressed(ShowThreads), IsEditor())
    router.callback_query.register(set_thread, Pressed(SetThread), IsEditor())
    router.callback_query.register(make_thread, Pressed(MakeThread), IsEditor())
    return router
