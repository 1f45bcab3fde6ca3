"""The composition root: every part of the bot, and the order in which they start and stop."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.archive import Archive
from bot.archiving import Archiving
from bot.channels import Channels
from bot.config import ReaderUnknown, Settings
from bot.delivery.broadcasts import PaidBroadcasts
from bot.delivery.looking import LookUp
from bot.delivery.pacer import PAID_PER_SECOND, Pacer, Rates
from bot.delivery.recorder import Recorder
from bot.delivery.showing import Showing
from bot.delivery.subjects import Subjects
from bot.delivery.telegram import Telegram
from bot.delivery.wire import Wire
from bot.delivery.worker import Worker
from bot.domain.answers import Accepted, Answer, Refusal, SendPolicy
from bot.domain.clock import Clock, system_clock
from bot.domain.openings import OpenInvitation, bot_link
from bot.drafting import Drafting
from bot.feeds.feeds import Feeds
from bot.feeds.poller import FeedPoller
from bot.fetching import Fetcher
from bot.fields import Fields
from bot.inbox import Inbox
from bot.language import Language
from bot.newsroom import Newsroom
from bot.polling import Poller
from bot.readership import Readership
from bot.releases import Releases
from bot.rendering.renderer import Renderer
from bot.retention import Retention
from bot.submissions import Submissions
from bot.team import Team
from storage.alone import take_alone
from storage.owing import CHUNK
from storage.storage import Storage

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher

    from bot.web.server import WebServer

_logger = logging.getLogger(__name__)

Announce = Callable[[str, str | None], None]
_PATIENCE = 30.0  # seconds between tries to reach Telegram, at most


class CannotConnect(Exception):  # noqa: N818 - Telegram's answer, and no fault of the program
    """Telegram cannot be reached, or does not know the token; its words say which."""


@dataclass(frozen=True, slots=True)
class App:
    """Storage and use cases. Nothing here speaks to Telegram, or has loaded aiogram."""

    settings: Settings
    clock: Clock
    woken: asyncio.Event
    storage: Storage
    pages: Renderer
    drafting: Drafting
    newsroom: Newsroom
    fields: Fields
    releases: Releases
    team: Team
    readership: Readership
    archive: Archive
    archiving: Archiving
    channels: Channels
    inbox: Inbox
    retention: Retention
    submissions: Submissions
    feeds: Feeds
    feed_poller: FeedPoller

    async def start(self) -> None:
        """Bring the database up to date, and make owners of those whom the settings name."""
        await self.storage.migrate()
        await self.team.name_owners(self.settings.owner_ids)

    async def close(self) -> None:
        await self.storage.close()

    async def run(self, stop: asyncio.Event, announce: Announce) -> None:
        """Be the bot until `stop`; `announce` is told its name and the first owner's link.

        Raises `CannotConnect`, `TokenRefused`, `AlreadyRunning`, `PortTaken`, alone or in a group.
        """
        lock = take_alone(self.settings.database_url)
        try:
            await self.start()
            async with asyncio.TaskGroup() as group:
                if self.settings.http_port is not None:
                    group.create_task(self.serve(self.settings.http_port, stop))
                async with self.connect(stop) as connection:
                    if connection:
                        announce(connection.username, await connection.owner_link())
                        await connection.run(stop, alone=lock is not None)
        finally:
            if lock:
                lock.close()

    async def serve(self, port: int, stop: asyncio.Event) -> None:
        """Take articles over HTTP until `stop`, even without Telegram. Raises `PortTaken`."""
        server = build_web_server(self, port)
        try:
            await server.run(stop)
        except OSError as error:
            raise PortTaken(f"HTTP_HOST, HTTP_PORT: {error.strerror or error}") from None

    async def check_database(self) -> None:
        """Raises where the database does not answer."""
        async with self.storage.reading() as tx:
            await tx.audience.sections()

    @asynccontextmanager
    async def connect(self, stop: asyncio.Event) -> "AsyncIterator[Connection | None]":
        """The Telegram side: everything that needs a token. Loads aiogram (3 s, 170 MB).

        None where `stop` came before Telegram could be reached.
        """
        token = self.settings.bot_token
        if token is None:
            raise CannotConnect("BOT_TOKEN is not set: get one from @BotFather, or try `demo`")
        async with Wire(self.settings.telegram_api_url) as wire:
            telegram = Telegram(wire, token.get_secret_value())
            username = await _reach(telegram, stop)
            if username is None:
                yield None
                return
            connection = _connect(self, telegram, username)
            try:
                yield connection
            finally:
                await connection.bot.session.close()


@dataclass(frozen=True, slots=True)
class Connection:
    """The bot on Telegram: what takes updates in, what sends, and the clock."""

    app: App
    username: str
    bot: "Bot"
    dispatcher: "Dispatcher"
    poller: Poller
    worker: Worker

    async def run(self, stop: asyncio.Event, *, alone: bool = True) -> None:
        """Start the worker, the clock and the poller; stop them in the other order."""
        from bot.scheduler import build_scheduler  # noqa: PLC0415 - with the Telegram side
        from handlers.menu import set_menus  # noqa: PLC0415 - loads aiogram

        spare_the_collector()
        app = self.app
        scheduler = build_scheduler(app.drafting, app.inbox, app.retention, app.feed_poller)
        async with asyncio.TaskGroup() as group:
            worker = group.create_task(self.worker.run(alone=alone))
            scheduler.start()
            try:
                await set_menus(self.bot, self.app.pages, await self.app.team.editors())
                await self.poller.run(stop)
            finally:
                scheduler.shutdown(wait=False)
                self.worker.stop()
            await worker

    async def owner_link(self) -> str | None:
        """A one-time link that makes whoever opens it the owner; None once there is one."""
        token = await self.app.team.first_owner_token()
        return token and bot_link(self.username, OpenInvitation(token))


def spare_the_collector() -> None:
    """Let the garbage collector leave alone what the start has made, and come by less often.

    It walked through every module for each few hundred messages: 0.02 ms of the 0.14 ms that a
    message took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


