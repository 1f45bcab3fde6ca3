"""The composition root: every part of the bot, and the order in which they start and stop."""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.config import Settings
from bot.delivery.assembly import build_pacer, build_worker
from bot.delivery.gc_tuning import spare_the_collector
from bot.delivery.handshake import CannotConnectError, wait_for_telegram
from bot.delivery.http_transport import HttpTransport
from bot.delivery.pacer import Pacer
from bot.delivery.reply_sender import ReplySender
from bot.delivery.stopping import give_up_without_database
from bot.delivery.telegram import Telegram
from bot.delivery.worker import Worker
from bot.domain.clock import Clock, system_clock
from bot.domain.deep_links import OpenInvitation, bot_link
from bot.domain.people import BotIdentity
from bot.fetching import Fetcher
from bot.intake.executor import Parsing
from bot.language.terms import Language
from bot.rendering.renderer import Renderer
from bot.scheduler import Job, Scheduler
from bot.updates.door import Door
from bot.updates.inbox import Inbox
from bot.updates.listening import Updates, build_updates
from bot.usecases.alerts import Alerts
from bot.usecases.archive import Archive
from bot.usecases.channels import Channels
from bot.usecases.drafts import Drafts
from bot.usecases.editing import Editing
from bot.usecases.feeds.poller import FeedPoller
from bot.usecases.feeds.settings import Feeds
from bot.usecases.identity import AnotherBotError, Identity
from bot.usecases.imports import Imports
from bot.usecases.publishing import Publishing
from bot.usecases.questions import Questions
from bot.usecases.readers import Readers
from bot.usecases.reports import Reports
from bot.usecases.retention import Retention
from bot.usecases.retraction import Retraction
from bot.usecases.submissions import Submissions
from bot.usecases.team import Team
from bot.usecases.timekeeping import EVERY, Timekeeping
from storage.enqueue import CHUNK
from storage.instance_lock import take_alone
from storage.storage import Storage

if TYPE_CHECKING:
    from aiogram import Dispatcher

    from bot.web.server import WebServer

_logger = logging.getLogger(__name__)

_USED_BY_HANDLERS = (
    *("drafts", "publishing", "fields", "questions", "retraction", "alerts", "reports"),
    *("team", "readers", "archive", "channels", "feeds"),
)
Announce = Callable[[str, str | None], None]
_HOUR = 3600.0  # seconds
# Such runs wait for sites, and how many sites are asked at once is the use cases' own to say.
_SITES = 1_000


