"""What the desk is shown of feeds: what a new one brings, how each does, and its settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.feed_buttons import (
    AskFeed,
    AskFilter,
    CancelFeedQuestion,
    CheckFeed,
    ClearFilter,
    PauseFeed,
    PublishFeed,
    RemoveFeed,
    SetCategory,
    SetFeedSection,
    SetInterval,
    ShowCategories,
    ShowCategory,
    ShowFeed,
    ShowFeeds,
    ShowFeedSections,
)
from bot.domain.feeds import (
    INTERVALS,
    Category,
    Feed,
    FeedState,
)
from bot.domain.post import Button, Keyboard, rows
from bot.domain.section import Section
from bot.rendering.keyboards import button_name, first_choices, section_name, switch
from bot.rendering.page import Label, PlainPage, PostPage

MOST_FEEDS = 20
_SHOWN_CATEGORIES = 12


@dataclass(frozen=True)
class FeedReading(PostPage):
    """The feed at this address is being read; what it brings follows."""

    template = "editors/feeds/reading"
    url: str


# --- all, and each ---


@dataclass(frozen=True)
class FeedList(PostPage):
    """`may_change`: whoever looks also decides."""

    template = "editors/feeds/list"
    feeds: tuple[Feed, ...]
    may_change: bool

    def keyboard(self, label: Label) -> Keyboard:
        feeds = rows(
            (
                Button(button_name(feed.name), press=ShowFeed(feed.id))
                for feed in first_choices(self.feeds)
            ),
            2,
        )
        add = ((Button(label("add_feed"), press=AskFeed()),),) if self.may_change else ()
        return (*feeds, *add)

    def context(self) -> Mapping[str, Any]:
        shown = self.feeds[:MOST_FEEDS]
        return {
            "feeds": shown,
            "more": len(self.feeds) - len(shown),
            "may_change": self.may_change,
        }


@dataclass(frozen=True)
class FeedPage(PostPage):
    """One feed with its settings; a press changes one of them."""

    template = "editors/feeds/feed"
    feed: Feed
    sections: tuple[Section, ...]
    may_change: bool = True

    def keyboard(self, label: Label) -> Keyboard:
        back = (Button(label("all_feeds"), press=ShowFeeds()),)
        return (*self._settings(label), back) if self.may_change else (back,)

    def _settings(self, label: Label) -> Keyboard:
        feed, number = self.feed, self.feed.id
        paused = feed.state is FeedState.PAUSED
        words = label("resume_feed" if paused else "pause_feed")
        pause = Button(words, press=PauseFeed(number, on=not paused))
        check = () if paused else (Button(label("check_feed"), press=CheckFeed(number)),)
        return (
            (
                switch(label("to_desk"), PublishFeed(number, on=False), on=not feed.publish),
                switch(label("at_once"), PublishFeed(number, on=True), on=feed.publish),
            ),
            (
                Button(label("feed_section"), press=ShowFeedSections(number)),
                Button(label("feed_categories"), press=ShowCategories(number)),
            ),
            (Button(label("feed_filter"), press=AskFilter(number)),),
            tuple(self._interval(minutes, label) for minutes in INTERVALS),
            (*check, pause),
            (Button(label("remove_feed"), press=RemoveFeed(number, sure=False)),),
        )

    def _interval(self, minutes: int, label: Label) -> Button:
        on = self.feed.interval.total_seconds() == minutes * 60
        return switch(label("minutes", count=minutes), SetInterval(self.feed.id, minutes), on=on)

    def context(self) -> Mapping[str, Any]:
        labels = {section.id: section.label for section in self.sections}
        categories = [(c.name, labels.get(c.section_id or 0)) for c in self.feed.categories]
        settled = [pair for pair in categories if pair[1]]
        shown = settled[:_SHOWN_CATEGORIES]
        return {
            **super().context(),
            "section": labels.get(self.feed.section_id or 0),
            "categories": shown,
            "more": len(settled) - len(shown),
            "open": len(categories) - len(settled),
            "minutes": int(self.feed.interval.total_seconds()) // 60,
        }


@dataclass(frozen=True)
class FeedSections(PostPage):
    """The section of items whose categories say nothing."""

    template = "editors/feeds/sections"
    feed: Feed
    sections: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:
        number, chosen = self.feed.id, self.feed.section_id
        none = switch(label("no_section"), SetFeedSection(number, 0), on=chosen is None)
        choices = (
            switch(section_name(s), SetFeedSection(number, s.id), on=s.id == chosen)
            for s in first_choices(self.sections)
        )
        return (*rows((none, *choices), 2), (Button(label("back"), press=ShowFeed(number)),))


@dataclass(frozen=True)
class FeedCategories(PostPage):
    """Each category with the section that it means; a press asks which it shall be."""

    template = "editors/feeds/categories"
    feed: Feed
    sections: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:
        names = {section.id: section.label for section in self.sections}
        choices = (
            Button(
                button_name(self._meaning(category.name, names.get(category.section_id or 0))),
                press=ShowCategory(self.feed.id, place),
            )
            for place, category in first_choices(enumerate(self.feed.categories))
        )
        return (*rows(choices, 2), (Button(label("back"), press=ShowFeed(self.feed.id)),))

    @staticmethod
    def _meaning(name: str, section: str | None) -> str:
        return f"{name} → {section}" if section else f"{name} → ?"


@dataclass(frozen=True)
class FeedCategory(PostPage):
    """Which section a category means; `place` is its place among the feed's."""

    template = "editors/feeds/category"
    feed: Feed
    place: int
    category: Category
    sections: tuple[Section, ...]

    def keyboard(self, label: Label) -> Keyboard:
        number, chosen = self.feed.id, self.category.section_id
        none = switch(label("no_section"), SetCategory(number, self.place, 0), on=chosen is None)
        choices = (
            switch(section_name(s), SetCategory(number, self.place, s.id), on=s.id == chosen)
            for s in first_choices(self.sections)
        )
        back = (Button(label("back"), press=ShowCategories(number)),)
        return (*rows((none, *choices), 2), back)


