"""Surfaces that read: pasted text, web pages, files, pictures, alphabets, feeds; then shown."""

import io
import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PIL import Image

from bot.domain.article import Article, ArticleState, Reading
from bot.domain.delivery import Audience
from bot.domain.errors import RefusedError
from bot.domain.post import Post
from bot.domain.section import FIRST_SECTIONS
from bot.intake.decode import decode_page
from bot.intake.feed.read_feed import read_feed, read_item
from bot.intake.files.text_file import is_web_page, read_text_file
from bot.intake.text.page_text import read_pages
from bot.intake.text.parts import join_parts
from bot.intake.text.split_pages import split_pages
from bot.intake.web.web_page import read_web_page
from bot.pictures import as_photo
from bot.rendering.full_texts import full_text
from bot.rendering.renderer import Renderer
from bot.rendering.teasers import Teaser
from tests.fuzz.breeding import Breeder
from tests.fuzz.surface import Surface, pure
from tests.rendering.telegrams_parser import telegrams_answer

_SAMPLES: Final = Path(__file__).parents[1] / "intake"
_KYIV: Final = ZoneInfo("Europe/Kyiv")
_NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
_PAGES: Final = Renderer(_KYIV, lambda: _NOW)
_PART: Final = 4096  # characters: where Telegram's apps cut a paste
_URL: Final = "https://example.org/news/1"

_PAGE_SIGNS: Final = (
    "\n", "\n\n", " ", "\u00a0", "СВІТ", "Політика", "10.05.2023, 15:25",
    "10 травня 2023, 15:25", "Вчора, 15:25", "15:25", "Читайте також", "Читайте також:\n",
    "Автор: ", "Фото: ", "Джерело: ", "Поділитися", "Facebook", "0", "12 коментарів",
    "https://example.org/news/1", "www.", "– ", "Іван Петренко", "І. П. Петренко", "«", "»", "…",
    "...", "|", "/", "•", "- ", "* ", "# ", "[", "](", "Заголовок новини про порт",
    "Перше речення. Друге речення.", "ВІЙНА", "УКРІНФОРМ", "By ", "a.m.",
    "May 10, 2023 3:25 p.m. EDT", "Updated ", "оновлено ", "2023-05-10T15:25:00+03:00",
)  # fmt: skip
_WEB_SIGNS: Final = (
    "<", ">", "<!--", "-->", "<!-- x -->", "<!doctype html>", "<html>", "<head>", "<body>",
    "<title>", "</title>", "<h1>", "</h1>", "<p>", "</p>", "<div>", "</div>", '<div class="',
    '">', '"', "'", "=", "<article>", "</article>", "<span>", "</span>", "<a href='/x'>",
    "<table><tr><td>", "<ul><li>", "<script>", "</script>",
    '<script type="application/ld+json">', '{"@type":"NewsArticle","headline":"',
    '"articleBody":"', "[", "]", "{", "}", ",", ":", "\\", '\\"', "<style>", "<noscript>",
    "<template>", "<svg>", "<math>", "<iframe>", "<meta property='og:title' content='",
    "<meta charset=", "<base href='", "<link rel=canonical href='",
    "<img src=x width=1 height=1>", "<br>", "<time datetime='", "&amp;", "&#1087;", "&#x41;",
    "&nbsp", "<![CDATA[", "]]>", "<?xml ", "?>", "<b><i>", "</i></b>", "<font>", "<blockquote>",
    "<figure><figcaption>", "itemprop='articleBody'", "hidden", " class='related'",
    "style='display:none'",
    "<p>Перше речення новини. Друге речення новини, довге й докладне.</p>",
)  # fmt: skip
_FEED_SIGNS: Final = (
    "<?xml version='1.0' encoding='", "utf-8", "windows-1251", "'?>", "<!DOCTYPE rss [",
    "<!ENTITY a '", "&a;", "]>", "<rss version='2.0'>", "<channel>", "</channel>", "<item>",
    "</item>", "<title>", "</title>", "<link>", "</link>", "<description>", "</description>",
    "<![CDATA[", "]]>", "<pubDate>", "Wed, 10 May 2023 15:25:00 +0300", "</pubDate>", "<guid>",
    "</guid>", "<category>", "</category>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>", "</entry>", "<content type='html'>", "<content type='xhtml'><div>",
    "<link href='", "'/>", "<updated>", "2023-05-10T12:25:00Z", "&lt;", "&lt;p&gt;", "&amp;amp;",
    "&nbsp;", "<media:content url='", "<x:y>", "</x:y>", "xmlns:x='u' ", "<rdf:RDF>",
    '{"version":"https://jsonfeed.org/version/1.1","items":[', '{"id":"1","title":"', '"},',
    "]}", "[", "{", "<", ">", "<!--", "-->", "...", "[…]", "Читати далі", "The post ",
    " appeared first on ", "https://example.org/1", "\x1f\x8b\x08",
)  # fmt: skip
_MARKDOWN_SIGNS: Final = (
    "---\n", "title: ", "date: 2023-05-10\n", "tags: [", "# ", "## ", "\n\n", "\n", "> ", "- ",
    "1. ", "    ", "```\n", "`", "*", "**", "_", "~~", "[", "](", ")", "![", "<", ">",
    "<!-- x -->", "<!--", "&amp;", "\\", "|", "|---|", "[^1]: ", "https://example.org/", "<div>",
    "===\n", "***\n", "\t", "[a]: <", '"', "Текст.",
)  # fmt: skip
_NAMES: Final = (
    "page.txt", "page.md", "page.markdown", "page.html", "page.htm", "page.docx", "page",
    "page.TXT", "", "сторінка.txt", "a/b.txt", "x" * 300 + ".md", "page.xhtml", "\u202etxt.exe",
)  # fmt: skip
_DECLARED: Final = (
    None, "utf-8", "windows-1251", "koi8-u", "utf-16", "utf-7", "text/html; charset=cp1251",
    "rot13", "hex", "zlib", "idna", "punycode", "undefined", "unicode_escape", "x" * 90, "",
    "charset=\0", "base64", "text/xml", "application/rss+xml; charset=utf-8",
    "text/html;charset='", "mbcs", "utf_8_sig", "uu",
)  # fmt: skip
_WORD_SIGNS: Final = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tab/>", "<w:br/>", "<w:del>",
    "</w:del>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "Речення. ", "&#10;", "&amp;",
    "<w:pPr>", "<w:numPr>", "<w:sdt>", "<mc:Fallback>", "<!DOCTYPE a>", "<!-- x -->",
    "<w:vanish/>",
)  # fmt: skip
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT: Final = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
    "<w:p><w:r><w:t>Порт відкрив термінал</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>Будівництво тривало чотири роки.</w:t></w:r></w:p></w:body></w:document>"
)


