"""A Word file (.docx) → the text of a page; nothing in it is run, fetched or unpacked but text."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.domain.errors import RefusedError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WORD_LIMIT = 10_000_000  # bytes of the file: its pictures are a part of it
_PART_LIMIT = 8_000_000  # bytes of a part, unpacked: the longest page has a tenth of that
_MOST_PARTS = 5_000

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN_PART: Final = "/officeDocument"
# Not in the text: what was taken out, notes, text boxes, and second copies of these.
_LEFT_OUT: Final = frozenset(
    ("del", "moveFrom", "Fallback", "txbxContent", "instrText", "pPr", "rPr", "sdtPr", "pict")
)
_SIGNS: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def is_word_file(name: str, data: bytes) -> bool:
    """Whether it is a Word file, by its name or by what is packed in it."""
    if name.lower().endswith(".docx"):
        return True
    return data.startswith(b"PK\x03\x04") and b"word/document" in data


def word_text(name: str, data: bytes) -> str:
    """The paragraphs, as they stand with all corrections taken.

    Raises `RefusedError`: `file_too_big`, also for what unpacks to too much; `file_unreadable` for
    what is damaged, locked by a password, or not a Word file after all.
    """
    if len(data) > WORD_LIMIT:
        raise RefusedError("file_too_big", size=len(data), limit=WORD_LIMIT)
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return "\n\n".join(_paragraphs(_document(packed)))
    # The zip's own words for a file that is broken, locked, or packed in a way unknown here.
    except (zipfile.BadZipFile, KeyError, RuntimeError, ValueError, OSError, EOFError, zlib.error):
        raise RefusedError("file_unreadable", name=name) from None


def _document(packed: zipfile.ZipFile) -> "Element":
    if len(packed.infolist()) > _MOST_PARTS:
        raise ValueError("too many parts")
    relations = _part(packed, "_rels/.rels")
    for relation in relations:
        if (relation.get("Type") or "").endswith(_MAIN_PART):
            return _part(packed, (relation.get("Target") or "").lstrip("/"))
    raise KeyError(_MAIN_PART)


def _part(packed: zipfile.ZipFile, name: str) -> "Element":
    """A part as XML. Its stated size is checked, and no more than that is unpacked."""
    from lxml import etree  # noqa: PLC0415 - only those who read such files load it

    info = packed.getinfo(name)
    if (size := info.file_size) > _PART_LIMIT:
        raise RefusedError("file_too_big", size=size, limit=_PART_LIMIT)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed as no such file is")
    with packed.open(info) as file:
        written = file.read(size + 1)  # without a number it unpacks a gigabyte at a time
    written = written.replace(_STRICT, _W.strip("{}").encode())
    if b"<!DOCTYPE" in written or b"<!ENTITY" in written:
        raise ValueError("no such file has entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root: Element = etree.fromstring(written, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    return root


def _paragraphs(element: "Element") -> Iterator[str]:
    for part in element:
        name = _name(part)
        if name == "p":
            if said := "".join(_said(part)).strip():
                yield f"• {said}" if _is_item(part) else said
        elif name not in _LEFT_OUT:
            yield from _paragraphs(part)


def _said(element: "Element") -> Iterator[str]:
    for part in element:
        name = _name(part)
        if name == "t":
            yield part.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _LEFT_OUT and not _is_hidden(part):
            yield from _said(part)


def _is_hidden(part: "Element") -> bool:
    return part.find(f"{_W}rPr/{_W}vanish") is not None


def _is_item(paragraph: "Element") -> bool:
    """Whether it is an item of a list, and no numbered heading."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = "" if style is None else (style.get(f"{_W}val") or "").casefold()
    if named.startswith(("heading", "title", "заголовок")):
        return False
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return named.startswith(("listbullet", "listnumber")) or (
        numbered and paragraph.find(f"{_W}pPr/{_W}outlineLvl") is None
    )


def _name(part: "Element") -> str:
    """The name without its namespace; comments have none."""
    return part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
