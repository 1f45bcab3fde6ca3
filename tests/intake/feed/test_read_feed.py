"""Every feed of the collection is read right, field by field; the news in it is invented."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Image
from bot.domain.errors import RefusedError
from bot.domain.parsed_feed import Entry, ParsedFeed
from bot.intake.feed.read_feed import FEED_LIMIT, read_feed, read_item

FEEDS = sorted((Path(__file__).parent / "feeds").rglob("*.feed"))
KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 24, 12, tzinfo=KYIV)
RSS = (
    '<rss version="2.0"><channel><title>Бастіон</title><link>https://bastion.example/</link>'
    "{}</channel></rss>"
)
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def a_feed(items: str) -> ParsedFeed:
    return read_feed(RSS.format(items).encode(), zone=KYIV)


def shown(feed: ParsedFeed) -> dict[str, Any]:
    """What `feed --json` prints."""
    return {
        "title": feed.title,
        "items": [
            {
                "title": item.title,
                "link": item.link,
                "published_at": item.published_at and item.published_at.isoformat(),
                "summary": item.summary,
                "id": item.id,
                "categories": list(item.categories),
            }
            for item in feed.items
        ],
        "warnings": list(feed.warnings),
    }


def a_feed_named(stem: str) -> bytes:
    (file,) = (each for each in FEEDS if each.stem == stem)
    return file.read_bytes()


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.stem)
def test_the_items_of_a_feed_are_what_it_says(file: Path) -> None:
    expected = json.loads(file.with_suffix(".json").read_text("utf-8"))
    url, content_type = expected.pop("url", None), expected.pop("content_type", None)
    feed = read_feed(file.read_bytes(), zone=KYIV, url=url, content_type=content_type, now=NOW)
    assert shown(feed) == expected


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.stem)
def test_a_feed_is_the_same_however_it_is_packed(file: Path) -> None:
    data = file.read_bytes()
    assert read_feed(gzip.compress(data), zone=KYIV) == read_feed(data, zone=KYIV)


def test_the_collection_has_a_feed_of_every_kind() -> None:
    assert len(FEEDS) >= 40
    assert all(file.with_suffix(".json").exists() for file in FEEDS)


# --- what is no feed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n ",
        b"<!DOCTYPE html><html><head><title>Bastion</title></head><body>404</body></html>",
        b"<html><body><pre><rss version='2.0'></rss></pre></body></html>",
        "Міст відкрили".encode(),
        b"<?xml version='1.0'?><urlset><url><loc>https://b.example/</loc></url></urlset>",
        b"<?xml version='1.0'?><opml><body/></opml>",
        b"{",
        b'{"items": 5}',
        b'{"error": "not found"}',
        b'["items"]',
        b"{" * 100_000,
        b"\x1f\x8b broken",
        b"\x89PNG\r\n\x1a\n",
        b"<!-- <rss> -->",
        b"<rss",
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        read_feed(data, zone=KYIV)
    assert refused.value.code == "not_a_feed"


@pytest.mark.parametrize(
    "prolog",
    [
        f'<!DOCTYPE rss [<!ENTITY e0 "ха">{ENTITIES}]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!entity % x SYSTEM "https://evil.example/x.dtd"> %x;]>',
        '<!DOCTYPE rss [<!ENTITY x "<rss><channel/></rss>">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_with_entities_of_its_own_is_refused(prolog: str, encoding: str) -> None:
    data = f"{prolog}{RSS.format('<item><title>&e9;&x;</title></item>')}".encode(encoding)
    with pytest.raises(RefusedError) as refused:
        read_feed(data, zone=KYIV)
    assert refused.value.code == "feed_entities"


def test_entities_behind_the_root_are_letters_and_nothing_else() -> None:
    feed = a_feed('<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><item><title>&y;</title>')
    assert "root:" not in repr(feed)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_feed_that_is_too_big_is_refused_packed_or_not(pack: Any) -> None:
    with pytest.raises(RefusedError) as refused:
        read_feed(pack(b"<rss>" + b" " * FEED_LIMIT), zone=KYIV)
    assert refused.value.code == "feed_too_big"


def test_a_gzip_bomb_is_not_unpacked_beyond_the_limit() -> None:
    bomb = gzip.compress(gzip.compress(bytes(200_000_000), 1), 1)
    with pytest.raises(RefusedError):
        read_feed(bomb, zone=KYIV)


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    [
        "<item>" * 200_000,
        "<item/>" * 200_000,
        f"<item><author>{'a' * 1_000_000}</author></item>",
        f"<item><pubDate>{'1 ' * 500_000}</pubDate></item>",
        f"<item><title>{'&lt;b ' * 200_000}</title></item>",
        f"<item><title>{'<a ' * 200_000}",
        f"<item><title>{'&' * 500_000}",
        f"<item><title>{'&#' * 500_000}</title>",
        f"<item>{'<![CDATA[' * 100_000}",
        f"<item>{'<!--' * 200_000}",
        f"<item>{'<x:y>' * 200_000}",
        f"<item>{'<link>' * 200_000}",
        f"<item {' '.join(f'a{n}=5' for n in range(100_000))}>",
        f"<item><description>{'&lt;div&gt;' * 100_000}</description></item>",
        f"<item>{'<category>а</category>' * 100_000}</item>",
        f"<item><title>а{chr(0x301) * 300_000}</title></item>",
    ],
    ids=lambda hostile: hostile[:24],
)
def test_a_hostile_feed_is_read_or_refused_soon(hostile: str) -> None:
    """Each took minutes, or all the memory, with one careless step; the test's limit is 90 s."""
    try:
        feed = a_feed(hostile)
    except RefusedError:
        return
    for item in feed.items[:3]:
        read_item(item, feed=feed)


