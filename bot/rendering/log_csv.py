"""The log as a table for spreadsheets: codes and times as docs/reference.md has them, no words."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from io import StringIO
from typing import Final

from bot.domain.deed_log import MOMENTS, Change, Deed

COLUMNS: Final = (
    *("at", "by", "by_id", "did", "about", "number", "name"),
    *("part", "before", "after"),
)
_BETWEEN: Final = {"uk": ";"}
_NOTHING: Final = (Change(""),)
# A spreadsheet takes what begins so for a formula, which whoever wrote a headline could choose.
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def log_as_csv(deeds: Iterable[Deed], zone: tzinfo, language: str) -> bytes:
    """A line for each change, or one for a deed without any; UTF-8 with the mark Excel wants.

    Between columns stands what Excel expects where people speak that language, since it opens
    a file by a double click no other way: in Ukraine the comma is the decimal one.
    """
    lines = StringIO()
    table = csv.writer(lines, delimiter=_BETWEEN.get(language, ","))
    table.writerow(COLUMNS)
    for deed in deeds:
        table.writerows(_lines(deed, zone))
    return lines.getvalue().encode("utf-8-sig", "replace")


def _lines(deed: Deed, zone: tzinfo) -> Iterator[list[object]]:
    at = deed.at.astimezone(zone).isoformat(timespec="seconds")
    subject = deed.subject
    for change in deed.changes or _NOTHING:
        yield [
            at,
            _inert(deed.by_name),
            deed.by,
            deed.did.value,
            subject.about.value,
            subject.number,
            _inert(subject.name),
            change.part,
            _inert(_in_zone(change, change.before, zone)),
            _inert(_in_zone(change, change.after, zone)),
        ]


def _in_zone(change: Change, text: str | None, zone: tzinfo) -> str | None:
    """A moment, which is stored in the zone that it came in, as all others of the table."""
    if change.part not in MOMENTS or not text:
        return text
    return datetime.fromisoformat(text).astimezone(zone).isoformat(timespec="seconds")


def _inert(text: str | None) -> str:
    text = text or ""
    return f"'{text}" if text.startswith(_FORMULAS) else text
