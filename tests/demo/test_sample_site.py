"""The demonstration's site: pages and a feed that the bot's own readers understand."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.sample_newsroom import NEWSROOMS, SampleNewsroom
from bot.demo.sample_site import AT_FIRST, SampleSite
from bot.demo.site_pictures import SCENES
from bot.domain.section import FIRST_NAMES, FIRST_SECTIONS, section_key
from bot.fetching import Fetcher
from bot.intake.feed.read_feed import read_feed, read_item
from bot.intake.web.web_page import read_web_page
from bot.pictures import as_photo

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(params=NEWSROOMS)
def newsroom(request: pytest.FixtureRequest) -> SampleNewsroom:
    return NEWSROOMS[request.param]


@pytest.fixture
async def site(newsroom: SampleNewsroom) -> AsyncIterator[SampleSite]:
    opened = SampleSite(newsroom, NOW)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
def fetcher(site: SampleSite) -> Fetcher:
    return Fetcher(also=("127.0.0.1", int(site.address.rpartition(":")[2])))


@pytest.mark.slow
async def test_every_page_is_a_whole_article_with_a_picture(
    site: SampleSite, fetcher: Fetcher, newsroom: SampleNewsroom
) -> None:
    names = FIRST_NAMES.get(newsroom.language) or [section.name for section in FIRST_SECTIONS]
    for _ in newsroom.articles():
        site.print_next(NOW)
    assert len(site.printed) == len(newsroom.articles()) > AT_FIRST
    for one in site.printed:
        came = await fetcher.fetch_page(site.link(one.article.slug))
        reading = read_web_page(came.data, url=came.url, zone=UTC)
        content = reading.content
        assert reading.warnings == ()
        assert (content.headline, content.section) == (one.article.headline, one.article.section)
        assert section_key(one.article.section) in set(map(section_key, names))
        assert (content.lead, *content.body) == one.article.paragraphs
        assert content.author == one.article.author
        assert content.published_at == one.at.replace(microsecond=0)
        assert content.language == newsroom.language
        (picture,) = content.images
        assert picture.caption == one.article.caption
        photo = await fetcher.fetch_page(picture.url)
        assert as_photo(photo.data) == photo.data


async def test_its_feed_has_the_newest_first_with_pictures_and_grows(
    site: SampleSite, fetcher: Fetcher, newsroom: SampleNewsroom
) -> None:
    articles = newsroom.articles()
    came = await fetcher.fetch_page(f"{site.address}/feed.xml")
    feed = read_feed(came.data, url=came.url, zone=UTC)
    assert (feed.title, feed.warnings) == (newsroom.site, ())
    assert [item.title for item in feed.items] == [
        a.headline for a in articles[AT_FIRST - 1 :: -1]
    ]
    site.print_next(NOW + timedelta(minutes=1))
    came = await fetcher.fetch_page(f"{site.address}/feed.xml")
    newest = read_item(read_feed(came.data, url=came.url, zone=UTC).items[0], feed=feed)
    assert newest
    assert newest.headline == articles[AT_FIRST].headline
    assert [image.url for image in newest.images] == [site.address + site.printed[0].picture]


async def test_it_grows_by_itself_until_everything_is_there(site: SampleSite) -> None:
    await site.grow(every=0)
    assert len(site.printed) == len({one.article.slug for one in site.printed}) > AT_FIRST


async def test_what_it_has_not_printed_is_not_found(site: SampleSite, fetcher: Fetcher) -> None:
    later = SampleSite.link(site, "nothing")
    assert (await fetcher.fetch(later)).status == 404
    front = (await fetcher.fetch_page(f"{site.address}/")).data.decode()
    assert all(one.path in front for one in site.printed)


def test_each_article_has_a_picture_of_its_own() -> None:
    for newsroom in NEWSROOMS.values():
        scenes = [article.scene for article in newsroom.articles()]
        assert len(set(scenes)) == len(scenes)
        assert set(scenes) <= set(SCENES)