# --- questions and short answers ---


@dataclass(frozen=True)
class AskFeedAddress(PostPage):
    template = "editors/feeds/ask_address"

    def keyboard(self, label: Label) -> Keyboard:
        return _cancelling(label)


@dataclass(frozen=True)
class AskFeedFilter(PostPage):
    """`all_forms`: words are found in all their forms; else in most of them."""

    template = "editors/feeds/ask_filter"
    feed: Feed
    all_forms: bool = True

    def keyboard(self, label: Label) -> Keyboard:
        clear: Keyboard = ()
        if self.feed.filter.as_typed:
            clear = ((Button(label("clear_filter"), press=ClearFilter(self.feed.id)),),)
        return (*clear, *_cancelling(label))

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "written": self.feed.filter.as_typed}


def _cancelling(label: Label) -> Keyboard:
    return ((Button(label("cancel"), press=CancelFeedQuestion()),),)


@dataclass(frozen=True)
class RemoveFeedQuestion(PostPage):
    template = "editors/feeds/remove_question"
    feed: Feed

    def keyboard(self, label: Label) -> Keyboard:
        return (
            (
                Button(label("remove_feed_sure"), press=RemoveFeed(self.feed.id, sure=True)),
                Button(label("keep_posted"), press=ShowFeed(self.feed.id)),
            ),
        )


@dataclass(frozen=True)
class FeedAdded(PlainPage):
    template = "editors/feeds/added"
    feed: Feed


@dataclass(frozen=True)
class FeedDeclined(PlainPage):
    template = "editors/feeds/declined"


@dataclass(frozen=True)
class FeedRemoved(PlainPage):
    template = "editors/feeds/removed"
    title: str


@dataclass(frozen=True)
class FeedChecking(PlainPage):
    template = "editors/feeds/checking"
