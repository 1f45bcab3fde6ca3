"""Whether Telegram brings updates or is asked for them: the settings say it."""

from bot.config import Settings
from bot.delivery.telegram import Telegram
from bot.updates.by_webhook import Address, Listener
from bot.updates.door import Door
from bot.updates.handling import Handle
from bot.updates.inbox import Inbox
from bot.updates.polling import Poller
from bot.usecases.alerts import Alerts


def build_listener(
    settings: Settings,
    telegram: Telegram,
    inbox: Inbox,
    handle: Handle,
    door: Door,
    *,
    alerts: Alerts,
    **pauses: float,
) -> Poller | Listener:
    """`pauses`: the listener's, where they are to be others than its own."""
    if settings.webhook_url is None:
        return Poller(telegram, inbox, handle, **pauses)
    address = Address(settings.webhook_url, settings.webhook_token)
    return Listener(
        telegram, inbox, handle, door, address=address, tell=alerts.webhook_fails, **pauses
    )
