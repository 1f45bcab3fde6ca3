"""Posts that are no pages: typed, in a hurry, and forwarded."""

from typing import Any

import pytest

from bot.domain.buttons import Correct, Publish, SetSection
from bot.domain.own_buttons import CancelFlash, JoinToDraft, MakePost, ReadAsPage
from bot.domain.press import Press
from bot.sandbox.texts import utf16_length
from tests.builders import SVIT
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

TEXT = "Міст через Дніпро відкрито 🎉\n\nРух відновили о 7:10, мапа тут."
LINK = "https://example.org/map?a=1&b=2"


def is_svit(press: Press) -> bool:
    return isinstance(press, SetSection) and press.section_id == SVIT


def is_calm(press: Press) -> bool:
    return isinstance(press, Publish) and not press.breaking


def is_breaking(press: Press) -> bool:
    return isinstance(press, Publish) and press.breaking


def at(text: str, words: str, kind: str, **more: str) -> dict[str, Any]:
    start = utf16_length(text[: text.index(words)])
    return {"type": kind, "offset": start, "length": utf16_length(words), **more}


def formatting(post: dict[str, Any], kind: str) -> list[str]:
    """The words that stand in the post in this format."""
    units = post["text"].encode("utf-16-le")
    return [
        units[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le")
        for e in post["entities"]
        if e["type"] == kind
    ]


async def test_what_an_editor_types_becomes_a_post_just_so_and_is_corrected_like_any(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    entities = [
        at(TEXT, "о 7:10", "spoiler"),
        at(TEXT, "Рух відновили", "italic"),
        at(TEXT, "тут", "text_link", url=LINK),
    ]
    said = desk.world.say(OLENA, TEXT, entities=entities)
    offer = await desk.answer(OLENA, said)
    make = await desk.press(OLENA, lambda p: p == MakePost(said))
    await desk.press(OLENA, is_svit, "Світ")
    await desk.press(OLENA, is_calm)
    (post,) = await desk.until(lambda: desk.posts(channel, "Рух відновили"))
    (teaser,) = await desk.until(lambda: desk.posts(TARAS, "Рух відновили"))
    for shown in (post, teaser):
        assert shown["text"].startswith(TEXT)
        assert formatting(shown, "bold") == ["Міст через Дніпро відкрито 🎉"]
        assert formatting(shown, "spoiler") == ["о 7:10"]
        assert formatting(shown, "italic") == ["Рух відновили"]
        assert formatting(shown, "text_link") == ["тут"]
        assert shown["text"].endswith("\n\n🌍 #Світ")
    await desk.settled(1)

    # Pressed again under the offer, it opens what it has become.
    before = desk.last_id(OLENA)
    desk.world.press(OLENA, OLENA, offer["message_id"], f"makepost:{make.message_id}")  # type: ignore[attr-defined]
    again = await desk.answer(OLENA, before)
    assert "№1" in again["text"]

    asked = desk.world.say(OLENA, "/correct 1")
    await desk.answer(OLENA, asked)
    other = "Міст через Дніпро відкрито\n\nРух відновили о 7:40."
    desk.world.say(OLENA, other, entities=[at(other, "7:40", "underline")])
    await desk.press(OLENA, lambda p: isinstance(p, Correct))
    (new,) = await desk.until(lambda: desk.posts(channel, "о 7:40"))
    assert new["message_id"] == post["message_id"]
    assert formatting(new, "underline") == ["7:40"]
    assert not desk.posts(channel, "о 7:10")


@pytest.mark.slow
async def test_breaking_news_go_out_in_two_presses(desk: Desk) -> None:
    channel = await desk.channel()
    desk.world.say(OLENA, "/flash ⚡️ Вибух у порту, є *постраждалі*")
    await desk.press(OLENA, is_svit, "Світ")
    await desk.press(OLENA, is_breaking)
    (post,) = await desk.until(lambda: desk.posts(channel, "Вибух у порту"))
    assert post["text"] == "⚡️ Вибух у порту, є *постраждалі*\n\n🌍 #Світ"

    asked = desk.world.say(OLENA, "/flash")
    await desk.answer(OLENA, asked)
    desk.world.say(OLENA, "Порт закрито до вечора")
    await desk.press(OLENA, is_svit, "Світ")
    await desk.press(OLENA, is_breaking)
    await desk.until(lambda: desk.posts(channel, "⚡️ Порт закрито до вечора"))
    assert not desk.button(OLENA, lambda p: p == CancelFlash())


@pytest.mark.slow
async def test_a_forwarded_post_names_its_source(desk: Desk) -> None:
    channel = await desk.channel()
    theirs = {"id": -1007, "type": "channel", "title": "Метро Києва", "username": "kyivmetro"}
    public = {"type": "channel", "chat": theirs, "message_id": 9, "date": 1}
    hidden = {"type": "hidden_user", "sender_user_name": "Пані Т.", "date": 1}
    for text, name, origin, links in (
        ("Метро працює до 23:00", "Метро Києва", public, ["https://t.me/kyivmetro/9"]),
        ("На Подолі зник струм\n\nСвітло обіцяють увечері", "Пані Т.", hidden, []),
    ):
        desk.world.say(OLENA, text, forward_origin=origin)
        await desk.press(OLENA, is_svit, "Світ")
        await desk.press(OLENA, is_calm)
        (post,) = await desk.until(lambda text=text: desk.posts(channel, text))  # type: ignore[misc]
        said = post["text"].replace("\u2060", "")
        assert said == f"{text}\n\nЗа повідомленням «{name}»\n\n🌍 #Світ"
        assert [e["url"] for e in post["entities"] if e["type"] == "text_link"] == links


async def test_what_could_be_both_is_read_as_an_article_where_the_editor_says_so(
    desk: Desk,
) -> None:
    text = (
        "Порт Роттердама відкрив зелений термінал\n\nПерші кораблі без викидів причалять уже "
        "восени.\n\nРобота тривала чотири роки, і місто чекало на неї з нетерпінням. "
        "Далі черга за залізницею."
    )
    said = desk.world.say(OLENA, text, entities=[at(text, "Порт", "bold")])
    offer = await desk.answer(OLENA, said)
    assert desk.button(OLENA, lambda p: p == MakePost(said))
    await desk.press(OLENA, lambda p: p == ReadAsPage(said))
    card = await desk.answer(OLENA, offer["message_id"])
    assert "Читати повністю" in card["text"]
    assert not formatting(card, "text_link")[1:]


async def test_a_second_half_in_a_message_of_its_own_is_added_to_the_article(desk: Desk) -> None:
    await desk.answer(OLENA, desk.world.say(OLENA, a_page(body="Кран зібрали в Гдині.")))
    said = desk.world.say(OLENA, "Його привезли морем на баржі.\n\nДалі черга за залізницею.")
    offer = await desk.answer(OLENA, said)
    assert "друга половина" in offer["text"]
    await desk.press(OLENA, lambda p: p == JoinToDraft(said))
    card = await desk.answer(OLENA, offer["message_id"])
    assert "Порт Роттердама" in card["text"]
    (settled,) = await desk.until(lambda: desk.posts(OLENA, "Додано до статті"))
    assert settled["message_id"] == offer["message_id"]
    assert not desk.button(OLENA, lambda p: p == JoinToDraft(said))
