"""A button that was drawn before its article's last change does nothing but draw it anew."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import EditMessageText
from sqlalchemy import delete, update

from bot.domain.article import Content
from bot.domain.article_fields import Field, lines_for
from bot.domain.buttons import (
    AddLink,
    AskPayment,
    AskRetraction,
    CancelQuestion,
    ChooseSection,
    Correct,
    Discard,
    KeepApart,
    KeepPosted,
    MakeSection,
    NotYet,
    Pay,
    Publish,
    Replay,
    Retract,
    SetSection,
    ShowCard,
    ShowStatus,
    drawn_in,
    pack,
)
from bot.domain.channel_words import AS_EVERYWHERE
from bot.domain.desk_buttons import DenyWish, ShowLog
from bot.domain.field_buttons import (
    ClearField,
    DateNow,
    EditField,
    OpenFields,
    ShowFields,
    TakeLine,
)
from bot.domain.finding_buttons import AskCorrection, ShowWhy
from bot.domain.picture_buttons import ChoosePictures, ClearPictures, CorrectAnew, SetPictures
from bot.domain.post import Button
from bot.domain.post_buttons import AskWords, ClearWords, PreviewPost, ShowWords
from bot.domain.press import PRESSES, Press
from bot.domain.schedule_buttons import (
    AskWhen,
    ClearTime,
    EditWhen,
    SetBreaking,
    SetFollowed,
    SetOutlet,
    SetOutletChannel,
    SetTime,
    ShowDay,
    ShowEarlier,
    ShowHour,
    ShowMonth,
    ShowOutlets,
    ShowScheduled,
)
from bot.domain.second_look import wish_of
from storage.schema import article, delivery, metadata, notice
from tests import tables
from tests.builders import CHANNEL, SVIT, an_editor, an_owner
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, House
from tests.handlers.telegram import markup
from tests.handlers.test_presses import NOON_THERE, TOMORROW
from tests.handlers.test_strangers import FOR_READERS

# Whatever is not here does something to an article, or opens what does.
LOOKING = {
    *(ShowCard, ShowStatus, ShowWhy, ShowLog, ShowScheduled, PreviewPost, ShowWords, ShowFields),
    *(NotYet, KeepPosted, CancelQuestion),  # no is no, and a question that is over stays so
    AskRetraction,  # asks by what the article says now
    Replay,  # what failed is sent as it is by now, and only that
}
# Article 1 and 4 are drafts, 2 is published, 3 a changed page of it. These stand on cards …
ON_CARDS: tuple[Press, ...] = (
    Publish(1, breaking=False),
    Publish(1, breaking=True),
    AskPayment(1),
    ChooseSection(1, open=True),
    SetSection(1, SVIT + 1),
    MakeSection(4),
    AddLink(1),
    OpenFields(1),
    Discard(1),
    DenyWish(1),
    ChoosePictures(1, open=True),
    SetPictures(1, "none"),
    ClearPictures(1),
    AskWhen(1, embargo=False),
    ShowOutlets(1),
    AskCorrection(2),
    Correct(3, 2),
    CorrectAnew(3, 2),
    KeepApart(3),
)
TEXT: dict[str, Any] = {"lead": "Сторони домовилися.", "body": ("Перший абзац.", "Другий абзац.")}
LINE = lines_for(Content("НАТО поглибить діалог", **TEXT), Field.LEAD)[0]
# … and these on forms, each beside what stands there, too.
ON_FORMS: tuple[tuple[Press, Press], ...] = (
    (EditField(1, "lead"), EditField(1, "author")),
    (EditField(1, "section"), EditField(1, "author")),
    (TakeLine(1, "lead", LINE.place, LINE.mark), ShowFields(1)),
    (ClearField(1, "lead"), ShowFields(1)),
    (DateNow(1), ShowFields(1)),
    (EditWhen(1, embargo=True), ClearTime(1, embargo=False)),
    (ShowMonth(1, embargo=False, day=TOMORROW), EditWhen(1, embargo=True)),
    (ShowDay(1, embargo=False, day=TOMORROW), EditWhen(1, embargo=True)),
    (ShowHour(1, embargo=False, start=NOON_THERE), EditWhen(1, embargo=False)),
    (SetTime(1, embargo=False, minutes=NOON_THERE), ShowDay(1, embargo=False, day=TOMORROW)),
    (SetTime(1, embargo=True, minutes=NOON_THERE), ShowDay(1, embargo=True, day=TOMORROW)),
    (ClearTime(1, embargo=False), EditWhen(1, embargo=False)),
    (SetBreaking(1, on=True), EditWhen(1, embargo=False)),
    (ShowEarlier(1), SetOutlet(1, "sound", on=False)),
    (SetFollowed(1, 2), SetFollowed(1, 0)),
    (AskWords(1, CHANNEL, "lead"), AskWords(1, CHANNEL, "headline")),
    (ClearWords(1, CHANNEL, "lead"), CancelQuestion(1)),
    (Retract(2, tell=True), KeepPosted(2)),
)
# These say what is to be, of one switch, so that they hold whatever else has changed.
SWITCHES: tuple[Press, ...] = (
    SetOutlet(1, "sound", on=False),
    SetOutlet(1, "readers", on=False),
    SetOutletChannel(1, CHANNEL, on=False),
)
ON_THE_WAY = frozenset((delivery.name, notice.name, "token_pace", "chat_pace"))


def test_every_button_that_carries_an_article_is_tried_below() -> None:
    carrying = {
        kind
        for kind in PRESSES.values()
        if {"article_id", "draft_id"} & {field.name for field in fields(kind)}
    }
    # Where its card is outdated nothing is paid: that question loses its buttons.
    tried = {type(press) for press in ON_CARDS} | {type(press) for press, _ in ON_FORMS} | {Pay}
    tried |= set(map(type, SWITCHES))
    assert carrying - tried - FOR_READERS == LOOKING


async def three(house: House) -> None:
    """And a draft with a section to be made; all of it so that each press has something to do."""
    await house.channel()
    first = await house.draft(headline="НАТО поглибить діалог", published_at=None, **TEXT)
    await house.published(headline="Порт відкрив термінал")
    await house.draft(headline="Порт відкрив термінал", lead="Інший лід.")
    await house.draft(headline="Зовсім інша новина", section="Дозвілля")
    times = house.app.scheduling
    await times.schedule(1, NOW + timedelta(days=90), by=an_owner())
    await times.embargo(1, NOW + timedelta(hours=1), by=an_owner())
    words = replace(AS_EVERYWHERE, lead="Коротко.")
    async with house.storage.writing() as tx:
        await tx.channel_words.set(1, CHANNEL, words)
        draft, owner = await tx.articles.existing(first.id), an_editor(EDITOR)
        wish = wish_of(draft, {CHANNEL: words}, owner, breaking=False)
        await tx.wishes.keep(1, wish, NOW)
    await tables.change(
        house.storage, update(article).where(article.c.id == 3).values(resembles=2)
    )


def as_kept(house: House) -> dict[str, list[dict[str, Any]]]:
    """All that there is, but for messages on their way."""
    kept = [table for table in metadata.sorted_tables if table.name not in ON_THE_WAY]
    return {table.name: tables.mappings(house.storage, table) for table in kept}


async def press_outdated(house: House, press: Press, beside: Press) -> int:
    """Press a button of the version before; the number that its article has by now."""
    article_id = getattr(press, "article_id", 0)
    about = getattr(press, "draft_id", article_id)
    seen = (await house.publishing.card(about)).article.version
    await tables.change(
        house.storage,
        update(article).where(article.c.id == about).values(version=seen + 1),
        delete(delivery),
        delete(notice),
    )
    buttons = tuple(Button("…", press=each, drawn=seen) for each in (press, beside))
    house.telegram.forget()
    before = as_kept(house)
    await house.press(OWNER, pack(press, seen), markup((buttons,)))
    assert as_kept(house) == before, press
    assert ["Кнопка застаріла" in (text or "") for text in house.telegram.pop_ups] == [True], press
    return seen + 1


@pytest.mark.slow
async def test_on_a_card_it_has_the_card_drawn_anew(house: House) -> None:
    await three(house)
    for press in ON_CARDS:
        await press_outdated(house, press, ShowCard(1))
        owed = [(row.kind, row.chat_id) for row in tables.deliveries(house.storage)]
        assert ("card", OWNER) in owed, press
        assert not house.telegram.edits, press
        assert not house.telegram.said, press


@pytest.mark.slow
async def test_on_a_form_the_form_is_drawn_anew(house: House) -> None:
    await three(house)
    for press, beside in ON_FORMS:
        now = await press_outdated(house, press, beside)
        assert len(house.telegram.edits) == 1, press
        (edit,) = house.telegram.of(EditMessageText)
        assert edit.reply_markup
        buttons = [button for row in edit.reply_markup.inline_keyboard for button in row]
        assert {drawn_in(button.callback_data) for button in buttons} == {now}, press
        assert not house.telegram.said, press


async def test_switches_that_are_pressed_one_after_the_other_all_hold(house: House) -> None:
    """Each is drawn for the version before the first of them; what is no draft has none."""
    await three(house)
    drawn = (await house.publishing.card(1)).article.version
    for press in SWITCHES:
        await house.press(OWNER, pack(press, drawn))
    assert house.telegram.pop_ups == [None] * len(SWITCHES)
    outlets = (await house.publishing.card(1)).article.outlets
    assert (outlets.silent, outlets.readers, outlets.take(CHANNEL)) == (True, False, False)
    await house.publishing.discard(1, by=an_editor(EDITOR))
    before = as_kept(house)
    await house.press(OWNER, pack(SetOutlet(1, "sound", on=True), drawn))
    assert as_kept(house) == before


async def test_an_earlier_article_that_is_gone_takes_no_form_away(house: House) -> None:
    """The refusal is about that one, and the pressed form is the draft's."""
    await three(house)
    await house.retraction.retract(2, by=an_owner(), tell=False)
    version = (await house.publishing.card(1)).article.version
    house.telegram.forget()
    buttons = tuple(Button("…", press=SetFollowed(1, n), drawn=version) for n in (2, 0))
    await house.press(OWNER, pack(SetFollowed(1, 2), version), markup((buttons,)))
    assert "№2" in (house.telegram.pop_ups[0] or "")
    (edit,) = house.telegram.of(EditMessageText)
    assert edit.reply_markup
    offered = house.telegram.data_under_last()
    assert (pack(SetFollowed(1, 0)) in offered, pack(SetFollowed(1, 2)) in offered) == (
        True,
        False,
    )


async def test_nothing_is_paid_for_what_has_changed(house: House) -> None:
    await three(house)
    await press_outdated(house, Pay(1, sure=True), Pay(1, sure=False))
    assert not tables.deliveries(house.storage)


async def test_what_is_so_already_is_no_fault_of_a_second_press(house: House) -> None:
    """The first one has made the article another than the second one was drawn for."""
    await three(house)
    for press in (SetTime(1, embargo=False, minutes=NOON_THERE), SetOutlet(1, "sound", on=False)):
        version = (await house.publishing.card(1)).article.version
        house.telegram.forget()
        for _ in range(2):
            await house.press(OWNER, pack(press, version))
        assert house.telegram.pop_ups == [None, None], press


async def test_a_card_that_is_only_looked_at_takes_up_no_discarded_draft(house: House) -> None:
    draft = await house.draft()
    gone = await house.publishing.discard(draft.id, by=an_editor(EDITOR))
    for seen in (None, draft.version):
        await house.press(OWNER, pack(ShowCard(draft.id), seen))
        assert not (await house.publishing.card(draft.id)).article.is_draft
    await house.press(OWNER, pack(ShowCard(draft.id), gone.version))
    assert (await house.publishing.card(draft.id)).article.is_draft
