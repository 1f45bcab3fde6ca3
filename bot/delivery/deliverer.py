"""Brings one chat to what it should show: sends, edits, deletes, or looks whether it is there."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo

from bot.delivery.database_faults import tell_fault
from bot.delivery.looks import Looks
from bot.delivery.pacer import Pacer
from bot.delivery.picture_posts import PicturePosts
from bot.delivery.picture_uploads import PictureUploads, UploadDelayedError
from bot.delivery.reconcile import Reconciler
from bot.delivery.subjects import DesiredPost
from bot.delivery.target import Targets
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Answer, Refusal, is_bad_picture
from bot.domain.clock import Clock
from bot.domain.delivery import (
    Audience,
    Delivery,
    GivenUp,
    Lane,
    Outcome,
    PinSettled,
    Retry,
    Shown,
    Skipped,
    ThreadRefused,
    Withdrawn,
)
from bot.domain.errors import RefusedError
from bot.domain.forum import GENERAL
from bot.domain.reasons import THREAD_REFUSED, Reason, ReasonCode
from bot.domain.verdicts import (
    SendPolicy,
    judge_deletion,
    judge_edit,
    judge_overwriting,
    judge_pin,
    judge_send,
    judge_unpinning,
    may_delete,
    wait_before,
)
from bot.fetching import Fetcher
from storage.engine import is_passing
from storage.storage import Storage

_logger = logging.getLogger(__name__)

_MAY_HAVE_ARRIVED = Reason(ReasonCode.MAY_HAVE_ARRIVED)
_NOT_OWED = Reason(ReasonCode.NOT_OWED)


class Deliverer:
    """What a chat is to show is decided here; when, and for which rows, by the worker.

    `looks` are for pictures that Telegram is given by showing them to the desk's chat. `zone` is
    where the newsroom's clock stands, by which channels' nights are quiet.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        telegram: Telegram,
        targets: Targets,
        look_up: Reconciler,
        pacer: Pacer,
        clock: Clock,
        policy: SendPolicy,
        looks: Looks,
        zone: tzinfo,
        holder: Callable[[], str],
        fetcher: Fetcher | None = None,
    ) -> None:
        self._storage = storage
        self._telegram = telegram
        self._targets = targets
        self._look_up = look_up
        self._pacer = pacer
        self._clock = clock
        self._policy = policy
        self._zone = zone
        self._holder = holder
        self._uploads = PictureUploads(
            storage, telegram, pacer, clock, fetcher=fetcher, looks=looks, holder=holder
        )
        self._illustrated = PicturePosts(telegram, pacer, clock, policy, self._uploads)

    async def take_back(self, *, everything: bool) -> None:
        """Give up the uploads of dead processes; `everything`: of all others, dead or not."""
        await self._uploads.take_back(everything=everything)

    async def prepare(self, delivery: Delivery) -> Outcome | DesiredPost:
        """What the chat is to show; or the outcome, if that needs no request."""
        try:
            return await self._prepared(delivery)
        except Exception as error:  # noqa: BLE001 - it is told of
            return self.put_off(delivery, error)

    def put_off(self, delivery: Delivery, error: Exception) -> Retry:
        """Try a row again after a fault of ours: nothing was sent, so that it is not in doubt.

        If the database was away, that does not count as a try.
        """
        tell_fault(_logger, f"{delivery.kind} {delivery.subject_id} cannot be shown", error)
        at = self._clock() + wait_before(delivery.attempts + 1)
        reason = Reason(ReasonCode.OUR_FAULT, type(error).__name__)
        return Retry(at, reason, counts=not is_passing(error))

    async def _prepared(self, delivery: Delivery) -> Outcome | DesiredPost:
        if delivery.unknown and delivery.audience is Audience.CHANNEL:
            return await self._look_up.look(delivery, self._wanted)
        if delivery.unknown and not self._sends_again(delivery):
            return Skipped(_MAY_HAVE_ARRIVED)
        wanted = await self._wanted(delivery)
        if not isinstance(wanted, DesiredPost):
            return wanted
        if delivery.audience is Audience.CHANNEL:
            return await self._about_to_leave(delivery, wanted)
        if self._shows_already(delivery, wanted):
            return self._refreshed(Shown(delivery.message_id, wanted.revision), wanted)
        return wanted

    def ready(self, delivery: Delivery) -> DesiredPost | None:
        """What a reader is to see, if a teaser that is already rendered has only to be sent.

        None in all other cases: `prepare` finds out which.
        """
        if delivery.audience is not Audience.READER:
            return None
        if delivery.unknown and not self._sends_again(delivery):
            return None
        return self._targets.known(delivery)

    def show_at_once(
        self, delivery: Delivery, wanted: DesiredPost, done: Callable[[Answer], None]
    ) -> bool:
        """Ask Telegram for what is `ready`, if a connection is open: `done` is told the answer."""
        method, request = wanted.asked_for(delivery)
        return self._telegram.show_at_once(
            delivery.chat_id, request, delivery.message_id, done, method
        )

    def settle_at_once(
        self, delivery: Delivery, wanted: DesiredPost, answer: Answer, now: datetime
    ) -> Outcome | None:
        """The outcome; None if the answer has consequences beside it, which `settle` sees to."""
        if self._pacer.needs_note(answer) or _lacks_file(wanted, answer):
            return None
        return self._judge(delivery, wanted, answer, now)

    async def settle(self, delivery: Delivery, wanted: DesiredPost, answer: Answer) -> Outcome:
        answer = await self._pacer.apply_retry_after(delivery.chat_id, answer)
        if isinstance(answer, Refusal) and _lacks_file(wanted, answer):
            return await self._without_file(delivery, wanted, answer)
        return self._judge(delivery, wanted, answer, self._clock())

    async def _without_file(
        self, delivery: Delivery, wanted: DesiredPost, refusal: Refusal
    ) -> Outcome:
        """Telegram no longer knows a file: upload it, and render the teaser anew for all."""
        self._targets.forget(delivery)
        return await self._illustrated.bring_anew(delivery, wanted, refusal)

    def _judge(
        self, delivery: Delivery, wanted: DesiredPost, answer: Answer, now: datetime
    ) -> Outcome:
        judge = judge_send if delivery.message_id is None else judge_edit
        outcome = judge(answer, delivery, wanted.revision, now=now, policy=self._policy)
        return self._seen(wanted, outcome)

    async def _about_to_leave(
        self, delivery: Delivery, wanted: DesiredPost
    ) -> Outcome | DesiredPost:
        """Note what a channel's post will say, to recognise later what people change by hand.

        In the channel's quiet hours a first post makes no sound, unless it is breaking.
        """
        if delivery.message_id is not None:
            if delivery.by_hand and not wanted.withdrawn:
                touches_no_word = delivery.to_pin or delivery.to_unpin
                return wanted if touches_no_word else _left_as_it_is(delivery, wanted)
            async with self._storage.writing() as tx:
                said = wanted.said_exactly()
                noted = await tx.ledger.note_edit(delivery.id, said, self._holder() or None)
            return wanted if noted else _taken_over(self._clock())
        now = self._clock()
        async with self._storage.writing() as tx:
            last = await tx.channels.last_message_id(delivery.chat_id)
            noted = await tx.ledger.note_send(
                delivery.id,
                wanted.revision,
                now,
                after=last,
                said=wanted.said(),
                exactly=wanted.said_exactly(),
                pictures=wanted.pictures,
                thread_id=wanted.thread_id,
                holder=self._holder() or None,
            )
            quiet = await tx.channels.quiet_hours(delivery.chat_id)
        if not noted:
            return _taken_over(now)
        if delivery.lane > Lane.BREAKING and quiet and quiet.is_quiet(now, self._zone):
            return wanted.without_sound()
        return wanted

    async def _wanted(self, delivery: Delivery) -> Outcome | DesiredPost:
        try:
            wanted = await self._targets.wanted(delivery)
            if wanted and wanted.missing:
                await self._uploads.bring(wanted.missing, delivery.subject_id)
                wanted = await self._targets.wanted(delivery)
        except RefusedError:
            return Skipped(_NOT_OWED)
        except UploadDelayedError as delay:
            at = self._clock() + wait_before(delivery.attempts)
            return Retry(at, delay.reason, counts=False)
        if wanted is None:
            return Skipped(_MAY_HAVE_ARRIVED if delivery.unknown else _NOT_OWED)
        return wanted

    async def show(self, delivery: Delivery, wanted: DesiredPost) -> Outcome:
        """Ask Telegram now, and say what became of the row."""
        if delivery.message_id is not None:
            if wanted.withdrawn:
                return await self._withdraw(delivery, delivery.message_id, wanted)
            is_newest = delivery.revision == wanted.revision
            if (delivery.to_pin or delivery.to_unpin) and (is_newest or delivery.by_hand):
                return await self._pin(delivery, delivery.message_id, wanted)
        if wanted.pictures or delivery.pictures:
            outcome = await self._illustrated.show(delivery, wanted)
            if isinstance(outcome, Retry):
                self._targets.forget(delivery)
            return _elsewhere(outcome, wanted)
        answer = await self._telegram.show(delivery.chat_id, wanted.request, delivery.message_id)
        return await self.settle(delivery, wanted, answer)

    async def _edit(self, delivery: Delivery, message_id: int, wanted: DesiredPost) -> Answer:
        if delivery.pictures:
            return await self._illustrated.edit(delivery, wanted)
        answer = await self._telegram.show(delivery.chat_id, wanted.request, message_id)
        return await self._pacer.apply_retry_after(delivery.chat_id, answer)

    async def _withdraw(self, delivery: Delivery, message_id: int, notice: DesiredPost) -> Outcome:
        """Delete the message; if Telegram does not let the bot, overwrite it with the notice."""
        if may_delete(delivery, self._clock()):
            answer = await self._illustrated.delete(delivery)
            if outcome := judge_deletion(answer, delivery, now=self._clock()):
                return outcome
        answer = await self._edit(delivery, message_id, notice)
        outcome = judge_overwriting(answer, delivery, now=self._clock(), policy=self._policy)
        if isinstance(outcome, Withdrawn) and notice.uncovered:
            return GivenUp(Reason(ReasonCode.FILE_STAYS))
        if isinstance(outcome, Withdrawn) and delivery.lane is Lane.BREAKING:
            return await self._unpin(delivery, message_id, outcome)
        return outcome

    async def _pin(self, delivery: Delivery, message_id: int, wanted: DesiredPost) -> Outcome:
        """Pin the post, without a sound of its own, or unpin it.

        A pin that is refused for good is told to the desk. An unpin is not: the post is all right.
        """
        method, more = "unpinChatMessage", {}
        if delivery.to_pin:
            method, more = "pinChatMessage", {"disable_notification": True}
        answer = await self._ask(method, delivery, message_id, **more)
        outcome = judge_pin(answer, delivery, now=self._clock())
        if not isinstance(outcome, PinSettled):
            return outcome
        trouble = outcome.trouble if delivery.to_pin else None
        return PinSettled(trouble, is_outdated=delivery.revision != wanted.revision)

    async def _unpin(self, delivery: Delivery, message_id: int, withdrawn: Withdrawn) -> Outcome:
        """A notice of withdrawal does not stay pinned, whoever pinned the post."""
        if delivery.audience is not Audience.CHANNEL:
            return withdrawn
        async with self._pacer.turn(delivery.chat_id):
            answer = await self._ask("unpinChatMessage", delivery, message_id)
        return judge_unpinning(answer, withdrawn, delivery, now=self._clock())

    async def _ask(self, method: str, delivery: Delivery, message_id: int, **more: bool) -> Answer:
        answer = await self._telegram.call(
            method, chat_id=delivery.chat_id, message_id=message_id, **more
        )
        return await self._pacer.apply_retry_after(delivery.chat_id, answer)

    def _seen(self, wanted: DesiredPost, outcome: Outcome) -> Outcome:
        if not isinstance(outcome, Shown):
            return _elsewhere(outcome, wanted)
        if wanted.pictures:
            outcome = replace(outcome, pictures=wanted.pictures)
        return self._refreshed(outcome, wanted)

    def _shows_already(self, delivery: Delivery, wanted: DesiredPost) -> bool:
        """Whether what is rendered regularly says the same as before, so that no edit is due."""
        if wanted.refresh is None or delivery.sent_print is None:
            return False
        known = delivery.message_id is not None and delivery.revision == wanted.revision
        return known and delivery.sent_print == wanted.said_exactly()

    def _refreshed(self, shown: Shown, wanted: DesiredPost) -> Shown:
        if wanted.refresh is None or shown.message_id is None:
            return shown
        at = self._clock() + wanted.refresh
        return replace(shown, refresh_at=at, said=wanted.said_exactly())

    def _sends_again(self, delivery: Delivery) -> bool:
        return delivery.audience is Audience.DESK or self._policy.send_again_to_readers


def _taken_over(now: datetime) -> Outcome:
    """Other processes took this one for dead, and the row: leave it to them."""
    return Retry(now, Reason(ReasonCode.INTERRUPTED), counts=False)


def _lacks_file(wanted: DesiredPost, answer: Answer) -> bool:
    return bool(wanted.pictures) and isinstance(answer, Refusal) and is_bad_picture(answer)


def _elsewhere(outcome: Outcome, wanted: DesiredPost) -> Outcome:
    """If a thread refuses a post, another one may take it: no failure yet, but for «General»."""
    thread_id = wanted.thread_id
    if not isinstance(outcome, GivenUp) or thread_id in (None, GENERAL):
        return outcome
    refused = outcome.reason.code in THREAD_REFUSED
    return ThreadRefused(thread_id, outcome.reason) if refused else outcome


def _left_as_it_is(delivery: Delivery, wanted: DesiredPost) -> Shown:
    """Somebody has changed the post by hand: nothing is overwritten until the desk says so."""
    return Shown(
        delivery.message_id,
        delivery.revision,
        by_hand=delivery.revision != wanted.revision,
        more_ids=delivery.more_ids,
        pictures=delivery.pictures,
    )
