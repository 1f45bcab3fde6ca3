"""What the buttons of the archive say."""

from dataclasses import dataclass

from bot.domain.press import Press


@dataclass(frozen=True, slots=True)
class ShowArchive(Press):
    """By what the archive can be looked through."""

    word = "archive"
    done_late = True


@dataclass(frozen=True, slots=True)
class Browse(Press):
    """A page of a shelf (`ShelfKey`).

    `day` is counted from the year 1, 0: of all days. The page begins behind an article, or ends
    before it (`newer`); 0: it is the newest one.
    """

    word = "browse"
    done_late = True
    shelf_id: int
    is_name: bool = False
    day: int = 0
    beside: int = 0
    newer: bool = False


@dataclass(frozen=True, slots=True)
class ShowCalendar(Press):
    """The days of a shelf that have articles; `day` is one of the month, 0: of the newest."""

    word = "calendar"
    done_late = True
    shelf_id: int = 0
    is_name: bool = False
    day: int = 0


@dataclass(frozen=True, slots=True)
class ShowNames(Press):
    """A page of authors or tags; `kind` is a value of topics.TopicKind."""

    word = "names"
    done_late = True
    kind: str
    page: int = 0
