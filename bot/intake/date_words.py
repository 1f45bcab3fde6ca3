"""The words, forms and zones of dates, in the languages of papers that newsrooms read."""

import re
from collections.abc import Iterable
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTH_FORMS = """
    січня січень січ января январь янв january jan ianuarie januára
    januar jänner janvier janv enero ene stycznia styczeń gennaio janeiro ledna;
    лютого лютий лют февраля февраль фев february feb februarie februára
    februar février févr febrero lutego luty febbraio fevereiro února;
    березня березень берез бер марта март мар march mar martie
    märz mars marzo marca marzec março března;
    квітня квітень квіт кві апреля апрель апр april apr aprilie apríla
    avril avr abril abr kwietnia kwiecień aprile dubna;
    травня травень трав тра мая май may mája
    mai mayo maja maj maggio maio května;
    червня червень черв чер июня июнь июн june jun iunie júna
    juni juin junio czerwca czerwiec giugno junho června;
    липня липень лип июля июль июл july jul iulie júla
    juli juillet juil julio lipca lipiec luglio julho července;
    серпня серпень серп сер августа август авг august aug augusta
    août agosto ago sierpnia sierpień srpna;
    вересня вересень верес вер сентября сентябрь сен сент september sep sept septembrie septembra
    septembre septiembre września wrzesień wrz settembre setembro září;
    жовтня жовтень жовт жов октября октябрь окт october oct octombrie októbra
    oktober okt octobre octubre października październik paź ottobre outubro října;
    листопада листопад листоп лист лис ноября ноябрь ноя нояб november nov noiembrie novembra
    novembre noviembre listopada listopad novembro listopadu;
    грудня грудень груд гру декабря декабрь дек december dec decembrie decembra
    dezember dez décembre déc diciembre dic grudnia grudzień dicembre dezembro prosince;
"""
MONTHS = {
    form: number
    for number, forms in enumerate(_MONTH_FORMS.split(";"), start=1)
    for form in forms.split()
}
# Forms that only machines write: in a line of text «Set 3» or «out» is something else.
SHORT_MONTHS = {
    "gen": 1, "sty": 1, "fev": 2, "mär": 3, "maerz": 3, "kwi": 4, "mag": 5, "giu": 6, "cze": 6,
    "lug": 7, "sie": 8, "set": 9, "out": 10, "ott": 10, "gru": 12,
}  # fmt: skip
DAYS_AGO = {
    **dict.fromkeys(("сьогодні", "сегодня", "today", "dzisiaj", "dziś", "heute"), 0),
    **dict.fromkeys(("вчора", "учора", "вчера", "yesterday", "wczoraj", "gestern"), 1),
    **dict.fromkeys(("позавчора", "позавчера"), 2),
}
_WEEKDAYS = (
    "понеділок вівторок середа четвер п'ятниця п’ятниця субота неділя пн вт ср чт пт сб нд "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "понедельник вторник среда четверг пятница суббота воскресенье "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo poniedziałek "
    "wtorek środa czwartek piątek sobota niedziela"
)
_LABEL = (
    r"опубліковано|дата\sпублікації|дата|published(?:\son)?|posted(?:\son)?|publicado|опубликовано|date|publié(?:\sle)?|"
    r"veröffentlicht(?:\sam)?|publicado(?:\sel|\sem)?|opublikowano|data\spublikacji|"
    r"pubblicato(?:\sil)?|am|créé\sle|stand|data\sutworzenia|data\sdodania|aktualizacja|створено|додано|розміщено|час|time|on"
)
# Hours from Greenwich; of «ET» and the like, whatever holds there that day.
ZONES: dict[str, float | str] = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2,
    "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "msd": 4, "trt": 3, "ist": 5.5,
    "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "jst": 9, "kst": 9, "hkt": 8,
    "sgt": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "et": "America/New_York", "ct": "America/Chicago", "pt": "America/Los_Angeles",
}  # fmt: skip


