"""Channels that want photos get them: uploaded once, edited in place, never doubled or lost."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.looks import Looks
from bot.delivery.pacer import Pacer
from bot.delivery.picture_uploads import PictureUploads, UploadDelayedError
from bot.delivery.rates import Rates
from bot.delivery.telegram import Telegram
from bot.domain.article import Image
from bot.domain.channel_words import ChannelWords
from bot.domain.delivery import State
from bot.domain.picture import Layout, sent_picture
from storage.schema import chat_pace, upload
from storage.storage import Storage
from tests import tables
from tests.builders import CHANNEL, OLENA, a_content, a_draft, an_editor
from tests.delivery.office import LOOK_UP_AFTER, Office
from tests.photos import a_jpeg, a_large_jpeg, a_site_with
from tests.sites import a_fetcher

HEADLINE = "Порт відкрив термінал"
OTHER_CHANNEL = CHANNEL - 1
MEDIA = ("sendPhoto", "sendMediaGroup")


async def wants(storage: Storage, layout: Layout, chat_id: int = CHANNEL) -> None:
    async with storage.writing() as tx:
        await tx.channels.set_layout(chat_id, layout)


def images(site: Any, count: int = 1, first: int = 1) -> tuple[Image, ...]:
    return tuple(Image(site.at(f"/{n}.jpg"), f"Підпис {n}") for n in range(first, first + count))


def shown(office: Office, chat_id: int = CHANNEL) -> list[dict[str, Any]]:
    return office.world.messages(chat_id)


def pictures(office: Office, chat_id: int = CHANNEL) -> list[str]:
    """The unique ids of the photos that the chat shows."""
    return [m["photo"][-1]["file_unique_id"] for m in shown(office, chat_id) if "photo" in m]


def posts(office: Office, chat_id: int = CHANNEL) -> int:
    """How many messages with a photo were asked for there."""
    return sum(len(office.world.calls(method, chat_id)) for method in MEDIA)


async def corrected(office: Office, article_id: int, *new: Image, headline: str) -> None:
    draft = await a_draft(office.storage, headline, images=new)
    await office.publishing.correct(draft, article_id, by=an_editor())


async def test_a_photo_has_the_post_as_its_caption_and_is_uploaded_once_for_all_channels(
    office: Office,
) -> None:
    await office.add_channel(OTHER_CHANNEL, "Світ 2")
    for chat_id in (CHANNEL, OTHER_CHANNEL):
        await wants(office.storage, Layout.PHOTO, chat_id)
    async with a_site_with(a_jpeg()) as site:
        article_id = await office.publish(HEADLINE, images=images(site), lead="Слово. " * 600)
        async with office.at_work(fetcher=a_fetcher()):
            await office.settled(article_id)
    (post,), (other,) = shown(office), shown(office, OTHER_CHANNEL)
    assert post["caption"].startswith(HEADLINE)
    assert "Підпис 1" in post["caption"]
    assert len(post["caption"].encode("utf-16-le")) // 2 <= 1024
    assert post["photo"] == other["photo"]
    assert len(office.world.calls("sendPhoto", OLENA)) == len(site.requests) == 1
    assert not pictures(office, OLENA)  # what was uploaded is taken away
    row = office.row(article_id, CHANNEL)
    assert (row.message_id, row.pictures) == (post["message_id"], pictures(office)[0])


async def test_a_correction_edits_the_caption_and_another_picture_in_place(
    office: Office,
) -> None:
    await wants(office.storage, Layout.PHOTO)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await office.publish(HEADLINE, images=images(site))
        await office.settled(article_id)
        await corrected(office, article_id, *images(site), headline="Порт закрив термінал")
        await office.settled(article_id)
        assert len(office.world.calls("editMessageCaption", CHANNEL)) == 1
        before = pictures(office)
        await corrected(office, article_id, *images(site, first=2), headline="Порт удруге")
        await office.settled(article_id)
    (post,) = shown(office)
    assert post["caption"].startswith("Порт удруге")
    assert pictures(office) != before
    assert posts(office) == 1


async def test_a_text_becomes_a_photo_and_a_photo_never_a_text(office: Office) -> None:
    await wants(office.storage, Layout.PHOTO)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await office.publish(HEADLINE)
        await office.settled(article_id)
        assert not pictures(office)
        await corrected(office, article_id, *images(site), headline="Порт зі світлиною")
        await office.settled(article_id)
        standing = pictures(office)
        assert len(standing) == 1
        async with office.storage.writing() as tx:  # as a source does that takes its picture away
            article = await tx.articles.existing(article_id)
            new = article.revise(a_content("Порт без світлини"), office.clock(), marked=False)
            await tx.publishing.revise(new, by=None, now=office.clock())
            tx.wake()
        await office.settled(article_id)
    (post,) = shown(office)
    assert post["caption"].startswith("Порт без світлини")
    assert pictures(office) == standing


async def test_what_cannot_be_brought_is_left_out_and_the_desk_is_told_once(
    office: Office,
) -> None:
    await office.add_channel(OTHER_CHANNEL, "Світ 2")
    for chat_id in (CHANNEL, OTHER_CHANNEL):
        await wants(office.storage, Layout.PHOTO, chat_id)
    async with a_site_with(b"", "404 Not Found") as site:
        article_id = await office.publish(HEADLINE, images=images(site))
        async with office.at_work(fetcher=a_fetcher()):
            await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == len(office.posts(OTHER_CHANNEL, HEADLINE)) == 1
    ((kind, about),) = office.notices()
    assert (kind, about["code"], about["article_id"]) == (
        "picture_missing",
        "site_status",
        article_id,
    )


async def test_an_uploaded_photo_is_taken_away_once_telegram_has_waited_enough(
    office: Office,
) -> None:
    await wants(office.storage, Layout.PHOTO)
    office.world.faults.add("retry_after", method="deleteMessage", chat_id=OLENA, seconds=1)
    async with a_site_with(a_jpeg()) as site:
        article_id = await office.publish(HEADLINE, images=images(site))
        async with office.at_work(fetcher=a_fetcher()):
            await office.settled(article_id)
    assert not pictures(office, OLENA)
    held = select(chat_pace.c.held_until).where(chat_pace.c.chat_id == OLENA)
    assert tables.values(office.storage, held) != [None]


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["restart", "close_after", "server_error"])
async def test_a_photo_in_doubt_is_looked_up(office: Office, fault: Any) -> None:
    await wants(office.storage, Layout.PHOTO)
    office.world.faults.add(fault, method="sendPhoto", chat_id=CHANNEL)
    async with a_site_with(a_jpeg()) as site:
        article_id = await office.publish(HEADLINE, images=images(site))
        async with office.at_work(fetcher=a_fetcher()):
            await office.until_row(article_id, CHANNEL, State.UNKNOWN)
            office.pass_by(LOOK_UP_AFTER)
            await office.settled(article_id)
            await corrected(office, article_id, *images(site), headline="Порт удруге")
            await office.settled(article_id)
    (post,) = shown(office)
    assert post["caption"].startswith("Порт удруге")
    assert posts(office) == (2 if fault == "server_error" else 1)


async def test_an_upload_whose_answer_is_lost_is_done_again_and_the_desk_told(
    office: Office,
) -> None:
    await wants(office.storage, Layout.PHOTO)
    office.world.faults.add("restart", method="sendPhoto", chat_id=OLENA)
    async with a_site_with(a_jpeg()) as site:
        article_id = await office.publish(HEADLINE, images=images(site))
        async with office.at_work(fetcher=a_fetcher()):
            await office.settled(article_id)
    assert len(pictures(office)) == 1
    assert [kind for kind, _ in office.notices()] == ["picture_left"]


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "fault"), [(Layout.ALBUM, "unread"), (Layout.PHOTO, "slow")])
async def test_killed_within_an_upload_it_is_done_again_and_the_desk_is_told_of_the_doubt(
    office: Office, layout: Layout, fault: Any
) -> None:
    """Of a request that was read in part, or accepted, nothing was written down but its beginning.

    So it goes for the second picture of an album, too; the first one is not uploaded again.
    """
    await wants(office.storage, layout)
    after = 1 if layout is Layout.ALBUM else 0
    office.world.faults.add(fault, method="sendPhoto", after=after, seconds=60)
    async with a_site_with(a_large_jpeg()) as site:
        article_id = await office.publish(HEADLINE, images=images(site, 2))
        fetcher = a_fetcher(size=10_000_000)
        async with asyncio.TaskGroup() as group:
            process = group.create_task(office.worker(fetcher=fetcher).run(alone=True))
            await office.until_seen(lambda: _one_is_under_way(office, after))
            process.cancel()
        assert not shown(office)
        async with office.at_work(fetcher=fetcher):
            await office.settled(article_id)
    assert len(set(pictures(office))) == len(shown(office)) == 1 + after
    assert posts(office) == 1
    assert len(office.world.calls("sendPhoto", OLENA)) == 1 + after + (fault == "slow")
    assert len(pictures(office, OLENA)) == (fault == "slow")  # what nobody knows the number of
    assert [kind for kind, _ in office.notices()] == ["picture_left"]


def _one_is_under_way(office: Office, after: int) -> bool:
    """The last, and what came of those before it is written down."""
    calls = office.world.calls("sendPhoto")[after:]
    has_come = any(call.accepted or call.description == "read in part" for call in calls)
    return has_come and len(tables.values(office.storage, select(upload.c.key))) == 1


async def test_a_file_that_telegram_knows_no_more_is_given_it_anew(office: Office) -> None:
    await wants(office.storage, Layout.PHOTO)
    words = "Bad Request: wrong file identifier/HTTP URL specified"
    office.world.faults.add("refuse", method="sendPhoto", chat_id=CHANNEL, description=words)
    async with a_site_with(a_jpeg()) as site:
        article_id = await office.publish(HEADLINE, images=images(site))
        async with office.at_work(fetcher=a_fetcher()):
            await office.until_seen(lambda: office.world.calls("sendPhoto", CHANNEL))
            office.pass_by(2)
            await office.settled(article_id)
    assert len(pictures(office)) == 1
    assert len(office.world.calls("sendPhoto", OLENA)) == 2
    assert not office.notices()


async def test_a_retracted_photo_goes_and_one_that_is_too_old_is_covered(office: Office) -> None:
    await wants(office.storage, Layout.PHOTO)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        young = await office.publish(HEADLINE, images=images(site))
        await office.settled(young)
        await office.retraction.retract(young, by=an_editor())
        await office.until_seen(lambda: not shown(office))
        old = await office.publish("Порт закрив термінал", images=images(site))
        await office.settled(old)
        before = pictures(office)
        office.pass_by(3 * 86_400)
        await office.retraction.retract(old, by=an_editor())
        await office.until_row(old, CHANNEL, State.WITHDRAWN)
    (post,) = shown(office)
    assert "Порт" not in post["caption"]
    assert pictures(office) != before


async def test_a_retracted_photo_that_nothing_can_cover_is_told_to_stand_there_still(
    office: Office,
) -> None:
    await wants(office.storage, Layout.PHOTO)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await office.publish(HEADLINE, images=images(site))
        await office.settled(article_id)
        before = pictures(office)
        office.pass_by(3 * 86_400)
        words = "Bad Request: IMAGE_PROCESS_FAILED"
        office.world.faults.add("refuse", method="sendPhoto", chat_id=OLENA, description=words)
        await office.retraction.retract(article_id, by=an_editor())
        await office.until_row(article_id, CHANNEL, State.FAILED)
    (post,) = shown(office)
    assert "Порт" not in post["caption"]
    assert pictures(office) == before
    assert {kind for kind, _ in office.notices()} == {"still_stands"}


# --- albums ---


async def test_a_channel_rests_after_an_album_as_after_so_many_messages(office: Office) -> None:
    """Telegram counts each of its items."""
    pacer = Pacer(office.storage, office.clock, Rates(), office.clock.sleep)
    began = office.clock()
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher(), pacer=pacer):
        article_id = await an_album(office, site, 4)
        await office.settled(article_id)
    rested_at = select(chat_pace.c.next_at).where(chat_pace.c.chat_id == CHANNEL)
    (at,) = tables.values(office.storage, rested_at)
    assert at - began >= 4 * pacer.rates.gap(CHANNEL)


async def an_album(office: Office, site: Any, count: int = 3) -> int:
    await wants(office.storage, Layout.ALBUM)
    return await office.publish(HEADLINE, images=images(site, count))


def captions(office: Office) -> list[str]:
    return [m.get("caption", "") for m in shown(office)]


@pytest.mark.slow
async def test_an_album_has_all_pictures_and_the_post_under_the_first(office: Office) -> None:
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site)
        await office.settled(article_id)
        first, *others = captions(office)
        assert first.startswith(HEADLINE)
        assert others == ["", ""]
        before, ids = pictures(office), [m["message_id"] for m in shown(office)]
        row = office.row(article_id, CHANNEL)
        assert [row.message_id, *map(int, row.more_ids.split(","))] == ids
        new = (*images(site, 2), *images(site, first=9))
        await corrected(office, article_id, *new, headline="Порт закрив термінал")
        await office.settled(article_id)
        assert [m["message_id"] for m in shown(office)] == ids
        assert pictures(office)[:2] == before[:2]
        assert pictures(office)[2] != before[2]
        assert captions(office)[0].startswith("Порт закрив термінал")
        await office.retraction.retract(article_id, by=an_editor())
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert not shown(office)
    assert posts(office) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["restart", "close_after", "server_error"])
async def test_an_album_in_doubt_is_looked_up_by_its_pictures(office: Office, fault: Any) -> None:
    office.world.faults.add(fault, method="sendMediaGroup", chat_id=CHANNEL)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site)
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
        await office.retraction.retract(article_id, by=an_editor())
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert not shown(office)
    assert posts(office) == (2 if fault == "server_error" else 1)


@pytest.mark.slow
async def test_half_an_album_is_taken_away_and_sent_anew_as_a_whole(office: Office) -> None:
    office.world.post_in_channel(CHANNEL, "Допис людини")
    office.world.faults.add("half", method="sendMediaGroup", chat_id=CHANNEL)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site, 4)
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        assert len(pictures(office)) == 2
        office.world.post_in_channel(CHANNEL, "Допис людини")
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert len(pictures(office)) == 4
    assert posts(office) == 2
    assert len([m for m in shown(office) if m.get("text") == "Допис людини"]) == 2


@pytest.mark.slow
async def test_an_album_gets_no_buttons_by_a_correction_that_it_had_not_when_it_was_sent(
    office: Office,
) -> None:
    await wants(office.storage, Layout.ALBUM)
    words = ChannelWords(buttons=(("Сайт", "https://port.example/"),))
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await a_draft(office.storage, HEADLINE, images=images(site, 2))
        async with office.storage.writing() as tx:
            await tx.channel_words.set(article_id, CHANNEL, words)
        await office.publishing.publish(article_id)
        await office.settled(article_id)
        new = (*images(site, 1, first=9), *images(site, 1, first=2))
        await corrected(office, article_id, *images(site, 2), headline="Порт закрив термінал")
        await office.settled(article_id)
        await corrected(office, article_id, *new, headline="Порт удруге")
        await office.settled(article_id)
    assert captions(office)[0].startswith("Порт удруге")
    assert not any("reply_markup" in message for message in shown(office))


def _asked_so_often(office: Office, tries: int) -> bool:
    return posts(office) == tries


@pytest.mark.slow
async def test_an_album_that_is_refused_in_the_middle_each_time_goes_as_a_text(
    office: Office,
) -> None:
    office.world.faults.add("half", method="sendMediaGroup", chat_id=CHANNEL, times=3)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site, 2)
        for tries in range(1, 4):
            await office.until_seen(partial(_asked_so_often, office, tries))
            await office.until_row(article_id, CHANNEL, State.UNKNOWN)
            office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert not pictures(office)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert [about["code"] for _, about in office.notices()] == ["picture_refused"] * 2


async def test_a_photo_gives_way_to_an_album_where_the_desk_says_so(office: Office) -> None:
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site, 1)
        await office.settled(article_id)
        draft = await a_draft(office.storage, "Порт у світлинах", images=images(site, 3))
        async with office.storage.writing() as tx:
            article = await tx.articles.existing(draft)
            await tx.articles.save(replace(article, resembles=article_id))
        card = await office.publishing.card(draft)
        assert card.keeps_pictures
        await office.publishing.correct(draft, article_id, by=an_editor(), anew=True)
        await office.settled(article_id)
        assert [m["message_id"] for m in shown(office)] == [2, 3, 4]
        await corrected(office, article_id, *images(site, 2), headline="Порт удруге")
        await office.settled(article_id)
    assert len(pictures(office)) == 3  # the words alone
    assert captions(office)[0].startswith("Порт удруге")
    assert posts(office) == 2


# --- what goes wrong on the way ---


async def test_a_picture_that_telegram_does_not_take_is_left_out(office: Office) -> None:
    await wants(office.storage, Layout.PHOTO)
    words = "Bad Request: IMAGE_PROCESS_FAILED"
    office.world.faults.add("refuse", method="sendPhoto", chat_id=OLENA, description=words)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await office.publish(HEADLINE, images=images(site))
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert [about["code"] for _, about in office.notices()] == ["picture_refused"]


async def test_no_picture_is_left_out_before_the_desk_can_be_told(office: Office) -> None:
    """Neither by a fault of the disk nor by a kill: nobody would ever hear of it."""
    await wants(office.storage, Layout.PHOTO)
    async with a_site_with(b"", "404 Not Found") as site:
        article_id = await office.publish(HEADLINE, images=images(site))
        await tables.refuse(office.storage, "notice", "INSERT", saying=tables.FULL)
        async with office.at_work(fetcher=a_fetcher()):
            await office.until_seen(lambda: office.row(article_id, CHANNEL).reason == "our_fault")
            assert not shown(office)
            await tables.take_again(office.storage, "notice")
            office.pass_by(5)
            await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert [about["code"] for _, about in office.notices()] == ["site_status"]


async def test_while_telegram_takes_no_upload_the_post_waits_for_its_picture(
    office: Office,
) -> None:
    await wants(office.storage, Layout.PHOTO)
    office.world.faults.add("server_error", method="sendPhoto", chat_id=OLENA, times=3)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await office.publish(HEADLINE, images=images(site))
        await office.until_seen(lambda: len(office.world.calls("sendPhoto", OLENA)) == 3)
        await office.until_row(article_id, CHANNEL, State.DUE)
        assert not shown(office)
        office.pass_by(5)
        await office.settled(article_id)
    assert len(pictures(office)) == 1
    assert {kind for kind, _ in office.notices()} == {"picture_left"}


async def test_whoever_asks_for_a_picture_whose_upload_has_just_failed_waits_for_the_next_one(
    office: Office,
) -> None:
    telegram = Telegram(office.transport, office.sandbox.token)
    pacer = Pacer(office.storage, office.clock, Rates(200, 60_000), office.clock.sleep)
    looks = Looks(office.storage, pacer, office.clock, OLENA)
    office.world.faults.add("server_error", method="sendPhoto", chat_id=OLENA, times=3)

    async with a_site_with(a_jpeg()) as site:
        uploads = PictureUploads(
            office.storage,
            telegram,
            pacer,
            office.clock,
            fetcher=a_fetcher(),
            looks=looks,
            holder=str,
        )

        async def fail_and_ask_again() -> None:
            with pytest.raises(UploadDelayedError):
                await uploads.bring(images(site), 1)
            await uploads.bring(images(site), 1)

        await asyncio.gather(fail_and_ask_again(), uploads.bring(images(site), 1))
        assert len(site.requests) == 2
    assert len(office.world.calls("sendPhoto", OLENA)) == 4


async def test_an_editors_photo_that_the_bot_has_no_more_is_left_out(office: Office) -> None:
    await wants(office.storage, Layout.ALBUM)
    async with office.at_work():
        article_id = await office.publish(HEADLINE, images=(Image(sent_picture("gone")),))
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert [about["code"] for _, about in office.notices()] == ["picture_gone"]


async def test_a_post_that_cannot_give_way_stands_and_the_desk_is_told(office: Office) -> None:
    words = "Bad Request: message can't be deleted"
    office.world.faults.add("refuse", method="deleteMessage", chat_id=CHANNEL, description=words)
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site, 1)
        await office.settled(article_id)
        draft = await a_draft(office.storage, "Порт у світлинах", images=images(site, 3))
        await office.publishing.correct(draft, article_id, by=an_editor(), anew=True)
        await office.until_row(article_id, CHANNEL, State.FAILED)
    assert len(pictures(office)) == 1
    assert [kind for kind, _ in office.notices()] == ["still_stands"]


async def test_an_item_that_somebody_took_out_of_an_album_holds_up_no_correction(
    office: Office,
) -> None:
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site)
        await office.settled(article_id)
        last = office.world.store.get(CHANNEL, shown(office)[-1]["message_id"])
        assert last
        office.world.delete_message(last)
        await corrected(office, article_id, *images(site, 3, first=5), headline="Порт удруге")
        await office.settled(article_id)
    assert captions(office)[0].startswith("Порт удруге")
    assert len(pictures(office)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["restart", "close_before", "retry_after"])
async def test_an_albums_edit_in_doubt_is_repeated_until_all_of_it_is_there(
    office: Office, fault: Any
) -> None:
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await an_album(office, site)
        await office.settled(article_id)
        before = pictures(office)
        office.world.faults.add(fault, method="editMessageMedia", chat_id=CHANNEL, after=1)
        await corrected(office, article_id, *images(site, 3, first=5), headline="Порт удруге")
        await office.world.wait_until(
            lambda: len(office.world.calls("editMessageMedia", CHANNEL)) >= 2
        )
        await office.until_row(article_id, CHANNEL, State.DUE)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert captions(office)[0].startswith("Порт удруге")
    assert not set(pictures(office)) & set(before)


async def test_any_message_of_an_album_that_somebody_has_changed_is_noticed_and_put_right(
    office: Office,
) -> None:
    await wants(office.storage, Layout.ALBUM)
    alerts = office.app.alerts
    async with a_site_with(a_jpeg()) as site, office.at_work(fetcher=a_fetcher()):
        article_id = await office.publish(HEADLINE, images=images(site, 3))
        await office.settled(article_id)
        before = shown(office)
        first, second, third = before
        ids = [[size["file_unique_id"] for size in post["photo"]] for post in before]

        await alerts.edited_by_hand(CHANNEL, third["message_id"], "", (), ids[2])
        assert not office.row(article_id, CHANNEL).by_hand
        await alerts.edited_by_hand(CHANNEL, third["message_id"], "", (), ("other",))
        (told,) = [facts for kind, facts in office.notices() if kind == "edited_by_hand"]
        assert told["other_file"]
        # That the first one is as it was says nothing of the third.
        entities = first["caption_entities"]
        await alerts.edited_by_hand(
            CHANNEL, first["message_id"], first["caption"], entities, ids[0]
        )
        assert office.row(article_id, CHANNEL).by_hand

        message = office.world.store.get(CHANNEL, third["message_id"])
        assert message
        message.content = office.world.files.keep(
            "2.jpg", a_jpeg(), kind="photo"
        ).content_of_message()
        async with office.storage.writing() as tx:
            assert await tx.ledger.restore(office.row(article_id, CHANNEL).id, office.clock())
            tx.wake()
        await office.settled(article_id)
    assert [post["photo"] for post in shown(office)] == [post["photo"] for post in before]
    assert len(office.notices()) == 1
    await alerts.edited_by_hand(CHANNEL, second["message_id"], "Власний підпис", (), ids[1])
    assert office.row(article_id, CHANNEL).by_hand
    (_, (_, told)) = office.notices()
    assert told["beside"], "ours stands under the first"
