"""Readers choose what they follow."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, User

from bot.domain.audience import Section
from bot.domain.buttons import Follow, FollowHere, ShowTopics, Speak
from bot.domain.people import Editor
from bot.domain.post import Button, Keyboard
from bot.rendering import Label, PostPage, Renderer
from bot.rendering.reader_pages import FollowSet, Topics, Welcome
from bot.usecases.readers import Readers
from handlers.callbacks import Pressed, buttons_under, stands_beside
from handlers.readers.start import join_if_new
from handlers.replies import Reply


async def list_topics(
    _message: Message, event_from_user: User, readers: Readers, reply: Reply
) -> None:
    topics = await readers.topics(event_from_user.id)
    await reply.say(Topics(sections=topics.sections, follows=topics.follows))


async def show_topics(
    _press: CallbackQuery, event_from_user: User, readers: Readers, reply: Reply
) -> None:
    topics = await readers.topics(event_from_user.id)
    await reply.pop_up()
    await reply.say(Topics(sections=topics.sections, follows=topics.follows))


async def follow(
    press: CallbackQuery,
    *,
    pressed: Follow,
    event_from_user: User,
    editor: Editor | None,
    readers: Readers,
    pages: Renderer,
    reply: Reply,
) -> None:
    """On the list of topics: the button's mark changes in place."""
    section = await _follow(event_from_user, pressed, readers)
    page = await topics_page(press, event_from_user, editor, readers)
    await reply.pop_up(FollowSet(section=section, on=pressed.on))
    await reply.show_keyboard(page.keyboard(pages.label(reply.language)))


async def follow_here(
    press: CallbackQuery,
    *,
    pressed: FollowHere,
    event_from_user: User,
    readers: Readers,
    pages: Renderer,
    reply: Reply,
) -> None:
    """Under a teaser: the button turns into its opposite, the others stay."""
    section = await _follow(event_from_user, pressed, readers)
    await reply.pop_up(FollowSet(section=section, on=pressed.on))
    other = _opposite(section, pages.label(reply.language), followed=pressed.on)
    if keyboard := _swapped(buttons_under(press), other):
        await reply.show_keyboard(keyboard)


async def topics_page(
    press: CallbackQuery, user: User, editor: Editor | None, readers: Readers
) -> PostPage:
    """The page that the pressed list of topics belongs to: it also stands under the welcome."""
    topics = await readers.topics(user.id)
    if stands_beside(press, Speak):
        return Welcome(sections=topics.sections, follows=topics.follows, desk=editor is not None)
    return Topics(sections=topics.sections, follows=topics.follows)


async def _follow(user: User, pressed: Follow | FollowHere, readers: Readers) -> Section:
    """Whoever presses before they ever said `/start` is a reader by that."""
    await join_if_new(user, readers)
    return await readers.follow(user.id, pressed.section_id, on=pressed.on)


def _opposite(section: Section, label: Label, *, followed: bool) -> Button:
    words = label("unfollow_here", section=section) if followed else label("follow_again")
    return Button(words, press=FollowHere(section.id, on=not followed))


def _swapped(keyboard: Keyboard, other: Button) -> Keyboard:
    return tuple(
        tuple(other if isinstance(button.press, FollowHere) else button for button in row)
        for row in keyboard
    )


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_topics, Command("topics"))
    router.callback_query.register(follow_here, Pressed(FollowHere))
    router.callback_query.register(follow, Pressed(Follow))
    router.callback_query.register(show_topics, Pressed(ShowTopics))
    return router