def one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WEEKDAY = one_of(_WEEKDAYS.split())
_MONTH = rf"(?:{one_of(MONTHS)})"
_YEAR = r"(?:року|рік|р|года|г|roku|r)"
_DAY = rf"""
    (?P<y1>\d{{4}})[-./](?P<m1>\d{{1,2}})[-./](?P<d1>\d{{1,2}})
  | (?P<d6>\d{{1,2}})\.\s(?P<m6>\d{{1,2}})\.\s(?P<y6>\d{{4}})
  | (?P<d2>\d{{1,2}})[./-](?P<m2>\d{{1,2}})[./-](?P<y2>\d{{4}}|\d{{2}})
        (?:\s?{_YEAR}\b\.?)?
  | (?P<d3>\d{{1,2}})\.(?P<m3>\d{{1,2}})
  | (?P<d4>\d{{1,2}})(?:-?го|st|nd|rd|th|er|º)?(?:\s|\.\s?|-)(?:de\s)?(?P<m4>{_MONTH})\b\.?
        (?:(?:,?\s|(?<=\.)|-)(?:del?\s)?(?P<y4>\d{{4}})(?:\s?{_YEAR}\b\.?)?)?
  | (?P<m5>{_MONTH})\b\.?\s(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y5>\d{{4}}))?
  | (?P<ago>{one_of(DAYS_AGO)})
"""
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.]|\s?h\s?)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\.?|\s?(?:uhr|horas|hrs|h)\b)?"
)
_BETWEEN = r"\s?[,|•·/—–-]?\s?"
_BETWEEN += r"(?:(?:о|об|в|у|at|à|um|às|a\slas|alle|o|v|ora)\s)?(?:(?:год|godz)\.?\s)?"
_ZONE = (
    r"(?:\s?\(?(?:(?P<zone>utc|gmt|z)|(?P<offset>[+-](?:0\d|1[0-4]):?[0-5]\d)"
    r"|за\sкиєвом|київ|kyiv|eest|eet)\)?)"
)
DATE = re.compile(
    rf"""
    (?:(?:{_LABEL})\s?:?\s)?
    (?:(?:{one_of(DAYS_AGO)})\b,?\s)?
    (?:(?:{_WEEKDAY})\b\.?,?\s)?
    (?:{_DAY}) (?:,?\s\(?(?:{_WEEKDAY})\b\)?)? (?:(?:{_BETWEEN}|t) {_TIME} {_ZONE}?)?
    [.,]?
    """,
    re.VERBOSE,
)
TIME_FIRST = re.compile(
    rf"(?:(?:{_LABEL})\s?:?\s)?{_TIME}(?:{_BETWEEN}(?:(?:{_WEEKDAY})\b\.?,?\s)?(?:{_DAY})"
    rf"(?:,?\s\(?(?:{_WEEKDAY})\b\)?)?)?",
    re.VERBOSE,
)
_UNITS = {  # of what is told as so long ago, in minutes
    r"хвилин[иу]?|хв\.?|minutes?|mins?|минут[уы]?": 1,
    r"годин[иу]?|год\.?|hours?|hrs?|час(?:а|ов)?": 60,
    r"дні|днів|день|days?|дн(?:я|ей)": 1440,
    r"тиждень|тижні|weeks?": 10080,
}
_AGO = re.compile(
    rf"(?:(?:{_LABEL})\s?:?\s)?(?:(\d{{1,3}}|an?)\s)?"
    rf"(?:{'|'.join(f'({unit})' for unit in _UNITS)})\s(?:тому|ago|назад)"
)


def minutes_ago(words: str) -> int | None:
    """How long ago «2 години тому» is; None for what is no such thing."""
    if words in ("щойно", "тільки що", "just now", "только что"):
        return 0
    found = _AGO.fullmatch(words)
    if found is None:
        return None
    number, *units = found.groups()
    length = next(minutes for unit, minutes in zip(units, _UNITS.values(), strict=True) if unit)
    return length * int(number if number and number.isdecimal() else 1)


_MONTH_FIRST = re.compile(r"\b(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])/((?:19|20)\d\d)\b")


# «08 листопада 20:00, 2026», as some themes set a date
_YEAR_BEHIND = re.compile(r"(\d{1,2}\s[^\W\d_]{3,9}),?\s(\d{1,2}:\d{2}),\s(20\d\d)")


# «June 27, 2025, 6 AM», whose hour is a full one
_FULL_HOUR = re.compile(r"(?<=\d)(,?\s(?:at\s)?\d{1,2})\s?([ap])\.?m\.?$")


def day_first(text: str) -> str:
    """«23/11/2026» of «11/23/2026», where no month has such a number; the year before the hour.

    And «6:00 am» of «6 AM».
    """
    text = _FULL_HOUR.sub(r"\1:00 \2m", text)
    if behind := _YEAR_BEHIND.fullmatch(text):
        return f"{behind[1]} {behind[3]} {behind[2]}"
    return _MONTH_FIRST.sub(r"\2/\1/\3", text, count=1)


def hour_of(hour: str | None, half: str | None) -> int | None:
    """Of twenty-four; `half` is «a» or «p» of «a.m.», «p.m.», if it is said."""
    if hour is None:
        return None
    if half is None or int(hour) > 12:  # noqa: PLR2004 - «15:25 pm» is written too
        return int(hour)
    return int(hour) % 12 + (12 if half == "p" else 0)


def zone_called(name: str) -> tzinfo:
    """The zone of one of the letters in `ZONES`."""
    hours = ZONES[name]
    if isinstance(hours, str):
        return ZoneInfo(hours)
    return timezone(timedelta(hours=hours)) if hours else UTC


_FARTHEST = 14  # hours from Greenwich


def offset(text: str) -> timezone | None:
    """«+03», «+3:00», «-0530»; None for what no place on earth has."""
    hours, colon, minutes = text[1:].partition(":")
    if not colon:
        hours, minutes = text[1:3], text[3:]
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if int(hours) > _FARTHEST or int(minutes or 0) > 59:  # noqa: PLR2004
        return None
    return timezone(-ahead if text[0] == "-" else ahead)
