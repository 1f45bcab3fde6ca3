"""A web page → the fields of an article: its data first, then what it shows."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any

from bot.domain.article import Content, Reading, headline_key
from bot.domain.errors import RefusedError
from bot.intake.dates import Taken
from bot.intake.decode import decode_page
from bot.intake.html_text import read_markup
from bot.intake.html_tree import Tree, parse_html
from bot.intake.language import language_of
from bot.intake.text.author_behind import tells_of_author
from bot.intake.text.classify import mark
from bot.intake.text.labels import LineKind
from bot.intake.text.lines import TextLine, one_line
from bot.intake.text.person_names import could_be_person
from bot.intake.text.related_items import resolved
from bot.intake.text.stems import SENTENCE_BREAK
from bot.intake.warnings import warnings_of
from bot.intake.web.article_text import Words, read_words
from bot.intake.web.blocks import read_blocks
from bot.intake.web.class_names import is_unseen
from bot.intake.web.descriptions import choose_lead, leads_told
from bot.intake.web.headless import read_as_text
from bot.intake.web.headline import are_names, find_heading, headline_of
from bot.intake.web.marks import date_of
from bot.intake.web.metadata import Metadata, base_of, read_head
from bot.intake.web.no_article import FEW_HEADLINES, Evidence, is_teaser_only, reason_against
from bot.intake.web.own_pictures import pictures_of, show_without_scripts
from bot.intake.web.shown_author import author_of
from bot.intake.web.shown_section import section_of
from bot.intake.web.shown_tags import shown_tags
from bot.intake.web.text_sizes import prose_of

_logger = logging.getLogger(__name__)

PAGE_LIMIT = 5_000_000  # bytes
# Of what another reader is given: its time grows with the depth of each element.
_MOST_FOR_OTHERS, _MOST_DEPTHS = 300_000, 20_000  # characters, levels of all elements in sum
_NO_TEXT = ("script", "style", "noscript", "template", "svg", "iframe", "object")
_FILES = ("image/", "video/", "audio/", "application/pdf", "application/zip", "font/")
_FILE_MARKS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF")
_MOST_ELEMENTS = 15_000  # what is beyond is not read: each takes 40 µs, long pages have 5,000
_START_TAG, _SIGN = re.compile(r"<[a-zA-Z]"), re.compile("<")
_MOST_SIGNS = 4 * _MOST_ELEMENTS  # the ends of tags and those in scripts among them
_SAVED_FROM = re.compile(r"<!--\s?saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000})\s?-->")
_SHORTEST_SENTENCE = 20  # characters: «У м. Суми» is none
_TOP = 5_000  # characters
_LONGEST_TITLE = 500
_SHORTEST_PROSE = 20  # characters
_MOST_SPARED = 3
_LEAST_SPARED = 120  # characters of prose that make a part of the page worth a second look
_SPARED_TIMES = 2
_LITTLE_TEXT = 200  # characters: another reader may find more
_TOLD_LANGUAGES = frozenset(("uk", "ru", "en"))  # those that the letters of a text tell apart
_NOBODY = frozenset(("admin", "administrator", "адміністратор", "адмін", "root", "super user"))


def read_web_page(
    data: bytes,
    *,
    url: str | None,
    content_type: str | None = None,
    zone: tzinfo,
    copied_at: datetime | None = None,
) -> Reading:
    """The article of a page. `url` is where it came from, `content_type` what HTTP says of it.

    Times without an offset are meant in `zone`. Raises `RefusedError`:
    `web_page_no_article` with its reason, `file_too_big`.
    """
    kind = (content_type or "").lower()
    if kind.startswith(_FILES) or data.startswith(_FILE_MARKS):
        raise RefusedError("web_page_no_article", reason="file")
    if len(data) > PAGE_LIMIT:
        raise RefusedError("file_too_big", size=len(data), limit=PAGE_LIMIT)
    text = decode_page(data, content_type)
    tree = _parsed(text)
    if tree is None:
        raise RefusedError("web_page_no_article", reason="nothing")
    saved = _SAVED_FROM.search(text, 0, _TOP) if url is None else None
    return _read(tree, saved[1] if saved else url, Taken(zone, copied_at))


def _parsed(text: str) -> Tree | None:
    for sign, most in ((_START_TAG, _MOST_ELEMENTS), (_SIGN, _MOST_SIGNS)):
        beyond = next(islice(sign.finditer(text), most, None), None)
        text = text[: beyond.start()] if beyond else text
    return parse_html(text)


def _read(tree: Tree, url: str | None, taken: Taken) -> Reading:
    from lxml import etree  # noqa: PLC0415 - as above

    head = read_head(tree, url)
    has_scripts = next(tree.iter("script"), None) is not None
    show_without_scripts(tree)
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    body, titles = _body_of(tree), _titles(head)
    heading = find_heading(body, titles, head.sites)
    headline = headline_of(heading, titles, head.sites)
    found_words = _words_of(body, headline, heading, base_of(tree, head.link or url))
    words = _with_more_text(found_words, tree, head, headline)
    lead, text = choose_lead(words, leads_told(head, words, headline))
    author = _author(head, words, body, heading)
    if words.body and any(one_line(" ".join(words.body)) == one for one in head.leads):
        author, lead = author or headline, None
        headline, text = _of_messenger(words.body)
    text = _without_word_on_author(text, author)
    published_at, trouble, dated = date_of(body, head.dates, taken, heading, words.dated)
    evidence = Evidence(
        head=head,
        headline=headline,
        lead=lead,
        prose=[one for one in text if len(one) > _SHORTEST_PROSE],
        headlines=words.others,
        visible=one_line(" ".join(body.itertext())),
        address=url or head.link,
        has_scripts=has_scripts,
        is_dated=published_at is not None or author is not None,
    )
    if reason := reason_against(evidence):
        raise RefusedError("web_page_no_article", reason=reason)
    related, dates_are_good = resolved(words.items, taken)
    section = _section(head, headline, body, heading)
    content = Content(
        headline=headline,
        section=section,
        published_at=published_at,
        lead=lead,
        body=text,
        link=head.link,
        author=author,
        captions=words.captions,
        related=related,
        language=_language(head, " ".join((headline, lead or "", *text))),
        tags=_tags(head, shown_tags(body, heading), section),
        images=pictures_of(head, words),
        headings=tuple(one for one in words.headings if one in text),
        quotes=tuple(one for one in words.quotes if one in text),
    )
    warnings = warnings_of(
        content,
        trouble,
        dated=dated,
        bad_related_date=not dates_are_good,
        paywalled=is_teaser_only(evidence),
    )
    reading = Reading(content, warnings)
    told = heading is not None or published_at or not are_names(titles)
    return reading if told else read_as_text(body, reading, taken)


def _of_messenger(text: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The headline and the rest of a post, whose page's title says whose it is.

    Its first paragraph is the headline; of an only one its first sentence.
    """
    headline, *rest = text
    for stop in SENTENCE_BREAK.finditer(headline) if not rest else ():
        if stop.start() >= _SHORTEST_SENTENCE:
            cut = headline.index(" ", stop.start())
            return headline[:cut], (headline[cut:].strip(),)
    return headline, tuple(rest)


