"""What readers are shown: topics, the latest, help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.archive_buttons import Browse
from bot.domain.article import Article
from bot.domain.buttons import Follow, ShowTopics, Speak
from bot.domain.courtesies import Courtesy
from bot.domain.post import Button, Keyboard, rows
from bot.domain.routing import Pace
from bot.domain.section import Section
from bot.domain.topic_buttons import Resume, ShowChosen
from bot.domain.topics import Topic
from bot.rendering.keyboards import first_choices, section_name, switch
from bot.rendering.page import LANGUAGES, Label, PlainPage, PostPage

MOST_ARTICLES, MOST_HEADLINES = 20, 3


def _topic_switches(
    sections: Iterable[Section], follows: frozenset[int], mutes: frozenset[int] = frozenset()
) -> Keyboard:
    return rows(
        (
            switch(
                f"🔇 {section_name(s)}" if s.id in mutes else section_name(s),
                Follow(s.id, on=s.id not in follows),
                on=s.id in follows,
            )
            for s in first_choices(sections)
        ),
        2,
    )


def _other_languages(label: Label) -> Keyboard:
    others = [language for language in LANGUAGES if language != label.language]
    return rows((Button(label(f"speak_{name}"), press=Speak(name)) for name in others), 2)


@dataclass(frozen=True)
class Welcome(PostPage):
    """The answer to `/start`, with the choice of topics right there.

    `publication`: whose bot it is; may be empty. `latest`: a taste, with `addresses` by id.
    `returned`: after they had asked for nothing more.
    """

    template = "readers/welcome"
    sections: tuple[Section, ...]
    follows: frozenset[int]
    desk: bool
    publication: str = ""
    latest: tuple[Article, ...] = ()
    addresses: Mapping[int, str] = field(default_factory=dict)
    zone: tzinfo | None = None
    returned: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        return (*_topic_switches(self.sections, self.follows), *_other_languages(label))

    def context(self) -> Mapping[str, Any]:
        return {
            "desk": self.desk,
            "returned": self.returned,
            "publication": self.publication,
            "articles": self.latest[:MOST_HEADLINES],
            "addresses": self.addresses,
            "zone": self.zone,
        }


@dataclass(frozen=True)
class Topics(PostPage):
    """`stopped`: the reader has asked for nothing more, so that choosing brings nothing yet.

    Nor does it before `paused_until`.
    """

    template = "readers/topics"
    sections: tuple[Section, ...]
    follows: frozenset[int]
    stopped: bool = False
    paused_until: datetime | None = None
    zone: tzinfo | None = None
    mutes: frozenset[int] = frozenset()

    def keyboard(self, label: Label) -> Keyboard:
        chosen = (Button(label("chosen_topics"), press=ShowChosen()),)
        resume = ((Button(label("resume"), press=Resume()),),) if self.stopped else ()
        return (*resume, *_topic_switches(self.sections, self.follows, self.mutes), chosen)


@dataclass(frozen=True)
class Latest(PostPage):
    """The newest articles; `addresses` by article id, `zone` the reader's own."""

    template = "readers/latest"
    articles: tuple[Article, ...]
    addresses: Mapping[int, str]
    zone: tzinfo | None = None

    def keyboard(self, label: Label) -> Keyboard:
        if not self.articles:
            return ((Button(label("topics"), press=ShowTopics()),),)
        return ((Button(label("archive"), press=Browse(0)),),)

    def context(self) -> Mapping[str, Any]:
        return {
            "articles": self.articles[:MOST_ARTICLES],
            "addresses": self.addresses,
            "zone": self.zone,
        }


@dataclass(frozen=True)
class Taste(PostPage):
    """The newest of what somebody has begun to follow; `addresses` by article id."""

    template = "readers/taste"
    topic: Topic
    articles: tuple[Article, ...]
    addresses: Mapping[int, str]
    zone: tzinfo | None = None
    pace: Pace = Pace.INSTANT

    def context(self) -> Mapping[str, Any]:
        return {
            "topic": self.topic,
            "pace": self.pace,
            "articles": self.articles[:MOST_HEADLINES],
            "addresses": self.addresses,
            "zone": self.zone,
        }


@dataclass(frozen=True)
class ReaderHelp(PostPage):
    template = "readers/help"

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("topics"), press=ShowTopics()),),)


@dataclass(frozen=True)
class Offers(PostPage):
    """Where to go from an answer to what is no search."""

    def keyboard(self, label: Label) -> Keyboard:
        topics = Button(label("topics"), press=ShowTopics())
        return ((topics, Button(label("archive"), press=Browse(0))),)


@dataclass(frozen=True)
class Chat(Offers):
    """A reader wrote free text: what the bot can do. `limit`: longer is no search."""

    template = "readers/chat"
    limit: int | None = None


@dataclass(frozen=True)
class Stopped(PostPage):
    """`known`: they were a reader, of whom something is kept."""

    template = "readers/stopped"
    known: bool = True

    def keyboard(self, label: Label) -> Keyboard:
        return ((Button(label("topics"), press=ShowTopics()),),)


@dataclass(frozen=True)
class LanguageChoice(PostPage):
    template = "readers/language"

    def keyboard(self, label: Label) -> Keyboard:
        return rows((Button(label(f"speak_{name}"), press=Speak(name)) for name in LANGUAGES), 2)


@dataclass(frozen=True)
class LanguageSet(PostPage):
    template = "readers/language_set"


@dataclass(frozen=True)
class UnknownCommand(PostPage):
    """`takes_back`: it would, if anything were waited for; `near`: a command spelled alike."""

    template = "readers/unknown_command"
    takes_back: bool = False
    near: str = ""


@dataclass(frozen=True)
class Polite(Offers):
    """A reader greets or thanks the bot: an answer, with the same buttons."""

    template = "readers/polite"
    courtesy: Courtesy


@dataclass(frozen=True)
class OnlyText(PostPage):
    """A sticker, a voice message and the like from an editor: what can be sent instead."""

    template = "readers/only_text"


@dataclass(frozen=True)
class Apology(PostPage):
    """Something went wrong on our side."""

    template = "readers/apology"


@dataclass(frozen=True)
class FollowSet(PlainPage):
    template = "readers/follow_set"
    section: Section
    on: bool
    stopped: bool = False


@dataclass(frozen=True)
class NotWhereShown(PlainPage):
    """The button stands under a forwarded message, or in somebody else's chat."""

    template = "readers/not_where_shown"


@dataclass(frozen=True)
class Outdated(PlainPage):
    """The button is one that this bot does not know any more."""

    template = "readers/outdated"
