"""Why an article went where it went."""

from typing import Any

import pytest

from bot.domain.audience import Channel, ChannelState
from bot.domain.delivery import State
from bot.domain.desk import Status, Why, what_changed
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
        ({"author": "Марія Коваль"}, ("rest",)),
        ({"captions": ("Підпис",)}, ("rest",)),
        ({"language": None, "section": "Війна"}, ()),
    ],
)
def test_a_correction_is_named_by_the_parts_that_differ(
    changes: dict[str, Any], named: tuple[str, ...]
) -> None:
    assert what_changed(a_content(), a_content(**changes)) == named


def test_a_status_counts_what_was_given_up_in_channels_and_for_readers() -> None:
    posts = tuple(
        ChannelProgress(CHANNEL - n, "Світ", None, state)
        for n, state in enumerate((State.FAILED, State.SHOWN, State.FAILED))
    )
    progress = Progress(channels=posts, readers={State.FAILED: 3, State.SHOWN: 9})
    assert Status(an_article(), progress).failed == 5
    assert Status(an_article(), Progress()).failed == 0
