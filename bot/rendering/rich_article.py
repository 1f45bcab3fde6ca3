"""An article as rich messages: headline, paragraphs, headings, quotes, lists and pictures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from itertools import chain, groupby, islice
from typing import Final

from bot.domain.article import Article, Content, Image
from bot.domain.post import Keyboard
from bot.domain.rich_post import (
    MOST_BLOCKS,
    MOST_CHARACTERS,
    MOST_FILES,
    Block,
    Divider,
    FileBlock,
    Heading,
    Points,
    Prose,
    Quote,
    RichPost,
    Run,
    length_of,
    weight_of,
)
from bot.domain.text import (
    CAPTION_LIMIT,
    Paragraph,
    Style,
    is_blank,
    paragraphs_to_messages,
    shorten,
    utf16_length,
)
from bot.rendering.page import Label
from bot.rendering.rich_lists import LONGEST_BLOCK, POINT, is_point, points
from bot.rendering.rich_own_words import own_blocks, source_line
from bot.rendering.words import one_line

_HEADLINE_LENGTH: Final = 1000
_Placed = dict[str | None, list[Block]]


def rich_article(
    article: Article,
    label: Label,
    *,
    files: Mapping[str, str],
    related: Sequence[tuple[str, str]],
    beneath: Keyboard,
    corrected: bool = False,
    zone: tzinfo | None = None,
) -> tuple[RichPost, ...]:
    """The whole article in as many messages as it takes; the buttons stand under the last.

    `files`: what is sent for each of its pictures, by their addresses; one that is not there is
    not shown. The first stands before the text, the others where the article has them.
    `related`: headlines with their addresses. `corrected`: it is another text than
    stood here before. `zone`: the reader's own.
    """
    images = [image for image in article.content.images if image.url in files][:MOST_FILES]
    shown = [_file(image, files) for image in images]
    behind = _placed(article.content, zip(images[1:], shown[1:], strict=True))
    blocks = [*_head(article, label, zone, corrected=corrected), *shown[:1]]
    blocks += [*behind.pop(article.content.lead or "", ()), *_text(article, behind, label)]
    blocks += chain.from_iterable(behind.values())
    blocks += [*_captions(article, images, label), *_related(related, label)]
    *before, last = _in_messages(blocks)
    # Of a page's words only our links lead anywhere; who types a post sees what Telegram finds.
    finds = article.content.own is not None
    posts = (RichPost(one, finds_links=finds) for one in before)
    return (*posts, RichPost(last, beneath, finds))


def _head(
    article: Article, label: Label, zone: tzinfo | None, *, corrected: bool
) -> Iterator[Block]:
    content = article.content
    if corrected:
        yield _said(label("corrected_meanwhile"), Style.ITALIC)
    if content.heading is not None or not content.said:
        headline = shorten(one_line(content.headline), _HEADLINE_LENGTH)
        yield Heading(label("untitled") if is_blank(headline) else headline, 1)
    dateline = label("dateline", section=article.section, at=content.published_at, zone=zone)
    author = label("author", name=content.author) if content.author else ""
    for line in (dateline, author):
        if not is_blank(line):
            yield _said(line, Style.ITALIC)
    if article.marked_at:
        updated = label("updated", at=article.marked_at, since=article.released_at, zone=zone)
        yield _said(updated, Style.ITALIC)
    yield from _cut(one_line(content.lead or ""), Style.BOLD)


def _placed(content: Content, shown: Iterable[tuple[Image, Block]]) -> _Placed:
    """By the words that each stands behind; None: the end, where its place is not known."""
    places = {text for text in (content.lead, *content.body) if text and not is_blank(text)}
    behind: _Placed = defaultdict(list)
    for image, block in shown:
        behind[image.behind if image.behind in places else None].append(block)
    return behind


def _text(article: Article, behind: _Placed, label: Label) -> Iterator[Block]:
    content = article.content
    if content.own:
        yield from own_blocks(content.own.words)
        yield from source_line(content.own.source, label)
        return
    paragraphs = (text for text in content.body if not is_blank(text))
    for is_list, texts in groupby(paragraphs, is_point):
        if is_list:
            items = tuple(texts)
            yield from points((Run(text.removeprefix(POINT)),) for text in items)
            yield from chain.from_iterable(behind.pop(text, ()) for text in items)
            continue
        for text in texts:
            yield from _paragraph(text, content)
            yield from behind.pop(text, ())


def _paragraph(text: str, content: Content) -> Iterator[Block]:
    length = utf16_length(text)
    if text in content.headings and length <= _HEADLINE_LENGTH:
        yield Heading(one_line(text), 3)
    elif text in content.quotes and length <= LONGEST_BLOCK:
        yield Quote(((Run(text),),))
    else:
        yield from _cut(text)


def _cut(text: str, style: Style = Style.PLAIN) -> Iterator[Block]:
    """A paragraph, or as many as a message's length makes of it."""
    for pieces in paragraphs_to_messages([Paragraph(text)], LONGEST_BLOCK):
        for piece in pieces:
            yield _said(piece.text, style)


def _said(text: str, style: Style) -> Prose:
    return Prose((Run(text, () if style is Style.PLAIN else (style.value,)),))


def _file(image: Image, files: Mapping[str, str]) -> FileBlock:
    caption = shorten(one_line(image.caption or ""), CAPTION_LIMIT)
    return FileBlock(image.medium, files[image.url], None if is_blank(caption) else caption)


def _captions(article: Article, shown: Iterable[Image], label: Label) -> Iterator[Block]:
    """Those that stand under no picture."""
    under = {image.caption for image in shown}
    for caption in article.content.captions:
        if caption not in under:
            yield from _cut(label("caption", text=caption), Style.ITALIC)


def _related(related: Sequence[tuple[str, str]], label: Label) -> Iterator[Block]:
    if related:
        yield Divider()
        yield Heading(label("related"), 3)
        yield Points(tuple((Run(headline, url=address),) for headline, address in related))


def _in_messages(blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """Cut between blocks; a heading goes on with what it is over."""
    message: list[Block] = []
    length = weight = 0
    for block in blocks:
        length, weight = length + length_of(block), weight + weight_of(block)
        if message and (length > MOST_CHARACTERS or weight > MOST_BLOCKS):
            carried = _over_nothing(message)
            if len(carried) < len(message):
                yield tuple(message[: len(message) - len(carried)])
                message = carried
                length = sum(map(length_of, message)) + length_of(block)
                weight = sum(map(weight_of, message)) + weight_of(block)
        message.append(block)
    yield tuple(message)


def _over_nothing(message: Sequence[Block]) -> list[Block]:
    """The line and headings at the end of a message, which belong to what comes next."""
    at = len(message)
    while at and isinstance(message[at - 1], Heading | Divider):
        at -= 1
    return list(islice(message, at, None))
