"""What readers are shown of a search: pages of hits, and how to look for something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.archive_buttons import Browse
from bot.domain.buttons import ShowTopics
from bot.domain.found import FoundPage
from bot.domain.links import lone_link
from bot.domain.post import Button, Keyboard, rows
from bot.domain.query import quoted_name
from bot.domain.search_buttons import FollowFound, OpenFound, TryInstead, TurnFound
from bot.domain.text import clean_name
from bot.domain.topics import LONGEST
from bot.rendering.page import Label, PostPage

MOST_HITS: Final = 5


@dataclass(frozen=True)
class FoundView(PostPage):
    """A page of hits: the headline leads to the site, a numbered button opens it here."""

    template = "readers/found"
    found: FoundPage

    def keyboard(self, label: Label) -> Keyboard:
        found = self.found
        if not found.total:
            return self._where_else(label)

        def turn(words: str, page: int, *, newest: bool = found.newest) -> Button:
            return Button(label(words), press=TurnFound(found.search_id, page, newest))

        numbers = [
            Button(
                str(self._first + at),
                press=OpenFound(hit.article.id, found.search_id, found.page, found.newest),
            )
            for at, hit in enumerate(found.hits[:MOST_HITS])
        ]
        turns = [turn("found_before", found.page - 1)] if found.page else []
        turns += [turn("found_behind", found.page + 1)] if found.has_more else []
        several = found.total > 1 and found.query.wanted  # without words all are as good
        other = turn("best_first" if found.newest else "newest_first", 0, newest=not found.newest)
        orders = ((other,),) if several else ()
        return (*rows(numbers, MOST_HITS), *rows(turns, 2), *orders, *self._follow(label))

    def context(self) -> Mapping[str, Any]:
        found = self.found
        return {
            "words": found.words,
            "has_words": bool(found.query.wanted),
            "has_days": bool(found.query.since or found.query.until),
            "is_link": lone_link(found.words) is not None,
            "is_partial": found.is_partial,
            "hits": found.hits[:MOST_HITS],
            "total": found.total,
            "is_many": found.is_many,
            "page": found.page,
            "first": self._first,
            "ignored": found.query.ignored,
            "has_unread_day": found.query.has_unread_day,
            "has_short_beginning": found.query.has_short_beginning,
            "is_backwards": found.query.is_backwards,
            "unknown": found.unknown,
            "zone": found.zone,
            "instead": found.instead,
        }

    @property
    def _first(self) -> int:
        return self.found.page * MOST_HITS + 1

    def _where_else(self, label: Label) -> Keyboard:
        found = self.found
        browsing = (
            Button(label("archive"), press=Browse(0)),
            Button(label("topics"), press=ShowTopics()),
        )
        if found.instead is None:
            return (*self._follow(label), browsing)
        words = label("instead", words=found.instead.typed(label.language))
        meant = Button(words, press=TryInstead(found.search_id))
        return ((meant,), *self._follow(label), browsing)

    def _follow(self, label: Label) -> Keyboard:
        """On the first page, where it is one word or phrase that was looked for."""
        topic = self.found.query.topic
        if topic is None or self.found.page or len(topic) > LONGEST:
            return ()
        words = label("follow_here", name=clean_name(topic))
        return ((Button(words, press=FollowFound(self.found.search_id)),),)


@dataclass(frozen=True)
class SearchHelp(PostPage):
    """How to look for something. `ignored`: what was typed and not understood.

    `section`: the name of one that there is, for the example.
    """

    template = "readers/search_help"
    ignored: tuple[str, ...] = ()
    section: str | None = None

    def context(self) -> Mapping[str, Any]:
        named = quoted_name(self.section) if self.section else None
        return {"ignored": self.ignored, "section": named}

    def keyboard(self, label: Label) -> Keyboard:
        topics = Button(label("topics"), press=ShowTopics())
        return ((topics, Button(label("archive"), press=Browse(0))),)
