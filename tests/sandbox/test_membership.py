"""Chats, who is in them, and what the bot hears of it."""

from bot.sandbox.world import World
from tests.sandbox.calls import Bot


async def test_the_bot_hears_of_its_new_rights_and_who_gave_them(
    bot: Bot, world: World, reader: int
) -> None:
    channel = world.add_channel("Світ", reader)
    world.set_bot_rights(channel, reader)
    (update,) = await bot.updates()
    change = update["my_chat_member"]
    assert change["from"]["id"] == reader
    assert change["old_chat_member"]["status"] == "left"
    assert change["new_chat_member"]["status"] == "administrator"
    assert change["new_chat_member"]["can_post_messages"] is True
    assert change["new_chat_member"]["can_promote_members"] is False


async def test_blocking_and_unblocking_are_told(bot: Bot, world: World, reader: int) -> None:
    world.block(reader)
    world.block(reader)
    world.unblock(reader)
    changes = [update["my_chat_member"] for update in await bot.updates()]
    statuses = [change["new_chat_member"]["status"] for change in changes]
    assert statuses == ["kicked", "member"]


async def test_a_chat_is_found_by_id_and_by_name(bot: Bot, reader: int, channel: int) -> None:
    assert (await bot.call("getChat", chat_id="@svit_news"))["id"] == channel
    private = await bot.call("getChat", chat_id=reader)
    assert (private["type"], private["first_name"]) == ("private", "Олена")
    assert await bot.refused("getChat", chat_id="@nobody") == "Bad Request: chat not found"


async def test_members_are_shown_with_their_rights(
    bot: Bot, world: World, reader: int, channel: int
) -> None:
    me = await bot.call("getMe")
    mine = await bot.call("getChatMember", chat_id=channel, user_id=me["id"])
    assert mine["status"] == "administrator"
    assert mine["can_post_messages"] is True
    reader_there = await bot.call("getChatMember", chat_id=channel, user_id=reader)
    assert reader_there["status"] == "left"
    world.add_administrator(channel, reader, "can_post_messages")
    people = await bot.call("getChatAdministrators", chat_id=channel)
    assert [member["status"] for member in people] == ["creator"] + ["administrator"] * 2
    refused = await bot.refused("getChatMember", chat_id=channel, user_id=31337)
    assert refused == "Bad Request: user not found"


async def test_leaving_takes_the_bot_out(bot: Bot, channel: int) -> None:
    assert await bot.call("leaveChat", chat_id=channel) is True
    assert await bot.refused("sendMessage", chat_id=channel, text="а") == (
        "Forbidden: bot is not a member of the channel chat"
    )


async def test_a_persons_post_reaches_the_bot_only_while_it_is_there(
    bot: Bot, world: World, channel: int
) -> None:
    number = world.post_in_channel(channel, "від людини")
    (update,) = await bot.updates()
    assert update["channel_post"]["message_id"] == number
    owner = world.chats.channel(channel).owner
    world.set_bot_rights(channel, owner, status="left")
    world.post_in_channel(channel, "без бота")
    last = (await bot.updates(offset=update["update_id"] + 1))[-1]
    assert "my_chat_member" in last
