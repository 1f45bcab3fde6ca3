"""What a pressed button says of pictures."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, OfChannel, Press


@dataclass(frozen=True, slots=True)
class ShowLayouts(OfChannel):
    """Choose how a channel's posts show pictures."""

    word = "looks"
    done_late = True


@dataclass(frozen=True, slots=True)
class SetLayout(OfChannel):
    """How a channel's posts show pictures from now on: a value of `picture.Layout`."""

    word = "layout"
    layout: str


@dataclass(frozen=True, slots=True)
class ChoosePictures(OfArticle):
    """Open the layouts on a card, or (`open` false) go back to the card's buttons."""

    word = "pictures"
    done_late = True
    open: bool


@dataclass(frozen=True, slots=True)
class SetPictures(OfArticle):
    """How an article's posts show its pictures; `channels`: as each channel has it."""

    word = "picture"
    layout: str


@dataclass(frozen=True, slots=True)
class CorrectAnew(Press):
    """Make the draft the next text of an article, and post it anew where pictures ask for that."""

    word = "anew"
    draft_id: int
    article_id: int


@dataclass(frozen=True, slots=True)
class ClearPictures(OfArticle):
    """The article has no pictures."""

    word = "nopictures"


AS_CHANNELS = "channels"
