"""The stand-in for load answers as Telegram does, and counts what it accepts."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.rapid.process import rapid_process
from tests.sandbox.rapid_calls import (
    CHANNEL,
    OTHER_CHANNEL,
    OTHER_READER,
    READER,
    TEXT,
    Client,
    rapid,
)

SECRET = "X-Telegram-Bot-Api-Secret-Token"
_TWO_DAYS = 48 * 3600 + 1


async def test_message_ids_run_in_one_sequence_over_private_chats_and_per_channel() -> None:
    async with rapid() as client:
        assert [await client.send(chat) for chat in (READER, OTHER_READER, READER)] == [1, 2, 3]
        assert [await client.send(CHANNEL) for _ in range(2)] == [1, 2]
        assert await client.send(OTHER_CHANNEL) == 1


async def test_private_chats_are_counted_by_how_often_each_has_a_text() -> None:
    async with rapid() as client:
        for chat_id in (READER, READER, OTHER_READER, *[READER + 255] * 3):
            await client.send(chat_id)
        await client.send(READER, "Інше")
        count = await client.count()
        text, other = count["texts"].values()
        digest = next(iter(count["texts"]))
        copies = await client.control("copies", text=digest, first=READER - 1, last=READER + 2)
    assert count["accepted"] == 7
    assert text["begins"] == TEXT
    assert text["private"] == {"chats_1": 1, "chats_2": 1, "chats_3_or_more": 1}
    assert text["twice"] == [READER, READER + 255]
    assert other["private"]["chats_1"] == 1
    assert copies == {"copies": "0210"}


async def test_what_private_chats_show_now_is_counted_apart_from_what_they_have_accepted() -> None:
    async with rapid() as client:
        first, second, third = [await client.send(READER + number) for number in range(3)]
        await client.call("editMessageText", chat_id=READER, message_id=first, text="Інше")
        await client.call("deleteMessage", chat_id=READER + 1, message_id=second)
        old, new = (await client.count())["texts"]
        chats = {"first": READER, "last": READER + 2}
        assert await client.control("standing", text=old, **chats) == {"standing": "001"}
        assert await client.control("standing", text=new, **chats) == {"standing": "100"}
        assert await client.control("copies", text=old, **chats) == {"copies": "111"}
        assert (await client.control("standing", text="?", **chats))["error"]
    assert third


async def test_a_channels_posts_are_listed_with_their_text_and_revision() -> None:
    async with rapid() as client:
        first, second = [await client.send(CHANNEL) for _ in range(2)]
        await _edit(client, CHANNEL, first, "Виправлено")
        await client.call("deleteMessage", chat_id=CHANNEL, message_id=second)
        count = await client.count()
    (digest, corrected) = count["texts"]
    assert count["channels"][str(CHANNEL)] == {
        "posts": [[first, corrected, 2, ""]],
        "deleted": [second],
    }
    assert (count["edits"], count["deletes"]) == (1, 1)
    assert digest != corrected


async def test_an_album_is_listed_seen_with_its_photos_and_taken_away_as_a_whole() -> None:
    media = [{"type": "photo", "media": name} for name in ("one", "two")]
    media[0]["caption"] = TEXT
    async with rapid() as client:
        _, album = await client.call("sendMediaGroup", chat_id=CHANNEL, media=media)
        ids = [message["message_id"] for message in album["result"]]
        new = {"type": "photo", "media": "three"}
        await client.call("editMessageMedia", chat_id=CHANNEL, message_id=ids[1], media=new)
        _, seen = await client.call(
            "forwardMessage", chat_id=READER, from_chat_id=CHANNEL, message_id=ids[0]
        )
        posts = (await client.count())["channels"][str(CHANNEL)]["posts"]
        await client.call("deleteMessages", chat_id=CHANNEL, message_ids=ids)
        await client.control("faults", {"kind": "half", "method": "sendMediaGroup"})
        _, half = await client.call("sendMediaGroup", chat_id=CHANNEL, media=media)
        left = (await client.count())["channels"][str(CHANNEL)]["posts"]
    assert [(number, photo) for number, *_, photo in posts] == [(1, "one"), (2, "three")]
    assert seen["result"]["caption"] == TEXT
    assert seen["result"]["photo"][-1]["file_unique_id"] == "one"
    assert "failed to send message #2" in half["description"]
    assert [photo for *_, photo in left] == ["one"]


async def _edit(client: Client, chat_id: int, message_id: int, text: str) -> Any:
    return await client.call(
        "editMessageText", chat_id=chat_id, message_id=message_id, text=text, parse_mode="HTML"
    )


@pytest.mark.parametrize("chat_id", [READER, CHANNEL])
async def test_an_edit_changes_a_message_once_and_only_one_that_stands(chat_id: int) -> None:
    async with rapid() as client:
        message_id = await client.send(chat_id)
        assert (await _edit(client, chat_id, message_id, "Нове"))[0] == 200
        _, same = await _edit(client, chat_id, message_id, "Нове")
        _, missing = await _edit(client, chat_id, message_id + 1, "Нове")
    assert same["description"].startswith("Bad Request: message is not modified")
    assert missing["description"] == "Bad Request: message to edit not found"


async def test_a_change_of_the_buttons_alone_is_an_edit() -> None:
    async with rapid() as client:
        message_id = await client.send(READER, reply_markup={"inline_keyboard": []})
        status, _ = await _edit(client, READER, message_id, TEXT)
    assert status == 200


@pytest.mark.parametrize("chat_id", [READER, CHANNEL])
async def test_nothing_older_than_two_days_is_deleted(chat_id: int) -> None:
    async with rapid() as client:
        old, new = [await client.send(chat_id) for _ in range(2)]
        older = {"seconds": _TWO_DAYS, "chat_id": chat_id, "message_id": old}
        await client.control("age", older)
        _, refused = await client.call("deleteMessage", chat_id=chat_id, message_id=old)
        status, _ = await client.call("deleteMessage", chat_id=chat_id, message_id=new)
        _, again = await client.call("deleteMessage", chat_id=chat_id, message_id=new)
    assert refused["description"] == "Bad Request: message can't be deleted for everyone"
    assert status == 200
    assert again["description"] == "Bad Request: message to delete not found"


async def test_only_what_stands_is_forwarded_and_with_the_text_that_it_shows() -> None:
    async with rapid() as client:
        post = await client.send(CHANNEL)
        copy = await _forward(client, post)
        await _edit(client, CHANNEL, post, "<i>Інше</i> тепер")
        changed = await _forward(client, post)
        missing = await _forward(client, post + 1)
        count = await client.count()
    assert copy["result"]["text"] == "🌍 Порт Роттердама відкрив термінал & причали"
    assert copy["result"]["chat"]["id"] == READER
    assert changed["result"]["text"] == "Інше тепер"
    assert missing["description"] == "Bad Request: message to forward not found"
    assert (count["accepted"], count["forwards"]) == (1, 2)


async def _forward(client: Client, message_id: int) -> dict[str, Any]:
    _, body = await client.call(
        "forwardMessage", chat_id=READER, from_chat_id=CHANNEL, message_id=message_id
    )
    return body


async def test_updates_that_a_test_hands_in_end_a_long_poll_and_stay_until_confirmed() -> None:
    async with rapid() as client, asyncio.TaskGroup() as group:
        polling = group.create_task(_updates(client, timeout=30))
        await _updates_are_awaited(client)
        await client.control("updates", [{"message": {"text": "/start"}}, {"poll": {}}])
        (first, *_) = await polling
        again = await _updates(client, offset=first["update_id"])
        rest = await _updates(client, offset=first["update_id"] + 1)
        none = await _updates(client, offset=first["update_id"] + 2)
    assert first["message"] == {"text": "/start"}
    assert [len(found) for found in (again, rest, none)] == [2, 1, 0]


async def test_updates_come_by_webhook_each_until_it_is_taken_and_one_by_one_of_a_person() -> None:
    brought: list[tuple[int, str | None]] = []
    at_once: set[int] = set()
    crowded = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        person = update["message"]["chat"]["id"]
        assert person not in at_once
        brought.append((update["update_id"], request.headers.get(SECRET)))
        if len(brought) == 1:
            return web.Response(status=503)
        at_once.add(person)
        if len(at_once) == 2:
            crowded.set()
        async with asyncio.timeout(10):
            await crowded.wait()
        at_once.remove(person)
        answer = {"method": "sendMessage", "chat_id": person, "text": "Вітаю"}
        return web.json_response(answer)

    bot = web.Application()
    bot.add_routes([web.post("/hook", take)])
    async with TestServer(bot) as server, rapid() as client:
        for person in (READER, READER, OTHER_READER):
            await client.control("updates", {"message": {"chat": {"id": person}}})
        url = str(server.make_url("/hook"))
        await client.call("setWebhook", url=url, secret_token="1", max_connections=3)
        async with asyncio.timeout(10):
            while (await client.count())["accepted"] < 3:  # noqa: ASYNC110 - told over HTTP
                await asyncio.sleep(0.01)
        info = await _info(client)
        assert (info["url"], info["pending_update_count"]) == (url, 0)
        assert (await client.call("getUpdates"))[0] == 409
        await client.call("deleteWebhook")
        assert await _updates(client) == []
    assert sorted({number for number, _ in brought}) == [1, 2, 3]
    assert len(brought) == 4  # the first came again
    assert {secret for _, secret in brought} == {"1"}


async def _info(client: Client) -> dict[str, Any]:
    _, body = await client.call("getWebhookInfo")
    info: dict[str, Any] = body["result"]
    return info


async def _updates_are_awaited(client: Client) -> None:
    """A call after the poll's own is answered after it has been read."""
    await client.call("getMe")


