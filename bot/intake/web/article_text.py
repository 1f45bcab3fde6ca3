"""Blocks of a web page → the words of its article, and the other articles that it names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from bot.domain.article import Image, headline_key
from bot.intake.dates import read_date
from bot.intake.html_tree import Tree, name_of
from bot.intake.text.author_behind import heads_author
from bot.intake.text.classify import Marked
from bot.intake.text.labels import LineKind
from bot.intake.text.line_parts import name_and_date, tails
from bot.intake.text.person_names import could_be_person, is_name
from bot.intake.text.phrases import reporters_of
from bot.intake.text.related_items import RelatedItem, read_block
from bot.intake.text.summaries import heads_summary
from bot.intake.web.blocks import CARD, Block, Page
from bot.intake.web.chronicle import hours_of_parts, is_hour
from bot.intake.web.class_names import IS_PULLED, IS_READ_ALSO, marks_of
from bot.intake.web.holder import ends_well, holder_of
from bot.intake.web.placed_pictures import picture_above, placed
from bot.intake.web.shown_lead import lead_shown, unglued
from bot.intake.web.shown_tags import are_hashtags
from bot.intake.web.sites_own_words import heads_links, is_at_form
from bot.intake.web.text_sizes import HEADINGS

_SHORTEST_LINE = 25  # characters
_MOST_ITEMS = 40
_LINK_ALONE, _LINK_MOSTLY = 0.9, 0.75  # mostly: with the hour beside it
_SHORTEST_MATCH = 30
_LONGEST_SCRAP = 120
_PARTS = re.compile(r"\s?[|•·]\s?|\s[—–-]\s")  # blanks are single
_HEADLINE_GAPS = 2
_CALL = re.compile(
    r"(?:read more|читати далі|читати більше|детальніше|докладніше)[.…]?$", re.IGNORECASE
)
_NEAR_HEADLINE = 12  # blocks
_MOST_PULLED, _MOST_POINTS = 20, 6


@dataclass(frozen=True, slots=True)
class Words:
    """`shown` is a lead that the page sets apart; `author` stands on a labelled line."""

    shown: str | None
    is_named: bool
    is_text: bool  # the shown lead is text where something else is the lead
    is_sentence: bool  # the shown lead is a heading that says a whole sentence
    body: tuple[str, ...]
    captions: tuple[str, ...]
    items: tuple[RelatedItem, ...]
    author: str = ""
    images: tuple[Image, ...] = ()
    above: Image | None = None  # a figure over the text
    headings: tuple[str, ...] = ()  # which of the body are such
    quotes: tuple[str, ...] = ()
    dated: str = ""  # a line between headline and text that is nothing but a date
    others: int = 0  # headlines of other articles among the text: a list has one to each


def read_words(page: Page, headline: str, heading: Tree | None) -> Words:
    """The article under its headline, whose element is `heading` if it has one."""
    below = _below(page.blocks, heading)
    others = _in_other_articles(below, heading)
    holder = holder_of([block for at, block in enumerate(below) if at not in others])
    story = _story(below, holder, others)
    lead, is_named = lead_shown(below, story.texts, headline)
    texts = _without_scraps([block for block in story.texts if block is not lead])
    texts = _without_pulled(texts)
    return Words(
        shown=lead.text.lstrip("/|•· ") if lead else None,
        is_named=is_named,
        is_text=lead in story.texts,
        is_sentence=lead is not None and lead.is_heading and ends_well(lead.text),
        body=_without_repeats(texts, headline),
        captions=_captions(below, holder, story),
        items=tuple(_items(below)),
        author=story.author or _labelled_author(below[:_NEAR_HEADLINE]),
        images=tuple(placed(page, holder, [*texts, lead] if lead else texts, heading)),
        above=picture_above(page, holder, heading),
        headings=tuple(block.text for block in texts if block.is_heading),
        quotes=_quotes(texts),
        dated="" if heading is None else _dated(below[:_NEAR_HEADLINE]),
        others=_others(below, holder),
    )


def _below(blocks: Sequence[Block], heading: Tree | None) -> list[Block]:
    """The blocks after the headline; all where none is in the text."""
    if heading is None:
        return list(blocks)
    inside = set(heading.iter())
    last = max((at for at, block in enumerate(blocks) if block.element in inside), default=-1)
    return list(blocks[last + 1 :])


def _in_other_articles(blocks: Sequence[Block], heading: Tree | None) -> set[int]:
    """Which blocks stand in another `<article>` than the headline's own, where that has text."""
    own = next(heading.iterancestors("article"), None) if heading is not None else None
    if own is None:
        return set()
    inside, around = set(own.iter()), {None, own, *own.iterancestors("article")}
    if not any(block.is_prose and block.element in inside for block in blocks):
        return set()
    return {
        at
        for at, block in enumerate(blocks)
        if block.element not in inside and _article_around(block.element) not in around
    }


