"""The archive's own web pages: what browsers are shown, and what they are kept from."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.domain.article import Image, Reading
from bot.domain.deep_links import read_start
from bot.domain.people import BotIdentity
from bot.domain.shelves import Shelf
from tests.builders import a_content, an_owner, hired
from tests.clock import NOON
from tests.web.site import Site, an_app, served

ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "<script>alert(1)</script>\"'>&\x0b"
SEARCH = "/a/search?q=%D0%BF%D0%BE%D1%80%D1%82"  # порт
PAGES = (
    "/a/",
    "/a/tags",
    "/a/days",
    "/a/search",
    SEARCH,
    "/a/1",
    "/a/999",
    "/a/nothing",
    "/a/feed.rss",
)


@pytest.fixture
async def browser(site: Site, app: App) -> Site:
    """Somebody without a token, before an archive of twelve articles, the first a nasty one."""
    nasty = a_content(
        f"Порт {EVIL}",
        lead=EVIL,
        body=(EVIL,),
        author=EVIL,
        link="https://news.example/1?a=1&b=2",
        images=(Image("https://news.example/1.jpg", EVIL),),
    )
    others = [a_content(f"Міст {number}", body=("Через річку.",)) for number in range(11)]
    await app.imports.keep([Reading(content) for content in (nasty, *others)])
    return replace(site, source=None)


async def test_the_archive_is_listed_page_by_page_and_by_section(browser: Site) -> None:
    first = await browser.ask("GET", "/a/")
    assert first.status == 200
    assert first.text.count('<li><a href="/a/') == 8
    assert 'lang="uk"' in first.text
    (older,) = re.findall(r'href="(/a/\?before=[0-9]+)"', first.text)
    second = await browser.ask("GET", older)
    assert second.text.count('<li><a href="/a/') == 4
    (newer,) = re.findall(r'href="(/a/\?after=[0-9]+)"', second.text)
    assert (await browser.ask("GET", newer)).text == first.text
    sport = await browser.ask("GET", "/a/?section=sport")
    assert sport.status == 200
    assert '<li><a href="/a/' not in sport.text
    assert (await browser.ask("GET", "/a/?section=none")).status == 404
    english = await browser.ask("GET", "/a/", **{"Accept-Language": "de, en;q=0.8"})
    assert 'lang="en"' in english.text


async def test_the_archive_is_listed_by_author_tag_and_day(browser: Site, app: App) -> None:
    at = datetime(2023, 5, 31, 23, 30, tzinfo=ZoneInfo("Europe/Kyiv"))
    content = a_content("Каток", tags=(EVIL, "лід"), author="Олена Коваль", published_at=at)
    old = a_content("Ковзанка", published_at=at.replace(year=2021, month=2, day=3))
    await app.imports.keep([Reading(content), Reading(old)])
    tags = await browser.ask("GET", "/a/tags")
    assert "#лід" in tags.text
    assert "<script" not in tags.text
    authors = await browser.ask("GET", "/a/authors")
    (author,) = re.findall(r'href="(/a/\?name=[0-9]+)">✍️ Олена', authors.text)
    page = await browser.ask("GET", author)
    assert page.text.count('<li><a href="/a/') == 1
    assert "Каток" in page.text
    days = await browser.ask("GET", "/a/days?day=2023-05-01")
    assert re.findall(r'href="/a/\?day=([-0-9]+)"', days.text)[-1] == "2023-05-31"
    assert "<h1>Травень 2023</h1>" in days.text
    assert "← лютий 2021" in days.text
    assert "« 2021" not in days.text  # it would lead to the same month
    day = await browser.ask("GET", "/a/?day=2023-05-31")
    assert day.text.count('<li><a href="/a/') == 1
    assert (await browser.ask("GET", "/a/?name=999")).status == 404


async def test_an_article_is_shown_whole_and_leads_to_the_site(browser: Site) -> None:
    page = await browser.ask("GET", "/a/1")
    assert '<link rel="canonical" href="https://news.example/1?a=1&amp;b=2">' in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert page.text.count("&lt;script&gt;") > 3


async def test_the_address_for_search_engines_does_not_tell_where_the_link_came_from(
    browser: Site, app: App
) -> None:
    link = "https://news.example/katok?utm_source=rss&id=7"
    await app.imports.keep([Reading(a_content("Каток", link=link))])
    page = await browser.ask("GET", "/a/13")
    assert '<link rel="canonical" href="https://news.example/katok?id=7">' in page.text


async def test_a_picture_stands_once_behind_words_that_stand_there_twice(
    browser: Site, app: App
) -> None:
    images = [Image(f"https://news.example/{n}.jpg", behind="* * *") for n in (1, 2)]
    text = ("* * *", "Каток відкрили.", "* * *", "Лід привезли.")
    await app.imports.keep([Reading(a_content("Каток", body=text, images=tuple(images)))])
    page = await browser.ask("GET", "/a/13")
    assert page.text.count("<p>* * *</p>") == page.text.count("<img") == 2


async def test_an_article_leads_on_to_its_authors_and_tags(browser: Site, app: App) -> None:
    content = a_content("Каток", tags=("лід",), author="Олена Коваль, Ігор Савчук", link=None)
    await app.imports.keep([Reading(content)])
    page = await browser.ask("GET", "/a/13")
    (led,) = re.findall(r"<nav>\n(.+?)</nav>", page.text, re.DOTALL)
    found = re.findall(r'<a href="(/a/\?name=[0-9]+)">(.+?)</a>', led)
    assert {name for _, name in found} == {"✍️ Олена Коваль", "✍️ Ігор Савчук", "#лід"}
    for address, _ in found:
        assert 'href="/a/13"' in (await browser.ask("GET", address)).text


async def test_what_is_read_aloud_is_read_in_its_own_language(browser: Site, app: App) -> None:
    await app.imports.keep([Reading(a_content("The rink is open", language="en"))])
    for address in ("/a/13", "/a/", "/a/search?q=rink"):
        page = await browser.ask("GET", address)
        assert '<html lang="uk">' in page.text
        assert page.text.count('lang="en"') == (1 if address == "/a/13" else 2)


async def test_pictures_stand_in_the_text_where_they_are_known_to(browser: Site, app: App) -> None:
    places = ("Другий.", "Перший.", None)
    images = tuple(
        Image(f"https://news.example/{at}.jpg", None, place) for at, place in enumerate(places)
    )
    content = a_content("Лід", lead="Лід скрес.", body=("Перший.", "Другий."), images=images)
    await app.imports.keep([Reading(content)])
    page = await browser.ask("GET", "/a/13")
    order = re.findall(r"Лід скрес\.|Перший\.|Другий\.|[0-9]\.jpg", page.text)
    assert order[-6:] == ["Лід скрес.", "0.jpg", "2.jpg", "Перший.", "1.jpg", "Другий."]


async def test_a_caption_stands_once_and_nothing_is_told_of_what_is_not_there(
    browser: Site, app: App
) -> None:
    images = (Image("https://news.example/1.jpg", "Фото: Олена Коваль"),)
    captions = ("Фото: Олена Коваль", "Карта боїв")
    content = a_content(
        "Лід", section=None, author="Ігор", images=images, captions=captions, link=None
    )
    await app.imports.keep([Reading(content)])
    page = await browser.ask("GET", "/a/13")
    assert [page.text.count(each) for each in captions] == [2, 1]  # one of them is for the blind
    (about,) = re.findall(r'<h1>Лід</h1>\n<p class="faint" lang="uk">(.+)</p>', page.text)
    assert about.startswith("<time")
    assert about.endswith("</time> · Ігор")
    assert "на сайті" not in page.text


async def test_behind_the_last_page_of_a_search_stands_the_way_back(browser: Site) -> None:
    query = "/a/search?q=%D0%BC%D0%BE%D1%81%D1%82%D0%B8"  # мости
    far = await browser.ask("GET", f"{query}&page=7")
    assert f'Далі нічого немає. <a href="{query}">' in far.text
    nothing = await browser.ask("GET", "/a/search?q=%D0%BA%D1%80%D0%BE%D0%BA%D0%BE")
    assert "Нічого не знайшлося" in nothing.text


async def test_where_no_article_is_of_those_days_other_days_are_proposed(browser: Site) -> None:
    for asked in ("від:2099-01-01", "міст до:1901-01-01"):
        nothing = await browser.ask("GET", f"/a/search?q={quote(asked)}")
        assert 'видно <a href="/a/days">' in nothing.text
    backwards = await browser.ask("GET", f"/a/search?q={quote('від:2026-05-02 до:2026-05-01')}")
    assert "пізніший за день" in backwards.text
    assert "Спробуйте" not in backwards.text


async def test_a_search_shows_its_words_in_bold_and_proposes_a_spelling(browser: Site) -> None:
    found = await browser.ask("GET", "/a/search?q=%D0%BC%D0%BE%D1%81%D1%82%D0%B8")  # мости
    assert "<b>Міст</b>" in found.text
    assert "11\u00a0статей" in found.text
    missed = await browser.ask("GET", "/a/search?q=%D0%BC%D1%96%D1%81%D1%8E%D1%82")  # місют
    assert "/a/search?q=%D0%9C%D1%96%D1%81%D1%82" in missed.text


async def test_a_search_says_what_it_did_not_understand_and_shows_no_control_characters(
    browser: Site,
) -> None:
    found = await browser.ask("GET", "/a/search?q=%D0%B2%D1%96%D0%B4:31.02%01")  # від:31.02
    assert "Не зрозуміло й пропущено: від:31.02<" in found.text
    assert "\x01" not in found.text


async def test_a_search_says_what_there_is_not(browser: Site) -> None:
    section, author = "рубрика:<Немає>", "автор:Хтось"
    found = await browser.ask("GET", f"/a/search?q={quote(section)}")
    assert "Рубрики «&lt;Немає&gt;» немає. Є такі: " in found.text
    found = await browser.ask("GET", f"/a/search?q={quote(author)}")
    assert "Автора «Хтось» в архіві немає." in found.text
    days = "від:01.05.2026 до:01.04.2026"
    found = await browser.ask("GET", f"/a/search?q={quote(days)}")
    assert "пізніший за день у «до:»" in found.text


async def test_the_archives_address_may_lack_its_last_stroke(browser: Site) -> None:
    assert (await browser.ask("GET", "/a")).text == (await browser.ask("GET", "/a/")).text


async def test_no_page_runs_a_script_or_is_put_into_another_one(browser: Site) -> None:
    for path in PAGES:
        page = await browser.ask("GET", path)
        assert "<script" not in page.text
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert page.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_was_taken_back_is_gone_and_a_draft_was_never_there(
    browser: Site, app: App
) -> None:
    await hired(app.storage, an_owner())
    await app.retraction.retract(1, by=an_owner())
    gone = await browser.ask("GET", "/a/1")
    assert gone.status == 410
    assert "Порт" not in gone.text
    assert "Порт" not in (await browser.ask("GET", "/a/feed.json")).text
    async with app.storage.writing() as tx:
        draft = await tx.articles.add_draft(
            a_content("Таємниця"), section_id=1, warnings=(), resembles=None, by=1, now=NOON
        )
    hidden = await browser.ask("GET", f"/a/{draft}")
    assert hidden.status == 404
    assert "Таємниця" not in hidden.text


async def xml(site: Site, path: str) -> ET.Element:
    return ET.fromstring((await site.ask("GET", path)).text)  # noqa: S314 - our own


async def read_feeds(site: Site, of: str = "") -> list[dict[str, tuple[str, str]]]:
    """What RSS, Atom and JSON Feed have: of each item by its id the title, and when it changed."""
    items = (await xml(site, f"/a/feed.rss{of}")).findall("channel/item")
    entries = (await xml(site, f"/a/feed.atom{of}")).findall(f"{ATOM}entry")
    those = (await site.ask("GET", f"/a/feed.json{of}")).json["items"]
    names = ("guid", "title", f"{ATOM}updated"), (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated")
    read = [
        [tuple(str(each.findtext(name)) for name in kinds) for each in found]
        for kinds, found in zip(names, (items, entries), strict=True)
    ]
    read.append([(each["id"], each["title"], each["date_modified"]) for each in those])
    return [{key: (title, at) for key, title, at in feed} for feed in read]


async def test_a_feed_is_what_programmes_for_feeds_ask_for(browser: Site) -> None:
    rss, atom, feed = await read_feeds(browser)
    assert rss == atom == feed
    assert len(rss) == 12
    channel = (await xml(browser, "/a/feed.rss"))[0]
    base = f"http://127.0.0.1:{browser.port}"
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert own.get("href") == f"{base}/a/feed.rss"
    described = {each.findtext("description") for each in channel.iter("item")}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\"'&gt;&amp;" in described, "it is read as HTML"
    creator = "{http://purl.org/dc/elements/1.1/}creator"
    by = [[each.text for each in item.iter(creator)] for item in channel.iter("item")]
    items = (await browser.ask("GET", "/a/feed.json")).json["items"]
    assert by == [[author["name"] for author in item["authors"]] for item in items]
    assert any(by)
    written = [channel.findtext("lastBuildDate"), *(each.text for each in channel.iter("pubDate"))]
    assert [parsedate_to_datetime(str(each)).tzinfo for each in written] == [UTC] * len(written)
    by_tls = (await browser.ask("GET", "/a/feed.json", **{"X-Forwarded-Proto": "https"})).json
    assert by_tls["version"] == "https://jsonfeed.org/version/1.1"
    assert by_tls["feed_url"] == f"{base}/a/feed.json".replace("http", "https")
    assert [each["id"] for each in by_tls["items"]] == list(rss)
    first = await browser.ask("GET", "/a/feed.rss", **{"If-None-Match": 'W/"x"'})
    assert first.status == 200
    again = await browser.ask("GET", "/a/feed.rss", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.text) == (304, "")
    for name in ("Vary", "Cache-Control", "ETag"):  # a cache keeps what was said last
        assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize("host", ["", "a:b", "news.example:80:90", "news.example:999999"])
async def test_a_feed_for_a_host_that_can_be_none_is_a_bad_request_and_no_fault(
    browser: Site, caplog: pytest.LogCaptureFixture, host: str
) -> None:
    for kind in ("rss", "atom", "json"):
        (await browser.ask("GET", f"/a/feed.{kind}", Host=host)).problem(400)
    assert not caplog.records  # whoever asks writes no log full


async def test_a_feed_shows_a_correction_and_drops_what_was_taken_back(
    browser: Site, app: App
) -> None:
    await hired(app.storage, an_owner())
    before, *_ = await read_feeds(browser)
    at = NOON.replace(year=2031)
    async with app.storage.writing() as tx:
        (article,) = await tx.archive.page(Shelf(), 1)
        content = replace(article.content, headline="Новий міст")
        await tx.articles.revise(article.revise(content, at, marked=False), by=1, now=at)
    key = next(iter(before))
    for feed in await read_feeds(browser):
        assert feed == before | {key: ("Новий міст", "2031-05-10T12:00:00Z")}
    await app.retraction.retract(article.id, by=an_owner())
    assert [feed.keys() for feed in await read_feeds(browser)] == [before.keys() - {key}] * 3


async def test_sections_authors_and_tags_have_feeds_and_can_be_followed_in_telegram(
    browser: Site, app: App
) -> None:
    await app.identity.recognise(BotIdentity(7, "vistnyk_bot"))
    content = a_content("Каток", section="Спорт", tags=("лід",), author="Олена Коваль")
    await app.imports.keep([Reading(content)])
    lists = [(await browser.ask("GET", path)).text for path in ("/a/tags", "/a/authors")]
    of_names = re.findall(r'href="/a/(\?name=[0-9]+)">(?:#лід|✍️ Олена)', "".join(lists))
    assert len(of_names) == 2
    alternate = re.compile(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">')
    for of in ("?section=sport", *of_names):
        page = await browser.ask("GET", f"/a/{of}")
        kinds = {address: kind for kind, address in alternate.findall(page.text)}
        assert list(kinds) == [f"/a/feed.{each}{of}" for each in ("rss", "atom", "json")]
        for address, kind in kinds.items():
            feed = await browser.ask("GET", address)
            assert feed.headers["Content-Type"] == f"{kind}; charset=utf-8"
        titles = [[title for title, _ in feed.values()] for feed in await read_feeds(browser, of)]
        assert titles == [["Каток"]] * 3
        (link,) = re.findall(r'href="https://t\.me/vistnyk_bot\?start=([^"]+)"', page.text)
        assert read_start(link)
    assert "t.me" not in (await browser.ask("GET", "/a/")).text
    section, article = [
        (await browser.ask("GET", f"/a/{at}")).text for at in ("?section=sport", "13")
    ]
    follows = re.findall(r'href="(https://t\.me/vistnyk_bot\?start=[^"]+)"', section)
    assert follows == re.findall(r'href="(https://t\.me/vistnyk_bot\?start=[^"]+)"', article)
    for missing in ("?section=none", "?name=999"):
        assert (await browser.ask("GET", f"/a/feed.rss{missing}")).status == 404


async def test_odd_addresses_are_answered(browser: Site) -> None:
    for path, status in (
        ("/a/?page=x", 200),
        ("/a/?page=-1", 200),
        ("/a/?before=999999", 200),
        ("/a/?after=" + "9" * 30, 200),
        ("/a/?day=2023-02-31", 200),
        ("/a/?day=0001-01-01", 404),
        ("/a/days?day=9999-12-31", 404),
        ("/a/tags?page=999999", 200),
        ("/a/words", 404),
        ("/a/search?q=%00%ff%22%29", 200),
        ("/a/search?q=" + "a" * 1000, 200),
        ("/a/search?q=a&page=99999", 200),
        ("/a/1/2", 404),
        ("/a/%2e%2e", 404),
        ("/a/999999999999999999", 404),
    ):
        assert (await browser.ask("GET", path)).status == status, path


async def test_the_archive_bears_the_publications_name(database: Path) -> None:
    app = an_app(database, publication="Ранковий <вісник>")
    await app.imports.keep([Reading(a_content("Міст"))])
    async with served(app.web_server(0)) as browser:
        page = await browser.ask("GET", "/a/")
        feed = await browser.ask("GET", "/a/feed.json")
    await app.close()
    assert '<a href="/a/">Ранковий &lt;вісник&gt;</a>' in page.text
    assert "· Ранковий &lt;вісник&gt;</title>" in page.text
    assert feed.json["title"] == "Ранковий <вісник>"


async def test_an_address_of_a_section_that_is_gone_shows_the_one_that_took_it_over(
    browser: Site, app: App
) -> None:
    async with app.storage.writing() as tx:
        await tx.sections.merge(2, 6)
    sport = await browser.ask("GET", "/a/?section=sport")
    assert (await browser.ask("GET", "/a/?section=polityka")).text == sport.text
