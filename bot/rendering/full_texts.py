"""An article in pages of plain messages: for apps and servers that know no rich messages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from itertools import islice
from typing import Final

from bot.domain.article import Article
from bot.domain.delivery import Audience
from bot.domain.post import Button, Keyboard, Post, rows
from bot.domain.reading_here import TurnText
from bot.domain.text import (
    MESSAGE_LIMIT,
    Paragraph,
    Style,
    is_blank,
    paragraphs_to_messages,
    shorten,
    utf16_length,
)
from bot.rendering.page import Label, PostPage
from bot.rendering.renderer import Renderer
from bot.rendering.teasers import Teaser
from bot.rendering.words import one_line

_MOST_RELATED: Final = 5
_RELATED_LENGTH: Final = 150
_HEADING_LENGTH: Final = 40
_SIGNS_LENGTH: Final = 5


@dataclass(frozen=True)
class FullText(PostPage):
    """One page of an article's full text; the last has `related`: headlines with addresses."""

    template = "teasers/full_text"
    paragraphs: tuple[Paragraph, ...]
    related: tuple[tuple[str, str], ...] = ()
    beneath: Keyboard = ()

    def keyboard(self, label: Label) -> Keyboard:  # noqa: ARG002 - they have their words already
        return self.beneath


def full_text(
    renderer: Renderer,
    article: Article,
    language: str,
    related: Sequence[tuple[str, str]] = (),
    beneath: Keyboard = (),
    *,
    corrected: bool = False,
    zone: tzinfo | None = None,
) -> tuple[Post, ...]:
    """The whole article in as many pages as it takes, cut between paragraphs.

    Own words are their post. `beneath`: the buttons under each page, below those that turn it.
    `corrected`: it is another text than stood here before, and says so on each page. `zone`: the
    reader's own.
    """
    if article.content.own:
        post = renderer.post(Teaser(article, Audience.CHANNEL, None), language)
        return (replace(post, keyboard=beneath or post.keyboard),)
    label = renderer.label(language)
    note = (Paragraph(label("corrected_meanwhile"), Style.ITALIC),) if corrected else ()
    limit = MESSAGE_LIMIT - _length(note)
    said = [p for p in _paragraphs(article, label, zone) if not is_blank(p.text)]
    messages = list(paragraphs_to_messages(said, limit))
    if related and _length(messages[-1]) + _length_of(related) > limit:
        messages.append(())
    last = len(messages) - 1
    return tuple(
        renderer.post(
            FullText(
                (*note, *message),
                tuple(related) if page == last else (),
                (*_turns(article, page, last, label), *beneath),
            ),
            language,
        )
        for page, message in enumerate(messages)
    )


def _turns(article: Article, page: int, last: int, label: Label) -> Keyboard:
    def turn(words: str, to: int) -> Button:
        press = TurnText(article.id, to, article.revision)
        return Button(label(words, number=to + 1, pages=last + 1), press=press)

    turns = [turn("page_before", page - 1)] if page else []
    turns += [turn("page_after", page + 1)] if page < last else []
    return rows(turns, 2)


def named(related: Iterable[tuple[Article, str]], label: Label) -> tuple[tuple[str, str], ...]:
    """Headlines and addresses of the first few, each headline within a line or two."""
    return tuple(
        (label("untitled") if is_blank(line) else line, address)
        for article, address in islice(related, _MOST_RELATED)
        for line in [shorten(one_line(article.content.headline), _RELATED_LENGTH)]
    )


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(utf16_length(paragraph.text) + 2 for paragraph in paragraphs)


def _length_of(related: Sequence[tuple[str, str]]) -> int:
    """What the block takes, its heading and signs with some room."""
    return _HEADING_LENGTH + sum(utf16_length(headline) + _SIGNS_LENGTH for headline, _ in related)


def _paragraphs(article: Article, label: Label, zone: tzinfo | None) -> Iterator[Paragraph]:
    content = article.content
    headline = one_line(content.headline)
    yield Paragraph(label("untitled") if is_blank(headline) else headline, Style.BOLD)
    at = content.published_at
    yield Paragraph(label("dateline", section=article.section, at=at, zone=zone))
    if article.marked_at:
        updated = label("updated", at=article.marked_at, since=article.released_at, zone=zone)
        yield Paragraph(updated, Style.ITALIC)
    yield Paragraph(one_line(content.lead or ""))
    for text in content.body:
        yield Paragraph(text, Style.BOLD if text in content.headings else Style.PLAIN)
    yield from (Paragraph(label("caption", text=c), Style.ITALIC) for c in content.captions)
    if content.author:
        yield Paragraph(label("author", name=content.author), Style.ITALIC)
