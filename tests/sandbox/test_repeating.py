"""The bot sends many messages on at once: what can go on does, and albums stay albums."""

from bot.sandbox.world import World
from tests.sandbox.calls import Bot


async def an_album(bot: Bot, chat: int) -> list[int]:
    media = [
        {"type": "photo", "media": "https://a.example/1.jpg", "caption": "Міст"},
        {"type": "photo", "media": "https://a.example/2.jpg"},
    ]
    sent = await bot.call("sendMediaGroup", chat_id=chat, media=media)
    return [message["message_id"] for message in sent]


async def test_an_album_that_is_forwarded_or_copied_stays_one(
    bot: Bot, world: World, reader: int
) -> None:
    other = world.add_person("Марта")
    world.say(other, "/start")
    numbers = await an_album(bot, reader)
    await bot.call("forwardMessages", chat_id=other, from_chat_id=reader, message_ids=numbers)
    await bot.call("copyMessages", chat_id=other, from_chat_id=reader, message_ids=numbers)
    *forwards, third, fourth = world.messages(other)[1:]
    groups = [message["media_group_id"] for message in (*forwards, third, fourth)]
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert all("forward_origin" in message for message in forwards)
    assert "forward_origin" not in third
    assert third["caption"] == "Міст"


async def test_what_is_not_there_is_passed_over_and_one_photo_is_no_album(
    bot: Bot, world: World, reader: int
) -> None:
    first, second = await an_album(bot, reader)
    await bot.call("deleteMessage", chat_id=reader, message_id=second)
    place = {"chat_id": reader, "from_chat_id": reader, "message_ids": [first, second]}
    copied = await bot.call("copyMessages", **place, remove_caption=True)
    assert [list(one) for one in copied] == [["message_id"]]
    shown = world.messages(reader)[-1]
    assert shown["message_id"] == copied[0]["message_id"]
    assert "media_group_id" not in shown
    assert "caption" not in shown


async def test_numbers_that_are_none_are_refused(bot: Bot, reader: int) -> None:
    place = {"chat_id": reader, "from_chat_id": reader}
    for numbers, words in (
        ([], "message identifiers are not specified"),
        ([2, 1], "message identifiers must be in a strictly increasing order"),
        ([777], "there are no messages to forward"),
    ):
        told = await bot.refused("forwardMessages", **place, message_ids=numbers)
        assert told == f"Bad Request: {words}"
