"""What is new at Telegram is written down first: the rule is kept, and would be missed."""

from collections.abc import Awaitable, Callable

import pytest
from aiogram.methods import CopyMessage, CreateForumTopic

from bot.domain.api_answers import Accepted
from bot.domain.forum import AS_THE_REST
from bot.domain.forum_buttons import MakeThread
from bot.domain.letter import LetterKind, Written
from bot.domain.letter_buttons import BlockWriter
from bot.domain.post import Button, Post
from tests.builders import CHANNEL, SVIT
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, OWNER, READER, House
from tests.handlers.telegram import BOT_ID, markup


async def join(house: House) -> None:
    async with house.storage.writing() as tx:
        await tx.people.join({READER: "uk"}, NOW)


async def send(house: House) -> None:
    await house.sender.send(READER, Post("Вітаю"))


async def in_order(house: House, *steps: Callable[[House], Awaitable[None]]) -> None:
    with house.telegram.in_order():
        for step in steps:
            await step(house)


async def test_what_is_sent_before_the_write_that_it_needs_is_found(house: House) -> None:
    with pytest.raises(AssertionError, match=r"\['sendMessage'\] first, and {'reader'}"):
        await in_order(house, send, join)
    await in_order(house, join, send, join)


async def test_what_is_sent_within_a_transaction_is_found(house: House) -> None:
    with house.telegram.in_order():
        async with house.storage.writing() as tx:
            await tx.people.join({READER: "uk"}, NOW)
            with pytest.raises(AssertionError, match="within a transaction"):
                house.telegram.order.calls("sendMessage")


async def test_an_answer_to_a_letter_is_begun_before_it_goes_out(house: House) -> None:
    number = await house.app.letters.receive(Written(READER, 7, LetterKind.TEXT, "Чому?"))
    told = house.message(EDITOR, text="Лист") | {
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Вісник"},
        "reply_markup": markup(((Button("…", press=BlockWriter(number, on=True)),),)).model_dump(
            exclude_none=True
        ),
    }
    await house.send(EDITOR, text="Бо так", reply_to_message=told)
    assert [each.chat_id for each in house.telegram.of(CopyMessage)] == [READER]


async def test_a_topic_is_begun_before_telegram_opens_it(house: House) -> None:
    await house.channel()
    async with house.storage.writing() as tx:
        await tx.forums.set_forum(CHANNEL, is_forum=True)
    house.telegram.refusals[CreateForumTopic] = Accepted({"message_thread_id": 71})
    await house.press(OWNER, MakeThread(CHANNEL, SVIT, AS_THE_REST))
    assert len(house.telegram.of(CreateForumTopic)) == 1
    forum = await house.app.forums.forum(CHANNEL)
    assert forum.channel.threads
    assert forum.channel.threads.own == {SVIT: 71}
