"""What the buttons around the desk's own order say: its log."""

from dataclasses import dataclass

from bot.domain.press import OfArticle, Press


@dataclass(frozen=True, slots=True)
class ShowLog(OfArticle):
    """A page of the log, 0 being the newest; of one article, or (`article_id` 0) of all."""

    word = "log"
    page: int


@dataclass(frozen=True, slots=True)
class ExportLog(Press):
    """The log as a file."""

    word = "logfile"
