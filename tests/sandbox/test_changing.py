"""Editing and deleting, with Telegram's refusals."""

import pytest

from bot.sandbox.world import World
from tests.sandbox.calls import Bot
from tests.sandbox.conftest import Clock


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


@pytest.mark.parametrize("method", ["deleteMessage", "deleteMessages"])
async def test_after_two_days_nothing_can_be_deleted_in_channels_either(
    bot: Bot, world: World, channel: int, reader: int, method: str
) -> None:
    group = world.add_group("Редакція", reader)
    world.set_bot_rights(group, reader)
    places = {channel: "", reader: " for everyone", group: " for everyone"}
    for chat, more in places.items():
        number = (await bot.send(chat, "давнє"))["message_id"]
        world.age(chat, number, 48)
        which = {"message_id": number, "message_ids": [number]}
        refused = await bot.refused(method, chat_id=chat, **which)
        assert refused == f"Bad Request: message can't be deleted{more}"
        assert world.message(chat, number)
        world.age(chat, number, -0.01)
        assert await bot.call(method, chat_id=chat, **which) is True
        assert world.message(chat, number) is None


async def test_several_are_deleted_together_or_none_is(
    bot: Bot, world: World, channel: int
) -> None:
    numbers = [(await bot.send(channel, str(n)))["message_id"] for n in range(3)]
    world.age(channel, numbers[2], 50)
    where = {"chat_id": channel}
    refused = await bot.refused("deleteMessages", message_ids=numbers, **where)
    assert refused == "Bad Request: message can't be deleted"
    assert len(world.messages(channel)) == 3
    assert await bot.call("deleteMessages", message_ids=[numbers[0], 77, numbers[1]], **where)
    assert [m["message_id"] for m in world.messages(channel)] == numbers[2:]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], "message identifiers are not specified"),
        ("нічого", "can't parse message ids JSON object"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([1, "два"], "invalid message identifier specified"),
    ],
)
async def test_a_list_of_messages_that_is_none_is_refused(
    bot: Bot, channel: int, numbers: object, words: str
) -> None:
    refused = await bot.refused("deleteMessages", chat_id=channel, message_ids=numbers)
    assert refused == f"Bad Request: {words}"


async def test_deleting_other_peoples_posts_needs_the_right(
    bot: Bot, world: World, channel: int
) -> None:
    owner = world.chats.channel(channel).owner
    theirs = world.post_in_channel(channel, "від людини")
    world.set_bot_rights(channel, owner, can_delete_messages=False)
    refused = await bot.refused("deleteMessage", chat_id=channel, message_id=theirs)
    assert refused == "Bad Request: message can't be deleted"


async def test_people_change_what_is_theirs_or_stands_in_their_channel_and_pass_on_the_rest(
    bot: Bot, world: World, reader: int, channel: int
) -> None:
    owner = world.chats.channel(channel).owner
    post = (await bot.send(channel, "Допис"))["message_id"]
    theirs = (await bot.send(reader, "Слово бота"))["message_id"]
    mine = world.say(reader, "Моє")
    world.updates.drop()
    for person, chat, number in ((reader, channel, post), (reader, reader, theirs)):
        with pytest.raises(ValueError, match="may not edit"):
            world.edit(person, chat, number, "Інше")
    with pytest.raises(ValueError, match="may not delete"):
        world.delete(reader, channel, post)
    world.edit(reader, reader, mine, "Моє")  # nothing is changed, nobody told
    world.edit(reader, reader, mine, "Моє!")
    world.edit(owner, channel, post, "Допис!")
    passed_on = world.forward(reader, channel, post)
    with pytest.raises(ValueError, match="may not edit"):
        world.edit(reader, reader, passed_on, "Підроблено")
    told = await bot.updates()
    assert [next(kind for kind in update if kind != "update_id") for update in told] == [
        "edited_message",
        "edited_channel_post",
        "message",
    ]
    origin = told[-1]["message"]["forward_origin"]
    assert (origin["chat"]["id"], origin["message_id"]) == (channel, post)
    world.protect(channel)
    with pytest.raises(ValueError, match="cannot be forwarded"):
        world.forward(reader, channel, post)
    world.delete(reader, reader, theirs)
    world.delete(owner, channel, post)
    assert world.messages(channel) == []
