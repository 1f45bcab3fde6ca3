"""Groups, supergroups and forums: who writes there, what the bot hears, how they move."""

from typing import Any

import pytest

from bot.sandbox.world import World
from tests.sandbox.calls import Bot


@pytest.fixture
def group(world: World, reader: int) -> int:
    """A basic group with the bot in it, as a member like any other."""
    place = world.add_group("Редакція", reader)
    world.set_bot_rights(place, reader, status="member")
    world.updates.drop()
    return place


async def heard(bot: Bot) -> list[dict[str, Any]]:
    return [update["message"] for update in await bot.updates() if "message" in update]


async def test_adding_the_bot_to_a_group_is_told_twice(
    bot: Bot, world: World, reader: int
) -> None:
    group = world.add_group("Редакція", reader)
    world.set_bot_rights(group, reader, status="member")
    membership, service = await bot.updates()
    assert membership["my_chat_member"]["chat"] == {
        "id": group,
        "type": "group",
        "title": "Редакція",
    }
    assert service["message"]["new_chat_members"][0]["id"] == world.bot["id"]
    assert service["message"]["from"]["id"] == reader


async def test_a_member_of_a_group_writes_there_as_itself(
    bot: Bot, world: World, group: int
) -> None:
    message = await bot.send(group, "Вітаю")
    assert message["chat"]["type"] == "group"
    assert message["from"]["id"] == world.bot["id"]
    assert "sender_chat" not in message
    me = await bot.call("getChatMember", chat_id=group, user_id=world.bot["id"])
    assert me["status"] == "member"


async def test_a_bot_that_does_not_run_a_group_hears_only_what_is_meant_for_it(
    bot: Bot, world: World, group: int, reader: int
) -> None:
    other = world.add_person("Петро")
    for words in ("просто розмова", "/status@vistnyk_demo_bot 5", "@vistnyk_demo_bot, ти тут?"):
        world.post_in_channel(group, words, by=other)
    assert [m["text"][0] for m in await heard(bot)] == ["/", "@"]
    world.updates.drop()
    world.set_bot_rights(group, reader)
    world.post_in_channel(group, "просто розмова", by=other)
    assert [m["text"] for m in await heard(bot)] == ["просто розмова"]
    writer = await bot.call("getChatMember", chat_id=group, user_id=other)
    assert writer["status"] == "member"


@pytest.mark.parametrize(
    ("status", "words"), [("kicked", "was kicked from"), ("left", "is not a member of")]
)
async def test_a_bot_that_was_put_out_of_a_group_is_told_so(
    bot: Bot, world: World, group: int, status: str, words: str
) -> None:
    world.set_bot_rights(group, world.chats.channel(group).owner, status=status)
    refused = await bot.refused("sendMessage", chat_id=group, text="а")
    assert refused == f"Forbidden: bot {words} the group chat"


async def test_a_group_that_became_a_supergroup_says_where_it_went(
    bot: Bot, world: World, group: int
) -> None:
    post = await bot.send(group, "до переїзду")
    new = world.migrate(group)
    going, coming = await heard(bot)
    assert (going["chat"]["id"], going["migrate_to_chat_id"]) == (group, new)
    assert (coming["chat"]["id"], coming["migrate_from_chat_id"]) == (new, group)
    calls = {
        "sendMessage": {"text": "після"},
        "editMessageText": {"text": "після", "message_id": post["message_id"]},
        "deleteMessage": {"message_id": post["message_id"]},
        "pinChatMessage": {"message_id": post["message_id"]},
    }
    for method, params in calls.items():
        answer = await bot.answer(method, chat_id=group, **params)
        assert answer["error_code"] == 400
        assert answer["description"] == (
            "Bad Request: group chat was upgraded to a supergroup chat"
        )
        assert answer["parameters"] == {"migrate_to_chat_id": new}
    moved = await bot.send(new, "після")
    assert moved["chat"]["type"] == "supergroup"
    assert moved["message_id"] == 2
    with pytest.raises(ValueError, match="could become a supergroup"):
        world.migrate(group)


async def test_a_closed_topic_takes_only_those_who_may_manage_topics(
    bot: Bot, world: World, reader: int
) -> None:
    forum = world.add_supergroup("Форум", reader, is_forum=True)
    world.set_bot_rights(forum, reader, status="member")
    thread = world.open_topic(forum, "Новини")
    post = {"chat_id": forum, "text": "а"}
    sent = await bot.call("sendMessage", message_thread_id=thread, **post)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    refused = await bot.refused("sendMessage", message_thread_id=99, **post)
    assert refused == "Bad Request: message thread not found"
    world.close_topic(forum, thread)
    refused = await bot.refused("sendMessage", message_thread_id=thread, **post)
    assert refused == "Bad Request: TOPIC_CLOSED"
    await bot.call("sendMessage", **post)
    world.set_bot_rights(forum, reader, can_manage_topics=True)
    await bot.call("sendMessage", message_thread_id=thread, **post)
    world.set_bot_rights(forum, reader, status="member")
    world.close_topic(forum, thread, closed=False)
    await bot.call("sendMessage", message_thread_id=thread, **post)


