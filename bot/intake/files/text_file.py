"""Files that an editor sends: what kind of page a file is, and the text that it holds."""

import re

from bot.domain.errors import RefusedError
from bot.intake.decode import decode_page, is_text
from bot.intake.files.word import is_word_file, word_text

FILE_LIMIT = 1_000_000  # bytes; the longest page that is read has 100,000 characters

TEXT_NAMES = (".txt", ".text")
MARKDOWN_NAMES = (".md", ".markdown")
WORD_NAMES = (".docx",)
WEB_NAMES = (".html", ".htm", ".xhtml")
PAGE_NAMES = (*TEXT_NAMES, *MARKDOWN_NAMES, *WORD_NAMES, *WEB_NAMES)
_WEB_TOP = re.compile(r"<(?:!doctype\s{1,99}+html|html|head|body)\b", re.IGNORECASE)
_BEFORE_TOP = (("<!--", "-->"), ("<?xml", "?>"))  # what may stand before it, and where that ends
_TOP = 4000  # bytes


def is_web_page(name: str, data: bytes) -> bool:
    """Whether it is a saved web page, by its name or by how it begins."""
    return name.lower().endswith(WEB_NAMES) or _begins_as_web_page(decode_page(data[:_TOP]))


def _begins_as_web_page(text: str) -> bool:
    """Each comment is walked over once: one pattern for all of them took exponential time."""
    rest = text.lstrip("\ufeff \t\r\n\f")
    while mark := next((mark for mark in _BEFORE_TOP if rest.startswith(mark[0])), None):
        _, end, rest = rest.partition(mark[1])
        if not end:
            return False
        rest = rest.lstrip()
    return _WEB_TOP.match(rest) is not None


def read_text_file(name: str, data: bytes) -> str:
    """The text of a file: as it is written, or what a Markdown or Word file says.

    Raises `RefusedError` for what is too big, damaged, or no text at all.
    """
    if is_word_file(name, data):
        return word_text(name, data)
    if len(data) > FILE_LIMIT:
        raise RefusedError("file_too_big", size=len(data), limit=FILE_LIMIT)
    if not is_text(data):
        raise RefusedError("file_not_text", name=name)
    text = decode_page(data)
    if name.lower().endswith(MARKDOWN_NAMES):
        from bot.intake.files.markdown import markdown_text  # noqa: PLC0415 - seldom needed

        return markdown_text(text)
    return text
