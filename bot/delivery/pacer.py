"""How fast: for the token as a whole, for each chat, for each channel; all lanes share it."""

import asyncio
import logging
import math
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.places import Place
from bot.delivery.reply_line import ReplyLine
from bot.delivery.window import Flight, Window
from bot.domain.clock import Clock
from bot.domain.rate import Rate, Tariff
from storage.pace import Halt, Slots
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

PAID_PER_SECOND = 970.0  # of the 1,000 that Telegram allows for Stars

AHEAD = timedelta(seconds=0.1)  # so far ahead does the delivery loop reserve slots at once
_SECOND = timedelta(seconds=1)
_BURST = 3  # replies at once, where Telegram has refused more
_LOOKS_PER_MESSAGE = 10  # looks that show nothing, in the time of one message to a person
_REMEMBERED = 2000  # the last requests, to tell whose fault a 429 is
_LEAST = 0.2  # of a setting: Telegram's refusals push the rate no lower
_NOBODY = 0  # no chat has this id
_LONG = timedelta(minutes=1)  # a halt that is said, and that another chat is tried in
_MOST_BETWEEN_PROBES = timedelta(hours=1)
_LOOK = 5.0  # seconds: whoever waits for long sees so soon that it need not any more
_PAID_FALL = 0.5  # a paid pace that Telegram does not grant is soon given up


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests per second for the token and for a person, per minute for a group or channel.

    `paid_per_second` is what may be sent for Stars; None where nothing is.
    """

    per_second: float = 29
    per_channel_minute: float = 19
    per_person_second: float = 1
    paid_per_second: float | None = None

    def of_tariffs(self) -> tuple[Rate, ...]:
        """What the settings say for each tariff that there is."""
        free = Rate(self.per_second, floor=self.per_second * _LEAST)
        if self.paid_per_second is None:
            return (free,)
        most = self.paid_per_second
        return free, Rate(most, tariff=Tariff.PAID, fall=_PAID_FALL, floor=most * _LEAST)

    def gap(self, chat_id: int) -> timedelta:
        """The time between two requests to a chat: groups and channels have negative ids."""
        if chat_id < 0:
            return timedelta(minutes=1) / self.per_channel_minute
        return _SECOND / self.per_person_second


class _Pace:
    """How fast a tariff may be used, as far as this process knows."""

    def __init__(self, rate: Rate) -> None:
        self.setting = rate
        self.rate = rate
        self.window = Window(rate.per_second)

    def follow(self, rate: Rate) -> None:
        """What the token's row says now."""
        known, self.rate = self.rate.per_second, rate
        if rate.per_second == known:
            return
        self.window.keep_to(rate.per_second)
        if rate.per_second < known:
            _logger.warning(
                "Telegram refused the %s pace: %.1f messages a second now, not %.1f",
                rate.tariff,
                rate.per_second,
                rate.setting,
            )
        elif rate.is_full:
            _logger.info("the %s pace is %g messages a second again", rate.tariff, rate.setting)