@dataclass(frozen=True, slots=True)
class App:
    """Storage and use cases. Nothing here speaks to Telegram, or has loaded aiogram."""

    settings: Settings
    clock: Clock
    replica: str  # this process among those on its database
    woken: asyncio.Event
    storage: Storage
    pages: Renderer
    drafts: Drafts
    publishing: Publishing
    fields: Editing
    retraction: Retraction
    alerts: Alerts
    reports: Reports
    questions: Questions
    team: Team
    readers: Readers
    archive: Archive
    imports: Imports
    channels: Channels
    identity: Identity
    inbox: Inbox
    retention: Retention
    submissions: Submissions
    feeds: Feeds
    feed_poller: FeedPoller
    timekeeping: Timekeeping
    door: Door = field(default_factory=Door)

    async def start(self) -> None:
        """Bring the database up to date. Only `run` makes owners: it knows whose bot it is."""
        await self.storage.migrate()

    async def close(self) -> None:
        await self.storage.close()

    async def run(self, stop: asyncio.Event, announce: Announce) -> None:
        """Be the bot until `stop`; `announce` is told its name and the first owner's link.

        Whom the settings name is an owner once the database is known to be this bot's. May raise
        `CannotConnectError`, `TokenRefusedError`, `AlreadyRunningError` or `PortTakenError`.
        """
        lock = take_alone(self.settings.database_url)
        if self.storage.has_other_names():
            _logger.warning("the database has hard links: a kill may lose its end; keep one name")
        try:
            await self.storage.migrate()
            async with asyncio.TaskGroup() as group:
                if self.settings.http_port is not None:
                    group.create_task(self.serve(self.settings.http_port, stop))
                async with self.connect(stop) as connection:
                    if connection:
                        await self.team.name_owners(self.settings.owner_ids)
                        announce(connection.username, await connection.owner_link())
                        await connection.run(stop, alone=lock is not None)
        finally:
            if lock:
                await self.close()  # before the lock: its handle must outlive SQLite's
                lock.close()

    async def serve(self, port: int, stop: asyncio.Event) -> None:
        """Take articles over HTTP until `stop`, even without Telegram. Raises `PortTakenError`."""
        try:
            await self.web_server(port).run(stop)
        except OSError as error:
            raise PortTakenError(f"HTTP_HOST, HTTP_PORT: {error.strerror or error}") from None

    def web_server(self, port: int) -> "WebServer":
        from bot.web.building import build_web_server  # noqa: PLC0415 - where it is asked for

        return build_web_server(
            self.settings, port, self.submissions, self.storage.check, self.door.take_in
        )

    def jobs(self) -> tuple[Job, ...]:
        """What is to be asked every so often, and how many seconds apart."""
        drafts, feeds = self.drafts, self.feed_poller
        return (
            Job("check_clock", EVERY, self.timekeeping.check),
            Job("assemble_pastes", 0.5, drafts.assemble, look=drafts.next_paste),
            Job("fetch_pages", 0.5, drafts.fetch_pages, at_once=_SITES, look=drafts.next_fetch),
            Job("poll_feeds", 1, feeds.poll_due, at_once=_SITES, look=feeds.next_look),
            Job("tidy_pastes", _HOUR, drafts.tidy),
            Job("tidy_updates", _HOUR, self.inbox.tidy),
            Job("tidy_feeds", _HOUR, feeds.tidy),
            Job("roll_up_deliveries", _HOUR, self.retention.tidy),
        )

    def worker(
        self, telegram: Telegram, username: str, pacer: Pacer, *, chunk: int = CHUNK
    ) -> Worker:
        """The delivery loop alone."""
        return build_worker(
            self.settings,
            storage=self.storage,
            clock=self.clock,
            woken=self.woken,
            pages=self.pages,
            telegram=telegram,
            username=username,
            pacer=pacer,
            chunk=chunk,
        )

    @asynccontextmanager
    async def connect(
        self, stop: asyncio.Event, **pauses: float
    ) -> "AsyncIterator[Connection | None]":
        """The Telegram side: everything that needs a token. Loads aiogram (3 s, 170 MB).

        `pauses`: the poller's, where they are to be others than its own.
        None where `stop` came before Telegram could be reached. Raises `CannotConnectError`, also
        where the database is another bot's.
        """
        token = self.settings.bot_token
        if token is None:
            raise CannotConnectError(
                "BOT_TOKEN is not set: get one from @BotFather, or try `demo`"
            )
        async with HttpTransport(self.settings.telegram_api_url) as transport:
            telegram = Telegram(transport, token.get_secret_value())
            bot = await wait_for_telegram(telegram, stop)
            if bot is None:
                yield None
                return
            try:
                await self.identity.recognise(bot)
            except AnotherBotError as error:
                raise CannotConnectError(str(error)) from None
            yield _connect(self, telegram, bot, pauses)


@dataclass(frozen=True, slots=True)
class Connection:
    """The bot on Telegram: what takes updates in, what sends, and the clock."""

    app: App
    username: str
    sender: ReplySender
    dispatcher: "Dispatcher"
    updates: Updates
    worker: Worker

    async def run(self, stop: asyncio.Event, *, alone: bool = True) -> None:
        """Start the worker, the clock and what takes updates; stop them in the other order."""
        from handlers.menu import set_menus  # noqa: PLC0415 - loads aiogram

        spare_the_collector()
        app = self.app
        await app.timekeeping.check()  # before anything is claimed by a clock that was set back
        scheduler = Scheduler(app.jobs(), app.alerts.job_fails)
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
                giving_up = give_up_without_database(stop, app.storage.is_writable, limit)
                watching = group.create_task(giving_up)
                worker = group.create_task(self.worker.run(alone=alone))
                clock = group.create_task(scheduler.run())
                try:
                    await set_menus(self.sender, app.pages, await app.team.editors())
                    await self.updates.run(stop, alone=alone)
                finally:
                    scheduler.stop()
                    self.worker.stop()
                await asyncio.wait({clock, worker})
                watching.cancel()

    async def owner_link(self) -> str | None:
        """A one-time link that makes whoever opens it the owner; None once there is one."""
        token = await self.app.team.first_owner_token()
        return token and bot_link(self.username, OpenInvitation(token))


