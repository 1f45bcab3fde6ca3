"""Rich messages, as any bot sends and changes them, and what is refused of them."""

from typing import Any

import pytest
from aiogram.types import (
    InputMediaPhoto,
    InputRichBlockBlockQuotation,
    InputRichBlockExpandableBlockQuotation,
    InputRichBlockList,
    InputRichBlockListItem,
    InputRichBlockParagraph,
    InputRichBlockPhoto,
    InputRichBlockSectionHeading,
    InputRichMessage,
    RichBlockCaption,
    RichTextBold,
    RichTextUrl,
)

from bot.sandbox.sandbox_server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.calls import Bot
from tests.sandbox.test_aiogram import aiogram_bot

QUOTES = ("blockquote", "expandable_blockquote")
PHOTO = "https://news.example/1.jpg"


def paragraph(text: Any = "Слова") -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def deep(levels: int) -> dict[str, Any]:
    block = paragraph()
    for _ in range(levels):
        block = {"type": "blockquote", "blocks": [block]}
    return block


def photo(media: object = PHOTO) -> dict[str, Any]:
    return {"type": "photo", "photo": {"type": "photo", "media": media}}


async def test_aiogram_sends_one_turns_it_into_a_text_and_back(
    sandbox: Sandbox, world: World, reader: int
) -> None:
    item = InputRichBlockListItem(blocks=[InputRichBlockParagraph(text="точка")])
    caption = RichBlockCaption(text="Причал")
    media = InputMediaPhoto(media=PHOTO)
    article = InputRichMessage(
        blocks=[
            InputRichBlockSectionHeading(text="Порт", size=1),
            InputRichBlockParagraph(
                text=[RichTextBold(text="Лід"), RichTextUrl(text="сайт", url="news.example")]
            ),
            InputRichBlockPhoto(photo=media, caption=caption),
            InputRichBlockBlockQuotation(blocks=[InputRichBlockParagraph(text="Цитата")]),
            InputRichBlockExpandableBlockQuotation(text="Довга цитата", credit="Автор"),
            InputRichBlockList(items=[item]),
        ]
    )
    async with aiogram_bot(sandbox) as bot:
        sent = await bot.send_rich_message(reader, article)
        assert sent.rich_message
        kinds = [block.type for block in sent.rich_message.blocks]
        assert kinds == ["heading", "paragraph", "photo", *QUOTES, "list"]
        told: Any = {"chat_id": reader, "message_id": sent.message_id}
        edited = await bot.edit_message_text("Просто текст", **told)
        assert not isinstance(edited, bool)
        assert (edited.text, edited.rich_message) == ("Просто текст", None)
        again = await bot.edit_message_text(rich_message=article, **told)
        assert not isinstance(again, bool)
        assert again.rich_message == sent.rich_message
        copy = await bot.copy_message(reader, reader, sent.message_id)
    shown = world.message(reader, copy.message_id)
    assert shown is not None
    link = shown["rich_message"]["blocks"][1]["text"][1]
    assert link["url"] == "http://news.example/"


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([], "RICH_MESSAGE_CONTENT_REQUIRED"),
        ([paragraph("")], "RICH_MESSAGE_CONTENT_REQUIRED"),
        ([paragraph("а" * 16_384)] * 2 + [paragraph("а")], "RICH_MESSAGE_TOO_LONG"),
        ([paragraph()] * 501, "RICH_MESSAGE_BLOCKS_TOO_MUCH"),
        ([photo()] * 51, "RICH_MESSAGE_MEDIA_TOO_MUCH"),
        ([deep(16)], "RICH_MESSAGE_DEPTH_INVALID"),
        (
            [paragraph({"type": "url", "text": "а", "url": "javascript:alert(1)"})],
            "RICH_MESSAGE_URL_INVALID",
        ),
        ([paragraph({"type": "blink", "text": "а"})], "can't parse RichText"),
        ([{"type": "heading", "text": "а", "size": 7}], "invalid heading size"),
        ([{"type": "marquee"}], "can't parse InputRichBlock"),
        ([photo("nothing")], "wrong file identifier/HTTP URL specified"),
        (
            [{"type": "photo", "photo": {"type": "video", "media": PHOTO}}],
            "can't parse InputMedia",
        ),
    ],
)
async def test_what_is_none_is_refused(
    bot: Bot, reader: int, blocks: list[Any], words: str
) -> None:
    message = {"blocks": blocks}
    refused = await bot.refused("sendRichMessage", chat_id=reader, rich_message=message)
    assert words in refused


async def test_what_telegram_just_takes_is_taken(bot: Bot, reader: int) -> None:
    for blocks in (
        [paragraph("а" * 16_384)] * 2,
        [paragraph()] * 500,
        [photo()] * 50,
        [deep(14)],
    ):
        await bot.call("sendRichMessage", chat_id=reader, rich_message={"blocks": blocks})


async def test_exactly_one_form_is_expected_and_the_same_again_is_not_modified(
    bot: Bot, reader: int
) -> None:
    message = {"blocks": [paragraph()]}
    sent = await bot.call("sendRichMessage", chat_id=reader, rich_message=message)
    told = {"chat_id": reader, "message_id": sent["message_id"]}
    refused = await bot.refused("editMessageText", rich_message=message, **told)
    assert "message is not modified" in refused
    both = {"blocks": [paragraph()], "html": "<p>а</p>"}
    for given in ({}, both):
        refused = await bot.refused("sendRichMessage", chat_id=reader, rich_message=given)
        assert "exactly one of" in refused
    refused = await bot.refused("editMessageCaption", caption="а", **told)
    assert "there is no caption" in refused
