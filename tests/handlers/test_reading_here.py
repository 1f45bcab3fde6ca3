"""Whole articles in the bot: as rich messages, in pages where these are not known."""

from typing import Any

import pytest
from aiogram.methods import (
    EditMessageReplyMarkup,
    EditMessageText,
    SendMediaGroup,
    SendMessage,
    SendRichMessage,
    SendVoice,
)
from aiogram.types import InlineKeyboardMarkup

from bot.domain.api_answers import Refusal
from bot.domain.article import Article, Image
from bot.domain.buttons import Read, unpack
from bot.domain.formatted import Format, Formatted
from bot.domain.own_words import OwnWords
from bot.domain.picture import Medium, Picture, known_by, marked, sent_picture
from bot.domain.press import Press
from bot.domain.reading_here import ReadAs, TurnText
from bot.domain.saved_buttons import Save
from bot.domain.search_buttons import OpenFound, TurnFound
from tests.builders import an_owner
from tests.clock import NOON
from tests.handlers.house import READER, House

LONG = tuple(f"Абзац {n}. " + "Робота тривала чотири роки. " * 30 for n in range(8))
NO_METHOD = Refusal(404, "Not Found")


def under_last(house: House) -> InlineKeyboardMarkup:
    kinds = (SendMessage, SendRichMessage, EditMessageText, EditMessageReplyMarkup)
    markup = [m for m in house.telegram.requests if isinstance(m, kinds)][-1].reply_markup
    assert isinstance(markup, InlineKeyboardMarkup)
    return markup


def pressable(house: House, kind: type[Press]) -> Any:
    """The button of this kind under what was shown last."""
    presses = [unpack(data) for data in house.telegram.data_under_last()]
    return next(press for press in presses if isinstance(press, kind))


async def press(house: House, kind: type[Press]) -> None:
    await house.press(READER, pressable(house, kind), under=under_last(house))


async def corrected(house: House, article: Article) -> None:
    """A new text of the article, with other words in each paragraph."""
    body = tuple(text.replace("чотири", "п’ять") for text in article.content.body)
    headline = article.content.headline
    draft = await house.draft(headline=headline, body=body, link=article.content.link)
    await house.publishing.correct(draft.id, article.id, by=an_owner())


async def test_an_article_is_one_message_and_turns_into_pages_that_are_remembered(
    house: House,
) -> None:
    article = await house.published(body=LONG)
    await house.write(READER, "/start")
    await house.press(READER, Read(article.id))
    assert len(house.telegram.of(SendRichMessage)) == 1
    assert "Абзац 7." in house.telegram.said[-1]
    await press(house, ReadAs)
    assert "Абзац 0." in house.telegram.edits[-1]
    assert "Абзац 7." not in house.telegram.edits[-1]
    await press(house, TurnText)
    assert "Абзац 0." not in house.telegram.edits[-1]
    await house.press(READER, Read(article.id))
    assert len(house.telegram.of(SendRichMessage)) == 1, "the next one comes in pages as well"
    await press(house, ReadAs)
    assert "Абзац 7." in house.telegram.edits[-1]
    await house.press(READER, Read(article.id))
    assert len(house.telegram.of(SendRichMessage)) == 2


def in_own_words() -> OwnWords:
    words = Formatted("Рішення суду – на https://court.example", (Format("bold", 8, 4),))
    return OwnWords(words, headed=True)


async def images(house: House, *media: Medium) -> tuple[Image, ...]:
    """Files that editors have sent."""
    urls = [sent_picture(marked(medium, str(n))) for n, medium in enumerate(media)]
    async with house.storage.writing() as tx:
        for url in urls:
            await tx.pictures.keep(url, Picture(f"file {url}", known_by(url)), NOON)
    return tuple(map(Image, urls))


def file_ids(house: House) -> list[list[str]]:
    """What was sent together, album by album."""
    media = [each.model_dump()["media"] for each in house.telegram.of(SendMediaGroup)]
    return [[item["media"] for item in each] for each in media]


