"""Readers choose what they follow."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, User

from bot.domain.audience import Section
from bot.domain.buttons import Follow, FollowHere, ShowTopics, Speak
from bot.domain.people import Person
from bot.domain.post import Button, Keyboard
from bot.rendering import Label, PostPage, Renderer
from bot.rendering.reader_pages import FollowSet, Topics
from bot.usecases.readers import Readers
from handlers.callbacks import Pressed, buttons_under, stands_beside
from handlers.readers.start import welcome
from handlers.replies import Reply


async def list_topics(_message: Message, person: Person, reply: Reply) -> None:
    await reply.say(_topics(person))


async def show_topics(_press: CallbackQuery, person: Person, reply: Reply) -> None:
    await reply.pop_up()
    await reply.say(_topics(person))


async def follow(
    press: CallbackQuery,
    *,
    pressed: Follow,
    event_from_user: User,
    person: Person,
    readers: Readers,
    pages: Renderer,
    reply: Reply,
) -> None:
    """On the list of topics: the button's mark changes in place."""
    person = await _follow(person, pressed, event_from_user, readers)
    page = topics_page(press, person)
    await reply.pop_up(FollowSet(section=person.section(pressed.section_id), on=pressed.on))
    await reply.mark(page.keyboard(pages.label(reply.language)))


async def follow_here(
    press: CallbackQuery,
    *,
    pressed: FollowHere,
    event_from_user: User,
    person: Person,
    readers: Readers,
    pages: Renderer,
    reply: Reply,
) -> None:
    """Under a teaser: the button turns into its opposite, the others stay."""
    person = await _follow(person, pressed, event_from_user, readers)
    section = person.section(pressed.section_id)
    await reply.pop_up(FollowSet(section=section, on=pressed.on))
    other = _opposite(section, pages.label(reply.language), followed=pressed.on)
    if keyboard := _swapped(buttons_under(press), other):
        await reply.mark(keyboard)


def topics_page(press: CallbackQuery, person: Person) -> PostPage:
    """The page that the pressed list of topics belongs to: it also stands under the welcome."""
    return welcome(person) if stands_beside(press, Speak) else _topics(person)


def _topics(person: Person) -> Topics:
    return Topics(sections=person.offered, follows=person.follows)


async def _follow(
    person: Person, pressed: Follow | FollowHere, user: User, readers: Readers
) -> Person:
    """Whoever presses before they ever said `/start` is a reader by that."""
    code = user.language_code
    return await readers.follow(person, pressed.section_id, on=pressed.on, language_code=code)


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
