"""Editors set the section, the fields and the link of a draft that intake has not understood."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.article_fields import Field
from bot.domain.article_forms import Form
from bot.domain.buttons import AddLink, MakeSection, SetSection
from bot.domain.errors import RefusedError
from bot.domain.field_buttons import (
    ClearField,
    DateNow,
    EditField,
    OpenFields,
    ShowFields,
    TakeLine,
)
from bot.domain.people import Editor
from bot.domain.question_kinds import Asked
from bot.rendering.editors import AskLink, FieldQuestion, FieldsPage, SectionQuestion, SectionSet
from bot.usecases.editing import Editing
from bot.usecases.questions import Questions
from bot.usecases.section_settings import SectionSettings
from handlers.callbacks import Pressed, message_under, stands_beside
from handlers.editors.own_forms import open_form
from handlers.editors.sections import section_page
from handlers.filters import IsEditor
from handlers.replies import Reply

_SECTION = "section"


async def open_fields(
    _press: CallbackQuery,
    *,
    pressed: OpenFields,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    questions: Questions,
    reply: Reply,
) -> None:
    article = await editing.form(pressed.article_id, by=editor, anew=True, drawn=drawn)
    await reply.pop_up()
    await open_form(
        FieldsPage(article=article),
        article.id,
        Form.FIELDS,
        editor=editor,
        questions=questions,
        reply=reply,
    )


async def show_fields(
    _press: CallbackQuery, pressed: ShowFields, editor: Editor, editing: Editing, reply: Reply
) -> None:
    article = await editing.form(pressed.article_id, by=editor)
    await reply.pop_up()
    await reply.show(FieldsPage(article=article))


async def edit_field(
    press: CallbackQuery,
    *,
    pressed: EditField,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    reply: Reply,
) -> None:
    """The form gives way to what is asked; a section is chosen, all else may be typed too."""
    if pressed.field == _SECTION:
        card = await editing.card(pressed.article_id, drawn=drawn)
        await reply.pop_up()
        await reply.show(SectionQuestion(card=card))
        return
    field = _field(pressed.field)
    article = await editing.ask(
        pressed.article_id, field, by=editor, message_id=message_under(press), drawn=drawn
    )
    await reply.pop_up()
    await reply.show(FieldQuestion(article=article, field=field))


async def take_line(
    _press: CallbackQuery,
    *,
    pressed: TakeLine,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    reply: Reply,
) -> None:
    """A line of what was pasted is the field from now on, as the button on it says."""
    article = await editing.take_line(
        pressed.article_id,
        _field(pressed.field),
        pressed.place,
        pressed.mark,
        by=editor,
        drawn=drawn,
    )
    await reply.pop_up()
    await reply.show(FieldsPage(article=article))


async def clear_field(
    _press: CallbackQuery,
    *,
    pressed: ClearField,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    reply: Reply,
) -> None:
    article = await editing.clear(
        pressed.article_id, _field(pressed.field), by=editor, drawn=drawn
    )
    await reply.pop_up()
    await reply.show(FieldsPage(article=article))


async def date_now(
    _press: CallbackQuery,
    *,
    pressed: DateNow,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    reply: Reply,
) -> None:
    article = await editing.date_now(pressed.article_id, by=editor, drawn=drawn)
    await reply.pop_up()
    await reply.show(FieldsPage(article=article))


async def set_section(
    press: CallbackQuery,
    *,
    pressed: SetSection,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    reply: Reply,
) -> None:
    """On the form of fields it goes on with the others."""
    article = await editing.set_section(
        pressed.article_id, pressed.section_id, by=editor, drawn=drawn
    )
    await reply.pop_up(SectionSet(article=article))
    if stands_beside(press, ShowFields):
        await reply.show(FieldsPage(article=article))


async def make_section(
    _press: CallbackQuery,
    *,
    pressed: MakeSection,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    section_settings: SectionSettings,
    reply: Reply,
) -> None:
    """Its page comes at once: nothing of it goes anywhere until somebody says where."""
    article = await editing.make_section(pressed.article_id, by=editor, drawn=drawn)
    await reply.pop_up(SectionSet(article=article))
    if article.section:
        await reply.say(await section_page(article.section.id, editor, section_settings))


async def add_link(
    _press: CallbackQuery,
    *,
    pressed: AddLink,
    drawn: int | None,
    editor: Editor,
    editing: Editing,
    questions: Questions,
    reply: Reply,
) -> None:
    article = await editing.ask(pressed.article_id, Asked.LINK, by=editor, drawn=drawn)
    await reply.pop_up()
    await questions.stands_in(await reply.say(AskLink(article=article)), of=editor)


def _field(name: str) -> Field:
    """A button's word may be anything that somebody wrote into it."""
    try:
        return Field(name)
    except ValueError:
        raise RefusedError("field_stale") from None


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_fields, Pressed(OpenFields), IsEditor())
    router.callback_query.register(show_fields, Pressed(ShowFields), IsEditor())
    router.callback_query.register(edit_field, Pressed(EditField), IsEditor())
    router.callback_query.register(take_line, Pressed(TakeLine), IsEditor())
    router.callback_query.register(clear_field, Pressed(ClearField), IsEditor())
    router.callback_query.register(date_now, Pressed(DateNow), IsEditor())
    router.callback_query.register(set_section, Pressed(SetSection), IsEditor())
    router.callback_query.register(make_section, Pressed(MakeSection), IsEditor())
    router.callback_query.register(add_link, Pressed(AddLink), IsEditor())
    return router
