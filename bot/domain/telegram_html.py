"""Our HTML as Telegram reads it: the visible text and its entities, without asking Telegram.

Telegram's parser is no HTML parser: it knows four named entities, and what is no entity stays as
it is. So this one has its rules and not those of `html.parser`; tests hold the two together.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.domain.text import utf16_length

Entity = dict[str, Any]

_NAMES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
}
# Of two entities over the same words, the one with the lower number is the outer one.
_ORDER = {"blockquote": 0, "expandable_blockquote": 0, "pre": 1, "code": 2, "text_link": 3} | {
    style: number
    for number, style in enumerate(
        ("bold", "italic", "underline", "strikethrough", "spoiler"), start=4
    )
}
_TRIMMED = " \n\t"
_TAG = re.compile(
    r"<(?P<end>/?+)(?P<name>[^\s>]*+)"
    r"(?P<rest>[^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*+)>"
)
_ATTRIBUTE = re.compile(r"\s*([a-z]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?\s*")
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot)(?![A-Za-z]));?")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_HIGHEST = 0x10FFFF
_LONGEST_REFERENCE = 9  # characters without the semicolon


@dataclass(slots=True)
class _Open:
    """A start tag whose end has not come yet; `start` is where its text begins, in units."""

    name: str
    attributes: dict[str, str]
    start: int
    index: int


def parse_html(html: str) -> tuple[str, tuple[Entity, ...]]:
    """The text and its entities in the Bot API's shape; offsets are in UTF-16 units.

    Blanks at both ends, and entities of nothing but blanks, are dropped as Telegram does when it
    sends. Raises `ValueError` for what Telegram refuses.
    """
    reader = _Reader()
    at = 0
    while (found := html.find("<", at)) >= 0:
        reader.words(html[at:found])
        tag = _TAG.match(html, found)
        if tag is None:
            raise ValueError(f"unclosed tag at character {found}")
        reader.tag(tag)
        at = tag.end()
    reader.words(html[at:])
    return _trimmed(*reader.result())


class _Reader:
    """What has been read so far."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def words(self, html: str) -> None:
        if html:
            text = _REFERENCE.sub(_character, html)
            self._text.append(text)
            self._length += utf16_length(text)

    def tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        if not tag["end"]:
            if name not in _NAMES:
                raise ValueError(f"unsupported tag «{name}» at character {tag.start()}")
            index = len(self._text)
            self._open.append(_Open(name, _attributes(tag["rest"]), self._length, index))
        elif not self._open or name not in ("", self._open[-1].name):
            raise ValueError(f"unexpected end of «{name}» at character {tag.start()}")
        else:
            self._close(self._open.pop())

    def _close(self, opened: _Open) -> None:
        place = {"offset": opened.start, "length": self._length - opened.start}
        kind = _NAMES[opened.name]
        if kind == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        if kind != "text_link":
            self._entities.append({"type": kind, **place})
            return
        href = opened.attributes.get("href") or "".join(self._text[opened.index :])
        if url := checked_link(href):
            self._entities.append({"type": kind, **place, "url": url})

    def result(self) -> tuple[str, list[Entity]]:
        if self._open:
            raise ValueError(f"no end of «{self._open[-1].name}»")
        return "".join(self._text), sorted(self._entities, key=_rank)


def checked_link(address: str) -> str | None:
    """The address as Telegram keeps it in a link, or None where it keeps the words alone.

    Only http, https and tg addresses; a host needs a dot (so `localhost` is no link).
    """
    address = address.strip().replace(" ", "%20")
    scheme, colon, rest = address.partition("://")
    if not colon:
        scheme, rest = "http", address
    if scheme.lower() == "tg":
        return f"tg://{rest}"
    if scheme.lower() not in {"http", "https"}:
        return None
    host, tail = _split_host(rest)
    if not _is_host(host):
        return None
    return f"{scheme.lower()}://{_lower_ascii(host)}{tail if tail[:1] == '/' else '/' + tail}"


def _split_host(rest: str) -> tuple[str, str]:
    end = next((i for i, c in enumerate(rest) if c in "/?#"), len(rest))
    return rest[:end], rest[end:]


def _is_host(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError:
        return False
    name = parts.hostname or ""
    if "\\" in host or port == 0:
        return False
    return ":" in name or "." in name.strip(".")


def _lower_ascii(host: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in host)


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(rest):
        attribute = _ATTRIBUTE.match(rest, at)
        if attribute is None:
            if rest[at:].strip():
                raise ValueError(f"unreadable attributes: {rest.strip()}")
            break
        name, *values = attribute.groups()
        value = next((v for v in values if v is not None), "")
        found[name] = _REFERENCE.sub(_character, value)
        at = attribute.end()
    return found


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _CHARACTERS[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    too_long = len(reference[0].removesuffix(";")) > _LONGEST_REFERENCE
    return reference[0] if too_long or not 0 < code < _HIGHEST else chr(code)


def _rank(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _ORDER[entity["type"]]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Without blanks at both ends; they are one unit each."""
    cut = len(text) - len(text.lstrip(_TRIMMED))
    text = text.strip(_TRIMMED)
    units = text.encode("utf-16-le", "surrogatepass")
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], len(units) // 2)
        words = units[start * 2 : end * 2].decode("utf-16-le", "surrogatepass")
        if end > start and words.strip(_TRIMMED):
            kept.append(entity | {"offset": start, "length": end - start})
    return text, tuple(kept)
