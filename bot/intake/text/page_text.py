"""Copied page text → the fields of an article: lines, then lines with their kinds, then fields."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.domain.article import Content, Reading
from bot.domain.errors import RefusedError
from bot.intake.dates import Taken
from bot.intake.language import language_of
from bot.intake.text.body import Body, read_story
from bot.intake.text.classify import Marked
from bot.intake.text.header import Header, find_head
from bot.intake.text.labels import LineKind
from bot.intake.text.lead import TextParts, read_text
from bot.intake.text.lines import read_lines
from bot.intake.text.markdown_signs import without_signs
from bot.intake.text.related_items import meant, resolved
from bot.intake.text.split_pages import LONGEST_PAGE, marked, one_by_one, split_pages
from bot.intake.text.tags import read_tags
from bot.intake.warnings import warnings_of

__all__ = ["LONGEST_PAGE", "read_page_text", "read_pages"]

# Kinds of lines that only the page of an article has.
_EVIDENCE = (LineKind.DATE, LineKind.SECTION, LineKind.AUTHOR, LineKind.RELATED)
_SHORTEST_PLAIN_TEXT = 120
_GREETINGS = (
    "привіт", "вітаю", "доброго дня", "добрий день", "доброго ранку", "добрий ранок",
    "доброго вечора", "добрий вечір", "дякую", "слава україні", "hello", "hi", "hey",
    "good morning", "thanks", "привет", "здравствуйте", "добрый день",
)  # fmt: skip
_LEAST_LETTERS = 0.5


def read_page_text(text: str, *, zone: tzinfo, copied_at: datetime | None = None) -> Reading:
    """The article that was copied with its page, in the words of the page.

    `zone` is where the printed times are meant, `copied_at` dates what has no year. Raises
    Refused for what is no article: `page_empty`, `page_too_long`, `page_not_article`,
    `page_no_headline`, `page_no_text`. Of several pages the first is read.
    """
    pages = _pages(without_signs(text))
    return _read(pages[0], Taken(zone, copied_at), more=len(pages) > 1)


def read_pages(
    text: str, *, zone: tzinfo, copied_at: datetime | None = None
) -> list[Reading | RefusedError]:
    """The articles of all pages of a text; in the place of what is none, why not."""
    try:
        text = without_signs(text)
        pages = _pages(text)
        if len(pages) == 1:
            return [_read(pages[0], Taken(zone, copied_at), more=False)]
    except RefusedError as refusal:
        return [refusal]
    return [_read_or_refuse(page, zone, copied_at) for page in split_pages(text)]


def _read_or_refuse(page: str, zone: tzinfo, copied_at: datetime | None) -> Reading | RefusedError:
    try:
        return read_page_text(page, zone=zone, copied_at=copied_at)
    except RefusedError as refusal:
        return refusal


def _pages(text: str) -> list[Sequence[Marked]]:
    if len(text) > LONGEST_PAGE:
        raise RefusedError("page_too_long", length=len(text), limit=LONGEST_PAGE)
    lines = read_lines(text)
    if not lines:
        raise RefusedError("page_empty")
    return one_by_one(marked(lines))


def _read(page: Sequence[Marked], taken: Taken, *, more: bool) -> Reading:
    head = _head(page)
    story = read_story(page, head)
    words = read_text(story.paragraphs, head)
    _refuse_without_text(page, head, words)
    told = [text for text in (head.headline, words.lead, *words.body) if text]
    return _reading(head, story, words, taken, tags=read_tags(page, told), more=more)


def _head(page: Sequence[Marked]) -> Header:
    if not any(line.kind is LineKind.TEXT for line in page):
        raise RefusedError("page_not_article")
    head = find_head(page)
    if head is None:
        raise RefusedError("page_no_headline" if _looks_like_page(page) else "page_not_article")
    return head


def _looks_like_page(page: Sequence[Marked]) -> bool:
    if any(line.kind in _EVIDENCE for line in page):
        return True
    texts = [line.text for line in page if line.kind is LineKind.TEXT]
    return _is_prose(texts) and sum(map(len, texts)) >= _SHORTEST_PLAIN_TEXT


def _refuse_without_text(page: Sequence[Marked], head: Header, words: TextParts) -> None:
    """An article has a headline and text; with no other sign of a page, enough of it."""
    marked = head.section is not None or head.is_framed
    marked = marked or any(line.kind in _EVIDENCE for line in page)
    texts = [text for text in (words.lead, *words.body) if text]
    if not texts:
        code = "page_no_text" if marked else "page_not_article"
        raise RefusedError(code, headline=head.headline)
    if marked:
        return
    plain = sum(map(len, texts)) >= _SHORTEST_PLAIN_TEXT
    if not plain or not _is_prose([head.headline, *texts]) or _greets(head.headline):
        raise RefusedError("page_not_article")


def _is_prose(texts: Sequence[str]) -> bool:
    """Whether it is written in words, at least one of them a sentence."""
    joined = "".join("".join(texts).split())
    letters = sum(letter.isalpha() for letter in joined)
    return letters > len(joined) * _LEAST_LETTERS and any(" " in text for text in texts)


def _greets(headline: str) -> bool:
    words = headline.casefold()
    return any(
        words.startswith(greeting) and not words[len(greeting) :][:1].isalpha()
        for greeting in _GREETINGS
    )


def _reading(
    head: Header,
    story: Body,
    words: TextParts,
    taken: Taken,
    *,
    tags: tuple[str, ...],
    more: bool,
) -> Reading:
    published_at, trouble = meant(story.date, taken)
    related, dates_are_good = resolved(story.items, taken)
    content = Content(
        headline=head.headline,
        section=head.section or story.section,
        published_at=published_at,
        lead=words.lead,
        body=words.body,
        link=story.link,
        author=story.author,
        captions=words.captions,
        related=related,
        language=language_of(" ".join((head.headline, words.lead or "", *words.body))),
        tags=tags,
    )
    warnings = warnings_of(
        content,
        trouble,
        dated=story.date is not None,
        bad_related_date=not dates_are_good,
        more_pages=more,
    )
    return Reading(content, warnings)
