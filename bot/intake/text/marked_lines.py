"""Headings and quotes of a pasted page, as the messages that it came in have them marked."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.article import Content, Reading
from bot.domain.formatted import Format, Formatted, lines_of
from bot.domain.text import is_blank
from bot.intake.text.captions import is_caption

_LONGEST_HEADING: Final = 150  # characters
_ENDS_A_SENTENCE: Final = (".", ",", ";", "…")
_QUOTES: Final = ("blockquote", "expandable_blockquote")


def with_marked_lines(reading: Reading, messages: Iterable[Formatted]) -> Reading:
    """Paragraphs that are a bold line each are headings, those in a quote are quotes.

    The first one is the lead, if it alone is bold. Where most of a text is bold, that says nothing
    of a line.
    """
    lines = [line for words in messages for line in _lines(words)]
    bold = {_key(line.text) for line in lines if _is_all(line, ("bold",).__contains__)}
    content = _with_bold_lead(reading.content, bold)
    content = _with_headings_back(content, [_key(line.text) for line in lines], bold)
    quoted = {_key(line.text) for line in lines if _is_all(line, _QUOTES.__contains__)}
    headings = [text for text in content.body if _key(text) in bold and _may_head(text)]
    quotes = [text for text in content.body if _key(text) in quoted]
    if 2 * len(headings) > len(content.body):
        headings = []
    marked = replace(
        content,
        headings=tuple(dict.fromkeys((*content.headings, *headings))),
        quotes=tuple(dict.fromkeys((*content.quotes, *quotes))),
    )
    return replace(reading, content=marked)


def _with_bold_lead(content: Content, bold: Container[str]) -> Content:
    """The first paragraph as the lead, where it is the only one of the lines in bold."""
    first, *rest = content.body or ("",)
    said = [text for text in rest if not _may_head(text)]
    alone = bool(said) and not any(_key(text) in bold for text in said)
    if content.lead is not None or _may_head(first) or _key(first) not in bold or not alone:
        return content
    return replace(content, lead=first, body=tuple(rest))


def _with_headings_back(content: Content, order: Sequence[str], bold: Container[str]) -> Content:
    """A bold line between two paragraphs is none of the captions, for which it was taken."""
    body, captions = [*content.body], [*content.captions]
    for caption in content.captions:
        key = _key(caption)
        if key not in bold or not _may_head(caption) or is_caption(caption):
            continue
        below = order[order.index(key) + 1 :][:1]
        at = next((n for n, text in enumerate(body) if [_key(text)] == below), 0)
        if at:
            body.insert(at, caption)
            captions.remove(caption)
    return replace(content, body=tuple(body), captions=tuple(captions))


def _lines(words: Formatted) -> Iterable[Formatted]:
    lines = (words.part(*line).stripped() for line in lines_of(words))
    return (line for line in lines if not is_blank(line.text))


def _is_all(line: Formatted, is_meant: Callable[[str], bool]) -> bool:
    """Whether one format of these kinds is over the whole line."""
    return any(is_meant(one.kind) and _covers(one, line) for one in line.formats)


def _covers(one: Format, line: Formatted) -> bool:
    return one.offset <= 0 and one.end >= line.length


def _key(text: str) -> str:
    return " ".join(text.split())


def _may_head(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not text.rstrip().endswith(_ENDS_A_SENTENCE)
