"""What the desk typed or forwarded → an article in its own words, formatted as it came."""

from typing import Final

from bot.domain.article import Content, Image, Reading
from bot.domain.errors import RefusedError
from bot.domain.formatted import Formatted, as_html, lines_of
from bot.domain.own_words import OwnWords, Typed
from bot.domain.text import is_blank, shorten
from bot.intake.language import language_of

_LONGEST_HEADLINE: Final = 150  # characters of a line with a text below it
_LONGEST_FLASH: Final = 200  # of one that is all there is
_NAME: Final = 100  # characters of what names a text without one; a longer sentence is none
_GOES_ON: Final = tuple(":,;–—-")
_LARGEST: Final = 30_000  # bytes of HTML: Telegram takes 32,768, with all that stands around


def read_own_text(typed: Typed) -> Reading:
    """The article that a message is, nothing of it demanded but words or a file.

    Its first line is the headline if it looks like one. Raises `RefusedError`: `page_empty`, or
    `own_words_too_large` where its links take more room than a message has.
    """
    words = typed.words.stripped()
    if is_blank(words.text):
        return _without_words(typed)
    if len(as_html(words).encode("utf-8", "replace")) > _LARGEST:
        raise RefusedError("own_words_too_large")
    head, rest = _divided(words)
    headed = _is_headline(head, alone=not rest.text)
    own = OwnWords(rest if headed else words, headed, typed.source)
    content = Content(
        headline=head.text if headed else shorten(" ".join(head.text.split()), _NAME),
        published_at=typed.at.replace(second=0, microsecond=0),
        body=tuple(line for line in own.words.text.split("\n") if not is_blank(line)),
        language=language_of(words.text),
        images=_images(typed),
        own=own,
    )
    return Reading(content)


def _without_words(typed: Typed) -> Reading:
    """A voice message, say, that says all by itself; lists name it as its file is named."""
    if not typed.attached:
        raise RefusedError("page_empty")
    name = next(filter(None, (file.name for file in typed.attached)), "")
    content = Content(
        headline=shorten(name, _NAME),
        published_at=typed.at.replace(second=0, microsecond=0),
        images=_images(typed),
        own=OwnWords(Formatted(""), headed=False, source=typed.source),
    )
    return Reading(content)


def _images(typed: Typed) -> tuple[Image, ...]:
    return tuple(Image(file.url) for file in typed.attached)


def _divided(words: Formatted) -> tuple[Formatted, Formatted]:
    """The first line that says something, and what follows upon it."""
    lines = [*lines_of(words)]
    start, stop = next(line for line in lines if not is_blank(words.part(*line).text))
    return words.part(start, stop).stripped(), words.part(stop, words.length).stripped()


def _is_headline(head: Formatted, *, alone: bool) -> bool:
    """Short, no beginning of a sentence, and of no formatting that bold letters would lose."""
    text = head.text
    return (
        len(text) <= (_LONGEST_FLASH if alone else _LONGEST_HEADLINE)
        and not text.endswith(_GOES_ON)
        and not (text.endswith(".") and len(text) > _NAME)
        and any(map(str.isalpha, text))
        and "://" not in text
        and all(one.kind == "bold" for one in head.formats)
    )
