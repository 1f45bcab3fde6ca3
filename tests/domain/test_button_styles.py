"""Green publishes and red takes away; whoever rather does not is shown no colour."""

import pytest

from bot.domain.button_styles import Style, style_of
from bot.domain.buttons import (
    AskRetraction,
    Correct,
    Discard,
    Dismiss,
    KeepPosted,
    NotYet,
    Pay,
    Publish,
    Retract,
)
from bot.domain.feed_buttons import RemoveFeed
from bot.domain.group_buttons import ForgetGroup
from bot.domain.press import Press
from bot.domain.privacy_buttons import Forget


@pytest.mark.parametrize(
    ("press", "style"),
    [
        (Publish(1, breaking=False), Style.GREEN),
        (Publish(1, breaking=True, asked=7), Style.GREEN),
        (Pay(1, sure=True), Style.GREEN),
        (Pay(1, sure=False), None),
        (Discard(1), Style.RED),
        (AskRetraction(1), Style.RED),
        (Retract(1, tell=False), Style.RED),
        (Dismiss(1, sure=False), None),
        (Dismiss(1, sure=True), Style.RED),
        (RemoveFeed(1, sure=False), None),
        (RemoveFeed(1, sure=True), Style.RED),
        (Forget(sure=False), None),
        (Forget(sure=True), Style.RED),
        (ForgetGroup(sure=False), None),
        (ForgetGroup(sure=True), Style.RED),
        (NotYet(1), None),
        (KeepPosted(1), None),
        (Correct(2, 1), None),
    ],
)
def test_a_button_has_the_colour_of_what_it_does(press: Press, style: Style | None) -> None:
    assert style_of(press) is style
    assert style in {None, "success", "danger"}  # Telegram's words
