"""Our HTML as Telegram reads it: the visible text and its entities, without asking Telegram."""

from html.parser import HTMLParser
from typing import Any

from bot.domain.text import utf16_length

Entity = dict[str, Any]

_NAMES = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}


def parse_html(html: str) -> tuple[str, tuple[Entity, ...]]:
    """The text and its entities in the Bot API's shape; offsets are in UTF-16 units."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.text), tuple(reader.entities)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.entities: list[Entity] = []
        self._open: list[tuple[int, Entity]] = []
        self._length = 0

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        self._length += utf16_length(data)
