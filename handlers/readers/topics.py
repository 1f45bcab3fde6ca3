"""Readers choose what they follow."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, User

from bot.domain.buttons import Follow, FollowHere, ShowTopics, Speak
from bot.domain.people import Person
from bot.domain.post import Button, Keyboard
from bot.domain.topic_buttons import FollowName, Resume, ShowNamed
from bot.domain.topics import Choice, section_topic
from bot.rendering import PostPage, Renderer
from bot.rendering.keyboards import follow_button, follow_name_button
from bot.rendering.reader_pages import FollowSet, Topics
from bot.rendering.topic_pages import NamedTopics, TopicSet
from bot.usecases.archive import Archive
from bot.usecases.following import Following
from bot.usecases.readers import Readers
from handlers.callbacks import Pressed, buttons_under, presses_under, stands_beside
from handlers.readers.start import welcome
from handlers.readers.tastes import Choosing
from handlers.replies import Reply


async def list_topics(
    _message: Message, person: Person, following: Following, reply: Reply
) -> None:
    await reply.say(await _topics(person, following))


async def show_topics(
    _press: CallbackQuery, person: Person, following: Following, reply: Reply
) -> None:
    await reply.pop_up()
    await reply.say(await _topics(person, following))


async def follow(
    press: CallbackQuery,
    *,
    pressed: Follow,
    event_from_user: User,
    person: Person,
    readers: Readers,
    following: Following,
    choosing: Choosing,
    pages: Renderer,
    reply: Reply,
) -> None:
    """On the list of topics: the button's mark changes in place. The first one gives a taste."""
    choice = Choice.FOLLOW if pressed.on else Choice.NONE
    is_first = await following.is_first(person, choice)
    person = await _follow(person, pressed, event_from_user, readers)
    page = await topics_page(press, person, following)
    section = person.section(pressed.section_id)
    await reply.pop_up(FollowSet(section=section, on=pressed.on, stopped=person.is_stopped))
    await reply.mark(page.keyboard(pages.label(reply.language)))
    if is_first and (taste := await choosing.taste(section_topic(section), person)):
        await reply.say(taste)


async def follow_here(
    press: CallbackQuery,
    *,
    pressed: FollowHere,
    event_from_user: User,
    person: Person,
    readers: Readers,
    following: Following,
    pages: Renderer,
    reply: Reply,
) -> None:
    """Under a teaser: the button turns into its opposite, the others stay.

    Whoever got it for something else than its section is told for what.
    """
    shown = next(iter(presses_under(press, ShowNamed)), None)
    if shown and not pressed.on and pressed.section_id not in person.follows:
        named = await following.named(shown.article_id, person)
        if named.verdict.wanted:
            await reply.pop_up()
            await reply.say(NamedTopics.of(named.article, named.topics, named.verdict))
            return
    person = await _follow(person, pressed, event_from_user, readers)
    section = person.section(pressed.section_id)
    await reply.pop_up(FollowSet(section=section, on=pressed.on, stopped=person.is_stopped))
    other = follow_button(section, pages.label(reply.language), followed=pressed.on)
    if keyboard := _swapped(buttons_under(press), other):
        await reply.mark(keyboard)


async def follow_name(
    press: CallbackQuery,
    *,
    pressed: FollowName,
    event_from_user: User,
    person: Person,
    archive: Archive,
    following: Following,
    pages: Renderer,
    reply: Reply,
) -> None:
    """On the page of an author or a tag, which is a taste of it: the button turns likewise."""
    name = await archive.name(pressed.name_id)
    choice = Choice.FOLLOW if pressed.on else Choice.NONE
    code = event_from_user.language_code
    topic = await following.choose(person, name.topic, choice, language_code=code)
    await reply.pop_up(TopicSet(topic=topic, choice=choice, stopped=person.is_stopped))
    other = follow_name_button(name, pages.label(reply.language), followed=pressed.on)
    if keyboard := _swapped(buttons_under(press), other):
        await reply.mark(keyboard)


async def resume(
    _press: CallbackQuery, person: Person, readers: Readers, following: Following, reply: Reply
) -> None:
    """Send news again to who had said to stop; what they follow was kept."""
    await readers.join(person, None)
    await reply.pop_up()
    chosen = await following.chosen(person.user_id)
    await reply.show(Topics(person.offered, person.follows, mutes=chosen.muted_sections))


async def topics_page(press: CallbackQuery, person: Person, following: Following) -> PostPage:
    """The page that the pressed list of topics belongs to: it also stands under the welcome."""
    return welcome(person) if stands_beside(press, Speak) else await _topics(person, following)


async def _topics(person: Person, following: Following) -> Topics:
    chosen = await following.chosen(person.user_id)
    return Topics(
        person.offered,
        person.follows,
        person.is_stopped,
        person.paused_until,
        person.zone,
        chosen.muted_sections,
    )


async def _follow(
    person: Person, pressed: Follow | FollowHere, user: User, readers: Readers
) -> Person:
    """Whoever presses before they ever said `/start` is a reader by that."""
    code = user.language_code
    return await readers.follow(person, pressed.section_id, on=pressed.on, language_code=code)


def _swapped(keyboard: Keyboard, other: Button) -> Keyboard:
    return tuple(
        tuple(other if type(button.press) is type(other.press) else button for button in row)
        for row in keyboard
    )


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_topics, Command("topics"))
    router.callback_query.register(follow_here, Pressed(FollowHere))
    router.callback_query.register(follow, Pressed(Follow))
    router.callback_query.register(follow_name, Pressed(FollowName))
    router.callback_query.register(resume, Pressed(Resume))
    router.callback_query.register(show_topics, Pressed(ShowTopics))
    return router
