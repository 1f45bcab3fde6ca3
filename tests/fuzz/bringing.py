"""The webhook: whatever Telegram brings is kept, or turned away in words."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import aiohttp

from bot.config import FixedSettings
from bot.domain.update_facts import Update
from bot.updates.inbox import Writing
from bot.web.building import build_web_server
from tests.builders import migrated
from tests.fuzz.breeding import Breeder
from tests.fuzz.keeping import a_database
from tests.fuzz.serving import no_errors_logged
from tests.fuzz.surface import Surface, Take
from tests.fuzz.telegram import a_bred_update
from tests.tables import waiting_updates
from tests.web.site import an_app, vitals_of

_SECRET: Final = "tell-nobody"
_DEEP: Final[tuple[str, ...]] = ("[", '{"a":', '{"update_id":7,"message":[')


def _draw_body(breeder: Breeder) -> bytes:
    if breeder.chance(0.05):
        deep: str = breeder.one(_DEEP)
        return deep.encode() * breeder.random.choice((10, 300, 2000))
    update = {"update_id": breeder.random.randint(1, 10**6), **a_bred_update(breeder)}
    body = json.dumps(breeder.changed(update, breeder.random.randint(0, 4))).encode()
    return breeder.spoilt(body) if breeder.chance(0.2) else body


@asynccontextmanager
async def _brought() -> AsyncIterator[Take]:
    with a_database() as database:
        async with migrated(database):
            pass
        app = an_app(database)

        async def keep(update: Update) -> bool:
            dated = app.inbox.dated([update], app.inbox.now())
            await app.inbox.write(Writing(dated), alone=True)
            return True

        settings = FixedSettings(
            telegram_api_url="http://127.0.0.1:1",
            http_port=8080,
            webhook_url="http://127.0.0.1:8080",
            webhook_secret=_SECRET,
        )
        server = build_web_server(settings, 0, app.submissions, vitals_of(app), app.door.take_in)
        try:
            with app.door.opened(keep):
                async with server.listening() as port, aiohttp.ClientSession() as session:
                    yield _take(session, f"http://127.0.0.1:{port}/telegram/webhook")
            waiting_updates(app.storage)  # can all be read again
        finally:
            await app.close()


def _take(session: aiohttp.ClientSession, url: str) -> Take:
    headers = {
        "X-Telegram-Bot-Api-Secret-Token": _SECRET,
        "Content-Type": "application/json",
    }

    async def take(data: bytes) -> None:
        with no_errors_logged():
            async with session.post(url, data=data, headers=headers) as answer:
                told = await answer.text()
        assert answer.status in {200, 400, 413}, told
        assert answer.status != 200 or not told

    return take


SURFACES: Final = (Surface("updates brought", _draw_body, _brought, share=8, few=40),)
