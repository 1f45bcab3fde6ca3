"""People see what is kept of them, take it along, and have it erased."""

from datetime import tzinfo

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.people import Person
from bot.domain.personal_data import KeptFor
from bot.domain.privacy_buttons import AskForget, Forget, SendMyData
from bot.rendering.person_json import FILE, data_as_json
from bot.rendering.privacy_pages import (
    ForgetQuestion,
    Forgotten,
    MyData,
    NotForgotten,
    PrivacyPage,
)
from bot.usecases.privacy import Privacy
from handlers.callbacks import Pressed
from handlers.replies import Reply


async def explain(_message: Message, person: Person, kept_for: KeptFor, reply: Reply) -> None:
    await reply.say(PrivacyPage(kept_for=kept_for, desk=person.editor is not None))


async def send_data(
    _event: Message | CallbackQuery, person: Person, privacy: Privacy, zone: tzinfo, reply: Reply
) -> None:
    data = await privacy.data(person.user_id)
    await reply.pop_up()
    await reply.send_file(FILE, data_as_json(data, zone), MyData())


async def ask_to_forget(
    _event: Message | CallbackQuery, person: Person, kept_for: KeptFor, reply: Reply
) -> None:
    await reply.pop_up()
    await reply.say(ForgetQuestion(kept_for=kept_for, desk=person.editor is not None))


async def forget(
    _press: CallbackQuery,
    *,
    pressed: Forget,
    person: Person,
    privacy: Privacy,
    kept_for: KeptFor,
    reply: Reply,
) -> None:
    """The question turns into its answer, in the language that they spoke until now."""
    if not pressed.sure:
        await reply.pop_up()
        await reply.show(NotForgotten())
        return
    await privacy.forget(person)
    await reply.pop_up()
    await reply.show(Forgotten(kept_for=kept_for, desk=person.editor is not None))


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(explain, Command("privacy"))
    router.message.register(send_data, Command("mydata"))
    router.message.register(ask_to_forget, Command("forget"))
    router.callback_query.register(send_data, Pressed(SendMyData))
    router.callback_query.register(ask_to_forget, Pressed(AskForget))
    router.callback_query.register(forget, Pressed(Forget))
    return router
