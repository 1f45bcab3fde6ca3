"""Readers follow and mute tags, authors and words, and ask why they got something."""

from collections.abc import Iterable

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message, User

from bot.domain.deep_links import OpenSection, OpenTopic, bot_link, topic_opening
from bot.domain.errors import RefusedError
from bot.domain.people import Person
from bot.domain.routing import Pace
from bot.domain.topic_buttons import ChooseNamed, ChooseTopic, ShowChosen, ShowNamed
from bot.domain.topics import Choice, Topic, TopicKind, section_topic
from bot.rendering.topic_pages import AskTopic, ChosenTopics, NamedTopics, TopicChosen, TopicSet
from bot.usecases.following import Following
from handlers.callbacks import Opened, Pressed, stands_beside
from handlers.readers.start import Welcoming
from handlers.readers.tastes import Choosing
from handlers.replies import Reply


async def choose_typed(
    _message: Message,
    *,
    command: CommandObject,
    event_from_user: User,
    person: Person,
    following: Following,
    choosing: Choosing,
    bot_username: str,
    reply: Reply,
) -> None:
    """`/follow …` and `/mute …`; alone they ask what is meant. Raises `RefusedError`."""
    choice = Choice.MUTE if command.command == "mute" else Choice.FOLLOW
    if not command.args:
        chosen = await following.chosen(person.user_id)
        await reply.say(AskTopic(mutes=choice is Choice.MUTE, chosen=bool(chosen.topics)))
        return
    topic = await following.read_typed(command.args, person)
    topic, taste = await choosing.choose(topic, choice, person, event_from_user)
    opening = topic_opening(topic) if person.editor and choice is Choice.FOLLOW else None
    link = bot_link(bot_username, opening) if opening else None
    is_named = topic.kind is TopicKind.TAG and not command.args.startswith("#")
    await reply.say(topic_chosen(topic, choice, person, link, is_named=is_named))
    if taste:
        await reply.say(taste)


async def follow_section_by_link(
    _message: Message,
    *,
    opened: OpenSection,
    event_from_user: User,
    person: Person,
    choosing: Choosing,
    welcoming: Welcoming,
    reply: Reply,
) -> None:
    """Where the section is gone, they are greeted with those that there are."""
    try:
        topic = section_topic(person.section(opened.section_id))
    except RefusedError as refused:  # with the sections that there are
        await welcoming.greet(person, event_from_user, reply, refused)
        return
    await _follow_linked(topic, event_from_user, person, choosing, reply)


async def follow_topic_by_link(
    _message: Message,
    *,
    opened: OpenTopic,
    event_from_user: User,
    person: Person,
    following: Following,
    choosing: Choosing,
    welcoming: Welcoming,
    reply: Reply,
) -> None:
    try:
        topic = await following.read(opened.typed, person)
        await _follow_linked(topic, event_from_user, person, choosing, reply)
    except RefusedError as refused:
        if person.reader is not None:
            raise
        await welcoming.greet(person, event_from_user, reply, refused)


async def _follow_linked(
    topic: Topic, user: User, person: Person, choosing: Choosing, reply: Reply
) -> None:
    """Whoever comes by a link to a topic wants it, and is a reader by that, or again."""
    topic, taste = await choosing.choose(topic, Choice.FOLLOW, person, user, joins=True)
    await reply.say(TopicChosen(topic=topic, choice=Choice.FOLLOW, stopped=False))
    if taste:
        await reply.say(taste)


async def show_chosen(
    _press: CallbackQuery, person: Person, following: Following, reply: Reply
) -> None:
    chosen = await following.chosen(person.user_id)
    await reply.pop_up()
    await reply.say(ChosenTopics(topics=chosen.topics))


async def choose_topic(
    press: CallbackQuery,
    *,
    pressed: ChooseTopic,
    event_from_user: User,
    person: Person,
    following: Following,
    choosing: Choosing,
    reply: Reply,
) -> None:
    """On the list the mark changes in place; under one topic alone the words do."""
    choice = _read(pressed.choice)
    topic = await following.topic(pressed.topic_id)
    topic, taste = await choosing.choose(topic, choice, person, event_from_user)
    await reply.pop_up(TopicSet(topic, choice, person.is_stopped))
    if stands_beside(press, ShowChosen):
        await reply.show(topic_chosen(topic, choice, person))
    else:
        chosen = await following.chosen(person.user_id)
        await reply.show(ChosenTopics(topics=chosen.topics))
    if taste:
        await reply.say(taste)


async def show_named(
    _press: CallbackQuery,
    pressed: ShowNamed,
    person: Person,
    following: Following,
    reply: Reply,
) -> None:
    named = await following.named(pressed.article_id, person)
    await reply.pop_up()
    await reply.say(NamedTopics.of(named.article, named.topics, named.verdict))


async def choose_named(
    _press: CallbackQuery,
    *,
    pressed: ChooseNamed,
    event_from_user: User,
    person: Person,
    following: Following,
    choosing: Choosing,
    reply: Reply,
) -> None:
    choice = _read(pressed.choice)
    named = await following.named(pressed.article_id, person)
    topic = _marked(named.topics, pressed.mark)
    topic, taste = await choosing.choose(topic, choice, person, event_from_user)
    await reply.pop_up(TopicSet(topic, choice, person.is_stopped))
    topics = tuple((each, choice if each == topic else was) for each, was in named.topics)
    await reply.show(NamedTopics.of(named.article, topics, named.verdict))
    if taste:
        await reply.say(taste)


def topic_chosen(
    topic: Topic,
    choice: Choice,
    person: Person,
    link: str | None = None,
    *,
    is_named: bool = False,
) -> TopicChosen:
    """What has come of it, and when news will come. `is_named`: a tag was typed without «#»."""
    return TopicChosen(
        topic,
        choice,
        person.is_stopped,
        link,
        is_named,
        person.paused_until,
        person.zone,
        person.reader.pace if person.reader else Pace.INSTANT,
    )


def _read(choice: int) -> Choice:
    return Choice(choice) if choice in set(Choice) else Choice.NONE


def _marked(topics: Iterable[tuple[Topic, Choice]], mark: int) -> Topic:
    """Raises `RefusedError` where the article names it no more."""
    for topic, _ in topics:
        if topic.mark == mark:
            return topic
    raise RefusedError("topic_unknown")


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(follow_section_by_link, CommandStart(), Opened(OpenSection))
    router.message.register(follow_topic_by_link, CommandStart(), Opened(OpenTopic))
    router.message.register(choose_typed, Command("follow", "mute"))
    router.callback_query.register(show_chosen, Pressed(ShowChosen))
    router.callback_query.register(choose_topic, Pressed(ChooseTopic))
    router.callback_query.register(show_named, Pressed(ShowNamed))
    router.callback_query.register(choose_named, Pressed(ChooseNamed))
    return router
