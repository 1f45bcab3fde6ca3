"""A group's administrators choose which sections come there; whoever else asks is told so."""

from contextlib import suppress

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from bot.delivery.administrators import Administrators
from bot.delivery.reply_sender import NotTakenError
from bot.domain.errors import RefusedError
from bot.domain.group_buttons import (
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    ShowGroupTopics,
    SwitchGroup,
)
from bot.domain.language_names import language_named
from bot.domain.people import Person
from bot.rendering import LANGUAGES, Renderer
from bot.rendering.group_pages import (
    GroupElsewhere,
    GroupFollowSet,
    GroupForgetQuestion,
    GroupForgotten,
    GroupHello,
    GroupTopics,
)
from bot.rendering.privacy_pages import NotForgotten
from bot.rendering.reader_pages import Outdated
from bot.rendering.renderer import READER_COMMANDS
from bot.usecases.groups import Groups
from bot.usecases.privacy import Privacy
from bot.usecases.recognition import Recognition
from handlers.callbacks import Pressed
from handlers.filters import GROUPS, AsTheGroup, ForThisBot
from handlers.replies import Reply


class InItsGroup(Filter):
    """Lets through what is pressed in a group, which is handed over as it is known."""

    async def __call__(
        self, press: CallbackQuery, recognition: Recognition
    ) -> bool | dict[str, Person]:
        if press.message is None or press.message.chat.type not in GROUPS:
            return False
        return {"group": await recognition.person(press.message.chat.id)}


# --- what is typed ---


async def say_hello(_message: Message, group: Person, publication: str, reply: Reply) -> None:
    await reply.say(GroupHello(publication, group.is_stopped))


async def list_group_topics(
    message: Message, group: Person, administrators: Administrators, reply: Reply
) -> None:
    await _check_writer(message, administrators)
    await reply.say(_topics(group, thread_of(message)))


async def speak_typed(
    message: Message,
    *,
    command: CommandObject,
    group: Person,
    groups: Groups,
    administrators: Administrators,
    reply: Reply,
) -> None:
    """`/language en` does it; without a language that is known, a button offers the other."""
    await _check_writer(message, administrators)
    if language := language_named(command.args or ""):
        await groups.speak(group, language)
        reply.language = language
    await reply.say(_topics(group, thread_of(message)))


async def stop_group(
    message: Message, group: Person, groups: Groups, administrators: Administrators, reply: Reply
) -> None:
    await _check_writer(message, administrators)
    await groups.switch(group, on=False, language=reply.language)
    await reply.say(_topics(group, thread_of(message), stopped=True))


async def ask_to_forget_group(
    message: Message, administrators: Administrators, reply: Reply
) -> None:
    await _check_writer(message, administrators)
    await reply.say(GroupForgetQuestion())


async def say_where(
    message: Message, administrators: Administrators, bot_username: str, reply: Reply
) -> None:
    """Whoever runs the group is told where the rest is done; others are left to their talk."""
    with suppress(RefusedError):
        await _check_writer(message, administrators)
        await reply.say(GroupElsewhere(bot_username))


# --- what is pressed ---


async def show_group_topics(
    press: CallbackQuery, group: Person, administrators: Administrators, reply: Reply
) -> None:
    await _check_presser(press, administrators)
    await reply.pop_up()
    await reply.show(_topics(group, thread_of(press.message)), group.language)


async def follow_in_group(
    press: CallbackQuery,
    *,
    pressed: GroupFollow,
    group: Person,
    groups: Groups,
    administrators: Administrators,
    pages: Renderer,
    reply: Reply,
) -> None:
    """The button's mark changes in place; a group is written to so seldom that it may take.

    The first press gives the group the language of whoever presses, and the text has it, too.
    """
    await _check_presser(press, administrators)
    thread_id, language = thread_of(press.message), group.language or reply.language
    is_first = group.language is None
    group = await groups.follow(
        group, pressed.section_id, on=pressed.on, language=language, thread_id=thread_id
    )
    section = group.section(pressed.section_id)
    await reply.pop_up(GroupFollowSet(section, on=pressed.on, stopped=group.is_stopped))
    if is_first:
        await reply.show(_topics(group, thread_id), language)
    else:
        await reply.mark(_topics(group, thread_id).keyboard(pages.label(language)))


