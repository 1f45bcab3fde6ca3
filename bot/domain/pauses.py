"""For how long a reader wants no news, as they type it: «3 дні», «до понеділка», “until 9 May”."""

import re
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.domain.errors import RefusedError
from bot.domain.reading_times import LONGEST_PAUSE
from bot.domain.typed_times import read_time

_LENGTH = re.compile(r"(?:на |for )?(\d{1,3})?\s?([^\W\d_]+)\.?", re.IGNORECASE)
_UNITS = {
    timedelta(hours=1): "г год годину години годин h hour hours",
    timedelta(days=1): "д дн день дні днів доба добу доби діб d day days",
    timedelta(days=7): "т тиж тиждень тижні тижнів w week weeks",
    timedelta(days=30): "міс місяць місяці місяців month months",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNTIL = re.compile(r"(?:до|until|till) (.+)", re.IGNORECASE)
_END_OF_WEEK: Final = ("кінця тижня", "the end of the week", "the end of week")
_AT_FIRST: Final = ("0:00", "1:00")  # of a day; where the clock goes forward then, the second


def read_pause(typed: str, now: datetime, zone: tzinfo) -> timedelta:
    """How long it is from `now` on. A day that is named brings news again, from its midnight on.

    `zone`: the reader's. Raises `RefusedError`: `pause_not_read`.
    """
    words = " ".join(typed.split())
    until = _UNTIL.fullmatch(words)
    length = _until(until[1], now, zone) if until else _span(words)
    if length is None or not timedelta() < length <= LONGEST_PAUSE:
        raise RefusedError("pause_not_read", text=typed)
    return length


def _span(words: str) -> timedelta | None:
    found = _LENGTH.fullmatch(words)
    unit = found and _UNIT.get(found[2].casefold())
    return unit * int(found[1] or 1) if found and unit else None


def _until(words: str, now: datetime, zone: tzinfo) -> timedelta | None:
    day = "monday" if words.casefold() in _END_OF_WEEK else words
    for moment in (day, *(f"{day} {clock}" for clock in _AT_FIRST)):
        try:
            return read_time(moment, now, zone) - now
        except RefusedError:
            continue
    return None
