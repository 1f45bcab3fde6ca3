"""Readers say when they want news, pause them, and turn the pages of a digest."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message, User

from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.people import Person
from bot.domain.reading_buttons import PauseReading, SetReading, ShowReading, TurnDigest
from bot.domain.reading_times import SETTINGS
from bot.rendering.digest_page import digest_page
from bot.rendering.reading_pages import ReadingPage, pause_of
from bot.usecases.digests import Digests
from bot.usecases.reading_settings import NewsTimes, ReadingSettings
from handlers.callbacks import Pressed
from handlers.replies import Reply


class TellsZone(Filter):
    """Lets through a location, as the time zone that was made of it when it came in."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        zone = (message.location.model_extra or {}).get("zone") if message.location else None
        return {"zone_name": zone} if isinstance(zone, str) else False


async def open_settings(
    _message: Message,
    *,
    command: CommandObject,
    event_from_user: User,
    person: Person,
    reading_settings: ReadingSettings,
    reply: Reply,
) -> None:
    """With words behind it: quiet hours, or the zone that somebody lives in."""
    if command.args:
        code = event_from_user.language_code
        now = await reading_settings.typed(person, command.args, language_code=code)
        await reply.say(_page(now, person))
        return
    await reply.say(_page(await reading_settings.of(person), person))


async def live_here(
    _message: Message,
    *,
    zone_name: str,
    event_from_user: User,
    person: Person,
    reading_settings: ReadingSettings,
    reply: Reply,
) -> None:
    """Whoever sends a location lives by the time there; where that is, is known to nobody here."""
    code = event_from_user.language_code
    await reply.say(
        _page(await reading_settings.typed(person, zone_name, language_code=code), person)
    )


async def pause_typed(
    _message: Message,
    *,
    command: CommandObject,
    event_from_user: User,
    person: Person,
    reading_settings: ReadingSettings,
    reply: Reply,
) -> None:
    """`/pause …`, until a day or for so long; alone it shows the choice."""
    if not command.args:
        await reply.say(_page(await reading_settings.of(person), person, "pause"))
        return
    now = await reading_settings.pause_typed(
        person, command.args, language_code=event_from_user.language_code
    )
    await reply.say(_page(now, person))


async def show_reading(
    _press: CallbackQuery,
    pressed: ShowReading,
    person: Person,
    reading_settings: ReadingSettings,
    reply: Reply,
) -> None:
    opened = pressed.what if pressed.what in SETTINGS else "all"
    await reply.pop_up()
    await reply.show(_page(await reading_settings.of(person), person, opened))


async def set_reading(
    _press: CallbackQuery,
    *,
    pressed: SetReading,
    event_from_user: User,
    person: Person,
    reading_settings: ReadingSettings,
    reply: Reply,
) -> None:
    """The list stays open where several may be on; else its page comes back."""
    now = await reading_settings.set(
        person, pressed.what, pressed.value, language_code=event_from_user.language_code
    )
    await reply.pop_up()
    await reply.show(_page(now, person, "hour" if pressed.what in ("hour", "nohour") else "all"))


async def pause_pressed(
    _press: CallbackQuery,
    *,
    pressed: PauseReading,
    event_from_user: User,
    person: Person,
    reading_settings: ReadingSettings,
    reply: Reply,
) -> None:
    length: timedelta = pause_of(pressed.hours)
    code = event_from_user.language_code
    now = await reading_settings.pause(person, length, language_code=code)
    await reply.pop_up()
    await reply.show(_page(now, person))


async def turn_digest(
    _press: CallbackQuery,
    *,
    pressed: TurnDigest,
    digests: Digests,
    bot_username: str,
    reply: Reply,
) -> None:
    digest, articles = await digests.digest(pressed.digest_id)
    addresses = {each.id: bot_link(bot_username, OpenArticle(each.id)) for each in articles}
    await reply.pop_up()
    await reply.show(digest_page(digest, articles, addresses, pressed.page))


def _page(now: NewsTimes, person: Person, opened: str = "all") -> ReadingPage:
    return ReadingPage(
        now.times,
        now.now,
        now.zone,
        now.paused_until,
        now.next_at,
        opened,
        person.is_stopped,
    )


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(open_settings, Command("settings"))
    router.message.register(live_here, TellsZone())
    router.message.register(pause_typed, Command("pause"))
    router.callback_query.register(show_reading, Pressed(ShowReading))
    router.callback_query.register(set_reading, Pressed(SetReading))
    router.callback_query.register(pause_pressed, Pressed(PauseReading))
    router.callback_query.register(turn_digest, Pressed(TurnDigest))
    return router
