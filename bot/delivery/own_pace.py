"""How fast a tariff may be used, as far as this process knows."""

import logging

from bot.delivery.in_flight import InFlight
from bot.domain.rate import Rate

_logger = logging.getLogger(__name__)


class OwnPace:
    def __init__(self, rate: Rate) -> None:
        self.setting = rate
        self.rate = rate
        self.window = InFlight(rate.per_second)

    def follow(self, rate: Rate) -> None:
        """What the token's row says now."""
        known, self.rate = self.rate.per_second, rate
        if rate.per_second == known:
            return
        self.window.keep_to(rate.per_second)
        if rate.per_second < known:
            _logger.warning(
                "Telegram refused the %s pace: %.1f messages a second now, not %.1f",
                rate.tariff,
                rate.per_second,
                rate.setting,
            )
        elif rate.is_full:
            _logger.info("the %s pace is %g messages a second again", rate.tariff, rate.setting)
