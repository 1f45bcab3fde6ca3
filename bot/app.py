"""The composition root: every part of the bot, and the order in which they start and stop."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.config import Settings
from bot.delivery.database_faults import once_it_answers
from bot.delivery.handshake import CannotConnectError, wait_for_telegram
from bot.delivery.http_transport import HttpTransport
from bot.delivery.measures import Measures
from bot.delivery.pacer import Pacer
from bot.delivery.telegram import Telegram
from bot.delivery.worker import Worker
from bot.domain.clock import Clock, SharedClock, system_clock
from bot.fetching import Fetcher
from bot.intake.executor import Parsing
from bot.language.indexing import Index
from bot.language.terms import Language
from bot.rendering.post_lengths import measured
from bot.rendering.post_templates import fault_of
from bot.rendering.renderer import Renderer
from bot.scheduler import Job
from bot.telegram_side import Connection, build_worker, connect_to, routes
from bot.updates.door import Door
from bot.updates.inbox import Inbox
from bot.usecases.alerts import Alerts
from bot.usecases.archive import Archive
from bot.usecases.channel_assembly import for_channels
from bot.usecases.channel_wording import ChannelWording
from bot.usecases.channels import Channels
from bot.usecases.desk_log import DeskLog
from bot.usecases.digests import Digests
from bot.usecases.drafts import Drafts
from bot.usecases.editing import Editing
from bot.usecases.feeds.feed_assembly import poller_of
from bot.usecases.feeds.poller import FeedPoller
from bot.usecases.feeds.settings import Feeds
from bot.usecases.finding import Finding
from bot.usecases.follow_ups import FollowUps
from bot.usecases.following import Following
from bot.usecases.forums import Forums
from bot.usecases.groups import Groups
from bot.usecases.identity import AnotherBotError, Identity
from bot.usecases.illustrating import Illustrating
from bot.usecases.imports import Imports
from bot.usecases.index_filling import Indexing
from bot.usecases.letters import Letters
from bot.usecases.own_posts import OwnPosts
from bot.usecases.privacy import Privacy
from bot.usecases.publishing import Publishing
from bot.usecases.questions import Questions
from bot.usecases.reader_assembly import for_readers
from bot.usecases.readers import Readers
from bot.usecases.reading_settings import ReadingSettings
from bot.usecases.recognition import Recognition
from bot.usecases.replays import Replays
from bot.usecases.replicas import Process
from bot.usecases.reports import Reports
from bot.usecases.rereading import Rereading
from bot.usecases.retention import Retention
from bot.usecases.retraction import Retraction
from bot.usecases.saving import Saving
from bot.usecases.scheduling import Scheduling
from bot.usecases.searching import Searching
from bot.usecases.second_looks import SecondLooks
from bot.usecases.section_settings import SectionSettings
from bot.usecases.shaping import Shaping
from bot.usecases.statistics import EVERY as COUNT_EVERY
from bot.usecases.statistics import Statistics
from bot.usecases.submissions import Submissions
from bot.usecases.team import Team
from bot.usecases.timekeeping import EVERY, Timekeeping
from bot.usecases.watch import EVERY as WATCH_EVERY
from bot.usecases.watch import Watch
from storage.instance_lock import take_alone
from storage.storage import Storage

if TYPE_CHECKING:
    from bot.web.server import WebServer

_logger = logging.getLogger(__name__)

Announce = Callable[[str, str | None], None]
_MINUTE, _HOUR = 60.0, 3600.0  # seconds
_SITES = 1_000  # runs that wait for them: the use cases say how many are asked at once


@dataclass(frozen=True, slots=True)
class App:
    """Storage and use cases. Nothing here speaks to Telegram, or has loaded aiogram."""

    settings: Settings
    clock: Clock
    woken: asyncio.Event
    storage: Storage
    pages: Renderer
    language: Language
    drafts: Drafts
    own_posts: OwnPosts
    rereading: Rereading
    wording: ChannelWording
    publishing: Publishing
    scheduling: Scheduling
    follow_ups: FollowUps
    editing: Editing
    illustrating: Illustrating
    retraction: Retraction
    replays: Replays
    alerts: Alerts
    reports: Reports
    statistics: Statistics
    watch: Watch
    desk_log: DeskLog
    second_looks: SecondLooks
    section_settings: SectionSettings
    shaping: Shaping
    forums: Forums
    finding: Finding
    searching: Searching
    questions: Questions
    team: Team
    recognition: Recognition
    readers: Readers
    following: Following
    groups: Groups
    digests: Digests
    reading_settings: ReadingSettings
    privacy: Privacy
    letters: Letters
    saving: Saving
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
    process: Process
    fetcher: Fetcher | None = None
    door: Door = field(default_factory=Door)
    at_work: asyncio.Event = field(default_factory=asyncio.Event)
    answers: Counter[int] = field(default_factory=Counter)  # Telegram's, by HTTP status

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
            await once_it_answers(self.storage, stop, self._come_in)
            async with asyncio.TaskGroup() as group:
                in_touch = group.create_task(self.process.run())
                if self.settings.http_port is not None:
                    group.create_task(self.serve(self.settings.http_port, stop))
                async with self.connect(stop) as connection:
                    if connection:
                        link = await once_it_answers(self.storage, stop, connection.owner_link)
                        announce(connection.username, link)
                        self.at_work.set()
                        await connection.run(stop, alone=lock is not None)
                        self.at_work.clear()
                in_touch.cancel()
        finally:
            if lock:
                await self.close()  # before the lock: its handle must outlive SQLite's
                lock.close()

    async def _come_in(self) -> None:
        await self.storage.migrate()
        routes()  # it stands still for seconds: not while others wait for its signs of life
        await self.process.join()

    async def serve(self, port: int, stop: asyncio.Event) -> None:
        """Take articles over HTTP until `stop`, even without Telegram. Raises `PortTakenError`."""
        try:
            await self.web_server(port).run(stop)
        except OSError as error:
            raise PortTakenError(f"HTTP_HOST, HTTP_PORT: {error.strerror or error}") from None

    def web_server(self, port: int) -> "WebServer":
        from bot.web.building import build_web_server  # noqa: PLC0415 - where it is asked for
        from bot.web.watching import Vitals  # noqa: PLC0415 - the same

        health, passing, take_in = self.watch.health, self.inbox.is_passing, self.door.take_in
        vitals = Vitals(self.storage.check, self.at_work.is_set, health, self.answers, passing)
        site = self.archive, self.searching, self.pages, self.identity.known
        return build_web_server(self.settings, port, self.submissions, vitals, take_in, site)

    def jobs(self) -> tuple[Job, ...]:
        """What is to be asked every so often, and how many seconds apart."""
        drafts, feeds, times = self.drafts, self.feed_poller, self.scheduling
        indexing = Indexing(self.storage, self.language)
        return (
            Job("check_clock", EVERY, self.timekeeping.check),
            Job("assemble_pastes", 0.5, drafts.assemble, look=drafts.next_paste),
            Job("look_at_links", 0.5, drafts.looks.look, _SITES, drafts.looks.next_look),
            Job("fetch_pages", 0.5, drafts.fetch_pages, at_once=_SITES, look=drafts.next_fetch),
            Job("publish_scheduled", 0.5, times.publish_due, look=times.next_look, once=True),
            Job("poll_feeds", 1, feeds.poll_due, at_once=_SITES, look=feeds.next_look),
            Job("unpin_posts", 1, self.shaping.unpin_due, look=self.shaping.next_look, once=True),
            Job("watch", WATCH_EVERY, self.watch.look, once=True),
            Job("count_followers", COUNT_EVERY, self.statistics.count_followers, once=True),
            Job("tidy_pastes", _HOUR, drafts.tidy, once=True),
            Job("tidy_updates", _HOUR, self.inbox.tidy, once=True),
            Job("fill_index", _MINUTE, indexing.fill, once=True),
            Job("merge_index", _HOUR, indexing.merge, once=True),
            Job("tidy_searches", _HOUR, self.searching.tidy, once=True),
            Job("tidy_feeds", _HOUR, feeds.tidy, once=True),
            Job("digests", 1, self.digests.prepare, look=self.digests.next_look, once=True),
            Job("forget_letters", _HOUR, self.letters.tidy, once=True),
            Job("forget_pace", _HOUR, self.privacy.tidy, once=True),
            Job("roll_up_deliveries", _HOUR, self.retention.tidy, once=True),
        )

    def worker(
        self, telegram: Telegram, username: str, pacer: Pacer, measures: Measures | None = None
    ) -> Worker:
        """The delivery loop alone."""
        holder = self.process if self.storage.is_shared else None
        measures = measures or Measures()
        return build_worker(self, telegram, username, pacer, holder=holder, measures=measures)

    @asynccontextmanager
    async def connect(
        self, stop: asyncio.Event, **pauses: float
    ) -> AsyncIterator[Connection | None]:
        """The Telegram side: everything that needs a token. Loads aiogram (3 s, 170 MB).

        `pauses`: the poller's, where they are to be others than its own.
        None where `stop` came before Telegram could be reached. Raises `CannotConnectError`, also
        where the database is another bot's.
        """
        token = self.settings.bot_token
        if token is None:
            raise CannotConnectError("BOT_TOKEN is not set")
        address = self.settings.telegram_api_url
        async with HttpTransport(address, self.process.is_sure, self.answers) as transport:
            telegram = Telegram(transport, token.get_secret_value())
            known = await once_it_answers(self.storage, stop, self.identity.known)
            was_good = known is not None and token.get_secret_value().startswith(f"{known.id}:")
            bot = await wait_for_telegram(telegram, stop, was_good=was_good)
            if bot is None:
                yield None
                return
            try:
                await once_it_answers(self.storage, stop, partial(self.identity.recognise, bot))
            except AnotherBotError as error:
                raise CannotConnectError(str(error)) from None
            yield connect_to(self, telegram, bot, pauses)


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
    """Every part that needs no Telegram; without `make_database` no database is made.

    `passed` counts seconds, whatever the clock is set to; `parsing` reads what comes from outside.
    """
    words, parsing, woken = language or Language(), parsing or Parsing(), asyncio.Event()
    wake, entry = woken.set, Index(words).entry
    storage = Storage.open(settings.database_url, make=make_database, wake=wake, describe=entry)
    clock = SharedClock(clock) if storage.is_shared and clock is system_clock else clock
    process = Process(storage, clock, settings.look_up_delay)
    submissions = Submissions(storage, clock, settings.desk)
    feed_poller = poller_of(settings, storage, clock, submissions, words, fetcher, parsing)
    timekeeping = Timekeeping(storage, clock, settings.desk, passed or time.monotonic)
    return App(
        settings=settings,
        clock=clock,
        woken=woken,
        storage=storage,
        language=words,
        **_with_pages(settings, storage, clock),
        own_posts=OwnPosts(storage, clock),
        rereading=Rereading(storage, clock, settings.zone, parsing),
        drafts=Drafts(storage, clock, settings.zone, fetcher, parsing=parsing, look=settings.look),
        editing=Editing(storage, clock, settings.zone),
        illustrating=Illustrating(storage, clock, settings.zone, parsing),
        retraction=Retraction(storage, clock),
        replays=Replays(storage, clock),
        alerts=Alerts(storage, clock, settings.desk),
        reports=Reports(storage, clock),
        statistics=Statistics(storage, clock, settings.zone),
        desk_log=DeskLog(storage),
        second_looks=SecondLooks(storage, clock),
        section_settings=SectionSettings(storage, clock),
        questions=Questions(storage, clock),
        team=Team(storage, clock, settings.default_language),
        **for_readers(settings, storage, clock, words),
        imports=Imports(storage, clock),
        **for_channels(settings, storage, clock),
        identity=Identity(storage, clock, settings.default_language),
        inbox=Inbox(storage, clock, process.name, settings.desk),
        submissions=submissions,
        feeds=Feeds(storage, clock, words, feed_poller.next_look.at_once),
        feed_poller=feed_poller,
        retention=Retention(storage, timekeeping.at_least, settings.keep_deliveries),
        timekeeping=timekeeping,
        process=process,
        fetcher=fetcher,
    )


def _with_pages(settings: Settings, storage: Storage, clock: Clock) -> dict[str, Any]:
    """The words, publishing, which has to know how long they will be, and who watches them."""
    pages = Renderer(settings.zone, clock, settings.templates_dir)
    lengths, paid = partial(measured, pages, settings.default_language), settings.paid_broadcasts
    fault = partial(fault_of, pages, language=settings.default_language)
    watch = Watch(storage, clock, settings.desk, settings.silence_alert, fault)
    publishing = Publishing(storage, clock, settings.zone, lengths, paid=paid)
    return {"pages": pages, "publishing": publishing, "watch": watch}


class PortTakenError(Exception):
    """The address for HTTP cannot be listened on."""
