"""Sections and channels: where an article belongs and which chats receive it by themselves."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from string import ascii_lowercase
from typing import Final

from bot.domain.errors import RefusedError
from bot.domain.forum import Threads
from bot.domain.picture import Layout
from bot.domain.round_up import RoundUpRule
from bot.domain.text import clean_name

DAY: Final = 24 * 60  # minutes
LONGEST_SECTION: Final = 60  # characters of a name
SPACINGS: Final = (0, 5, 10, 15, 30, 60)  # minutes between two posts of a channel
PINNED_HOURS: Final = (0, 1, 3, 6, 12, 24)
USUAL_TEMPLATE: Final = "usual"

# Latin letters that look like Cyrillic ones: a section typed «CBIT» is still «СВІТ».
_LOOK_ALIKE = str.maketrans("abcehikmoptxy", "авсенікмортху")
_LONGEST_ACRONYM = 4
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(frozen=True, slots=True)
class Section:
    """A rubric. `slug` is its Latin name for addresses; `own_hashtag`: in place of its name's."""

    id: int
    name: str
    slug: str
    emoji: str
    own_hashtag: str | None = None

    @property
    def hashtag(self) -> str:
        """As Telegram reads one: letters, digits and underscores only; «здоров’я» is «здоровя»."""
        if self.own_hashtag:
            return self.own_hashtag
        name = _APOSTROPHE.sub("", self.name)
        words = "".join(c if c.isalnum() else " " for c in name).split()
        return "#" + "_".join(words)

    @property
    def label(self) -> str:
        return f"{self.emoji} {self.name}"


