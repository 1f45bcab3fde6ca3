"""How many requests a second Telegram takes: what the settings say, or less where it refused."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

_CLIMB = timedelta(minutes=10)  # from nothing to the setting, if nothing is refused


class Tariff(StrEnum):
    """Whether a request is free, or may cost Stars: each kind has a pace of its own."""

    FREE = "free"
    PAID = "paid"

    @classmethod
    def of(cls, *, paid: bool) -> "Tariff":
        return cls.PAID if paid else cls.FREE


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests per second of one tariff: never more than `setting`.

    `learned` is what Telegram was found to take, None where nothing was ever refused; `fall` is
    what is left of the rate when Telegram refuses it, `floor` the least.
    """

    setting: float
    learned: float | None = None
    tariff: Tariff = Tariff.FREE
    fall: float = 0.8
    floor: float = 0

    @property
    def per_second(self) -> float:
        """The rate in force."""
        return self.setting if self.learned is None else min(self.learned, self.setting)

    @property
    def is_full(self) -> bool:
        return self.per_second >= self.setting

    @property
    def is_lowest(self) -> bool:
        """Whether it has fallen as far as it falls."""
        return self.learned is not None and self.per_second <= self.floor

    def fallen(self) -> "Rate":
        """Telegram has refused this rate: at once less of it."""
        lower = max(self.per_second * self.fall, self.floor)
        return replace(self, learned=min(lower, self.per_second))

    def risen(self, time: timedelta) -> "Rate":
        """Nothing was refused for so long: a tenth of the setting more for each minute."""
        more = self.per_second + self.setting * (time / _CLIMB)
        return replace(self, learned=None if more >= self.setting else more)
