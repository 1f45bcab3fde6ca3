"""Buttons of what a reader keeps to read later."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, Press


@dataclass(frozen=True, slots=True)
class Save(OfArticle):
    """Whether whoever presses keeps the article; pressed under its text, of that `revision`."""

    word = "save"
    done_late = True
    on: bool
    revision: int = 0  # so that an older button still says what it said


@dataclass(frozen=True, slots=True)
class ShowSaved(Press):
    """A page of what is kept; page 0 is what was kept last."""

    word = "saved"
    done_late = True
    page: int


@dataclass(frozen=True, slots=True)
class DropSaved(OfArticle):
    """Keep an article no more; pressed on a page of what is kept."""

    word = "unsave"
    done_late = True
    page: int
