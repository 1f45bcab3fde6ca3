"""What the settings allow: how many requests for the token, for a person, for a channel."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.rate import Rate, Tariff

PAID_PER_SECOND = 970.0  # of the 1,000 that Telegram allows for Stars

_LEAST = 0.2  # of a setting: Telegram's refusals push the rate no lower
_PAID_FALL = 0.5  # a paid pace that Telegram does not grant is soon given up


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests per second for the token and for a person, per minute for a group or channel.

    `paid_per_second` is what may be sent for Stars; None where nothing is.
    """

    per_second: float = 29
    per_channel_minute: float = 19
    per_person_second: float = 1
    paid_per_second: float | None = None

    def of_tariffs(self) -> tuple[Rate, ...]:
        """What the settings say for each tariff that there is."""
        free = Rate(self.per_second, floor=self.per_second * _LEAST)
        if self.paid_per_second is None:
            return (free,)
        most = self.paid_per_second
        return free, Rate(most, tariff=Tariff.PAID, fall=_PAID_FALL, floor=most * _LEAST)

    def gap(self, chat_id: int) -> timedelta:
        """The time between two requests to a chat: groups and channels have negative ids."""
        if chat_id < 0:
            return timedelta(minutes=1) / self.per_channel_minute
        return timedelta(seconds=1) / self.per_person_second