@cache
def _honest(folder: str, ending: str) -> Sequence[str]:
    files = sorted((_SAMPLES / folder).rglob(f"*{ending}"))
    return [decode_page(file.read_bytes()) for file in files]


@cache
def _honest_bytes(folder: str, ending: str) -> Sequence[bytes]:
    return [file.read_bytes() for file in sorted((_SAMPLES / folder).rglob(f"*{ending}"))]


# --- drawing: a head line of JSON, then the bytes ---------------------------------------------


def _packed(data: bytes, **facts: object) -> bytes:
    return json.dumps(facts).encode() + b"\n" + data


def _facts(data: bytes) -> tuple[dict[str, str | None], bytes]:
    head, _, rest = data.partition(b"\n")
    facts: dict[str, str | None] = json.loads(head)
    return facts, rest


def _draw_text(breeder: Breeder) -> bytes:
    return breeder.text(_honest("text/pages", ".txt"), _PAGE_SIGNS).encode(
        "utf-8", "surrogatepass"
    )


def _draw_web_page(breeder: Breeder) -> bytes:
    if breeder.chance(0.15):
        data = breeder.spoilt(breeder.one(_honest_bytes("web/pages", ".html")))
    else:
        data = breeder.encoded(breeder.text(_honest("web/pages", ".html"), _WEB_SIGNS))
    return _packed(data, declared=breeder.one(_DECLARED))


def _draw_feed(breeder: Breeder) -> bytes:
    if breeder.chance(0.2):
        data = breeder.spoilt(breeder.one(_honest_bytes("feed/feeds", ".feed")))
    else:
        data = breeder.encoded(breeder.text(_honest("feed/feeds", ".feed"), _FEED_SIGNS))
    return _packed(data, declared=breeder.one(_DECLARED))


def _draw_bytes(breeder: Breeder) -> bytes:
    honest = _honest_bytes("feed/feeds", ".feed") + _honest_bytes("web/pages", ".html")  # type: ignore[operator]
    return _packed(breeder.spoilt(breeder.one(honest)), declared=breeder.one(_DECLARED))


def _draw_file(breeder: Breeder) -> bytes:
    name = str(breeder.one(_NAMES))
    if name.endswith("docx") or breeder.chance(0.05):
        data = _word_file(breeder)
    elif name.endswith((".md", ".markdown")):
        data = breeder.encoded(breeder.text(_honest("text/pages", ".txt"), _MARKDOWN_SIGNS))
    elif breeder.chance(0.5):
        data = breeder.encoded(breeder.text(_honest("web/pages", ".html"), _WEB_SIGNS))
    else:
        data = breeder.encoded(breeder.text(_honest("text/pages", ".txt"), _PAGE_SIGNS))
    return _packed(breeder.spoilt(data) if breeder.chance(0.2) else data, name=name)


