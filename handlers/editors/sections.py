"""Sections by buttons: what they are called, their order, where they go; two that become one."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.desk_buttons import (
    AskMerger,
    ChooseMerger,
    ClearHashtag,
    DenyWish,
    EditSection,
    HideSection,
    ListSections,
    MergeSections,
    MoveSection,
    NeedSecond,
    SendSection,
    ShowSection,
)
from bot.domain.people import Editor
from bot.rendering.editors import (
    AskSection,
    Merged,
    MergerChoice,
    MergerQuestion,
    SectionPage,
    SectionsPage,
    WishDenied,
)
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
        pressed.section_id, pressed.part, by=editor, message_id=message_under(press)
    )
    await reply.pop_up()
    await reply.show(AskSection(section=section, part=pressed.part))


async def clear_hashtag(
    _press: CallbackQuery,
    pressed: ClearHashtag,
    editor: Editor,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    await section_settings.clear_hashtag(pressed.section_id, by=editor)
    await _show(pressed.section_id, editor, section_settings, reply)


async def move_section(
    _press: CallbackQuery,
    pressed: MoveSection,
    editor: Editor,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    await section_settings.move(pressed.section_id, pressed.place, by=editor)
    await _show(pressed.section_id, editor, section_settings, reply)


# --- two become one ---


async def choose_merger(
    _press: CallbackQuery,
    pressed: ChooseMerger,
    editor: Editor,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    section, others = await section_settings.others(pressed.section_id, by=editor)
    await reply.pop_up()
    await reply.show(MergerChoice(section=section, others=others))


async def ask_merger(
    _press: CallbackQuery,
    pressed: AskMerger,
    editor: Editor,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    merger = await section_settings.merger(pressed.section_id, pressed.into_id, by=editor)
    await reply.pop_up()
    await reply.show(MergerQuestion(merger=merger))


async def merge_sections(
    _press: CallbackQuery,
    pressed: MergeSections,
    editor: Editor,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    """The question has had its answer, and says so; the page of the one that stays comes below."""
    merger = await section_settings.merge(pressed.section_id, pressed.into_id, by=editor)
    await reply.settle(Merged(merger=merger))
    await reply.say(await section_page(merger.into.id, editor, section_settings))


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
    drawn: int | None,
    editor: Editor,
    second_looks: SecondLooks,
    reply: Reply,
) -> None:
    article = await second_looks.deny(pressed.article_id, by=editor, drawn=drawn)
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
    router.callback_query.register(clear_hashtag, Pressed(ClearHashtag), IsEditor())
    router.callback_query.register(move_section, Pressed(MoveSection), IsEditor())
    router.callback_query.register(choose_merger, Pressed(ChooseMerger), IsEditor())
    router.callback_query.register(ask_merger, Pressed(AskMerger), IsEditor())
    router.callback_query.register(merge_sections, Pressed(MergeSections), IsEditor())
    router.callback_query.register(send_section, Pressed(SendSection), IsEditor())
    router.callback_query.register(hide_section, Pressed(HideSection), IsEditor())
    router.callback_query.register(need_second, Pressed(NeedSecond), IsEditor())
    router.callback_query.register(deny, Pressed(DenyWish), IsEditor())
    return router
