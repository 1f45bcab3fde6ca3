"""The Telegram side: every part that needs a token, and the order in which they start and stop."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from bot.config import ReaderUnknown
from bot.delivery.administrators import Administrators
from bot.delivery.broadcasts import PaidBroadcasts
from bot.delivery.claiming import Holder
from bot.delivery.database_faults import once_it_answers
from bot.delivery.deliverer import Deliverer
from bot.delivery.gc_tuning import spare_the_collector
from bot.delivery.looks import Looks
from bot.delivery.measures import Measures
from bot.delivery.member_counts import EVERY, MemberCounts
from bot.delivery.outcomes import OutcomeWriter
from bot.delivery.pacer import Pacer
from bot.delivery.rates import PAID_PER_SECOND, Rates
from bot.delivery.reach import Reach
from bot.delivery.reconcile import Reconciler
from bot.delivery.reply_sender import ReplySender
from bot.delivery.rich_replies import RichReplies
from bot.delivery.stopping import give_up_without_database
from bot.delivery.target import Targets
from bot.delivery.telegram import Telegram
from bot.delivery.worker import Worker
from bot.domain.deep_links import OpenInvitation, bot_link
from bot.domain.duties import Duty
from bot.domain.people import BotIdentity
from bot.domain.personal_data import KeptFor
from bot.domain.rate import Tariff
from bot.domain.verdicts import SendPolicy
from bot.scheduler import Job, Scheduler
from bot.updates.listening import Updates, build_updates
from bot.usecases.album_answers import AlbumAnswers

if TYPE_CHECKING:
    from aiogram import Dispatcher

    from bot.app import App

_USED_BY_HANDLERS = (
    *("drafts", "publishing", "editing", "questions", "retraction", "replays", "alerts"),
    *("reports", "finding", "desk_log", "own_posts", "wording", "statistics", "watch"),
    *("illustrating", "scheduling", "follow_ups", "second_looks", "section_settings"),
    *("shaping", "forums", "searching", "rereading"),
    *("team", "recognition", "readers", "following", "groups", "digests"),
    *("reading_settings", "privacy", "letters", "saving", "archive", "channels", "feeds"),
)


@dataclass(frozen=True, slots=True)
class Connection:
    """The bot on Telegram: what takes updates in, what sends, and the clock."""

    app: "App"
    username: str
    sender: ReplySender
    updates: Updates
    worker: Worker
    members: MemberCounts
    answers: Job

    async def run(self, stop: asyncio.Event, *, alone: bool = True) -> None:
        """Start the worker, the clock and what takes updates; until `stop`, and `_wind_down`."""
        from handlers.menu import set_menus  # noqa: PLC0415 - loads aiogram

        spare_the_collector()
        app = self.app
        # Before anything is claimed by a clock that was set back.
        await once_it_answers(app.storage, stop, app.timekeeping.check)
        app.process.on_burial = self.worker.let_go
        counting = Job("count_members", EVERY, self.members.count, once=True)
        scheduler = Scheduler(
            (*app.jobs(), counting, self.answers),
            app.alerts.job_fails,
            is_mine=partial(app.process.has, Duty.CLOCK),
            is_passing=app.inbox.is_passing,
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
                giving_up = give_up_without_database(stop, app.storage.is_writable, limit)
                watching = group.create_task(giving_up)
                worker = group.create_task(self.worker.run(alone=alone))
                clock = group.create_task(scheduler.run())
                try:
                    editors = await once_it_answers(app.storage, stop, app.team.editors)
                    # Beside the rest: nobody's update waits for what is only a help.
                    menus = group.create_task(set_menus(self.sender, app.pages, editors))
                    last = asyncio.Event()
                    ending = self._wind_down(stop, scheduler, worker, last)
                    winding_down = group.create_task(ending)
                    await self.updates.run(last, alone=alone)
                    menus.cancel()
                    winding_down.cancel()
                finally:
                    scheduler.stop()
                    self.worker.stop()
                await asyncio.wait({clock, worker})
                watching.cancel()

    async def _wind_down(
        self,
        stop: asyncio.Event,
        scheduler: Scheduler,
        worker: asyncio.Task[None],
        last: asyncio.Event,
    ) -> None:
        """Once told to `stop`, send nothing new, and set `last`: from then on no update is taken.

        Nobody is to wait for an answer meanwhile: another process takes updates over at once; a
        process on its own takes them as long as requests of its worker are under way.
        """
        await stop.wait()
        scheduler.stop()
        self.worker.stop()
        if not self.app.storage.is_shared:
            await asyncio.wait({worker})
        last.set()
        await self.app.process.resign()

    async def owner_link(self) -> str | None:
        """Owners are whom the settings name. With none, a one-time link that makes one."""
        await self.app.team.name_owners(self.app.settings.owner_ids)
        token = await self.app.team.first_owner_token()
        return token and bot_link(self.username, OpenInvitation(token))


def connect_to(
    app: "App", telegram: Telegram, identity: BotIdentity, pauses: Mapping[str, float]
) -> Connection:
    """Every part that needs Telegram."""
    from handlers.editors.answer_albums import EVERY as LOOK_EVERY  # noqa: PLC0415 - loads aiogram
    from handlers.editors.answer_albums import AlbumsOut  # noqa: PLC0415
    from handlers.lenient import read_update  # noqa: PLC0415 - loads aiogram: 3 s and 170 MB
    from handlers.named_bot import NamedBot  # noqa: PLC0415

    pacer = build_pacer(app)
    for_people = telegram.within(ReplySender.WITHIN)
    sender = ReplySender(for_people, pacer, app.inbox.is_passing, app.door.respond)
    bot = NamedBot(identity)
    given = given_to_handlers(app, sender, identity.username)

    async def handle(update: Mapping[str, Any]) -> None:
        await routes().feed_update(bot, read_update(update, bot), **given)

    worker = app.worker(telegram, identity.username, pacer)
    may_poll = partial(app.process.has, Duty.POLLING) if app.storage.is_shared else None
    updates = build_updates(
        app.settings,
        telegram,
        app.inbox,
        handle,
        app.door,
        alerts=app.alerts,
        may_poll=may_poll,
        **pauses,
    )
    members = MemberCounts(app.storage, telegram, app.clock)
    whole: AlbumAnswers = given["album_answers"]
    albums = AlbumsOut(whole, sender, app.pages, app.settings.default_language)
    look = whole.next_look
    answers = Job("answer_by_albums", LOOK_EVERY, albums.send_due, look=look, once=True)
    return Connection(app, identity.username, sender, updates, worker, members, answers)


def build_pacer(app: "App") -> Pacer:
    """At the rates that the settings allow."""
    settings = app.settings
    rates = Rates(
        settings.rate_per_second,
        settings.rate_per_channel_minute,
        paid_per_second=PAID_PER_SECOND if settings.paid_broadcasts else None,
    )
    by_webhook = settings.webhook_url is not None
    return Pacer(
        app.storage, app.clock, rates, desk_chat_id=settings.desk, others_reply=by_webhook
    )


def build_worker(
    app: "App",
    telegram: Telegram,
    username: str,
    pacer: Pacer,
    *,
    holder: Holder | None,
    measures: Measures,
) -> Worker:
    """The delivery loop. It speaks to the Bot API itself and needs no aiogram.

    `holder`: who this process is among several on one database; None of one on its own.
    """
    storage, clock, settings, wake = app.storage, app.clock, app.settings, app.woken.set
    desk, language, may_pay = settings.desk, settings.default_language, settings.paid_broadcasts
    reach, pace = Reach(storage, clock, desk), pacer.paces[Tariff.FREE]
    looks = Looks(storage, pacer, clock, desk)
    deliverer = Deliverer(
        storage=storage,
        telegram=telegram,
        targets=Targets(storage, app.pages, clock, username, language, paid_broadcasts=may_pay),
        look_up=Reconciler(storage, telegram, pacer, looks, clock),
        looks=looks,
        pacer=pacer,
        clock=clock,
        policy=SendPolicy(
            look_up_after=settings.look_up_delay,
            send_again_to_readers=settings.reader_unknown is ReaderUnknown.AGAIN,
        ),
        zone=settings.zone,
        holder=lambda: holder.name if holder else "",
        fetcher=app.fetcher,
    )
    return Worker(
        storage=storage,
        deliverer=deliverer,
        pacer=pacer,
        outcome_writer=OutcomeWriter(
            storage, clock, desk, wake, reach=reach, pace=pace, holder=holder
        ),
        reach=reach,
        paid=PaidBroadcasts(storage, telegram, pacer, clock, wake=wake, desk_chat_id=desk),
        clock=clock,
        said=app.language.said,
        woken=app.woken,
        settle=settings.look_up_delay,
        holder=holder,
        measures=measures,
    )


def given_to_handlers(app: "App", sender: ReplySender, username: str) -> dict[str, Any]:
    """What handlers ask for by name."""
    from handlers.readers.reading_here import ReadingHere  # noqa: PLC0415 - loads aiogram
    from handlers.readers.settings import Speaking  # noqa: PLC0415 - the same
    from handlers.readers.shelves import Shelves  # noqa: PLC0415 - the same
    from handlers.readers.start import Welcoming  # noqa: PLC0415 - the same
    from handlers.readers.tastes import Choosing  # noqa: PLC0415 - the same

    rich = RichReplies(sender)
    return {name: getattr(app, name) for name in _USED_BY_HANDLERS} | {
        "pages": app.pages,
        "sender": sender,
        "reading_here": ReadingHere(app.archive, app.saving, app.pages, rich, username),
        "welcoming": Welcoming(app.readers, app.archive, app.settings.publication, username),
        "speaking": Speaking(app.readers, app.pages, sender),
        "choosing": Choosing(app.following, app.archive, username),
        "shelves": Shelves(app.archive, app.following, app.searching, username),
        "album_answers": AlbumAnswers(app.storage, app.clock),
        "administrators": Administrators(sender.administrators, app.clock),
        "bot_username": username,
        "default_language": app.settings.default_language,
        "zone": app.settings.zone,
        "publication": app.settings.publication,
        "kept_for": KeptFor(
            app.settings.keep_deliveries_days or None, app.settings.keep_backups_days
        ),
        "is_passing": app.inbox.is_passing,
    }


@cache
def routes() -> "Dispatcher":
    """Every route. None holds anything of a bot, so that a process makes them once.

    Loads aiogram.
    """
    from aiogram import Dispatcher  # noqa: PLC0415 - 3 s and 170 MB

    import handlers  # noqa: PLC0415

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(handlers.build())
    return dispatcher
