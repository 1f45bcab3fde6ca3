"""What changes between two texts, word by word: for whoever decides on a correction."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from bot.domain.text import ELLIPSIS, shorten, utf16_length

_WORDS_COMPARED: Final = 400
_AROUND: Final = 4  # words that are the same and stand beside a change
_LONGEST_PIECE: Final = 120  # UTF-16 units


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row; `kind`: `same`, `old` (they go) or `new` (they come)."""

    kind: str
    words: str


def word_diff(old: str, new: str, limit: int) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order, up to `limit` UTF-16 units together."""
    shown: list[Piece] = []
    room = limit
    for piece in _pieces(old.split()[:_WORDS_COMPARED], new.split()[:_WORDS_COMPARED]):
        length = utf16_length(piece.words) + 1
        if length > room:
            shown.append(Piece("same", ELLIPSIS))
            break
        shown.append(piece)
        room -= length
    return tuple(shown)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", _same(old[i:j], is_first=i == 0, is_last=j == len(old)))
            continue
        if i < j:
            yield Piece("old", shorten(" ".join(old[i:j]), _LONGEST_PIECE))
        if k < m:
            yield Piece("new", shorten(" ".join(new[k:m]), _LONGEST_PIECE))


def _same(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """Of a long stretch only what stands beside the changes."""
    if len(words) <= 2 * _AROUND + 1:
        return shorten(" ".join(words), _LONGEST_PIECE)
    before = [] if is_first else words[:_AROUND]
    after = [] if is_last else words[-_AROUND:]
    return shorten(" ".join((*before, ELLIPSIS, *after)), _LONGEST_PIECE)