class Pacer:
    """Slots are reserved in the database's row of the token, so that replicas share them."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        rates: Rates,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        desk_chat_id: int | None = None,
    ) -> None:
        """`desk_chat_id` is told of long halts; without one, the owners are."""
        self.rates = rates
        self._storage = storage
        self._clock = clock
        self._sleep = sleep
        self._desk_chat_id = desk_chat_id
        self._halt: Halt | None = None  # as the token's row says, as far as this process knows
        self._lifted: datetime | None = None  # when the last would have ended that was lifted
        self._lifts = 0
        self._look_at = clock()  # when the row is to be looked at next, in a halt
        self._probed: int | None = None  # the chat that was tried last
        self._halted_until = self._paused_until = clock()  # slots before these are over
        self._held: dict[int, datetime] = {}
        self._lately: deque[tuple[int, datetime]] = deque(maxlen=_REMEMBERED)
        self._last_wait: tuple[int, datetime] | None = None
        self._replies = ReplyLine()
        self._looking = asyncio.Lock()
        self._next_look = clock()
        self._bursts_are_refused = False
        self._paces = {rate.tariff: _Pace(rate) for rate in rates.of_tariffs()}

    def has(self, tariff: Tariff) -> bool:
        """Whether the settings allow a tariff."""
        return tariff in self._paces

    def rate(self, tariff: Tariff = Tariff.FREE) -> Rate:
        """The rate that was in force when slots were taken last."""
        return self._paces[tariff].rate

    async def take_slots(
        self, tx: Transaction, count: int, tariff: Tariff = Tariff.FREE
    ) -> list[datetime]:
        """Reserve the token's next slots of a tariff, within the caller's transaction."""
        slots = await self._reserve(tx, count, tariff)
        spacing = _SECOND / slots.rate.per_second
        return [slots.first + spacing * n for n in range(count)]

    async def _take_in_front(self, tx: Transaction) -> datetime:
        """A slot before those that the delivery loop has reserved, but not within a halt.

        Who waits behind has one slot less: the mean pace is the same.
        """
        slots = await self._reserve(tx, 1, Tariff.FREE)
        now = self._clock()
        reserved = AHEAD * 2  # one claim leaves while the next is taken
        return max(now, slots.first - reserved, slots.halted_until or now)

    async def _reserve(self, tx: Transaction, count: int, tariff: Tariff) -> Slots:
        pace = self._paces[tariff]
        slots = await tx.pace.take_slots(count, pace.setting, self._clock())
        pace.follow(slots.rate)
        self._follow_halt(slots.halted_until)
        return slots

    def _follow_halt(self, until: datetime | None) -> None:
        """What the token's row says of a halt, which another process may have written.

        Whoever waits first looks up when another chat may be tried.
        """
        now = self._clock()
        if until is None or until <= now:
            self._end_halt()
        elif self._halt is None or self._halt.until != until:
            self._begin_halt(Halt(until))
            self._look_at = now

    def _begin_halt(self, halt: Halt) -> None:
        self._halt, self._halted_until = halt, halt.until
        if halt.probe_at is not None:
            self._look_at = min(self._look_at, halt.probe_at)

    def _end_halt(self) -> None:
        """No halt is in force any more: slots that were taken behind it are none."""
        now = self._clock()
        if self._halt is not None and self._halt.until > now:
            self._lifted, self._halted_until = self._halt.until, now
            self._lifts += 1
        self._halt = None

    @asynccontextmanager
    async def turn(self, chat_id: int, place: Place | None = None) -> AsyncIterator[None]:
        """Wait for a slot for a reply to a person; the block is the request.

        `place` says who waits for it; without one it goes first, as the desk's do. Raises
        `NobodyWaitsError` where others wait and that person does not any more.

        A reply waits for no message that the delivery loop has already given a slot to, nor for
        its chat's own pace: Telegram lets a person have short bursts.
        But it counts, so that no teaser follows upon its heels. Once Telegram has refused a burst,
        replies keep to a few at once and then to the chat's pace.
        """
        gap = self.rates.gap(chat_id)
        async with self._replies.turn(place):
            async with self._storage.writing() as tx:
                slot = await self._take_in_front(tx)
                rested_at = await tx.pace.occupy(chat_id, gap, slot)
            await self.wait_until(slot - AHEAD)
        if self._bursts_are_refused:
            slot = max(slot, rested_at - gap * _BURST)
        await self._wait_for_chat(chat_id)
        flight = await self.depart(chat_id, slot)
        try:
            yield
            await self.taken(chat_id)
        finally:
            self.land(flight)

    @asynccontextmanager
    async def look(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for a slot for a look-up: beside the chat's own pace, and one after another.

        A look that shows nothing in the chat is not held against it, as long as Telegram does
        not refuse that; one that does (`appeared`) is a message like others.
        """
        async with self._looking:
            await self.wait_until(self._next_look)
            await self._wait_for_chat(chat_id)
            async with self.aside(chat_id):
                gap = self.rates.gap(chat_id)
                rest = gap if self._bursts_are_refused else gap / _LOOKS_PER_MESSAGE
                self._next_look = self._clock() + rest
                yield

    @asynccontextmanager
    async def aside(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for a slot of the token alone: for what puts nothing into the chat."""
        async with self._storage.writing() as tx:
            (slot,) = await self.take_slots(tx, 1)
        flight = await self.depart(chat_id, slot, probes=False)
        try:
            yield
        finally:
            self.land(flight)

    @asynccontextmanager
    async def question(self) -> AsyncIterator[None]:
        """Wait for a slot for a question to Telegram that concerns no chat."""
        async with self._storage.writing() as tx:
            (slot,) = await self.take_slots(tx, 1)
        flight = await self.depart(_NOBODY, slot, probes=False)
        try:
            yield
        finally:
            self.land(flight)

    def appeared(self, chat_id: int) -> None:
        """A look-up has put a message into the chat: the next one waits as after any message."""
        self._next_look = self._clock() + self.rates.gap(chat_id)

    async def depart(
        self, chat_id: int, slot: datetime, tariff: Tariff = Tariff.FREE, *, probes: bool = True
    ) -> Flight:
        """Wait for a slot, and count the request as under way; `land` it when it is over.

        Who waited through a halt of the token takes a new slot behind it: they all had slots that
        are over, and would leave together. In a long halt one may leave all the same (`probes`),
        if what becomes of it is told: `halt`, or `taken`.
        """
        probe = chat_id if probes else None
        let_go = not self._is_void(slot) and await self._let_go(slot, probe)
        while not let_go:
            async with self._storage.writing() as tx:
                (slot,) = await self.take_slots(tx, 1, tariff)
            let_go = await self._let_go(slot, probe)
        window = self._paces[tariff].window
        while (early := window.wait(self._now())) > 0:
            await self._sleep(early)
        self._lately.append((chat_id, self._clock()))
        return window.leave(self._now())

    def land(self, flight: Flight) -> None:
        """The request is answered, or lost."""
        flight.window.land(flight, self._now())

    def _now(self) -> float:
        return self._clock().timestamp()

    async def wait_until(self, moment: datetime) -> None:
        """Sleep until a moment comes, and for as long as the whole token is halted."""
        if not self._is_void(moment):
            await self._let_go(moment, None)

    def _is_void(self, slot: datetime) -> bool:
        """Whether it was taken behind a halt that was over before its time."""
        return self._lifted is not None and slot >= self._lifted > self._clock()

    async def _let_go(self, slot: datetime, probe: int | None) -> bool:
        """Wait for a slot, or to be the chat that is tried in a halt.

        False where a halt has come over the slot, or where it was behind one that is lifted.
        """
        lifts = self._lifts
        while (seconds := self._seconds_until(slot)) > 0:
            if await self._may_probe(probe):
                return True
            if self._lifts == lifts:
                await self._sleep(min(seconds, _LOOK))
            if self._lifts != lifts:
                return False
        return slot >= max(self._halted_until, self._paused_until)

    def _seconds_until(self, slot: datetime) -> float:
        until = max(slot, self._halted_until, self._paused_until)
        return (until - self._clock()).total_seconds()

    async def _may_probe(self, chat_id: int | None) -> bool:
        """Whether this chat is to be tried now: one of all, at longer and longer intervals.

        Whoever comes first when it is time looks at the token's row for all that wait here:
        another process may have tried, or have been told that the halt is over.
        """
        now = self._clock()
        if self._halt is None or now < self._look_at:
            return False
        self._look_at = now + _LONG
        try:
            return await self._try_out(chat_id, now)
        except Exception:  # whoever waits has not left, and is in no doubt
            _logger.exception("nobody could look whether Telegram still asks to wait")
            return False

    async def _try_out(self, chat_id: int | None, now: datetime) -> bool:
        """Look at the token's row, and note there that this chat is tried, if it is."""
        async with self._storage.writing() as tx:
            halt = await tx.pace.halt(now)
            is_it = chat_id is not None and halt is not None and halt.may_try(chat_id, now)
            if halt and is_it:
                wait = min(_LONG * 2 ** (halt.probes + 1), _MOST_BETWEEN_PROBES)
                halt = replace(halt, probe_at=now + wait, probes=halt.probes + 1)
                await tx.pace.await_probe(halt)
        if halt is None:
            self._end_halt()
        else:
            self._begin_halt(halt)
        if is_it:
            self._probed = chat_id
            _logger.info("chat %s is tried, though Telegram has asked to wait", chat_id)
        return is_it

    async def taken(self, chat_id: int) -> None:
        """Telegram has answered a message to this chat, and asked for no wait.

        If it was sent to try that in a halt, the halt was meant for one chat alone.
        """
        if self._halt is None or chat_id != self._probed:
            return
        self._probed = None
        try:
            await self._lift()
        except Exception:  # the message itself must not be in doubt for that
            _logger.exception("the halt could not be lifted; the next try will do it")

    async def _lift(self) -> None:
        now = self._clock()
        async with self._storage.writing() as tx:
            halt = await tx.pace.lift(now, self.rates.gap(-1))
            if halt is not None:
                await self._tell(tx, "halt_over", halt.until, halt.chat_id)
        self._end_halt()
        _logger.warning("Telegram takes messages again: its wait was meant for one chat")

    async def halt(self, chat_id: int, seconds: float) -> float:
        """Telegram said «retry after»: stop exactly what it meant.

        From a group or channel, that chat; from a private chat that had more than one a second
        from us, that chat; from any other private chat, or from two chats within a second, all.
        A halt of the token says that its pace was too fast: from then on it is slower.
        Returns how many seconds the message itself has to wait: where all do, and on another
        chat's account, it may be the next that is tried.
        """
        now = self._clock()
        until = now + timedelta(seconds=seconds)
        whole = self._means_token(chat_id, now)
        self._last_wait = (chat_id, now)
        try:
            async with self._storage.writing() as tx:
                known = await tx.pace.halt(now)
                # What was found to be one chat's alone stays so, after a restart, too.
                whole = whole and (known is not None or not await tx.pace.is_held(chat_id, now))
                if whole:
                    own = await self._hold_all(tx, chat_id, until, now, known)
                else:
                    own = await self._hold_chat(tx, chat_id, until, now)
        except Exception:  # the answer itself is known, and must not be in doubt for that
            _logger.exception("a wait of %s s for chat %s was not written down", seconds, chat_id)
            own = True
            if whole:
                self._begin_halt(Halt(until, chat_id))
        if own:
            self._held = {chat: end for chat, end in self._held.items() if end > now}
            self._held[chat_id] = max(until, self._held.get(chat_id, until))
        self._bursts_are_refused |= chat_id > 0 and not whole
        return seconds if own else min(seconds, _LONG.total_seconds())

    async def _hold_chat(
        self, tx: Transaction, chat_id: int, until: datetime, now: datetime
    ) -> bool:
        """The wait is this chat's. A channel's is said; of a person's nobody at the desk knows."""
        await tx.pace.hold_chat(chat_id, until)
        if until - now > _LONG:
            _logger.warning("Telegram asks to wait until %s with chat %s", _said(until), chat_id)
            if chat_id < 0:
                await self._tell(tx, "halted", until, chat_id)
        return True

    async def _hold_all(
        self, tx: Transaction, chat_id: int, until: datetime, now: datetime, known: Halt | None
    ) -> bool:
        """The wait is everybody's, or may be; whether this chat was the first that was told.

        That one alone is held, since it may be meant for it alone. One that was tried since says
        anew how long it takes.
        """
        probed = self._halt is not None and chat_id == self._probed
        was_said = known is not None and known.probe_at is not None
        own = not was_said or (known is not None and known.chat_id == chat_id)
        if own:
            await tx.pace.hold_chat(chat_id, until)
        settings = [pace.setting for pace in self._paces.values()]
        for rate in await tx.pace.hold_token(until, settings, now, anew=probed):
            self._paces[rate.tariff].follow(rate)
        if probed:
            await tx.pace.shorten_rests(until)
        is_long = until - now > _LONG
        if not was_said:
            probe_at = now + _LONG if is_long else None
            await tx.pace.await_probe(Halt(until, chat_id, probe_at))
        if is_long and (probed or not was_said):
            _logger.warning(
                "Telegram asks to wait until %s with everything, because of chat %s",
                _said(until),
                chat_id,
            )
        if is_long and not was_said:
            await self._tell(tx, "halted", until)
        self._look_at = now + _LONG
        self._begin_halt(await tx.pace.halt(now) or Halt(until, chat_id))
        self._lifts += probed  # who waits takes a slot behind the new end
        return own

    async def _tell(
        self, tx: Transaction, template: str, until: datetime, chat_id: int | None = None
    ) -> None:
        """Tell the desk of a halt, and of the channel that it is about."""
        title = None
        if chat_id is not None and chat_id < 0:
            channel = await tx.audience.channel(chat_id)
            title = channel.title if channel else str(chat_id)
        details = {"until": math.ceil(until.timestamp()), "title": title}
        await tx.tell(await tx.desk_chats(self._desk_chat_id), template, details, self._clock())

    def pause(self, wait: timedelta) -> None:
        """Nothing leaves this process for so long; another one, with another token, is free."""
        until = self._clock() + wait
        self._paused_until = max(until, self._paused_until)

    def _means_token(self, chat_id: int, now: datetime) -> bool:
        if (
            self._last_wait
            and self._last_wait[0] != chat_id
            and now - self._last_wait[1] < _SECOND
        ):
            return True
        if chat_id < 0:
            return False
        recent = sum(chat == chat_id and now - at <= _SECOND for chat, at in self._lately)
        return recent <= 1

    async def _wait_for_chat(self, chat_id: int) -> None:
        while (until := self._held.get(chat_id)) and (now := self._clock()) < until:
            await self._sleep((until - now).total_seconds())


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
