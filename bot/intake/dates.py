"""Printed dates: what a line says of a moment, and which moment that is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

_MONTH_FORMS = """
    січня січень січ января январь янв january jan
    januar jänner janvier janv enero ene stycznia styczeń gennaio janeiro ledna;
    лютого лютий лют февраля февраль фев february feb
    februar février févr febrero lutego luty febbraio fevereiro února;
    березня березень берез бер марта март мар march mar
    märz mars marzo marca marzec março března;
    квітня квітень квіт кві апреля апрель апр april apr
    avril avr abril abr kwietnia kwiecień aprile dubna;
    травня травень трав тра мая май may
    mai mayo maja maj maggio maio května;
    червня червень черв чер июня июнь июн june jun
    juni juin junio czerwca czerwiec giugno junho června;
    липня липень лип июля июль июл july jul
    juli juillet juil julio lipca lipiec luglio julho července;
    серпня серпень серп сер августа август авг august aug
    août agosto ago sierpnia sierpień srpna;
    вересня вересень верес вер сентября сентябрь сен сент september sep sept
    septembre septiembre września wrzesień wrz settembre setembro září;
    жовтня жовтень жовт жов октября октябрь окт october oct
    oktober okt octobre octubre października październik paź ottobre outubro října;
    листопада листопад листоп лист лис ноября ноябрь ноя нояб november nov
    novembre noviembre listopada listopad novembro listopadu;
    грудня грудень груд гру декабря декабрь дек december dec
    dezember dez décembre déc diciembre dic grudnia grudzień dicembre dezembro prosince;
"""
MONTHS = {
    form: number
    for number, forms in enumerate(_MONTH_FORMS.split(";"), start=1)
    for form in forms.split()
}
_DAYS_AGO = {
    **dict.fromkeys(("сьогодні", "сегодня", "today"), 0),
    **dict.fromkeys(("вчора", "учора", "вчера", "yesterday"), 1),
    **dict.fromkeys(("позавчора", "позавчера"), 2),
}
_ZONES = {"utc": UTC, "gmt": UTC, "z": UTC}
_LONGEST = 80


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WEEKDAYS = (
    "понеділок вівторок середа четвер п'ятниця п’ятниця субота неділя пн вт ср чт пт сб нд "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "понедельник вторник среда четверг пятница суббота воскресенье "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo poniedziałek "
    "wtorek środa czwartek piątek sobota niedziela"
)
_WEEKDAY = _one_of(_WEEKDAYS.split())
_LABEL = (
    r"опубліковано|дата\sпублікації|дата|published|posted|опубликовано|date|publié(?:\sle)?|"
    r"veröffentlicht(?:\sam)?|publicado(?:\sel|\sem)?|opublikowano|data\spublikacji|"
    r"pubblicato(?:\sil)?"
)
_MONTH = rf"(?:{_one_of(MONTHS)})"
_YEAR = r"(?:року|рік|р|года|г)"
_DAY = rf"""
    (?P<y1>\d{{4}})[-./](?P<m1>\d{{1,2}})[-./](?P<d1>\d{{1,2}})
  | (?P<d2>\d{{1,2}})[./-](?P<m2>\d{{1,2}})[./-](?P<y2>\d{{4}}|\d{{2}})(?:\s?{_YEAR}\b\.?)?
  | (?P<d3>\d{{1,2}})\.(?P<m3>\d{{1,2}})
  | (?P<d4>\d{{1,2}})(?:-?го|st|nd|rd|th|er|º)?(?:\s|\.\s?)(?:de\s)?(?P<m4>{_MONTH})\b\.?
        (?:(?:,?\s|(?<=\.))(?:del?\s)?(?P<y4>\d{{4}})(?:\s?{_YEAR}\b\.?)?)?
  | (?P<m5>{_MONTH})\b\.?\s(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y5>\d{{4}}))?
  | (?P<ago>{_one_of(_DAYS_AGO)})
