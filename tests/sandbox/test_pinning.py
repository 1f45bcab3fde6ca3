"""Pins: the newest stands over the chat, and a service message tells of it."""

import pytest

from bot.sandbox.world import World
from tests.sandbox.calls import Bot


async def pinned(bot: Bot, chat: int) -> int | None:
    message = (await bot.call("getChat", chat_id=chat)).get("pinned_message")
    return message["message_id"] if message else None


async def test_pinning_leaves_a_service_message_that_cannot_be_forwarded(
    bot: Bot, world: World, channel: int, reader: int
) -> None:
    post = await bot.send(channel, "важливе")
    await bot.call("pinChatMessage", chat_id=channel, message_id=post["message_id"])
    service = world.messages(channel)[-1]
    assert service["pinned_message"]["text"] == "важливе"
    assert service["silent"] is True
    assert await pinned(bot, channel) == post["message_id"]
    refused = await bot.refused(
        "forwardMessage", chat_id=reader, from_chat_id=channel, message_id=service["message_id"]
    )
    assert refused == "Bad Request: the message can't be forwarded"


async def test_the_newest_pin_is_shown_until_it_is_unpinned_or_deleted(
    bot: Bot, world: World, channel: int
) -> None:
    where = {"chat_id": channel}
    first, second, third = [
        (await bot.send(channel, words))["message_id"] for words in ("раз", "два", "три")
    ]
    for number in (first, second, third):
        await bot.call("pinChatMessage", message_id=number, **where)
    await bot.call("deleteMessage", message_id=third, **where)
    assert await pinned(bot, channel) == second
    await bot.call("unpinChatMessage", message_id=first, **where)
    assert world.pins[channel] == [second]
    await bot.call("unpinChatMessage", **where)
    assert await pinned(bot, channel) is None
    refused = await bot.refused("unpinChatMessage", **where)
    assert refused == "Bad Request: message to unpin not found"
    await bot.call("pinChatMessage", message_id=first, **where)
    await bot.call("unpinAllChatMessages", **where)
    assert world.pins[channel] == []


async def test_what_is_pinned_is_not_pinned_again(bot: Bot, channel: int) -> None:
    post = await bot.send(channel, "важливе")
    place = {"chat_id": channel, "message_id": post["message_id"]}
    await bot.call("pinChatMessage", **place)
    assert await bot.refused("pinChatMessage", **place) == "Bad Request: CHAT_NOT_MODIFIED"
    refused = await bot.refused("pinChatMessage", chat_id=channel, message_id=99)
    assert refused == "Bad Request: message to pin not found"


@pytest.mark.parametrize("silent", [True, False])
async def test_a_pin_rings_in_a_group_unless_it_is_told_not_to(
    bot: Bot, world: World, reader: int, *, silent: bool
) -> None:
    group = world.add_supergroup("Редакція", reader)
    world.set_bot_rights(group, reader)
    post = await bot.send(group, "важливе")
    await bot.call(
        "pinChatMessage",
        chat_id=group,
        message_id=post["message_id"],
        disable_notification=silent,
    )
    assert world.messages(group)[-1]["silent"] is silent


async def test_pinning_needs_the_right_of_its_kind_of_chat(
    bot: Bot, world: World, reader: int, channel: int
) -> None:
    group = world.add_group("Редакція", reader)
    world.set_bot_rights(group, reader, can_pin_messages=False)
    owner = world.chats.channel(channel).owner
    world.set_bot_rights(channel, owner, can_edit_messages=False)
    for chat in (group, channel):
        post = await bot.send(chat, "важливе")
        place = {"chat_id": chat, "message_id": post["message_id"]}
        for method in ("pinChatMessage", "unpinChatMessage"):
            assert await bot.refused(method, **place) == (
                "Bad Request: not enough rights to manage pinned messages in the chat"
            )
