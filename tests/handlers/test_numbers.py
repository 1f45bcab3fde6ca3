"""The number behind a command, as people write it."""

import pytest
from aiogram.filters import CommandObject
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot.domain.buttons import ShowStatus, pack
from bot.domain.delivery import Kind
from bot.domain.people import Role
from handlers.editors.numbers import number_after
from handlers.replies import Reply
from tests import tables
from tests.handlers.house import EDITOR, House


def a_reply(house: House) -> Reply:
    return Reply(house.sender, house.pages, chat_id=EDITOR, language="uk")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", 12),
        ("№12", 12),
        ("#12", 12),
        ("№ 12", 12),
        ("#  12  ", 12),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
    ],
)
async def test_a_number_is_read_however_it_is_written(
    house: House, written: str, number: int
) -> None:
    command = CommandObject(command="status", args=written)
    assert await number_after(command, house.finding.last_published, a_reply(house)) == number
    assert not house.telegram.requests


async def test_a_number_behind_posts_is_an_article_if_there_is_one(house: House) -> None:
    article, draft = await house.published(), await house.draft(headline="Інша", lead="Інше.")
    for number in (article.id, draft.id):
        await house.write(EDITOR, f"/posts №{number}")
    await house.publishing.discard(draft.id, by=await house.hire(EDITOR, Role.EDITOR))
    assert not house.telegram.said  # the cards come by the ledger
    cards = [row for row in tables.deliveries(house.storage) if row.kind == Kind.CARD]
    assert [(row.subject_id, row.chat_id) for row in cards] == [
        (number, EDITOR) for number in (article.id, draft.id)
    ]
    await house.write(EDITOR, f"/posts {draft.id}")
    assert not house.telegram.said, "its card says that it was discarded"
    await house.write(EDITOR, "/posts 404")
    assert "Статті №404 немає" in house.telegram.said[-1]
    await house.published(headline="У місті 404 трамваї", lead="Рахували вночі.")
    await house.write(EDITOR, "/posts 404")
    assert "Зі словами «404»" in house.telegram.said[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "written",
    [None, "", "№", "x", "12x", "x12", "1 2", "№№1", "-1", "0", "1.5", "٣", "9" * 19],
)
async def test_what_is_no_number_is_answered_with_the_last_articles_and_how_to_write_one(
    house: House, written: str | None
) -> None:
    article = await house.published()
    command = CommandObject(command="status", args=written)
    assert await number_after(command, house.finding.last_published, a_reply(house)) is None
    (asked,) = house.telegram.of(SendMessage)
    assert f"<code>/status {article.id}</code>" in asked.text
    assert isinstance(asked.reply_markup, InlineKeyboardMarkup)
    assert asked.reply_markup.inline_keyboard[0][0].callback_data == pack(ShowStatus(article.id))