async def switch_group(
    press: CallbackQuery,
    *,
    pressed: SwitchGroup,
    group: Person,
    groups: Groups,
    administrators: Administrators,
    reply: Reply,
) -> None:
    await _check_presser(press, administrators)
    language = group.language or reply.language
    await groups.switch(group, on=pressed.on, language=language)
    await reply.pop_up()
    page = _topics(group, thread_of(press.message), stopped=not pressed.on)
    await reply.show(page, language)


async def speak_in_group(
    press: CallbackQuery,
    *,
    pressed: GroupSpeak,
    group: Person,
    groups: Groups,
    administrators: Administrators,
    reply: Reply,
) -> None:
    await _check_presser(press, administrators)
    if pressed.language not in LANGUAGES:
        await reply.pop_up(Outdated())
        return
    await groups.speak(group, pressed.language)
    await reply.pop_up()
    await reply.show(_topics(group, thread_of(press.message)), pressed.language)


async def forget_group(
    press: CallbackQuery,
    *,
    pressed: ForgetGroup,
    group: Person,
    privacy: Privacy,
    administrators: Administrators,
    reply: Reply,
) -> None:
    """The question turns into its answer, in the language that the group spoke until now."""
    await _check_presser(press, administrators)
    if pressed.sure:
        await privacy.forget(group)
    await reply.pop_up()
    await reply.show(GroupForgotten() if pressed.sure else NotForgotten(), group.language)


# --- who, and where ---


def thread_of(message: object) -> int | None:
    """The thread of a forum that a message stands in; a reply's thread elsewhere is none."""
    if not isinstance(message, Message) or not message.is_topic_message:
        return None
    return message.message_thread_id


async def _check_writer(message: Message, administrators: Administrators) -> None:
    """Whoever writes as the group itself runs it; Telegram does not say who that is."""
    if await AsTheGroup()(message):
        return
    user = message.from_user
    await _check(message.chat.id, user.id if user else 0, administrators)


async def _check_presser(press: CallbackQuery, administrators: Administrators) -> None:
    """A press names the person, also where they are hidden in the group."""
    if press.message:
        await _check(press.message.chat.id, press.from_user.id, administrators)


async def _check(chat_id: int, user_id: int, administrators: Administrators) -> None:
    try:
        may = await administrators.has(chat_id, user_id)
    except NotTakenError:
        raise RefusedError("administrators_unknown") from None
    if not may:
        raise RefusedError("administrators_only")


def _topics(group: Person, thread_id: int | None, *, stopped: bool | None = None) -> GroupTopics:
    return GroupTopics(
        sections=group.offered,
        follows=group.follows,
        stopped=group.is_stopped if stopped is None else stopped,
        in_thread=thread_id is not None,
    )


def commands() -> Router:
    """What is answered in a group; all else that is typed there is not meant for the bot."""
    router = Router(name=f"{__name__}.commands")
    router.message.register(say_hello, Command("start", "help"))
    router.message.register(list_group_topics, Command("topics", "settings"))
    router.message.register(speak_typed, Command("language"))
    router.message.register(stop_group, Command("stop"))
    router.message.register(ask_to_forget_group, Command("forget"))
    router.message.register(say_where, ForThisBot(*READER_COMMANDS))
    return router


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_group_topics, Pressed(ShowGroupTopics), InItsGroup())
    router.callback_query.register(follow_in_group, Pressed(GroupFollow), InItsGroup())
    router.callback_query.register(switch_group, Pressed(SwitchGroup), InItsGroup())
    router.callback_query.register(speak_in_group, Pressed(GroupSpeak), InItsGroup())
    router.callback_query.register(forget_group, Pressed(ForgetGroup), InItsGroup())
    return router
