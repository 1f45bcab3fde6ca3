"""Foreign bytes → text: of pages, feeds and files, by what the bytes show before what is declared.

The one decoder of `bot/intake`.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

_HEAD = 4096  # bytes at the top in which a document says how it is written
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*+=\s*+["']?\s*+([\w.:-]{2,40})""", re.IGNORECASE
)
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Who says ISO-8859-1 means Windows-1252, which has dashes and quotes where the other has none.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "iso8859-9": "cp1254"}
_NO_ALPHABETS = ("idna", "punycode", "unicode", "raw", "undefined", "mbcs", "oem")
_EASTERN = re.compile(r"gb|big5|shift_jis|euc|iso2022|cp9[345]|hz|johab|uhc")
_GUESSES = ("cp1251", "koi8-u", "iso8859-5", "cp866", "cp1252")
_FEW_TORN = 40  # bytes beyond ASCII to one broken letter: a stray byte, not another alphabet
# A word with letters beyond ASCII; that each starts where a word does keeps this linear.
_FOREIGN_WORD = re.compile(rb"(?<![a-zA-Z\x80-\xff])[a-zA-Z]*+[\x80-\xff][a-zA-Z\x80-\xff]*+")
_SAMPLE, _LONGEST_WORD = 1_000, 40  # words that tell one alphabet from another, and their bytes
_COMMON = frozenset("оаинітевсрлкмдупяьзбгйчхжцюшщфєїґыэъё")
_NEARLY = 0.8  # of the best: the one that is named first, or is commoner, wins
_RARE = 3  # times as bad as a good letter is good


@dataclass(frozen=True, slots=True)
class Decoded:
    """`wrong`: the encoding is not a declared one. `damaged`: some letters were lost."""

    text: str
    wrong: bool = False
    damaged: bool = False


def is_text(data: bytes) -> bool:
    """Whether it has no noughts, or says by a mark that they are halves of letters."""
    return b"\0" not in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def decode_page(data: bytes, declared: str | None = None) -> str:
    """The text alone."""
    return decode(data, declared).text


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text, whatever is declared: by HTTP, as a content type or a bare name, or inside.

    Never fails: a byte that no alphabet has becomes «\N{REPLACEMENT CHARACTER}». What is valid
    UTF-8 is UTF-8: another alphabet almost never is.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name, wrong=False)
    if b"\0" in data[:_HEAD]:
        return _wide(data)
    said = _said(data, declared)
    if b"\x1b" in data and (escaped := [name for name in said if name.startswith("iso2022")]):
        return _decoded(data, escaped[0], wrong=False)
    if (text := _as_utf8(data)) is not None:
        wrong = bool(said) and "utf-8" not in said and not data.isascii()
        return Decoded(text, wrong=wrong, damaged="\ufffd" in text)
    name = _likeliest(data, said)
    return _decoded(data, name, wrong=bool(said) and name not in said)


def _decoded(data: bytes, name: str, *, wrong: bool) -> Decoded:
    text = data.decode(name, "replace")
    return Decoded(text, wrong=wrong, damaged="\ufffd" in text)


def _wide(data: bytes) -> Decoded:
    """UTF-16 without its mark: every other byte of its tags is nought."""
    even = data[:_HEAD:2].count(0)
    odd = data[1:_HEAD:2].count(0)
    if max(even, odd) * 10 < len(data[:_HEAD]):  # a stray nought
        return decode(data.replace(b"\0", b""))
    return _decoded(data, "utf-16-be" if even > odd else "utf-16-le", wrong=False)


def _said(data: bytes, declared: str | None) -> list[str]:
    """Python's names of what HTTP and the document declare, known ones only."""
    charset = _CHARSET.search(declared or "")
    inside = _DECLARED.search(data[:_HEAD])
    names = (charset[1] if charset else declared, inside and inside[1].decode("ascii", "replace"))
    return [known for name in names if name and (known := _known(name))]


def _known(name: str) -> str | None:
    """None for what is no alphabet, too, such as rot13."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_alphabet = codec._is_text_encoding and not codec.name.startswith(_NO_ALPHABETS)  # noqa: SLF001 - as open() does
    return _MEANT.get(codec.name, codec.name) if is_alphabet else None


def _as_utf8(data: bytes) -> str | None:
    """None for what has more than a few torn letters."""
    try:  # all of it, but for a letter that the end of the data has cut
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        beyond_ascii = len(data.translate(None, bytes(range(128))))
        return text if text.count("\ufffd") * _FEW_TORN <= beyond_ascii else None


def _likeliest(data: bytes, said: Sequence[str]) -> str:
    """The alphabet in which the words look most like words; what is declared wins a tie."""
    named = [name for name in said if not name.startswith("utf")]
    for name in named:
        if _EASTERN.match(name) and "\ufffd" not in data.decode(name, "replace"):
            return name
    found = (word[0][:_LONGEST_WORD] for word in _FOREIGN_WORD.finditer(data))
    sample = b" ".join(islice(found, _SAMPLE))
    names = (*named, *_GUESSES)
    scores = {name: _score(sample.decode(name, "replace")) for name in names}
    enough = max(scores.values()) * _NEARLY
    return next((name for name in names if scores[name] >= enough), names[0])


def _score(text: str) -> int:
    """Good letters less what does not stand in words: signs, other scripts, capitals within."""
    score = 0
    before = " "
    for letter in text:
        if letter > "\x7f":
            score += _worth(before, letter)
        elif letter.isalpha() and _is_cyrillic(before):
            score -= _RARE
        before = letter
    return score


def _worth(before: str, letter: str) -> int:
    if _is_cyrillic(letter):
        if before.isalpha() and (not _is_cyrillic(before) or before.islower() > letter.islower()):
            return -_RARE
        return 2 if letter in _COMMON else 1 if letter.isalpha() else -1
    if letter.isalpha():
        return 1 if letter < "\u0250" and before.isascii() else -1
    return 0 if letter in "«»—–’“”„…№\u00a0·©" else -_RARE


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"