def _article_around(element: Tree) -> Tree | None:
    if name_of(element) == "article":
        return element
    return next(element.iterancestors("article"), None)


@dataclass(slots=True)
class _Story:
    texts: list[Block]
    end: int  # the block after the last of the text
    author: str = ""


def _story(below: Sequence[Block], holder: Tree | None, others: set[int]) -> _Story:
    """The paragraphs and sub-headings in the holder, until comments or copyright begin."""
    story = _Story([], 0)
    if holder is None:
        return story
    inside = set(holder.iter())
    own = [
        (at, block)
        for at, block in enumerate(below)
        if block.element in inside and block.aside is None and at not in others
    ]
    hours = hours_of_parts([block for _, block in own])
    for n, (at, block) in enumerate(own):
        if n in hours:
            story.texts.append(block)
        if block.is_caption or block.is_date or block.tag == "address":
            continue
        marked = block.marked
        kind = marked[0].kind if len(marked) == 1 else LineKind.LABEL
        if story.texts and (
            kind is LineKind.STOP or (block.is_heading and heads_author(block.text))
        ):
            break
        if kind is LineKind.AUTHOR:
            story.author = story.author or marked[0].value
        elif kind is LineKind.TEXT and not _is_aside(block):
            story.texts.append(block)
            story.end = at + 1
    signed = (reporters_of(block.text) for _, block in own)
    story.author = story.author or next(filter(None, signed), "")
    while story.texts and (story.texts[-1].is_heading or heads_links(story.texts[-1], below)):
        story.texts.pop()
    story.texts = _without_scraps(_without_points(story.texts))
    if len(story.texts) > 1 and _is_signature(story.texts[-1].text):
        story.author = story.author or story.texts.pop().text.rstrip(".")
    return story


def _without_points(texts: list[Block]) -> list[Block]:
    """Without «Key takeaways» and the list below it, above the text."""
    for at, block in enumerate(texts):
        if block.is_prose:
            break
        if heads_summary(block.text):
            end = at + 1 + sum(1 for _ in takewhile(_is_listed, texts[at + 1 :]))
            return [*texts[:at], *texts[end:]] if at + 1 < end < len(texts) else texts
    return _without_bare_points(texts)


def _without_bare_points(texts: list[Block]) -> list[Block]:
    """Without a few points over the text, which say in short what it says."""
    end = next((at for at, block in enumerate(texts) if block.tag != "li"), len(texts))
    points, text = texts[:end], texts[end:]
    in_short = len(points) <= _MOST_POINTS and not any(ends_well(one.text) for one in points)
    is_less = 2 * sum(len(one.text) for one in points) < sum(len(one.text) for one in text)
    return text if in_short and is_less and text[0].is_prose else texts


def _is_listed(block: Block) -> bool:
    return "li" in {block.tag, *map(name_of, block.element.iterancestors())}


def _labelled_author(blocks: Sequence[Block]) -> str:
    """«Автор: Мирон Шах» at the headline or the lead, the name beside its label or below it."""
    for at, block in enumerate(blocks):
        marked = block.marked
        if len(marked) == 1 and marked[0].kind is LineKind.AUTHOR:
            below = blocks[at + 1].text if at + 1 < len(blocks) else ""
            if name := marked[0].value or (below if could_be_person(below) else ""):
                return name
    for block in takewhile(lambda block: not block.is_prose, blocks):
        if parts := name_and_date(block.text, could_be_person):
            return next(filter(could_be_person, parts), "")  # «Іван Тис, 15.11.2025»
    return ""


def _dated(blocks: Sequence[Block]) -> str:
    for block in takewhile(lambda block: not block.is_prose or block.may_be_lead, blocks):
        if [line.kind for line in block.marked] == [LineKind.DATE]:
            return block.text
    return ""


def _others(below: Sequence[Block], holder: Tree | None) -> int:
    """How many lines among the text are headlines that lead elsewhere."""
    inside = set(holder.iter()) if holder is not None else set()
    return sum(
        block.links >= len(block.text) * _LINK_MOSTLY and block.text.count(" ") >= _HEADLINE_GAPS
        for block in below
        if (holder is None or block.element in inside)
        and not (block.href == CARD and ends_well(block.text))  # what a card says of its article
    )


def _is_signature(text: str) -> bool:
    """«Олена Очерет» under the text."""
    text = text.rstrip(".")
    words = text.split()
    return len(words) in {2, 3} and is_name(text) and all(word[0].isupper() for word in words)


def _without_scraps(texts: list[Block]) -> list[Block]:
    start = next((at for at, block in enumerate(texts) if not _is_scrap(block)), len(texts))
    return texts[start:]


