"""What somebody of the desk was asked last: their next text is the answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.article import Article
from bot.domain.article_fields import Field, mark_of, value_of
from bot.domain.channel_words import WordPart
from bot.domain.links import lone_link

_A_PAGE = 1_000  # characters: what is longer is no filter, but an article


class Asked(StrEnum):
    """What else than a field can be asked for; the values are stored."""

    LINK = "link"
    CORRECTION = "correction"
    WHEN = "when"  # it is to go out
    EMBARGO = "embargo"  # until when nobody can publish it
    FOLLOW_UP = "follow_up"  # which article it goes on from
    FEED = "feed"  # the address of a new one
    FILTER = "filter"  # of a feed
    FLASH = "flash"  # the text of a breaking story
    LETTER = "letter"  # of anybody to the desk
    SIGNED_LETTER = "signed_letter"
    SECTION_NAME = "section_name"
    SECTION_EMOJI = "section_emoji"
    SECTION_HASHTAG = "section_hashtag"


LETTERS: Final = (Asked.LETTER, Asked.SIGNED_LETTER)


class Ending(StrEnum):
    """Why a question is open no more; `outdated`: another came, or its article is settled."""

    ANSWERED = "answered"
    CANCELLED = "cancelled"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Question:
    """`message_id` is where it stands in the chat of whoever was asked; None: not known.

    `seen` is a mark of what was there to be replaced when it was asked; `channel_id`: it is about
    what an article's post says in that channel alone.
    """

    chat_id: int
    about: Asked | Field | WordPart
    article_id: int | None = None
    feed_id: int | None = None
    message_id: int | None = None
    seen: int | None = None
    channel_id: int | None = None
    section_id: int | None = None

    @property
    def is_of_feeds(self) -> bool:
        return self.about in (Asked.FEED, Asked.FILTER)

    @property
    def is_of_sections(self) -> bool:
        return self.about in (Asked.SECTION_NAME, Asked.SECTION_EMOJI, Asked.SECTION_HASHTAG)

    @property
    def is_of_letters(self) -> bool:
        return self.about in LETTERS

    @property
    def is_of_time(self) -> bool:
        return self.about in (Asked.WHEN, Asked.EMBARGO)

    @property
    def to_correct(self) -> int | None:
        """The article that the next page is to be a new text of."""
        return self.article_id if self.about is Asked.CORRECTION else None

    def is_answered_by(self, text: str) -> bool:
        """Whether what was asked for has come; several lines are a page, and a link is a page's.

        A correction is answered by a page, and a flash or a letter by whatever comes.
        """
        if self.channel_id is not None:
            return len(text) <= _A_PAGE
        is_line = "\n" not in text.strip()
        match self.about:
            case Asked.CORRECTION | Asked.FLASH | Asked.LETTER | Asked.SIGNED_LETTER:
                return False
            case Asked.LINK:
                return is_line
            case Asked.FEED:
                return is_line or lone_link(text) is not None
            case Asked.FILTER:
                return len(text) <= _A_PAGE
            case _:
                return is_line and lone_link(text) is None

    def is_outdated(self, article: Article) -> bool:
        """Whether no answer can be taken any more, as its article is now."""
        if self.about is Asked.CORRECTION:
            return not article.is_public
        if self.about is Asked.FOLLOW_UP:
            return not article.can_be_published
        return not (article.can_be_published or article.is_published)


def standing(article: Article, about: Asked | Field | WordPart) -> str | datetime | None:
    """What of an article the answer will replace; a channel's own words are elsewhere."""
    match about:
        case Asked.WHEN:
            return article.scheduled.at if article.scheduled else None
        case Asked.EMBARGO:
            return article.embargo_until
        case Asked.FOLLOW_UP:
            follows = article.outlets.follows
            return f"№{follows}" if follows else None
        case Field.DATE:
            return article.content.published_at
        case Field():
            return value_of(article.content, about)
        case _:
            return article.content.link


def seen_as(value: str | datetime | None) -> int:
    """The mark of what stood there when it was asked for."""
    return mark_of(str(value or ""))


def asked_about(word: str, channel_id: int | None = None) -> Asked | Field | WordPart:
    """What a stored word says; of a channel's own words it names a part of them."""
    if channel_id is not None:
        return WordPart(word)
    return Field(word) if word in set(Field) else Asked(word)