def _body_of(tree: Tree) -> Tree:
    found = tree.find("body")
    return found if found is not None else tree


def _titles(head: Metadata) -> tuple[str, ...]:
    named = (title[:_LONGEST_TITLE] for title in (*head.titles, head.document_title))
    return tuple(title for title in named if title)


def _words_of(body: Tree, headline: str, heading: Tree | None, base: str | None) -> Words:
    """What our own walk finds.

    A part that is left out for nothing but its class is read after all, where it has far more
    prose than what was kept: the class means something else there.
    """
    spared: list[Tree] = []
    page = read_blocks(body, keep=heading, base=base)
    words = read_words(page, headline, heading)
    for _ in range(_MOST_SPARED):
        kept = sum(map(len, (words.shown or "", *words.body)))
        prose = prose_of(body) if page.left_out else {}
        most = max(page.left_out, key=lambda element: prose[element], default=None)
        if most is None or prose[most] < max(_LEAST_SPARED, kept * _SPARED_TIMES):
            break
        spared.append(most)
        page = read_blocks(body, keep=heading, base=base, spared=spared)
        words = read_words(page, headline, heading)
    return words


def _with_more_text(words: Words, tree: Tree, head: Metadata, headline: str) -> Words:
    """Where our own walk finds next to nothing: another reader's text, or that of the data."""
    is_list = FEW_HEADLINES <= words.others >= len(words.body)
    if is_list or sum(map(len, words.body)) >= _LITTLE_TEXT:
        return words
    data = _paragraphs(head.article_text)
    most = max(_by_trafilatura(tree), data, key=lambda texts: sum(map(len, texts)))
    least = 1 if most is data else _LITTLE_TEXT  # the data say themselves that it is the text
    most = [one for one in most if headline_key(one) != headline_key(headline)]
    if sum(map(len, most)) < max(least, 2 * sum(map(len, words.body))):
        return words
    body = tuple(one for one in most if one != words.shown)
    return replace(words, body=body)


