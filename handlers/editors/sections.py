"""In which sections two people have to agree before an article goes out, and their «not yet»."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.desk_buttons import DenyWish, NeedSecond
from bot.domain.people import Editor
from bot.rendering.editors import SectionsPage, WishDenied
from bot.usecases.second_looks import SecondLooks
from handlers.callbacks import Pressed
from handlers.filters import IsEditor
from handlers.replies import Reply


async def list_sections(
    _message: Message, editor: Editor, second_looks: SecondLooks, reply: Reply
) -> None:
    await reply.say(await _page(second_looks, editor))


async def need_second(
    _press: CallbackQuery,
    pressed: NeedSecond,
    editor: Editor,
    second_looks: SecondLooks,
    reply: Reply,
) -> None:
    await second_looks.need(pressed.section_id, on=pressed.on, by=editor)
    await reply.pop_up()
    await reply.show(await _page(second_looks, editor))


async def deny(
    _press: CallbackQuery,
    pressed: DenyWish,
    editor: Editor,
    second_looks: SecondLooks,
    reply: Reply,
) -> None:
    article = await second_looks.deny(pressed.article_id, by=editor)
    await reply.pop_up(WishDenied(id=article.id))


async def _page(second_looks: SecondLooks, editor: Editor) -> SectionsPage:
    return SectionsPage(sections=await second_looks.sections(), may_change=editor.sets_rules)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(list_sections, Command("sections"), IsEditor())
    router.callback_query.register(need_second, Pressed(NeedSecond), IsEditor())
    router.callback_query.register(deny, Pressed(DenyWish), IsEditor())
    return router