def assemble(
    settings: Settings, *, clock: Clock = system_clock, fetcher: Fetcher | None = None
) -> App:
    """Every part that needs no Telegram. `fetcher`: what fetches sites, public ones by default."""
    storage = Storage.open(settings.database_url)
    woken = asyncio.Event()
    language = settings.default_language
    words = Language()
    submissions = Submissions(storage, clock, woken.set, settings.desk)
    return App(
        settings=settings,
        clock=clock,
        woken=woken,
        storage=storage,
        pages=Renderer(settings.zone, clock, settings.templates_dir),
        drafting=Drafting(storage, clock, woken.set, settings.zone, fetcher),
        newsroom=Newsroom(storage, clock, woken.set, paid_broadcasts=settings.paid_broadcasts),
        fields=Fields(storage, clock, woken.set, settings.zone),
        releases=Releases(storage, clock, woken.set),
        team=Team(storage, clock, woken.set, language),
        readership=Readership(storage, clock, language),
        archive=Archive(storage),
        archiving=Archiving(storage, clock),
        channels=Channels(storage, clock, woken.set, settings.desk),
        inbox=Inbox(storage, clock, woken.set, settings.desk),
        submissions=submissions,
        feeds=Feeds(storage, clock, words),
        feed_poller=FeedPoller(
            storage=storage,
            submissions=submissions,
            clock=clock,
            wake=woken.set,
            zone=settings.zone,
            language=words,
            desk_chat_id=settings.desk,
            fetcher=fetcher,
        ),
        retention=Retention(storage, clock, settings.keep_deliveries),
    )


def _connect(app: App, telegram: Telegram, username: str) -> Connection:
    """Every part that needs Telegram."""
    from aiogram import Bot, Dispatcher  # noqa: PLC0415 - 3 s and 170 MB
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    import handlers  # noqa: PLC0415
    from handlers.lenient import completed  # noqa: PLC0415
    from handlers.pacing import PacedRequests  # noqa: PLC0415

    settings = app.settings
    pacer = build_pacer(app)
    bot_session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_url))
    bot_session.middleware(PacedRequests(pacer, app.inbox.is_passing))
    bot = Bot(_token(settings), session=bot_session)
    dispatcher = Dispatcher(
        drafting=app.drafting,
        newsroom=app.newsroom,
        fields=app.fields,
        releases=app.releases,
        team=app.team,
        readership=app.readership,
        archive=app.archive,
        channels=app.channels,
        feeds=app.feeds,
        pages=app.pages,
        bot_username=username,
        default_language=settings.default_language,
        inbox=app.inbox,
        disable_fsm=True,
    )
    dispatcher.include_router(handlers.build())

    async def handle(update: Mapping[str, Any]) -> None:
        await dispatcher.feed_raw_update(bot, completed(update))

    worker = build_worker(app, telegram, username, pacer)
    return Connection(app, username, bot, dispatcher, Poller(telegram, app.inbox, handle), worker)


