"""Photos, files, albums and what else is no text, as any bot sends and changes them."""

import json
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiogram.types import BufferedInputFile, InputMediaPhoto, InputMediaVideo

from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.calls import Bot
from tests.sandbox.test_aiogram import aiogram_bot

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
MEGABYTE = 1024 * 1024
TOO_BIG = (
    "Bad Request: file of size 10485761 bytes is too big for a photo; "
    "the maximum size is 10485760 bytes"
)


async def upload(bot: Bot, method: str, files: dict[str, bytes], **params: Any) -> dict[str, Any]:
    """A call with files in a form, as the Bot API has it."""
    form = aiohttp.FormData()
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, content in files.items():
        form.add_field(name, BytesIO(content), filename=f"{name}.png")
    url = f"{bot.sandbox.address}/bot{bot.sandbox.token}/{method}"
    async with bot.session.post(url, data=form) as response:
        body: dict[str, Any] = await response.json()
        assert response.status == body.get("error_code", 200)
        return body


async def test_every_kind_of_file_is_sent_and_sent_again_by_its_id_and_fetched(
    sandbox: Sandbox, world: World, reader: int
) -> None:
    kinds = ("photo", "document", "video", "animation", "audio", "voice")
    async with aiogram_bot(sandbox) as bot:
        for kind in kinds:
            send = getattr(bot, f"send_{kind}")
            file = BufferedInputFile(b"content", "a.bin")
            first = await send(reader, file, caption=f"<b>{kind}</b>", parse_mode="HTML")
            assert (first.caption, first.content_type) == (kind, kind)
            held = first.photo[-1] if kind == "photo" else getattr(first, kind)
            again = await send(reader, held.file_id)
            assert (again.content_type, again.caption) == (kind, None)
            got = await bot.download(held.file_id)
            assert got is not None
            assert got.read() == b"content"
        copy = await bot.copy_message(reader, reader, first.message_id, caption="Інше")
    assert world.messages(reader)[-1]["message_id"] == copy.message_id
    assert world.messages(reader)[-1]["caption"] == "Інше"


async def test_what_is_too_long_too_large_or_unknown_is_refused_in_telegrams_words(
    bot: Bot, world: World, reader: int
) -> None:
    photo = {"photo": PNG}
    chat = {"chat_id": reader}
    assert (await upload(bot, "sendPhoto", photo, **chat, caption="я" * 1024))["ok"]
    cases: list[tuple[dict[str, bytes], dict[str, Any], str]] = [
        (photo, {"caption": "я" * 1025}, "Bad Request: message caption is too long"),
        ({"photo": b""}, {}, "Bad Request: file must be non-empty"),
        ({}, {}, "Bad Request: there is no photo in the request"),
        ({}, {"photo": "none"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        (
            {"photo": b"x" * (10 * MEGABYTE + 1)},
            {},
            TOO_BIG,
        ),
    ]
    for files, params, words in cases:
        refused = await upload(bot, "sendPhoto", files, **chat, **params)
        assert refused.get("description") == words
    large = {"document": b"x" * (50 * MEGABYTE + 1)}
    refused = await upload(bot, "sendDocument", large, **chat)
    assert (refused["error_code"], refused["description"]) == (413, "Request Entity Too Large")
    held = world.messages(reader)[-1]["photo"][0]["file_id"]
    refused = await upload(bot, "sendDocument", {}, **chat, document=held)
    assert refused["description"] == "Bad Request: type of file mismatch"
    assert len(world.messages(reader)) == 2


async def test_an_album_is_as_many_messages_with_one_group(
    sandbox: Sandbox, world: World, channel: int
) -> None:
    async with aiogram_bot(sandbox) as bot:
        first = InputMediaPhoto(media=BufferedInputFile(PNG, "a.png"), caption="Разом")
        second = InputMediaVideo(media=BufferedInputFile(b"video", "b.mp4"))
        sent = await bot.send_media_group(channel, [first, second])
    assert [message.content_type for message in sent] == ["photo", "video"]
    assert sent[0].media_group_id == sent[1].media_group_id is not None
    assert world.messages(channel)[0]["caption"] == "Разом"


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([], "there are no messages to send"),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["voice"], "can't parse InputMedia: unsupported type specified"),
    ],
)
async def test_what_is_no_album_is_refused_whole(
    bot: Bot, world: World, reader: int, kinds: list[str], words: str
) -> None:
    before = len(world.messages(reader))
    media = [{"type": kind, "media": "attach://f"} for kind in kinds]
    refused = await upload(bot, "sendMediaGroup", {"f": PNG}, chat_id=reader, media=media)
    assert refused["description"] == f"Bad Request: {words}"
    assert len(world.messages(reader)) == before


async def test_a_caption_and_the_file_itself_are_edited(
    bot: Bot, world: World, reader: int
) -> None:
    sent = await upload(bot, "sendPhoto", {"photo": PNG}, chat_id=reader, caption="Було")
    place = {"chat_id": reader, "message_id": sent["result"]["message_id"]}
    edited = await bot.call("editMessageCaption", **place, caption="Стало")
    assert edited["caption"] == "Стало"
    refused = await bot.refused("editMessageCaption", **place, caption="Стало")
    assert refused.startswith("Bad Request: message is not modified")
    assert await bot.refused("editMessageText", **place, text="Текст") == (
        "Bad Request: there is no text in the message to edit"
    )
    media = {"type": "document", "media": "attach://new", "caption": "Файл"}
    await upload(bot, "editMessageMedia", {"new": b"pdf"}, **place, media=media)
    shown = world.message(reader, place["message_id"])
    assert shown is not None
    assert ("photo" in shown, shown["document"]["file_name"]) == (False, "new.png")
    text = await bot.send(reader, "Слова")
    refused = await bot.refused(
        "editMessageCaption", chat_id=reader, message_id=text["message_id"], caption="а"
    )
    assert refused == "Bad Request: there is no caption in the message to edit"


async def test_a_photo_of_a_person_reaches_the_bot_as_one(
    sandbox: Sandbox, world: World, reader: int
) -> None:
    world.send_file(reader, "a.png", PNG, kind="photo", caption="Ось")
    async with aiogram_bot(sandbox) as bot:
        (update,) = await bot.get_updates()
        assert update.message is not None
        assert update.message.photo is not None
        found = await bot.download(update.message.photo[-1])
    assert found is not None
    assert found.read() == PNG
