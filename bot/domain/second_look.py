"""A second pair of eyes: in some sections one editor asks to publish, and another one does it.

A wish holds for the very text, section, pictures and channels that were seen: after a change it
has to be asked for anew, so that two people have seen what goes out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.article import Article
from bot.domain.channel_words import ChannelWords
from bot.domain.content_values import as_record
from bot.domain.people import Editor

Words = Mapping[int, ChannelWords]


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asked, and for which kind of publishing; `of` is the print of what they saw.

    None is left where they have been told that it is so no more.
    """

    by: int
    by_name: str
    breaking: bool
    of: str

    @property
    def is_lapsed(self) -> bool:
        return not self.of

    def holds(self, article: Article, words: Words) -> bool:
        """Whether the article is as it was when somebody asked. `words`: of single channels."""
        return article.can_be_published and self.of == _print(article, words)


class Look(StrEnum):
    """What a press on «publish» is, where a second person is needed."""

    FIRST = "first"  # it becomes the wish
    OWN = "own"  # the same person's wish waits already
    SECOND = "second"  # another person's wish is fulfilled


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody has asked to publish; `others` may do it, by their names."""

    article: Article
    others: tuple[str, ...]


def wish_of(article: Article, words: Words, by: Editor, *, breaking: bool) -> Wish:
    return Wish(by.user_id, by.name, breaking, _print(article, words))


def look_at(
    wish: Wish | None, article: Article, words: Words, by: Editor, *, breaking: bool
) -> Look:
    """Both have to mean the same: who presses the other kind of «publish» asks for that."""
    if wish is None or not wish.holds(article, words) or wish.breaking is not breaking:
        return Look.FIRST
    return Look.OWN if wish.by == by.user_id else Look.SECOND


def _print(article: Article, words: Words) -> str:
    where = article.section and article.section.id, article.layout, article.outlets
    seen = [as_record(article.content), repr(where), repr(sorted(words.items()))]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()
