"""Readers and editors say in which language, and whether at all, they want to be written to."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, User

from bot.delivery.reply_sender import ReplySender
from bot.domain.buttons import Follow, Speak
from bot.domain.people import Editor, Person
from bot.rendering import LANGUAGES, Renderer
from bot.rendering.editors import DeskHelp
from bot.rendering.reader_pages import (
    LanguageChoice,
    LanguageSet,
    Outdated,
    ReaderHelp,
    Stopped,
)
from bot.usecases.readers import Readers
from handlers.callbacks import Pressed, stands_beside
from handlers.menu import set_menu
from handlers.readers.start import Welcoming
from handlers.replies import Reply


async def stop(_message: Message, event_from_user: User, readers: Readers, reply: Reply) -> None:
    await readers.stop(event_from_user.id)
    await reply.say(Stopped())


async def explain_commands(_message: Message, editor: Editor | None, reply: Reply) -> None:
    await reply.say(DeskHelp() if editor else ReaderHelp(desk=False))


async def choose_language(_message: Message, reply: Reply) -> None:
    await reply.say(LanguageChoice())


async def speak(
    press: CallbackQuery,
    *,
    pressed: Speak,
    event_from_user: User,
    person: Person,
    readers: Readers,
    welcoming: Welcoming,
    pages: Renderer,
    sender: ReplySender,
    reply: Reply,
) -> None:
    """Speak another language from now on; the page with the button does so at once."""
    if pressed.language not in LANGUAGES:
        await reply.pop_up(Outdated())
        return
    if person.reader is None:
        await readers.join(person, event_from_user.language_code)
    await readers.set_language(event_from_user.id, pressed.language)
    reply.language = pressed.language
    await reply.pop_up()
    is_of_topics = stands_beside(press, Follow)
    await reply.show(await welcoming.page(person) if is_of_topics else LanguageSet())
    desk = person.editor is not None
    await set_menu(sender, pages, event_from_user.id, pressed.language, desk=desk)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(explain_commands, Command("help"))
    router.message.register(stop, Command("stop"))
    router.message.register(choose_language, Command("language"))
    router.callback_query.register(speak, Pressed(Speak))
    return router
