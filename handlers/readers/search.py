"""Readers find articles: what they write is looked for."""

import re
from typing import Any, Final

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message, MessageOriginChannel, User

from bot.domain.courtesies import Courtesy, courtesy_of
from bot.domain.people import Person
from bot.domain.query import LONGEST_QUERY
from bot.domain.search_buttons import FollowFound, OpenFound, TryInstead, TurnFound
from bot.domain.topics import Choice
from bot.rendering.reader_pages import Polite
from bot.rendering.search_pages import FoundView, SearchHelp
from bot.rendering.topic_pages import TopicSet
from bot.usecases.archive import Archive
from bot.usecases.finding import Finding
from bot.usecases.following import Following
from bot.usecases.letters import Letters
from bot.usecases.searching import Searching
from handlers.callbacks import Pressed
from handlers.readers.following import topic_chosen
from handlers.readers.reading_here import ReadingHere
from handlers.readers.tastes import Choosing
from handlers.replies import Reply

_ADDRESS: Final = re.compile(r"https?://[^\s<>«»\"]+", re.IGNORECASE)
_FEWEST: Final = 2  # letters or figures: one alone is no word


class IsQuery(Filter):
    """Lets through what is short enough to be looked for, in one line, with a word in it."""

    async def __call__(self, message: Message) -> bool:
        text = (message.text or "").strip()
        is_short = len(text) <= LONGEST_QUERY and "\n" not in text
        return is_short and sum(c.isalnum() for c in text) >= _FEWEST


class NamesArticle(Filter):
    """Lets through what has the address of an article in it, as phones share a page."""

    async def __call__(self, message: Message, archive: Archive) -> bool | dict[str, Any]:
        address = _ADDRESS.search(message.text or "")
        article = await archive.at_address(address[0]) if address else None
        return False if article is None else {"article_id": article.id}


class ShowsArticle(Filter):
    """Lets through a post of a channel's that shows one article of ours, or its address."""

    async def __call__(self, message: Message, finding: Finding) -> bool | dict[str, Any]:
        origin = message.forward_origin
        if isinstance(origin, MessageOriginChannel):
            articles = await finding.of_post(origin.chat.id, origin.message_id)
        else:
            articles = await finding.of_post_link(message.text or "")
        return {"article_id": articles[0].id} if len(articles) == 1 else False


def _said_to(bot_username: str, message: Message) -> str:
    """What a message says but for the bot's name, as people call it in other chats."""
    name = f"@{bot_username}".casefold()
    words = (message.text or "").split()
    return " ".join(word for word in words if word.casefold().rstrip(".,:!?") != name)


class IsCourtesy(Filter):
    """Lets through a greeting or thanks, and says which."""

    async def __call__(self, message: Message, bot_username: str) -> bool | dict[str, Any]:
        courtesy = courtesy_of(_said_to(bot_username, message))
        return False if courtesy is None else {"courtesy": courtesy}


async def search_typed(
    message: Message,
    *,
    command: CommandObject,
    person: Person,
    searching: Searching,
    letters: Letters,
    reply: Reply,
) -> None:
    words = command.args or ""
    if not words.strip():  # they are asked for some: these are no letter to the desk
        await letters.cancel(person.user_id)
    await say_found(words, message, person, searching, reply)


async def search_text(
    message: Message, bot_username: str, person: Person, searching: Searching, reply: Reply
) -> None:
    await say_found(_said_to(bot_username, message), message, person, searching, reply)


async def search_again(
    message: Message, bot_username: str, person: Person, searching: Searching, reply: Reply
) -> None:
    """Whoever mends a slip in what they looked for looks for it anew; other messages stay."""
    words = _said_to(bot_username, message)
    if words.startswith("/"):
        words = " ".join(words.split(maxsplit=1)[1:])
    if await searching.is_changed(words, message.message_id, by=person.user_id):
        await say_found(words, message, person, searching, reply)


async def open_shared(
    _message: Message,
    article_id: int,
    person: Person,
    reading_here: ReadingHere,
    reply: Reply,
) -> None:
    """Whoever sends a link of the site's, or a channel's post, has found the article already."""
    await reading_here.send(article_id, person, reply)


async def answer_politely(_message: Message, courtesy: Courtesy, reply: Reply) -> None:
    """Whoever says thank you looks for no article: `/search` finds one that has these words."""
    await reply.say(Polite(courtesy=courtesy))


async def say_found(
    words: str, message: Message, person: Person, searching: Searching, reply: Reply
) -> None:
    """How to look for something, where nothing was named: a bare key means every article."""
    query = searching.read(words, person.zone)
    if query.is_empty:
        await reply.say(SearchHelp(query.ignored, await searching.a_section()))
        return
    found = await searching.search(
        words, by=person.user_id, zone=person.zone, message_id=message.message_id
    )
    await reply.say(FoundView(found=found))


async def turn(
    _press: CallbackQuery, pressed: TurnFound, person: Person, searching: Searching, reply: Reply
) -> None:
    found = await searching.page(
        pressed.search_id,
        pressed.page,
        newest=pressed.newest,
        by=person.user_id,
        zone=person.zone,
    )
    await reply.pop_up()
    await reply.show(FoundView(found=found))


async def try_instead(
    _press: CallbackQuery, pressed: TryInstead, person: Person, searching: Searching, reply: Reply
) -> None:
    found = await searching.instead(
        pressed.search_id, by=person.user_id, language=reply.language, zone=person.zone
    )
    await reply.pop_up()
    await reply.show(FoundView(found=found))


async def follow_found(
    _press: CallbackQuery,
    *,
    pressed: FollowFound,
    event_from_user: User,
    person: Person,
    searching: Searching,
    following: Following,
    choosing: Choosing,
    reply: Reply,
) -> None:
    """Whoever looked for something follows it: a section, tag or author, else the words."""
    words = await searching.words(pressed.search_id, by=person.user_id)
    topic = await following.read(searching.read(words).topic or words, person)
    choice = Choice.FOLLOW
    topic, taste = await choosing.choose(topic, choice, person, event_from_user)
    await reply.pop_up(TopicSet(topic, choice, person.is_stopped))
    await reply.say(topic_chosen(topic, choice, person))
    if taste:
        await reply.say(taste)


async def open_hit(
    press: CallbackQuery,
    pressed: OpenFound,
    person: Person,
    reading_here: ReadingHere,
    reply: Reply,
) -> None:
    """The whole article, in place of the page that it was found on."""
    back = TurnFound(pressed.search_id, pressed.page, pressed.newest)
    await reading_here.show(pressed.article_id, person, reply, press, back=back)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(search_typed, Command("search"))
    router.edited_message.register(search_again, Command("search"))
    router.callback_query.register(turn, Pressed(TurnFound))
    router.callback_query.register(open_hit, Pressed(OpenFound))
    router.callback_query.register(try_instead, Pressed(TryInstead))
    router.callback_query.register(follow_found, Pressed(FollowFound))
    return router


def texts() -> Router:
    """Stands behind every command, and behind what people of the desk write."""
    router = Router(name=f"{__name__}.texts")
    router.message.register(open_shared, ShowsArticle())
    router.message.register(answer_politely, IsCourtesy())
    router.message.register(open_shared, F.text, NamesArticle())
    router.message.register(search_text, F.text, IsQuery())
    router.edited_message.register(search_again, F.text, IsQuery())
    return router