async def _updates(client: Client, **given: Any) -> list[dict[str, Any]]:
    _, body = await client.call("getUpdates", **given)
    found: list[dict[str, Any]] = body["result"]
    return found


async def test_a_second_poller_ends_the_first_ones_poll() -> None:
    async with rapid() as client, asyncio.TaskGroup() as group:
        first = group.create_task(client.call("getUpdates", timeout=30))
        await _updates_are_awaited(client)
        second = group.create_task(client.call("getUpdates", timeout=30))
        status, body = await first
        await client.control("updates", {"poll": {}})
        await second
    assert status == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_wrong_token_an_unknown_method_and_a_missing_chat_are_refused() -> None:
    async with rapid() as client:
        assert (await client.call("sendDice", chat_id=READER))[0] == 404
        assert (await client.call("sendMessage", text="без чату"))[0] == 400
        assert (await client.call("sendMessage", chat_id=READER))[0] == 400
        stranger = Client(client.session, client.address, "1:wrong")
        assert (await stranger.call("getMe"))[0] == 401
        assert (await client.control("copies", first=1, last=2))["error"]


async def test_requests_in_one_packet_or_cut_anywhere_are_answered_in_their_order() -> None:
    async with rapid(latency=0.01) as client:
        host, port = client.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        slow = b"GET /bot%b/getChat?chat_id=7 HTTP/1.1\r\nHost: x\r\n\r\n" % client.token.encode()
        quick = b"GET /rapid/count HTTP/1.1\r\nHost: x\r\n\r\n"
        body = b'{"chat_id":8}'
        posted = (
            b"POST /bot%b/getChat HTTP/1.1\r\nContent-LENGTH: %d\r\n\r\n"
            % (client.token.encode(), len(body))
        ) + body
        packet = slow + quick + posted
        for start in range(0, len(packet), 50):
            writer.write(packet[start : start + 50])
            await writer.drain()
        answers = [await _answer(reader) for _ in range(3)]
        writer.close()
        await writer.wait_closed()
    assert b'"id":7' in answers[0]
    assert b'"accepted":0' in answers[1]
    assert b'"id":8' in answers[2]


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    return await reader.readexactly(int(head.split(b"Content-Length: ")[1].split(b"\r")[0]))


