"""Which buttons have a colour of their own: green publishes, red takes away."""

from enum import StrEnum

from bot.domain.buttons import AskRetraction, Discard, Dismiss, Pay, Publish, Retract
from bot.domain.desk_buttons import MergeSections
from bot.domain.feed_buttons import RemoveFeed
from bot.domain.group_buttons import ForgetGroup
from bot.domain.press import Press
from bot.domain.privacy_buttons import Forget


class Style(StrEnum):
    """By Telegram's words (Bot API, InlineKeyboardButton.style)."""

    GREEN = "success"
    RED = "danger"


def style_of(press: Press) -> Style | None:
    """Most buttons look as Telegram shows them by itself, so that these stand out."""
    match press:
        case Publish() | Pay(sure=True):
            return Style.GREEN
        case Discard() | AskRetraction() | Retract():
            return Style.RED
        case Dismiss(sure=True) | RemoveFeed(sure=True) | MergeSections():
            return Style.RED
        case Forget(sure=True) | ForgetGroup(sure=True):
            return Style.RED
    return None
