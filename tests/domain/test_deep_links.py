"""What links to the bot carry comes back as it was, within Telegram's alphabet."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deep_links import (
    MOST_BYTES,
    OpenArticle,
    Opening,
    OpenInvitation,
    OpenSection,
    OpenTopic,
    bot_link,
    read_start,
    start_parameter,
    topic_opening,
)
from bot.domain.topics import Topic, TopicKind, read_topic
from tests.newsroom import LANGUAGE

OPENINGS = st.one_of(
    st.builds(OpenArticle, st.integers(min_value=0, max_value=10**18 - 1)),
    st.builds(OpenSection, st.integers(min_value=0, max_value=10**18 - 1)),
    st.builds(OpenTopic, st.text(min_size=2, max_size=11)),
    st.builds(OpenInvitation, st.from_regex(r"\A[A-Za-z0-9_-]{16,60}\Z")),
)


@given(OPENINGS)
def test_a_links_parameter_comes_back_and_keeps_to_telegrams_alphabet(opening: Opening) -> None:
    parameter = start_parameter(opening)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter)
    assert read_start(parameter) == opening


@pytest.mark.parametrize(
    "parameter",
    [
        None,
        "",
        "a",
        "a12b",
        "a-1",
        "a١",
        "i",
        "s",
        "t",
        "t0",
        "t____",
        "ishort",
        "i" + "x" * 15,
        "a" + "1" * 19,
        "i" + "x" * 61,
        "i" + "x" * 20 + "\n",
        "z",
    ],
)
def test_a_parameter_that_is_not_ours_opens_nothing(parameter: str | None) -> None:
    assert read_start(parameter) is None


@pytest.mark.parametrize("length", [16, 60])
def test_an_invitation_is_as_long_as_telegram_lets_it_be(length: int) -> None:
    assert read_start("i" + "x" * length) == OpenInvitation("x" * length)


def test_a_link_opens_the_bots_chat_at_the_article() -> None:
    assert bot_link("vistnyk_bot", OpenArticle(12)) == "https://t.me/vistnyk_bot?start=a12"


def test_a_link_to_a_topic_says_it_as_people_type_it() -> None:
    asked = LANGUAGE.asked
    for typed in ("#Чорне море", "author:Олена Коваль", "зернова угода"):
        topic = read_topic(typed, asked)
        opening = topic_opening(topic)
        assert isinstance(opening, OpenTopic)
        assert read_topic(opening.typed, asked) == topic
    assert topic_opening(Topic(TopicKind.SECTION, "3")) == OpenSection(3)


def test_a_name_that_is_too_long_has_no_link() -> None:
    assert topic_opening(Topic(TopicKind.WORD, "а", "а" * 23)) == OpenTopic("а" * 23)
    assert topic_opening(Topic(TopicKind.WORD, "а", "а" * 24)) is None
    assert len(start_parameter(OpenTopic("a" * MOST_BYTES))) == 64