def build_web_server(app: App, port: int) -> "WebServer":
    """What takes articles in over HTTP; it needs no Telegram."""
    from bot.web.server import WebServer  # noqa: PLC0415 - only where somebody asked for it

    settings = app.settings
    return WebServer(
        settings.http_host,
        port,
        submissions=app.submissions,
        tokens={name: token.get_secret_value() for name, token in settings.api_tokens.items()},
        is_well=app.check_database,
    )


def build_pacer(app: App) -> Pacer:
    settings = app.settings
    rates = Rates(
        settings.rate_per_second,
        settings.rate_per_channel_minute,
        paid_per_second=PAID_PER_SECOND if settings.paid_broadcasts else None,
    )
    return Pacer(app.storage, app.clock, rates)


def build_worker(
    app: App, telegram: Telegram, username: str, pacer: Pacer, *, chunk: int = CHUNK
) -> Worker:
    """The delivery loop alone: it speaks to the Bot API itself and needs no aiogram."""
    settings, storage, clock = app.settings, app.storage, app.clock
    subjects = Subjects(
        storage,
        app.pages,
        clock,
        username,
        settings.default_language,
        paid_broadcasts=settings.paid_broadcasts,
    )
    showing = Showing(
        storage=storage,
        telegram=telegram,
        subjects=subjects,
        look_up=LookUp(storage, telegram, subjects, pacer, clock),
        pacer=pacer,
        clock=clock,
        policy=SendPolicy(
            look_up_after=settings.look_up_delay,
            send_again_to_readers=settings.reader_unknown is ReaderUnknown.AGAIN,
        ),
        desk_chat_id=settings.desk,
        zone=settings.zone,
    )
    return Worker(
        storage=storage,
        showing=showing,
        pacer=pacer,
        recorder=Recorder(storage, clock, settings.desk, app.woken.set),
        paid=PaidBroadcasts(
            storage=storage,
            telegram=telegram,
            pacer=pacer,
            clock=clock,
            wake=app.woken.set,
            desk_chat_id=settings.desk,
        ),
        clock=clock,
        woken=app.woken,
        settle=settings.look_up_delay,
        chunk=chunk,
    )


class PortTaken(Exception):  # noqa: N818 - the machine, not the program, is at fault
    """The address for HTTP cannot be listened on."""


class OutOfReach(CannotConnect):
    """Telegram did not answer; it may yet."""


async def _reach(telegram: Telegram, stop: asyncio.Event) -> str | None:
    """The bot's name, however long the line to Telegram is down; None where `stop` comes first.

    Raises `CannotConnect`.
    """
    wait = 1.0
    while not stop.is_set():
        try:
            return await read_username(telegram)
        except OutOfReach as error:
            _logger.warning("%s; trying again in %.0f s", error, wait)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        wait = min(wait * 2, _PATIENCE)
    return None


async def read_username(telegram: Telegram) -> str:
    """The bot's name on Telegram. Raises `CannotConnect`, and `OutOfReach` for a line down."""
    answer: Answer = await telegram.call("getMe", wait=15)
    match answer:
        case Accepted(result):
            username: str = result["username"]
            return username
        case Refusal(code=401 | 404, description=words):
            raise CannotConnect(f"Telegram does not know the token in BOT_TOKEN ({words})")
        case Refusal(description=words):
            raise OutOfReach(f"Telegram refuses: {words}")
        case _:
            raise OutOfReach(f"Telegram cannot be reached: {answer.reason}")


def _token(settings: Settings) -> str:
    return settings.bot_token.get_secret_value() if settings.bot_token else ""
