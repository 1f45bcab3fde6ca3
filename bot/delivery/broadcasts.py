"""Decides whether a story's readers are served for Stars, and ends it where that cannot be."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.pacer import Pacer
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Refusal, means_token
from bot.domain.clock import Clock, Wake
from bot.domain.notices import PaidEnded
from bot.domain.rate import Tariff
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.stars import MESSAGES_PER_STAR, messages_for, most_stars
from storage.storage import Storage, Transaction

_logger = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(minutes=1)
_LOOK_AGAIN_AFTER = 10_000  # messages
_WITHIN = 5.0  # seconds for a look at the balance
_LOOKS = 3  # until the line is taken to be down
_BETWEEN_LOOKS = 1.0  # seconds
_AFTER_FAULT = 1.0  # seconds
_CHUNK = 20_000  # rows that one transaction lets go at the free pace


@dataclass(slots=True)
class _Grant:
    """A story goes at the paid pace until the balance is to be looked at again."""

    until: datetime
    messages: int = _LOOK_AGAIN_AFTER


@dataclass(frozen=True, slots=True)
class _End:
    """Why a story goes on for free, and the balance where that is the reason, in messages."""

    reason: Reason
    balance: int | None = None
    owed: int | None = None


class PaidBroadcasts:
    """Decides which stories are sent for Stars, in a task of its own.

    The worker does not wait for the balance: while it is being asked, only the story's readers
    wait. If it is too low, they are served at the free pace. `on`: the settings allow payment.
    """

    def __init__(
        self,
        storage: Storage,
        telegram: Telegram,
        pacer: Pacer,
        clock: Clock,
        *,
        wake: Wake,
        desk_chat_id: int | None,
    ) -> None:
        self.on = Tariff.PAID in pacer.paces
        self._storage = storage
        self._telegram = telegram
        self._pacer = pacer
        self._clock = clock
        self._wake = wake
        self._desk_chat_id = desk_chat_id
        self._sleep = pacer.sleep
        self._grants: dict[int, _Grant] = {}
        self._ends: dict[int, _End] = {}
        self._in_question: set[int] = set()
        self._asked = asyncio.Event()
        self._stopping = False

    # --- what the worker asks; none of it waits ---

    def may_go(self, story: int) -> bool | None:
        """Whether a story goes at the paid pace; None while that is being found out."""
        if story in self._ends:
            self._ask(story)
            return False
        if self._pacer.rate(Tariff.PAID).is_lowest and story in self._grants:
            self.refuse(story, Reason(ReasonCode.PACE_REFUSED))
            return False
        grant = self._grants.get(story)
        if grant is None or grant.messages <= 0 or grant.until <= self._clock():
            self._ask(story)
        return None if grant is None else True

    def sent(self, story: int, messages: int) -> None:
        """Note that so many more messages are being sent for Stars."""
        if grant := self._grants.get(story):
            grant.messages -= messages

    def refuse(self, story: int, reason: Reason) -> None:
        """Telegram refused to send this story for Stars: send the rest for free."""
        self._end(story, _End(reason))
        self._ask(story)

    def stop(self) -> None:
        self._stopping = True
        self._asked.set()

    def _ask(self, story: int) -> None:
        self._in_question.add(story)
        self._asked.set()

    def _end(self, story: int, end: _End) -> None:
        self._grants.pop(story, None)
        self._ends.setdefault(story, end)

    # --- what goes on beside it ---

    async def run(self) -> None:
        """Until stopped, look at the balance, and release for free what it does not pay for."""
        while self.on and not self._stopping:
            await self._asked.wait()
            self._asked.clear()
            for story in list(self._in_question):
                try:
                    await self._settle(story)
                except Exception:
                    _logger.exception("story %s: nobody knows yet whether it is paid for", story)
                    await self._sleep(_AFTER_FAULT)
                    self._asked.set()
                else:
                    self._in_question.discard(story)
                self._wake()

    async def _settle(self, story: int) -> None:
        if story not in self._ends:
            await self._look(story)
        if end := self._ends.get(story):
            await self._let_go(story, end)

    async def _look(self, story: int) -> None:
        """Go on at the paid pace if the balance covers all that is owed at it."""
        async with self._storage.reading() as tx:
            article = await tx.articles.existing(story)
        if not article.paid or article.unpaid_because:  # another process has ended it
            self._end(story, _End(Reason(ReasonCode.NOT_OWED)))
            return
        balance = await self._balance()
        if balance is None:
            return
        if isinstance(balance, Reason):
            self._end(story, _End(balance))
            return
        now = self._clock()
        self._grants = {s: g for s, g in self._grants.items() if g.until + LOOK_AGAIN > now}
        # After the balance: what is charged meanwhile is owed no more.
        async with self._storage.reading() as tx:
            owed = await tx.broadcasts.owed({story, *self._grants})
        if balance < owed:
            self._end(story, _End(Reason(ReasonCode.TOO_FEW_STARS), balance, owed))
        elif story not in self._ends:  # Telegram may have refused it meanwhile
            self._grants[story] = _Grant(now + LOOK_AGAIN)

    async def _balance(self) -> int | Reason | None:
        """How many messages the balance pays for, or why nobody knows.

        None at a stop, and while a server knows no token, which tells nothing of Stars.
        """
        for _ in range(_LOOKS):
            if self._stopping:
                return None
            async with self._pacer.aside():
                answer = await self._telegram.call("getMyStarBalance", wait=_WITHIN)
            match answer:
                case Accepted(result):
                    try:
                        return messages_for(result)
                    except ValueError:
                        return Reason(ReasonCode.STARS_UNKNOWN)
                case Refusal() if means_token(answer):
                    await self._sleep(_BETWEEN_LOOKS)
                    return None
                case Refusal(retry_after=None):
                    return answer.reason
                case Refusal(retry_after=float(seconds)):
                    await self._sleep(min(seconds, _WITHIN))
                case _:
                    await self._sleep(_BETWEEN_LOOKS)
        return Reason(ReasonCode.STARS_UNKNOWN)

    async def _let_go(self, story: int, end: _End) -> None:
        """Release the rest of a story for free; the first process to do so tells the desk."""
        async with self._storage.writing() as tx:
            if await tx.broadcasts.end(story, end.reason):
                _logger.warning("story %s goes on for free: %s", story, end.reason)
                await self._tell(tx, story, end)
        released = _CHUNK
        while released == _CHUNK:
            async with self._storage.writing(patient=True) as tx:
                released = await tx.broadcasts.release(story, _CHUNK)
                tx.wake()

    async def _tell(self, tx: Transaction, story: int, end: _End) -> None:
        article = await tx.articles.existing(story)
        notice = PaidEnded(
            story,
            article.content.headline,
            end.reason,
            has=None if end.balance is None else end.balance // MESSAGES_PER_STAR,
            needs=None if end.owed is None else most_stars(end.owed),
        )
        desk = await tx.desk_chats(self._desk_chat_id)
        await tx.tell(desk, notice, self._clock())
