"""Editors take articles back, send them again, and ask where they went and why."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import EditMessageText, SendMessage
from sqlalchemy import update

from bot.domain.alert_buttons import DecideOnReaders, TakenAway
from bot.domain.article import Article, ArticleState
from bot.domain.buttons import (
    AskRetraction,
    Correct,
    KeepPosted,
    NotYet,
    Pay,
    Publish,
    Read,
    Replay,
    Retract,
    ShowStatus,
    pack,
)
from bot.domain.delivery import Kind, Shown, State
from bot.domain.press import Press
from storage.schema import delivery
from tests import tables
from tests.builders import CHANNEL, a_channel, an_altered
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, READER, House

GONE = "Записано: допису більше немає."


async def state(house: House, article: Article) -> ArticleState:
    return (await house.publishing.card(article.id)).article.state


async def set_post(house: House, article: Article, **values: Any) -> None:
    """What became of the article in its channel."""
    await tables.change(
        house.storage,
        update(delivery)
        .where(delivery.c.kind == Kind.ARTICLE, delivery.c.subject_id == article.id)
        .values(**values),
    )


# --- taking back ---


async def test_a_retraction_is_asked_about_first_and_done_by_the_second_press(
    house: House,
) -> None:
    article = await house.published()
    await house.press(EDITOR, AskRetraction(article.id))
    assert await state(house, article) is ArticleState.PUBLISHED
    assert house.telegram.data_under_last() == [
        pack(Retract(article.id, tell=False)),
        pack(Retract(article.id, tell=True)),
        pack(KeepPosted(article.id)),
    ]
    await house.press(EDITOR, Retract(article.id, tell=False))
    assert await state(house, article) is ArticleState.RETRACTED
    (ended,) = house.telegram.of(EditMessageText)
    assert not ended.reply_markup
    assert "дописи зникають" in (ended.text or "")
    assert house.telegram.pop_ups[-1]


async def test_a_typed_retraction_asks_the_same(house: House) -> None:
    article = await house.published()
    await house.press(EDITOR, AskRetraction(article.id))
    await house.write(EDITOR, f"/retract {article.id}")
    pressed, typed = house.telegram.of(SendMessage)
    assert pressed == typed
    assert await state(house, article) is ArticleState.PUBLISHED


async def test_two_editors_may_press_and_it_is_done_once(house: House) -> None:
    article = await house.published()
    for user_id in (EDITOR, OWNER):
        await house.press(user_id, Retract(article.id, tell=True))
    first, second = house.telegram.pop_ups
    assert first == second
    assert await state(house, article) is ArticleState.RETRACTED


async def test_a_late_press_adds_no_second_end_to_the_question(house: House) -> None:
    article = await house.published()
    await house.press(EDITOR, Retract(article.id, tell=False))
    (ended,) = house.telegram.of(EditMessageText)
    said = house.message(EDITOR, text=ended.text)
    await house.press(EDITOR, Retract(article.id, tell=False), message=said)
    assert len(house.telegram.of(EditMessageText)) == 1
    assert len(house.telegram.pop_ups) == 2


async def test_what_is_taken_back_by_now_is_not_said_to_stay(house: House) -> None:
    article = await house.published()
    await house.press(OWNER, Retract(article.id, tell=False))
    await house.press(EDITOR, KeepPosted(article.id))
    assert "Статтю №1 вже відкликано." in str(house.telegram.pop_ups[-1])


@pytest.mark.parametrize("no", [NotYet(1), Pay(1, sure=False)])
async def test_what_is_out_by_now_is_not_said_to_wait(house: House, no: Press) -> None:
    await house.published()
    await house.press(EDITOR, no)
    assert "вже не чернетка" in str(house.telegram.pop_ups[-1])


async def test_the_desk_may_think_better_of_it(house: House) -> None:
    article = await house.published()
    await house.press(EDITOR, KeepPosted(article.id))
    assert await state(house, article) is ArticleState.PUBLISHED
    assert "лишається" in house.telegram.edits[-1]


async def test_only_what_is_public_and_not_yet_retracted_can_be_taken_back(house: House) -> None:
    draft, article = await house.draft(headline="Чернетка"), await house.published()
    await house.press(EDITOR, Retract(article.id, tell=False))
    house.telegram.forget()
    refused = {
        draft.id: f"Статтю №{draft.id} не опубліковано, тож цього зробити не можна."
        f" Її стан: /status {draft.id}",
        article.id: f"Статтю №{article.id} вже відкликано. Знову вийти вона може лише як нова:"
        " вставте її сторінку ще раз.",
        404: "Статті №404 немає. Номери: опубліковані – /posts, чернетки – /drafts",
    }
    for article_id, words in refused.items():
        await house.write(EDITOR, f"/retract {article_id}")
        await house.press(EDITOR, AskRetraction(article_id))
        assert (house.telegram.said, house.telegram.pop_ups) == ([words], [words])
        assert not house.telegram.of(SendMessage)[0].reply_markup
        house.telegram.forget()
    assert (await house.publishing.card(draft.id)).article.is_draft


async def test_an_archived_article_has_nobody_who_could_be_told(house: House) -> None:
    article = await house.draft()
    async with house.storage.writing() as tx:
        await an_altered(tx, article.id, state=ArticleState.ARCHIVED)
    await house.press(EDITOR, AskRetraction(article.id))
    assert pack(Retract(article.id, tell=True)) not in house.telegram.data_under_last()


async def test_a_reader_is_told_that_an_article_was_withdrawn(house: House) -> None:
    article = await house.published()
    await house.press(EDITOR, Retract(article.id, tell=False))
    house.telegram.forget()
    await house.press(READER, Read(article.id))
    await house.write(READER, f"/start a{article.id}")
    await house.press(READER, Read(404))
    (popped, unknown), (said, _welcome) = house.telegram.pop_ups, house.telegram.said
    assert popped == said != unknown


async def test_a_retracted_article_is_published_by_nobody(house: House) -> None:
    article = await house.published()
    await house.press(EDITOR, Retract(article.id, tell=False))
    await house.press(EDITOR, Publish(article.id, breaking=False))
    await house.write(EDITOR, f"/publish {article.id}")
    assert await state(house, article) is ArticleState.RETRACTED


# --- sending again ---


async def test_the_status_offers_to_send_again_only_what_failed(house: House) -> None:
    await a_channel(house.storage)
    article = await house.published()
    await house.press(EDITOR, ShowStatus(article.id))
    assert pack(Replay(article.id)) not in house.telegram.data_under_last()
    await set_post(
        house, article, state=State.FAILED, reason="refused", reason_words="Bad Request: no"
    )
    await house.press(EDITOR, ShowStatus(article.id))
    assert pack(Replay(article.id)) in house.telegram.data_under_last()
    assert "Bad Request: no" in house.telegram.said[-1]


async def test_what_failed_is_sent_again_once_however_often_it_is_pressed(house: House) -> None:
    await a_channel(house.storage)
    article = await house.published()
    await set_post(house, article, state=State.FAILED)
    for _ in range(2):
        await house.press(EDITOR, Replay(article.id))
    first, second = house.telegram.pop_ups
    assert "1\u00a0чат." in (first or "")
    assert second == "Надсилати більше нікому."
    assert len(house.telegram.of(EditMessageText)) == 2
    (post,) = (await house.reports.status(article.id)).progress.channels
    assert post.state is State.DUE
    assert pack(Replay(article.id)) not in house.telegram.data_under_last()


async def test_a_draft_is_not_sent_again(house: House) -> None:
    draft = await house.draft()
    await house.press(EDITOR, Replay(draft.id))
    assert not house.telegram.edits
    assert house.telegram.pop_ups[-1]


# --- what the desk is asked ---


async def test_the_desk_decides_once_on_readers_of_whom_none_was_reached(house: House) -> None:
    async with house.storage.writing() as tx:
        await tx.reach.stop_all(1, NOW)
    for go_on in (True, False):
        await house.press(EDITOR, DecideOnReaders(go_on=go_on))
    assert house.telegram.pop_ups == ["Розсилка читачам триває.", "На це вже відповіли."]
    async with house.storage.reading() as tx:
        stop = await tx.reach.stop()
    assert stop
    assert stop.agreed


async def test_the_desk_lets_be_what_readers_were_to_get(house: House) -> None:
    async with house.storage.writing() as tx:
        await tx.reach.stop_all(1, NOW)
    await house.press(EDITOR, DecideOnReaders(go_on=False))
    async with house.storage.reading() as tx:
        assert await tx.reach.stop() is None
    assert "не отримають" in (house.telegram.pop_ups[-1] or "")


async def test_only_a_post_that_was_to_go_and_stands_can_be_said_to_be_deleted(
    house: House,
) -> None:
    await a_channel(house.storage)
    article = await house.published()
    async with house.storage.writing() as tx:
        claimed = await tx.ledger.claim(9, NOW, timedelta(minutes=1))
        (row,) = [one for one in claimed if one.chat_id == CHANNEL]
        await tx.ledger.record_shown([(row, Shown(5, 1))], NOW)
    await house.press(EDITOR, TakenAway(row.id))
    await house.press(EDITOR, Retract(article.id, tell=False))
    await set_post(
        house, article, state=State.FAILED, reason="refused", reason_words="Bad Request: no"
    )
    for _ in range(2):
        await house.press(EDITOR, TakenAway(row.id))
    await house.press(EDITOR, TakenAway(404))
    settled = "На це вже відповіли."
    said = [pop_up for pop_up in house.telegram.pop_ups if pop_up in (settled, GONE)]
    assert said == [settled, GONE, settled, settled]
    (post,) = (await house.reports.status(article.id)).progress.channels
    assert post.state is State.WITHDRAWN


# --- looking ---


async def test_a_status_lists_the_texts_that_the_article_has_had(house: House) -> None:
    article = await house.published()
    changed = await house.draft(lead="Інший лід.")
    await house.press(EDITOR, Correct(changed.id, article.id, marked=False))
    await house.write(EDITOR, f"/status {article.id}")
    first, second = house.telegram.said[-1].splitlines()[-2:]
    assert first.startswith("2) ")
    assert first.endswith("Ігор: лід")
    assert second.endswith("Ігор: перший текст")


@pytest.mark.parametrize("marked", [True, False])
async def test_a_correction_is_marked_if_the_desk_says_so(house: House, *, marked: bool) -> None:
    article = await house.published()
    changed = await house.draft(lead="Інший лід.")
    await house.press(EDITOR, Correct(changed.id, article.id, marked=marked))
    corrected = (await house.publishing.card(article.id)).article
    assert corrected.revision == 2
    assert (corrected.marked_at is not None) is marked


async def test_why_names_every_channel_with_its_reason(house: House) -> None:
    await a_channel(house.storage)
    await a_channel(house.storage, CHANNEL - 1, takes=[], title="Ні про що")
    article = await house.published()
    await house.write(EDITOR, f"/why {article.id}")
    (said,) = house.telegram.said
    assert "⏳ Світ: рубрика виходить тут, допис у черзі" in said
    assert "➖ Ні про що: жодна рубрика сюди не йде" in said
