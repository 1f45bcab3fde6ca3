"""What a post said, kept so small that a message can be held against it without its words.

A post is looked up with what was sent, and not with what templates make of the article by now.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from bot.domain.telegram_html import parse_html
from bot.domain.url_keys import address_key

_VERSION: Final = "1"
_WORDS_KEPT = 64  # of a longer text the ones with the lowest hashes, which are a fair sample
_LINKS_KEPT = 6
EXACT_LENGTH: Final = 16
_FORMATS: Final = (
    *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"),
    *("blockquote", "expandable_blockquote"),
)
_HEADLINE = 3  # words: above it may stand a sign or the section, by an own template


class Likeness(Enum):
    """How a message looks beside what was sent; `edited`: somebody has changed it since."""

    SAME = "same"
    EDITED = "edited"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Print:
    """Hashes of a text: of all of it, of its first line of some length, its links, its words."""

    whole: str
    first: str
    links: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of_html(cls, html: str) -> "Print":
        """Of a text as it is sent. Raises `ValueError` for what Telegram refuses."""
        return cls._of(*parse_html(html))

    @classmethod
    def of_message(cls, message: Mapping[str, Any]) -> "Print":
        """Of a message as Telegram shows it."""
        for text, entities in (("text", "entities"), ("caption", "caption_entities")):
            if isinstance(message.get(text), str):
                found = message.get(entities)
                return cls._of(message[text], found if isinstance(found, list) else ())
        return cls._of("", ())

    @classmethod
    def _of(cls, text: str, entities: Sequence[Any]) -> "Print":
        said = _words(text)
        urls = [e.get("url") for e in entities if isinstance(e, dict)]
        lines = [_words(line) for line in text.splitlines()]
        longest = max(lines, key=len, default=[])
        first = next((line for line in lines if len(line) >= _HEADLINE), longest)
        links = dict.fromkeys(_hash(_link(url)) for url in urls if isinstance(url, str))
        return cls(
            whole=_hash(" ".join(said) or "".join(text.split()), 16),
            first=_hash(" ".join(first)),
            links=frozenset([*links][:_LINKS_KEPT]),
            words=_sample(map(_short_hash, said)),
        )

    def __str__(self) -> str:
        words = "".join(sorted(self.words))
        return ";".join((_VERSION, self.whole, self.first, ",".join(sorted(self.links)), words))

    @classmethod
    def read(cls, kept: str) -> "Print | None":
        """What was kept; None for what another version has kept."""
        version, *parts = kept.split(";")
        if version != _VERSION or len(parts) != 4:  # noqa: PLR2004 - the parts that there are
            return None
        whole, first, links, words = parts
        sample = frozenset(words[at : at + 4] for at in range(0, len(words), 4))
        return cls(whole, first, frozenset(filter(None, links.split(","))), sample)

    def likeness(self, seen: "Print") -> Likeness:
        """How a message looks beside this, which was sent.

        Punctuation, blanks and signs say nothing: Telegram drops some of them. Who corrects a post
        by hand leaves most of its words; who posts the same news leaves no such likeness.
        """
        if seen.whole == self.whole:
            return Likeness.SAME
        named = self.first == seen.first and bool(self.links) and self.links == seen.links
        both = _sample(self.words | seen.words)
        alike = len(both & self.words & seen.words) * 2 >= len(both) > 0
        return Likeness.EDITED if named or alike else Likeness.OTHER


def exact_print(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """A hash of the very words, links and formats: a change by hand shows, be it of one letter.

    What cannot be seen does not count: Telegram drops some of it.
    """
    links = sorted(set(links_in(entities)))
    formatted = (f"{kind} {_seen(words)}" for kind, words in _formatted(text, entities))
    return _hash("\n".join((_seen(text), *links, *formatted)), EXACT_LENGTH)


def _seen(text: str) -> str:
    letters = unicodedata.normalize("NFKC", text)
    return "".join(c for c in letters if unicodedata.category(c)[0] not in "CMZ")


def _formatted(text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The words in each format, however many entities Telegram makes of it."""
    units = text.encode("utf-16-le", "surrogatepass")
    for kind in _FORMATS:
        covered = bytearray(len(units) // 2)
        for entity in entities:
            if entity.get("type") == kind:
                start, length = entity["offset"], entity["length"]
                covered[start : start + length] = b"\1" * len(covered[start : start + length])
        inside = b"".join(units[at * 2 : at * 2 + 2] for at, is_in in enumerate(covered) if is_in)
        if inside:
            yield kind, inside.decode("utf-16-le", "surrogatepass")


def exact_of_html(html: str) -> str:
    """The same of a text as it is sent. Raises `ValueError` for what Telegram refuses."""
    text, entities = parse_html(html)
    return exact_print(text, entities)


def links_in(entities: Iterable[Any]) -> list[str]:
    urls = (entity.get("url") for entity in entities if isinstance(entity, Mapping))
    return [url for url in urls if isinstance(url, str)]


def _words(text: str) -> list[str]:
    """The words in small letters, without marks, signs and what cannot be seen."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = (c for c in letters if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cs"))
    return "".join(c if c.isalnum() else " " for c in plain).split()


def _link(url: str) -> str:
    return address_key(url) or url


def _sample(hashes: Iterable[str]) -> frozenset[str]:
    return frozenset(sorted(set(hashes))[:_WORDS_KEPT])


def _short_hash(word: str) -> str:
    return _hash(word, 4)


def _hash(text: str, length: int = 8) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]
