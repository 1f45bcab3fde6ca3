"""Hostile inputs out of honest ones: repeated, nested, spliced, cut, with signs of their kind."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final

LONGEST: Final = 120_000  # characters of an input: beyond what is read of a page
_LONG: Final = 0.08  # of the inputs are long: what costs n² shows itself there
# What no text of a newsroom holds, and people's names on Telegram do.
ODD: Final = (
    "\u202e", "\u200b", "\u2066", "\u00ad", "\ufeff", "\0", "\x1b", "\ud800", "\udfff",
    "\U000e0041", "\u0301" * 40, "👨‍👩‍👧", "🇺🇦", "İ", "ß", "ﷺ", "٣", "½", "\u2028", "\x85", "\r",
    "\t", " " * 60, "'", '"', "<b>", "&lt;", "&#0;", "&#x110000;", "{{ 7*7 }}", "%s", "../",
    "${x}", "https://e.com/", "@ім’я", "#тег", "/start", "9" * 30, "-1", "1e999", "NaN",
)  # fmt: skip
_ODD_VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, 2**70, -(2**63), 0.5, 1e308, "", "0",
    "soon", "\ud800", [], {}, [[]], {"": None}, [None],
)  # fmt: skip


class Breeder:
    """Draws by one sequence of chances: the same seed breeds the same inputs."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, among: Sequence[Any]) -> Any:
        return self.random.choice(among)

    # --- texts ---

    def text(self, honest: Sequence[str], signs: Sequence[str]) -> str:
        """A text of this kind; `signs` are the pieces that its readers look for."""
        text = self._grown(signs) if self.chance(0.4) else str(self.one(honest))
        for _ in range(self.random.randint(0, 4)):
            text = self._changed(text, honest, signs)
        return text[:LONGEST]

    def name(self) -> str:
        """What somebody may call themselves, or a channel."""
        return "".join(self._piece(ODD) for _ in range(self.random.randint(0, 6)))[:4096]

    def _grown(self, signs: Sequence[str]) -> str:
        """Signs of the kind alone: in a row, the same again and again, or nested."""
        few = [self._piece(signs) for _ in range(self.random.randint(1, 4))]
        often = self._often(sum(map(len, few)))
        shape = self.random.randrange(4)
        if shape == 0:
            return "".join(self._piece(signs) for _ in range(min(often, 2000)))
        if shape == 1:
            return "".join(few) * often
        opening, closing = few[0], few[-1]
        middle = few[len(few) // 2]
        return opening * often + middle + (closing * often if shape == 2 else "")

    def _piece(self, signs: Sequence[str]) -> str:
        if self.chance(0.8):
            return str(self.one(signs))
        letters = (
            " ",
            "\n",
            "а",
            "Я",
            "z",
            "0",
            ".",
            "-",
            "—",
            "«",
            "<",
            ">",
            "&",
            "(",
            ",",
            "\u00a0",
        )
        return str(self.one(letters)) * self.random.choice((1, 1, 1, 2, 7, 40))

    def _often(self, length: int) -> int:
        """How often something is said: mostly a few times, sometimes as long as there is room."""
        most = max(1, LONGEST // max(1, length))
        if self.chance(_LONG):
            return self.random.randint(1, most)
        return min(most, int(2 ** self.random.uniform(0, 7)))

    def _changed(self, text: str, honest: Sequence[str], signs: Sequence[str]) -> str:
        at, end = sorted(self.random.choices(range(len(text) + 1), k=2))
        piece = self._piece(signs if self.chance(0.7) else ODD)
        changes: Sequence[Callable[[], str]] = (
            lambda: text[:at] + piece + text[at:],
            lambda: text[:at],
            lambda: text[:at] + text[end:],
            lambda: text[:at] + text[at : at + 400] * self._often(400) + text[end:],
            lambda: text[:at] + str(self.one(honest))[at:],
            lambda: text[:at] + piece * self._often(len(piece)) + text[at:],
            lambda: "\n".join(self.random.sample(lines, len(lines))),
        )
        lines = text.split("\n")
        return str(self.one(changes)())

    # --- bytes ---

    def spoilt(self, data: bytes) -> bytes:
        """Bytes with some turned, cut out, put in or doubled."""
        for _ in range(self.random.randint(1, 4)):
            at, end = sorted(self.random.choices(range(len(data) + 1), k=2))
            match self.random.randrange(5):
                case 0:
                    turned = bytes([self.random.randrange(256)])
                    data = data[:at] + turned + data[at + 1 :]
                case 1:
                    data = data[:at]
                case 2:
                    data = data[:at] + data[end:]
                case 3:
                    data = data[:at] + self.random.randbytes(self.random.randint(1, 9)) + data[at:]
                case _:
                    data = data[:end] + data[at:]
        return data[: 2 * LONGEST]

    def encoded(self, text: str) -> bytes:
        """A text in some encoding; what that lacks becomes question marks."""
        if self.chance(0.6):
            return text.encode("utf-8", "surrogatepass")
        names = (
            "cp1251",
            "koi8-u",
            "utf-16",
            "utf-16-le",
            "iso8859-5",
            "cp866",
            "utf-7",
            "gb18030",
        )
        return text.encode(str(self.one(names)), "replace")

    # --- values of JSON ---

    def odd_value(self, text: str = "") -> Any:
        """A value of any type."""
        if self.chance(0.4):
            return self.name() + text
        value = self.one(_ODD_VALUES)
        if isinstance(value, list | dict):
            return [value] * self.random.randint(0, 3)
        return value

    def changed(self, value: Any, changes: int = 2) -> Any:
        """A document with some of its values replaced, left out, doubled or put elsewhere."""
        for _ in range(changes):
            value = self._changed_value(value, self.random.randint(0, 6))
        return value

    def _changed_value(self, value: Any, depth: int) -> Any:
        if depth and isinstance(value, Mapping) and value:
            name = self.one(sorted(value))
            whole = dict(value)
            match self.random.randrange(12):
                case 0:
                    del whole[name]
                case 1:
                    whole[name] = self.odd_value()
                case 2:
                    whole[self.name() or "x"] = self.odd_value()
                case 3:
                    whole[name] = whole[self.one(sorted(value))]
                case _:
                    whole[name] = self._changed_value(value[name], depth - 1)
            return whole
        if depth and isinstance(value, list) and value:
            at = self.random.randrange(len(value))
            row = list(value)
            match self.random.randrange(6):
                case 0:
                    del row[at]
                case 1:
                    row *= self.random.choice((2, 3, 50))
                case _:
                    row[at] = self._changed_value(row[at], depth - 1)
            return row
        return self.odd_value(value if isinstance(value, str) and self.chance(0.5) else "")