async def test_aiogram_reads_its_answers() -> None:
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Читати", url="https://example.org")]]
    )
    async with rapid() as client:
        session = AiohttpSession(api=TelegramAPIServer.from_base(client.address))
        bot = Bot(client.token, session=session)
        try:
            sent = await bot.send_message(READER, TEXT, parse_mode="HTML", reply_markup=keyboard)
            post = await bot.send_message(CHANNEL, TEXT)
            copy = await bot.forward_message(READER, CHANNEL, post.message_id)
            member = await bot.get_chat_member(CHANNEL, bot.id)
            chat = await bot.get_chat(CHANNEL)
            me = await bot.get_me()
        finally:
            await session.close()
    assert (sent.message_id, sent.chat.id, post.chat.type) == (1, READER, "channel")
    assert (copy.text, member.status, chat.type) == (TEXT, "administrator", "channel")
    assert me.username == "vistnyk_rapid_bot"


def test_a_process_of_its_own_says_where_it_listens_and_ends_with_the_block() -> None:
    with rapid_process("--latency", "0.001", "--username", "another_bot") as server:
        assert server.count()["accepted"] == 0
        server.add_updates({"poll": {}})
        server.order_fault("slow", seconds=0)
        server.make_older(10)
    with pytest.raises(OSError, match="refused"):
        server.count()


async def test_it_tells_when_the_chats_of_a_range_got_their_messages() -> None:
    async with rapid() as client:
        for chat_id in (READER, CHANNEL, OTHER_READER, OTHER_CHANNEL, READER):
            await client.send(chat_id)
        readers = await client.control("arrivals", first=READER, last=READER)
        both = await client.control("arrivals", first=CHANNEL, last=READER)
    (first, began), (second, ended) = readers["arrivals"]
    assert (first, second) == (READER, READER)
    assert 0 < began <= ended
    assert [chat_id for chat_id, _ in both["arrivals"]] == [CHANNEL, READER, READER]


async def test_it_tells_when_presses_were_answered_and_buttons_alone_were_changed() -> None:
    markup = {"inline_keyboard": [[{"text": "✅ Світ", "callback_data": "follow:1:0"}]]}
    async with rapid() as client:
        for chat_id in (READER, OTHER_READER, READER):
            last = await client.send(chat_id)
        newest = await client.control("newest", first=READER, last=OTHER_READER)
        answered = await client.call("answerCallbackQuery", callback_query_id="17")
        changes = [
            await client.call(
                "editMessageReplyMarkup", chat_id=chat_id, message_id=last, reply_markup=markup
            )
            for chat_id in (READER, OTHER_READER)
        ]
        seen = await client.control("presses", first=READER, last=READER)
        edits = (await client.count())["edits"]
    assert newest["newest"] == [[READER, last], [OTHER_READER, last - 1]]
    assert answered[0] == 200
    assert [status for status, _ in changes] == [200, 400]  # the other one has no such message
    assert [number for number, at in seen["pop_ups"] if at > 0] == ["17"]
    assert [chat_id for chat_id, at in seen["keyboards"] if at > 0] == [READER]
    assert edits == 1
