"""What readers see of the topics that they follow and mute."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from bot.domain.routing import Pace, Why
from bot.domain.section import FIRST_SECTIONS
from bot.domain.topics import Choice, Topic, TopicKind, section_topic
from bot.rendering import PlainPage, PostPage, reader_pages
from bot.rendering.topic_pages import (
    AskTopic,
    ChosenTopics,
    NamedTopics,
    TopicChosen,
    TopicLink,
    TopicSet,
)

TAG: Final = Topic(TopicKind.TAG, "енергетика", "Енергетика", 5)
AUTHOR: Final = Topic(TopicKind.AUTHOR, "олена коваль", "Олена Коваль", 6)
WORD: Final = Topic(TopicKind.WORD, "харків", "Харків", 7)
SECTION: Final = section_topic(FIRST_SECTIONS[0])
_MARKED: Final = (
    (SECTION, Choice.FOLLOW),
    (TAG, Choice.NONE),
    (AUTHOR, Choice.MUTE),
)
_PAUSE_ENDS: Final = datetime(2026, 11, 30, 6, tzinfo=UTC)
_HEADLINE: Final = "Порт Роттердама відкрив зелений термінал"

PAGES: Final[Mapping[str, PostPage]] = {
    "readers/topics--stopped": reader_pages.Topics(FIRST_SECTIONS, frozenset({1}), stopped=True),
    "readers/ask_topic--follow": AskTopic(mutes=False, chosen=False),
    "readers/ask_topic--mute": AskTopic(mutes=True, chosen=True),
    "readers/chosen_topics--some": ChosenTopics(((WORD, Choice.FOLLOW), (TAG, Choice.MUTE))),
    "readers/chosen_topics--none": ChosenTopics(()),
    "readers/topic_chosen--followed": TopicChosen(WORD, Choice.FOLLOW, stopped=False),
    "readers/topic_chosen--link": TopicChosen(
        WORD,
        Choice.FOLLOW,
        stopped=False,
        link="https://t.me/vistnyk_bot?start=t0KXQsNGA0LrRltCy",
    ),
    "readers/topic_chosen--named": TopicChosen(TAG, Choice.FOLLOW, stopped=False, is_named=True),
    "editors/topic_link": TopicLink(SECTION, "https://t.me/vistnyk_bot?start=s1"),
    "readers/topic_chosen--stopped": TopicChosen(TAG, Choice.FOLLOW, stopped=True),
    "readers/topics--muted": reader_pages.Topics(
        FIRST_SECTIONS, frozenset({1}), mutes=frozenset({2})
    ),
    "readers/topics--paused": reader_pages.Topics(
        FIRST_SECTIONS, frozenset({1}), paused_until=_PAUSE_ENDS
    ),
    "readers/topic_chosen--paused": TopicChosen(
        WORD, Choice.FOLLOW, stopped=False, paused_until=_PAUSE_ENDS
    ),
    "readers/topic_chosen--digest": TopicChosen(
        WORD, Choice.FOLLOW, stopped=False, pace=Pace.DIGEST
    ),
    "readers/topic_chosen--breaking": TopicChosen(
        WORD, Choice.FOLLOW, stopped=False, pace=Pace.BREAKING
    ),
    "readers/topic_chosen--muted": TopicChosen(AUTHOR, Choice.MUTE, stopped=False),
    "readers/topic_chosen--section": TopicChosen(SECTION, Choice.FOLLOW, stopped=False),
    "readers/topic_chosen--neither": TopicChosen(WORD, Choice.NONE, stopped=False),
    "readers/named_topics--followed": NamedTopics(12, _HEADLINE, _MARKED, Why.FOLLOWED, WORD),
    "readers/named_topics--muted": NamedTopics(12, _HEADLINE, _MARKED, Why.MUTED, AUTHOR),
    "readers/named_topics--not": NamedTopics(12, _HEADLINE, _MARKED, Why.NOT_FOLLOWED, None),
    "readers/named_topics--language": NamedTopics(12, _HEADLINE, (), Why.OTHER_LANGUAGE, None),
    "readers/named_topics--breaking": NamedTopics(12, _HEADLINE, (), Why.NOT_BREAKING, None),
}
NOTICES: Final[Mapping[str, PlainPage]] = {
    "readers/follow_set--stopped": reader_pages.FollowSet(
        FIRST_SECTIONS[0], on=True, stopped=True
    ),
    "readers/topic_set--followed": TopicSet(WORD, Choice.FOLLOW),
    "readers/topic_set--stopped": TopicSet(WORD, Choice.FOLLOW, stopped=True),
    "readers/topic_set--muted": TopicSet(TAG, Choice.MUTE),
    "readers/topic_set--neither": TopicSet(AUTHOR, Choice.NONE),
}
