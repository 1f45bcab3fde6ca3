"""Faults by chance, with a seed, and on order from a given message on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from bot.sandbox.faults import Fault, Faults, Kind

_KNUTH = 2654435761  # spreads ids in a row


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a kind of fault comes, and for how many seconds."""

    kind: Kind
    probability: float
    seconds: float = 1


def read_chances(words: str) -> tuple[Chance, ...]:
    """`close_after=0.001,slow=0.002:3` → chances. Raises ValueError."""
    return tuple(_chance(word) for word in words.split(",") if word)


def _chance(word: str) -> Chance:
    kind, _, rest = word.partition("=")
    probability, _, seconds = rest.partition(":")
    fault = Fault(kind, seconds=float(seconds or 1))  # type: ignore[arg-type] # it looks itself
    return Chance(fault.kind, float(probability), fault.seconds)


class Mishaps:
    """What befalls the next request: an order that fits, else a draw of the dice."""

    def __init__(self, chances: tuple[Chance, ...], blocked: float, seed: int) -> None:
        self._chances = chances
        self._blocked = round(blocked * 2**32)
        self._random = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self._salt = seed * 40503
        self._orders = Faults()
        self._later: list[tuple[int, Mapping[str, object]]] = []
        self.happened: Counter[str] = Counter()
        self.blocked: set[int] = set()  # who has answered 403

    def order(self, fault: Mapping[str, object], at: int) -> None:
        """Raises ValueError for a fault that there is not."""
        Faults().add(**fault)  # type: ignore[arg-type]
        self._later.append((at, fault))

    def is_blocked(self, chat_id: int) -> bool:
        """Whether this person has blocked the bot: a share of all, always the same ones."""
        return chat_id > 0 and ((chat_id + self._salt) * _KNUTH) % 2**32 < self._blocked

    def take(self, method: str, chat_id: int, accepted: int) -> Fault | None:
        if self._later:
            self._start(accepted)
        fault = self._orders.take(method, chat_id) if len(self._orders) else None
        fault = fault or self._draw()
        if fault:
            self.happened[fault.kind] += 1
        return fault

    def _start(self, accepted: int) -> None:
        for at, fault in self._later:
            if at <= accepted:
                self._orders.add(**fault)  # type: ignore[arg-type]
        self._later = [order for order in self._later if order[0] > accepted]

    def _draw(self) -> Fault | None:
        if not self._chances:
            return None
        drawn = self._random.random()
        for chance in self._chances:
            drawn -= chance.probability
            if drawn < 0:
                return Fault(chance.kind, seconds=chance.seconds)
        return None
