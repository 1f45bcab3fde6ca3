"""The sandbox as one server: Telegram's Bot API, the world's controls and the page."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox import control, page_files
from bot.sandbox.bot_api import BotApi
from bot.sandbox.guard import local_only
from bot.sandbox.limits import NO_LIMITS, Limits
from bot.sandbox.webhook_sender import WebhookSender
from bot.sandbox.world import World

SANDBOX_TOKEN = "7000000001:sandbox-token-that-opens-nothing-but-this-machine"  # noqa: S105
_LARGEST_BODY = 96 * 1024 * 1024
_PATIENCE_S = 0.2


class Sandbox:
    """A local stand-in for Telegram, with one bot; `limits=Limits()` for Telegram's own.

    `pictures_from`: `http://HOST:PORT` of the site whose pictures previews show, if there is one.
    """

    def __init__(
        self,
        token: str = SANDBOX_TOKEN,
        bot_username: str = "vistnyk_demo_bot",
        bot_name: str = "Вісник",
        clock: Callable[[], float] = time.time,
        limits: Limits = NO_LIMITS,
        *,
        pictures_from: str = "",
    ) -> None:
        self.token = token
        number = int(token.partition(":")[0])
        bot = {"id": number, "is_bot": True, "first_name": bot_name, "username": bot_username}
        self.world = World(bot, clock)
        self.world.limits.set(limits)
        self.world.pictures_from = pictures_from
        self._address = ""
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """`http://127.0.0.1:PORT`, once it is started."""
        return self._address

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Listen; the port that it really is. `OSError` when it is taken.

        A stopped sandbox may be started again, and its world is as it was.
        """
        self.world.changes.reopen()
        self._runner = web.AppRunner(
            self._application(),
            access_log=None,
            shutdown_timeout=_PATIENCE_S,
            handler_cancellation=True,  # a bot that is gone polls no more
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        bound: int = self._runner.addresses[0][1]
        self._address = f"http://{host}:{bound}"
        return bound

    async def stop(self) -> None:
        """Let everybody who waits go, and close."""
        self.world.changes.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=_LARGEST_BODY, middlewares=[local_only])
        bot_api = BotApi(self.world, self.token)
        sender = WebhookSender(self.world, bot_api.call_from_webhook)
        app.cleanup_ctx.append(partial(_sending, sender))
        app.add_routes(bot_api.routes())
        app.add_routes(control.routes(self.world))
        app.add_routes(page_files.routes(Path(__file__).parent / "page", self.world.pictures_from))
        return app


async def _sending(sender: WebhookSender, _: web.Application) -> AsyncIterator[None]:
    """The sender of webhooks runs for as long as the server does."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(sender.run())
        yield
        task.cancel()
