"""For how long a reader wants no news, as they type it: «3 дні», «до понеділка», “until 9 May”."""

import re
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.domain.calendar_words import plain_words
from bot.domain.errors import RefusedError
from bot.domain.reading_times import LONGEST_PAUSE
from bot.domain.time_words import in_figures
from bot.domain.typed_times import read_time

_LENGTH = re.compile(r"(?:на |for )?(\d{1,3})?\s?([^\W\d_]+)\.?")
_UNITS = {
    timedelta(minutes=1): "хв хвилина хвилину хвилини хвилин min minute minutes",
    timedelta(hours=1): "г год година годину години годин h hour hours",
    timedelta(days=1): "д дн день дні днів доба добу доби діб d day days",
    timedelta(days=7): "т тиж тиждень тижні тижнів w week weeks",
    timedelta(days=30): "міс місяць місяці місяців month months",
    timedelta(days=365): "рік year",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNTIL = re.compile(r"(?:до|until|till) (.+)")
_MEANT: Final = {
    "кінця тижня": "monday", "the end of the week": "monday", "the end of week": "monday",
    "обіду": "опівдні", "вечора": "ввечері", "опівночі": "завтра 0:00", "midnight": "завтра 0:00",
}  # fmt: skip
_NO_PAUSE: Final = ("0", "off", "end", "закінчити", "припинити", "зняти")
_AT_FIRST: Final = ("0:00", "1:00")  # of a day; where the clock goes forward then, the second


def read_pause(typed: str, now: datetime, zone: tzinfo) -> timedelta:
    """How long it is from `now` on. A day that is named brings news again, from its midnight on.

    Nothing: it is to end. `zone`: the reader's. Raises `RefusedError`: `pause_not_read`.
    """
    words = in_figures(plain_words(typed))
    if words in _NO_PAUSE:
        return timedelta()
    until = _UNTIL.fullmatch(words)
    length = _until(until[1], now, zone) if until else _span(words)
    if length is None or not timedelta() < length <= LONGEST_PAUSE:
        raise RefusedError("pause_not_read", text=typed)
    return length


def _span(words: str) -> timedelta | None:
    found = _LENGTH.fullmatch(words)
    unit = found and _UNIT.get(found[2])
    return unit * int(found[1] or 1) if found and unit else None


def _until(words: str, now: datetime, zone: tzinfo) -> timedelta | None:
    """«До 8:00» is tomorrow's where today's is over; of «до 8» nobody knows which."""
    if words.isdecimal():
        return None
    day = _MEANT.get(words, words)
    for moment in (day, *(f"{day} {clock}" for clock in _AT_FIRST), f"завтра {day}"):
        try:
            return read_time(moment, now, zone) - now
        except RefusedError:
            continue
    return None
