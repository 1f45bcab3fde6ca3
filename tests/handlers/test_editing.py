"""The form of a draft's fields, as it is pressed and typed."""

import pytest
from aiogram.methods import EditMessageText
from aiogram.types import InlineKeyboardMarkup

from bot.domain.article_fields import Field, lines_for
from bot.domain.buttons import AddLink, MakeSection, SetSection, ShowCard, pack, unpack
from bot.domain.delivery import Kind
from bot.domain.field_buttons import (
    ClearField,
    DateNow,
    EditField,
    OpenFields,
    ShowFields,
    TakeLine,
)
from tests import tables
from tests.builders import an_owner
from tests.handlers.house import EDITOR, House
from tests.handlers.telegram import markup


async def test_the_form_shows_each_field_and_has_a_button_for_it(house: House) -> None:
    article = await house.draft(author="Марта <Коваль>")
    await house.press(EDITOR, OpenFields(article.id))
    assert "НАТО поглибить діалог із Японією" in house.telegram.said[-1]
    assert "Марта &lt;Коваль&gt;" in house.telegram.said[-1]
    data = house.telegram.data_under_last()
    assert {pack(EditField(article.id, field)) for field in (*Field, "section")} <= set(data)
    assert data[-1] == pack(ShowCard(article.id))


async def test_a_lead_is_chosen_among_the_paragraphs(house: House) -> None:
    article = await house.draft(lead=None)
    await house.press(EDITOR, EditField(article.id, "lead"))
    first, second, *_ = house.telegram.data_under_last()
    for _ in range(2):  # pressed twice
        await house.press(EDITOR, second)
    changed = (await house.publishing.card(article.id)).article.content
    assert (changed.lead, changed.body) == ("Другий абзац.", ("Перший абзац.",))
    assert "Лід: Другий абзац." in house.telegram.edits[-1]
    assert unpack(first) != unpack(second)


async def test_the_form_of_a_text_that_has_changed_says_so(house: House) -> None:
    article = await house.draft(lead=None)
    second = lines_for(article.content, Field.LEAD)[1]
    await house.press(EDITOR, TakeLine(article.id, "lead", second.place, second.mark + 1))
    assert house.telegram.pop_ups[-1]
    assert "змінився" in house.telegram.pop_ups[-1]
    assert not house.telegram.edits


async def test_the_form_of_what_was_taken_back_meanwhile_says_so(house: House) -> None:
    article = await house.published()
    await house.retraction.retract(article.id, by=an_owner())
    for press in (
        OpenFields(article.id),
        EditField(article.id, "section"),
        EditField(article.id, "date"),
        ClearField(article.id, "author"),
        DateNow(article.id),
    ):
        await house.press(EDITOR, press)
    assert len(set(house.telegram.pop_ups)) == 1
    assert house.telegram.pop_ups[0]
    assert not house.telegram.said
    assert not house.telegram.edits


async def test_a_date_is_now_or_none_or_typed(house: House) -> None:
    article = await house.draft(published_at=None)
    await house.press(EDITOR, EditField(article.id, "date"))
    asked = house.telegram.data_under_last()
    assert asked == [
        pack(DateNow(article.id)),
        pack(ClearField(article.id, "date")),
        pack(ShowFields(article.id)),
    ]
    await house.write(EDITOR, "10.05.2023 15:25")
    await house.press(EDITOR, ShowFields(article.id))
    assert "10 травня, 15:25" in house.telegram.edits[-1]
    await house.press(EDITOR, ClearField(article.id, "date"))
    assert "Дата: не вказано" in house.telegram.edits[-1]
    await house.press(EDITOR, DateNow(article.id))
    assert "Дата: не вказано" not in house.telegram.edits[-1]


async def test_going_back_asks_for_nothing_any_more(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, EditField(article.id, "author"))
    await house.press(EDITOR, ShowFields(article.id))
    await house.write(EDITOR, "Марта Коваль")
    assert (await house.publishing.card(article.id)).article == article


@pytest.mark.parametrize("press", [OpenFields, ShowFields])
async def test_a_form_in_a_message_of_its_own_says_that_the_question_is_over(
    house: House, press: type[OpenFields | ShowFields]
) -> None:
    """In place of the question it needs not: the question is seen no more."""
    article = await house.draft()
    asked = house.message(EDITOR, text="…", message_id=71)
    await house.press(EDITOR, EditField(article.id, "author"), message=asked)
    await house.press(EDITOR, press(article.id), message=asked)
    ended = [row for row in tables.deliveries(house.storage) if row.kind == Kind.NOTICE]
    assert [row.message_id for row in ended] == ([71] if press is OpenFields else [])


async def test_a_section_is_made_of_the_word_on_the_page(house: House) -> None:
    article = await house.draft(section="Дозвілля")
    await house.press(EDITOR, MakeSection(article.id))
    assert house.telegram.pop_ups == [f"Рубрика статті №{article.id}: 🗞 Дозвілля"]
    assert "<b>🗞 Дозвілля</b>" in house.telegram.said[-1]
    assert "Канали: жодного" in house.telegram.said[-1]


async def test_a_link_is_asked_for_in_a_message_that_is_known(house: House) -> None:
    article = await house.draft()
    await house.press(EDITOR, AddLink(article.id))
    editor = await house.team.editor(EDITOR)
    assert editor
    question = await house.questions.open(editor)
    assert question
    assert (question.about, question.message_id) == ("link", 500)


async def test_a_field_that_is_none_is_asked_for_by_nobody(house: House) -> None:
    article = await house.draft()
    for press in (
        EditField(article.id, "garbage"),
        TakeLine(article.id, "garbage", 0, 1),
        ClearField(article.id, "section"),
    ):
        await house.press(EDITOR, press)
    stale = "Відтоді текст статті змінився. Відкрийте «Поля» на її картці ще раз."
    assert house.telegram.pop_ups == [stale] * 3
    assert not house.telegram.edits


async def test_a_section_is_chosen_on_the_form_and_the_form_goes_on(house: House) -> None:
    article = await house.draft()
    politics = await house.section("Політика")
    await house.press(EDITOR, EditField(article.id, "section"))
    shown = house.telegram.of(EditMessageText)[-1].reply_markup
    assert isinstance(shown, InlineKeyboardMarkup)
    assert pack(SetSection(article.id, politics)) in house.telegram.data_under_last()
    await house.press(EDITOR, SetSection(article.id, politics), under=shown)
    assert "Політика" in house.telegram.edits[-1]
    assert pack(ShowCard(article.id)) in house.telegram.data_under_last()


async def test_a_section_chosen_on_the_card_opens_no_form(house: House) -> None:
    article = await house.draft()
    politics = await house.section("Політика")
    await house.press(EDITOR, SetSection(article.id, politics), under=markup(()))
    assert not house.telegram.edits


def test_the_longest_buttons_fit() -> None:
    article_id = 10**17
    for field in Field:
        for press in (TakeLine(article_id, field, -1, 2**32 - 1), ClearField(article_id, field)):
            assert len(pack(press).encode()) <= 64
            assert unpack(pack(press)) == press
