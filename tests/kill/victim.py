"""The delivery loop alone, as a process that can be killed: up within a second, no aiogram."""

import asyncio
import os
import signal
from datetime import timedelta

from bot.app import App, assemble
from bot.config import read_settings
from bot.delivery.database_faults import once_it_answers
from bot.delivery.gc_tuning import spare_the_collector
from bot.delivery.handshake import read_username
from bot.delivery.http_transport import HttpTransport
from bot.delivery.measures import Measures
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.telegram import Telegram
from bot.domain.clock import Clock, SharedClock, system_clock
from bot.logs import set_up_logs
from storage.instance_lock import take_alone


async def main(clock: Clock = system_clock) -> None:
    """Deliver until SIGTERM, or until killed. The settings come from the environment."""
    set_up_logs()
    settings = read_settings()
    lock = take_alone(settings.database_url)
    app = assemble(settings, clock=clock)
    try:
        for begin in (app.start, app.process.join):
            await once_it_answers(app.storage, asyncio.Event(), begin)
        spare_the_collector()
        async with asyncio.TaskGroup() as group:
            in_touch = group.create_task(app.process.run())
            address, may_send = settings.telegram_api_url, app.process.is_sure
            async with HttpTransport(address, may_send) as wire:
                await _deliver(app, wire, alone=lock is not None)
            in_touch.cancel()
    finally:
        await app.close()
        if lock:
            lock.close()


async def _deliver(app: App, wire: HttpTransport, *, alone: bool) -> None:
    token = app.settings.bot_token
    assert token
    telegram = Telegram(wire, token.get_secret_value())
    username = await read_username(telegram)
    measures = Measures(chunk=int(os.environ["KILL_TEST_CHUNK"]))
    worker = app.worker(telegram, username, _pacer(app), measures)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
    app.process.on_burial = worker.let_go
    await worker.run(alone=alone)


def _pacer(app: App) -> Pacer:
    """The bot's own, but for the pace of look-ups where a run is too short for Telegram's."""
    settings = app.settings
    looks = float(os.environ["KILL_TEST_LOOKS"])
    rates = Rates(settings.rate_per_second, settings.rate_per_channel_minute, looks)
    return Pacer(app.storage, app.clock, rates)


def alone() -> None:
    asyncio.run(main())


def ahead() -> None:
    """On a machine whose clock is two seconds ahead."""
    asyncio.run(main(SharedClock(lambda: system_clock() + timedelta(seconds=2))))