@pytest.mark.parametrize("paged", [False, True])
async def test_a_button_opens_all_the_files_of_a_post_in_own_words_as_an_album(
    house: House, *, paged: bool
) -> None:
    """A reader's message has room for the first of them."""
    files = await images(house, *[Medium.DOCUMENT] * 3)
    article = await house.published(own=in_own_words(), images=files)
    await house.write(READER, "/start")
    await house.readers.read_in_pages(READER, on=paged)
    await house.press(READER, Read(article.id))
    assert file_ids(house) == [[f"file {file.url}" for file in files]]
    (*_, words) = house.telegram.of(SendMessage)
    assert "Рішення <b>суду</b>" in words.text
    kinds = [type(unpack(data)) for data in house.telegram.data_under_last()]
    assert Save in kinds
    assert ReadAs not in kinds
    await press(house, Save)
    assert not house.telegram.of(SendRichMessage)


async def test_one_file_is_sent_alone_and_what_does_not_go_together_apart(house: House) -> None:
    (voice,) = await images(house, Medium.VOICE)
    article = await house.published(own=in_own_words(), images=(voice,))
    await house.press(READER, Read(article.id))
    (sent,) = house.telegram.of(SendVoice)
    assert sent.voice == f"file {voice.url}"

    seen = [Medium.PHOTO] * 11 + [Medium.VIDEO]
    article = await house.published(own=in_own_words(), images=await images(house, *seen))
    await house.press(READER, Read(article.id))
    assert [len(album) for album in file_ids(house)] == [10, 2]


async def test_pages_of_text_have_the_article_s_photos_above_them(house: House) -> None:
    house.telegram.refusals[SendRichMessage] = NO_METHOD
    photos = await images(house, Medium.PHOTO, Medium.PHOTO)
    on_site = Image("https://news.example/3.jpg")  # which Telegram has not been given
    article = await house.published(body=LONG, images=(*photos, on_site))
    await house.press(READER, Read(article.id))
    assert file_ids(house) == [[f"file {photo.url}" for photo in photos]]
    assert "Абзац 0." in house.telegram.said[-1]


async def test_files_that_telegram_does_not_take_as_an_album_come_within_the_words(
    house: House,
) -> None:
    house.telegram.refusals[SendMediaGroup] = Refusal(400, "Bad Request: wrong file identifier")
    sent_files = await images(house, *[Medium.DOCUMENT] * 3)
    article = await house.published(own=in_own_words(), images=sent_files)
    await house.press(READER, Read(article.id))
    (sent,) = house.telegram.of(SendRichMessage)
    message = sent.model_dump(exclude_none=True)["rich_message"]
    blocks = message["blocks"]
    said = ["Рішення ", {"type": "bold", "text": "суду"}, " – на https://court.example"]
    assert {"type": "paragraph", "text": said} in blocks
    assert not message["skip_entity_detection"], "Telegram finds the address, as in the post"
    files = [block["document"] for block in blocks if block["type"] == "document"]
    assert [file["media"] for file in files] == [f"file {file.url}" for file in sent_files]


async def test_who_is_no_reader_may_read_in_pages_too(house: House) -> None:
    article = await house.published(body=LONG)
    await house.press(READER, Read(article.id))
    await press(house, ReadAs)
    assert "Абзац 0." in house.telegram.edits[-1]
    assert (await house.recognition.person(READER)).reader is None


async def test_a_server_without_rich_messages_is_asked_once_and_offers_none(house: House) -> None:
    house.telegram.refusals[SendRichMessage] = NO_METHOD
    article = await house.published(body=LONG)
    for _ in range(2):
        await house.press(READER, Read(article.id))
    assert len(house.telegram.of(SendRichMessage)) == 1
    assert len(house.telegram.of(SendMessage)) == 2
    kinds = [type(unpack(data)) for data in house.telegram.data_under_last()]
    assert TurnText in kinds
    assert ReadAs not in kinds