def _by_trafilatura(tree: Tree) -> list[str]:
    """The text that trafilatura finds: it knows more layouts than we do."""
    import trafilatura  # noqa: PLC0415 - 0.1 s, and seldom needed
    from lxml import etree, html  # noqa: PLC0415 - as above

    if _depths(tree) > _MOST_DEPTHS:
        return []
    # It takes strings, and trees of lxml.html alone; others it discards without an exception.
    written = etree.tostring(_without_includes(tree), encoding="unicode", method="html")
    if len(written) > _MOST_FOR_OTHERS:
        return []
    # It warns of every odd page, so only what stops it is heard.
    logging.getLogger("trafilatura").setLevel(logging.ERROR)
    try:
        found: Any = trafilatura.extract(
            _shown(html.document_fromstring(written)),
            include_comments=False,
            include_tables=False,
            favor_precision=True,
        )
    except Exception as fault:  # noqa: BLE001 - another's code on a stranger's page: it has no text
        _logger.warning("trafilatura could not read a page: %r", fault)
        return []
    lines = (one_line(line.lstrip("#- ")) for line in (found or "").splitlines() if line.strip())
    return [
        line for line in lines if any(one.kind is LineKind.TEXT for one in mark(TextLine(line)))
    ]


def _without_includes(tree: Tree) -> Tree:
    """Without a whole «<!--» in attributes: libxml2 looks for the end of each as it writes.

    Where none has one, that is quadratic: 280 kB in one attribute took 12 s.
    """
    for element in tree.iter():
        for name, value in element.attrib.items():
            if "<!--" in value:
                element.set(name, value.replace("<!--", "<! --"))
    return tree


def _depths(tree: Tree) -> int:
    """The sum of its elements' depths."""
    from lxml import etree  # noqa: PLC0415 - as above

    depth = depths = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        depths += depth
    return depths // 2


def _shown(document: Tree) -> Tree:
    """Without what the page hides."""
    for element in list(document.iter()):
        if element.getparent() is not None and is_unseen(element):
            element.drop_tree()
    return document


def _paragraphs(text: str) -> Sequence[str]:
    return read_markup(text.replace("\\n", "\n")).paragraphs


def _section(head: Metadata, headline: str, tree: Tree, heading: Tree | None) -> str | None:
    """As the data name it, else as it stands near the headline."""
    key = headline_key(headline)
    named = (*head.sections, section_of(tree, heading))
    return next((one for one in named if one and headline_key(one) != key), None)


def _tags(head: Metadata, shown: tuple[str, ...], section: str | None) -> tuple[str, ...]:
    """As the page shows them: its data are written for search engines. One may be the section."""
    return head.tags if shown in {(), (section,)} else shown


def _author(head: Metadata, words: Words, tree: Tree, heading: Tree | None) -> str | None:
    named = []
    for name in head.authors:
        if "://" in name or "@" in name or "www." in name or not name.strip("-–— "):
            continue
        marked = mark(TextLine(name))
        is_labelled = len(marked) == 1 and marked[0].kind is LineKind.AUTHOR
        named.append(marked[0].value if is_labelled and marked[0].value else name)
    sites = {site.casefold() for site in head.sites}
    told = ", ".join(dict.fromkeys(named))
    shown = (words.author, author_of(tree, heading))
    own = told.casefold() in sites or _is_site(told, head.document_title)
    own = own or (could_be_person(words.author) and not any(map(could_be_person, named)))
    found = (*shown, told) if own else (told, *shown)
    return next((name for name in found if name and name.casefold() not in _NOBODY), None)


def _without_word_on_author(text: tuple[str, ...], author: str | None) -> tuple[str, ...]:
    """Without «Una Marsh is a coast correspondent», below all she has written."""
    names = (author or "").casefold().split(", ")
    about = len(text) > 1 and bool(author) and tells_of_author(text[-1], names)
    return text[:-1] if about else text


def _is_site(name: str, title: str) -> bool:
    """Whether the browser's title ends in this name, behind a stroke: «Липи лишаться | Кур’єр»."""
    ends = tuple(f" {sign} {name}".casefold() for sign in "|-–—/·")
    return bool(name) and title.casefold().endswith(ends)


def _language(head: Metadata, text: str) -> str | None:
    """What the page says, unless the letters say otherwise: many pages keep a template's tag."""
    told = language_of(text)
    if told and (head.language is None or head.language in _TOLD_LANGUAGES):
        return told
    return head.language or told
