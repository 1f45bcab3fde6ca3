"""The fields of an article that the desk sets by hand, where intake has not understood the page.

No word is lost by a choice: a line that becomes headline, lead or author leaves its place, and
what stood in the field before goes back into the text. Only what is typed replaces.
"""

import re
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.article import Article, Content
from bot.domain.article_pictures import as_desk_has_it
from bot.domain.errors import RefusedError
from bot.domain.text import is_blank
from bot.domain.topics import LONGEST as LONGEST_NAME
from bot.domain.topics import Topic, tag_topic


class Field(StrEnum):
    """What can be asked for; the values are stored with open questions and stand in buttons."""

    HEADLINE = "headline"
    LEAD = "lead"
    DATE = "date"
    AUTHOR = "author"
    TAGS = "tags"


LONGEST = {Field.HEADLINE: 1_000, Field.LEAD: 2_000, Field.AUTHOR: 200}
MOST_TAGS = 20
_AMENDED = (
    *("headline", "lead", "body", "published_at", "author", "tags"),
    *("link", "own", "images"),
)
_BETWEEN_TAGS = re.compile(r"[,;]|\s(?=#)")
_LINES_SHOWN = 6
_LONGEST_NAME = 80
_LEAD = -1  # the place of the lead among the lines that could be the headline


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A line of the text that could be the field; `mark` tells it from what stands there later."""

    place: int
    text: str

    @property
    def mark(self) -> int:
        return mark_of(self.text)


def mark_of(text: str) -> int:
    """What tells a value from what stands in its place later."""
    return zlib.crc32(text.encode())


def lines_for(content: Content, field: Field) -> tuple[FieldLine, ...]:
    """What to choose among: the lead and the first paragraphs; for the author short ones.

    Own words stay whole: there nothing is taken out of the text.
    """
    if content.own:
        return ()
    lines = [
        FieldLine(place, text) for place, text in enumerate(content.body) if not is_blank(text)
    ]
    if field in (Field.DATE, Field.TAGS):
        return ()
    if field is Field.AUTHOR:
        names = [line for line in lines if _could_be_name(line.text)]
        return tuple(names[-_LINES_SHOWN:])
    if field is Field.HEADLINE and content.lead and not is_blank(content.lead):
        lines.insert(0, FieldLine(_LEAD, content.lead))
    return tuple(line for line in lines if len(line.text) <= LONGEST[field])[:_LINES_SHOWN]


def _could_be_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and text[-1:] not in ".!?…:;,"


def take_line(content: Content, field: Field, place: int, mark: int) -> Content:
    """The content with a line of its text as the field; taken before, it stays as it is.

    Raises `RefusedError` where the text has changed since the line was shown.
    """
    now = value_of(content, field)
    if now and mark_of(now) == mark:
        return content
    line = next((line for line in lines_for(content, field) if line.place == place), None)
    if line is None or line.mark != mark:
        raise RefusedError("field_stale")
    if place == _LEAD:
        return replace(content, headline=line.text, lead=content.headline or None)
    rest = content.body[:place] + content.body[place + 1 :]
    before = (now,) if now else ()
    if field is Field.HEADLINE:
        return replace(content, headline=line.text, body=before + rest)
    if field is Field.LEAD:
        return replace(content, lead=line.text, body=before + rest)
    return replace(content, author=line.text, body=rest + before)


def value_of(content: Content, field: Field) -> str | None:
    """What stands in the field, as text; None where nothing does."""
    if field is Field.DATE:
        return content.published_at.isoformat() if content.published_at else None
    values = {
        Field.HEADLINE: content.headline,
        Field.LEAD: content.lead,
        Field.AUTHOR: content.author,
        Field.TAGS: ", ".join(content.tags) or None,
    }
    return values[field]


def without(content: Content, field: Field) -> Content:
    """The content with the field empty; the words of a lead open the text instead.

    Raises `RefusedError` for the headline, which no article is without.
    """
    if field is Field.HEADLINE:
        raise RefusedError("field_stale")
    if field is Field.DATE:
        return replace(content, published_at=None)
    if field is Field.AUTHOR:
        return replace(content, author=None)
    if field is Field.TAGS:
        return replace(content, tags=())
    kept = (content.lead,) if content.lead else ()
    return replace(content, lead=None, body=kept + content.body)


def with_words(content: Content, field: Field, words: str) -> Content:
    """The content with what was typed.

    Raises `RefusedError` for more words than the field takes.
    """
    limit = LONGEST[field]
    if len(words) > limit:
        raise RefusedError("field_too_long", length=len(words), limit=limit)
    if field is Field.HEADLINE:
        own = replace(content.own, headed=True) if content.own else None
        return replace(content, headline=words, own=own)
    return replace(content, lead=words) if field is Field.LEAD else replace(content, author=words)


def read_tags(typed: str) -> tuple[Topic, ...]:
    """«порт, зелена енергія», «#порт #море»: each tag once.

    Raises `RefusedError`: `tags_not_read`.
    """
    parts = [part for part in _BETWEEN_TAGS.split(typed) if part.strip()]
    tags: dict[Topic, Topic] = {}
    for part in parts:
        try:
            tag = tag_topic(part.strip())
        except RefusedError as refusal:
            details = {**refusal.details, "text": part.strip(), "most": MOST_TAGS}
            raise RefusedError("tags_not_read", **details) from None
        tags.setdefault(tag, tag)
    if not 1 <= len(tags) <= MOST_TAGS:
        raise RefusedError("tags_not_read", text="", letters=LONGEST_NAME, most=MOST_TAGS)
    return tuple(tags)


def with_date(content: Content, at: datetime) -> Content:
    return replace(content, published_at=at)


def amended(base: Content, proposed: Content, now: Content) -> Content:
    """The text of now with what somebody proposed to change of an earlier one, `base`.

    What others have changed since stays, but for the very field that was proposed.
    """
    changed = {
        name: getattr(proposed, name)
        for name in _AMENDED
        if getattr(proposed, name) != getattr(base, name)
    }
    return replace(now, **changed)


def next_text(new: Content, old: Content) -> Content:
    """A text in place of another, with what it does not name: link, source, tags, pictures."""
    own = new.own
    if own and old.own:
        own = replace(own, source=own.source or old.own.source)
    kept = replace(new, link=new.link or old.link, tags=new.tags or old.tags, own=own)
    return as_desk_has_it(kept, old)


def may_share_a_post(article: Article) -> bool:
    """Whether a line of a round-up may stand for it: a reply and own words come alone."""
    alone = article.breaking or article.outlets.follows is not None
    return not alone and article.content.own is None
