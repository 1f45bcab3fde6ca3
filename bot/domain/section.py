"""Sections: where an article belongs, and how their names are read and written."""

import re
import unicodedata
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Final

from bot.domain.errors import RefusedError
from bot.domain.text import clean_name

LONGEST_SECTION: Final = 60  # characters of a name

# Latin letters that look like Cyrillic ones: a section typed «CBIT» is still «СВІТ».
_LOOK_ALIKE = str.maketrans("abcehikmoptxy", "авсенікмортху")
_LONGEST_ACRONYM = 4
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(frozen=True, slots=True)
class Section:
    """A rubric. `slug` is its Latin name for addresses; `own_hashtag`: in place of its name's.

    What was called otherwise before, or was another section, leads here: by names, as their keys
    (`former`), and by numbers (`taken_over`). Both are known of sections that are listed.
    """

    id: int
    name: str
    slug: str
    emoji: str
    own_hashtag: str | None = None
    former: frozenset[str] = field(default=frozenset(), compare=False)
    taken_over: frozenset[int] = field(default=frozenset(), compare=False)

    @property
    def hashtag(self) -> str:
        """As Telegram reads one: letters, digits and underscores only; «здоров’я» is «здоровя»."""
        if self.own_hashtag:
            return self.own_hashtag
        name = _APOSTROPHE.sub("", self.name)
        words = "".join(c if c.isalnum() else " " for c in name).split()
        return "#" + "_".join(words)

    @property
    def keys(self) -> frozenset[str]:
        """Of all names that it is found by."""
        return self.former | {section_key(self.name)}

    @property
    def label(self) -> str:
        return f"{self.emoji} {self.name}"


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
