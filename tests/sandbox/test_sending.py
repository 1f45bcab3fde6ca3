"""What Telegram takes, and what it refuses, of a message that a bot sends."""

from typing import Any

import aiohttp
import pytest

from bot.sandbox.world import World
from tests.sandbox.calls import Bot


def button(**action: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Читати", **action}]]}


async def test_a_message_comes_back_as_telegram_returns_it(bot: Bot, reader: int) -> None:
    markup = button(url="https://example.com/a", style="success")
    preview = {"url": "https://example.com/a", "prefer_large_media": True}
    message = await bot.send(
        reader,
        "<b>Новина</b> #світ",
        parse_mode="HTML",
        reply_markup=markup,
        link_preview_options=preview,
        protect_content=True,
    )
    assert message["text"] == "Новина #світ"
    assert message["entities"] == [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "hashtag", "offset": 7, "length": 5},
    ]
    assert message["reply_markup"] == markup
    assert message["link_preview_options"] == preview
    assert message["has_protected_content"] is True
    assert message["chat"]["id"] == reader
    assert message["from"]["is_bot"] is True
    assert message["date"] == 1_700_000_000


async def test_a_channel_post_names_the_channel_as_its_sender(bot: Bot, channel: int) -> None:
    message = await bot.send("@Svit_News", "Новина")
    assert message["chat"]["id"] == channel
    assert message["sender_chat"]["title"] == "Світ"
    assert "from" not in message


async def test_ids_run_per_channel_and_in_one_sequence_over_private_chats(
    bot: Bot, world: World, reader: int, channel: int
) -> None:
    other = world.add_person("Петро")
    first = world.say(other, "привіт")
    assert (await bot.send(reader, "а"))["message_id"] == first + 1
    assert (await bot.send(other, "б"))["message_id"] == first + 2
    assert (await bot.send(channel, "в"))["message_id"] == 1
    assert (await bot.send(channel, "г"))["message_id"] == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>a", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<p>a</p>", 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ("", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("\u200b\n ", "message text is empty"),
        ("ї" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
async def test_a_bad_text_is_refused_in_telegrams_words(
    bot: Bot, reader: int, text: str, words: str
) -> None:
    refused = await bot.refused("sendMessage", chat_id=reader, text=text, parse_mode="HTML")
    assert refused == f"Bad Request: {words}"


async def test_the_limit_is_counted_after_parsing(bot: Bot, reader: int) -> None:
    text = "<b>" + "ї" * 4096 + "</b>"
    assert len((await bot.send(reader, text, parse_mode="HTML"))["text"]) == 4096


async def test_links_are_found_without_markup(bot: Bot, reader: int) -> None:
    message = await bot.send(reader, "<b> https://example.com/a")
    assert message["entities"] == [{"type": "url", "offset": 4, "length": 21}]


async def test_given_entities_are_taken_and_their_bounds_checked(bot: Bot, reader: int) -> None:
    link = {"type": "text_link", "offset": 2, "length": 4, "url": "https://example.com/"}
    assert (await bot.send(reader, "😀слово", entities=[link]))["entities"] == [link]
    refused = await bot.refused(
        "sendMessage", chat_id=reader, text="а", entities=[{**link, "offset": 1}]
    )
    assert "ends after the end of the text" in refused


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (button(callback_data="я" * 33), "BUTTON_DATA_INVALID"),
        (
            button(),
            "can't parse InlineKeyboardButton: Text buttons are not allowed",
        ),
        (
            button(callback_data="x", style="green"),
            "can't parse InlineKeyboardButton: Invalid button style specified",
        ),
        (
            button(url="javascript:alert(1)"),
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (
            button(url="https://a.ua", callback_data="x"),
            "can't parse InlineKeyboardButton: exactly one action is expected",
        ),
        (
            {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]},
            "inline keyboard button text must be non-empty",
        ),
        ({"inline_keyboard": [button(callback_data="x")["inline_keyboard"][0] * 9]}, "reply"),
        ({"inline_keyboard": button(callback_data="x")["inline_keyboard"] * 101}, "reply"),
        ("[", "can't parse reply markup JSON object"),
    ],
)
async def test_a_bad_keyboard_is_refused(
    bot: Bot, reader: int, markup: object, words: str
) -> None:
    refused = await bot.refused("sendMessage", chat_id=reader, text="а", reply_markup=markup)
    assert refused.startswith(f"Bad Request: {words}")


async def test_a_keyboard_at_its_limits_is_taken(bot: Bot, reader: int) -> None:
    rows = [[{"text": "а", "callback_data": "я" * 32}] * 8] * 12
    message = await bot.send(reader, "а", reply_markup={"inline_keyboard": rows})
    assert message["reply_markup"]["inline_keyboard"] == rows


async def test_a_reply_names_its_message_or_is_refused(bot: Bot, reader: int) -> None:
    first = await bot.send(reader, "перше")
    second = await bot.send(reader, "друге", reply_parameters={"message_id": first["message_id"]})
    assert second["reply_to_message"]["text"] == "перше"
    refused = await bot.refused(
        "sendMessage", chat_id=reader, text="а", reply_parameters={"message_id": 999}
    )
    assert refused == "Bad Request: message to be replied not found"


