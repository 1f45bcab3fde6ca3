"""What a pressed button says of what was published, and of which article a command means."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, Press


@dataclass(frozen=True, slots=True)
class ShowPosts(Press):
    """A page of what was published; page 0 is the newest.

    `section_id` 0: of all sections; `search_id` 0: with whatever words.
    """

    word = "posts"
    done_late = True
    section_id: int
    page: int
    search_id: int


@dataclass(frozen=True, slots=True)
class ChoosePostSection(Press):
    """The sections that the list can be narrowed to."""

    word = "postsections"
    done_late = True
    search_id: int


@dataclass(frozen=True, slots=True)
class AskCorrection(OfArticle):
    """The next page is to be the new text of the article."""

    word = "askcorrect"


@dataclass(frozen=True, slots=True)
class ShowWhy(OfArticle):
    word = "why"
    done_late = True
