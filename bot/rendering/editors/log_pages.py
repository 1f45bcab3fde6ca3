"""The desk's log: who did what, when, before and after, some deeds to a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.domain.deed_log import MOMENTS, Change, Deed, LogPage
from bot.domain.desk_buttons import ExportLog, ShowLog
from bot.domain.post import Button, Keyboard
from bot.rendering.page import Label, PostPage

MOST_CHANGES: Final = 2  # of one deed; the file has all


@dataclass(frozen=True)
class LogPost(PostPage):
    """`may_export`: whoever looks may have the whole of it as a file.

    `typed`: what was asked for, where that is neither a number nor one person of the desk.
    """

    template = "editors/log"
    log: LogPage
    may_export: bool
    typed: str = ""

    def keyboard(self, label: Label) -> Keyboard:
        page, article_id = self.log.page, self.log.article_id or 0
        by = self.log.by.user_id if self.log.by else 0
        newer = (Button(label("newer"), press=ShowLog(article_id, page - 1, by)),)
        older = (Button(label("older"), press=ShowLog(article_id, page + 1, by)),)
        turning = (*(newer if page else ()), *(older if page + 1 < self.log.pages else ()))
        export = (Button(label("export_log"), press=ExportLog()),)
        shown = self.may_export and self.log.deeds and not article_id and not by
        return (*((turning,) if turning else ()), *((export,) if shown else ()))

    def context(self) -> Mapping[str, Any]:
        return {
            "deeds": [(deed, list(_changes(deed))) for deed in self.log.deeds],
            "most_changes": MOST_CHANGES,
            "article_id": self.log.article_id,
            "person": self.log.by.name if self.log.by else "",
            "typed": self.typed,
            "page": self.log.page,
            "pages": self.log.pages,
        }


def _changes(deed: Deed) -> Iterator[tuple[str, str | datetime | None, str | datetime | None]]:
    for change in deed.changes[:MOST_CHANGES]:
        yield change.part, _value(change, change.before), _value(change, change.after)


def _value(change: Change, value: str | None) -> str | datetime | None:
    return datetime.fromisoformat(value) if value and change.part in MOMENTS else value