# --- items -------------------------------------------------------------------------------------


def test_an_item_without_id_and_address_keeps_the_id_that_is_made_of_its_words() -> None:
    first, second = a_feed("<item><title>Раз</title></item><item><title>Два</title></item>").items
    again = a_feed("<item><title>Нова</title></item><item><title>Раз</title></item>").items[1]
    assert first.id == again.id
    assert first.id != second.id


def test_an_item_that_a_feed_holds_twice_is_one() -> None:
    item = "<item><title>Раз</title><link>https://vil.example/1</link></item>"
    assert len(a_feed(item + item).items) == 1


def test_a_text_that_was_escaped_twice_is_read_as_it_was_meant() -> None:
    words = (
        "&amp;lt;p&amp;gt;Мороз до -12.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Вітер.&amp;lt;/p&amp;gt;"
    )
    feed = a_feed(f"<item><title>Раз</title><description>{words}</description></item>")
    content = read_item(feed.items[0], feed=feed)
    assert content is not None
    assert content.body == ("Мороз до -12.", "Вітер.")


def test_a_feed_of_very_many_items_is_cut_with_a_warning() -> None:
    feed = a_feed("".join(f"<item><title>{n}</title></item>" for n in range(5_001)))
    assert len(feed.items) == 5_000
    assert "feed_too_long" in feed.warnings


def test_the_article_of_an_item_has_its_lead_text_and_pictures() -> None:
    feed = read_feed(a_feed_named("wordpress"), zone=KYIV)
    content = read_item(feed.items[0], feed=feed)
    assert content is not None
    assert content.headline == "Міст через Рось відкрили — вперше за три роки"
    assert content.section == "Суспільство"
    assert content.author == "Олена Гай"
    assert content.lead is None, "it is the first paragraph again"
    assert content.body == ("Рух запустили вранці. Черг немає.", "Водії чекали на це три роки.")
    assert content.captions == ("Міст, ранок",)
    assert content.language == "uk"
    assert content.tags == ("Дороги & мости",)
    assert content.images == (Image("https://bastion.example/m.jpg", "Міст, ранок"),)


@pytest.mark.parametrize(
    ("added", "kept"),
    [
        ("<p><b>Читайте також: <a href='/2'>Як порти ховають елеватори</a></b></p>", ()),
        ("<h4>Читайте також</h4><ul><li><a href='/2'>Скільки коштує лід</a></li></ul>", ()),
        ("<p>Підписуйтесь на наш <a href='https://t.me/v'>Telegram-канал</a></p>", ()),
        ("<p>Якщо ви знайшли помилку, виділіть її та натисніть Ctrl+Enter.</p>", ()),
        ("<p>Теги: <a href='/t'>лід</a></p>", ()),
        ("<p>Нагадаємо, торік лід скрес у квітні.</p>", ("Нагадаємо, торік лід скрес у квітні.",)),
    ],
)
def test_what_a_site_adds_amid_the_text_of_an_item_is_not_its_body(
    added: str, kept: tuple[str, ...]
) -> None:
    item = Entry("1", "Лід скрес", markup=f"<p>Лід скрес уночі.</p>{added}<p>Рибалки чекають.</p>")
    content = read_item(item, feed=ParsedFeed(None, None, None, ()))
    assert content is not None
    assert content.body == ("Лід скрес уночі.", *kept, "Рибалки чекають.")


def test_below_the_text_what_software_writes_of_the_headline_is_not_its_body() -> None:
    words = "Допис <a href='/1'>Лід скрес</a> з’явився спочатку на <a href='/'>Бастіон</a>."
    item = Entry("1", "Лід скрес", markup=f"<p>Це сталося вночі.</p><p>{words}</p>")
    content = read_item(item, feed=ParsedFeed(None, None, None, ()))
    assert content is not None
    assert content.body == ("Це сталося вночі.",)


