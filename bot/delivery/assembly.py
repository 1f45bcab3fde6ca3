"""Puts the delivery loop together: it speaks to the Bot API itself and needs no aiogram."""

import asyncio
from collections.abc import Callable

from bot.config import ReaderUnknown, Settings
from bot.delivery.broadcasts import PaidBroadcasts
from bot.delivery.claiming import Holder
from bot.delivery.deliverer import Deliverer
from bot.delivery.outcomes import OutcomeWriter
from bot.delivery.pacer import Pacer
from bot.delivery.rates import PAID_PER_SECOND, Rates
from bot.delivery.reach import Reach
from bot.delivery.reconcile import AT_MOST, Reconciler
from bot.delivery.target import Targets
from bot.delivery.telegram import Telegram
from bot.delivery.worker import FINISH_WITHIN, POLL, Worker
from bot.domain.clock import Clock
from bot.domain.filters import Said
from bot.domain.rate import Tariff
from bot.domain.verdicts import SendPolicy
from bot.fetching import Fetcher
from bot.rendering.renderer import Renderer
from storage.fanning_out import CHUNK
from storage.storage import Storage


def build_pacer(settings: Settings, storage: Storage, clock: Clock) -> Pacer:
    """At the rates that the settings allow."""
    rates = Rates(
        settings.rate_per_second,
        settings.rate_per_channel_minute,
        paid_per_second=PAID_PER_SECOND if settings.paid_broadcasts else None,
    )
    by_webhook = settings.webhook_url is not None
    return Pacer(storage, clock, rates, desk_chat_id=settings.desk, others_reply=by_webhook)


def build_worker(
    settings: Settings,
    *,
    storage: Storage,
    clock: Clock,
    woken: asyncio.Event,
    pages: Renderer,
    telegram: Telegram,
    username: str,
    pacer: Pacer,
    said: Callable[[str], Said],
    holder: Holder | None = None,
    fetcher: Fetcher | None = None,
    at_most: int = AT_MOST,
    chunk: int = CHUNK,
    poll: float = POLL,
    finish_within: float = FINISH_WITHIN,
) -> Worker:
    """`said` makes terms of a text, `fetcher` brings pictures.

    `at_most` messages are looked at for a post in doubt.
    """
    desk = settings.desk
    pace = pacer.paces[Tariff.FREE]
    reach = Reach(storage, clock, desk)
    language, may_pay = settings.default_language, settings.paid_broadcasts
    targets = Targets(storage, pages, clock, username, language, paid_broadcasts=may_pay)
    look_up = Reconciler(storage, telegram, pacer, clock, at_most=at_most)
    deliverer = Deliverer(
        storage=storage,
        telegram=telegram,
        targets=targets,
        look_up=look_up,
        pacer=pacer,
        clock=clock,
        policy=_policy(settings),
        desk_chat_id=desk,
        zone=settings.zone,
        holder=lambda: holder.name if holder else "",
        fetcher=fetcher,
    )
    return Worker(
        storage=storage,
        deliverer=deliverer,
        pacer=pacer,
        outcome_writer=OutcomeWriter(
            storage, clock, desk, woken.set, reach=reach, pace=pace, holder=holder
        ),
        reach=reach,
        paid=PaidBroadcasts(storage, telegram, pacer, clock, wake=woken.set, desk_chat_id=desk),
        clock=clock,
        said=said,
        woken=woken,
        settle=settings.look_up_delay,
        holder=holder,
        chunk=chunk,
        poll=poll,
        finish_within=finish_within,
    )


def _policy(settings: Settings) -> SendPolicy:
    return SendPolicy(
        look_up_after=settings.look_up_delay,
        send_again_to_readers=settings.reader_unknown is ReaderUnknown.AGAIN,
    )