class ChannelState(StrEnum):
    """Whether a channel receives posts.

    `offered`: a stranger made the bot administrator and no owner has agreed; `paused`: the bot
    may not post there, its queue is kept; `left`: the bot is no member any more.
    """

    OFFERED = "offered"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When ordinary posts make no sound: minutes after midnight, the newsroom's time.

    `start` belongs to it, `end` does not; a start behind the end spans midnight.
    """

    start: int
    end: int

    def __str__(self) -> str:
        """«22:00–07:00»."""
        return f"{clock_face(self.start)}–{clock_face(self.end)}"

    def is_quiet(self, at: datetime, zone: tzinfo) -> bool:
        """Whether they have begun on the newsroom's wall, and not ended."""
        today = at.astimezone(zone).date()
        spans = (self.span(day, zone) for day in (today - timedelta(days=1), today))
        return any(start <= at < end for start, end in spans)

    def span(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """From when until when they last that begin on this day.

        An hour that the wall's clock shows twice is counted once, at its first time.
        """
        last = day if self.start < self.end else day + timedelta(days=1)
        start = moment_of(day, self.start, zone)
        return start, max(start, moment_of(last, self.end, zone))


def clock_face(minutes: int) -> str:
    """Minutes after midnight, as a clock shows them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def moment_of(day: date, minute: int, zone: tzinfo) -> datetime:
    """When a wall's clock shows that; where it skips it, as long after the change."""
    clock = time(minute // 60 % 24, minute % 60)
    return datetime.combine(day, clock, zone).astimezone(UTC)


def quiet_hours(start: int, end: int) -> QuietHours | None:
    """The hours from start to end; None where these are one moment. Raises `RefusedError`."""
    if not (0 <= start < DAY and 0 <= end < DAY):
        raise RefusedError("hours_invalid")
    return None if start == end else QuietHours(start, end)


def check_spacing(minutes: int) -> None:
    """Raises `RefusedError` for what nobody was offered."""
    if minutes not in SPACINGS:
        raise RefusedError("spacing_invalid")


def check_pinned_hours(hours: int) -> None:
    """Raises `RefusedError` for what nobody was offered."""
    if hours not in PINNED_HOURS:
        raise RefusedError("pinned_hours_invalid")


def free_at(last: datetime | None, spacing: int, now: datetime) -> datetime:
    """When a channel's next ordinary post may come, after the last one."""
    return max(now, last + timedelta(minutes=spacing)) if last and spacing else now


@dataclass(frozen=True, slots=True)
class Channel:
    """A Telegram chat that receives posts by itself.

    `pins`: it pins the breaking ones, for so many `pinned_hours` (0: for ever); `layout`: how its
    posts show pictures; `template`: by which they are made; `spacing`: so many minutes lie between
    two posts, but for breaking ones; `round_up`: when posts become one; `threads`: those of a
    group with topics in which posts stand.
    """

    chat_id: int
    title: str
    username: str | None
    state: ChannelState
    section_ids: frozenset[int] = frozenset()
    pins: bool = False
    pinned_hours: int = 0
    quiet: QuietHours | None = None
    layout: Layout = Layout.ABOVE
    template: str = USUAL_TEMPLATE
    spacing: int = 0
    round_up: RoundUpRule | None = None
    threads: Threads | None = field(default=None, hash=False)
    is_group: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether posts go there, or wait until they can."""
        return self.state in (ChannelState.ACTIVE, ChannelState.PAUSED)

    def thread_for(self, section_id: int | None) -> int | None:
        """The one that the desk wants a section's posts in; None: there are none."""
        return None if self.threads is None else self.threads.meant_for(section_id)

    def shares_thread(self, section_id: int | None) -> frozenset[int] | None:
        """Its sections whose posts stand in the same thread; None: there are none."""
        if self.threads is None:
            return None
        meant = self.threads.meant_for(section_id)
        return frozenset(i for i in self.section_ids if self.threads.meant_for(i) == meant)


@dataclass(frozen=True, slots=True)
class Rights:
    """What Telegram says the bot may do in a channel."""

    member: bool
    may_post: bool


def section_key(name: str) -> str:
    """What two spellings of one section share: case, look-alike letters and spaces are folded."""
    text = unicodedata.normalize("NFC", name).translate(_DROPPED).casefold()
    text = _fold_look_alikes(text)
    return " ".join(text.split())


def _fold_look_alikes(text: str) -> str:
    """Fold word by word, and only words that become wholly Cyrillic by it."""
    words = []
    for word in text.split():
        folded = word.translate(_LOOK_ALIKE)
        latin_left = any(c in ascii_lowercase for c in folded)
        words.append(word if latin_left else folded)
    return " ".join(words)


def section_name(printed: str) -> str:
    """A name as the desk writes it: a page's capitals are its lay-out, not the name's spelling."""
    name = " ".join(printed.split())
    return name.capitalize() if name.isupper() and len(name) > _LONGEST_ACRONYM else name


def read_section_name(typed: str) -> str:
    """A name as it was typed. Raises `RefusedError` for one that no hashtag can be made of."""
    name = clean_name(typed)
    if not any(c.isalnum() for c in name):
        raise RefusedError("section_name_unread")
    if (length := max(len(name), len(section_key(name)))) > LONGEST_SECTION:
        raise RefusedError("field_too_long", length=length, limit=LONGEST_SECTION)
    return name


def slug_of(name: str) -> str:
    """A Latin name for addresses, by the official table of transliteration (2010)."""
    text = unicodedata.normalize("NFC", name).casefold()
    words = "".join(c if c.isalnum() else " " for c in text if c not in _SILENT).split()
    return "-".join(latin for latin in map(_latin, words) if latin) or "section"


def _latin(word: str) -> str:
    letters = (_AT_START.get(word[0], word[0]) + word[1:]).replace("зг", "zgh")
    return "".join(c for c in (_LATIN.get(c, c) for c in letters) if c.isascii())


_SILENT = "ь'’ʼ"
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщюя"
_SOUNDS = "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch iu ia"
_LATIN = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))

# What a fresh database starts with (the first migration has a copy of its own).
FIRST_SECTIONS = tuple(
    Section(number, name, slug_of(name), emoji)
    for number, (name, emoji) in enumerate(
        (
            ("Світ", "🌍"),
            ("Політика", "🏛"),
            ("Війна", "🛡"),
            ("Економіка", "📈"),
            ("Суспільство", "👥"),
            ("Спорт", "⚽️"),
            ("Культура", "🎭"),
        ),
        start=1,
    )
)
# What these are called in a newsroom of another language.
FIRST_NAMES = {"en": ("World", "Politics", "War", "Economy", "Society", "Sport", "Culture")}
