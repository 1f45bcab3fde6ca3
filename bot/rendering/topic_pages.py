"""What readers are shown of tags, authors and words, and of why they get what they get."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.article import Article
from bot.domain.buttons import FollowHere, ShowTopics
from bot.domain.post import Button, Keyboard
from bot.domain.press import Press
from bot.domain.routing import Pace, Verdict
from bot.domain.text import clean_name
from bot.domain.topic_buttons import ChooseNamed, ChooseTopic, SendQr, ShowChosen
from bot.domain.topics import Choice, Topic, TopicKind
from bot.rendering.keyboards import button_name, switch
from bot.rendering.page import Label, PlainPage, PostPage

Marked = tuple[tuple[Topic, Choice], ...]  # topics with what a reader wants of them
_MOST = 40  # topics: two buttons each, of a hundred that Telegram takes


def _switches(
    topic: Topic, choice: Choice, follow: Press, mute: Press, label: Label
) -> tuple[Button, Button]:
    muted = choice is Choice.MUTE
    return (
        switch(button_name(topic.label), follow, on=choice is Choice.FOLLOW),
        Button(label("topic_muted" if muted else "mute_topic"), press=mute),
    )


def _other(choice: Choice, wanted: Choice) -> int:
    """What a press on a switch asks for: the choice, or none where it was that."""
    return (Choice.NONE if choice is wanted else wanted).value


@dataclass(frozen=True)
class AskTopic(PostPage):
    """A command without a topic: how one is named. `chosen`: the reader has some already."""

    template = "readers/ask_topic"
    mutes: bool
    chosen: bool

    def keyboard(self, label: Label) -> Keyboard:
        topics = (Button(label("topics"), press=ShowTopics()),)
        if not self.chosen:
            return (topics,)
        return (topics, (Button(label("chosen_topics"), press=ShowChosen()),))


@dataclass(frozen=True)
class ChosenTopics(PostPage):
    """The tags, authors and words that a reader follows or mutes."""

    template = "readers/chosen_topics"
    topics: Marked

    def keyboard(self, label: Label) -> Keyboard:
        rows = (
            _switches(
                topic,
                choice,
                ChooseTopic(topic.id, _other(choice, Choice.FOLLOW)),
                ChooseTopic(topic.id, _other(choice, Choice.MUTE)),
                label,
            )
            for topic, choice in self.topics[:_MOST]
        )
        return (*rows, (Button(label("topics"), press=ShowTopics()),))


@dataclass(frozen=True)
class TopicChosen(PostPage):
    """One topic that was typed, with the way back. `stopped`: no news come at all.

    Nor do they before `paused_until`. `pace`: how they come.
    `link`: for the desk, whoever opens it follows the topic. `is_named`: it is a tag whose plain
    name was typed, which may also be meant as a word.
    """

    template = "readers/topic_chosen"
    topic: Topic
    choice: Choice
    stopped: bool
    link: str | None = None
    is_named: bool = False
    paused_until: datetime | None = None
    zone: tzinfo | None = None
    pace: Pace = Pace.INSTANT

    def keyboard(self, label: Label) -> Keyboard:
        chosen = (Button(label("chosen_topics"), press=ShowChosen()),)
        if not self.topic.id:
            return (*self._unfollow(label), *self._qr(label), chosen)
        follow, mute = (
            ChooseTopic(self.topic.id, _other(self.choice, wanted))
            for wanted in (Choice.FOLLOW, Choice.MUTE)
        )
        return (_switches(self.topic, self.choice, follow, mute, label), *self._qr(label), chosen)

    def _unfollow(self, label: Label) -> Keyboard:
        """A section is none of those that have a row."""
        if self.topic.kind is not TopicKind.SECTION or self.choice is not Choice.FOLLOW:
            return ()
        words = label("unfollow_here", name=clean_name(self.topic.name))
        return ((Button(words, press=FollowHere(int(self.topic.key), on=False)),),)

    def _qr(self, label: Label) -> Keyboard:
        """For the desk, beside the link."""
        if self.link is None:
            return ()
        is_section = self.topic.kind is TopicKind.SECTION
        press = SendQr(int(self.topic.key), 0) if is_section else SendQr(0, self.topic.id)
        return ((Button(label("qr_code"), press=press),),)


@dataclass(frozen=True)
class TopicLink(PostPage):
    """Below the QR code: where it leads."""

    template = "editors/topic_link"
    topic: Topic
    link: str


@dataclass(frozen=True)
class NamedTopics(PostPage):
    """Why somebody got an article, and what of it they can follow or mute."""

    template = "readers/named_topics"
    article_id: int
    headline: str
    topics: Marked
    why: str
    topic: Topic | None

    @classmethod
    def of(
        cls, article: Article, topics: Iterable[tuple[Topic, Choice]], verdict: Verdict
    ) -> "NamedTopics":
        marked = tuple(topics)
        headline = article.content.headline
        return cls(article.id, headline, marked, verdict.why.value, verdict.topic)

    def keyboard(self, label: Label) -> Keyboard:
        rows = (
            _switches(
                topic,
                choice,
                ChooseNamed(self.article_id, topic.mark, _other(choice, Choice.FOLLOW)),
                ChooseNamed(self.article_id, topic.mark, _other(choice, Choice.MUTE)),
                label,
            )
            for topic, choice in self.topics[:_MOST]
        )
        return (*rows, (Button(label("topics"), press=ShowTopics()),))


@dataclass(frozen=True)
class TopicSet(PlainPage):
    """`stopped`: no news come at all."""

    template = "readers/topic_set"
    topic: Topic
    choice: Choice
    stopped: bool = False
