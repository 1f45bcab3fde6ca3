"""Takes updates in and has them handled: Telegram brings them, or is asked for them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.config import Settings
from bot.delivery.telegram import Telegram
from bot.updates.by_webhook import Address, Listener
from bot.updates.door import Door
from bot.updates.handling import Handle, Handling
from bot.updates.inbox import Inbox
from bot.updates.polling import Poller
from bot.usecases.alerts import Alerts


@dataclass(frozen=True, slots=True)
class Updates:
    """How updates come in, and what becomes of them."""

    listener: Poller | Listener
    handling: Handling

    async def run(self, stop: asyncio.Event, *, alone: bool) -> None:
        """Take updates until `stop`, then finish what is in hand. Raises `TokenRefusedError`.

        `alone`: no other process is at work on this database.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self.handling.run(stop, alone=alone))
            await self.listener.run(stop)


def build_updates(
    settings: Settings,
    telegram: Telegram,
    inbox: Inbox,
    handle: Handle,
    door: Door,
    *,
    alerts: Alerts,
    may_poll: Callable[[], bool] | None,
    **pauses: float,
) -> Updates:
    """`may_poll`: whether this process is the one that polls, where there are several.

    `pauses`: the listener's, where they are to be others than its own.
    """
    handling = Handling(inbox, handle)
    if settings.webhook_url is None:
        return Updates(Poller(telegram, inbox, handling, may_poll=may_poll, **pauses), handling)
    address = Address(settings.webhook_url, settings.webhook_token)
    tell = alerts.webhook_fails
    listener = Listener(telegram, inbox, handling, door, address=address, tell=tell, **pauses)
    return Updates(listener, handling)