def _word_file(breeder: Breeder) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in (("_rels/.rels", _RELATIONS), ("word/document.xml", _DOCUMENT)):
            written = breeder.text([part], _WORD_SIGNS) if breeder.chance(0.6) else part
            file.writestr(name, written.encode("utf-8", "replace"))
    return packed.getvalue()


@cache
def _honest_pictures() -> Sequence[bytes]:
    """Of each kind that is read, with facts about them and without."""
    facts = Image.Exif()
    facts[0x0112], facts[0x0100], facts[0x010E] = 6, 200, "Міст"
    noise = Image.effect_noise((200, 150), 60)
    kinds = (("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"))
    pictures = [_saved(noise.convert(mode), kind, exif=facts) for kind, mode in kinds]
    return (*pictures, _saved(noise, "GIF"), _saved(noise, "JPEG", progressive=True))


def _saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def _draw_picture(breeder: Breeder) -> bytes:
    """Most of what can go wrong stands at the beginning, and in what is told of a picture."""
    picture = bytearray(breeder.one(_honest_pictures()))
    if breeder.chance(0.3):
        return breeder.spoilt(bytes(picture))
    begin = max(0, picture.find(b"Exif")) if breeder.chance(0.7) else 0
    for _ in range(breeder.random.randint(1, 6)):
        place = begin + int(breeder.random.expovariate(1 / 40))
        picture[min(place, len(picture) - 1)] = breeder.random.choice((0, 1, 2, 5, 7, 255))
    return bytes(picture)


# --- taking -----------------------------------------------------------------------------------


def take_text(data: bytes) -> None:
    text = data.decode("utf-8", "surrogatepass")
    _show(_read_text(text))
    join_parts([text[at : at + _PART] for at in range(0, min(len(text), 30 * _PART), _PART)])


def _read_text(text: str) -> list[Reading]:
    pages = read_pages(text, zone=_KYIV, copied_at=_NOW)
    split_pages(text)
    return [page for page in pages if isinstance(page, Reading)]


def take_web_page(data: bytes) -> None:
    facts, page = _facts(data)
    try:
        reading = read_web_page(
            page, url=_URL, content_type=facts["declared"], zone=_KYIV, copied_at=_NOW
        )
    except RefusedError:
        return
    _show([reading])


def take_file(data: bytes) -> None:
    facts, file = _facts(data)
    name = facts["name"] or ""
    try:
        if is_web_page(name, file):
            _show([read_web_page(file, url=None, zone=_KYIV, copied_at=_NOW)])
        else:
            _show(_read_text(read_text_file(name, file)))
    except RefusedError:
        return


def take_picture(data: bytes) -> None:
    with suppress(RefusedError):
        as_photo(data)


def take_bytes(data: bytes) -> None:
    facts, page = _facts(data)
    decode_page(page, facts["declared"])


def take_feed(data: bytes) -> None:
    facts, document = _facts(data)
    try:
        feed = read_feed(document, zone=_KYIV, url=_URL, content_type=facts["declared"], now=_NOW)
    except RefusedError:
        return
    for item in feed.items[:20]:
        content = read_item(item, feed=feed)
        if content is not None:
            _show([Reading(content, ())])


def _show(readings: Sequence[Reading]) -> None:
    """What was read becomes posts that Telegram's own parser takes."""
    for reading in readings[:3]:
        article = Article(
            id=1,
            state=ArticleState.PUBLISHED,
            revision=1,
            content=reading.content,
            section=FIRST_SECTIONS[0],
            warnings=reading.warnings,
        )
        for audience in (Audience.CHANNEL, Audience.READER):
            _check(_PAGES.post(Teaser(article, audience, _URL), "uk"))
        for post in full_text(_PAGES, article, "uk")[:5]:
            _check(post)


def _check(post: Post) -> None:
    answer = telegrams_answer(post.html)
    assert answer["@type"] == "formattedText", answer


SURFACES: Final = (
    Surface("pasted text", _draw_text, pure(take_text), share=160, few=50),
    Surface("web pages", _draw_web_page, pure(take_web_page), share=120, few=50),
    Surface("files", _draw_file, pure(take_file), share=140, few=60),
    Surface("pictures", _draw_picture, pure(take_picture), share=40, few=60),
    Surface("alphabets", _draw_bytes, pure(take_bytes), share=60, few=150),
    Surface("feeds", _draw_feed, pure(take_feed), share=140, few=100),
)