def assemble(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    passed: Callable[[], float] | None = None,
    fetcher: Fetcher | None = None,
    parsing: Parsing | None = None,
    language: Language | None = None,
    make_database: bool = True,
) -> App:
    """Every part that needs no Telegram.

    `passed` counts seconds, whatever the clock is set to; `fetcher` fetches sites, public ones by
    default; `parsing` reads what comes from outside; `language` has words in all their forms.
    Without `make_database` one that is not there is not made: whoever asks it is told so.
    """
    storage = Storage.open(settings.database_url, make=make_database)
    woken, replica = asyncio.Event(), secrets.token_hex(8)
    words = language or Language()
    parsing = parsing or Parsing()
    submissions = Submissions(storage, clock, woken.set, settings.desk)
    feed_poller = FeedPoller(
        storage=storage,
        submissions=submissions,
        clock=clock,
        wake=woken.set,
        zone=settings.zone,
        language=words,
        desk_chat_id=settings.desk,
        fetcher=fetcher,
        parsing=parsing,
    )
    timekeeping = Timekeeping(storage, clock, woken.set, settings.desk, passed or time.monotonic)
    return App(
        settings=settings,
        clock=clock,
        replica=replica,
        woken=woken,
        storage=storage,
        pages=Renderer(settings.zone, clock, settings.templates_dir),
        drafts=Drafts(storage, clock, woken.set, settings.zone, fetcher, parsing=parsing),
        publishing=Publishing(storage, clock, woken.set, paid_broadcasts=settings.paid_broadcasts),
        fields=Editing(storage, clock, woken.set, settings.zone),
        retraction=Retraction(storage, clock, woken.set),
        alerts=Alerts(storage, clock, woken.set, settings.desk),
        reports=Reports(storage),
        questions=Questions(storage, clock, woken.set),
        team=Team(storage, clock, woken.set, settings.default_language),
        readers=Readers(storage, clock, settings.default_language),
        archive=Archive(storage),
        imports=Imports(storage, clock),
        channels=Channels(storage, clock, woken.set, settings.desk),
        identity=Identity(storage, clock),
        inbox=Inbox(storage, clock, replica, woken.set, settings.desk),
        submissions=submissions,
        feeds=Feeds(storage, clock, woken.set, words, feed_poller.next_look.at_once),
        feed_poller=feed_poller,
        retention=Retention(storage, timekeeping.at_least, settings.keep_deliveries),
        timekeeping=timekeeping,
    )


def _connect(
    app: App, telegram: Telegram, identity: BotIdentity, pauses: Mapping[str, float]
) -> Connection:
    """Every part that needs Telegram."""
    from handlers.lenient import completed  # noqa: PLC0415 - loads aiogram: 3 s and 170 MB
    from handlers.named_bot import NamedBot  # noqa: PLC0415

    pacer = build_pacer(app.settings, app.storage, app.clock)
    sender = ReplySender(telegram, pacer, app.inbox.is_passing, app.door.respond)
    bot = NamedBot(identity)
    dispatcher = build_dispatcher(app, sender, identity.username)

    async def handle(update: Mapping[str, Any]) -> None:
        await dispatcher.feed_raw_update(bot, completed(update))

    worker = app.worker(telegram, identity.username, pacer)
    updates = build_updates(
        app.settings, telegram, app.inbox, handle, app.door, alerts=app.alerts, **pauses
    )
    return Connection(app, identity.username, sender, dispatcher, updates, worker)


def build_dispatcher(app: App, sender: ReplySender, username: str) -> "Dispatcher":
    """Every route, and what handlers ask for by name. Loads aiogram."""
    from aiogram import Dispatcher  # noqa: PLC0415 - 3 s and 170 MB

    import handlers  # noqa: PLC0415

    dispatcher = Dispatcher(
        **{name: getattr(app, name) for name in _USED_BY_HANDLERS},
        pages=app.pages,
        sender=sender,
        bot_username=username,
        default_language=app.settings.default_language,
        is_passing=app.inbox.is_passing,
        disable_fsm=True,
    )
    dispatcher.include_router(handlers.build())
    return dispatcher


class PortTakenError(Exception):
    """The address for HTTP cannot be listened on."""
