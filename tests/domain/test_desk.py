"""Why an article went where it went."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.article import ArticleState, Image, Related
from bot.domain.channel import Channel, ChannelState
from bot.domain.delivery import State
from bot.domain.desk import Card, Status, Why, what_changed
from bot.domain.progress import ChannelProgress, Progress
from tests.builders import CHANNEL, POLITYKA, SVIT, a_content, a_section, an_article

ACTIVE, OFFERED = ChannelState.ACTIVE, ChannelState.OFFERED


@pytest.mark.parametrize(
    ("state", "takes", "owed", "reason"),
    [
        (ACTIVE, {SVIT}, True, "has_it"),
        (ACTIVE, set(), True, "has_it"),  # its section has been taken away since
        (ACTIVE, {SVIT}, False, "later"),
        (ACTIVE, {POLITYKA}, False, "other_section"),
        (ACTIVE, set(), False, "no_section"),
        (OFFERED, {SVIT}, False, "offered"),
        (ChannelState.LEFT, {SVIT}, False, "left"),
        (ChannelState.PAUSED, {SVIT}, True, "has_it"),
    ],
)
def test_each_channel_has_its_reason(
    state: ChannelState,
    takes: set[int],
    owed: bool,  # noqa: FBT001 - a column of the table
    reason: str,
) -> None:
    channel = Channel(CHANNEL, "Світ", None, state, frozenset(takes))
    post = ChannelProgress(CHANNEL, "Світ", None, State.SHOWN)
    why = Why(an_article(), (channel,), 0, Progress(channels=(post,) if owed else ()))
    assert why.route(channel) == reason


def test_an_article_without_a_section_goes_to_no_channel_by_itself() -> None:
    channel = Channel(CHANNEL, "Світ", None, ACTIVE, frozenset({a_section().id}))
    why = Why(an_article(section=None), (channel,), 0, Progress())
    assert why.route(channel) == "other_section"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, ()),
        ({"headline": "Інший"}, ("headline",)),
        ({"lead": None, "body": ("Інше.",)}, ("lead", "text")),
        ({"link": "https://example.com/1"}, ("link",)),
        ({"author": "Марія Коваль", "tags": ("порт",)}, ("author", "tags")),
        ({"captions": ("Підпис",)}, ("captions",)),
        ({"images": (Image("https://example.com/1.jpg"),)}, ("pictures",)),
        ({"published_at": None}, ("date",)),
        ({"related": (Related(None, "Міст", None, None),)}, ("rest",)),
        ({"language": None, "section": "Війна"}, ()),
    ],
)
def test_a_correction_is_named_by_the_parts_that_differ(
    changes: dict[str, Any], named: tuple[str, ...]
) -> None:
    assert what_changed(a_content(), a_content(**changes)) == named


@pytest.mark.parametrize("state", ArticleState)
def test_a_card_asks_of_what_can_change_and_warns_of_what_was_taken_back(
    state: ArticleState,
) -> None:
    old = an_article(state=state)
    card = Card(an_article(), sections=(), resembled=old)
    open_to_it = state in (ArticleState.DRAFT, ArticleState.PUBLISHED, ArticleState.ARCHIVED)
    assert card.in_question == (old if open_to_it else None)
    assert card.resembles_retracted == (old if state is ArticleState.RETRACTED else None)


def test_a_card_of_what_resembles_nothing_asks_nothing() -> None:
    card = Card(an_article(), sections=())
    assert (card.in_question, card.resembles_retracted, card.followers) == (None, None, 0)


def test_a_channel_that_is_paused_has_the_reason_that_its_sections_give() -> None:
    paused = Channel(CHANNEL, "Світ", None, ChannelState.PAUSED, frozenset({SVIT}))
    assert Why(an_article(), (paused,), 0, Progress()).route(paused) == "later"


def test_a_post_is_found_in_its_own_channel() -> None:
    posts = tuple(ChannelProgress(CHANNEL - n, "", None, State.SHOWN) for n in range(2))
    why = Why(an_article(), (), 0, Progress(channels=posts))
    second = Channel(CHANNEL - 1, "Світ", None, ACTIVE)
    assert why.post(second) == posts[1]
    assert why.post(replace(second, chat_id=5)) is None


def test_a_status_counts_what_was_given_up_in_channels_and_for_readers() -> None:
    posts = tuple(
        ChannelProgress(CHANNEL - n, "Світ", None, state)
        for n, state in enumerate((State.FAILED, State.SHOWN, State.FAILED))
    )
    progress = Progress(channels=posts, readers={State.FAILED: 3, State.SHOWN: 9})
    assert Status(an_article(), progress).failed == 5
    assert Status(an_article(), Progress()).failed == 0
