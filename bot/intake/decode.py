"""Bytes of a page → its text, by what the bytes show before what anybody says of them."""

import codecs
import re

_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*+=\s*+["']?\s*+([\w.:-]{2,40})""", re.IGNORECASE
)
_HEAD = 4096  # bytes at the top in which a page says how it is written
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("cp1251", "koi8-u", "iso8859-5", "cp866", "cp1252")
_SAMPLE = 60_000  # bytes that tell one alphabet from another
_FEW = 0.02  # of the letters beyond ASCII: a cut or a stray byte, not another alphabet
_COMMON = frozenset("оаинітевсрлкмдупяьзбгйчхжцюшщфєїґыэъё")
_NEARLY = 0.8  # of the best: the one that is named first, or is commoner, wins
_EASTERN = re.compile(r"gb|big5|shift_jis|euc|iso2022|cp9[345]|hz|johab|uhc")
_RARE = 3  # times as bad as a good letter is good


def decode_page(data: bytes, declared: str | None = None) -> str:
    """The text, whatever is declared (`declared`: by HTTP; in the page: by itself).

    Never fails: a byte that no alphabet has becomes «\N{REPLACEMENT CHARACTER}».
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    if b"\0" in data[:_HEAD]:
        return _wide(data)
    if data.isascii():
        return data.decode("ascii")
    if _is_utf8(data):
        return data.decode("utf-8", errors="replace")
    said = [name for name in (declared, _said_inside(data)) if name]
    return data.decode(_likeliest(data, said), errors="replace")


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of its tags is nought."""
    even = data[:_HEAD:2].count(0)
    odd = data[1:_HEAD:2].count(0)
    if max(even, odd) * 10 < len(data[:_HEAD]):  # a stray nought
        return decode_page(data.replace(b"\0", b""))
    return data.decode("utf-16-be" if even > odd else "utf-16-le", errors="replace")


def _is_utf8(data: bytes) -> bool:
    """Valid, or with a few torn letters: another alphabet is almost never valid UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        torn = text.count("\N{REPLACEMENT CHARACTER}")
        whole = sum(letter > "\x7f" for letter in text[:_SAMPLE]) - torn
        return torn <= max(whole, 0) * _FEW
    return True


def _said_inside(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    return found.group(1).decode("ascii") if found else None


def _likeliest(data: bytes, said: list[str]) -> str:
    """The alphabet in which the words look most like words; what is declared wins a tie."""
    names = [name for name in (*said, *_GUESSES) if _is_usable(name)]
    for name in said:
        if name in names and _EASTERN.match(codecs.lookup(name).name) and _fits(data, name):
            return name
    sample = data[:_SAMPLE]
    scores = {name: _score(sample.decode(name, errors="replace")) for name in names}
    enough = max(scores.values()) * _NEARLY
    return next((name for name in names if scores[name] >= enough), names[0])


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _is_usable(name: str) -> bool:
    """A known alphabet of one byte a letter, or of East Asia; UTF-8 has been tried."""
    try:
        b"a".decode(name)  # fails for what is no alphabet, too, such as rot13
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return False
    return not known.startswith(("utf", "idna", "punycode", "unicode", "raw", "undefined"))


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
