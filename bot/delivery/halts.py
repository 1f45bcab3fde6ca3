"""Telegram says «retry after»: whom it means, how long all wait, and who is tried meanwhile."""

import logging
import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.delivery.database_faults import tell_fault
from bot.domain.clock import Clock
from bot.domain.own_notices import Halted, HaltOver
from bot.domain.people import is_group
from bot.domain.rate import Rate
from bot.logs import chat_in_log
from storage.pace import Halt
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

LONG = timedelta(minutes=1)  # beyond that the desk is told, and other chats are tried
_SECOND = timedelta(seconds=1)
_HURRY = timedelta(seconds=1.25)  # between two messages; they may arrive closer together
_REMEMBERED = 2000  # the latest requests, by which a 429 is blamed on a chat or on the token
_MOST_BETWEEN_PROBES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """Whom a «retry after» holds up: the `whole` token, the chat itself (`own`), or both."""

    until: datetime
    whole: bool
    own: bool


class Halts:
    """The token's halts, as far as this process knows what its row in the database says.

    `settings` are the rates of the settings; `follow_rate` is told which is in force after a halt.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        *,
        settings: Sequence[Rate],
        follow_rate: Callable[[Rate], None],
        desk_chat_id: int | None,
    ) -> None:
        """`desk_chat_id` is told of long halts; without one, the owners are."""
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._follow_rate = follow_rate
        self._desk_chat_id = desk_chat_id
        self._halt: Halt | None = None
        self._lifted: datetime | None = None  # the end that the last lifted halt was to have
        self.lifts = 0
        self._look_at = clock()  # when the row is to be looked at next, in a halt
        self._probed: int | None = None  # the chat that was tried last
        self.until = clock()  # slots before this are over
        self._lately: deque[tuple[int, datetime]] = deque(maxlen=_REMEMBERED)
        self._last_wait: tuple[int, datetime] | None = None

    @property
    def is_on(self) -> bool:
        """Whether a halt is in force, or is over and nobody has noticed yet."""
        return self._halt is not None

    def leaves(self, chat_id: int, now: datetime) -> None:
        """Remember that a request to this chat is under way."""
        self._lately.append((chat_id, now))

    def is_because_of(self, chat_id: int | None) -> bool:
        """Whether a message to this chat brought a long halt on; it is not the one to be tried.

        In a short halt nobody is tried, and the chat keeps its turn.
        """
        halt = self._halt
        if chat_id is None or halt is None or halt.probe_at is None:
            return False
        return halt.chat_id == chat_id

    def follow(self, until: datetime | None) -> None:
        """Take over what the token's row says of a halt: another process may have written it.

        When a chat may be tried is not among that: whoever waits first looks it up.
        """
        now = self._clock()
        if until is None or until <= now:
            self._end()
        elif self._halt is None or self._halt.until != until:
            self._begin(Halt(until))
            self._look_at = now

    def _begin(self, halt: Halt) -> None:
        self._halt, self.until = halt, halt.until
        if halt.probe_at is not None:
            self._look_at = min(self._look_at, halt.probe_at)

    def _end(self) -> None:
        """No halt is in force any more: slots that were reserved behind it become void."""
        now = self._clock()
        if self._halt is not None and self._halt.until > now:
            self._lifted, self.until = self._halt.until, now
            self.lifts += 1
        self._halt = None

    def is_void(self, slot: datetime) -> bool:
        """Whether the slot was reserved behind a halt that has been lifted early since."""
        return self._lifted is not None and slot >= self._lifted > self._clock()

    async def may_probe(self, chat_id: int | None) -> bool:
        """Whether to try this chat now: in a halt one chat is, at longer and longer intervals.

        When it is time, whoever asks first looks at the token's row on behalf of all: another
        process may have tried a chat, or have lifted the halt.
        """
        now = self._clock()
        if self._halt is None or now < self._look_at:
            return False
        self._look_at = now + LONG
        try:
            return await self._try_out(chat_id, now)
        except Exception as error:  # noqa: BLE001 - what waits was not sent: no doubt about it
            tell_fault(_logger, "nobody can look whether Telegram still asks to wait", error)
            return False

    async def _try_out(self, chat_id: int | None, now: datetime) -> bool:
        """Look at the token's row; if this chat may be tried, note there that it is."""
        async with self._storage.writing() as tx:
            halt = await tx.pace.halt(now)
            is_it = chat_id is not None and halt is not None and halt.may_try(chat_id, now)
            if halt and is_it:
                wait = min(LONG * 2 ** (halt.probes + 1), _MOST_BETWEEN_PROBES)
                halt = replace(halt, probe_at=now + wait, probes=halt.probes + 1)
                await tx.pace.await_probe(halt)
        if halt is None:
            self._end()
        else:
            self._begin(halt)
        if is_it:
            self._probed = chat_id
            where = chat_in_log(chat_id or 0)
            _logger.info("%s is tried, though Telegram has asked to wait", where)
        return is_it

    async def taken(self, chat_id: int) -> None:
        """Telegram has answered a message to this chat without asking for a wait.

        If this chat was being tried, the halt was meant for another chat alone: lift it.
        """
        if self._halt is None or chat_id != self._probed:
            return
        self._probed = None
        try:
            await self._lift()
        except Exception as error:  # noqa: BLE001 - what Telegram answered is not in doubt
            tell_fault(_logger, "the halt cannot be lifted", error)

    async def _lift(self) -> None:
        now = self._clock()
        async with self._storage.writing() as tx:
            halt = await tx.pace.lift(now)
            if halt is not None:
                await self._tell(tx, HaltOver, halt.until, halt.chat_id)
        self._end()
        _logger.warning("Telegram takes messages again: its wait was meant for one chat")

    async def halt(self, chat_id: int, seconds: float) -> Wait:
        """Telegram said «retry after»: find out whom it meant, and write that down.

        A group or channel: that chat. A private chat that was sent about one message a second:
        that chat. Any other private chat, or two chats within a second: the whole token, whose
        pace was too fast and becomes slower.
        """
        now = self._clock()
        until = now + timedelta(seconds=seconds)
        whole = self._means_token(chat_id, now)
        self._last_wait = (chat_id, now)
        try:
            async with self._storage.writing() as tx:
                known = await tx.pace.halt(now)
                # A wait that was found to be one chat's stays that chat's, over restarts too.
                whole = whole and (known is not None or not await tx.pace.is_held(chat_id, now))
                if whole:
                    own = await self._hold_all(tx, chat_id, until, now, known)
                else:
                    own = await self._hold_chat(tx, chat_id, until, now)
        except Exception as error:  # noqa: BLE001 - what Telegram answered is not in doubt
            what = f"a wait of {seconds} s for {chat_in_log(chat_id)} was not written down"
            tell_fault(_logger, what, error, is_repeated=False)
            own = True
            if whole:
                self._begin(Halt(until, chat_id))
        return Wait(until, whole, own)

    async def _hold_chat(
        self, tx: Transaction, chat_id: int, until: datetime, now: datetime
    ) -> bool:
        """The wait is this chat's. The desk is told of a channel's, and of no reader's."""
        await tx.pace.hold_chat(chat_id, until)
        if until - now > LONG:
            newsrooms = is_group(chat_id) and await tx.people.reader(chat_id) is None
            where = chat_in_log(chat_id, newsrooms=newsrooms)
            _logger.warning("Telegram asks to wait until %s with %s", _said(until), where)
            if newsrooms:
                await self._tell(tx, Halted, until, chat_id)
        return True

    async def _hold_all(
        self, tx: Transaction, chat_id: int, until: datetime, now: datetime, known: Halt | None
    ) -> bool:
        """The wait may be everybody's. Returns whether this chat is held by itself, too.

        The chat that was refused first is, since the wait may be meant for it alone. The answer to
        one that was tried replaces the end of the halt.
        """
        probed = self._halt is not None and chat_id == self._probed
        was_said = known is not None and known.probe_at is not None
        own = not was_said or (known is not None and known.chat_id == chat_id)
        if own:
            await tx.pace.hold_chat(chat_id, until)
        for rate in await tx.pace.hold_token(until, self._settings, now, anew=probed):
            self._follow_rate(rate)
        is_long = until - now > LONG
        if not was_said:
            probe_at = now + LONG if is_long else None
            await tx.pace.await_probe(Halt(until, chat_id, probe_at))
        if is_long and (probed or not was_said):
            _logger.warning(
                "Telegram asks to wait until %s with everything, because of %s",
                _said(until),
                chat_in_log(chat_id),
            )
        if is_long and not was_said:
            await self._tell(tx, Halted, until)
        self._look_at = now + LONG
        self._begin(await tx.pace.halt(now) or Halt(until, chat_id))
        self.lifts += probed  # whoever waits takes a slot behind the new end
        return own

    async def _tell(
        self, tx: Transaction, kind: type[Halted], until: datetime, chat_id: int | None = None
    ) -> None:
        """Tell the desk of a halt, and of the channel that it is about."""
        title = None
        if chat_id is not None and chat_id < 0:
            channel = await tx.channels.get(chat_id)
            title = channel.title if channel else str(chat_id)
        notice = kind(datetime.fromtimestamp(math.ceil(until.timestamp()), UTC), title)
        await tx.tell(await tx.desk_chats(self._desk_chat_id), notice, self._clock())

    def _means_token(self, chat_id: int, now: datetime) -> bool:
        if chat_id > 0 and self._was_hurried(chat_id, now):
            return False
        if (
            self._last_wait
            and self._last_wait[0] != chat_id
            and now - self._last_wait[1] < _SECOND
        ):
            return True
        return chat_id > 0

    def _was_hurried(self, chat_id: int, now: datetime) -> bool:
        """Whether a person's latest messages, two or more, came at one a second or faster.

        Telegram allows bursts and does not say of what length: it may refuse the second message
        within a second, or the eleventh within ten.
        """
        sent = (at for chat, at in reversed(self._lately) if chat == chat_id)
        return any(now - at <= count * _HURRY for count, at in enumerate(sent) if count)


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
