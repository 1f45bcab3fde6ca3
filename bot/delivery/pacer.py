"""How fast: for the token as a whole, for each chat, for each channel; all lanes share it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.delivery.bursts import AtOnce, Bursts
from bot.delivery.concurrency import Place
from bot.delivery.database_faults import tell_fault
from bot.delivery.halts import LONG, Halts
from bot.delivery.in_flight import Flight
from bot.delivery.own_pace import Obstacle, OwnPace, Word
from bot.delivery.rates import Rates
from bot.delivery.reply_queue import NobodyWaitsError, ReplyQueue
from bot.domain.api_answers import Accepted, Answer, Refusal, means_token
from bot.domain.clock import Clock
from bot.domain.rate import Rate, Tariff
from bot.domain.verdicts import TOKEN_UNKNOWN_WAIT
from storage.pace import Slots
from storage.storage import Storage, Transaction
from storage.together import Together

_logger = logging.getLogger(__name__)

AHEAD = timedelta(seconds=0.1)  # how far ahead replies take slots
_SECOND = timedelta(seconds=1)
_NOBODY = 0  # no chat has this id
_SHORT = 5.0  # seconds: the longest wait for a chat once a slot is taken
_LOOK = 5.0  # seconds: the longest sleep, so that the end of a halt is noticed


class Pacer:
    """Lets each request leave in a slot of the token's row in the database, which all share."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        rates: Rates,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        desk_chat_id: int | None = None,
        *,
        others_reply: bool = False,
    ) -> None:
        """Of long halts `desk_chat_id` is told, or the owners. `others_reply`: as in `OwnPace`."""
        self.rates = rates
        self._storage = storage
        self._clock = clock
        self.sleep = sleep
        self._paused_until = clock()  # no slot before this may be used
        self._held: dict[int, datetime] = {}
        self._bursts = Bursts(clock)
        self._replies = ReplyQueue(at_once=self._replies_at_once)
        self._slots_for_replies = Together(self._take_for_replies)
        self._at_once = AtOnce(clock)
        self.paces = {
            r.tariff: OwnPace(r, among_others=storage.is_shared, others_reply=others_reply)
            for r in rates.of_tariffs()
        }
        self._slots = {
            tariff: Together(partial(self._take_now, tariff=tariff)) for tariff in self.paces
        }
        self._halts = Halts(
            storage,
            clock,
            settings=rates.of_tariffs(),
            follow_rate=lambda rate: self.paces[rate.tariff].follow(rate),
            desk_chat_id=desk_chat_id,
        )

    def rate(self, tariff: Tariff = Tariff.FREE) -> Rate:
        """The rate that was in force when slots were last reserved."""
        return self.paces[tariff].rate

    async def take_slots(
        self, tx: Transaction, count: int, tariff: Tariff = Tariff.FREE
    ) -> list[datetime]:
        """Reserve the token's next slots of a tariff, within the caller's transaction."""
        return (await self._reserve(tx, count, tariff, self._clock())).all(count)

    async def _take_now(self, asked: Sequence[None], *, tariff: Tariff) -> list[datetime]:
        pace, began = self.paces[tariff], self._clock()
        async with self._storage.writing(lasting=False) as tx:
            slots = await self._reserve(tx, len(asked), tariff, began + pace.ahead)
        pace.took(self._clock() - began)
        return slots.all(len(asked))

    async def _take_in_front(self, tx: Transaction, count: int) -> list[datetime]:
        """Reserve slots, and exchange them for those in front of the delivery loop's rows.

        The rows behind get the new ones, so that the mean pace is the same. None is in a halt.
        """
        slots = await self._reserve(tx, count, Tariff.FREE, self._clock())
        now, in_front = self._clock(), self.paces[Tariff.FREE].in_front
        # Other processes know nothing of these messages. Beside them, each is sent in its very
        # slot, so that no second has more messages than slots.
        lead = timedelta() if self._storage.is_shared else AHEAD * 2
        earliest = max(now, slots.halted_until or now)
        return [max(earliest, in_front(slot) - lead) for slot in slots.all(count)]

    async def _take_for_replies(
        self, chat_ids: Sequence[int]
    ) -> list[tuple[datetime, datetime | None]]:
        """A slot for a reply to each chat; and until when the chat rests, if replies obey that."""
        async with self._storage.writing(lasting=False) as tx:
            slots = await self._take_in_front(tx, len(chat_ids))
            replies = list(zip(chat_ids, slots, strict=True))
            await tx.pace.occupy(
                [(chat, self.rests_from(slot), self.rates.gap(chat)) for chat, slot in replies]
            )
            rests = await tx.pace.rests(chat_ids) if self._at_once.most else {}
        return [(slot, rests.get(chat)) for chat, slot in replies]

    def _replies_at_once(self) -> int:
        """How many replies take slots together: one in a halt, else what `AHEAD` has room for."""
        in_halt = self._halts.until > self._clock()
        return 1 if in_halt else int(self.rate().per_second * AHEAD.total_seconds())

    def rests_from(self, slot: datetime) -> datetime:
        """From when a chat rests after the message in this slot: the slot, as a rule.

        For a slot behind a halt it is now: the halt may be lifted long before. A process that is
        killed would otherwise leave behind a rest of hours, in which nothing is sent to the chat.
        """
        if not self._halts.is_on:
            return slot
        return self._clock() if slot >= self._halts.until > self._clock() else slot

    async def _reserve(self, tx: Transaction, count: int, tariff: Tariff, at: datetime) -> Slots:
        pace = self.paces[tariff]
        slots = await tx.pace.take_slots(count, pace.setting, at)
        pace.follow(slots.rate)
        self._halts.follow(slots.halted_until)
        return slots

    @asynccontextmanager
    async def turn(self, chat_id: int, place: Place | None = None) -> AsyncIterator[None]:
        """Wait for a slot for a reply to a person; send the request within the block.

        Then tell `apply_retry_after` what Telegram answered. `place` says who waits for the reply;
        without one it goes first, as the desk's do. Raises `NobodyWaitsError` if others wait and
        that person no longer does.

        Whoever writes too fast holds up nobody else: after a burst they get one reply a second. A
        reply goes in front of messages that the delivery loop has slots for, and does not wait
        for its chat's own pace: Telegram allows a person short bursts. But it counts, so that no
        teaser follows at once. Once Telegram has refused a burst, replies keep to a few at once,
        then to the chat's pace. In a long halt, the first in line may be sent to try it out.
        """
        if place and not place.of_desk:
            await self._wait_after_burst(chat_id, place)
        async with self._replies.turn(place):
            slot, rested_at = await self._slots_for_replies.ask(chat_id)
            is_tried = await self._let_go(slot - AHEAD, chat_id, in_line=True) is Word.TRY
        if not is_tried:
            if rested_at and (most := self._at_once.most):
                slot = max(slot, rested_at - self.rates.gap(chat_id) * most)
            await self._wait_for_chat(chat_id)
            left_in = await self._wait_for_slot(slot, Tariff.FREE, chat_id)
        flight = await self._leave(chat_id, Tariff.FREE, None if is_tried else left_in)
        try:
            yield
        finally:
            self.release(flight)

    async def _wait_after_burst(self, chat_id: int, place: Place) -> None:
        """Wait where nobody else is held up. Raises `NobodyWaitsError` if it was asked again."""
        if (early := (self._bursts.next(chat_id) - self._clock()).total_seconds()) > 0:
            await self.sleep(early)
            if place.is_asked_again:
                raise NobodyWaitsError

    @asynccontextmanager
    async def aside(self, chat_id: int = _NOBODY) -> AsyncIterator[None]:
        """Wait for a slot of the token, and no chat's pace: for what shows nothing in a chat."""
        slot = await self._slots[Tariff.FREE].ask(None)
        flight = await self.acquire(chat_id, slot, probes=False)
        try:
            yield
        finally:
            self.release(flight)

    async def acquire(
        self, chat_id: int, slot: datetime, tariff: Tariff = Tariff.FREE, *, probes: bool = True
    ) -> Flight:
        """Wait for a slot, and count the request as under way until `release`.

        After a halt of the token everybody takes a new slot: the old ones are over, and all would
        be sent at once. In a long halt, one request may be sent to try it out (`probes`), if its
        outcome is told by `halt` or `taken`.
        """
        left_in = await self._wait_for_slot(slot, tariff, chat_id if probes else None)
        return await self._leave(chat_id, tariff, left_in)

    async def _wait_for_slot(
        self, slot: datetime, tariff: Tariff, probe: int | None
    ) -> datetime | None:
        """Wait, and return the slot to be used; None: send at once, to try out a halt."""
        waits_in_halt = self._halts.until > self._clock()
        word = Word.NOT_YET if self._halts.is_void(slot) else await self._let_go(slot, probe)
        while word is Word.NOT_YET:
            slot = await self._slots[tariff].ask(None)
            word, waits_in_halt = await self._let_go(slot, probe), True
        if probe is not None and waits_in_halt:
            await self.rest_after(probe)
        return slot if word is Word.GO else None

    async def rest_after(self, chat_id: int, messages: int = 1) -> None:
        """Have a chat rest after messages that are sent now, not when it had been reckoned."""
        try:
            async with self._storage.writing() as tx:
                await tx.pace.rest({chat_id: self._clock() + self.rates.gap(chat_id) * messages})
        except Exception as error:  # noqa: BLE001 - what has not left is not in doubt
            tell_fault(_logger, "a chat's rest was not written down", error, is_repeated=False)

    def leave_at_once(self, chat_id: int, tariff: Tariff) -> Flight | float | Obstacle:
        """Use the first reserved slot, or say what is in the way; `release` the request later."""
        pace, now = self.paces[tariff], self._clock()
        if self._halts.is_void(pace.reserved[0]):
            return Obstacle.HALT
        flight = pace.leave(now, self._blocked_until())
        if isinstance(flight, Flight):
            self._halts.leaves(chat_id, now)
        return flight

    async def renew(self, tariff: Tariff) -> None:
        """Replace the reserved slots that are over by new ones."""
        pace = self.paces[tariff]
        pace.replace(await self._take_now([None] * pace.over(self._clock()), tariff=tariff))

    async def _leave(self, chat_id: int, tariff: Tariff, slot: datetime | None) -> Flight:
        pace, window = self.paces[tariff], self.paces[tariff].window
        while True:
            now = self._clock()
            if (early := window.wait(now.timestamp())) > 0:
                await self.sleep(early)
            elif slot is not None and pace.is_over(slot, now):
                new = await self._slots[tariff].ask(None)
                slot = await self._wait_for_slot(new, tariff, None)
            elif slot is not None and 0 < (rest := self._held_for(chat_id, now)) <= _SHORT:
                await self.sleep(rest)  # asked for by another message, which was on its way
            else:
                break
        self._halts.leaves(chat_id, now)
        return window.leave(now.timestamp())

    def release(self, flight: Flight, now: datetime | None = None) -> None:
        """The request is answered, or lost: it is under way no longer."""
        flight.window.release(flight, (now or self._clock()).timestamp())

    async def wait_until(self, moment: datetime) -> None:
        """Sleep until a moment comes, and for as long as the whole token is halted."""
        if not self._halts.is_void(moment):
            await self._let_go(moment, None)

    async def _let_go(self, slot: datetime, probe: int | None, *, in_line: bool = False) -> Word:
        """Wait for a slot, or until this chat is the one to be tried in a halt.

        `NOT_YET`, where another slot is needed: a halt has begun, or the one before the slot was
        lifted. Also for a reply in line whose chat brought the halt on: the next may be tried.
        """
        lifts = self._halts.lifts
        while (rest := max(slot, self._blocked_until()) - self._clock()) > timedelta():
            if await self._halts.may_probe(probe):
                return Word.TRY
            if in_line and self._halts.is_because_of(probe):
                return Word.NOT_YET
            if self._halts.lifts == lifts:
                await self.sleep(min(rest.total_seconds(), _LOOK))
            if self._halts.lifts != lifts:
                return Word.NOT_YET
        return Word.NOT_YET if slot < self._blocked_until() else Word.GO

    def _blocked_until(self) -> datetime:
        return max(self._halts.until, self._paused_until)

    async def apply_retry_after(self, chat_id: int, answer: Answer) -> Answer:
        """Stop what a «retry after» is about; everything, if Telegram does not know the token.

        Returns the answer with the time that this message itself has to wait.
        """
        if isinstance(answer, Refusal) and answer.retry_after is not None:
            return replace(answer, retry_after=await self.halt(chat_id, answer.retry_after))
        if isinstance(answer, Refusal) and means_token(answer):
            self.pause(TOKEN_UNKNOWN_WAIT)
        elif isinstance(answer, Accepted | Refusal):
            await self.taken(chat_id)
        return answer

    def needs_note(self, answer: Answer) -> bool:
        """Whether `apply_retry_after` has to be told of the answer."""
        return self._halts.is_on or not isinstance(answer, Accepted)

    async def taken(self, chat_id: int) -> None:
        """Telegram has answered a message to this chat, and asked for no wait."""
        await self._halts.taken(chat_id)

    async def halt(self, chat_id: int, seconds: float) -> float:
        """Telegram said «retry after»: stop the chat or the token, whichever it meant.

        Returns how many seconds the message itself has to wait. If another chat is to blame, that
        is not long: it may be the next to be tried.
        """
        wait = await self._halts.halt(chat_id, seconds)
        if wait.own:
            now = self._clock()
            self._held = {chat: end for chat, end in self._held.items() if end > now}
            self._held[chat_id] = max(wait.until, self._held.get(chat_id, wait.until))
        if chat_id > 0 and not wait.whole:
            self._at_once.refused()
        return seconds if wait.own else min(seconds, LONG.total_seconds())

    def pause(self, wait: timedelta) -> None:
        """Send nothing from this process for a while; others may have another token."""
        until = self._clock() + wait
        self._paused_until = max(until, self._paused_until)

    async def _wait_for_chat(self, chat_id: int) -> None:
        while (seconds := self._held_for(chat_id, self._clock())) > 0:
            await self.sleep(seconds)

    def _held_for(self, chat_id: int, now: datetime) -> float:
        return (self._held.get(chat_id, now) - now).total_seconds()
