"""Asks Telegram for updates by long polling: they are kept before they are confirmed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Lost, Refusal
from bot.domain.update_facts import Update, is_update
from bot.updates.handling import Handling
from bot.updates.inbox import Inbox
from bot.updates.patience import (
    DISBELIEF,
    Disbelief,
    NotKeptError,
    ask,
    if_it_can,
    patiently,
    rest,
)

_logger = logging.getLogger(__name__)
Found = TypeVar("Found")

UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "channel_post",
    "edited_channel_post",
    "message_reaction_count",
)
_LONG_POLL = 25  # seconds
_TO_TAKE_AWAY = 10.0  # seconds for a webhook
_PAUSE = 2.0  # seconds after the first answer that cannot be used
_LONGEST_PAUSE = 15.0
_LONGEST_WAIT = 60.0  # seconds: a question now and then is no burden, whatever Telegram asks for
_AT_LEAST = 1.0  # seconds between two questions that bring nothing
_MOST = 100  # updates in an answer
_TAKE_IN_FIRST = 3.0  # seconds for which strangers wait while there is more to take in
_MARK_EVERY = 20.0  # seconds
_LOOK_FOR_DUTY = 1.0  # seconds
_FIRST_SILENCE, _LONGEST_SILENCE = 10.0, 600.0  # seconds between two lines in the log


class _Absence:
    """How long to wait while Telegram is away, and how often to log that: ever more seldom."""

    def __init__(self, pause: float) -> None:
        self._first_pause = self._pause = pause
        self._since: float | None = None
        self._say_at = 0.0
        self._silence = _FIRST_SILENCE

    def goes_on(self, words: str, now: float) -> float:
        """Note one more useless answer. Returns seconds until the next question."""
        if self._since is None:
            self._since, self._silence = now, _FIRST_SILENCE
            _logger.warning("no updates from Telegram: %s", words)
            self._say_at = now + self._silence
        elif now >= self._say_at:
            self._silence = min(self._silence * 2, _LONGEST_SILENCE)
            self._say_at = now + self._silence
            _logger.warning("no updates from Telegram for %.0f s: %s", now - self._since, words)
        wait = self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        return wait

    def is_over(self, now: float) -> None:
        if self._since is not None:
            _logger.info("Telegram tells updates again, after %.0f s", now - self._since)
        self._since, self._pause = None, self._first_pause


class Poller:
    """Asks Telegram for updates, and passes them on to be kept and handled."""

    def __init__(
        self,
        telegram: Telegram,
        inbox: Inbox,
        handling: Handling,
        pause: float = _PAUSE,
        at_least: float = _AT_LEAST,
        *,
        disbelief: float = DISBELIEF,
        may_poll: Callable[[], bool] | None = None,
    ) -> None:
        """`may_poll`: whether this process is the one that polls, where there are several."""
        self._may_poll = may_poll or (lambda: True)
        self._look_every = _LOOK_FOR_DUTY if may_poll else None
        self._telegram = telegram
        self._inbox = inbox
        self._handling = handling
        self._pause = pause
        self._at_least = at_least
        self._absence = _Absence(pause)
        self._disbelief = Disbelief(disbelief)
        self._stopped = asyncio.Event()
        self._most = _MOST
        self._may_have_webhook = True  # of an earlier run, or by another program
        self._mark_at = 0.0
        self._more_since: float | None = None
        self._opening: asyncio.TimerHandle | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`. Raises `TokenRefusedError`."""
        self._stopped = stop
        async with asyncio.TaskGroup() as group:
            with suppress(NotKeptError):  # Telegram has them still
                await self._poll(group)

    async def _poll(self, group: asyncio.TaskGroup) -> None:
        now = asyncio.get_running_loop().time
        offset: int | None = None
        since: datetime | None = None
        while not self._stopped.is_set():
            if not self._may_poll():
                await self._rest(_LOOK_FOR_DUTY)
                self._disbelief.forget()
                offset, since = None, None
                continue
            since = since or await self._heard_at()
            asked_at, in_haste = now(), self._more_since is not None
            answer = await self._ask(group, offset)
            if answer is None:
                continue
            updates = self._read(answer)
            if updates is None:
                await self._rest(self._wait_after(answer, now()))
                continue
            self._absence.is_over(now())
            all_told = len(updates) < self._most
            self._most = _MOST
            told_at = self._inbox.now()
            new = await self._take_in(updates, since, told_at if all_told else None)
            if all_told:
                since = told_at
            if updates:
                offset = max(update["update_id"] for update in updates) + 1
            if not new and not in_haste:
                await self._rest(self._at_least - (now() - asked_at))
            elif self._more_since is None:  # what comes meanwhile is in the next answer
                await self._rest(self._handling.waits_for_company())

    async def _ask(self, group: asyncio.TaskGroup, offset: int | None) -> Answer | None:
        """The next answer; None if the bot stops, or another process polls, before it comes."""
        asked = group.create_task(self._get_updates(offset))
        stopped = group.create_task(self._stopped.wait())
        over: set[asyncio.Task[Any]] = set()
        while not over and self._may_poll():
            over, _ = await asyncio.wait(
                {asked, stopped},
                timeout=self._look_every,
                return_when=asyncio.FIRST_COMPLETED,
            )
        stopped.cancel()
        if not asked.done():
            asked.cancel()
            return None
        return asked.result()

    async def _get_updates(self, offset: int | None) -> Answer:
        if self._may_have_webhook:
            # Where that is lost, and a webhook is set still, Telegram says so as it is asked.
            await self._call("deleteWebhook", _TO_TAKE_AWAY)
            self._may_have_webhook = False
        return await self._call(
            "getUpdates",
            wait=_LONG_POLL + 15,
            offset=offset,
            limit=self._most,
            timeout=0 if self._more_since else _LONG_POLL,
            allowed_updates=UPDATES,
        )

    async def _call(self, method: str, wait: float | None = None, **parameters: object) -> Answer:
        return await ask(self._telegram, method, wait, **parameters)

    def _read(self, answer: Answer) -> list[Update] | None:
        """The updates in an answer; None where it has none to speak of.

        Raises `TokenRefusedError`.
        """
        self._disbelief.hear(answer)
        match answer:
            case Accepted(list() as result):
                updates = [update for update in result if is_update(update)]
                if odd := len(result) - len(updates):
                    _logger.warning("%d updates without a number of their own: left out", odd)
                return None if odd and not updates else updates
        return None

    def _wait_after(self, answer: Answer, now: float) -> float:
        """Seconds until the next question, after an answer that could not be used."""
        match answer:
            case Accepted():
                words = "an answer that holds none, and is no empty list"
            case Refusal(code=409, description=description) if "webhook" in description:
                self._may_have_webhook = True
                words = f"a webhook is set, and is taken away: {description}"
            case Refusal(code=409, description=description):
                words = f"another program polls with this token: {description}"
            case Refusal(code=code, description=description):
                words = f"{code} {description}"
            case _:
                words = answer.words
        if isinstance(answer, Lost):  # it may have been too much at once
            self._most = 1
        wait = self._absence.goes_on(words, now)
        asked_for = answer.retry_after if isinstance(answer, Refusal) else None
        # Whatever is no number is no wait either: NaN is neither less nor more.
        if asked_for is not None and asked_for >= wait:
            return min(asked_for, _LONGEST_WAIT)
        return wait

    async def _rest(self, seconds: float) -> None:
        await rest(self._stopped, seconds)

    # --- what is written down ---

    async def _take_in(
        self, updates: Sequence[Update], since: datetime, told_at: datetime | None
    ) -> bool:
        """Keep updates and have them handled; whether there was anything new.

        `told_at`: up to then Telegram has told everything.
        """
        now = asyncio.get_running_loop().time()
        is_to_mark = told_at is not None and now >= self._mark_at
        if not updates:
            self._there_is_more(None)
            if is_to_mark:
                await self._mark_heard(now)
            return False

        async def take_in() -> bool:
            return await self._handling.take_in(updates, since, told_at if is_to_mark else None)

        new = await self._patiently("kept", take_in)
        if is_to_mark:
            self._mark_at = now + _MARK_EVERY
        self._there_is_more(None if told_at or not new else now)
        return new

    def _there_is_more(self, now: float | None) -> None:
        """Note whether Telegram has more to tell (`now`; None: no): then strangers wait a little.

        The desk's updates may come behind theirs. Nobody waits if the next answer does not come.
        """
        if now is None:
            self._more_since = None
            self._let_strangers_in()
        elif self._more_since is None:
            self._more_since = now
            self._handling.take_in_first(more=True)
            loop = asyncio.get_running_loop()
            self._opening = loop.call_later(_TAKE_IN_FIRST, self._let_strangers_in)

    def _let_strangers_in(self) -> None:
        if self._opening:
            self._opening.cancel()
            self._opening = None
        self._handling.take_in_first(more=False)

    async def _mark_heard(self, now: float) -> None:
        """Telegram had nothing to tell: that is written down now and then."""
        self._mark_at = now + _MARK_EVERY
        words = "that Telegram was heard is not written down"
        await if_it_can(words, self._inbox.heard)

    async def _heard_at(self) -> datetime:
        return await self._patiently("told from old ones", self._inbox.heard_at)

    async def _patiently(self, what: str, deed: Callable[[], Awaitable[Found]]) -> Found:
        """Keep updates, however long the database is away: unkept, they must not be confirmed."""
        return await patiently(self._stopped, self._pause / 4, what, deed)
