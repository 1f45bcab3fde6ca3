"""The log as a table that an editor opens in a spreadsheet: its words are those of `/log`."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from functools import cache
from io import StringIO
from typing import Final

from bot.domain.deed_log import MOMENTS, Change, Deed
from bot.rendering.renderer import Renderer

COLUMNS: Final = (
    *("at", "by", "by_id", "did", "about", "number", "name"),
    *("part", "before", "after"),
)
_BETWEEN: Final = {"uk": ";"}
_NOTHING: Final = (Change(""),)
# A spreadsheet takes what begins so for a formula, which whoever wrote a headline could choose,
# and shows a channel's number as −1E+12.
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def log_as_csv(pages: Renderer, deeds: Iterable[Deed], zone: tzinfo, language: str) -> bytes:
    """A line for each change, or one for a deed without any; UTF-8 with the mark Excel wants.

    Between columns stands what Excel expects where people speak that language, since it opens
    a file by a double click no other way: in Ukraine the comma is the decimal one.
    """
    lines, say = StringIO(), cache(pages.deeds(language))
    table = csv.writer(lines, delimiter=_BETWEEN.get(language, ","))
    table.writerow(say("column", name=name) for name in COLUMNS)
    for deed in deeds:
        table.writerows(_lines(deed, zone, say))
    return lines.getvalue().encode("utf-8-sig", "replace")


def _lines(deed: Deed, zone: tzinfo, say: Callable[..., str]) -> Iterator[list[object]]:
    subject = deed.subject
    for change in deed.changes or _NOTHING:
        yield [
            _moment(deed.at, zone),
            _inert(deed.by_name),
            deed.by,
            say("did_name", did=deed.did).rstrip(":"),
            say("about_name", about=subject.about),
            _inert(None if subject.number is None else str(subject.number)),
            _inert(subject.name),
            change.part and say("part_name", part=change.part),
            _inert(_value(change, change.before, zone, say)),
            _inert(_value(change, change.after, zone, say)),
        ]


def _value(change: Change, text: str | None, zone: tzinfo, say: Callable[..., str]) -> str | None:
    if not text:
        return text
    if change.part in MOMENTS:
        return _moment(datetime.fromisoformat(text), zone)
    return say("code_name", part=change.part, text=text) or text


def _moment(at: datetime, zone: tzinfo) -> str:
    """As a spreadsheet takes it for a moment, whatever the language of the machine."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _inert(text: str | None) -> str:
    text = text or ""
    return f"'{text}" if text.startswith(_FORMULAS) else text
