"""A picture's way from a site's page, or an editor's phone, to a channel."""

from pathlib import Path
from typing import Any

from bot.domain.buttons import AskRetraction, Publish, Retract, ShowChannel
from bot.domain.picture_buttons import (
    ChoosePictures,
    ClearPictures,
    SetLayout,
    SetPictures,
    ShowLayouts,
)
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, Desk, running, settings
from tests.journeys.pages import a_page
from tests.photos import a_jpeg, a_news_site
from tests.sites import a_fetcher

HEADLINE = "Порт Роттердама відкрив зелений термінал"


async def wants_photos(desk: Desk, channel: int) -> None:
    world = desk.world
    world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == ShowLayouts(channel))
    await desk.press(OLENA, lambda p: p == SetLayout(channel, "photo"))
    await desk.until(lambda: desk.button(OLENA, lambda p: p == SetLayout(channel, "photo"), "✅"))


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
    await desk.until(lambda: desk.posts(OLENA, "Світлини: 1"))
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
