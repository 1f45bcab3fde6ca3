"""Sections by buttons: names, emojis, where they go, where two people have to agree; «not yet»."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.desk_buttons import (
    DenyWish,
    EditSection,
    HideSection,
    ListSections,
    NeedSecond,
    SendSection,
    ShowSection,
)
from bot.domain.people import Editor
from bot.rendering.editors import AskSection, SectionPage, SectionsPage, WishDenied
from bot.usecases.channels import Channels
from bot.usecases.questions import Questions
from bot.usecases.second_looks import SecondLooks
from bot.usecases.section_settings import SectionSettings
from handlers.callbacks import Pressed, message_under
from handlers.filters import IsEditor
from handlers.replies import Reply


async def sections_typed(
    _message: Message, editor: Editor, second_looks: SecondLooks, reply: Reply
) -> None:
    await reply.say(await _page(second_looks, editor))


async def list_sections(
    _press: CallbackQuery, editor: Editor, second_looks: SecondLooks, reply: Reply
) -> None:
    page = await _page(second_looks, editor)
    await reply.pop_up()
    await reply.show(page)


async def show_section(
    press: CallbackQuery,
    *,
    pressed: ShowSection,
    editor: Editor,
    section_settings: SectionSettings,
    questions: Questions,
    reply: Reply,
) -> None:
    """Whoever looks at the page in place of a question takes that back."""
    page = await section_page(pressed.section_id, editor, section_settings)
    await questions.cancel_of_section(pressed.section_id, by=editor, but=message_under(press))
    await reply.pop_up()
    await reply.show(page)


async def edit_section(
    press: CallbackQuery,
    *,
    pressed: EditSection,
    editor: Editor,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    section = await section_settings.ask(
        pressed.section_id, emoji=pressed.emoji, by=editor, message_id=message_under(press)
    )
    await reply.pop_up()
    await reply.show(AskSection(section=section, emoji=pressed.emoji))


async def send_section(
    _press: CallbackQuery,
    *,
    pressed: SendSection,
    editor: Editor,
    channels: Channels,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    await channels.route(pressed.chat_id, pressed.section_id, on=pressed.on, by=editor)
    await _show(pressed.section_id, editor, section_settings, reply)


async def hide_section(
    _press: CallbackQuery,
    pressed: HideSection,
    editor: Editor,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    await section_settings.hide(pressed.section_id, on=pressed.on, by=editor)
    await _show(pressed.section_id, editor, section_settings, reply)


async def need_second(
    _press: CallbackQuery,
    *,
    pressed: NeedSecond,
    editor: Editor,
    second_looks: SecondLooks,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    await second_looks.need(pressed.section_id, on=pressed.on, by=editor)
    await _show(pressed.section_id, editor, section_settings, reply)


async def deny(
    _press: CallbackQuery,
    pressed: DenyWish,
    editor: Editor,
    second_looks: SecondLooks,
    reply: Reply,
) -> None:
    article = await second_looks.deny(pressed.article_id, by=editor)
    await reply.pop_up(WishDenied(id=article.id))


async def section_page(
    section_id: int, editor: Editor, section_settings: SectionSettings
) -> SectionPage:
    facts = await section_settings.facts(section_id)
    return SectionPage(facts=facts, may_change=editor.sets_rules, may_send=editor.is_owner)


async def _show(
    section_id: int, editor: Editor, section_settings: SectionSettings, reply: Reply
) -> None:
    page = await section_page(section_id, editor, section_settings)
    await reply.pop_up()
    await reply.show(page)


async def _page(second_looks: SecondLooks, editor: Editor) -> SectionsPage:
    return SectionsPage(sections=await second_looks.sections(), may_change=editor.sets_rules)


def build() -> Router:
    router = Router(name=__name__)
    router.message.register(sections_typed, Command("sections"), IsEditor())
    router.callback_query.register(list_sections, Pressed(ListSections), IsEditor())
    router.callback_query.register(show_section, Pressed(ShowSection), IsEditor())
    router.callback_query.register(edit_section, Pressed(EditSection), IsEditor())
    router.callback_query.register(send_section, Pressed(SendSection), IsEditor())
    router.callback_query.register(hide_section, Pressed(HideSection), IsEditor())
    router.callback_query.register(need_second, Pressed(NeedSecond), IsEditor())
    router.callback_query.register(deny, Pressed(DenyWish), IsEditor())
    return router