"""
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.]|\s?h\s?)(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d{1,6})?"
    r"(?:\s?(?P<half>[ap])\.?m\.?|\s?(?:uhr|horas|hrs|h)\b)?"
)
_BETWEEN = r"\s?[,|•·/—–-]?\s?(?:(?:о|об|в|у|at|à|um|às|a\slas|alle)\s)?(?:(?:год|godz)\.?\s)?"
_ZONE = (
    r"(?:\s?\(?(?:(?P<zone>utc|gmt|z)|(?P<offset>[+-](?:0\d|1[0-4]):?[0-5]\d)"
    r"|за\sкиєвом|київ|kyiv|eest|eet)\)?)"
)
_DATE = re.compile(
    rf"""
    (?:(?:{_LABEL})\s?:?\s)?
    (?:(?:{_WEEKDAY})\b\.?,?\s)?
    (?:{_DAY}) (?:(?:{_BETWEEN}|t) {_TIME} {_ZONE}?)?
    [.,]?
    """,
    re.VERBOSE,
)
_TIME_FIRST = re.compile(
    rf"(?:(?:{_LABEL})\s?:?\s)?{_TIME}(?:{_BETWEEN}(?:(?:{_WEEKDAY})\b\.?,?\s)?(?:{_DAY}))?",
    re.VERBOSE,
)
_VAGUE = re.compile(
    r"щойно|тільки що|(?:\d{1,3}\s)?"
    r"(?:хвилин[иу]?|хв\.?|годин[иу]?|год\.?|дні|днів|день|тиждень|тижні)\sтому"
    r"|(?:\d{1,3}|an?)\s(?:minutes?|mins?|hours?|days?)\sago|just now"
)
_FIGURE = re.compile(r"\d")
_RELATIVE = {*_DAYS_AGO, "щойно", "тільки що", "just now", "годину тому", "хвилину тому"}


class DateDoubt(StrEnum):
    """Why a printed date gives no moment, or not quite the one that is printed."""

    IMPOSSIBLE = "bad_date"
    UNCLEAR = "date_unclear"
    AMBIGUOUS = "date_ambiguous"
    TIMELESS = "date_without_time"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """What the line says; None is what it leaves open."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    days_ago: int | None = None
    zone: timezone | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it tells day, year and hour by itself."""
        return self.year is not None and self.hour is not None

    @property
    def is_hour_alone(self) -> bool:
        """«15:40», as a list of news has it."""
        return self.hour is not None and self.day is None and self.days_ago is None

    def with_hour_of(self, other: "PrintedDate") -> "PrintedDate | None":
        """Its day at the hour of the other, if each says but one of them."""
        if (self.day is None and self.days_ago is None) or self.hour is not None:
            return None
        if other.day is not None or other.days_ago is not None or other.hour is None:
            return None
        return replace(self, hour=other.hour, minute=other.minute, second=other.second)


def read_date(text: str) -> PrintedDate | None:
    """The date that this text is, and nothing beside it."""
    if len(text) > _LONGEST:
        return None
    words = text.casefold()
    if not _FIGURE.search(words) and words.split(",", 1)[0] not in _RELATIVE:
        return None
    match = _DATE.fullmatch(words) or _TIME_FIRST.fullmatch(words)
    if match:
        return _printed(match.groupdict())
    return PrintedDate() if _VAGUE.fullmatch(words) else None


def moment(
    said: PrintedDate, zone: tzinfo, copied_at: datetime | None
) -> tuple[datetime | None, DateDoubt | None]:
    """The moment in that zone, and what is wrong or doubtful about it.

    Without a year it is the latest such day not after the day of copying. A time that the clock
    change skips is impossible; one that it repeats is taken as the first of the two.
    """
    try:
        day = _day(said, zone, copied_at)
        clock = time(said.hour or 0, said.minute, said.second)
        if day is None:
            return None, DateDoubt.UNCLEAR
        if said.zone:
            return datetime.combine(day, clock, said.zone).astimezone(zone), None
        return _local(datetime.combine(day, clock, zone), timeless=said.hour is None)
    except (ValueError, OverflowError):  # 31 April, 25:70, a moment before the year 1
        return None, DateDoubt.IMPOSSIBLE


def _local(at: datetime, *, timeless: bool) -> tuple[datetime | None, DateDoubt | None]:
    if at.astimezone(UTC).astimezone(at.tzinfo).replace(fold=0) != at:
        return None, DateDoubt.IMPOSSIBLE
    if at.utcoffset() != at.replace(fold=1).utcoffset():
        return at, DateDoubt.AMBIGUOUS
    return at, DateDoubt.TIMELESS if timeless else None


def _day(said: PrintedDate, zone: tzinfo, copied_at: datetime | None) -> date | None:
    if said.day is not None and said.month is not None and said.year is not None:
        return date(said.year, said.month, said.day)
    if said.day is not None and said.month is not None:
        date(2000, said.month, said.day)  # a leap year: raises for a day that no year has
    if copied_at is None:
        return None
    copied = copied_at.astimezone(zone).date() if copied_at.tzinfo else copied_at.date()
    if said.days_ago is not None:
        return copied - timedelta(days=said.days_ago)
    if said.day is None or said.month is None:
        return None
    return _latest(said.day, said.month, copied)


def _latest(day: int, month: int, until: date) -> date | None:
    for year in range(
        until.year, until.year - 9, -1
    ):  # 1896–1904: eight years without 29 February
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= until:
            return found
    return None


def _printed(said: dict[str, str | None]) -> PrintedDate:
    day, month, year = (_first(said, letter) for letter in "dmy")
    return PrintedDate(
        day=int(day) if day else None,
        month=(int(month) if month.isdecimal() else MONTHS[month]) if month else None,
        year=(int(year) + 2000 if len(year) == 2 else int(year)) if year else None,  # noqa: PLR2004
        hour=_hour(said["hour"], said["half"]),
        minute=int(said["minute"] or 0),
        second=int(said["second"] or 0),
        days_ago=_DAYS_AGO[said["ago"]] if said["ago"] else None,
        zone=_zone(said),
    )


def _first(said: dict[str, str | None], letter: str) -> str | None:
    return next((said[f"{letter}{n}"] for n in range(1, 6) if said.get(f"{letter}{n}")), None)


def _hour(hour: str | None, half: str | None) -> int | None:
    if hour is None:
        return None
    if half is None or int(hour) > 12:  # noqa: PLR2004 - «15:25 pm» is written too
        return int(hour)
    return int(hour) % 12 + (12 if half == "p" else 0)


def _zone(said: dict[str, str | None]) -> timezone | None:
    name, offset = said.get("zone"), said.get("offset")
    if offset:
        minutes = int(offset[1:3]) * 60 + int(offset[-2:])
        return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    return _ZONES[name] if name else None
