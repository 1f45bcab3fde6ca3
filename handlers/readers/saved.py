"""People keep articles to read later; what they have kept opens here."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.deep_links import OpenArticle, bot_link
from bot.domain.errors import RefusedError
from bot.domain.people import Person
from bot.domain.post import Button
from bot.domain.saved_buttons import DropSaved, Save, ShowSaved
from bot.rendering import Renderer
from bot.rendering.saved_pages import SavedPage, SavedSet, save_button
from bot.usecases.saving import Saving
from handlers.callbacks import Pressed, buttons_under
from handlers.readers.reading_here import ReadingHere
from handlers.replies import Reply


async def list_saved(
    _message: Message, person: Person, saving: Saving, bot_username: str, reply: Reply
) -> None:
    await reply.say(await _page(person, 0, saving, bot_username))


async def turn(
    _press: CallbackQuery,
    *,
    pressed: ShowSaved,
    person: Person,
    saving: Saving,
    bot_username: str,
    reply: Reply,
) -> None:
    page = await _page(person, pressed.page, saving, bot_username)
    await reply.pop_up()
    await reply.show(page)


async def drop(
    _press: CallbackQuery,
    *,
    pressed: DropSaved,
    person: Person,
    saving: Saving,
    bot_username: str,
    reply: Reply,
) -> None:
    await saving.keep(pressed.article_id, person.user_id, on=False)
    page = await _page(person, pressed.page, saving, bot_username)
    await reply.pop_up(SavedSet(on=False))
    await reply.show(page)


async def save(
    press: CallbackQuery,
    *,
    pressed: Save,
    person: Person,
    saving: Saving,
    reading_here: ReadingHere,
    pages: Renderer,
    reply: Reply,
) -> None:
    """Under an article's text: the button turns into its opposite, the others stay.

    Where the text is another by now, it is shown. What was taken back meanwhile can be kept no
    more: its button goes.
    """
    await saving.keep(pressed.article_id, person.user_id, on=pressed.on)
    await reply.pop_up(SavedSet(on=pressed.on))
    try:
        article = await reading_here.article(pressed.article_id)
    except RefusedError:
        await _turn_button(press, (), reply)
        return
    if pressed.revision not in (0, article.revision):
        await reading_here.show(pressed.article_id, person, reply, press, was=pressed.revision)
        return
    other = save_button(article, pages.label(reply.language), kept=pressed.on)
    await _turn_button(press, (other,), reply)


async def _turn_button(press: CallbackQuery, instead: Sequence[Button], reply: Reply) -> None:
    under = buttons_under(press)
    keyboard = (
        tuple(each for b in row for each in (instead if isinstance(b.press, Save) else (b,)))
        for row in under
    )
    if under:
        await reply.mark(tuple(filter(None, keyboard)))


async def _page(person: Person, page: int, saving: Saving, bot_username: str) -> SavedPage:
    found = await saving.page(person.user_id, page)
    here = {each.id: bot_link(bot_username, OpenArticle(each.id)) for each in found.articles}
    return SavedPage(page=found, addresses=here, zone=person.zone)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_saved, Command("saved"))
    router.callback_query.register(turn, Pressed(ShowSaved))
    router.callback_query.register(drop, Pressed(DropSaved))
    router.callback_query.register(save, Pressed(Save))
    return router
