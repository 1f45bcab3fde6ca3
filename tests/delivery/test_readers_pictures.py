"""Readers get an article's photo or recording by its file id, and corrections of it in place."""

from typing import Any

import pytest

from bot.domain.article import Image
from bot.domain.delivery import State
from bot.domain.picture import Layout, Picture, sent_picture
from tests.builders import CHANNEL, OLENA, TARAS, an_editor
from tests.clock import NOON
from tests.delivery.office import Office
from tests.delivery.test_picture_posts import corrected, wants
from tests.photos import a_jpeg, a_site_with
from tests.sites import a_fetcher

HEADLINE = "Порт відкрив термінал"
NADIIA = TARAS + 1


async def files(office: Office, *kinds: str) -> tuple[Image, ...]:
    """What an editor has sent, one of each kind."""
    found = []
    for kind in kinds:
        file = office.world.files.keep(f"{kind}.bin", b"content", kind=kind)
        unique = file.ids()["file_unique_id"]
        mark = unique if kind == "photo" else f"{kind}:{unique}"
        async with office.storage.writing() as tx:
            await tx.pictures.keep(sent_picture(mark), Picture(file.file_id, mark), NOON)
        found.append(Image(sent_picture(mark)))
    return tuple(found)


def shown(office: Office, chat_id: int = TARAS) -> list[dict[str, Any]]:
    return [m for m in office.world.messages(chat_id) if m.get("from", {}).get("is_bot", True)]


@pytest.mark.slow
async def test_a_photo_that_a_channel_has_asked_for_is_the_readers_too(office: Office) -> None:
    await wants(office.storage, Layout.PHOTO)
    await office.add_readers((TARAS, NADIIA))
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        image = Image(site.at("/1.jpg"), "Підпис")
        article_id = await office.publish(HEADLINE, images=(image,))
        await office.settled(article_id)
        (post,), (teaser,), (other,) = shown(office, CHANNEL), shown(office), shown(office, NADIIA)
        assert teaser["photo"] == other["photo"] == post["photo"]
        assert teaser["caption"].startswith(HEADLINE)
        assert teaser["reply_markup"]["inline_keyboard"]
        assert len(office.world.calls("sendPhoto", OLENA)) == 1  # given to Telegram once
        row = office.row(article_id, TARAS)
        assert row.pictures == post["photo"][-1]["file_unique_id"]

        await corrected(office, article_id, image, headline="Порт закрив термінал")
        await office.settled(article_id)
        (teaser,) = shown(office)
        assert teaser["caption"].startswith("Порт закрив термінал")
        (edit,) = office.world.calls("editMessageCaption", TARAS)
        assert "photo" not in edit.params  # which that method does not know
        assert not office.world.calls("editMessageMedia", TARAS)

        another = Image(site.at("/2.jpg"))
        await corrected(office, article_id, another, headline="Порт з іншою світлиною")
        await office.settled(article_id)
        await corrected(office, article_id, another, headline="Порт із тією ж світлиною")
        await office.settled(article_id)
        (post,), (teaser,) = shown(office, CHANNEL), shown(office)
        assert teaser["photo"] == post["photo"]
        assert teaser["caption"].startswith("Порт із тією ж світлиною")
        await office.retraction.retract(article_id, by=an_editor())
        await office.until_row(article_id, TARAS, State.WITHDRAWN)
    assert not shown(office)


async def test_nothing_is_uploaded_for_readers_alone(office: Office) -> None:
    await office.add_reader()
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        image = Image(site.at("/1.jpg"))
        article_id = await office.publish(HEADLINE, images=(image,))
        await office.settled(article_id)
    (teaser,) = shown(office)
    assert teaser["text"].startswith(HEADLINE)
    preview = office.world.calls("sendMessage", TARAS)[-1].params["link_preview_options"]
    assert image.url in str(preview)
    assert not site.requests


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["photo", "video", "animation", "audio", "document", "voice"])
async def test_what_an_editor_sends_reaches_readers_and_is_corrected(
    office: Office, kind: str
) -> None:
    await office.add_reader()
    (image,) = await files(office, kind)
    async with office.at_work():
        article_id = await office.publish(HEADLINE, images=(image,), lead="Слово. " * 600)
        await office.settled(article_id)
        (teaser,) = shown(office)
        assert teaser[kind] == shown(office, CHANNEL)[0][kind]
        assert len(teaser["caption"].encode("utf-16-le")) // 2 <= 1024
        await corrected(office, article_id, image, headline="Порт закрив термінал")
        await office.settled(article_id)
        (teaser,) = shown(office)
        assert teaser["caption"].startswith("Порт закрив термінал")
        assert teaser[kind]


async def test_a_text_becomes_a_photo_and_what_cannot_change_stays_with_new_words(
    office: Office,
) -> None:
    await office.add_reader()
    photo, voice = await files(office, "photo", "voice")
    async with office.at_work():
        article_id = await office.publish(HEADLINE)
        await office.settled(article_id)
        assert "text" in shown(office)[0]
        await corrected(office, article_id, photo, headline="Порт зі світлиною")
        await office.settled(article_id)
        (teaser,) = shown(office)
        assert (teaser["caption"][:17], "photo" in teaser) == ("Порт зі світлиною", True)
        await office.add_reader(NADIIA)
        await corrected(office, article_id, voice, headline="Порт із голосовим")
        await office.settled(article_id)
        (teaser,) = shown(office)
        assert teaser["caption"].startswith("Порт із голосовим")
        assert "photo" in teaser  # a photo becomes no voice message


async def test_a_file_that_telegram_knows_no_more_is_left_out_for_all(office: Office) -> None:
    await office.add_readers((TARAS, NADIIA))
    words = "Bad Request: wrong file identifier/HTTP URL specified"
    async with office.storage.writing() as tx:
        await tx.pictures.keep("https://site.example/1.jpg", Picture("gone", "gone"), NOON)
    async with office.at_work():
        article_id = await office.publish(HEADLINE, images=(Image("https://site.example/1.jpg"),))
        await office.until_seen(lambda: office.world.calls("sendPhoto", TARAS))
        await office.until_seen(lambda: office.world.calls("sendPhoto", NADIIA))
        office.pass_by(10)
        await office.settled(article_id)
    for reader in (TARAS, NADIIA):
        (teaser,) = shown(office, reader)
        assert teaser["text"].startswith(HEADLINE)
    assert {call.description for call in office.world.calls("sendPhoto", TARAS)} <= {words}
