"""What a pressed button says of a search: which page of what was found, and which hit."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, Press


@dataclass(frozen=True, slots=True)
class TurnFound(Press):
    """A page of what was found; page 0 is the first. `newest`: by date, else the best first."""

    word = "found"
    done_late = True
    search_id: int
    page: int
    newest: bool


@dataclass(frozen=True, slots=True)
class OpenFound(OfArticle):
    """A hit, in place of the page that it stands on."""

    word = "hit"
    done_late = True
    search_id: int
    page: int
    newest: bool


@dataclass(frozen=True, slots=True)
class FollowFound(Press):
    """Follow the word, or the phrase, that was looked for."""

    word = "followfound"
    done_late = True
    search_id: int


@dataclass(frozen=True, slots=True)
class TryInstead(Press):
    """Look for what was rather meant."""

    word = "instead"
    done_late = True
    search_id: int
