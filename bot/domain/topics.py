"""What a reader can follow or mute: a section, a tag, an author, a word in all its forms."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Final
from zlib import crc32

from bot.domain.article import Article, Content
from bot.domain.errors import RefusedError
from bot.domain.filters import Said, Term, places_of, stands_in
from bot.domain.section import Section, section_key
from bot.domain.text import clean_name

MOST_TOPICS: Final = 100  # that one reader may follow or mute, sections apart
LONGEST: Final = 60  # characters of a name
MOST_WORDS: Final = 5

_BETWEEN_AUTHORS = re.compile(r"[,;&/|]| та | і | й | and ")
_AUTHOR = re.compile(
    r"(?:автор(?:ка)?|author|by)(?:\s*+:\s++|\s++)(.+)|(?:автор(?:ка)?|author):(.+)",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?:тег|tag)\s*+:\s*+(.+)", re.IGNORECASE)  # as search has it
_SECTION = re.compile(r"(?:рубрик[ау]|section)(?:\s*+:\s*+|\s++)(.+)", re.IGNORECASE)
_OR, _THEN = "|", " "
_QUOTES: Final = '«»„“”"'
_FEWEST_LETTERS: Final = 2  # of a word: one alone stands in nearly every text
# Alone they tell nothing of what an article is about.
_EMPTY_WORDS: Final = frozenset(
    word
    for words in (
        "у в на з із зі і й та а але або чи до по за від о об про під над при для без через між",
        "після перед не ні що щоб як коли де хто який яка яке які цей ця це ці той те ті так там",
        "тут він вона воно вони я ми ви ти його її їх їхній свій все всі усе усі весь є бути був",
        "була було були буде б би же вже ще також лише тільки може можна якщо тому бо",
        "the a an of in on at to and or not no is are was were be been it its he she they we you",
        "i this that these those with by from as for has have had will would can could but if so",
    )
    for word in words.split()
)


# Whoever types «/follow у Харкові» or «про НАТО» does not mean these.
_LEADING: Final = frozenset(
    ("у", "в", "на", "про", "о", "об", "з", "із", "зі", "in", "on", "at", "about", "the")
)


class TopicKind(StrEnum):
    SECTION = "section"
    TAG = "tag"
    AUTHOR = "author"
    WORD = "word"


class Choice(IntEnum):
    """What a reader wants of a topic."""

    NONE = 0
    FOLLOW = 1
    MUTE = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """`key` is what all spellings of it share; `name` is how people read it, `id` its row's."""

    kind: TopicKind
    key: str
    name: str = field(default="", compare=False)
    id: int = field(default=0, compare=False)

    @property
    def words(self) -> Said:
        """Of a word, or several in a row: for each the terms that it may stand for."""
        return tuple(frozenset(word.split(_OR)) for word in self.key.split(_THEN))

    @property
    def mark(self) -> int:
        """A number for buttons under what names the topic, whether or not it has a row."""
        return crc32(f"{self.kind}:{self.key}".encode())

    @property
    def label(self) -> str:
        """«#нафта», «✍️ Олена Коваль», «„Харків“»."""
        signs = {TopicKind.TAG: "#", TopicKind.AUTHOR: "✍️ ", TopicKind.WORD: "🔎 "}
        return signs.get(self.kind, "") + self.name


def section_topic(section: Section) -> Topic:
    return Topic(TopicKind.SECTION, str(section.id), section.label)


def tag_topic(name: str) -> Topic:
    """Of «#Зелена_енергія» and «зелена енергія» alike. Raises `RefusedError`: `topic_not_read`."""
    plain = _checked(name.lstrip("#").replace("_", " "))
    return Topic(TopicKind.TAG, _folded(plain), plain)


def author_topic(name: str) -> Topic:
    """Raises `RefusedError`: `topic_not_read`."""
    plain = _checked(name)
    return Topic(TopicKind.AUTHOR, _folded(plain), plain)


def word_topic(text: str, asked: Callable[[str], Said]) -> Topic:
    """A word, or a few in a row; `asked` makes terms of what is looked for.

    Raises `RefusedError`: `topic_not_read`, `topic_too_common`.
    """
    plain = _checked(text.strip(f"{_QUOTES}' "))
    if is_too_common(plain):
        raise RefusedError("topic_too_common", name=plain)
    words = asked(plain)
    if not 1 <= len(words) <= MOST_WORDS:
        raise RefusedError("topic_not_read", words=MOST_WORDS, letters=LONGEST)
    key = _THEN.join(_OR.join(sorted(word)) for word in words)
    return Topic(TopicKind.WORD, key, plain)