async def test_replies_stand_in_their_topics_and_general_is_named_by_no_number(
    bot: Bot, world: World, reader: int
) -> None:
    forum = world.add_supergroup("Форум", reader, is_forum=True)
    world.set_bot_rights(forum, reader)
    refused = await bot.refused("createForumTopic", chat_id=forum, name="Світ")
    assert refused == "Bad Request: not enough rights to create a topic"
    world.set_bot_rights(forum, reader, can_manage_topics=True)
    made = await bot.call("createForumTopic", chat_id=forum, name="Світ")
    thread = made["message_thread_id"]
    first = await bot.send(forum, "перший", message_thread_id=thread)
    assert first["reply_to_message"]["forum_topic_created"]["name"] == "Світ"
    answer = {"message_id": first["message_id"]}
    inside = await bot.send(forum, "другий", reply_parameters=answer)
    assert inside["message_thread_id"] == thread
    other = world.open_topic(forum, "Спорт")
    refused = await bot.refused(
        "sendMessage",
        chat_id=forum,
        text="а",
        message_thread_id=other,
        reply_parameters=answer,
    )
    assert refused == "Bad Request: message to be replied not found"
    refused = await bot.refused("sendMessage", chat_id=forum, text="а", message_thread_id=1)
    assert refused == "Bad Request: message thread not found"

    world.set_bot_rights(forum, reader)
    world.close_topic(forum, 1)
    refused = await bot.refused("sendMessage", chat_id=forum, text="а")
    assert refused == "Bad Request: TOPIC_CLOSED"
    world.rename_topic(forum, thread, "Світ і ми")
    world.delete_topic(forum, other)
    refused = await bot.refused("sendMessage", chat_id=forum, text="а", message_thread_id=other)
    assert refused == "Bad Request: message thread not found"
    told = [u["message"] for u in await bot.updates() if "message" in u]
    (created,) = [m for m in told if "forum_topic_created" in m]
    assert (created["message_id"], created["message_thread_id"]) == (other, other)
    assert told[-1]["forum_topic_edited"] == {"name": "Світ і ми"}


async def test_nothing_goes_on_from_a_protected_channel(
    bot: Bot, world: World, channel: int, reader: int
) -> None:
    post = await bot.send(channel, "тільки тут")
    world.protect(channel)
    assert (await bot.call("getChat", chat_id=channel))["has_protected_content"] is True
    assert world.messages(channel)[0]["has_protected_content"] is True
    source = {"from_chat_id": channel, "message_id": post["message_id"]}
    for method, done in (("forwardMessage", "forwarded"), ("copyMessage", "copied")):
        refused = await bot.refused(method, chat_id=reader, **source)
        assert refused == f"Bad Request: the message can't be {done}"
    world.protect(channel, on=False)
    await bot.call("forwardMessage", chat_id=reader, **source)


async def test_a_new_title_takes_an_id_and_cannot_be_forwarded(
    bot: Bot, world: World, channel: int, reader: int
) -> None:
    number = world.rename(channel, "Світ і люди")
    (update,) = await bot.updates()
    assert update["channel_post"]["new_chat_title"] == "Світ і люди"
    assert (await bot.send(channel, "далі"))["message_id"] == number + 1
    refused = await bot.refused(
        "forwardMessage", chat_id=reader, from_chat_id=channel, message_id=number
    )
    assert refused == "Bad Request: the message can't be forwarded"


def test_what_cannot_be_is_told(world: World, reader: int, channel: int, group: int) -> None:
    with pytest.raises(ValueError, match="negative number"):
        world.add_group("Група", reader, id=-1001000000999)
    with pytest.raises(ValueError, match="begins with -100"):
        world.add_supergroup("Група", reader, id=-5)
    with pytest.raises(ValueError, match="no forum"):
        world.open_topic(group, "Тема")
    with pytest.raises(LookupError, match="no topic"):
        world.close_topic(channel, 1)
    with pytest.raises(LookupError, match="no topic"):
        world.post_in_channel(channel, "а", thread=1)
    world.migrate(group)
    with pytest.raises(ValueError, match="has become the supergroup"):
        world.post_in_channel(group, "а")
