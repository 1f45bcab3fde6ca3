"""Rich messages (Bot API 10.2): what Telegram takes of their blocks, and what it makes of them.

Blocks alone: HTML and Markdown are read by Telegram's servers, of which nobody has the rules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.sent_files import StoredFile
from bot.sandbox.texts import checked_link, utf16_length

MOST_CHARACTERS: Final = 32_768
MOST_BLOCKS: Final = 500
MOST_DEPTH: Final = 16
MOST_MEDIA: Final = 50
_LARGEST_HEADING: Final = 6
_STYLES: Final = frozenset(
    (
        *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "marked"),
        *("subscript", "superscript"),
    )
)
_OF_TEXT: Final = frozenset(
    ("paragraph", "footer", "pullquote", "pre", "heading", "expandable_blockquote")
)
_OF_BLOCKS: Final = frozenset(("blockquote", "details"))
_OF_FILES: Final = {
    "photo": "photo",
    "video": "video",
    "animation": "animation",
    "audio": "audio",
    "document": "document",
    "voice_note": "voice",
}
_GALLERIES: Final = frozenset(("collage", "slideshow"))

Choose = Callable[[object, str], StoredFile]


def rich_content(given: Json, choose: Choose) -> Json:
    """What a message keeps of an InputRichMessage. Raises `BotApiError`.

    `choose`: the file that a parameter names, of a kind.
    """
    if sum(name in given for name in ("blocks", "html", "markdown")) != 1:
        raise bad_request("exactly one of html, markdown and blocks must be specified")
    blocks = given.get("blocks")
    if blocks is None:
        raise bad_request("the sandbox reads rich messages as blocks alone")
    reader = _Reader(choose)
    shown = reader.blocks(blocks, 1)
    reader.check()
    return {"rich_message": {"blocks": shown} | ({"is_rtl": True} if given.get("is_rtl") else {})}


@dataclass
class _Reader:
    choose: Choose
    characters: int = field(default=0, init=False)
    count: int = field(default=0, init=False)
    media: int = field(default=0, init=False)

    def check(self) -> None:
        """What Telegram calls these is written nowhere; that it refuses is."""
        if self.characters > MOST_CHARACTERS:
            raise bad_request("RICH_MESSAGE_TOO_LONG")
        if self.count > MOST_BLOCKS:
            raise bad_request("RICH_MESSAGE_BLOCKS_TOO_MUCH")
        if self.media > MOST_MEDIA:
            raise bad_request("RICH_MESSAGE_MEDIA_TOO_MUCH")
        if not self.characters and not self.media:
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")

    def blocks(self, given: Any, depth: int) -> list[Json]:  # noqa: ANN401 - as sent
        if not isinstance(given, list) or not given:
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
        return [self._block(one, depth) for one in given]

    def _block(self, given: Any, depth: int) -> Json:  # noqa: ANN401
        self._check_depth(depth)
        self.count += 1
        if not isinstance(given, dict):
            raise bad_request("can't parse InputRichBlock: expected an Object")
        match kind := given.get("type"):
            case "divider":
                return {"type": kind}
            case "list":
                return {"type": kind, "items": self._items(given.get("items"), depth)}
            case str() if kind in _OF_TEXT:
                words = {"type": kind, "text": self._text(given.get("text"), depth)}
                return words | _size(given) | self._parts(given, ("credit",), depth)
            case str() if kind in _OF_BLOCKS:
                inner = {"type": kind, "blocks": self.blocks(given.get("blocks"), depth + 1)}
                return inner | self._parts(given, ("credit", "summary"), depth)
            case str() if kind in _OF_FILES:
                return {"type": kind} | self._file(given, kind) | self._caption(given, depth)
            case str() if kind in _GALLERIES:
                inner = {"type": kind, "blocks": self.blocks(given.get("blocks"), depth + 1)}
                return inner | self._caption(given, depth)
        raise bad_request("can't parse InputRichBlock: unsupported type specified")

    def _items(self, given: Any, depth: int) -> list[Json]:  # noqa: ANN401
        if not isinstance(given, list) or not given:
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
        items = []
        for one in given:
            if not isinstance(one, dict):
                raise bad_request("can't parse InputRichBlockListItem: expected an Object")
            self.count += 1
            items.append({"label": "•", "blocks": self.blocks(one.get("blocks"), depth + 1)})
        return items

    def _file(self, given: Json, kind: str) -> Json:
        media = given.get(kind)
        if not isinstance(media, dict) or media.get("type") != kind:
            raise bad_request(f"can't parse InputMedia: type must be {kind}")
        self.media += 1
        file = self.choose(media.get("media"), _OF_FILES[kind])
        spoiler = {"has_spoiler": True} if media.get("has_spoiler") else {}
        return {kind: file.content_of_message()[_OF_FILES[kind]]} | spoiler

    def _caption(self, given: Json, depth: int) -> Json:
        caption = given.get("caption")
        if caption is None:
            return {}
        if not isinstance(caption, dict):
            raise bad_request("can't parse RichBlockCaption: expected an Object")
        text = {"text": self._text(caption.get("text"), depth)}
        return {"caption": text | self._parts(caption, ("credit",), depth)}

    def _parts(self, given: Json, names: tuple[str, ...], depth: int) -> Json:
        return {name: self._text(given[name], depth) for name in names if name in given}

    def _text(self, given: Any, depth: int) -> Any:  # noqa: ANN401 - a RichText
        self._check_depth(depth)
        if isinstance(given, str):
            self.characters += utf16_length(given)
            return given
        if isinstance(given, list):
            return [self._text(one, depth) for one in given]
        if not isinstance(given, dict):
            raise bad_request("can't parse RichText: expected a String, an Array or an Object")
        kind = given.get("type")
        inner = {"type": kind, "text": self._text(given.get("text"), depth + 1)}
        if kind == "url":
            return inner | {"url": _address(given.get("url"))}
        if kind not in _STYLES:
            raise bad_request("can't parse RichText: unsupported type specified")
        return inner

    def _check_depth(self, depth: int) -> None:
        if depth > MOST_DEPTH:
            raise bad_request("RICH_MESSAGE_DEPTH_INVALID")


def _size(given: Json) -> Json:
    if given["type"] != "heading":
        return {}
    size = given.get("size")
    if type(size) is not int or not 1 <= size <= _LARGEST_HEADING:
        raise bad_request("can't parse InputRichBlock: invalid heading size specified")
    return {"size": size}


def _address(given: object) -> str:
    """A link that leads nowhere is no message, unlike in a text."""
    link = checked_link(given) if isinstance(given, str) else None
    if link is None:
        raise bad_request("RICH_MESSAGE_URL_INVALID")
    return link