def is_too_common(text: str) -> bool:
    """Whether it stands in nearly every article, so that nobody can want to follow it."""
    letters = sum(map(str.isalnum, text))
    return letters < _FEWEST_LETTERS or all(
        word.strip(".,!?…") in _EMPTY_WORDS for word in text.casefold().split()
    )


def is_quoted(text: str) -> bool:
    """Whether these very words are meant, and nothing that is called so."""
    return text.strip().startswith(tuple(_QUOTES))


def without_leading(text: str) -> str:
    """«Харкові» of «у Харкові»; a small word that is all that there is stays."""
    words = text.split()
    while len(words) > 1 and words[0].casefold() in _LEADING:
        del words[0]
    return " ".join(words)


def read_topic(text: str, asked: Callable[[str], Said]) -> Topic:
    """What somebody typed: «#тег», «автор Олена Коваль», or else a word.

    Raises `RefusedError`: `topic_not_read`, `topic_too_common`.
    """
    typed = " ".join(text.split())
    if typed.startswith("#"):
        return tag_topic(typed)
    if tag := _TAG.fullmatch(typed):
        return tag_topic(tag[1])
    if author := _AUTHOR.fullmatch(typed):
        return author_topic(author[1] or author[2])
    return word_topic(typed, asked)


def section_names(text: str) -> tuple[str, ...]:
    """What a section may be called that somebody typed: «рубрика Світ» is «Світ», too."""
    called = _SECTION.fullmatch(text.strip())
    return (text, called[1]) if called else (text,)


def is_of_section(text: str) -> bool:
    """Whether «рубрика:Світ» was typed, which is no word: «рубрика жартів» may be."""
    called = _SECTION.fullmatch(text.strip())
    return called is not None and ":" in text[: called.start(1)]


def authors_of(content: Content) -> tuple[Topic, ...]:
    """Those who signed it, one by one."""
    names = _BETWEEN_AUTHORS.split(content.author or "")
    return tuple(_each(names, author_topic))


def tags_of(content: Content) -> tuple[Topic, ...]:
    return tuple(_each(content.tags, tag_topic))


def named_in(article: Article) -> tuple[Topic, ...]:
    """What an article says itself that it is about: its section, tags and authors."""
    section = (section_topic(article.section),) if article.section else ()
    return (*section, *tags_of(article.content), *authors_of(article.content))


@dataclass(frozen=True)
class Matter:
    """What an article is about: its section, tags and authors, and the words in it."""

    named: frozenset[Topic]
    texts: tuple[Said, ...] = ()

    def has(self, topic: Topic) -> bool:
        if topic.kind is not TopicKind.WORD:
            return topic in self.named
        return any(stands_in(topic.words, text) for text in self._places)

    @property
    def terms(self) -> frozenset[Term]:
        return frozenset(term for text in self._places for term in text)

    @cached_property
    def _places(self) -> tuple[Mapping[Term, set[int]], ...]:
        return tuple(places_of(text) for text in self.texts)


def matter_of(article: Article, said: Callable[[str], Said]) -> Matter:
    """`said` makes terms of a text: of many words it takes its time."""
    content = article.content
    own = content.own.words.text if content.own else ""
    texts = dict.fromkeys((content.headline, content.lead or "", *content.body, own))
    return Matter(frozenset(named_in(article)), tuple(said(text) for text in texts if text))


def _each(names: "tuple[str, ...] | list[str]", make: Callable[[str], Topic]) -> Iterator[Topic]:
    """A page may name anything: what no topic can be made of is none."""
    seen = set()
    for name in names:
        try:
            topic = make(name)
        except RefusedError:
            continue
        if topic not in seen:
            seen.add(topic)
            yield topic


def _checked(text: str) -> str:
    plain = clean_name(unicodedata.normalize("NFC", text[: 2 * LONGEST]))
    if not any(letter.isalnum() for letter in plain) or len(plain) > LONGEST:
        raise RefusedError("topic_not_read", words=MOST_WORDS, letters=LONGEST)
    return plain


def _folded(name: str) -> str:
    """Letters and digits alone count, whatever their case; look-alike letters are one."""
    words = "".join(letter if letter.isalnum() else " " for letter in name)
    return section_key(words)