def test_a_call_behind_the_last_sentence_of_an_item_is_not_its_body() -> None:
    markup = "<p>Збірна перемогла Данію. <a href='/4'>Читати далі...</a></p>"
    content = read_item(Entry("1", "Футзал", markup=markup), feed=ParsedFeed(None, None, None, ()))
    assert content is not None
    assert content.body == ("Збірна перемогла Данію.",)


@pytest.mark.parametrize(
    ("item", "lead", "body"),
    [
        (Entry("1", "Міст", summary="Лід скрес.", markup="<p>А.</p>"), "Лід скрес.", ("А.",)),
        (Entry("1", "Міст", summary="Лід скрес.", markup="<p>Лід скрес.</p><p>А.</p>"),
         "Лід скрес.", ("А.",)),
        (Entry("1", "Міст", summary="Лід скрес"), "Лід скрес", ()),
        (Entry("1", "Міст", summary="Міст.", markup="<p>А.</p>"), None, ("А.",)),
        (Entry("1", "Міст", markup="<h1>Міст</h1><p>А.</p>"), None, ("А.",)),
        (Entry("1", markup="<p>Сніг на Подолі</p><p>А.</p>"), None, ("А.",)),
    ],
)  # fmt: skip
def test_the_lead_of_an_item_is_no_second_copy(
    item: Entry, lead: str | None, body: tuple[str, ...]
) -> None:
    content = read_item(item, feed=ParsedFeed(None, None, None))
    assert content is not None
    assert (content.lead, content.body) == (lead, body)


@pytest.mark.parametrize("link", ["https://bank.ua@evil.example/1", "http://localhost/1"])
def test_a_link_that_the_desk_could_not_type_is_not_the_articles(link: str) -> None:
    content = read_item(Entry("1", "Міст", link=link), feed=ParsedFeed(None, None, None))
    assert content is not None
    assert content.link is None


def test_an_item_of_nothing_is_no_article() -> None:
    assert read_item(Entry("1"), feed=ParsedFeed(None, None, None)) is None


def test_the_largest_picture_of_a_group_comes_first_and_counters_do_not_come_at_all() -> None:
    feed = read_feed(a_feed_named("media-group"), zone=KYIV)
    images = [image.url for image in feed.items[0].images]
    assert images == ["https://i.example/l.jpg", "https://i.example/s.jpg"]
    counted = a_feed('<item><enclosure url="https://b.example/1.gif" type="image/gif" width="1"/>')
    assert counted.items[0].images == ()


def test_a_picture_that_an_entry_encloses_comes_with_it() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"{}><entry><title>Пором</title>'
        '<link href="porom"/><link rel="enclosure" type="{}" href="../i/porom"/></entry></feed>'
    )
    base = ' xml:base="https://b.example/n/"'
    (entry,) = read_feed(feed.format(base, "image/jpeg").encode(), zone=KYIV).items
    assert entry.link == "https://b.example/n/porom"
    assert [image.url for image in entry.images] == ["https://b.example/i/porom"]
    (entry,) = read_feed(feed.format(base, "audio/mpeg").encode(), zone=KYIV).items
    assert entry.images == ()


WITH_WORDS = (
    "<item><title>Міст відкрили</title><description>Рух почався о сьомій.</description>"
    '<media:content url="https://b.example/1.jpg" medium="image">{}</media:content>{}</item>'
)
PUBLISHER = '<media:credit role="publisher">Бастіон</media:credit>'
PHOTOGRAPHER = '<media:credit role="photographer"> Олена&#10;Гай </media:credit>'


@pytest.mark.parametrize(
    ("own", "beside", "caption"),
    [
        ("<media:description>Міст зранку</media:description><media:credit>О. Гай</media:credit>",
         "", "Міст зранку / О. Гай"),
        ("<media:title>img_1234</media:title>", PUBLISHER + PHOTOGRAPHER, "Олена Гай"),
        ("<media:title>Міст уранці. Фото: Гай</media:title><media:credit>Гай</media:credit>", "",
         "Міст уранці. Фото: Гай"),
        ("<media:description>&lt;p&gt;Міст &lt;b&gt;1&lt;/b&gt;&lt;/p&gt;</media:description>",
         "", "Міст 1"),
        ("<media:title>Міст відкрили</media:title>",
         "<media:description>Рух почався о сьомій.</media:description>", None),
        ("<media:credit> </media:credit><media:title/><media:description/>", "", None),
    ],
)  # fmt: skip
def test_a_picture_has_the_words_and_the_credit_that_the_feed_gives_it(
    own: str, beside: str, caption: str | None
) -> None:
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    text = RSS.replace("<rss", f"<rss {media}", 1).format(WITH_WORDS.format(own, beside))
    feed = read_feed(text.encode(), zone=KYIV)
    (entry,) = feed.items
    assert entry.images == (Image("https://b.example/1.jpg", caption),)
    content = read_item(entry, feed=feed)
    assert content is not None
    assert content.images == entry.images
    assert content.captions == ((caption,) if caption else ())
    long = WITH_WORDS.format(f"<media:description>{'Міст ' * 9_000}</media:description>", "")
    (image,) = a_feed(long).items[0].images
    assert len(image.caption or "") <= 1_000


