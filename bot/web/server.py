"""Serves HTTP while the bot runs: its routes, and how it starts and stops."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.usecases.submissions import Submissions
from bot.web.archive_site import ArchiveSite
from bot.web.articles import Articles
from bot.web.connections import ConnectionLimits, Connections
from bot.web.openapi import describe
from bot.web.problems import ProblemHandler, problems
from bot.web.watching import Vitals, Watching
from bot.web.webhook import Callers, TakeIn, Webhook

_LARGEST_BODY = 1024 * 1024  # bytes
_FINISH_WITHIN = 10.0  # seconds for requests under way when the bot stops
_UNREAD_WITHIN = 2.0  # seconds in which the rest of a refused body is let in and dropped
_MOST_HEADERS = 64


class WebServer:
    """Port 0 is any that is free."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        submissions: Submissions,
        tokens: Mapping[str, str],
        vitals: Vitals,
        archive: ArchiveSite | None = None,
        webhook: tuple[TakeIn, Callers] | None = None,
        limits: ConnectionLimits = ConnectionLimits(),  # noqa: B008 - frozen
    ) -> None:
        self._host = host
        self._port = port
        articles = Articles(submissions, tokens, limits.body)
        hook = Webhook(*webhook, limits.body) if webhook else None

        def is_known(request: web.Request) -> bool:
            return articles.is_source(request) or bool(hook and hook.is_telegram(request))

        self._connections = Connections(limits, is_known)
        self._app = web.Application(
            client_max_size=_LARGEST_BODY,
            middlewares=[self._connections.count, problems(vitals.is_passing)],
        )
        self._app.add_routes(
            [
                *articles.routes(),
                *(hook.routes() if hook else ()),
                web.get("/openapi.json", self._openapi),
                *Watching(vitals).routes(),
                *(archive.routes() if archive else ()),
            ]
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until stopped. Raises OSError where the port cannot be taken."""
        async with self.listening():
            await stop.wait()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Serve within the block, which is given the port. Raises OSError, as `run` does."""
        runner = web.AppRunner(self._app, shutdown_timeout=_FINISH_WITHIN)
        await runner.setup()
        assert runner.server  # noqa: S101 - there is one from here on
        try:
            async with self._accepting(runner.server) as port, asyncio.TaskGroup() as group:
                watching = group.create_task(self._connections.watch())
                yield port
                watching.cancel()
        finally:
            await runner.cleanup()
            self._connections.end_all()

    @asynccontextmanager
    async def _accepting(self, factory: web.Server) -> AsyncIterator[int]:
        """Take connections in within the block, which is given the port."""
        loop = asyncio.get_running_loop()

        def handler() -> asyncio.Protocol:
            return ProblemHandler(
                factory,
                loop=loop,
                access_log=None,  # type: ignore[arg-type]  # it is asked whether there is one
                lingering_time=_UNREAD_WITHIN,
                max_headers=_MOST_HEADERS,
            )

        guarded = self._connections.guarded(handler)
        server = await loop.create_server(guarded, self._host, self._port)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()

    async def _openapi(self, _: web.Request) -> web.Response:
        return web.json_response(describe())
