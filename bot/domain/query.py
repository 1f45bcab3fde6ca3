"""What somebody looks for, as typed: words, «a phrase», -without, рубрика:, від: and the like."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bot.domain.query_days import IN_WORDS, days_meant
from bot.domain.section import section_key
from bot.domain.topics import is_too_common

LONGEST_QUERY: Final = 200  # characters
_MOST_WORDS: Final = 16  # more say nothing more
SIGNS: Final = "%$€₴£"  # each is a word: «30 %» are no 30 days
_DASHES = "−–—-"
_ANY_END = "*"
_AROUND = ".,;:!?…()[]"  # what stands beside a word: «порт?»
_FEWEST_LETTERS = 4  # of a beginning: with fewer it says next to nothing
_EITHER = " або "
# They say next to nothing of what is looked for, and may stand otherwise in the article.
SMALL_WORDS: Final = frozenset(
    word
    for words in (
        "у в на з із зі і й та а до по за від о об про під над при для и с",
        "м. с. смт. р. рр. о.",  # «м. Харків», «2026 р.»
        "що чого чому чим таке хто кого кому ким такий така такі",  # but no «WHO»
        "коли як скільки скількох чи де куди звідки",
        "який яка яке які якого якої яких якому якій яким якою якими яку",
        "что такое кто почему когда как сколько где куда откуда какой какая какое какие",
        "what why when how where",
        "the a an of in on at to and for von der van de da di",
    )
    for word in words.split()
)
_KEYS = {
    "рубрика": "sections", "рубрики": "sections", "section": "sections",
    "автор": "authors", "автора": "authors", "author": "authors",
    "тег": "tags", "теґ": "tags", "tag": "tags",
    "від": "since", "from": "since", "since": "since",
    "до": "until", "to": "until", "until": "until",
}  # fmt: skip
_TYPED = {
    "uk": ("рубрика", "автор", "тег", "від", "до"),
    "en": ("section", "author", "tag", "from", "to"),
}
_DAYS = ("since", "until")
_NAMES = ("sections", "without_sections", "authors", "tags")  # «тег:освіта,школа» is two
_SMALL = "|".join(map(re.escape, sorted(SMALL_WORDS)))
_NO_WORD = ("або", "или", "or")  # where it does not stand between two
_SAYS_EITHER = re.compile(
    rf"""\s(?:або|чи|или|or|\|(?:\s\|)?)\s(?:(?:{_SMALL})\s)?""",
    re.IGNORECASE,
)
_PLAIN = rf"""(?![{_DASHES}])(?=\S*[^\W_])[^\s"«»“„”:]+(?!\S)"""
_PIECE = re.compile(
    rf"""(?<!\S)(?P<either>{_PLAIN}(?:{_SAYS_EITHER.pattern}{_PLAIN})+)|
    (?P<minus>[{_DASHES}](?=[^\s\d{_DASHES}]))?
    (?:(?P<key>[^\W\d_]{{2,10}}):(?=\S))?
    (?:(?P<open>["«“„”])(?P<quoted>[^"»“”]*)["»“”]?|(?P<word>[^\s"«»“„”]+))""",
    re.VERBOSE | re.IGNORECASE,
)
# «м"яч»: such a quote opens nothing.
QUOTE_WITHIN: Final = re.compile(r'["”“](?<=[бпвмфкр].)(?=[яюєї])', re.IGNORECASE)
_ONE_WORD = re.compile(r"[^\W_]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # a browser shows a box for each
_KEY_APART = re.compile(r"(?<!\S)(-?[^\W\d_]{2,10})\s?:\s*(?=[^\s:])")
_DAYS_IN_WORDS = re.compile(
    rf"(?<!\S)((?:від|до|from|since|until|to):){IN_WORDS}", re.IGNORECASE | re.VERBOSE
)
_OTHER_QUOTES = str.maketrans("″‟＂‹›", '"""«»')
# «автор:'Марта Коваль'», and of several words without a key.
_IN_APOSTROPHES = re.compile(
    r"(?<!\S)(-?(?:[^\W\d_]{2,10}:|(?='?['‘‚][^\s'‘’]+\s)))(?:''|['‘‚])([^'‘’]+)(?:''|['’‘])(?!\w)"
)
# «автор: Марта Коваль порт»: where the name ends, only the archive knows.
_OPEN_NAME = re.compile(
    rf"""(?<!\S)(?P<key>-?(?:{"|".join(key for key, kind in _KEYS.items() if kind in _NAMES)}):)
    (?P<name>[^\s"«»“„”,:]+(?:\s+(?![\#{_DASHES}]|\S*:)[^\s"«»“„”,]+){{1,3}})
    |(?<!\S)\#(?P<hashtag>\w+)(?!\S)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """Words and phrases that have to be there, or must not; sections, authors, tags, days.

    Of «Київ або Львів», which is one of the words, either. `until` belongs to it. `ignored`: what
    was typed and not understood.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    without_sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    ignored: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, so that every article would do."""
        return self == Query(ignored=self.ignored)

    @property
    def topic(self) -> str | None:
        """The word or phrase that is all it asks for, as one may follow it."""
        one = self.wanted[0] if len(self.wanted) == 1 else None
        if one is None or not self.whole_words + self.phrases or is_too_common(one):
            return None
        if "//" in one or one.endswith(_ANY_END):  # of an address
            return None
        rest = replace(self, words=(), phrases=())
        return one.strip(_AROUND) if rest.is_empty else None

    @property
    def has_short_beginning(self) -> bool:
        """Whether so little stands before a star that it is none: «хар*»."""
        return any(w.endswith(_ANY_END) and not beginning(w) for w in self.words)

    @property
    def whole_words(self) -> tuple[str, ...]:
        """Those of its words that are neither beginnings nor several to choose from."""
        return tuple(word for word in self.words if one_of(word) == [word] and not beginning(word))

    @property
    def wanted(self) -> tuple[str, ...]:
        """What is to stand in the text, and in bold where it is shown."""
        return self.words + self.phrases

    def __str__(self) -> str:
        return self.typed("uk")

    def typed(self, language: str) -> str:
        """As it may be typed by whoever reads the bot in this language."""
        section, author, tag, since, until = _TYPED[language]
        quoted = [f"«{phrase}»" for phrase in self.phrases]
        without = [f"-{word}" for word in self.without]
        without += [f"-«{phrase}»" for phrase in self.without_phrases]
        without += [f"-{section}:{quoted_name(name)}" for name in self.without_sections]
        named = [
            f"{key}:{quoted_name(value)}"
            for key, values in (
                (section, self.sections),
                (author, self.authors),
                (tag, self.tags),
            )
            for value in values
        ]
        days = [f"{since}:{self.since}"] if self.since else []
        days += [f"{until}:{self.until}"] if self.until else []
        return " ".join((*self.words, *quoted, *without, *named, *days))

    @property
    def is_backwards(self) -> bool:
        """Whether it ends before it begins, so that no day is left."""
        return bool(self.since and self.until and self.since > self.until)

    @property
    def has_unread_day(self) -> bool:
        """Whether a day was typed that is none, «від:31.02»."""
        return any(_KEYS.get(each.partition(":")[0].casefold()) in _DAYS for each in self.ignored)

    def with_name(self, old: str, new: str) -> "Query":
        """Of another section, author or tag than the one that is called so."""

        def named(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(new if name == old else name for name in names)

        return replace(
            self,
            sections=named(self.sections),
            without_sections=named(self.without_sections),
            authors=named(self.authors),
            tags=named(self.tags),
        )

    def with_word(self, old: str, new: str) -> "Query":
        return replace(self, words=tuple(new if word == old else word for word in self.words))


def quoted_name(name: str) -> str:
    """One word needs no quotes, which would stand within others where a page says it."""
    return name if _ONE_WORD.fullmatch(name) else f"«{name}»"


def beginning(word: str) -> str | None:
    """«харків» of «харків*», which is any word that begins so; None of another word."""
    begun = word.removesuffix(_ANY_END)
    if begun == word or sum(map(str.isalnum, begun)) < _FEWEST_LETTERS:
        return None
    return begun


def one_of(word: str) -> list[str]:
    """The words of «Київ або Львів»; of another word itself."""
    return word.split(_EITHER)


def cut_query(text: str) -> str:
    """What was typed in one line, so long as a query may be."""
    return " ".join(_CONTROL.sub(" ", text[: 4 * LONGEST_QUERY]).split())[:LONGEST_QUERY].strip()


def read_query(text: str, today: date) -> Query:
    """Whatever is typed means something: an unknown key is a word, an open quote ends at the end.

    `today`: for «вчора» and for a day without a year.
    """
    found: dict[str, list[str]] = {}
    days: dict[str, date] = {}
    typed = _IN_APOSTROPHES.sub(r'\1"\2"', _with_keys(text))
    typed = _DAYS_IN_WORDS.sub(_quoted, typed)
    typed = " ".join(typed.replace("|", " | ").split())
    pieces = list(_PIECE.finditer(typed))[:_MOST_WORDS]
    for piece in pieces:
        kind, value = _meaning(piece)
        if not _has_letters(value):
            continue
        if kind == "words" and value.casefold() in _NO_WORD and len(pieces) > 1:
            kind = "ignored"
        if kind in _DAYS:
            span = days_meant(value, today)
            if span is None:
                found.setdefault("ignored", []).append(piece[0].strip())
            else:
                days[kind] = span[kind == "until"]
            continue
        values = found.setdefault(kind, [])
        several = value.split(",") if kind in _NAMES and piece["word"] else [value]
        for each in filter(_has_letters, several):
            if each not in values or each.isdigit():  # «1 000 000»
                values.append(each)
    return Query(**{name: tuple(values) for name, values in found.items()}, **days)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class OpenName:
    """A piece of a query that names as much as there is such a name for, the likeliest first."""

    typed: str
    readings: tuple[str, ...]


def open_names(text: str) -> tuple[str, list[OpenName]]:
    """«автор: Марта Коваль», which may be an author «Марта» and a word; «#освіта».

    And the query in which they stand so.
    """
    typed = _with_keys(text)
    return typed, [_open_name(found) for found in _OPEN_NAME.finditer(typed)]


def _open_name(found: re.Match[str]) -> OpenName:
    if hashtag := found["hashtag"]:
        name = hashtag.replace("_", " ")
        return OpenName(found[0], (f'рубрика:"{name}"', f'тег:"{name}"'))
    words = found["name"].split()
    longer = [
        " ".join((f'{found["key"]}"{" ".join(words[:many])}"', *words[many:]))
        for many in range(len(words), 1, -1)
    ]
    return OpenName(found[0], tuple(longer))


def _with_keys(text: str) -> str:
    typed = QUOTE_WITHIN.sub("'", cut_query(text).translate(_OTHER_QUOTES))
    return _KEY_APART.sub(_joined, typed)


def _has_letters(value: str) -> bool:
    return any(c.isalnum() or c in SIGNS for c in value)


def _joined(match: re.Match[str]) -> str:
    """«рубрика : Світ» is «рубрика:Світ», and «тeг» with a Latin «e» is one; «увага» is no key."""
    minus, key = match[1].startswith("-"), match[1].casefold().strip("-")
    if key in _KEYS:
        return f"{match[1]}:"
    meant = section_key(key)
    return f"{'-' * minus}{meant}:" if meant in _KEYS else match[0]


def _quoted(match: re.Match[str]) -> str:
    key, days = match[1], match[0].removeprefix(match[1])
    return f'{key}"{days}"'


def _meaning(piece: re.Match[str]) -> tuple[str, str]:
    """Which field of a query this is, and its value."""
    if either := piece["either"]:
        return "words", _SAYS_EITHER.sub(_EITHER, either)
    value = piece["word"] if piece["word"] is not None else piece["quoted"]
    value = " ".join((value or "").split())
    is_phrase = piece["open"] is not None
    if not is_phrase and value.removesuffix(":").casefold() in _KEYS and value.endswith(":"):
        return "ignored", value  # a key of nothing
    key = (piece["key"] or "").casefold()
    if key in _KEYS and not piece["minus"]:
        return _KEYS[key], value
    if key in _KEYS:
        is_section = _KEYS[key] == "sections"
        return ("without_sections", value) if is_section else ("ignored", piece[0].strip())
    if key:
        value = f"{piece['key']} {value}"
    if piece["minus"]:
        return ("without_phrases" if is_phrase else "without"), value
    return ("phrases" if is_phrase else "words"), value