# --- any bytes ---------------------------------------------------------------------------------

PIECES = [
    b"<?xml version='1.0' encoding='koi8-u'?>", b"<!DOCTYPE rss [", b"]>", b"<!ENTITY x 'y'>",
    b"<rss>", b"</rss>", b"<channel>", b"</channel>", b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b"</feed>", b"<entry>", b"</entry>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>",
    b"</link>", b"<link href='a'/>", b"<guid>", b"</guid>", b"<pubDate>", b"</pubDate>",
    b"24 Nov 2026 10:00 GMT+3", b"99999999999999", b"<description>", b"</description>",
    b"<![CDATA[", b"]]>", b"&amp;", b"&", b"<", b"<p>", b"<br>", b"http://[", b"xml:base='http://['",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\x1f", "Сніг".encode(), "Сніг".encode("cp1251"),
    b"<media:group>", b"<media:content url='//' width='x'/>", b"<category term='a' label=''/>",
    b'{"items":[{"id":1,"tags":[1,null]}]}', b"<x mode='base64'>", b"<updated>", b"</updated>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=40).map(b"".join))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        feed = read_feed(data, zone=KYIV, url="https://bastion.example/feed", now=NOW)
    except RefusedError:
        return
    for item in feed.items:
        assert item.id
        assert item.link is None or item.link.startswith(("http://", "https://"))
        read_item(item, feed=feed)


@given(st.sampled_from(FEEDS), st.data())
def test_a_feed_that_is_cut_anywhere_gives_no_half_a_headline(file: Path, data: Any) -> None:
    whole = file.read_bytes()
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    titles = {item.title for item in read_feed(whole, zone=KYIV).items} | {None}
    if cut.lstrip(b"\xef\xbb\xbf \n").startswith(b"{") or cut.startswith(b"\x1f\x8b"):
        return
    try:
        feed = read_feed(cut, zone=KYIV)
    except RefusedError:
        return
    assert {item.title for item in feed.items} <= titles


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=6))
def test_the_words_of_titles_come_out_as_they_went_in(titles: list[str]) -> None:
    document = {"version": "https://jsonfeed.org/version/1", "items": []}
    items = [{"id": str(n), "title": f"Х{title}Х"} for n, title in enumerate(titles)]
    feed = read_feed(json.dumps(document | {"items": items}).encode(), zone=KYIV)
    plain = [t for t in titles if t.isalnum() and t.isascii()]
    found = [item.title for item in feed.items]
    assert all(f"Х{title}Х" in found for title in plain)
    assert len(found) == len(titles)


def test_a_tag_in_a_text_that_bears_no_name_raises_nothing() -> None:
    broken = (
        "<item><tithttps:>\n<title>Тунель</title><link>https://bastion.example/1</link>"
        "<description><p>Рух <x: >почали</x:></p></description></item>"
        "<link>https://a.example/<tithttps:>1</tithttps:><b>2</b></link>"
    )
    assert a_feed(broken) is not None


def test_a_feed_says_where_the_addresses_in_its_texts_begin() -> None:
    entry = (
        '<entry><title>Дощ</title><id>1</id><link href="/n/1"/><content type="html"{}>'
        '&lt;p&gt;Злива.&lt;/p&gt;&lt;img src="m/1.jpg"&gt;</content></entry>'
    )
    atom = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/">{}</feed>'
    for own, address in (("", "m/1.jpg"), (' xml:base="https://a.example/x/"', "x/m/1.jpg")):
        feed = read_feed(atom.format(entry.format(own)).encode(), zone=KYIV)
        content = read_item(feed.items[0], feed=feed)
        assert content is not None
        assert [image.url for image in content.images] == [f"https://a.example/{address}"]


def test_the_picture_that_stands_for_a_film_is_the_items() -> None:
    media = '<rss xmlns:media="http://search.yahoo.com/mrss/">'
    film = (
        '<item><title>Видри</title><media:content url="https://a.example/1.mp4" type="video/mp4">'
        '<media:thumbnail url="https://a.example/1.jpg" width="640"/></media:content></item>'
    )
    (item,) = read_feed(f"{media}<channel>{film}</channel></rss>".encode(), zone=KYIV).items
    assert item.images == (Image("https://a.example/1.jpg"),)