async def test_people_can_be_out_of_reach(bot: Bot, world: World, reader: int) -> None:
    stranger = world.add_person("Хтось")
    assert await bot.refused("sendMessage", chat_id=stranger, text="а") == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    world.block(reader)
    assert await bot.refused("sendMessage", chat_id=reader, text="а") == (
        "Forbidden: bot was blocked by the user"
    )
    world.say(reader, "/start")
    await bot.send(reader, "знову тут")
    world.deactivate(reader)
    assert await bot.refused("sendMessage", chat_id=reader, text="а") == (
        "Forbidden: user is deactivated"
    )
    assert await bot.refused("sendMessage", chat_id=424242, text="а") == (
        "Bad Request: chat not found"
    )


async def test_a_channel_asks_for_membership_and_rights(
    bot: Bot, world: World, reader: int
) -> None:
    hidden = world.add_channel("Закритий", reader)
    open_to_all = world.add_channel("Відкритий", reader, username="open_news")

    async def refused(chat: int) -> str:
        return await bot.refused("sendMessage", chat_id=chat, text="а")

    assert await refused(hidden) == "Bad Request: chat not found"
    assert await refused(open_to_all) == "Forbidden: bot is not a member of the channel chat"
    world.set_bot_rights(hidden, reader, can_post_messages=False)
    assert await refused(hidden) == "Bad Request: need administrator rights in the channel chat"
    world.set_bot_rights(hidden, reader, status="member")
    assert await refused(hidden) == "Bad Request: need administrator rights in the channel chat"
    world.set_bot_rights(hidden, reader, status="kicked")
    assert await refused(hidden) == "Forbidden: bot was kicked from the channel chat"


async def test_a_forward_keeps_its_origin(bot: Bot, reader: int, channel: int) -> None:
    post = await bot.send(channel, "<i>Новина</i>", parse_mode="HTML")
    where = {"chat_id": reader, "from_chat_id": channel}
    forward = await bot.call("forwardMessage", message_id=post["message_id"], **where)
    assert forward["text"] == "Новина"
    assert forward["entities"] == post["entities"]
    assert forward["forward_origin"]["chat"]["id"] == channel
    assert forward["forward_origin"]["message_id"] == post["message_id"]
    again = await bot.call(
        "forwardMessage", chat_id=reader, from_chat_id=reader, message_id=forward["message_id"]
    )
    assert again["forward_origin"] == forward["forward_origin"]
    refused = await bot.refused("forwardMessage", message_id=77, **where)
    assert refused == "Bad Request: message to forward not found"


async def test_a_copy_has_no_origin_and_protected_content_stays(
    bot: Bot, world: World, reader: int, channel: int
) -> None:
    post = await bot.send(channel, "Новина")
    where = {"chat_id": reader, "from_chat_id": channel}
    copy = await bot.call("copyMessage", message_id=post["message_id"], **where)
    shown = world.message(reader, copy["message_id"])
    assert shown is not None
    assert shown["text"] == "Новина"
    assert "forward_origin" not in shown
    secret = await bot.send(channel, "Таємне", protect_content=True)
    refused = await bot.refused("forwardMessage", message_id=secret["message_id"], **where)
    assert refused == "Bad Request: the message can't be forwarded"


async def test_parameters_may_come_in_every_way_that_telegram_takes(
    bot: Bot, world: World, reader: int
) -> None:
    url = f"{bot.sandbox.address}/bot{bot.sandbox.token}/sendMessage"
    flat = {"chat_id": str(reader), "text": "а", "disable_notification": "true"}
    flat["reply_markup"] = '{"inline_keyboard":[[{"text":"б","callback_data":"в"}]]}'
    multipart = aiohttp.FormData(flat)
    multipart.add_field("nonsense", b"file", filename="x.bin")
    for kwargs in ({"params": flat}, {"data": flat}, {"data": multipart}):
        async with bot.session.post(url, **kwargs) as response:
            assert response.status == 200, await response.text()
    async with bot.session.get(url, params=flat) as response:
        assert response.status == 200
    shown = world.messages(reader)[-4:]
    assert all(message["silent"] and message["reply_markup"] for message in shown)


async def test_a_body_that_cannot_be_read_is_refused(bot: Bot) -> None:
    url = f"{bot.sandbox.address}/bot{bot.sandbox.token}/sendMessage"
    bodies = {
        "application/json": b'{"chat_id":',
        "application/x-www-form-urlencoded": b"text=\xff\xfe",
        "application/x-www-form-urlencoded; charset=martian": b"text=a",
        "multipart/form-data; boundary=x": b"--x\r\nnonsense",
    }
    for kind, body in bodies.items():
        async with bot.session.post(url, data=body, headers={"Content-Type": kind}) as response:
            assert response.status == 400
            assert (await response.json())["description"].startswith("Bad Request: ")


async def test_a_chat_action_is_taken_and_nonsense_refused(bot: Bot, reader: int) -> None:
    assert await bot.call("sendChatAction", chat_id=reader, action="typing")
    refused = await bot.refused("sendChatAction", chat_id=reader, action="dancing")
    assert refused == "Bad Request: wrong parameter action in request"
