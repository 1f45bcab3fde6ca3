"""Updates, one poller at a time, presses, files and the menu of commands."""

import asyncio

from bot.sandbox.world import World
from tests.sandbox.calls import Bot


async def test_an_update_stays_until_the_next_offset_confirms_it(
    bot: Bot, world: World, reader: int
) -> None:
    world.say(reader, "перше")
    world.say(reader, "друге")
    first, second = await bot.updates()
    assert first["message"]["text"] == "перше"
    assert await bot.updates(offset=second["update_id"]) == [second]
    assert await bot.updates(offset=second["update_id"] + 1) == []
    assert world.pending_updates() == 0


async def test_a_long_poll_is_answered_as_soon_as_somebody_writes(
    bot: Bot, world: World, reader: int
) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.updates(timeout=30))
        await world.wait_until(lambda: world.calls("getUpdates"))
        world.say(reader, "/topics")
    (update,) = poll.result()
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 7}]


async def test_a_second_poller_ends_the_first_one(bot: Bot, world: World) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(bot.answer("getUpdates", timeout=30))
        await world.wait_until(lambda: world.calls("getUpdates"))
        assert await bot.updates() == []
    assert first.result()["error_code"] == 409
    assert first.result()["description"].startswith("Conflict: terminated by other getUpdates")


async def test_only_the_wanted_kinds_are_queued(bot: Bot, world: World, reader: int) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    world.say(reader, "не чути")
    message = await bot.send(reader, "а")
    world.press(reader, reader, message["message_id"], "так")
    (update,) = await bot.updates()
    assert update["callback_query"]["data"] == "так"


async def test_a_long_paste_comes_in_parts_as_the_apps_send_it(
    bot: Bot, world: World, reader: int
) -> None:
    world.say(reader, "я" * 4095 + "😀" + "є" * 4096)
    texts = [update["message"]["text"] for update in await bot.updates()]
    assert [len(text) for text in texts] == [4095, 4095, 2]
    assert "".join(texts) == "я" * 4095 + "😀" + "є" * 4096


async def test_a_press_is_answered_once(bot: Bot, world: World, reader: int) -> None:
    message = await bot.send(reader, "а")
    query = world.press(reader, reader, message["message_id"], "так")
    (update,) = await bot.updates()
    assert update["callback_query"]["id"] == query
    assert update["callback_query"]["message"]["text"] == "а"
    await bot.call("answerCallbackQuery", callback_query_id=query, text="Є", show_alert=True)
    (answer,) = world.answers
    assert (answer.person, answer.text, answer.show_alert) == (reader, "Є", True)
    refused = await bot.refused("answerCallbackQuery", callback_query_id=query)
    assert refused == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_a_file_is_fetched_and_a_large_one_refused_by_its_stated_size(
    bot: Bot, world: World, reader: int
) -> None:
    world.send_file(reader, "стаття.txt", "Текст".encode())
    world.send_file(reader, "кіно.mkv", b"", stated_size=60 * 1024 * 1024)
    small, large = [update["message"]["document"] for update in await bot.updates()]
    assert (small["file_name"], small["mime_type"]) == ("стаття.txt", "text/plain")
    file = await bot.call("getFile", file_id=small["file_id"])
    url = f"{bot.sandbox.address}/file/bot{bot.sandbox.token}/{file['file_path']}"
    async with bot.session.get(url) as response:
        assert (await response.read()).decode() == "Текст"
    refused = await bot.refused("getFile", file_id=large["file_id"])
    assert refused == "Bad Request: file is too big"
    assert large["file_size"] == 60 * 1024 * 1024


async def test_the_narrowest_menu_is_shown(bot: Bot, world: World, reader: int) -> None:
    def menu(*names: str) -> list[dict[str, str]]:
        return [{"command": name, "description": name.title()} for name in names]

    english = world.add_person("John", language_code="en")
    await bot.call("setMyCommands", commands=menu("start"))
    await bot.call("setMyCommands", commands=menu("help"), language_code="en")
    assert world.commands(reader) == menu("start")
    assert world.commands(english) == menu("help")
    scope = {"type": "chat", "chat_id": reader}
    await bot.call("setMyCommands", commands=menu("drafts", "team"), scope=scope)
    assert world.commands(reader) == menu("drafts", "team")
    assert await bot.call("getMyCommands", scope=scope) == menu("drafts", "team")
    await bot.call("deleteMyCommands", scope=scope)
    assert world.commands(reader) == menu("start")
    refused = await bot.refused("setMyCommands", commands=menu("Погано"))
    assert refused == "Bad Request: BOT_COMMAND_INVALID"


async def test_a_start_link_says_start_with_its_word(bot: Bot, world: World, reader: int) -> None:
    world.open_link(reader, "https://t.me/vistnyk_demo_bot?start=a-12")
    (update,) = await bot.updates()
    assert update["message"]["text"] == "/start a-12"


async def test_the_webhook_is_off_and_updates_can_be_dropped(
    bot: Bot, world: World, reader: int
) -> None:
    world.say(reader, "а")
    assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 1
    await bot.call("deleteWebhook", drop_pending_updates=True)
    assert world.pending_updates() == 0