@pytest.mark.parametrize("kind", [TurnText, Save])
async def test_a_press_under_an_older_text_shows_the_new_one_and_says_so(
    house: House, kind: type[Press]
) -> None:
    article = await house.published(body=LONG)
    await house.press(READER, Read(article.id))
    if kind is TurnText:
        await press(house, ReadAs)
    button, under = pressable(house, kind), under_last(house)
    await corrected(house, article)
    await house.press(READER, button, under=under)
    assert "Редакція виправила цю новину, поки ви читали" in house.telegram.edits[-1]
    assert "п’ять роки" in house.telegram.edits[-1]
    assert "чотири" not in house.telegram.edits[-1]
    await house.press(READER, pressable(house, kind), under=under_last(house))
    assert "поки ви читали" not in house.telegram.edits[-1] or kind is Save


@pytest.mark.parametrize("kind", [Read, TurnText, ReadAs, Save, OpenFound])
async def test_an_old_button_of_what_was_taken_back_says_so(
    house: House, kind: type[Press]
) -> None:
    article = await house.published(body=LONG)
    buttons: dict[type[Press], Press] = {
        Read: Read(article.id),
        TurnText: TurnText(article.id, 1, 1),
        ReadAs: ReadAs(article.id, paged=True, revision=1),
        Save: Save(article.id, on=True, revision=1),
        OpenFound: OpenFound(article.id, 1, 0, newest=False),
    }
    await house.retraction.retract(article.id, tell=False, by=an_owner())
    house.telegram.forget()
    await house.press(READER, buttons[kind])
    assert "відкликала" in (house.telegram.pop_ups[0] or "")
    shown = kind in (TurnText, ReadAs)
    assert [("відкликала" in text) for text in house.telegram.edits] == [True] * shown


async def test_what_was_taken_back_is_kept_no_more_and_the_button_goes(house: House) -> None:
    article = await house.published(body=LONG)
    await house.press(READER, Read(article.id))
    await press(house, Save)
    button, under = pressable(house, Save), under_last(house)
    await house.retraction.retract(article.id, tell=False, by=an_owner())
    house.telegram.forget()
    await house.press(READER, button, under=under)
    assert not (await house.saving.page(READER, 0)).total
    assert len(house.telegram.pop_ups) == 1
    assert not house.telegram.said
    kinds = [type(unpack(data)) for data in house.telegram.data_under_last()]
    assert ReadAs in kinds
    assert Save not in kinds


async def test_a_hit_opens_whole_in_place_and_leads_back(house: House) -> None:
    await house.published(headline="Порт відкрив термінал", body=LONG)
    await house.write(READER, "/search порт")
    await press(house, OpenFound)
    assert "Абзац 7." in house.telegram.edits[-1]
    await press(house, ReadAs)
    await press(house, TurnText)
    await press(house, TurnFound)
    assert "за запитом «порт»" in house.telegram.edits[-1]


async def test_a_hit_that_takes_several_messages_leaves_the_list_where_it_is(house: House) -> None:
    await house.published(headline="Порт відкрив термінал", body=LONG * 3)
    await house.write(READER, "/search порт")
    await press(house, OpenFound)
    assert not house.telegram.edits
    assert len(house.telegram.of(SendRichMessage)) == 3


async def test_what_is_saved_opens_here_also_where_the_site_has_an_address(house: House) -> None:
    article = await house.published(link="https://news.example/port")
    await house.press(READER, Read(article.id))
    await press(house, Save)
    await house.write(READER, "/saved")
    assert f"start=a{article.id}" in house.telegram.said[-1]
    assert "news.example" not in house.telegram.said[-1]


async def test_a_link_of_the_site_opens_its_article_however_it_is_shared(house: House) -> None:
    article = await house.published(link="https://example.org/news/7", body=("Стоїть у тексті.",))
    for text in (
        "https://www.example.org/news/7?utm_source=telegram",
        "Що скажете?\nhttps://example.org/news/7",
    ):
        await house.write(READER, text)
        assert "Стоїть у тексті." in house.telegram.said[-1], text
    await house.write(READER, "https://example.org/news/8")
    assert "нічого не знайшлося" in house.telegram.said[-1]
    await house.retraction.retract(article.id, by=an_owner(), tell=False)
    await house.write(READER, "https://example.org/news/7")
    assert "нічого не знайшлося" in house.telegram.said[-1]
