"""Telegram's rules for texts: its own parser for markup, what it finds by itself, and its limits.

Offsets and lengths are UTF-16 units everywhere. tdjson's two calls take about 35 microseconds for
a post and at most a few milliseconds at the limit of 32 kilobytes, so they run in the event loop.
"""

import functools
import html
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
import tdjson

from bot.sandbox.entities import from_tdlib, joined, shifted
from bot.sandbox.refusals import Json, bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
MARKUP_LIMIT_BYTES = 1 << 15
ENTITIES_LIMIT = 100  # Telegram keeps no more of them with one message
_PARSE_MODES: dict[str, Json] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
# What Telegram finds by itself in every text, whoever formatted it.
_FOUND = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLANK = " \n\t"
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060-\u2064\u2800\ufeff]*")


@dataclass(frozen=True)
class Formatted:
    """A text as Telegram keeps it, with entities in the form of the Bot API."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(
    text: str, parse_mode: str = "", entities: list[Json] | None = None, limit: int = TEXT_LIMIT
) -> Formatted:
    """What Telegram makes of a text that a bot sends. Raises `BotApiError` in its words."""
    if not text:
        raise bad_request("message text is empty")
    result = _made(text, parse_mode, entities)
    if _INVISIBLE.fullmatch(result.text):
        raise bad_request("message text is empty")
    if utf16_length(result.text) > limit:
        raise bad_request("message is too long")
    return result


def captioned(text: str, parse_mode: str = "", entities: list[Json] | None = None) -> Formatted:
    """The same for what stands under a picture or a file, where there may be nothing."""
    result = _made(text, parse_mode, entities)
    if utf16_length(result.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return Formatted("") if _INVISIBLE.fullmatch(result.text) else result


def _made(text: str, parse_mode: str, entities: list[Json] | None) -> Formatted:
    if len(text.encode()) > MARKUP_LIMIT_BYTES:
        raise bad_request("text is too long")
    text, given = _parsed(text, parse_mode) if parse_mode else (text, entities or [])
    return _settled(text, given)


def typed(text: str) -> Formatted:
    """What Telegram makes of a text that a person types: no markup, but commands and links."""
    return _settled(text, [])


def retyped(before: Formatted, text: str) -> Formatted:
    """What an app makes of a text that a person changes: formatting stays where the words do."""
    old, new = before.text.encode("utf-16-le"), text.encode("utf-16-le")
    head = _same_units(old, new)
    before_end, end = len(old) // 2, len(new) // 2
    tail = min(_same_units(old[::-1], new[::-1]), min(before_end, end) - head)
    last, grown = before_end - tail, end - before_end

    def moved(at: int, within: int, *, first: bool) -> int:
        if at >= last and (first or at > head):
            return at + grown
        return at if at <= head else within

    kept = []
    for entity in before.entities:
        start = moved(entity["offset"], end - tail, first=True)
        stop = moved(entity["offset"] + entity["length"], head, first=False)
        if stop > start and entity["type"] not in _FOUND:
            kept.append({**entity, "offset": start, "length": stop - start})
    return _settled(text, kept)


def _same_units(one: bytes, other: bytes) -> int:
    """How many whole units both begin with."""
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return (min(len(one), len(other)) if same is None else same) // 2


def split_like_a_client(text: str, size: int = TEXT_LIMIT) -> list[str]:
    """What the apps do with a long paste: parts of `size` units, no character cut in two."""
    parts: list[str] = []
    part: list[str] = []
    used = 0
    for character in text:
        width = 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004 - the end of the first plane
        if used + width > size:
            parts.append("".join(part))
            part, used = [], 0
        part.append(character)
        used += width
    return [*parts, "".join(part)]


def checked_link(url: str) -> str | None:
    """The address as Telegram writes it, or None where it takes it for no address at all."""
    answer = _tdlib(
        {
            "@type": "parseTextEntities",
            "text": f'<a href="{html.escape(url)}">x</a>',
            "parse_mode": _PARSE_MODES["html"],
        }
    )
    found: list[Json] = answer.get("entities", [])
    if not found:
        return None
    return str(found[0]["type"].get("url", url))


@functools.cache
def _quiet() -> None:
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def _tdlib(request: Json) -> Json:
    _quiet()
    answer: Any = orjson.loads(tdjson.td_execute(orjson.dumps(request)) or b"{}")
    return dict(answer)


def _parsed(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    mode = _PARSE_MODES.get(parse_mode.lower())
    if mode is None:
        raise bad_request("unsupported parse_mode")
    answer = _tdlib({"@type": "parseTextEntities", "text": text, "parse_mode": mode})
    if answer["@type"] == "error":
        raise bad_request(answer["message"])
    return answer["text"], from_tdlib(answer["entities"])


def _found_in(text: str) -> list[Json]:
    answer = _tdlib({"@type": "getTextEntities", "text": text})
    return from_tdlib(answer.get("entities", []))


def _settled(text: str, given: list[Json]) -> Formatted:
    _check_bounds(given, utf16_length(text))
    text, given = _cleaned(text, given)
    entities = joined(given[:ENTITIES_LIMIT], _found_in(text)[:ENTITIES_LIMIT])
    left = len(text) - len(text.lstrip(_BLANK))
    text = text.strip(_BLANK)
    end = utf16_length(text)
    kept = _worth_keeping(shifted(entities, -left, end), text)
    return Formatted(text, tuple(itertools.islice(kept, ENTITIES_LIMIT)))


def _check_bounds(entities: list[Json], end: int) -> None:
    for entity in entities:
        offset, length = entity.get("offset", 0), entity.get("length", 0)
        if offset < 0 or length < 0:
            raise bad_request(f"receive an entity with incorrect bounds {offset}, {length}")
        if offset + length > end:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + length}"
            )


def _cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Carriage returns go, with every offset behind them; other control characters are blanks."""
    gone = [utf16_length(before) for before in _heads(text.split("\r"))]
    entities = [_moved_up(entity, gone) for entity in entities]
    return _CONTROL.sub(" ", text.replace("\r", "")), entities


def _heads(parts: list[str]) -> Iterable[str]:
    """What stands before each carriage return."""
    return itertools.accumulate(parts[:-1], lambda head, part: f"{head}\r{part}")


def _moved_up(entity: Json, gone: list[int]) -> Json:
    offset, end = entity["offset"], entity["offset"] + entity["length"]
    offset, end = offset - bisect_left(gone, offset), end - bisect_left(gone, end)
    return {**entity, "offset": offset, "length": end - offset}


def _worth_keeping(entities: Iterable[Json], text: str) -> Iterable[Json]:
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        start = entity["offset"] * 2
        part = units[start : start + entity["length"] * 2].decode("utf-16-le", "ignore")
        if not _INVISIBLE.fullmatch(part):
            yield entity