def _without_pulled(texts: list[Block]) -> list[Block]:
    """Without what is set in large letters beside the text, which says it as well."""
    pulled = [b for b in texts if IS_PULLED.search(marks_of(b.element))][:_MOST_PULLED]
    keys = {id(block): headline_key(block.text) for block in texts} if pulled else {}
    again = [
        block
        for block in pulled
        if any(keys[id(block)] in keys[id(other)] for other in texts if other not in pulled)
    ]
    return [block for block in texts if block not in again]


def _is_scrap(block: Block) -> bool:
    """A line between headline and text: «2 хв», a place, who wrote it and when."""
    text = unglued(block.text)
    if block.is_heading or ends_well(text) or len(text) > _LONGEST_SCRAP or is_hour(block):
        return False
    dated = any(read_date(part) for part in [*_PARTS.split(text), *tails(text)])
    named = is_name(text) and all(word[0].isupper() for word in text.split())
    return dated or named or len(text) < _SHORTEST_LINE


def _is_link_alone(block: Block) -> bool:
    """A line that is a link to something else, and no sentence of the article."""
    if block.links >= len(block.text) * _LINK_MOSTLY and _CALL.search(block.text):
        return True
    is_link = block.links >= len(block.text) * _LINK_ALONE
    return is_link and (not ends_well(block.text) or _is_of_card(block))


def _is_aside(block: Block) -> bool:
    """A link to something else, tags, or words around a button that are no sentence."""
    at_button = next(block.element.iter("button"), None) is not None
    at_button = at_button and not (block.is_heading or ends_well(block.text))
    return _is_link_alone(block) or are_hashtags(block.text) or at_button or is_at_form(block)


def _is_of_card(block: Block) -> bool:
    """Whether one link holds several lines: a headline, and what is said below it."""
    link = next(block.element.iterancestors("a"), None)
    return link is not None and len([*islice(link.iter("div", "p", *HEADINGS), 2)]) > 1


def _without_repeats(texts: Sequence[Block], headline: str) -> tuple[str, ...]:
    """Neither the headline again nor one paragraph twice in a row."""
    body: list[str] = []
    key = headline_key(headline)
    for block in texts:
        if len(block.text) <= 2 * len(headline) and headline_key(block.text) == key:
            continue
        if not body or body[-1] != block.text:
            body.append(block.text)
    return tuple(body)


def _quotes(texts: Sequence[Block]) -> tuple[str, ...]:
    """What the page sets apart as somebody's words; none where all of it stands so."""
    quoted = tuple(block.text for block in texts if block.is_quoted)
    return quoted if len(quoted) * 2 <= len(texts) else ()


def _captions(below: Sequence[Block], holder: Tree | None, story: _Story) -> tuple[str, ...]:
    """What stands under pictures from the headline to the end of the text."""
    found = []
    inside = set(holder.iter()) if holder is not None else set()
    for at, block in enumerate(below):
        if not block.is_caption or block.aside is not None:
            continue
        if at < story.end or block.element in inside:
            kind = block.marked[0].kind
            if kind is LineKind.TEXT and " " in block.text:
                found.append(block.text)
    return tuple(dict.fromkeys(found))


def _items(below: Sequence[Block]) -> Iterable[RelatedItem]:
    """Other articles under «Читайте також», or in a block that is named so; each once."""
    seen: set[str] = set()
    labelled: set[Tree] = set()
    for at, block in enumerate(below):
        marked = block.marked
        found: Sequence[RelatedItem] = ()
        if marked[0].kind is LineKind.RELATED:
            labelled.add(block.aside)
            found = _labelled(marked[0], below[at : at + _MOST_ITEMS])
        elif block.links and block.aside is not None and block.aside not in labelled:
            is_also = IS_READ_ALSO.search(marks_of(block.aside))
            found = (
                (RelatedItem(block.text),) if is_also and marked[0].kind is LineKind.TEXT else ()
            )
        for item in found:
            key = headline_key(item.headline)
            if key not in seen and " " in item.headline:
                seen.add(key)
                yield item


def _labelled(label: Marked, blocks: Sequence[Block]) -> Sequence[RelatedItem]:
    """The items of one label: on its line, or the lines of links below it."""
    if label.value:
        return read_block([label], 0, closing=True, airy=True).items
    lines: list[Marked] = []
    for block in blocks[1:]:
        marked = block.marked
        if marked[0].kind in (LineKind.RELATED, LineKind.STOP, LineKind.AUTHOR):
            break
        if block.aside is not blocks[0].aside or (block.aside is None and _goes_on(block, marked)):
            break
        lines += marked
    return read_block([label, *lines], 0, closing=True, airy=True).items


def _goes_on(block: Block, marked: Sequence[Marked]) -> bool:
    """Whether the article goes on here: text of its own, with no link over it."""
    dated = all(line.kind is LineKind.DATE for line in marked)
    return block.links * 2 < len(block.text) and not dated and len(block.text) > _SHORTEST_MATCH
