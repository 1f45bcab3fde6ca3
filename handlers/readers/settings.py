"""Readers and editors say in which language, and whether at all, they want to be written to."""

from dataclasses import dataclass

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message, User

from bot.delivery.reply_sender import ReplySender
from bot.domain.buttons import Follow, Speak
from bot.domain.language_names import language_named
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


async def stop(_message: Message, person: Person, readers: Readers, reply: Reply) -> None:
    await readers.stop(person.user_id)
    await reply.say(Stopped(known=person.reader is not None))


async def explain_commands(_message: Message, editor: Editor | None, reply: Reply) -> None:
    await reply.say(DeskHelp() if editor else ReaderHelp())


@dataclass(frozen=True, slots=True)
class Speaking:
    """A person is spoken to in another language from now on, and has their menu in it."""

    readers: Readers
    pages: Renderer
    sender: ReplySender

    async def switch(self, language: str, person: Person, user: User, reply: Reply) -> None:
        if person.reader is None:
            await self.readers.join(person, user.language_code)
        await self.readers.set_language(user.id, language)
        reply.language = language

    async def set_menu(self, person: Person, language: str) -> None:
        desk = person.editor is not None
        await set_menu(self.sender, self.pages, person.user_id, language, desk=desk)


async def choose_language(
    _message: Message,
    *,
    command: CommandObject,
    event_from_user: User,
    person: Person,
    speaking: Speaking,
    reply: Reply,
) -> None:
    """`/language en` does it; without a language that is known, two buttons ask."""
    language = language_named(command.args or "")
    if language is None:
        await reply.say(LanguageChoice())
        return
    await speaking.switch(language, person, event_from_user, reply)
    await reply.say(LanguageSet())
    await speaking.set_menu(person, language)


async def speak(
    press: CallbackQuery,
    *,
    pressed: Speak,
    event_from_user: User,
    person: Person,
    welcoming: Welcoming,
    speaking: Speaking,
    reply: Reply,
) -> None:
    """The page with the button speaks the other language at once."""
    if pressed.language not in LANGUAGES:
        await reply.pop_up(Outdated())
        return
    await speaking.switch(pressed.language, person, event_from_user, reply)
    await reply.pop_up()
    is_of_topics = stands_beside(press, Follow)
    await reply.show(await welcoming.page(person) if is_of_topics else LanguageSet())
    await speaking.set_menu(person, pressed.language)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(explain_commands, Command("help"))
    router.message.register(stop, Command("stop"))
    router.message.register(choose_language, Command("language"))
    router.callback_query.register(speak, Pressed(Speak))
    return router
