"""A picture's way from a site's page, or an editor's phone, to a channel."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.buttons import AskRetraction, Publish, Retract, ShowChannel
from bot.domain.card_notices import PictureReplaced
from bot.domain.feed_buttons import CheckFeed
from bot.domain.notice import kind_of
from bot.domain.picture_buttons import (
    ChoosePictures,
    ClearPictures,
    SetLayout,
    SetPictures,
    ShowLayouts,
)
from bot.sandbox.sandbox_server import Sandbox
from storage.schema import notice
from tests.builders import an_editor, hired
from tests.feeds import HEADLINES, an_item
from tests.journeys.desk import IHOR, OLENA, Desk, running, settings
from tests.journeys.pages import a_page
from tests.journeys.test_feeds import connect, news, the_site
from tests.journeys.test_own_system import connected, with_http
from tests.photos import a_jpeg, a_news_site, a_site_with
from tests.sites import a_fetcher
from tests.tables import values

HEADLINE = "Порт Роттердама відкрив зелений термінал"


async def wants_photos(desk: Desk, channel: int, layout: str = "photo") -> None:
    world = desk.world
    world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == ShowLayouts(channel))
    await desk.press(OLENA, lambda p: p == SetLayout(channel, layout))
    await desk.until(lambda: desk.button(OLENA, lambda p: p == SetLayout(channel, layout), "✅"))


@pytest.mark.slow
async def test_a_pages_picture_becomes_a_photo_in_the_channel_and_goes_with_the_article(
    sandbox: Sandbox, database: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with (
        a_news_site(a_jpeg(4000, 3000), HEADLINE) as site,
        running(desk, fetcher=a_fetcher(size=1_000_000)),
    ):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        await wants_photos(desk, channel)
        before = desk.last_id(OLENA)
        desk.world.say(OLENA, site.at())
        card = await desk.until(lambda: desk.posts(OLENA, "Світлини: 1"))
        assert card[0]["message_id"] > before
        await desk.press(OLENA, lambda p: isinstance(p, ChoosePictures) and p.open)
        await desk.press(OLENA, lambda p: isinstance(p, SetPictures) and p.layout == "above")
        await desk.until(lambda: desk.posts(OLENA, "великий перегляд над текстом\n"))
        await desk.press(OLENA, lambda p: isinstance(p, ChoosePictures) and p.open)
        await desk.press(OLENA, lambda p: isinstance(p, SetPictures) and p.layout == "channels")
        await desk.until(lambda: desk.posts(OLENA, "як у кожному каналі"))
        publish = await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
        assert isinstance(publish, Publish)
        await desk.settled(publish.article_id)
        (post,) = desk.world.messages(channel)
        assert post["caption"].startswith(HEADLINE)
        file = sandbox.world.files.get(post["photo"][-1]["file_id"])
        assert len(file.content) < len(a_jpeg(4000, 3000))
        await desk.press(OLENA, lambda p: isinstance(p, AskRetraction))
        await desk.press(OLENA, lambda p: isinstance(p, Retract) and not p.tell)
        await desk.withdrawn(publish.article_id)
        assert not desk.world.messages(channel)


@pytest.mark.slow
async def test_a_feeds_picture_becomes_a_photo_with_its_credit(
    sandbox: Sandbox, database: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with (
        a_site_with(a_jpeg()) as pictures,
        the_site() as feed,
        running(desk, fetcher=a_fetcher(size=1_000_000)),
    ):
        channel = await desk.channel()
        await wants_photos(desk, channel)
        feed.says(news(1))
        await connect(desk, feed)
        address = pictures.at("/1.jpg")
        text = (
            f"<figure><img src='{address}'><figcaption>Лелеки. Фото: Бастіон</figcaption></figure>"
        )
        picture = (
            f'<enclosure url="{address}" type="image/jpeg" length="1"/>'
            '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"{escape(text)}</content:encoded>"
        )
        at = datetime.now(UTC).replace(microsecond=0)
        feed.says(an_item(2, more=picture, at=at), news(1))
        await desk.press(OLENA, lambda p: isinstance(p, CheckFeed))
        (post,) = await desk.until(lambda: desk.world.messages(channel))
        assert post["photo"]
        assert post["caption"].startswith(HEADLINES[1])
        assert "Фото: Бастіон" in post["caption"]


@pytest.mark.slow
async def test_pictures_of_the_newsrooms_own_system_become_an_album(
    sandbox: Sandbox, database: Path
) -> None:
    desk = with_http(sandbox, database)
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with (
        a_site_with(a_jpeg()) as pictures,
        running(desk, fetcher=a_fetcher(size=1_000_000)),
        connected(desk) as site,
    ):
        channel = await desk.channel()
        await wants_photos(desk, channel, "album")
        images = [
            {"url": pictures.at("/1.jpg"), "caption": "Причал. Фото: порт"},
            {"url": pictures.at("/2.jpg"), "caption": None},
        ]
        told = await site.put(publish=True, images=images)
        await desk.settled(told.json["id"])
        first, second = desk.world.messages(channel)
        assert first["photo"]
        assert second["photo"]
        assert first["media_group_id"] == second["media_group_id"]
        assert HEADLINE in first["caption"]
        assert "Фото: порт" in first["caption"]


@pytest.mark.slow
async def test_an_editors_photos_become_those_of_a_caption_or_of_a_card(desk: Desk) -> None:
    world = desk.world
    channel = await desk.channel()
    await wants_photos(desk, channel)
    page = a_page(HEADLINE)
    photo: dict[str, Any] = {"kind": "photo", "content": a_jpeg()}
    world.send_file(OLENA, "сама.jpg", **photo)
    await desk.until(lambda: desk.posts(OLENA, "До якої статті ця світлина?"))
    world.send_file(OLENA, "1.jpg", caption=page, album="7", **photo)
    world.send_file(OLENA, "2.jpg", album="7", **photo)
    await desk.until(lambda: desk.posts(OLENA, "Світлини: 2"))
    await desk.press(OLENA, lambda p: isinstance(p, ChoosePictures) and p.open)
    await desk.press(OLENA, lambda p: isinstance(p, ClearPictures))
    card = await desk.until(lambda: without(desk, "Світлини"))
    sent = world.send_file(OLENA, "3.jpg", reply_to=card["message_id"], **photo)
    await desk.until(
        lambda: [m for m in desk.posts(OLENA, "Світлини: 1") if m["message_id"] > sent]
    )
    await desk.until(lambda: desk.posts(OLENA, "⬇️ Картка №1"))
    old: dict[str, Any] = {"reply_to": card["message_id"], "album": "9", **photo}
    first = world.send_file(OLENA, "of-an-album-1.jpg", **old)
    world.send_file(OLENA, "of-an-album-2.jpg", **old)
    await desk.until(
        lambda: [m for m in desk.posts(OLENA, "Світлини: 3") if m["message_id"] > first]
    )
    await desk.until(lambda: len(desk.posts(OLENA, "⬇️ Картка №1")) == 2)
    publish = await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
    assert isinstance(publish, Publish)
    await desk.settled(publish.article_id)
    (post,) = world.messages(channel)
    assert post["photo"] == photo_of(desk, sent)
    reply: dict[str, Any] = {"reply_to": card["message_id"], "album": "8", **photo}
    again = world.send_file(OLENA, "4.jpg", **reply)
    world.send_file(OLENA, "of-the-same-album.jpg", **reply)
    await desk.until(lambda: desk.posts(OLENA, "Решти він не взяв"))
    new = photo_of(desk, again)
    await desk.until(lambda: world.messages(channel)[0]["photo"] == new)
    # Another editor's takes its place: whoever has sent that one hears of it.
    assert desk.app
    await hired(desk.app.storage, an_editor(IHOR))
    desk.come(IHOR, "Ігор")
    shown = await desk.answer(IHOR, world.say(IHOR, "/posts 1"))
    photo["reply_to"] = shown["message_id"]
    world.send_file(IHOR, "6.jpg", **photo)
    await desk.until(lambda: desk.posts(OLENA, "Ігор змінює світлину опублікованої статті №1"))
    assert not desk.posts(IHOR, "змінює світлину")
    of_it = select(notice.c.id).where(notice.c.kind == kind_of(PictureReplaced))
    assert len(values(desk.app.storage, of_it)) == 1, "of her own, nobody is told"
    del photo["reply_to"]
    world.send_file(OLENA, "5.jpg", caption="Міст відкрили.\nРух уже пішов.", **photo)
    await desk.until(lambda: desk.posts(OLENA, "Рух уже пішов."))
    await desk.until(lambda: desk.posts(OLENA, "Світлини: 1")[-1:])
    assert not world.calls("sendPhoto", OLENA)  # Telegram has them already


def without(desk: Desk, words: str) -> dict[str, Any] | None:
    """The card, once these words are gone from it."""
    cards = desk.posts(OLENA, "чернетка")
    return cards[-1] if cards and words not in cards[-1]["text"] else None


def photo_of(desk: Desk, message_id: int) -> Any:
    return next(m["photo"] for m in desk.world.messages(OLENA) if m["message_id"] == message_id)
