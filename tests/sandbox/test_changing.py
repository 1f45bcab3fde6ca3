"""Editing, deleting and pinning, with Telegram's refusals."""

from bot.sandbox.world import World
from tests.sandbox.calls import Bot
from tests.sandbox.conftest import Clock

TWO_DAYS = 48 * 60 * 60


async def test_an_edit_changes_the_message_and_leaves_its_mark(
    bot: Bot, world: World, clock: Clock, channel: int
) -> None:
    post = await bot.send(channel, "Було")
    clock.now += 60
    place = {"chat_id": channel, "message_id": post["message_id"]}
    edited = await bot.call("editMessageText", text="<b>Стало</b>", parse_mode="HTML", **place)
    assert edited["text"] == "Стало"
    assert edited["edit_date"] == post["date"] + 60
    assert [message["text"] for message in world.messages(channel)] == ["Стало"]


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, reader: int) -> None:
    markup = {"inline_keyboard": [[{"text": "а", "callback_data": "б"}]]}
    post = await bot.send(reader, "Те саме", reply_markup=markup)
    place = {"chat_id": reader, "message_id": post["message_id"]}
    refused = await bot.refused("editMessageText", text="Те саме", reply_markup=markup, **place)
    assert refused.startswith("Bad Request: message is not modified: specified new message")
    refused = await bot.refused("editMessageReplyMarkup", reply_markup=markup, **place)
    assert refused.startswith("Bad Request: message is not modified")
    without = await bot.call("editMessageText", text="Те саме", **place)
    assert "reply_markup" not in without


async def test_only_its_own_messages_can_be_edited(bot: Bot, world: World, reader: int) -> None:
    theirs = world.say(reader, "моє")
    refused = await bot.refused("editMessageText", chat_id=reader, message_id=theirs, text="чуже")
    assert refused == "Bad Request: message can't be edited"
    refused = await bot.refused("editMessageText", chat_id=reader, message_id=999, text="а")
    assert refused == "Bad Request: message to edit not found"


async def test_the_right_to_edit_covers_other_peoples_posts(
    bot: Bot, world: World, channel: int
) -> None:
    theirs = world.post_in_channel(channel, "від людини")
    place = {"chat_id": channel, "message_id": theirs}
    await bot.call("editMessageText", text="виправлено", **place)
    owner = world.chats.channel(channel).owner
    world.set_bot_rights(channel, owner, can_edit_messages=False)
    refused = await bot.refused("editMessageText", text="ще раз", **place)
    assert refused == "Bad Request: message can't be edited"
    own = await bot.send(channel, "власне")
    await bot.call(
        "editMessageText", chat_id=channel, message_id=own["message_id"], text="власне, нове"
    )


async def test_a_deleted_message_is_gone_and_its_id_is_not_used_again(
    bot: Bot, world: World, channel: int
) -> None:
    first = await bot.send(channel, "геть")
    place = {"chat_id": channel, "message_id": first["message_id"]}
    assert await bot.call("deleteMessage", **place) is True
    assert world.messages(channel) == []
    assert await bot.refused("deleteMessage", **place) == (
        "Bad Request: message to delete not found"
    )
    assert (await bot.send(channel, "далі"))["message_id"] == first["message_id"] + 1


async def test_after_two_days_nothing_can_be_deleted_in_channels_either(
    bot: Bot, clock: Clock, channel: int, reader: int
) -> None:
    for chat in (channel, reader):
        post = await bot.send(chat, "давнє")
        clock.now += TWO_DAYS + 1
        refused = await bot.refused("deleteMessage", chat_id=chat, message_id=post["message_id"])
        assert refused == "Bad Request: message can't be deleted for everyone"


async def test_deleting_other_peoples_posts_needs_the_right(
    bot: Bot, world: World, channel: int
) -> None:
    owner = world.chats.channel(channel).owner
    theirs = world.post_in_channel(channel, "від людини")
    world.set_bot_rights(channel, owner, can_delete_messages=False)
    refused = await bot.refused("deleteMessage", chat_id=channel, message_id=theirs)
    assert refused == "Bad Request: message can't be deleted"


async def test_pinning_leaves_a_service_message_that_cannot_be_forwarded(
    bot: Bot, world: World, channel: int, reader: int
) -> None:
    post = await bot.send(channel, "важливе")
    await bot.call("pinChatMessage", chat_id=channel, message_id=post["message_id"])
    service = world.messages(channel)[-1]
    assert service["pinned_message"]["text"] == "важливе"
    chat = await bot.call("getChat", chat_id=channel)
    assert chat["pinned_message"]["message_id"] == post["message_id"]
    refused = await bot.refused(
        "forwardMessage", chat_id=reader, from_chat_id=channel, message_id=service["message_id"]
    )
    assert refused == "Bad Request: the message can't be forwarded"
    refused = await bot.refused("pinChatMessage", chat_id=channel, message_id=99)
    assert refused == "Bad Request: message to pin not found"
