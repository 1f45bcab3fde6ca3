"""Bytes of a feed → its text, whatever its encoding is said to be."""

import codecs
import re
import zlib
from dataclasses import dataclass

from bot.domain.errors import RefusedError

FEED_LIMIT = 5_000_000  # bytes, after unpacking
_GZIP = b"\x1f\x8b"
_UNPACKED_TWICE = 2  # a server that compresses a file that is compressed
_AUTOMATIC_GZIP = 31  # zlib's wbits for a gzip header
_HEAD = 1_000
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']\s*([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
# UTF-32 before UTF-16: its mark begins with the other one's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# Who says ISO-8859-1 means Windows-1252, which has dashes and quotes where the other has none.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "iso8859-9": "cp1254"}
# Codecs that are no character sets, or that turn plain letters into something else.
_NO_ENCODINGS = frozenset((
    "utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs",
    "oem", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be",
))  # fmt: skip
_FEW_BROKEN = 20  # one letter in so many may be broken, and it is still UTF-8
_HIGH = re.compile(rb"[\x80-\xff]+")
_ALONE = 2  # letters with marks stand alone or in twos in a Latin text


@dataclass(frozen=True, slots=True)
class Decoded:
    """`wrong`: the encoding is not the declared one. `damaged`: some letters were lost."""

    text: str
    wrong: bool = False
    damaged: bool = False


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    """The text of a feed, unpacked first where it is gzip.

    Raises `RefusedError` for what is too big.

    What is valid UTF-8 is UTF-8, whatever it says; else a mark, the declaration, the header; else
    Windows-1251, KOI8-U or Windows-1252, by the letters.
    """
    data = _unpacked(data)
    if len(data) > FEED_LIMIT:
        raise RefusedError("feed_too_big", limit=FEED_LIMIT)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, wrong=False)
    for start, encoding in _UNMARKED:
        if data.lstrip()[:4].startswith(start):
            return _decoded(data, encoding, wrong=False)
    declared = _declared(data, content_type)
    utf8 = _as_utf8(data, declared)
    if utf8 is not None:
        return utf8
    guessed = _guessed(data)
    for encoding in declared:
        if encoding == "utf-8" or (encoding == "cp1252" and guessed != encoding):
            continue  # many servers say Latin-1 of everything
        if (text := _strictly(data, encoding)) is not None:
            return Decoded(text)
    return _decoded(data, guessed, wrong=bool(declared))


def _unpacked(data: bytes) -> bytes:
    for _ in range(_UNPACKED_TWICE):
        if not data.startswith(_GZIP):
            break
        try:
            data = zlib.decompressobj(_AUTOMATIC_GZIP).decompress(data, FEED_LIMIT + 1)
        except zlib.error:
            raise RefusedError("not_a_feed") from None
    return data


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """Python's names of the encodings that the document and the header name, known ones only."""
    names = [match[1].decode("ascii", "replace") for match in _DECLARED.finditer(data[:_HEAD])]
    names += _CHARSET.findall(content_type or "")
    return [known for name in names if (known := _known(name))]


def _known(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding or codec.name in _NO_ENCODINGS:  # noqa: SLF001 - as open() does
        return None
    return _MEANT.get(codec.name, codec.name)


def _as_utf8(data: bytes, declared: list[str]) -> Decoded | None:
    if b"\x1b" in data and any(name.startswith("iso2022") for name in declared):
        return None
    wrong = bool(declared) and declared[0] != "utf-8" and not data.isascii()
    try:  # all of it, but for a letter that the end of the data has cut
        return Decoded(codecs.getincrementaldecoder("utf-8")().decode(data), wrong=wrong)
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = len(text) - broken - sum(map(text.count, _ASCII))
    return Decoded(text, wrong=wrong, damaged=True) if broken * _FEW_BROKEN <= good else None


_ASCII = [chr(code) for code in range(128)]


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _decoded(data: bytes, encoding: str, *, wrong: bool) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text.lstrip("\ufeff"), wrong=wrong, damaged="\ufffd" in text)


def _guessed(data: bytes) -> str:
    """By the letters: alone among Latin ones, or whole words with small letters here or there."""
    runs = [len(run) for run in _HIGH.findall(data[:200_000])]
    if sum(length for length in runs if length <= _ALONE) * 2 > sum(runs):
        return "cp1252"
    high = b"".join(_HIGH.findall(data[:200_000]))
    small_in_koi8 = sum(0xC0 <= byte < 0xE0 for byte in high)  # noqa: PLR2004 - its columns
    small_in_cp1251 = sum(byte >= 0xE0 for byte in high)  # noqa: PLR2004
    return "koi8-u" if small_in_koi8 > small_in_cp1251 else "cp1251"
