"""aiogram takes the sandbox for Telegram: every update validates, and its Bot works on it."""

import asyncio
from io import BytesIO

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    CallbackQuery,
    ChatFullInfo,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)

from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World


def aiogram_bot(sandbox: Sandbox) -> Bot:
    api = TelegramAPIServer.from_base(sandbox.address)
    return Bot(sandbox.token, session=AiohttpSession(api=api))


async def test_every_kind_of_update_validates(world: World, reader: int, channel: int) -> None:
    world.say(reader, "/start https://example.com")
    world.send_file(reader, "a.txt", b"x", caption="стаття")
    world.send_sticker(reader)
    post = world.post_in_channel(channel, "пост")
    world.press(reader, channel, post, "так")
    world.block(reader)
    world.set_bot_rights(channel, world.chats.channel(channel).owner, status="kicked")
    updates = [Update.model_validate(update) for update in await world.updates.poll(0, 100, 0)]
    assert [update.event_type for update in updates] == [
        *["message"] * 3,
        "channel_post",
        "callback_query",
        *["my_chat_member"] * 2,
    ]


async def test_a_conversation_over_polling(sandbox: Sandbox, world: World, reader: int) -> None:
    async def greet(message: Message) -> None:
        button = InlineKeyboardButton(text="Далі", callback_data="next")
        markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await message.answer("<b>Вітаю</b>", parse_mode="HTML", reply_markup=markup)

    async def go_on(press: CallbackQuery) -> None:
        assert isinstance(press.message, Message)
        await press.message.edit_text("Далі є")
        await press.answer("Готово")

    dispatcher = Dispatcher()
    dispatcher.message.register(greet, F.text == "/start")
    dispatcher.callback_query.register(go_on)
    async with aiogram_bot(sandbox) as bot, asyncio.TaskGroup() as group:
        group.create_task(dispatcher.start_polling(bot, handle_signals=False))
        world.say(reader, "/start")
        shown = await world.wait_until(lambda: world.messages(reader)[2:])
        assert shown[0]["text"] == "Вітаю"
        world.press(reader, reader, shown[0]["message_id"], "next")
        await world.wait_until(lambda: world.answers)
        assert world.messages(reader)[-1]["text"] == "Далі є"
        await dispatcher.stop_polling()


async def test_answers_validate_and_errors_are_told_apart(
    sandbox: Sandbox, world: World, reader: int, channel: int
) -> None:
    async with aiogram_bot(sandbox) as bot:
        sent = await bot.send_message(channel, "пост", disable_notification=True)
        forward = await bot.forward_message(reader, channel, sent.message_id)
        assert forward.forward_origin is not None
        assert isinstance(await bot.get_chat(reader), ChatFullInfo)
        assert (await bot.get_chat_member(channel, bot.id)).status == "administrator"
        assert len(await bot.get_chat_administrators(channel)) == 2
        with pytest.raises(TelegramBadRequest, match="message is not modified"):
            await bot.edit_message_text("пост", chat_id=channel, message_id=sent.message_id)
        world.faults.add("retry_after", seconds=3)
        with pytest.raises(TelegramRetryAfter) as wait:
            await bot.send_message(channel, "пост")
        assert wait.value.retry_after == 3
        world.block(reader)
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(reader, "а")


async def test_a_file_is_downloaded(sandbox: Sandbox, world: World, reader: int) -> None:
    world.send_file(reader, "стаття.txt", "Текст".encode())
    async with aiogram_bot(sandbox) as bot:
        (update,) = await bot.get_updates()
        assert update.message is not None
        assert update.message.document is not None
        content = await bot.download(update.message.document)
        assert isinstance(content, BytesIO)
        assert content.read().decode() == "Текст"


async def test_what_happens_in_groups_validates(world: World, reader: int) -> None:
    group = world.add_group("Редакція", reader)
    world.set_bot_rights(group, reader)
    world.post_in_channel(group, "/status")
    world.migrate(group)
    forum = world.add_supergroup("Форум", reader, is_forum=True)
    world.set_bot_rights(forum, reader)
    world.close_topic(forum, world.open_topic(forum, "Новини"))
    world.rename(forum, "Великий форум")
    updates = [Update.model_validate(update) for update in await world.updates.poll(0, 100, 0)]
    messages = [update.message for update in updates if update.message]
    assert [message.content_type for message in messages] == [
        "new_chat_members",
        "text",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "new_chat_members",
        "forum_topic_created",
        "forum_topic_closed",
        "new_chat_title",
    ]


async def test_groups_stars_and_lost_tokens_are_what_aiogram_takes_them_for(
    sandbox: Sandbox, world: World, reader: int
) -> None:
    group = world.add_group("Редакція", reader)
    world.set_bot_rights(group, reader)
    world.give_stars(1.5)
    async with aiogram_bot(sandbox) as bot:
        sent = await bot.send_message(group, "а")
        assert await bot.pin_chat_message(group, sent.message_id)
        chat = await bot.get_chat(group)
        assert isinstance(chat.pinned_message, Message)
        assert [member.status for member in await bot.get_chat_administrators(group)] == [
            "creator",
            "administrator",
        ]
        balance = await bot.get_my_star_balance()
        assert (balance.amount, balance.nanostar_amount) == (1, 500_000_000)
        new = world.migrate(group)
        with pytest.raises(TelegramMigrateToChat) as moved:
            await bot.send_message(group, "а")
        assert moved.value.migrate_to_chat_id == new
        world.revoke_token()
        with pytest.raises(TelegramUnauthorizedError):
            await bot.send_message(new, "а")
